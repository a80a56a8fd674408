"""Endpoints and deliveries as rows, for the tests of their pages."""

import itertools
from datetime import datetime
from typing import Any

from django.utils import timezone

from outbound.models import Delivery, DeliveryAttempt, Endpoint
from stores.models import Agency
from stores.scope import every_store

_numbers = itertools.count(1)


def make_endpoint(agency: Agency, **fields: Any) -> Endpoint:
    now = timezone.now()
    with every_store(because="a factory of tests"):
        row = Endpoint.objects.create(
            **{
                "agency": agency,
                "url": "https://hooks.warehouse.example/orders",
                "secret": "whsec_dGhlIGZpcnN0IHNlY3JldCBvZiBhIHRlc3Q=",
                "created_at": now,
                "changed_at": now,
                **fields,
            }
        )
        row.refresh_from_db()
    return row


def make_delivery(endpoint: Endpoint, *, at: datetime | None = None, **fields: Any) -> Delivery:
    at = at or timezone.now()
    number = next(_numbers)
    with every_store(because="a factory of tests"):
        row = Delivery.objects.create(
            **{
                "agency_id": endpoint.agency_id,
                "endpoint": endpoint,
                "store_id": endpoint.store_id,
                "event_id": f"evt_{number}",
                "type": "order.placed",
                "queue": f"order:{number}",
                "body": '{"type": "order.placed", "data": {"kind": "ORDER_PLACED"}}',
                "state": "DELIVERED",
                "attempts_count": 1,
                "status": 200,
                "next_at": at,
                "happened_at": at,
                "created_at": at,
                "settled_at": at,
                **fields,
            }
        )
        row.refresh_from_db()
    return row


def make_attempt(delivery: Delivery, **fields: Any) -> DeliveryAttempt:
    with every_store(because="a factory of tests"):
        return DeliveryAttempt.objects.create(
            **{
                "agency_id": delivery.agency_id,
                "delivery": delivery,
                "store_id": delivery.store_id,
                "number": 1,
                "at": timezone.now(),
                "seconds": 0.25,
                "url": "https://hooks.warehouse.example/orders",
                "request_headers": {"webhook-id": delivery.event_id},
                "status": 200,
                "response_headers": {"content-type": "text/plain"},
                "response_body": "thanks",
                **fields,
            }
        )
