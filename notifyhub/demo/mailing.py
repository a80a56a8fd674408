"""The confirmations of the poured orders: planned, rendered, sent, opened, or not, and why not.

Decisions come from messaging/planning.py and words from messaging/composing.py; only the many small
transactions between are left out. tests/notifyhub/test_demo_mails.py holds the rows to the verbs'.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from messaging.composing import compose
from messaging.models import Message, MessageBody, Sender
from messaging.planning import COST, Circumstances, decide
from messaging.services import new_message
from messaging.states import (
    Mode,
    Outcome,
    Reason,
    State,
    Transport,
)
from notifyhub.demo.mail_rows import facts_of, keep_attempts, keep_sightings, keep_suppressions
from notifyhub.demo.mails import Mail, Post
from notifyhub.demo.oddities import Oddity
from notifyhub.demo.pouring import AT_ONCE, Poured
from notifyhub.demo.world import Shop, dice
from orders.activity import record_facts
from stores.models import Store
from templates_app.data import NotificationKind
from templates_app.queries import current_revision, resolved_brand
from templates_app.rendering import resolve_locale
from tracking.models import EventKind

REFUSED: Final = "554 5.7.1 Message refused: sending limit of this account reached"
UNKNOWN: Final = "the connection was closed while the mail was handed over"

_SETTLED: Final = ("tracked_as", "links_count")  # by the words of a mail


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
    brand = resolved_brand(store).as_context()
    post = Post(shop, store, sender, revision, brand, now, dice("mail", shop.key, len(poured)))
    mails = [_mail(one, post) for one in sorted(poured, key=lambda one: one.first.placed_at)]
    _trouble(mails, post)
    Message.objects.bulk_create([each.message for each in mails], batch_size=AT_ONCE)
    _keep_words(mails, post, rendered_since, advance)
    keep_attempts(mails, post)
    keep_suppressions(mails, post)
    record_facts(store_id=store.pk, facts=[fact for each in mails for fact in facts_of(each)])
    keep_sightings(mails, post)
    return mails


def _mail(one: Poured, post: Post) -> Mail:
    order, chance = one.order, post.chance
    planned_at = one.first.changed_at + timedelta(seconds=chance.uniform(0.3, 2.5))
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
    if Oddity.TYPING_ERROR in one.life.oddities and post.is_recent(planned_at):
        each.comes_back = True
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
    gone = [each for each in mails if each.message.state == State.SENT and not each.comes_back]
    recent = gone[-40:-26] if post.shop.key == "bolgeblik" else gone[-14:]  # those are settled
    plan: dict[str, list[tuple[Reason, str, int | None]]] = {
        "bolgeblik": [(Reason.CONNECTION_LOST, UNKNOWN, None)] * 3,
        "redwood-pour-over": [(Reason.REFUSED, REFUSED, 554)] * 4,
        "qinghe-tea": [(Reason.CONNECTION_LOST, UNKNOWN, None)] * 3,
    }
    for each, (reason, line, code) in zip(recent[1::3], plan.get(post.shop.key, []), strict=False):
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
        composed = compose(
            message, revision=post.revision, brand=post.brand, sender=post.sender, now=at
        )
        assert composed.body is not None  # noqa: S101 -- composed for the first time
        bodies.append(composed.body)
        message.subject = str(composed.changes["subject"])
        for name in _SETTLED:
            setattr(message, name, composed.changes[name])
        advance()
    MessageBody.objects.bulk_create(bodies, batch_size=200)
    changed = [body.message for body in bodies]
    Message.objects.bulk_update(changed, ["subject", *_SETTLED], batch_size=AT_ONCE)
