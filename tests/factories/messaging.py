"""Orders to be told of, the words for them, senders and messages. Each opens its own scope."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from messaging import services
from messaging.models import Message, RescueCase, Sender, Suppression
from messaging.states import State, SuppressionCause, Transport
from orders.models import LineItem, Order
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.data import NotificationKind
from templates_app.services import ensure_default_template

_numbers = itertools.count(1001)
KIND = NotificationKind.ORDER_CONFIRMATION


def make_words(store: Store) -> None:
    """The agency's published confirmation, which the store sends."""
    with every_store(because="a test publishes the default words"):
        ensure_default_template(agency=store.agency, kind=KIND, now=timezone.now())


def make_order(store: Store, **fields: Any) -> Order:
    """An order of two balls of yarn, placed just now by Ingrid."""
    number = next(_numbers)
    now = timezone.now()
    with store_scope(store.pk):
        order = Order.objects.create(
            **{
                "store": store,
                "shopify_id": 10**12 + number,
                "name": f"#{number}",
                "number": number,
                "email": f"ingrid-{number}@example.com",
                "buyer_name": "Ingrid Solheim",
                "locale": "nb-NO",
                "currency": "NOK",
                "presentment_currency": "NOK",
                "subtotal_minor": 29800,
                "total_minor": 29800,
                "tax_minor": 5960,
                "is_tax_included": True,
                "financial_state": "PAID",
                "placed_at": now,
                "changed_at": now,
                **fields,
            }
        )
        LineItem.objects.create(
            store=store,
            order=order,
            position=0,
            title="Garnnøste",
            quantity=2,
            current_quantity=2,
            price_minor=14900,
            total_minor=29800,
        )
    return order


def make_sender(store: Store, *, port: int, **fields: Any) -> Sender:
    """A mail server on this machine."""
    with store_scope(store.pk):
        return Sender.objects.create(
            **{
                "store": store,
                "transport": Transport.SMTP,
                "host": "127.0.0.1",
                "port": port,
                "security": "NONE",
                "from_email": "post@fjelloggarn.example",
                "from_name": "Fjell & Garn",
                **fields,
            }
        )


def plan(order: Order, *, now: datetime | None = None) -> Message:
    """Plan the order's confirmation; it must be new."""
    with store_scope(order.store_id):
        message = services.plan_message(order=order, kind=KIND, now=now or timezone.now())
    assert message is not None
    return message


def make_messages(store: Store, count: int, **fields: Any) -> list[Message]:
    """Planned confirmations of as many orders, in few statements."""
    now = timezone.now()
    numbers = [next(_numbers) for _ in range(count)]
    with store_scope(store.pk):
        orders = Order.objects.bulk_create(
            Order(
                store=store,
                shopify_id=10**12 + number,
                name=f"#{number}",
                email=f"buyer-{number}@example.com",
                currency="NOK",
                placed_at=now,
                changed_at=now,
            )
            for number in numbers
        )
        return Message.objects.bulk_create(
            Message(
                **{
                    "store": store,
                    "order": order,
                    "kind": KIND,
                    "recipient": order.email,
                    "locale": "nb",
                    "state": State.PLANNED,
                    "changed_at": now,
                    "vtag": now.timestamp() + place,
                    "planned_at": now,
                    "run_after": now,
                    "expires_at": now + timedelta(hours=24),
                    **fields,
                }
            )
            for place, order in enumerate(orders)
        )


def fresh(message: Message) -> Message:
    """The row as it stands now."""
    with store_scope(message.store_id):
        return Message.objects.select_related("order").get(pk=message.pk)


def make_suppression(store: Store, address: str = "kari@example.com", **fields: Any) -> Suppression:
    """An address that the store does not write to, since a person said so."""
    with store_scope(store.pk):
        return Suppression.objects.create(
            **{
                "store": store,
                "address": address,
                "cause": SuppressionCause.STAFF,
                "suppressed_at": timezone.now(),
                **fields,
            }
        )


def make_rescue_case(order: Order, **fields: Any) -> RescueCase:
    """The order's address came back; another was probably meant."""
    with store_scope(order.store_id):
        return RescueCase.objects.create(
            **{
                "store_id": order.store_id,
                "order": order,
                "address": "anna@gnail.com",
                "cause": "BOUNCED",
                "detail": "550 5.1.1 No such user",
                "suggestion": "anna@gmail.com",
                "score": 0.9,
                "opened_at": timezone.now(),
                **fields,
            }
        )
