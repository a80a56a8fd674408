"""Where another program listens, and what it was told: one row of each, marked."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from orders.models import Order
from outbound.models import Delivery, DeliveryAttempt, Endpoint, Replay
from tests.house.world_fleet import fleet_of


def outbound_of(order: Order, mark: str, now: datetime) -> dict[type[models.Model], Any]:
    """Runs in the scope of the order's store."""
    store = order.store
    endpoint = Endpoint.objects.create(
        agency_id=store.agency_id,
        store=store,
        url=f"https://{mark}.example/hook",
        description=f"Endpoint {mark}",
        secret="whsec_c2VjcmV0IG9mIGEgd29ybGQgb2YgdGVzdHM=",
        failing_since=now - timedelta(hours=1),
        last_error=f"refused {mark}",
        created_by=f"Somebody {mark}",
        created_at=now,
        changed_at=now,
    )
    delivery = Delivery.objects.create(
        agency_id=store.agency_id,
        endpoint=endpoint,
        store=store,
        order=order,
        event_id=f"evt_{mark}",
        type="order.placed",
        queue=f"order:{order.pk}",
        body=f'{{"data": "{mark}"}}',
        state="FAILED",
        attempts_count=1,
        next_at=now,
        status=500,
        error=f"500 {mark}",
        happened_at=now,
        created_at=now,
        settled_at=now,
    )
    DeliveryAttempt.objects.create(
        agency_id=store.agency_id,
        delivery=delivery,
        store=store,
        number=1,
        at=now,
        seconds=0.25,
        url=endpoint.url,
        request_headers={"webhook-id": delivery.event_id},
        status=500,
        response_headers={"server": mark},
        response_body=f"no {mark}",
        error=f"500 {mark}",
    )
    replay = Replay.objects.create(
        agency_id=store.agency_id,
        endpoint=endpoint,
        store=store,
        since=now - timedelta(days=1),
        cursor_xid=0,
        cursor_id=0,
        until_xid=0,
        until_id=0,
        total_count=10,
        created_by=f"Somebody {mark}",
        created_at=now,
    )
    for row in (endpoint, delivery, replay):
        row.refresh_from_db()
    rows = {Endpoint: endpoint, Delivery: delivery, Replay: replay}
    return rows | fleet_of(store, mark, now)
