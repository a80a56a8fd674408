"""Orders, messages and what happened to them, as plain rows: for pages, roll-ups and walls."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from messaging.models import Message, MessageBody
from messaging.packing import Words
from messaging.states import State
from orders.models import Activity, ActivityKind, Customer, LineItem, Note, Order, OrderTag
from orders.search import name_key
from stores.models import Store
from stores.scope import store_scope

_numbers = itertools.count(1)


def make_order(store: Store, **fields: Any) -> Order:
    """A paid order of one line, which its timeline tells of."""
    number = next(_numbers)
    now = timezone.now()
    name = fields.pop("buyer_name", f"Ingrid Solheim {number}")
    with store_scope(store.pk):
        customer = Customer.objects.create(
            store=store, shopify_id=number, first_name="Ingrid", email=f"buyer-{number}@example.com"
        )
        order = Order.objects.create(
            **{
                "store": store,
                "shopify_id": 900_000 + number,
                "name": f"#{1000 + number}",
                "number": 1000 + number,
                "customer": customer,
                "email": f"buyer-{number}@example.com",
                "phone": "+4700000482",
                "buyer_name": name,
                "buyer_name_key": name_key(name),
                "buyer_surname_key": name_key(name.split()[-1]),
                "locale": "nb-NO",
                "currency": store.currency,
                "presentment_currency": store.currency,
                "subtotal_minor": 184_900,
                "total_minor": 184_900,
                "tax_minor": 36_980,
                "financial_state": "PAID",
                "fulfilment_state": "",
                "placed_at": now - timedelta(hours=3),
                "changed_at": now - timedelta(hours=3),
                "tags": ["gift"],
                "shipping_address": {
                    "name": name,
                    "address1": "Ullbakken 00",
                    "zip": "5006",
                    "city": "Bergen",
                    "country_code": "NO",
                },
                **fields,
            }
        )
        for tag in order.tags:
            OrderTag.objects.create(store=store, order=order, tag_key=name_key(tag))
        LineItem.objects.create(
            store=store,
            order=order,
            position=1,
            title="Strikkepakke “Vidde”",
            variant_title="M, moss",
            quantity=1,
            current_quantity=1,
            price_minor=184_900,
            total_minor=184_900,
        )
    make_activity(order, ActivityKind.ORDER_PLACED, at=order.placed_at)
    return order


def make_activity(
    order: Order, kind: str, *, at: datetime | None = None, **fields: Any
) -> Activity:
    with store_scope(order.store_id):
        return Activity.objects.create(
            **{
                "store_id": order.store_id,
                "order": order,
                "kind": kind,
                "at": at or timezone.now(),
                "key": f"made:{next(_numbers)}",
                **fields,
            }
        )


def make_message(
    order: Order, state: str = State.SENT, *, html: str = "", **fields: Any
) -> Message:
    """A confirmation of the order, with the words that left where it was sent."""
    now = timezone.now()
    planned_at = fields.pop("planned_at", order.placed_at or now)
    told = {"SENT": ActivityKind.MESSAGE_SENT, "FAILED": ActivityKind.MESSAGE_FAILED}
    with store_scope(order.store_id):
        message = Message.objects.create(
            **{
                "store_id": order.store_id,
                "order": order,
                "kind": "ORDER_CONFIRMATION",
                "recipient": order.email,
                "recipient_name": order.buyer_name,
                "sequence": next(_numbers) % 30_000,
                "state": state,
                "reason": "" if state in ("SENT", "PLANNED") else "REFUSED",
                "subject": f"Takk for bestillingen {order.name}",
                "locale": "nb",
                "changed_at": planned_at,
                "planned_at": planned_at,
                "run_after": planned_at,
                "expires_at": planned_at + timedelta(days=1),
                "sent_at": planned_at + timedelta(seconds=5) if state == State.SENT else None,
                **fields,
            }
        )
        if state == State.SENT:
            words = Words(
                html or f"<h1>Takk, {order.buyer_name}</h1>",
                f"Takk, {order.buyer_name}",
                [
                    ("From", "hello@example.com"),
                    ("To", order.email),
                    ("Message-ID", f"<{message.public_id.hex}@example.com>"),
                ],
            )
            MessageBody.of(message, words, now=now).save(force_insert=True)
    make_activity(
        order,
        told.get(state, getattr(ActivityKind, f"MESSAGE_{state}", ActivityKind.MESSAGE_PLANNED)),
        at=message.sent_at or planned_at,
        message_id=message.pk,
        data={"kind": message.kind},
    )
    return message


def make_note(order: Order, text: str = "Customer phoned") -> Note:
    with store_scope(order.store_id):
        return Note.objects.create(
            store_id=order.store_id,
            order=order,
            author_name="Jonas Berg",
            text=text,
            created_at=timezone.now(),
        )
