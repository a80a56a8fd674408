"""Who tells a store's buyers about one kind of thing: we, Shopify, or nobody; and by which way."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from common.errors import DomainError
from messaging import queries
from messaging.models import DeliveryMode
from messaging.routing import Ways
from messaging.states import Channel, Mode
from stores.models import Store
from templates_app import catalogue
from templates_app.data import NotificationKind


class NothingToSend(DomainError):
    """We have no words for this kind, so nobody can choose who sends it."""

    code = "kind-without-words"


class NoSuchWay(DomainError):
    """The store has no account for one of the ways, or names one twice, or none."""

    code = "no-such-way"


def kinds() -> list[NotificationKind]:
    """The kinds that have words of ours, and so a sender to choose."""
    return [kind for kind in NotificationKind if catalogue.kind_words(kind)]


@transaction.atomic
def set_delivery_mode(
    *, store: Store, kind: str, mode: Mode, actor: str, now: datetime, ways: Ways | None = None
) -> DeliveryMode:
    """Say who tells a store's buyers about this kind, of what is decided from now on; and by which
    ways, if they are to change.

    What is planned, held or decided already stays as it is. To say the same again changes nothing,
    neither who said it nor when. Raises NothingToSend or NoSuchWay.
    """
    if kind not in kinds():
        raise NothingToSend(gettext("There are no words for messages of this kind yet."))
    wanted: dict[str, Any] = {"mode": mode}
    if ways is not None:
        _check(store, kind, ways)
        wanted["channels"] = list(ways.channels)
        wanted["takes_phone_as_consent"] = ways.takes_phone_as_consent
    said = {**wanted, "actor": actor[:254], "changed_at": now}
    row, is_new = DeliveryMode.objects.get_or_create(store=store, kind=kind, defaults=said)
    others = DeliveryMode.objects.filter(pk=row.pk).exclude(**wanted)
    if not is_new and others.update(**said):
        row.refresh_from_db()
    return row


def _check(store: Store, kind: str, ways: Ways) -> None:
    channels = ways.channels
    if not channels or len(set(channels)) < len(channels):
        raise NoSuchWay(gettext("Name each way once, and at least one."))
    if kind == NotificationKind.STAFF_NEW_ORDER and channels != (Channel.EMAIL,):
        raise NoSuchWay(gettext("Staff are told by e-mail only."))
    lacking = set(channels) - queries.channels_of([store.pk])[store.pk]
    if lacking:
        words = ", ".join(str(Channel(channel).label) for channel in sorted(lacking))
        raise NoSuchWay(gettext("Add a sender for it first: %(ways)s.") % {"ways": words})
