"""The confirmations of the poured orders: planned, rendered, sent, opened, or not, and why not.

Decisions come from messaging/planning.py and words from messaging/composing.py; only the many small
transactions between are left out. tests/notifyhub/test_demo_mails.py holds the rows to the verbs'.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import connection

from messaging.composing import compose
from messaging.models import Attempt, Message, MessageBody, Sender, Suppression
from messaging.planning import COST, Circumstances, decide
from messaging.services import new_message
from messaging.states import (
    Mode,
    Outcome,
    Reason,
    State,
    SuppressionCause,
    Transport,
)
from notifyhub.demo.pouring import AT_ONCE, Poured
from notifyhub.demo.shop import Oddity
from notifyhub.demo.world import Shop, dice
from orders.activity import Fact, record_facts
from orders.models import ActivityKind as Kind
from stores.models import Store
from templates_app.data import NotificationKind
from templates_app.models import Revision
from templates_app.queries import current_revision
from templates_app.rendering import resolve_locale
from tracking.data import Sighting
from tracking.models import EventKind, FeedCursor
from tracking.recording import INSERT, columns

NO_SUCH_ADDRESS: Final = "550 5.1.2 <{address}>: Recipient address rejected: Domain not found"
REFUSED: Final = "554 5.7.1 Message refused: sending limit of this account reached"
UNKNOWN: Final = "the connection was closed while the mail was handed over"
PROGRAMS: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 Version/18.1 Safari/605",
)


@dataclass(slots=True)
class Mail:
    """One message on its way into the tables, with what happens to it."""

    one: Poured
    message: Message
    transport: Transport = Transport.CAPTURE
    outcome: Outcome | None = None
    code: int | None = None
    ended_at: datetime | None = None
    sightings: list[tuple[EventKind, datetime]] = field(default_factory=list)


@dataclass(slots=True)
class Post:
    """What all mails of one shop have in common."""

    shop: Shop
    store: Store
    sender: Sender
    revision: Revision
    now: datetime
    chance: Random
    suppressed: set[str] = field(default_factory=set)


def mail(
    shop: Shop,
    store: Store,
    poured: list[Poured],
    *,
    now: datetime,
    rendered_since: datetime,
    advance: Callable[[], None],
) -> list[Mail]:
    """Every order's confirmation; those planned since `rendered_since` with their exact words."""
    sender = Sender.objects.get(store=store)
    revision = current_revision(store=store, kind=NotificationKind.ORDER_CONFIRMATION)
    assert revision is not None  # noqa: S101 -- published when the agency was founded
    post = Post(shop, store, sender, revision, now, dice("mail", shop.key, len(poured)))
    mails = [_mail(one, post) for one in sorted(poured, key=lambda one: one.first.placed_at)]
    _trouble(mails, post)
    Message.objects.bulk_create([each.message for each in mails], batch_size=AT_ONCE)
    _keep_words(mails, post, rendered_since, advance)
    _keep_attempts(mails, post)
    _keep_suppressions(mails, post)
    record_facts(store_id=store.pk, facts=[fact for each in mails for fact in _facts(each)])
    _keep_sightings(mails, post)
    return mails


def _mail(one: Poured, post: Post) -> Mail:
    order, chance = one.order, post.chance
    planned_at = one.first.placed_at + timedelta(seconds=chance.uniform(0.3, 2.5))
    order.store = post.store
    message = new_message(order, NotificationKind.ORDER_CONFIRMATION, planned_at)
    if chance.random() < 0.003:
        post.suppressed.add(order.email)
    found = Circumstances(
        store=post.store,
        mode=Mode.WE_SEND,
        is_suppressed=bool(order.email) and order.email in post.suppressed,
        happened_at=None,
        now=planned_at,
    )
    verdict = decide(order, found)
    message.state, message.reason = verdict.state, verdict.code
    each = Mail(one, message)
    if verdict.state != State.PLANNED:
        return each
    message.vtag = planned_at.timestamp() + COST
    waited = chance.choices(((0.4, 3), (3, 25), (25, 170)), (88, 10, 2))[0]
    _send(each, post, planned_at + timedelta(seconds=chance.uniform(*waited)))
    if Oddity.TYPING_ERROR in one.life.oddities:
        line = NO_SUCH_ADDRESS.format(address=message.recipient)
        _fail(each, Reason.NO_SUCH_ADDRESS, line, 550)
        post.suppressed.add(message.recipient)
        return each
    _look(each, post)
    return each


def _send(each: Mail, post: Post, at: datetime) -> None:
    message = each.message
    message.state, message.reason, message.detail = State.SENT, "", ""
    message.sent_at = message.changed_at = at
    message.attempts_count = 1
    message.sender, message.revision = post.sender, post.revision
    message.locale = resolve_locale(message.locale, post.store.locale, post.revision.locales)
    each.outcome, each.ended_at = Outcome.ACCEPTED, at


def _fail(each: Mail, reason: Reason, line: str, code: int | None) -> None:
    """Shown as a mail server would have said it, though the demo's mails stay here."""
    message = each.message
    is_unknown = reason == Reason.CONNECTION_LOST
    message.state = State.UNKNOWN if is_unknown else State.FAILED
    message.reason, message.detail, message.sent_at = reason, line, None
    if is_unknown:  # went once more already, so it waits for a person: see messaging/settling.py
        message.repeated_at = message.changed_at
    each.transport, each.code = Transport.SMTP, code
    each.outcome = Outcome.UNKNOWN if is_unknown else Outcome.REFUSED
    _forget_look(each)


