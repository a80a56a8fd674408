"""Verbs over a connection: a client's shop, and its secrets."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import ConnectionKind, Credential, Store
from stores.scope import every_store


class ShopIsTaken(DomainError):
    """The shop is connected already, here or at another agency."""

    code = "shop-is-taken"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is written, never shown; "" leaves what is kept."""

    webhook_secret: str = ""
    access_token: str = ""


def next_store_id() -> int:
    """An id for a store to come, so that a scope can be opened that may see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('stores_store', 'id'))")
        return int(cursor.fetchone()[0])


def connect_store(*, store: Store, secrets: Secrets, now: datetime) -> Store:
    """Insert the store, which has an id of `next_store_id`, and its secrets. Raises ShopIsTaken.

    It sends from now on: orders placed before are back-fill. Wants a scope that sees the new id.
    """
    store.sends_from_at = store.sends_from_at or now
    try:
        with transaction.atomic():
            store.save(force_insert=True)
            Credential.objects.create(
                store=store,
                webhook_secret=secrets.webhook_secret,
                access_token=secrets.access_token,
            )
    except IntegrityError as error:
        raise ShopIsTaken(
            _("%(shop)s is connected already.") % {"shop": store.shop_domain}
        ) from error
    return store


def change_store(*, store: Store, secrets: Secrets, fields: Collection[str] | None = None) -> Store:
    """Keep what was changed; beside a new webhook secret the old one stays valid.

    Of a store whose `fields` are named nothing else is written. Raises ShopIsTaken.
    """
    try:
        with transaction.atomic():
            store.save(update_fields=fields)
            _replace(store, secrets)
    except IntegrityError as error:
        raise ShopIsTaken(
            _("%(shop)s is connected already.") % {"shop": store.shop_domain}
        ) from error
    return store


def is_shop_taken(*, shop_domain: str, except_id: int | None = None) -> bool:
    """Whether any agency has connected the shop: the one question that must look over the fence."""
    with every_store(because="a shop connects to one agency, whoever asks"):
        same = Store.objects.filter(shop_domain__iexact=shop_domain, released_at=None)
        return same.exclude(pk=except_id or 0).exists()


def _replace(store: Store, secrets: Secrets) -> None:
    kept, _is_new = Credential.objects.select_for_update().get_or_create(store=store)
    if secrets.webhook_secret and secrets.webhook_secret != kept.webhook_secret:
        kept.previous_webhook_secret = kept.webhook_secret
        kept.webhook_secret = secrets.webhook_secret
    if secrets.access_token and secrets.access_token != kept.access_token:
        _take_pasted(kept, secrets.access_token)
    kept.save()


def _take_pasted(kept: Credential, token: str) -> None:
    """A custom app's token never ends, and none of our app's is of use beside it."""
    kept.kind, kept.access_token, kept.access_expires_at = ConnectionKind.PASTED, token, None
    kept.refresh_token = kept.previous_refresh_token = kept.lost_reason = ""
    kept.refresh_expires_at = kept.lost_at = kept.scopes_at = None
    kept.scopes = []
