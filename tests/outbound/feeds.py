"""Reading the feed to its end in tests: beside them transactions run in the same server, too."""

from django.db import transaction
from django.utils import timezone

from orders.models import Order
from orders.services import record_activity
from outbound import reading
from outbound.data import Place
from outbound.models import Endpoint
from stores.scope import every_store
from tests.analytics.feeds import wait_for_the_feed


def tell(order: Order, kind: str, key: str = "") -> None:
    """A fact of the order, in a transaction of its own."""
    with every_store(because="a test tells"), transaction.atomic():
        record_activity(
            store_id=order.store_id,
            order_id=order.pk,
            kind=kind,  # type: ignore[arg-type]  # its value
            at=timezone.now(),
            key=key or f"order:{order.shopify_id}:{kind.lower()}",
            data={},
        )


def read_all() -> int:
    """All that was told by now becomes deliveries; how many rows were read."""
    wait_for_the_feed()
    with every_store(because="a test reads"):
        return reading.read_all(clock=timezone.now, seconds=60.0)


def end_of(endpoint: Endpoint) -> Place:
    with every_store(because="a test looks"):
        row = Endpoint.objects.get(pk=endpoint.pk)
    return Place(row.cursor_xid, row.cursor_id)