def _look(each: Mail, post: Post) -> None:
    """Some buyers open their mail, after minutes or after days; some follow a link of it."""
    chance, message = post.chance, each.message
    if message.sent_at is None or chance.random() > 0.61:
        return
    at = message.sent_at + timedelta(minutes=min(chance.lognormvariate(3.2, 1.6), 9000))
    for _ in range(chance.choices((1, 2, 3, 5), (62, 22, 11, 5))[0]):
        if at > post.now:
            break
        each.sightings.append((EventKind.OPEN, at))
        if chance.random() < 0.3:
            click = at + timedelta(seconds=chance.uniform(4, 90))
            if click <= post.now:
                each.sightings.append((EventKind.CLICK, click))
        at += timedelta(hours=chance.lognormvariate(1.5, 1.2))
    opens = [seen for kind, seen in each.sightings if kind == EventKind.OPEN]
    clicks = [seen for kind, seen in each.sightings if kind == EventKind.CLICK]
    message.open_count, message.click_count = len(opens), len(clicks)
    message.first_opened_at = min(opens, default=None)
    message.first_clicked_at = min(clicks, default=None)


def _forget_look(each: Mail) -> None:
    message = each.message
    each.sightings = []
    message.open_count = message.click_count = 0
    message.first_opened_at = message.first_clicked_at = None


def _trouble(mails: list[Mail], post: Post) -> None:
    """A few of today's mails went wrong, so that somebody is needed."""
    recent = [each for each in mails if each.message.state == State.SENT][-40:]
    plan: dict[str, list[tuple[Reason, str, int | None]]] = {
        "redwood-pour-over": [(Reason.REFUSED, REFUSED, 554)] * 4,
        "bolgeblik": [(Reason.CONNECTION_LOST, UNKNOWN, None)] * 2,
        "qinghe-tea": [(Reason.CONNECTION_LOST, UNKNOWN, None)] * 3,
    }
    for each, (reason, line, code) in zip(recent[3::4], plan.get(post.shop.key, []), strict=False):
        _fail(each, reason, line, code)


def _keep_words(
    mails: list[Mail], post: Post, rendered_since: datetime, advance: Callable[[], None]
) -> None:
    """Render what went out lately; of older mails the row stays and the words are gone."""
    bodies: list[MessageBody] = []
    for each in mails:
        message = each.message
        if message.revision_id is None or message.planned_at < rendered_since:
            continue
        at = message.sent_at or message.changed_at
        composed = compose(message, revision=post.revision, sender=post.sender, now=at)
        assert composed.body is not None  # noqa: S101 -- composed for the first time
        bodies.append(composed.body)
        message.subject = str(composed.changes["subject"])
        advance()
    MessageBody.objects.bulk_create(bodies, batch_size=200)
    changed = [body.message for body in bodies]
    Message.objects.bulk_update(changed, ["subject"], batch_size=AT_ONCE)


def _keep_attempts(mails: list[Mail], post: Post) -> None:
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


def _keep_suppressions(mails: list[Mail], post: Post) -> None:
    bounced = {
        each.message.recipient: each.message
        for each in mails
        if each.message.reason == Reason.NO_SUCH_ADDRESS
    }
    rows = []
    for address in sorted(post.suppressed - {""}):
        by = bounced.get(address)
        rows.append(
            Suppression(
                store=post.store,
                address=address,
                cause=SuppressionCause.HARD_BOUNCE if by else SuppressionCause.STAFF,
                detail=by.detail if by else "",
                message_id=by.pk if by else None,
                actor="" if by else "Anders Nyström",
                suppressed_at=by.changed_at if by else post.now - timedelta(days=70),
            )
        )
    Suppression.objects.bulk_create(rows)


def _facts(each: Mail) -> list[Fact]:
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
    return Fact(
        kind=kind,
        at=at,
        key=f"message:{message.pk}:{key}",
        order_id=message.order_id,
        data={
            "kind": str(message.kind),
            "channel": str(message.channel),
            "sequence": message.sequence,
            "state": str(state),
            "reason": str(reason),
        },
        message_id=message.pk,
    )


def _keep_sightings(mails: list[Mail], post: Post) -> None:
    """What came back, as the hot edges write it; already counted on the messages."""
    chance = post.chance
    seen = [
        Sighting(
            store_id=post.store.pk,
            message_id=each.message.pk,
            kind=kind,
            at=at,
            link_index=0 if kind == EventKind.CLICK else None,
            user_agent=chance.choice(PROGRAMS),
            ip=f"198.51.100.{chance.randrange(256)}",
        )
        for each in mails
        for kind, at in each.sightings
    ]
    if seen:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, columns(seen))


def count_sightings_as_folded() -> None:
    """Move the feed's cursor past this transaction, whose events are on the messages already."""
    cursor, _ = FeedCursor.objects.select_for_update().get_or_create(name="messages")
    with connection.cursor() as database:
        database.execute("SELECT pg_current_xact_id()::text::bigint")
        (xid,) = database.fetchone()
    cursor.next_xid = xid + 1
    cursor.save(update_fields=["next_xid"])
