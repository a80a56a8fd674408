"""Endpoints of other programs, and events on their way to them."""

import itertools
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from common.outgoing import signing
from orders.models import ActivityKind, Order
from outbound import feeding
from outbound.data import FeedRow
from outbound.models import Delivery, Endpoint
from stores.models import Agency, Store
from stores.scope import every_store

_numbers = itertools.count(1)
URL = "https://hooks.example.com/notifyhub"
STEPS = (ActivityKind.ORDER_PLACED, ActivityKind.ORDER_PAID, ActivityKind.ORDER_FULFILLED)


def make_endpoint(owner: Store | Agency, url: str = URL, **fields: Any) -> Endpoint:
    """A store's, or a whole agency's, that reads the feed from its beginning."""
    now = timezone.now()
    store = owner if isinstance(owner, Store) else None
    defaults = {
        "agency_id": store.agency_id if store else owner.pk,
        "store": store,
        "url": url,
        "description": f"ERP {next(_numbers)}",
        "secret": signing.new_secret(),
        "created_at": now,
        "changed_at": now,
    }
    with every_store(because="a test makes an endpoint"):
        made = Endpoint.objects.create(**{**defaults, **fields})
        made.refresh_from_db()
    return made


def make_row(
    store: Store, bought: Order | None = None, kind: str = "ORDER_PAID", **fields: Any
) -> FeedRow:
    """A fact as it is read from the feed; no such row need be there."""
    number = next(_numbers)
    at = timezone.now()
    defaults: dict[str, Any] = {
        "id": number,
        "store_id": store.pk,
        "order_id": bought.pk if bought else None,
        "message_id": None,
        "kind": str(kind),
        "at": at,
        "recorded_at": at,
        "data": {},
        "key": f"fact:{number}",
        "xid": number,
        "store": store.public_id,
        "order": bought.public_id if bought else None,
        "message": None,
    }
    return FeedRow(**{**defaults, **fields})


def make_deliveries(
    endpoint: Endpoint,
    orders: Iterable[Order],
    *,
    kinds: Iterable[str] = STEPS,
    now: datetime | None = None,
) -> list[Delivery]:
    """Each step of each order, as it would be made from the feed, all first steps first."""
    orders, now = list(orders), now or timezone.now() - timedelta(seconds=1)
    with every_store(because="a test's endpoint reads"):
        rows = [make_row(order.store, order, kind) for kind in kinds for order in orders]
        feeding.make(endpoint, rows, now=now)
        return list(Delivery.objects.filter(endpoint=endpoint).order_by("pk"))
