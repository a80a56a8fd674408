"""Writes tags to Shopify that orders got here: soon, once in effect, and again until it is sure.

# Note [A tag may be written twice]
A process may die between Shopify's yes and our own note of it. The row is then due again after its
lease, and Shopify is told once more, which changes nothing there: an order has a tag or it has not.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from common.killpoint import killpoint
from stores.models import Store
from stores.scope import store_scope
from stores.shopify.client import Lines, Shopify
from stores.shopify.errors import Away, Refused
from tracking.models.attribution import RefTag, TagState

LEASE: Final = timedelta(seconds=90)
# After the first try, the second …; then it is given up, and shown.
WAITS: Final = (5, 15, 60, 300, 1800, 7200, 21600, 43200)
AT_ONCE: Final = 20


def write_due_tags(*, lines: Lines, now: datetime) -> int:
    """Write what is due, of all stores, oldest first; how many were looked at. 0: none is due.

    Call it inside every_store. Talks to Shopify outside of any transaction.
    """
    claimed = _claim(now)
    stores = Store.objects.in_bulk({row.store_id for row in claimed})
    for store_id in dict.fromkeys(row.store_id for row in claimed):
        with store_scope(store_id):
            shop = lines.to(stores[store_id])
            _write(shop, [row for row in claimed if row.store_id == store_id], now)
    return len(claimed)


@transaction.atomic
def _claim(now: datetime) -> list[RefTag]:
    due = RefTag.objects.select_for_update(skip_locked=True, of=("self",))
    due = due.filter(state=TagState.DUE, run_after__lte=now)
    rows = list(due.select_related("order").order_by("run_after", "id")[:AT_ONCE])
    taken = RefTag.objects.filter(pk__in=[row.pk for row in rows])
    taken.update(run_after=now + LEASE, tries_count=F("tries_count") + 1)
    return rows


def _write(shop: Shopify | None, rows: Iterable[RefTag], now: datetime) -> None:
    """The tags of one store; if its shop is away, the others of it wait as well."""
    away = ""
    for row in rows:
        if shop is None:
            _settle(row, TagState.LOCAL, "", now)
        elif away:
            _put_off(row, away, now)
        else:
            away = _write_one(shop, row, now)


def _write_one(shop: Shopify, row: RefTag, now: datetime) -> str:
    """Why the shop is away; "" if it answered."""
    try:
        shop.add_tags(order_id=row.order.shopify_id, tags=[row.tag])
    except Away as error:
        _put_off(row, str(error), now, wait=error.wait)
        return str(error)
    except Refused as error:
        _settle(row, TagState.REFUSED, str(error), now)
        return ""
    killpoint("attribution.tag_written")
    _settle(row, TagState.DONE, "", now)
    return ""


def _put_off(row: RefTag, said: str, now: datetime, wait: float = 0.0) -> None:
    if row.tries_count >= len(WAITS):
        _settle(row, TagState.REFUSED, said, now)
        return
    pause = timedelta(seconds=max(WAITS[row.tries_count], wait))
    due = RefTag.objects.filter(pk=row.pk, state=TagState.DUE)
    due.update(run_after=now + pause, detail=said[:300])


def _settle(row: RefTag, state: TagState, said: str, now: datetime) -> None:
    due = RefTag.objects.filter(pk=row.pk, state=TagState.DUE)
    due.update(state=state, detail=said[:300], settled_at=now)
