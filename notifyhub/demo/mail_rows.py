"""What sending and coming back leave beside a message: attempts, suppressions, facts, events."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import connection

from messaging.models import Attempt, Message, Suppression
from messaging.readers import FINAL_AFTER
from messaging.states import Outcome, State, SuppressionCause
from messaging.telling import about
from notifyhub.demo.mails import Mail, Post
from notifyhub.demo.pouring import AT_ONCE
from orders.activity import Fact
from orders.models import ActivityKind as Kind
from tracking import queries
from tracking.data import FreshEvent, Sighting
from tracking.models import EventKind, FeedCursor
from tracking.recording import statements

PROGRAMS: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 Version/18.1 Safari/605",
)
GMAIL: Final = (
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
)
APPLE: Final = "Mozilla/5.0"


def keep_attempts(mails: list[Mail], post: Post) -> None:
    Attempt.objects.bulk_create(
        [
            Attempt(
                store=post.store,
                message=each.message,
                number=each.message.attempts_count,
                sender=post.sender,
                transport=each.transport,
                outcome=each.outcome,
                code=each.code,
                line=each.message.detail,
                started_at=each.ended_at - timedelta(milliseconds=12),
                ended_at=each.ended_at,
            )
            for each in mails
            if each.outcome and each.ended_at
        ],
        batch_size=AT_ONCE,
    )


def keep_suppressions(mails: list[Mail], post: Post) -> None:
    """What staff entered; an address that came back is listed by the verb (troubles.py)."""
    came_back = {each.message.recipient for each in mails if each.comes_back}
    Suppression.objects.bulk_create(
        Suppression(
            store=post.store,
            address=address,
            cause=SuppressionCause.STAFF,
            actor="Anders Nyström",
            suppressed_at=post.now - timedelta(days=70),
        )
        for address in sorted(post.suppressed - came_back - {""})
    )


def facts_of(each: Mail) -> list[Fact]:
    message = each.message
    if each.outcome is None:
        kind = Kind.MESSAGE_HELD if message.state == State.HELD else Kind.MESSAGE_NOT_SENT
        return [_fact(message, kind, message.planned_at, "planned", message.state)]
    last = {
        Outcome.ACCEPTED: (Kind.MESSAGE_SENT, "sent"),
        Outcome.REFUSED: (Kind.MESSAGE_FAILED, "failed"),
        Outcome.UNKNOWN: (Kind.MESSAGE_UNKNOWN, "unknown"),
    }[each.outcome]
    kind, key = last
    number = message.attempts_count
    facts = [
        _fact(message, Kind.MESSAGE_PLANNED, message.planned_at, "planned", State.PLANNED),
        _fact(message, kind, message.changed_at, f"{key}:{number}", message.state),
    ]
    for kind, name in (
        (Kind.MESSAGE_OPENED, "first_opened_at"),
        (Kind.MESSAGE_CLICKED, "first_clicked_at"),
    ):
        at = getattr(message, name)
        if at:
            facts.append(_fact(message, kind, at, name, message.state))
    return facts


def _fact(message: Message, kind: Kind, at: datetime, key: str, state: str) -> Fact:
    """As messaging/telling.py tells it."""
    reason = message.reason if state == message.state else ""
    codes = about(message)
    if kind == Kind.MESSAGE_PLANNED:  # when nobody knew its words, nor when it would go
        codes = {name: codes[name] for name in ("kind", "channel", "sequence")}
        codes["locale"] = message.order.locale if message.order else message.locale
    elif message.tracked_as:
        codes["tracked"] = message.tracked_as
    return Fact(
        kind=kind,
        at=at,
        key=f"message:{message.pk}:{key}",
        order_id=message.order_id,
        data={**codes, "state": str(state), "reason": str(reason)},
        message_id=message.pk,
    )


def keep_sightings(mails: list[Mail], post: Post) -> None:
    """What came back, as the hot edges write it; already counted on the messages."""
    chance = post.chance
    seen = [
        Sighting(
            store_id=post.store.pk,
            message_id=each.message.pk,
            kind=kind,
            at=at,
            link_index=0 if kind == EventKind.CLICK else None,
            user_agent=(program := _program(kind, chance)),
            ip=f"198.51.100.{chance.randrange(256)}",
            network="APPLE" if program == APPLE else "",
        )
        for each in mails
        for kind, at in each.sightings
    ]
    if seen:
        with connection.cursor() as cursor:
            for each in statements(seen):
                cursor.execute(*each)
        events = [FreshEvent(it.store_id, it.message_id, it.kind, it.at, None, 0) for it in seen]
        queries.note_hits(events=events, final_after=FINAL_AFTER)


def _program(kind: str, chance: Random) -> str:
    """Half of all mailboxes fetch pictures themselves: some when a person looks, some always."""
    if kind == EventKind.CLICK:
        return chance.choice(PROGRAMS)
    return chance.choices((*PROGRAMS, GMAIL, APPLE), (15, 15, 10, 10, 30, 20))[0]


def count_sightings_as_folded() -> None:
    """Move the feed's cursor past this transaction, whose events are on the messages already."""
    cursor, _ = FeedCursor.objects.select_for_update().get_or_create(name="messages")
    with connection.cursor() as database:
        database.execute("SELECT pg_current_xact_id()::text::bigint")
        (xid,) = database.fetchone()
    cursor.next_xid = xid + 1
    cursor.save(update_fields=["next_xid"])
