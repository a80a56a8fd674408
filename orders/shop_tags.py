"""Tags that the shop gives an order after it was placed, told as facts.

# Note [A tag is told by two snapshots]
One snapshot does not say when a tag came. Two do: an earlier one without it, and a later one with
it. They arrive in any order, so beside the newest snapshot, which the order's row is, the earliest
is kept: its time and its tags. What arrives is held against both, whichever of them is the
older; the fact has one key for each tag, and the earliest time that was seen. So any order of
arrival tells the same tags at the same time. Within one second nothing is earlier. A tag taken away
and given back is told once.

What we wrote ourselves is no news when it comes back: see Note [Whose tag it is] in
tag_changing.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Self

from orders.activity import Fact, record_facts
from orders.data import OrderData
from orders.freshness import BEFORE_ALL
from orders.models import Activity, ActivityKind, Order, TagWrite
from orders.search import name_key


@dataclass(frozen=True, slots=True)
class Seen:
    """A snapshot's time, and its tags."""

    changed_at: datetime | None
    tags: tuple[str, ...]

    @classmethod
    def of(cls, data: OrderData) -> Self:
        return cls(data.changed_at, tuple(data.tags))

    @classmethod
    def newest_of(cls, order: Order) -> Self:
        return cls(order.changed_at, tuple(order.shopify_tags))

    @property
    def at(self) -> datetime:
        return self.changed_at or BEFORE_ALL

    @property
    def place(self) -> tuple[datetime, tuple[str, ...]]:
        """By which the earliest is chosen, whichever of two in one second came first."""
        return self.at, self.tags


def earliest_of(order: Order) -> Seen:
    """The earliest snapshot that is known; of an order of before this was kept, its newest."""
    if order.first_changed_at is None:
        return Seen.newest_of(order)
    return Seen(order.first_changed_at, tuple(order.first_tags))


def columns_of(seen: Seen) -> dict[str, object]:
    """As the earliest of its order."""
    return {
        "first_changed_at": seen.changed_at,
        "first_tags": list(seen.tags),
    }


def tell_of_tags(*, order: Order, seen: Seen, others: Iterable[Seen]) -> None:
    """Tell which tags came between this snapshot and the others. Nothing for the most: no query.

    See Note [A tag is told by two snapshots].
    """
    pairs = [sorted((seen, other), key=lambda one: one.place) for other in others]
    came = [
        (tag, later)
        for earlier, later in pairs
        if earlier.at < later.at
        for tag in _added(earlier, later)
    ]
    if not came:
        return
    ours = _ours(order, {name_key(tag) for tag, _later in came})
    record_facts(
        store_id=order.store_id,
        facts=[_fact(order, tag, later.at) for tag, later in came if name_key(tag) not in ours],
    )


def _added(earlier: Seen, later: Seen) -> Sequence[str]:
    had = set(map(name_key, earlier.tags))
    return [tag for tag in later.tags if name_key(tag) not in had]


def _ours(order: Order, keys: set[str]) -> set[str]:
    """Of these, what we gave the order. Two queries."""
    writes = TagWrite.objects.filter(order=order, tag_key__in=keys, is_added=True)
    told = Activity.objects.filter(order=order, kind=ActivityKind.TAGGED)
    said = [data for data in told.values_list("data", flat=True) if data.get("by") != "shop"]
    return {
        *writes.values_list("tag_key", flat=True),
        *(name_key(str(data.get("tag", ""))) for data in said),
    }


def _fact(order: Order, tag: str, at: datetime) -> Fact:
    # A tag may name somebody, and the fact's key outlives their erasure.
    word = blake2b(name_key(tag).encode(), digest_size=8).hexdigest()
    about = {"tag": tag, "is_added": True, "by": "shop"}
    return Fact(
        ActivityKind.TAGGED, at, f"order:{order.shopify_id}:shop_tag:{word}", order.pk, about
    )
