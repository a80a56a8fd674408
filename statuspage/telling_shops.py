"""Tells Shopify of delivery addresses that were granted here.

# Note [Told until it listens]
The address counts here from the moment it is granted; the shop is told after the commit, and again
after longer and longer pauses. To tell it twice changes nothing there. What it refuses, or what
cannot be told for a day, is a task for a person: the request stands in the queue again, with
Shopify's own words. A newer address of the order overtakes an older one that still waits.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from common.killpoint import killpoint
from statuspage.models import BuyerRequest, RequestKind, ShopState
from stores.models import Store
from stores.scope import store_scope
from stores.shopify.client import Lines, Shopify
from stores.shopify.errors import Away, Refused

LEASE: Final = timedelta(seconds=90)
# After the first try, the second …; then it is given up, and shown.
WAITS: Final = (5, 30, 300, 1800, 7200, 21600, 43200)
AT_ONCE: Final = 20
_NAMES: Final = {
    "first_name": "firstName",
    "last_name": "lastName",
    "company": "company",
    "address1": "address1",
    "address2": "address2",
    "zip": "zip",
    "city": "city",
    "province_code": "provinceCode",
    "country_code": "countryCode",
    "phone": "phone",
}
NO_WAY: Final = "NO_WAY"  # kept as its detail: the store is not connected


def tell_due_shops(*, lines: Lines, now: datetime) -> int:
    """Tell what is due, of all stores, oldest first; how many were looked at. 0: none is due.

    Call it inside every_store. Talks to Shopify outside of any transaction.
    """
    claimed = _claim(now)
    stores = Store.objects.in_bulk({row.store_id for row in claimed})
    for row in claimed:
        with store_scope(row.store_id):
            _tell(lines.to(stores[row.store_id]), row, now)
    return len(claimed)


@transaction.atomic
def tell_again(*, request: BuyerRequest, now: datetime) -> bool:
    """Try once more what was given up. False if it was not."""
    rows = BuyerRequest.objects.filter(pk=request.pk, shop_state=ShopState.FAILED)
    return bool(rows.update(shop_state=ShopState.DUE, run_after=now, tries_count=0, shop_detail=""))


@transaction.atomic
def told_by_hand(*, request: BuyerRequest) -> bool:
    """A person changed it in Shopify. False if that was not needed."""
    rows = BuyerRequest.objects.filter(pk=request.pk, shop_state=ShopState.FAILED)
    return bool(rows.update(shop_state=ShopState.DONE, run_after=None))


def mailing_address(address: Mapping[str, Any]) -> dict[str, str]:
    """As Shopify's MailingAddressInput names it."""
    return {theirs: str(address.get(ours) or "") for ours, theirs in _NAMES.items()}


@transaction.atomic
def _claim(now: datetime) -> list[BuyerRequest]:
    due = BuyerRequest.objects.select_for_update(skip_locked=True, of=("self",))
    due = due.filter(shop_state=ShopState.DUE, run_after__lte=now)
    rows = list(due.select_related("order").order_by("run_after", "id")[:AT_ONCE])
    taken = BuyerRequest.objects.filter(pk__in=[row.pk for row in rows])
    taken.update(run_after=now + LEASE, tries_count=F("tries_count") + 1)
    return rows


def _tell(shop: Shopify | None, row: BuyerRequest, now: datetime) -> None:
    newer = BuyerRequest.objects.filter(
        order_id=row.order_id, kind=RequestKind.ADDRESS, pk__gt=row.pk
    ).exclude(shop_state=ShopState.NOTHING)
    if row.order.redacted_at is not None or newer.exists():
        _settle(row, ShopState.NOTHING, "")
        return
    if shop is None:
        _settle(row, ShopState.FAILED, NO_WAY)
        return
    try:
        shop.change_address(order_id=row.order.shopify_id, address=mailing_address(row.data))
    except Away as error:
        _put_off(row, str(error), now, wait=error.wait)
        return
    except Refused as error:
        _settle(row, ShopState.FAILED, str(error))
        return
    killpoint("statuspage.shop_told")
    _settle(row, ShopState.DONE, "")


def _put_off(row: BuyerRequest, said: str, now: datetime, wait: float) -> None:
    if row.tries_count >= len(WAITS):
        _settle(row, ShopState.FAILED, said)
        return
    pause = timedelta(seconds=max(WAITS[row.tries_count], wait))
    due = BuyerRequest.objects.filter(pk=row.pk, shop_state=ShopState.DUE)
    due.update(run_after=now + pause, shop_detail=said[:300])


def _settle(row: BuyerRequest, state: ShopState, said: str) -> None:
    due = BuyerRequest.objects.filter(pk=row.pk, shop_state=ShopState.DUE)
    due.update(shop_state=state, shop_detail=said[:300], run_after=None)
