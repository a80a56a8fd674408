"""A store's accounts with services that follow parcels, and the secrets they sign with."""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from common.errors import DomainError
from shipping.models import Tracker, TrackerAccount
from stores.models import Store

SHORTEST: Final = 8
LONGEST: Final = 255
OLD_SECRET_COUNTS_FOR: Final = timedelta(hours=24)
_NOTED_EACH: Final = timedelta(minutes=1)


class BadSecret(DomainError):
    """A secret that protects nothing, or cannot be one."""

    code = "bad-tracker-secret"


class TrackerIsThere(DomainError):
    """The store has an account with this service."""

    code = "tracker-is-there"


def add_account(
    *, store: Store, tracker: Tracker, secret: str, actor: str, now: datetime
) -> TrackerAccount:
    """Let a service tell of this store's parcels. Raises BadSecret or TrackerIsThere."""
    account = TrackerAccount(
        store=store,
        tracker=tracker,
        secret=_checked(secret),
        created_at=now,
        created_by=actor[:254],
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        words = gettext("%(store)s has %(service)s already: change its secret instead.")
        raise TrackerIsThere(words % {"store": store, "service": tracker.label}) from error
    return account


def rotate_secret(*, account: TrackerAccount, secret: str, now: datetime) -> None:
    """Take another secret; the one before counts for a day more. Raises BadSecret."""
    checked = _checked(secret)
    if checked == account.secret:
        return
    account.previous_secret, account.previous_until = account.secret, now + OLD_SECRET_COUNTS_FOR
    account.secret = checked
    account.save(update_fields=["secret", "previous_secret", "previous_until"])


def switch(*, account: TrackerAccount, is_on: bool) -> bool:
    """Listen to it, or no more. False if that is so already."""
    rows = TrackerAccount.objects.filter(pk=account.pk, is_on=not is_on)
    return bool(rows.update(is_on=is_on))


def remove_account(*, account: TrackerAccount) -> None:
    """Forget the account and its secret. What it told of parcels stays."""
    account.delete()


def record_heard(*, store: Store, tracker: Tracker, now: datetime) -> None:
    """Note that the service spoke, at most once a minute."""
    is_old = Q(heard_at=None) | Q(heard_at__lt=now - _NOTED_EACH)
    TrackerAccount.objects.filter(is_old, store=store, tracker=tracker).update(heard_at=now)


def _checked(secret: str) -> str:
    bare = secret.strip()
    if not SHORTEST <= len(bare) <= LONGEST or not bare.isprintable():
        words = gettext(
            "A secret has %(least)s to %(most)s characters: copy it as the service shows it."
        )
        raise BadSecret(words % {"least": SHORTEST, "most": LONGEST})
    return bare
