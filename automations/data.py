"""A rule's definition, checked: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about an order."""

    field: str
    op: str
    value: Any = None

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"field": self.field, "op": self.op}
        return said if self.value is None else {**said, "value": self.value}


@dataclass(frozen=True, slots=True)
class Group:
    """Questions beside each other, of which all must hold, or any."""

    match: str
    conditions: tuple[Condition, ...]

    def as_json(self) -> dict[str, Any]:
        return {self.match.lower(): [each.as_json() for each in self.conditions]}


@dataclass(frozen=True, slots=True)
class Part:
    """The trigger, or one action: its name and what was filled in."""

    type: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"type": self.type, **self.values}


@dataclass(frozen=True, slots=True)
class Definition:
    """When, if, then."""

    trigger: Part
    conditions: tuple[Condition | Group, ...]
    actions: tuple[Part, ...]
    match: str = "ALL"
    once_per: str = "FACT"

    def as_json(self) -> dict[str, Any]:
        return {
            "trigger": self.trigger.as_json(),
            "once_per": self.once_per,
            "match": self.match,
            "conditions": [each.as_json() for each in self.conditions],
            "actions": [each.as_json() for each in self.actions],
        }

    def fields(self) -> frozenset[str]:
        """What its conditions ask about."""
        asked = set()
        for each in self.conditions:
            many = each.conditions if isinstance(each, Group) else (each,)
            asked |= {one.field for one in many}
        return frozenset(asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWish:
    """A rule as somebody wants it."""

    name: str
    definition: Mapping[str, Any]
    position: int = 100
    recipe: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one condition saw, in codes: why a rule fired, or did not."""

    condition: Condition
    seen: Any  # None: nothing is known of it
    holds: bool

    def as_json(self) -> dict[str, Any]:
        return {**self.condition.as_json(), "seen": self.seen, "holds": self.holds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a rule would have done with one order."""

    order_id: int
    order_public_id: UUID
    order_name: str
    placed_at: datetime
    # When it would have been set off; None: nothing of that order sets it off.
    at: datetime | None
    would_run: bool
    seen: tuple[Seen, ...] = ()
    # Each step in codes, for those that would run: {"action", "would", "detail"}.
    steps: tuple[Mapping[str, Any], ...] = ()
    # Why not, in a code: NOT_SET_OFF, CONDITIONS, ONCE, FUSE; "" where it would.
    because: str = ""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would have happened to a store's last orders; nothing was written."""

    tried: tuple[Tried, ...]

    @property
    def would_run_count(self) -> int:
        return sum(each.would_run for each in self.tried)


@dataclass(frozen=True, slots=True)
class FeedFact:
    """One row of a store's feed."""

    id: int
    order_id: int | None
    message_id: int | None
    kind: str
    at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]
    key: str
    xid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """Something that sets a rule off, before its conditions are asked."""

    rule_id: int
    order_id: int | None
    kind: str
    at: datetime
    key: str  # what makes it once: RuleRun.trigger_key
    about: Mapping[str, Any] = field(default_factory=dict)
