"""Whether a fact of the feed sets a rule off.

# Note [No loops]
What a run writes names the run (`orders.activity.written_by_run`), whichever verb tells it, and
sets no rule off: neither its own nor another, so no chain of rules begins. What becomes of a
message that a run sent is told later by others: a fact about it sets no rule off either
(RuleMessage). A tag of ours that Shopify tells us back is no news to the order, so no fact is
written at all: see Note [Whose tag it is] in orders/tag_changing.py.
"""

from collections.abc import Mapping
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Final

from automations.data import Definition, FeedFact, Firing
from automations.triggers import BY_SWEEP, KINDS_OF, NO_TRIGGERS, OF_ALARMS
from messaging.planning import TOO_OLD
from orders.activity import BY_RUN
from orders.history import MARK as PAST
from orders.models import ActivityKind
from orders.search import name_key
from tracking.models import OrderSource

# What is told so long after it happened was brought in from the past: nobody acts upon that.
LATEST: Final[timedelta] = TOO_OLD
_ONCE_PER_ORDER: Final = frozenset({"ref", "utm"})


def kinds_heard(definition: Definition) -> frozenset[str]:
    """Which facts may set it off."""
    trigger = definition.trigger
    if trigger.type in BY_SWEEP:
        return frozenset()
    if trigger.type == "fact":
        return frozenset({trigger.values["kind"]}) - NO_TRIGGERS
    return KINDS_OF.get(trigger.type, frozenset())


def may_set_off(fact: FeedFact) -> bool:
    """Whether it is anything rules listen to at all. See Note [No loops]."""
    is_ours = BY_RUN in fact.data
    is_old = fact.recorded_at - fact.at > LATEST or PAST in fact.data
    return not (is_ours or is_old or fact.kind in NO_TRIGGERS or "corrects" in fact.data)


def fits(definition: Definition, fact: FeedFact, source: OrderSource | None) -> bool:
    """Whether the fact is what the trigger describes; its kind is heard."""
    values = definition.trigger.values
    match definition.trigger.type:
        case "tag_added":
            return bool(fact.data.get("is_added")) and fits_pattern(
                str(fact.data.get("tag", "")), values["tag"]
            )
        case "ref":
            return source is not None and fits_pattern(source.ref, values["ref"])
        case "utm":
            said = getattr(source, values["field"]) if source else ""
            return fits_pattern(said, values["value"])
        case "parcel":
            return _said_of_parcel(fact) == str(values["state"])
    return True


def fits_pattern(text: str, pattern: str) -> bool:
    """Case does not matter, a star stands for anything; nothing fits nothing."""
    wanted = name_key(pattern).replace("[", "[[]").replace("?", "[?]")
    return bool(text) and fnmatchcase(name_key(text), wanted)


def firing(rule_id: int, definition: Definition, fact: FeedFact, customer: int | None) -> Firing:
    """The fact as what sets the rule off."""
    return Firing(
        rule_id=rule_id,
        order_id=fact.order_id,
        kind=fact.kind,
        at=fact.at,
        key=key_of(definition, order_id=fact.order_id, customer_id=customer, fact=fact.key),
        about=_about(fact),
    )


def key_of(
    definition: Definition, *, order_id: int | None, customer_id: int | None, fact: str
) -> str:
    """What may happen once only: the fact, the order, or the customer (a guest: the order)."""
    once = definition.once_per
    if once == "FACT" and definition.trigger.type in _ONCE_PER_ORDER:
        once = "ORDER"
    if once == "CUSTOMER" and customer_id is not None:
        return f"customer:{customer_id}"
    if once != "FACT" and order_id is not None:
        return f"order:{order_id}"
    return f"fact:{fact}"


def _said_of_parcel(fact: FeedFact) -> str:
    if fact.kind == ActivityKind.ALARM_RAISED:
        alarm = str(fact.data.get("alarm", ""))
        return alarm if alarm in OF_ALARMS else ""
    return str(fact.data.get("state", ""))


def _about(fact: FeedFact) -> Mapping[str, object]:
    """What the log says it was about: codes and tags, nothing of a person."""
    names = ("tag", "state", "alarm", "kind", "cause", "what", "is_good", "reason")
    found = {name: fact.data[name] for name in names if fact.data.get(name) not in (None, "")}
    return found | {"fact": fact.id}
