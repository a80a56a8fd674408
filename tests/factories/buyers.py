"""What buyers ask for, as rows."""

from typing import Any

from django.utils import timezone

from orders.models import Order
from statuspage.models import BuyerRequest
from stores.scope import store_scope


def make_request(order: Order, **fields: Any) -> BuyerRequest:
    """A parcel that came damaged, reported just now."""
    said = {
        "kind": "PROBLEM",
        "reason": "DAMAGED",
        "text": "The corner is crushed.",
        "asked_at": timezone.now(),
    }
    with store_scope(order.store_id):
        return BuyerRequest.objects.create(
            store_id=order.store_id, order=order, **{**said, **fields}
        )
