"""Whose webhook address is this, and with which secrets may Shopify sign? Briefly remembered."""

import re
import threading
import time
from collections import OrderedDict

from django.conf import settings
from django.db import InterfaceError, OperationalError

from common.db.freshen import freshen
from common.edges import MustWait
from common.groupcommit import DatabaseAway
from intake.data import SigningKeys
from stores.models import ConnectionKind, Credential, Store
from stores.scope import every_store

PUBLIC_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
REMEMBERED = 10_000  # addresses, unknown ones included


class Remembered:
    """A bounded memory of addresses, unknown ones too; one thread at a time refreshes an old entry.

    While somebody refreshes, and while the database is away, an old entry serves on: rotating a
    secret or disconnecting a store takes effect within NOTIFYHUB_SIGNING_KEYS_SECONDS.
    """

    def __init__(self) -> None:
        self._entries: OrderedDict[str, tuple[float, SigningKeys | None]] = OrderedDict()
        self._guard = threading.Lock()
        self._refreshing = threading.Lock()

    def keys_of(self, public_id: str) -> SigningKeys | None:
        """The keys of the store at this address; None if there is no such store.

        Raises DatabaseAway if it has to ask and cannot.
        """
        if not PUBLIC_ID.fullmatch(public_id):
            return None
        entry = self._entries.get(public_id)
        if entry is None:
            return self._ask(public_id)
        if time.monotonic() < entry[0] or not self._refreshing.acquire(blocking=False):
            return entry[1]
        try:
            return self._ask(public_id)
        except DatabaseAway:
            return entry[1]
        finally:
            self._refreshing.release()

    def at_hand(self, public_id: str) -> SigningKeys | None:
        """As `keys_of`, without ever asking: raises MustWait for who is not, or too long, known."""
        if not PUBLIC_ID.fullmatch(public_id):
            return None
        entry = self._entries.get(public_id)
        if entry is None or time.monotonic() >= entry[0]:
            raise MustWait
        return entry[1]

    def forget(self) -> None:
        with self._guard:
            self._entries.clear()

    def _ask(self, public_id: str) -> SigningKeys | None:
        keys = look_up(public_id)
        until = time.monotonic() + settings.NOTIFYHUB_SIGNING_KEYS_SECONDS
        with self._guard:
            self._entries[public_id] = (until, keys)
            self._entries.move_to_end(public_id)
            while len(self._entries) > REMEMBERED:
                self._entries.popitem(last=False)
        return keys


def look_up(public_id: str) -> SigningKeys | None:
    """Read a store's keys; None if there is no such store. Two queries."""
    if not PUBLIC_ID.fullmatch(public_id):
        return None
    freshen()
    try:
        with every_store(because="the address of a webhook names its store; nobody is logged in"):
            store = Store.objects.filter(public_id=public_id).first()
            return None if store is None else _keys(store)
    except (OperationalError, InterfaceError) as error:
        freshen()
        raise DatabaseAway("the store's keys cannot be read") from error


def stores_of(shop_domain: str) -> list[SigningKeys]:
    """Every store there is or was of this shop, whoever's: each has to hear of an erasure."""
    freshen()
    try:
        with every_store(because="Shopify tells our app of a shop; nobody is logged in"):
            rows = Store.objects.filter(shop_domain__iexact=shop_domain).order_by("pk")
            return [SigningKeys(row.pk, row.shop_domain.lower(), ()) for row in rows]
    except (OperationalError, InterfaceError) as error:
        freshen()
        raise DatabaseAway("the shop's stores cannot be read") from error


def apps_secrets() -> tuple[bytes, ...]:
    """By which Shopify signs for our app, the newest first."""
    return tuple(secret.encode() for secret in settings.SHOPIFY_API_SECRETS)


def _keys(store: Store) -> SigningKeys:
    """A custom app signs with the store's own secret, and then with that only; else our app's.

    A store that went from the one to the other hears both, until its custom app is removed.
    """
    kept = Credential.objects.filter(store=store).first()
    own = (kept.webhook_secret, kept.previous_webhook_secret) if kept else ()
    secrets = tuple(secret.encode() for secret in own if secret)
    if not secrets or (kept and kept.kind == ConnectionKind.INSTALLED):
        secrets += apps_secrets()
    return SigningKeys(store_id=store.pk, shop_domain=store.shop_domain.lower(), secrets=secrets)
