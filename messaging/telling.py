"""What happened to a message, told on the order's timeline."""

from datetime import datetime

from messaging.models import Message
from orders import services as orders
from orders.models import ActivityKind


def tell(message: Message, kind: ActivityKind, at: datetime, *, key: str, actor: str = "") -> bool:
    """Write one fact about the message, once for each key. No address: the row has it, if kept.

    A test is no fact of any order, and counts in no figures: its row alone says what became of it.
    """
    if message.is_test:
        return False
    return orders.record_activity(
        store_id=message.store_id,
        order_id=message.order_id,
        kind=kind,
        at=at,
        key=f"message:{message.pk}:{key}",
        data={
            "kind": message.kind,
            "channel": message.channel,
            "sequence": message.sequence,
            "state": message.state,
            "reason": message.reason,
        },
        actor=actor,
        message_id=message.pk,
    )
