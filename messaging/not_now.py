"""What advertises and must wait, or has had its turn: asked last, of what is about to go.

Its subjects are read once for all of a claim; a claim without advertising costs no query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from messaging import basket_codes, basket_rules, checkouts, frequency, planning
from messaging.models import BasketCode, CodeState, Message, WithoutCode
from messaging.quiet import after_quiet, zone_of
from messaging.states import Reason, State
from messaging.subjects import Subject, subjects_of
from orders.models import Checkout
from stores.middleware import zone
from templates_app.data import NotificationKind

PATIENCE: Final = 4  # tries at a code, which take some minutes: then a mail may go without
LOOK_AGAIN: Final = timedelta(seconds=30)
LONGEST_LOOK: Final = timedelta(minutes=10)


@dataclass(slots=True)
class NotNow:
    """By the message's id: until when it waits and why, or what becomes of it."""

    later: dict[int, tuple[datetime, Reason]] = field(default_factory=dict)
    stopped: dict[int, tuple[State, Reason]] = field(default_factory=dict)


def weigh(messages: Sequence[Message], now: datetime) -> NotNow:
    """Which of these do not go now. See Note [Often enough] in frequency.py for what counts."""
    found = NotNow()
    asked = [each for each in messages if planning.is_marketing(each.kind) and not each.is_test]
    if not asked:
        return found
    subjects = subjects_of(asked)
    limits = frequency.limits_of({each.store_id for each in asked})
    for message in asked:
        _weigh(message, subjects.get(message.pk), limits, found, now)
    return found


def _weigh(
    message: Message,
    subject: Subject | None,
    limits: Mapping[int, tuple[int, timedelta]],
    found: NotNow,
    now: datetime,
) -> None:
    morning = _morning(message, subject, now)
    if morning > now:
        found.later[message.pk] = morning, Reason.QUIET_HOURS
        return
    if message.kind == NotificationKind.ABANDONED_CHECKOUT and _lacks_code(message, found, now):
        return
    if limit := limits.get(message.store_id):
        most, within = limit
        if not frequency.let_go(message=message, most=most, within=within, now=now):
            found.stopped[message.pk] = State.NOT_SENT, Reason.OFTEN_ENOUGH


def _morning(message: Message, subject: Subject | None, now: datetime) -> datetime:
    """Now by day; by night, where the buyer lives, the morning."""
    country = ""
    if isinstance(subject, Checkout):
        country = checkouts.country_of(subject)
    elif message.order:
        country = str((message.order.shipping_address or {}).get("country_code") or "")
    return after_quiet(now, zone_of(country, zone(message.store.timezone), now))


def _lacks_code(message: Message, found: NotNow, now: datetime) -> bool:
    """Whether it does not go for want of its discount code. One query, two where it has none."""
    row = basket_codes.code_of(message)
    if row is None or row.state in (CodeState.MADE, CodeState.DROPPED):
        return False
    rules = basket_rules.rules_of(store_id=message.store_id)
    may_go_without = rules.without_code == WithoutCode.GO
    if row.state == CodeState.DUE and not (may_go_without and row.tries_count > PATIENCE):
        found.later[message.pk] = _next_look(row, now), Reason.CODE_COMES
        return True
    basket_codes.give_up(message=message)  # also where a person lets it go after all
    if may_go_without:
        return False
    found.stopped[message.pk] = State.HELD, Reason.NO_CODE
    return True


def _next_look(row: BasketCode, now: datetime) -> datetime:
    return max(now + LOOK_AGAIN, min(row.run_after, now + LONGEST_LOOK))
