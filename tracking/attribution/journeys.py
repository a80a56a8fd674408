"""Asks Shopify for the visits before an order, since it tells nobody when it knows them.

Three times: a quarter of an hour, two hours and a day after the order, until Shopify says that the
journey is complete. Each answer judges the order anew.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from stores.models import Store
from stores.scope import store_scope
from stores.shopify.client import MOST_JOURNEYS, Lines, Shopify
from stores.shopify.data import JourneyData, VisitData
from stores.shopify.errors import Away, Refused
from tracking.attribution import attributing, evidence
from tracking.attribution.ledger import Because
from tracking.attribution.sources import Origin, source_of
from tracking.models.attribution import OrderSource

LEASE: Final = timedelta(minutes=5)  # also how long a shop that is away is left alone
AT_ONCE: Final = 100

logger = logging.getLogger(__name__)


def ask_journeys(*, lines: Lines, now: datetime) -> int:
    """Ask for what is due, of all stores, the oldest first; of how many orders. 0: none is due.

    Call it inside every_store. Talks to Shopify outside of any transaction.
    """
    claimed = _claim(now)
    stores = Store.objects.in_bulk({row.store_id for row in claimed})
    for store_id in dict.fromkeys(row.store_id for row in claimed):
        store = stores[store_id]
        with store_scope(store_id):
            rows = [row for row in claimed if row.store_id == store_id]
            _ask_store(store, lines.to(store), rows, now)
    return len(claimed)


@transaction.atomic
def keep_journey(
    *, store: Store, source_id: int, journey: JourneyData | None, now: datetime
) -> bool:
    """Keep the visits before an order, and judge it anew. False if it is no longer asked for.

    None: Shopify has no such order, or does not tell.
    """
    rows = OrderSource.objects.filter(store=store, pk=source_id, journey_due_at__isnull=False)
    order_id = rows.values_list("order_id", flat=True).first()
    if order_id is None:
        return False
    order = attributing.lock_order(store_id=store.pk, order_id=order_id)
    row = rows.first()  # as it is, now that the order is locked
    if order is None or order.redacted_at or row is None:
        return False
    is_ready = journey is not None and journey.is_ready
    row.journey_asked_count += 1
    row.journey_ready_at = now if is_ready else None
    row.journey_due_at = (
        None if is_ready else attributing.next_journey(row.placed_at, row.journey_asked_count, now)
    )
    if journey is not None and (journey.visits or is_ready):
        hosts = evidence.own_hosts(store)
        row.visits = [
            evidence.visit_json(store.pk, visit.at, source_of(_origin(visit, hosts)))
            for visit in journey.visits
            if visit.at <= row.placed_at
        ]
    row.save(update_fields=["journey_asked_count", "journey_ready_at", "journey_due_at", "visits"])
    attributing.attribute_order(store=store, order=order, now=now, because=Because.JOURNEY)
    return True


@transaction.atomic
def _claim(now: datetime) -> list[OrderSource]:
    """Put off by the lease: who dies meanwhile leaves them due again."""
    due = OrderSource.objects.select_for_update(skip_locked=True, of=("self",)).journey_due(now)
    rows = list(due.select_related("order").order_by("journey_due_at", "id")[:AT_ONCE])
    taken = OrderSource.objects.filter(pk__in=[row.pk for row in rows])
    taken.update(journey_due_at=now + LEASE)
    return rows


def _ask_store(
    store: Store, shop: Shopify | None, rows: Sequence[OrderSource], now: datetime
) -> None:
    if shop is None:
        OrderSource.objects.filter(pk__in=[row.pk for row in rows]).update(journey_due_at=None)
        return
    for start in range(0, len(rows), MOST_JOURNEYS):
        if not _ask(store, shop, rows[start : start + MOST_JOURNEYS], now):
            return


def _ask(store: Store, shop: Shopify, rows: Sequence[OrderSource], now: datetime) -> bool:
    """False if the shop is away: its orders are asked for again after the lease."""
    numbers = [row.order.shopify_id for row in rows]
    try:
        found = shop.journeys(order_ids=numbers)
    except Away:
        return False
    except Refused as error:
        logger.warning(
            "attribution.journey.refused", extra={"store": store.pk, "error": str(error)}
        )
        OrderSource.objects.filter(pk__in=[row.pk for row in rows]).update(journey_due_at=None)
        return True
    for row, number in zip(rows, numbers, strict=True):
        keep_journey(store=store, source_id=row.pk, journey=found.get(number), now=now)
    return True


def _origin(visit: VisitData, own_hosts: frozenset[str]) -> Origin:
    return Origin(
        landing=visit.landing_page,
        referrer=visit.referrer_url,
        ref=visit.referral_code,
        attributes=visit.utm,
        own_hosts=own_hosts,
    )
