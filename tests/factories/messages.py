"""Messages as rows, in any state."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from messaging.models import Message, MessageBody
from messaging.models.message import hash_of, packed
from messaging.states import State
from orders.models import ActivityKind, Order
from orders.services import record_activity
from stores.scope import every_store
from templates_app.data import NotificationKind


def make_message(order: Order, **fields: Any) -> Message:
    """A confirmation that was sent, with its words and its place on the timeline."""
    now = timezone.now()
    words = {"html": "<p>Hei Kari!</p>", "text": "Hei Kari!"}
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
        MessageBody.objects.create(
            store_id=order.store_id,
            message=message,
            html_zip=packed(words["html"]),
            text_zip=packed(words["text"]),
            headers=[["To", message.recipient]],
            content_hash=hash_of(**words),
            kept_at=now,
        )
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
