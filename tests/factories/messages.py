"""Messages as rows, in any state."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from messaging.models import Message, MessageBody
from messaging.packing import Words
from messaging.states import State
from orders.models import ActivityKind, Order
from orders.services import record_activity
from stores.scope import every_store
from templates_app.data import NotificationKind


def make_message(order: Order, **fields: Any) -> Message:
    """A confirmation that was sent, with its words and its place on the timeline."""
    now = timezone.now()
    defaults = {
        "kind": NotificationKind.ORDER_CONFIRMATION,
        "recipient": order.email,
        "recipient_name": order.buyer_name,
        "subject": f"Takk for bestillingen {order.name}",
        "locale": "nb",
        "state": State.SENT,
        "changed_at": now,
        "planned_at": now,
        "run_after": now,
        "expires_at": now + timedelta(days=1),
        "sent_at": now,
    }
    with every_store(because="a test makes a message"):
        message = Message.objects.create(
            store_id=order.store_id, order=order, **{**defaults, **fields}
        )
        words = Words("<p>Hei Kari!</p>", "Hei Kari!", [("To", message.recipient)])
        MessageBody.of(message, words, now=now).save(force_insert=True)
        record_activity(
            store_id=order.store_id,
            order_id=order.pk,
            kind=ActivityKind.MESSAGE_SENT,
            at=now,
            key=f"message:{message.pk}:sent",
            data={"kind": message.kind},
            message_id=message.pk,
        )
    return message
