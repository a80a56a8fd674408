"""How many open orders stand where, and for how long: bounded, whatever the number of orders.

# Note [Counts that stop]
Each figure is counted by the index of open orders and stops at MOST: a queue of a thousand orders
is not read differently from one of ten thousand. What stopped is shown as `1,000+`, and its median
is not known; the oldest is always one look into the index.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext_lazy as _

from orders.stages import OPEN, STAGE_OF, STEPS, Stage, Step

MOST: Final = 1_000
STEPS_OPEN: Final = tuple(step for stage in OPEN for step in STEPS[stage])
_BEFORE_ALL: Final = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Age:
    """So long it has stood there: from `since` up to but not including `until`."""

    code: str
    since: timedelta
    until: timedelta

    def bounds(self, now: datetime) -> tuple[datetime, datetime]:
        """Between which moments it came there: after the first, up to the second."""
        return now - self.until, now - self.since


_DAY: Final = timedelta(days=1)
AGES: Final = (
    Age("0-1", -_BEFORE_ALL, _DAY),
    Age("1-3", _DAY, 3 * _DAY),
    Age("3-7", 3 * _DAY, 7 * _DAY),
    Age("7-", 7 * _DAY, _BEFORE_ALL),
)
AGE_WORDS: Final = {
    "0-1": _("less than a day"),
    "1-3": _("1 to 3 days"),
    "3-7": _("3 to 7 days"),
    "7-": _("more than 7 days"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The orders of one store at one step; each count stops at MOST + 1."""

    step: Step
    counts: tuple[int, ...]  # by AGES
    oldest_at: datetime | None = None
    median_at: datetime | None = None  # None as well where a count stopped

    @property
    def stage(self) -> Stage:
        return STAGE_OF[self.step]

    @property
    def count(self) -> int:
        """Of all ages; above MOST where any count stopped."""
        return sum(self.counts)

    @property
    def is_bounded(self) -> bool:
        return any(count > MOST for count in self.counts)


@dataclass(frozen=True, slots=True)
class Funnel:
    """One store's open orders by where they stand; only steps where any does."""

    store_id: int
    standings: tuple[Standing, ...]

    def of(self, stage: Stage) -> tuple[Standing, ...]:
        return tuple(each for each in self.standings if each.stage == stage)

    @property
    def late(self) -> int:
        """How many wait for payment or goods for more than a week: the reason to look."""
        return sum(each.counts[-1] for each in self.standings if each.stage != Stage.FOLLOW_UP)


def funnels(*, store_ids: Collection[int], now: datetime) -> list[Funnel]:
    """Each store's open orders, the worst first. Two statements. See Note [Counts that stop]."""
    counted = _counts(sorted(store_ids), now)
    times = _times(counted)
    found: dict[int, list[Standing]] = defaultdict(list)
    for (store_id, step), counts in counted.items():
        oldest, median = times.get((store_id, step), (None, None))
        found[store_id].append(Standing(Step(step), counts, oldest, median))
    order = {step: place for place, step in enumerate(STEPS_OPEN)}
    rows = [
        Funnel(store_id, tuple(sorted(found[store_id], key=lambda each: order[each.step])))
        for store_id in sorted(store_ids)
    ]
    return sorted(rows, key=lambda row: (-row.late, -sum(each.count for each in row.standings)))


# The stages are spelled, so that the index of open orders is taken.
_COUNTS: Final = """
SELECT wanted.store_id, at.step, age.place, there.count
FROM unnest(%s::bigint[]) AS wanted(store_id)
CROSS JOIN unnest(%s::text[]) AS at(step)
CROSS JOIN unnest(%s::timestamptz[], %s::timestamptz[]) WITH ORDINALITY AS age(after, upto, place)
CROSS JOIN LATERAL (
  SELECT count(*) FROM (
    SELECT 1 FROM orders_order AS one
    WHERE one.store_id = wanted.store_id AND one.step = at.step AND one.archived_at IS NULL
      AND one.stage IN ('PAYMENT', 'FULFILMENT', 'FOLLOW_UP')
      AND one.stage_since > age.after AND one.stage_since <= age.upto
    LIMIT %s
  ) AS counted
) AS there
WHERE there.count > 0
"""
_TIMES: Final = """
SELECT wanted.store_id, wanted.step, wanted.place, there.stage_since
FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS wanted(store_id, step, place)
CROSS JOIN LATERAL (
  SELECT one.stage_since FROM orders_order AS one
  WHERE one.store_id = wanted.store_id AND one.step = wanted.step AND one.archived_at IS NULL
    AND one.stage IN ('PAYMENT', 'FULFILMENT', 'FOLLOW_UP')
  ORDER BY one.stage_since OFFSET wanted.place LIMIT 1
) AS there
"""


def _counts(store_ids: list[int], now: datetime) -> dict[tuple[int, str], tuple[int, ...]]:
    after, upto = zip(*(age.bounds(now) for age in AGES), strict=True)
    asked: list[Any] = [store_ids, list(STEPS_OPEN), list(after), list(upto), MOST + 1]
    found: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0] * len(AGES))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, asked)
        for store_id, step, place, count in cursor.fetchall():
            found[store_id, step][place - 1] = count
    return {key: tuple(counts) for key, counts in found.items()}


def _times(
    counted: dict[tuple[int, str], tuple[int, ...]],
) -> dict[tuple[int, str], tuple[datetime | None, datetime | None]]:
    """The oldest, and where all were counted the middle one."""
    asked = [(store_id, step, 0) for store_id, step in counted]
    asked += [
        (store_id, step, sum(counts) // 2)
        for (store_id, step), counts in counted.items()
        if max(counts) <= MOST and sum(counts) > 1
    ]
    if not asked:
        return {}
    found: dict[tuple[int, str], tuple[datetime | None, datetime | None]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TIMES, [list(each) for each in zip(*asked, strict=True)])
        for store_id, step, place, at in sorted(cursor.fetchall(), key=lambda row: row[2]):
            oldest, _median = found.get((store_id, step), (None, None))
            alone = place == 0 and sum(counted[store_id, step]) == 1
            found[store_id, step] = (at, at) if alone else (oldest or at, at if place else None)
    return found
