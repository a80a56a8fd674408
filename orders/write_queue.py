"""The queue of wishes for Shopify: claimed with a lease, put off while it is away, settled once.

A wish that changed while it was being written stays due: a row is settled only if it is still the
one that was claimed. Each kind of wish is a table of its own with the same columns.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import F

from orders.models import CustomerTagWrite, OrderWrite, TagWrite, WriteState
from stores.models import Store
from stores.scope import store_scope
from stores.shopify.client import Lines, Shopify
from stores.shopify.errors import Away, Refused

LEASE: Final = timedelta(seconds=90)
# After the first try, the second …; then it is given up, and shown on the order.
WAITS: Final = (5, 15, 60, 300, 1800, 7200, 21600, 43200)
AT_ONCE: Final = 20

Wish = TypeVar("Wish", TagWrite, OrderWrite, CustomerTagWrite)


def write_due(
    model: type[Wish],
    say: Callable[[Shopify, Wish], None],
    *,
    lines: Lines,
    now: datetime,
) -> int:
    """Write what is due, of all stores, oldest first; how many were looked at. 0: none is due.

    Call it inside every_store. Talks to Shopify outside of any transaction. `say` writes one wish,
    and writing it twice changes nothing.
    """
    claimed = _claim(model, now)
    stores = Store.objects.in_bulk({row.store_id for row in claimed})
    for store_id in dict.fromkeys(row.store_id for row in claimed):
        with store_scope(store_id):
            shop, away = lines.to(stores[store_id]), ""
            for row in claimed:
                if row.store_id != store_id:
                    continue
                if shop is None:
                    _settle(row, WriteState.LOCAL, "", now)
                elif away:  # the others of this store wait as well
                    _put_off(row, away, now)
                else:
                    away = _write_one(shop, row, say, now)
    return len(claimed)


@transaction.atomic
def _claim(model: type[Wish], now: datetime) -> list[Wish]:
    due = model.objects.select_for_update(skip_locked=True, of=("self",))
    due = due.filter(state=WriteState.DUE, run_after__lte=now)
    about = "customer" if model is CustomerTagWrite else "order"
    rows = list(due.select_related(about).order_by("run_after", "id")[:AT_ONCE])
    taken = model.objects.filter(pk__in=[row.pk for row in rows])
    taken.update(run_after=now + LEASE, tries_count=F("tries_count") + 1)
    return rows


def _write_one(
    shop: Shopify, row: Wish, say: Callable[[Shopify, Wish], None], now: datetime
) -> str:
    """Why the shop is away; "" if it answered."""
    try:
        say(shop, row)
    except Away as error:
        _put_off(row, str(error), now, wait=error.wait)
        return str(error)
    except Refused as error:
        _settle(row, WriteState.REFUSED, str(error), now)
        return ""
    _settle(row, WriteState.DONE, "", now)
    return ""


def _put_off(row: Wish, said: str, now: datetime, wait: float = 0.0) -> None:
    if row.tries_count >= len(WAITS):
        _settle(row, WriteState.REFUSED, said, now)
        return
    pause = timedelta(seconds=max(WAITS[row.tries_count], wait))
    due = type(row).objects.filter(pk=row.pk, state=WriteState.DUE, asked_at=row.asked_at)
    due.update(run_after=now + pause, detail=said[:300])


def _settle(row: Wish, state: WriteState, said: str, now: datetime) -> None:
    due = type(row).objects.filter(pk=row.pk, state=WriteState.DUE, asked_at=row.asked_at)
    due.update(state=state, detail=said[:300], settled_at=now)
