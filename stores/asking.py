"""Verbs that ask the shop itself: is our app still there, what may it do, what is the shop called.

None of them holds a transaction while it asks.
"""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Final

from django.db import transaction

from stores import services
from stores.models import Credential, Store
from stores.shopify.client import Lines
from stores.shopify.errors import Away, Refused, TokenRefused
from stores.shopify.shop_facts import ShopFacts, shop_facts
from stores.shopify.tokens import is_connected, renew

AT_ONCE: Final = 50


class Presence(Enum):
    """Whether our app is in the shop, as far as the shop says."""

    THERE = "there"
    GONE = "gone"  # it does not know our token, nor those that renew it
    UNKNOWN = "unknown"  # it does not answer, or we have nothing to ask it with


def presence(*, store: Store, lines: Lines, now: datetime) -> Presence:
    """Ask the shop with the store's token, and keep what it says: it is the proof of a connection.

    A connection that was lost is found again.
    """
    if not is_connected(store):
        return Presence.UNKNOWN
    _let_be_asked(store)
    shop = lines.to(store)
    if shop is None:
        return Presence.UNKNOWN
    try:
        facts = shop_facts(shop)
    except TokenRefused:
        return Presence.GONE
    except (Away, Refused):
        is_lost = Credential.objects.filter(store=store).exclude(lost_at=None).exists()
        return Presence.GONE if is_lost else Presence.UNKNOWN
    _keep(store, facts, now)
    return Presence.THERE


def learn_shops(*, lines: Lines, now: datetime, store_id: int | None = None) -> int:
    """Ask shops that were connected and never said who they are; how many answered."""
    rows = Credential.objects.filter(scopes_at__isnull=False, store__changed_at=None)
    rows = rows.exclude(access_token="").filter(lost_at=None, store__is_sandbox=False)
    if store_id is not None:
        rows = rows.filter(store_id=store_id)
    found = [row.store for row in rows.select_related("store").order_by("store_id")[:AT_ONCE]]
    return sum(presence(store=each, lines=lines, now=now) == Presence.THERE for each in found)


@transaction.atomic
def record_scopes(*, store: Store, scopes: Sequence[str], at: datetime) -> bool:
    """Shopify says what our app may do now. False if that is old news, or nothing is connected."""
    kept = Credential.objects.select_for_update().filter(store=store).first()
    if kept is None or not kept.access_token or (kept.scopes_at and kept.scopes_at > at):
        return False
    kept.scopes, kept.scopes_at = list(scopes), at
    kept.save(update_fields=["scopes", "scopes_at"])
    return True


def _let_be_asked(store: Store) -> None:
    """Of a lost connection the token is tried once more, and first of all renewed if it can be."""
    was_lost = Credential.objects.filter(store=store).exclude(lost_at=None)
    lost = was_lost.first()
    if lost is None:
        return
    if lost.refresh_token:
        with contextlib.suppress(Away, Refused):  # then it stays lost, which is the answer
            renew(store=store)
        return
    was_lost.update(lost_at=None, lost_reason="")


@transaction.atomic
def _keep(store: Store, facts: ShopFacts, now: datetime) -> None:
    services.record_shop(store=store, data=facts.data, now=now)
    kept = Credential.objects.select_for_update().get(store=store)
    kept.scopes, kept.scopes_at = list(facts.scopes), now
    kept.save(update_fields=["scopes", "scopes_at"])
