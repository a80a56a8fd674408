"""Notes on orders, each written under an Idempotency-Key."""

from typing import Any

from orders.models import Activity, ActivityKind, Order
from stores.scope import store_scope
from tests.factories.keys import KeyClient

KEY = "5b0c0f0e-7d1f-4a57-9f0e-0d8f4f9f6a11"


def note(
    api: KeyClient, order: Order, text: str = "Called", key: str = KEY, query: str = ""
) -> Any:
    path = f"orders/{order.public_id}/notes/{query}"
    return api.post(path, {"text": text}, headers={"Idempotency-Key": key})


def notes_of(order: Order) -> int:
    with store_scope(order.store_id):
        return Activity.objects.filter(order=order, kind=ActivityKind.NOTED).count()
