"""Scans of parcels, and the mails that follow from them: one transaction for both."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from messaging import announcing, promise_news
from shipping import news, scanning
from shipping.life import DELIVERED, News, Scan
from shipping.models import Cause, Direction, Parcel, ParcelEvent
from shipping.news import Told
from stores.models import Store
from stores.scope import every_store, store_scope

AT_ONCE = 200


@transaction.atomic
def record_scan(*, parcel: Parcel, scan: Scan, now: datetime) -> ParcelEvent | None:
    """Keep what was said of a parcel, and tell the buyer if it is news. None: known already."""
    event = scanning.record_scan(parcel=parcel, scan=scan, now=now)
    if event is not None:
        announce(told=[Told(parcel, [event])], now=now)
    return event


@transaction.atomic
def record_news(*, store: Store, said: News, now: datetime) -> bool:
    """Keep what a tracking service says of a number. False: of no parcel we know, so it waits."""
    told = news.record_news(store=store, news=said, now=now)
    announce(told=told or (), now=now)
    return told is not None


def claim_early_news(*, now: datetime) -> int:
    """Give what came before its parcel to those that have come since; how many were.

    Each in a scope and transaction of its own.
    """
    with every_store(because="early news of all stores are looked at together"):
        due = news.due(now=now, limit=AT_ONCE)
        come = news.postpone(ids=[early_id for early_id, _ in due], now=now) if due else []
    for early_id, store_id in come:
        with store_scope(store_id), transaction.atomic():
            announce(told=news.claim(early_id=early_id, now=now), now=now)
    return len(come)


def announce(*, told: Iterable[Told], now: datetime) -> None:
    """Bring the promise up to date, and tell the buyer where a parcel now is.

    A service mostly tells a whole history: of what went before its end, nobody is told.
    """
    for each in told:
        if each.events:
            promise_news.promise_order(order=each.parcel.order, cause=Cause.CARRIER, now=now)
        parcel = Parcel.objects.select_related("fulfilment__order__store", "order__store").get(
            pk=each.parcel.pk
        )
        now_so = [event for event in each.events if _is_where_it_is(event, parcel)]
        if now_so and _is_of_all(parcel):
            sent = parcel.fulfilment or parcel
            announcing.announce_scan(sent=sent, state=parcel.state, at=now_so[-1].at, now=now)


def _is_where_it_is(event: ParcelEvent, parcel: Parcel) -> bool:
    return (
        event.state == parcel.state
        and event.at == parcel.heard_at
        and parcel.direction == Direction.OUT
        and not scanning.is_of_former(event, parcel)
    )


def _is_of_all(parcel: Parcel) -> bool:
    """The mail "delivered" speaks of all that left together: none of it may be on its way."""
    if parcel.state != DELIVERED or parcel.fulfilment_id is None:
        return True
    others = Parcel.objects.filter(fulfilment_id=parcel.fulfilment_id, direction=Direction.OUT)
    return not others.filter(delivered_at=None).exists()
