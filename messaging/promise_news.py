"""Promises as they are made and moved, and what buyers are told of it.

A promise and its mail are one transaction. Buyers hear of a promise that became later, once for
each time it did, if the store wants that; of what leaves now the shipping mail tells anyway, and
who changed an order knows that it takes longer.
"""

import logging
from datetime import datetime, time
from typing import Final

from django.db import transaction

from messaging import announcing
from messaging.models import Message
from orders.models import Order
from shipping import promises, promising_by_hand, queries, risk
from shipping.models import Cause, DeliverySettings, Promise
from shipping.promising.days import zone_of
from shipping.promising_by_hand import HandPromise
from stores.models import Store
from stores.scope import every_store, store_scope

logger = logging.getLogger(__name__)

_TOLD: Final = frozenset({Cause.CARRIER, Cause.STAFF, Cause.RULES, Cause.DELAYED})
# When the sweep may move promises, by the store's clock: mails of midnight help nobody.
WAKING: Final = (time(8), time(20))


@transaction.atomic(savepoint=False)
def promise_order(
    *,
    order: Order,
    now: datetime,
    cause: Cause = Cause.PLACED,
    actor: str = "",
    because: str = "",
    is_locked: bool = False,
) -> Promise | None:
    """As shipping.promises.promise_order; and tell the buyer of a delay. `is_locked`: see renew."""
    by = promises.By(actor, because)
    before, made = promises.renew(order=order, cause=cause, now=now, by=by, is_locked=is_locked)
    if made is not None:
        tell_delay(before=before, promise=made, now=now)
    return made


@transaction.atomic
def set_promise(
    *, order: Order, days: HandPromise, actor: str, because: str, now: datetime
) -> Promise | None:
    """As shipping.promising_by_hand.set_promise, whose refusals it raises; and tell of a delay."""
    before = queries.promise_of(order.pk)
    made = promising_by_hand.set_promise(
        order=order, days=days, actor=actor, because=because, now=now
    )
    if made is not None:
        tell_delay(before=before, promise=made, now=now)
    return made


def tell_delay(*, before: Promise | None, promise: Promise, now: datetime) -> Message | None:
    """Plan the mail with the old and the new date, where it became later and the store tells."""
    if before is None or not is_later(before, promise) or promise.cause not in _TOLD:
        return None
    wants = DeliverySettings.objects.filter(
        store_id=promise.store_id, tells_delays=True, is_shown=True
    )
    return announcing.announce_delay(promise=promise, now=now) if wants.exists() else None


def is_later(before: Promise, promise: Promise) -> bool:
    """Later than the last day that was named; within the days that were named is no delay."""
    return bool(before.to_on and promise.to_on and promise.to_on > before.to_on)


def watch_promises(*, now: datetime, limit: int = 500) -> int:
    """Promise anew, from now, what did not leave in time, in stores that tell of delays.

    How many were. Opens the scopes itself; a transaction for each order.
    """
    with every_store(because="the sweep of what did not leave in time"):
        wants = DeliverySettings.objects.filter(tells_delays=True, is_shown=True)
        stores = [row.store for row in wants.select_related("store").order_by("store_id")]
    awake = [store for store in stores if is_awake(store, now)]
    moved = 0
    for store in awake:
        if moved >= limit:
            break
        with store_scope(store.pk):
            moved += _watch_store(store, now, limit - moved)
    return moved


def _watch_store(store: Store, now: datetime, limit: int) -> int:
    moved = seen = 0
    while moved < limit:
        page = risk.overdue([store.pk], now, after=seen)
        if not page:
            break
        seen = page[-1].pk
        moved += sum(_delay(promise, now) for promise in page)
    return moved


def _delay(promise: Promise, now: datetime) -> bool:
    try:
        return promise_order(order=promise.order, cause=Cause.DELAYED, now=now) is not None
    except Exception:
        # One order that cannot be reckoned must not keep all others from an honest date.
        logger.exception("Could not promise anew", extra={"promise_id": promise.pk})
        return False


def is_awake(store: Store, now: datetime) -> bool:
    local = now.astimezone(zone_of(store.timezone)).time()
    is_connected = store.state != Store.State.UNINSTALLED
    return is_connected and WAKING[0] <= local < WAKING[1]
