"""What is thought of a message's opens and clicks, written on it and told to the feed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from messaging.models import Message
from messaging.telling import about
from orders import activity
from orders.activity import Fact
from orders.models import ActivityKind

# What each time is called where its coming and going is told.
TOLD_AS: Final = {
    "opened_by_person_at": "open",
    "clicked_by_person_at": "click",
    "opened_by_machine_at": "machine_open",
    "clicked_by_machine_at": "machine_click",
}
# What else of the message is told with it: see about() in telling.py.
TOLD_WITH: Final = ("kind", "channel", "sequence", "locale", "revision_id", "variant_id", "sent_at")
_WRITE: Final = """
UPDATE messaging_message AS message SET
  opened_by_person_at = sign.opened_by_person_at,
  clicked_by_person_at = sign.clicked_by_person_at,
  opened_by_machine_at = sign.opened_by_machine_at,
  clicked_by_machine_at = sign.clicked_by_machine_at
FROM unnest(
  %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
  %s::timestamptz[]
) AS sign (
  id, store_id, opened_by_person_at, clicked_by_person_at, opened_by_machine_at,
  clicked_by_machine_at
)
WHERE message.id = sign.id AND message.store_id = sign.store_id
"""


@dataclass(frozen=True, slots=True)
class Signs:
    """When a message was first opened and clicked, by a person and by a machine."""

    opened_by_person_at: datetime | None = None
    clicked_by_person_at: datetime | None = None
    opened_by_machine_at: datetime | None = None
    clicked_by_machine_at: datetime | None = None

    @classmethod
    def of(cls, message: Message) -> "Signs":
        return cls(*(getattr(message, name) for name in TOLD_AS))

    def joined(self, other: "Signs") -> "Signs":
        """The earlier of each."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in TOLD_AS)
        return Signs(*(min(filter(None, pair), default=None) for pair in pairs))


def changes_between(before: Signs, after: Signs) -> list[tuple[datetime, dict[str, int]]]:
    """What the feed is told: what goes first, then what comes, each at its own time.

    A sign that only moves in time goes and comes, so that sums by day follow the messages.
    """
    told: dict[tuple[int, datetime], dict[str, int]] = {}
    for name, word in TOLD_AS.items():
        was, now = getattr(before, name), getattr(after, name)
        if was == now:
            continue
        for sign, at in ((-1, was), (1, now)):
            if at is not None:
                told.setdefault((sign, at), dict.fromkeys(TOLD_AS.values(), 0))[word] = sign
    return [(at, data) for (_sign, at), data in sorted(told.items())]


def facts_of(
    message: Message,
    changes: Iterable[tuple[datetime, dict[str, int]]],
    *,
    after: int,
    version: int,
) -> list[tuple[int, Fact]]:
    """One fact for each change, numbered on from `after`; none for a test: it is in no figures."""
    if message.is_test:
        return []
    return [
        (
            message.store_id,
            Fact(
                ActivityKind.MESSAGE_JUDGED,
                at,
                f"message:{message.pk}:judged:{number:06d}",
                message.order_id,
                {**about(message), **data, "version": version},
                message_id=message.pk,
            ),
        )
        for number, (at, data) in enumerate(changes, after + 1)
    ]


def record_signs(found: Sequence[tuple[Message, Signs]], facts: Sequence[tuple[int, Fact]]) -> None:
    """Tell the feed, then write the messages, within the caller's transaction: two statements.

    In this order, since a fact locks its order, and orders are locked before messages.
    """
    activity.record_all_once(facts)
    if not found:
        return
    ordered = sorted(found, key=lambda one: one[0].pk)
    columns = [[getattr(signs, name) for _message, signs in ordered] for name in TOLD_AS]
    keys = [[message.pk for message, _ in ordered], [one.store_id for one, _ in ordered]]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*keys, *columns])
