"""Where an order stands on its way, by rules alone: payment, fulfilment, follow-up, done.

# Note [A stage is made of facts]
Nothing here asks what the stage was before, or when we heard: the same facts give the same stage
and the same `since`, in whatever order they arrived. Only what is over by time (`FOLLOW_UP_FOR`,
`QUIET_AFTER`) depends on the clock; a sweep settles those, see orders/standing.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """What an order waits for, by and large."""

    PAYMENT = "PAYMENT", _("Payment")
    FULFILMENT = "FULFILMENT", _("Fulfilment")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up")
    DONE = "DONE", _("Done")


class Step(TextChoices):
    """Where exactly, in plain words."""

    UNPAID = "UNPAID", _("Waits for payment")
    PART_PAID = "PART_PAID", _("Paid in part")
    OWED = "OWED", _("Delivered, not paid yet")
    TO_PACK = "TO_PACK", _("Being packed")
    PART_SENT = "PART_SENT", _("Sent off in part")
    ON_ITS_WAY = "ON_ITS_WAY", _("On its way")
    TO_FETCH = "TO_FETCH", _("Waits to be fetched")
    STUCK = "STUCK", _("Does not get through")
    COMING_BACK = "COMING_BACK", _("On its way back")
    CAME_BACK = "CAME_BACK", _("Came back")
    DELIVERED = "DELIVERED", _("Delivered, follow-up")
    OVER = "OVER", _("Delivered, over")
    QUIET = "QUIET", _("Sent off, nothing heard since")
    REFUNDED = "REFUNDED", _("Refunded")
    CLOSED = "CLOSED", _("Closed in Shopify")
    CANCELLED = "CANCELLED", _("Cancelled")


class Way(TextChoices):
    """What shipping says of all parcels of an order together; the worst counts."""

    UNKNOWN = ""
    MOVING = "MOVING"
    TO_FETCH = "TO_FETCH"
    STUCK = "STUCK"
    RETURNING = "RETURNING"
    RETURNED = "RETURNED"
    DELIVERED = "DELIVERED"


STEPS: Final[dict[Stage, tuple[Step, ...]]] = {
    Stage.PAYMENT: (Step.UNPAID, Step.PART_PAID, Step.OWED),
    Stage.FULFILMENT: (
        Step.TO_PACK,
        Step.PART_SENT,
        Step.STUCK,
        Step.ON_ITS_WAY,
        Step.TO_FETCH,
    ),
    Stage.FOLLOW_UP: (Step.COMING_BACK, Step.CAME_BACK, Step.DELIVERED),
    Stage.DONE: (Step.OVER, Step.QUIET, Step.REFUNDED, Step.CLOSED, Step.CANCELLED),
}
STAGE_OF: Final = {step: stage for stage, steps in STEPS.items() for step in steps}
OPEN: Final = (Stage.PAYMENT, Stage.FULFILMENT, Stage.FOLLOW_UP)
# An archived order that comes to stand here needs a person again.
CALLS_FOR_A_PERSON: Final = frozenset({Step.OWED, Step.STUCK, Step.COMING_BACK, Step.CAME_BACK})

FOLLOW_UP_FOR: Final = timedelta(days=14)  # buyers may send goods back
QUIET_AFTER: Final = timedelta(days=30)  # without a word of its parcels
_NOT_PAID: Final = frozenset({"", "PENDING", "EXPIRED"})
_PART_PAID: Final = frozenset({"PARTIALLY_PAID"})
_NEVER_CARRIED: Final = frozenset({"NONE", "PICKUP"})  # delivered once fulfilled


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What is known of an order; all times from what the shop and the carriers said."""

    placed_at: datetime | None = None
    paid_at: datetime | None = None
    cancelled_at: datetime | None = None
    closed_at: datetime | None = None
    refunded_at: datetime | None = None
    shipped_at: datetime | None = None  # the last of what left
    financial_state: str = ""
    fulfilment_state: str = ""
    delivery_method: str = ""
    way: str = ""
    way_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The step, and when it began; no step: Shopify has not told of the order itself."""

    step: Step | None = None
    since: datetime | None = None

    @property
    def stage(self) -> Stage | None:
        return STAGE_OF[self.step] if self.step else None


NOWHERE: Final = Standing()


def stage_of(facts: OrderFacts, now: datetime) -> Standing:
    """Where the order stands. See Note [A stage is made of facts]."""
    if facts.placed_at is None:
        return NOWHERE
    return _ended(facts) or _in_time(_gone(facts) or _before_it_left(facts), facts, now)


def _ended(facts: OrderFacts) -> Standing | None:
    """By a deed of the shop: cancelled, paid back, or closed before it was through."""
    if facts.cancelled_at:
        return Standing(Step.CANCELLED, facts.cancelled_at)
    if facts.financial_state in ("REFUNDED", "VOIDED") and facts.way not in _BACK:
        over_at = facts.refunded_at or facts.closed_at or facts.placed_at
        return Standing(Step.REFUNDED, over_at)
    is_through = facts.fulfilment_state == "FULFILLED" and not _is_owed(facts)
    if facts.closed_at and not is_through:
        return Standing(Step.CLOSED, facts.closed_at)
    return None


_BACK: Final = frozenset({Way.RETURNING})
_WAYS: Final = {
    Way.STUCK: Step.STUCK,
    Way.RETURNING: Step.COMING_BACK,
    Way.RETURNED: Step.CAME_BACK,
}


def _gone(facts: OrderFacts) -> Standing | None:
    """Where the goods are that left; None: none has."""
    since = facts.way_at or facts.shipped_at or facts.placed_at
    troubled = _WAYS.get(Way(facts.way)) if facts.way in Way else None
    if troubled:
        return Standing(troubled, since)
    if facts.fulfilment_state == "PARTIAL":
        return Standing(Step.PART_SENT, facts.shipped_at or facts.placed_at)
    if facts.fulfilment_state != "FULFILLED":
        return None
    is_there = facts.way == Way.DELIVERED or _was_never_carried(facts)
    if is_there:
        return Standing(Step.OWED if _is_owed(facts) else Step.DELIVERED, since)
    if facts.way == Way.TO_FETCH:
        return Standing(Step.TO_FETCH, since)
    return Standing(Step.ON_ITS_WAY, facts.shipped_at or facts.placed_at)


def _before_it_left(facts: OrderFacts) -> Standing:
    if facts.financial_state in _PART_PAID:
        return Standing(Step.PART_PAID, facts.placed_at)
    if facts.financial_state in _NOT_PAID:
        return Standing(Step.UNPAID, facts.placed_at)
    if facts.way == Way.TO_FETCH:
        return Standing(Step.TO_FETCH, facts.way_at or facts.placed_at)
    return Standing(Step.TO_PACK, facts.paid_at or facts.placed_at)


def _in_time(found: Standing, facts: OrderFacts, now: datetime) -> Standing:
    """What is over because so much time went by."""
    over_at = found.since
    if over_at is None:
        return found
    if found.step == Step.DELIVERED and over_at + FOLLOW_UP_FOR <= now:
        return Standing(Step.OVER, over_at + FOLLOW_UP_FOR)
    is_quiet = found.step == Step.ON_ITS_WAY and not facts.way
    if is_quiet and over_at + QUIET_AFTER <= now:
        return Standing(Step.QUIET, over_at + QUIET_AFTER)
    return found


def _is_owed(facts: OrderFacts) -> bool:
    return facts.financial_state in _NOT_PAID | _PART_PAID


def _was_never_carried(facts: OrderFacts) -> bool:
    return facts.delivery_method in _NEVER_CARRIED and not facts.way
