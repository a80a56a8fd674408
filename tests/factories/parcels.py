"""Orders with parcels, made by webhooks, and drafts of parcels."""

from datetime import timedelta
from typing import Any

from intake.topics import HANDLERS
from orders.data import QuantityData
from orders.models import Order
from shipping.data import ParcelDraft
from stores.models import Store
from tests.factories import payloads

NOW = payloads.START + timedelta(hours=2)
FIRST = "370722150123456789"
SECOND = "370722150123456796"
THIRD = "370722150123456802"
OTHER = "370722150123456819"


def tell(store: Store, topic: str, body: payloads.Body) -> None:
    HANDLERS[topic](store, body, NOW)


def placed_order(store: Store, **fields: Any) -> Order:
    known_as = fields.get("id", payloads.ORDER_ID)
    gid = f"gid://shopify/Order/{known_as}"
    tell(store, "orders/create", payloads.order(**{"admin_graphql_api_id": gid, **fields}))
    return Order.objects.select_related("store").get(shopify_id=known_as)


def sent_off(store: Store, *numbers: str, minutes: int = 60, **fields: Any) -> None:
    body = payloads.fulfilment(
        tracking_numbers=list(numbers),
        tracking_urls=[],
        updated_at=payloads.at(minutes),
        **fields,
    )
    tell(store, "fulfillments/create" if minutes == 60 else "fulfillments/update", body)


def draft(number: str = FIRST, **fields: Any) -> ParcelDraft:
    return ParcelDraft(number=number, **fields)


def so_many(quantity: int, line: int = 1) -> tuple[QuantityData, ...]:
    return (QuantityData(payloads.line(line)["id"], quantity),)
