"""A promise that staff make: days they agreed with a buyer, or know better than the rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from orders.models import Order
from shipping import promise_facts, promises, queries
from shipping.models import Cause, Promise
from shipping.promise_facts import OrderFacts
from shipping.promising.data import CartLine, LineDates, Step, Why
from shipping.promising.days import BusinessDays
from shipping.rules import rules_of

FURTHEST: Final = timedelta(days=730)
LONGEST_REASON: Final = 1000


class PromiseRefused(DomainError):
    """Days that cannot be promised; `field` names what is wrong, "" the whole."""

    code = "promise-refused"

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPromise:
    """It arrives between these days; `ships_by_on`, where given, is the last day to send it."""

    from_on: date
    to_on: date
    ships_by_on: date | None = None


@transaction.atomic
def set_promise(
    *, order: Order, days: HandPromise, actor: str, because: str, now: datetime
) -> Promise | None:
    """Promise these days, whatever the rules say. None: they are what is promised already.

    They stand until the parcels themselves say otherwise. Raises PromiseRefused.
    """
    order = promises.locked(order)
    reason = " ".join(because.replace("\x00", "").split())
    _check(order, days, reason, promises.today_of(order, now))
    current = queries.promise_of(order.pk)
    said = (days.ships_by_on, days.from_on, days.to_on)
    if current and said == (current.ships_by_on, current.from_on, current.to_on):
        return None
    facts = promise_facts.facts_of(order, current)
    if not facts.goods:
        raise PromiseRefused(_("Nothing of this order is sent to the buyer."))
    if facts.is_sent and days.ships_by_on:
        words = _("All of it has been sent: leave the day it leaves by empty.")
        raise PromiseRefused(words, "ships_by_on")
    row = _row(order, days, facts)
    row.actor, row.because, row.made_at = actor[:254], reason, now
    made = promises.keep(order, current, row)
    promises.settle(order, made, facts, now)
    return made


def _check(order: Order, days: HandPromise, because: str, today: date) -> None:
    if order.archived_at or not promises.may_be_promised(order):
        raise PromiseRefused(_("This order is cancelled, archived, erased or a test."))
    if not because:
        raise PromiseRefused(_("Say why: it stands in the promise's history."), "because")
    if len(because) > LONGEST_REASON:
        words = _("A reason has at most %(most)s letters.") % {"most": LONGEST_REASON}
        raise PromiseRefused(words, "because")
    for field, words, is_wrong in _faults(days, today):
        if is_wrong:
            raise PromiseRefused(words, field)


def _faults(days: HandPromise, today: date) -> list[tuple[str, str, bool]]:
    """The field, what is wrong with it, and whether it is."""
    leaves = days.ships_by_on or days.to_on
    return [
        ("to_on", _("The last day is before the first."), days.to_on < days.from_on),
        ("to_on", _("The last day has passed."), days.to_on < today),
        ("to_on", _("The last day is more than two years away."), days.to_on > today + FURTHEST),
        ("ships_by_on", _("The day it leaves by has passed."), leaves < today),
        (
            "ships_by_on",
            _("It would leave after it has arrived: choose an earlier day."),
            leaves > days.to_on,
        ),
    ]


def _row(order: Order, days: HandPromise, facts: OrderFacts) -> Promise:
    calendar = BusinessDays(rules_of(order.store).calendar)
    said = {"from_on": days.from_on.isoformat(), "to_on": days.to_on.isoformat()}
    if days.ships_by_on:
        said["ships_by_on"] = days.ships_by_on.isoformat()
    return Promise(
        cause=Cause.STAFF,
        ships_by=calendar.end_of(days.ships_by_on) if days.ships_by_on else None,
        ships_by_on=days.ships_by_on,
        from_on=days.from_on,
        to_on=days.to_on,
        lines=[_line(line, days).as_json() for line in facts.lines],
        steps=[Step("SET", tuple(line.key for line in facts.goods), said).as_json()],
        basis=str(facts.basis),
    )


def _line(line: CartLine, days: HandPromise) -> LineDates:
    if not line.is_shipped:
        return LineDates(line.key, why=Why.DIGITAL)
    return LineDates(
        line.key,
        ships_by_on=None if line.is_sent else days.ships_by_on,
        from_on=days.from_on,
        to_on=days.to_on,
        is_sent=line.is_sent,
        is_there=line.is_there,
        counted_at=line.counted_at,
    )
