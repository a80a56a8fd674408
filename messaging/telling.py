"""What happened to a message, told on the order's timeline."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from messaging.models import Message
from orders import activity
from orders.activity import Fact
from orders.models import ActivityKind


def tell(message: Message, kind: ActivityKind, at: datetime, *, key: str, actor: str = "") -> bool:
    """Write one fact about the message, once for each key."""
    return bool(tell_all([fact_of(message, kind, at, key=key, actor=actor)]))


def tell_all(facts: Iterable[tuple[int, Fact] | None]) -> int:
    """Write what `fact_of` made, of any stores in scope, in one statement; how many are new."""
    return activity.record_all_once(fact for fact in facts if fact)


def fact_of(
    message: Message, kind: ActivityKind, at: datetime, *, key: str, actor: str = ""
) -> tuple[int, Fact] | None:
    """One fact, with the store it is of. No address in it: the row has that, if it is kept.

    None for a test: it is no fact of any order, and its row alone says what became of it.
    """
    if message.is_test:
        return None
    data = {
        **about(message),
        "state": message.state,
        "reason": message.reason,
        **({"passed_over": message.passed_over} if message.passed_over else {}),
        **({"tracked": message.tracked_as} if message.tracked_as else {}),
    }
    name = f"message:{message.pk}:{key}"
    return message.store_id, Fact(kind, at, name, message.order_id, data, actor, message.pk)


def about(message: Message) -> dict[str, Any]:
    """The codes by which roll-ups group what became of it, as they are when it is told.

    So that counting anew finds the same, whatever becomes of the row. Erasure leaves them.
    """
    told = {
        "revision": message.revision_id,
        "variant": message.variant_id,
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
    }
    return {
        "kind": message.kind,
        "channel": message.channel,
        "sequence": message.sequence,
        "locale": message.locale,
        **{name: value for name, value in told.items() if value is not None},
    }
