"""Orders and clicks as they come: told by the shop's webhooks, seen by our redirect."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from intake.topics import HANDLERS
from messaging.models import Message
from messaging.refs import message_ref
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads
from tests.factories.messages import make_message
from tests.factories.orders import make_order
from tracking.models.attribution import Attribution

SECOND_ORDER = 5_100_000_000_002


def may(day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, second, tzinfo=UTC)


def clicked(store: Store, at: datetime | None, **fields: Any) -> Message:
    """A confirmation to Kari, sent an hour before she followed its link."""
    sent_at = (at or may(1)) - timedelta(hours=1)
    order = make_order(store, placed_at=sent_at - timedelta(minutes=1))
    return make_message(
        order,
        **{
            "planned_at": sent_at,
            "sent_at": sent_at,
            "changed_at": sent_at,
            "first_clicked_at": at,
            "clicked_by_person_at": at,
            **fields,
        },
    )


def told(store: Store, topic: str, body: dict[str, Any], now: datetime) -> None:
    """As intake tells it."""
    with store_scope(store.pk), transaction.atomic():
        HANDLERS[topic](store, body, now)


def bought(store: Store, at: datetime, topic: str = "orders/create", **fields: Any) -> Order:
    """Kari's second order, of 70.00 for goods and 10.00 for shipping, as the shop tells it."""
    goods = [
        payloads.line(1, price="50.00", quantity=1),
        payloads.line(2, price="20.00", quantity=1),
    ]
    for each in goods:
        each["current_quantity"] = 1
    body = payloads.order(
        **{
            "id": SECOND_ORDER,
            "admin_graphql_api_id": f"gid://shopify/Order/{SECOND_ORDER}",
            "name": "#1002",
            "order_number": 1002,
            "created_at": at.isoformat(),
            "processed_at": at.isoformat(),
            "updated_at": at.isoformat(),
            "currency": "EUR",
            "presentment_currency": "EUR",
            "taxes_included": False,
            "subtotal_price": "70.00",
            "total_tax": "0.00",
            "total_price": "80.00",
            "line_items": goods,
            "shipping_lines": [{"title": "Bring", "price": "10.00", "code": "bring"}],
            "customer": payloads.customer(updated_at=at.isoformat()),
            **fields,
        }
    )
    told(store, topic, body, at + timedelta(seconds=2))
    with store_scope(store.pk):
        return Order.objects.get(shopify_id=SECOND_ORDER)


def by_link(message: Message) -> str:
    """Where the buyer lands who follows a link of the message to the shop."""
    ref = message_ref(message.store_id, message.pk)
    return f"/products/tee?utm_source=notifyhub&utm_medium=email&ref=nh-{ref}"


def credited(store: Store) -> dict[str, int | None]:
    """Which message has the credit, by model."""
    with store_scope(store.pk):
        rows = Attribution.objects.filter(orders_count=1)
        return dict(rows.values_list("model", "message_id"))
