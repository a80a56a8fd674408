"""Whose a shop is: one agency's at a time, and never a second one's by itself.

# Note [A shop that changes hands]
Who can install our app controls the shop; what was said to its buyers, and what an agency wrote and
found out, is the agency's. So
* the same agency gets the same store back, with its orders and all that was set up in it; orders
  placed while it was away are back-fill, so it sends from now on;
* another agency gets a new, empty store, and that only once the old one has given the shop up
  (leaving.release_store), or Shopify said GRACE ago that the app was removed: by then Shopify has
  asked for the shop's erasure, too. The old row stays with the old agency, disconnected.
Whose it is nobody hears: that a shop is connected elsewhere is told to who controls it alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores import scopes
from stores.access import Actor
from stores.connecting import ShopIsTaken, next_store_id
from stores.models import Agency, ConnectionKind, Credential, Store
from stores.scope import every_store
from stores.shopify import granting, tokens

GRACE: Final = timedelta(hours=48)  # after the app was removed Shopify asks for erasure


class ShopIsLeaving(DomainError):
    """The app was removed from the shop too lately: another agency's data may still be there."""

    code = "shop-is-leaving"


class StoreBeyondReach(DomainError):
    """The actor sees some stores of the agency only, and this is none of them."""

    code = "store-beyond-reach"


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody who has proved that they control the shop, at work for their agency."""

    shop_domain: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Bound:
    """The connected store; `is_new`: it was made, else it is back."""

    store: Store
    is_new: bool
    missing: tuple[scopes.Wanted, ...]


def check(claim: Claim, *, now: datetime) -> None:
    """Raises ShopIsTaken, ShopIsLeaving or StoreBeyondReach where bind would."""
    with every_store(because="a shop connects to one agency, whoever asks"):
        _decided(claim, list(_rows(claim.shop_domain)), now)


def bind(claim: Claim, *, grant: granting.Grant, now: datetime) -> Bound:
    """Make or reconnect the agency's store of the shop, with what Shopify gave.

    See Note [A shop that changes hands]. Raises ShopIsTaken, ShopIsLeaving or StoreBeyondReach.
    """
    with every_store(because="a shop connects to one agency, whoever asks"), transaction.atomic():
        # One at a time for this shop, also where there is no row to lock yet.
        _alone(claim.shop_domain)
        rows = list(_rows(claim.shop_domain).select_for_update())
        mine, gone = _decided(claim, rows, now)
        for other in gone:
            Store.objects.filter(pk=other.pk).update(released_at=now)
        store = _back(mine, now) if mine else _made(claim, now)
        kept, _is_new = Credential.objects.select_for_update().get_or_create(store=store)
        take_install(kept, grant, now)
        kept.save()
    return Bound(store, mine is None, tuple(scopes.missing(grant.scopes)))


def take_install(kept: Credential, grant: granting.Grant, now: datetime) -> None:
    """Write into the row, which is locked, what a fresh yes of the shop gave."""
    kept.kind, kept.installed_at = ConnectionKind.INSTALLED, now
    kept.lost_at, kept.lost_reason = None, ""
    kept.renewing_as = kept.renewing_until = None
    kept.previous_refresh_token = ""
    tokens.take_grant(kept, grant, now)


def _rows(shop_domain: str) -> QuerySet[Store]:
    return Store.objects.filter(shop_domain__iexact=shop_domain).order_by("pk")


def _decided(claim: Claim, rows: list[Store], now: datetime) -> tuple[Store | None, list[Store]]:
    """The agency's own store of the shop, if it has one, and those that lose it for good."""
    actor, gone = claim.actor, []
    for row in rows:
        if row.agency_id == actor.agency_id or row.released_at:
            continue
        _check_gone(row, now)
        gone.append(row)
    mine = next((row for row in reversed(rows) if row.agency_id == actor.agency_id), None)
    is_theirs = actor.has_all_stores if mine is None else mine.pk in actor.store_ids
    if not is_theirs:
        raise StoreBeyondReach(
            _("You see some stores of the agency only. Let somebody connect it who sees them all.")
        )
    return mine, gone


def _check_gone(row: Store, now: datetime) -> None:
    if row.state != Store.State.UNINSTALLED or row.uninstalled_at is None:
        raise ShopIsTaken(
            _(
                "This shop is connected to another agency. Let its owner give it up there, or "
                "remove the app in Shopify and come back two days later."
            )
        )
    until = row.uninstalled_at + GRACE
    if now < until:
        raise ShopIsLeaving(
            _(
                "The app was removed from this shop lately, and another agency's data is still "
                "being cleared. Connect it from %(time)s on."
            )
            % {"time": date_format(timezone.localtime(until), "DATETIME_FORMAT")}
        )


def _back(store: Store, now: datetime) -> Store:
    store.released_at = None
    if store.state == Store.State.UNINSTALLED:
        store.state, store.uninstalled_at = Store.State.ACTIVE, None
        store.sends_from_at = now
    store.save(update_fields=["released_at", "state", "uninstalled_at", "sends_from_at"])
    return store


def _made(claim: Claim, now: datetime) -> Store:
    agency = Agency.objects.get(pk=claim.actor.agency_id)
    words = claim.shop_domain.removesuffix(".myshopify.com").replace("-", " ")
    store = Store(
        pk=next_store_id(),
        agency=agency,
        name=words.capitalize(),
        shop_domain=claim.shop_domain,
        locale=agency.locale,
        timezone=agency.timezone,
        currency=agency.currency,
        sends_from_at=now,
    )
    store.save(force_insert=True)
    return store


def _alone(shop_domain: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [shop_domain])
