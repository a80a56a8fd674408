"""Figures by the day: kept as the feed goes on, counted anew from it, and compared.

# Note [Figures of a day]
What a fact adds to which figure is written once (day_sql.py). The fold adds it for each next batch
of the feed, and moves its place in the feed in the same transaction (Note [Exactly once] in
folding.py); the replay adds it for all facts up to that place. Both must find the same to the unit,
so what they read may not change once it is folded: the codes of a message and the sums of an order
stand in the fact itself, erasure leaves them, and a correction is a fact of its own.

A day is the store's day, by the time zone it has while the fact is folded. A store that moves to
another zone keeps its old days until they are mended.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection, models, transaction

from analytics import day_sql
from analytics.folding import BATCH
from analytics.models import DailyStat, FeedCursor, OrderDay, ProductDay, SourceDay, StoreDay
from common.killpoint import killpoint
from stores.models import Store

DAYS: Final = "days"
BATCHES_AT_ONCE: Final = 20
# How much older than what it is about a fact may say it is: clocks of others go wrong.
EARLY: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rollup:
    """One table of sums, and the statement that says what facts add to it."""

    model: type[models.Model]
    adds: str

    @property
    def keys(self) -> list[str]:
        (constraint,) = self.model._meta.constraints
        assert isinstance(constraint, models.UniqueConstraint)  # noqa: S101 - see models/day.py
        columns = {field.name: field.column for field in self.model._meta.concrete_fields}
        return [str(columns[name]) for name in constraint.fields]

    @property
    def sums(self) -> list[str]:
        columns = (str(field.column) for field in self.model._meta.concrete_fields)
        return [name for name in columns if name.endswith(("_count", "_minor"))]

    def statement(self, template: str) -> str:
        """Names filled in; they come from the models, never from outside."""
        sums = self.sums
        words = {
            "<counted>": day_sql.COUNTED,
            "<table>": self.model._meta.db_table,
            "<adds>": self.adds,
            "<of_messages>": day_sql.OF_MESSAGES,
            "<summed>": ", ".join(f"sum({name})::bigint AS {name}" for name in sums),
            "<facts>": day_sql.FACTS,
            "<next>": day_sql.NEXT,
            "<of_store>": day_sql.OF_STORE,
            "<keys>": ", ".join(self.keys),
            "<sums>": ", ".join(sums),
            "<grown>": ", ".join(f"{name} = held.{name} + EXCLUDED.{name}" for name in sums),
            "<any>": " OR ".join(f"{name} <> 0" for name in sums),
        }
        for word, text in words.items():
            template = template.replace(word, text)
        return template


ROLLUPS: Final = (
    Rollup(DailyStat, day_sql.OF_MESSAGES),
    Rollup(StoreDay, day_sql.OF_STORES),
    Rollup(OrderDay, day_sql.OF_ORDERS),
    Rollup(ProductDay, day_sql.OF_PRODUCTS),
    Rollup(SourceDay, day_sql.OF_SOURCES),
)

# One statement for a batch, whatever it holds.
FOLD: Final = ROLLUPS[0].statement(
    "WITH batch AS MATERIALIZED (<next>), <facts>"
    + "".join(
        f", add{place} AS ({rollup.statement(day_sql.ADD)})" for place, rollup in enumerate(ROLLUPS)
    )
    + f", named AS ({day_sql.NAMES})"
    + day_sql.PLACE
)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row of a roll-up that counting anew does not find so. None: it finds, or has, no row."""

    rollup: str
    key: dict[str, Any]
    held: dict[str, int] | None
    counted: dict[str, int] | None

    def __str__(self) -> str:
        key = ", ".join(f"{name} {value}" for name, value in self.key.items() if value)
        names = (self.held or {}).keys() | (self.counted or {}).keys()
        held, counted = self.held or {}, self.counted or {}
        differing = sorted(n for n in names if held.get(n, 0) != counted.get(n, 0))
        said = (f"{n}: {held.get(n, 0)}, counted anew {counted.get(n, 0)}" for n in differing)
        return f"{self.rollup}: {key}: {'; '.join(said)}"


def fold_days(*, now: datetime) -> int:
    """Add what happened since the last call to the figures of days; how many facts were read.

    Each counts once. 0 also while another caller folds. Wants a scope of every store.
    """
    read = 0
    for _batch in range(BATCHES_AT_ONCE):
        fresh = _fold_batch()
        read += fresh
        if fresh < BATCH:
            break
    return read


def replay(*, store: Store, since: date, until: date) -> list[Mismatch]:
    """Count a store's days anew from the feed; where that differs. One statement a roll-up.

    `until` is the day after the last. Facts that wait to be folded are left out on both sides.
    """
    return [found for rollup in ROLLUPS for found in _compared(rollup, store, since, until)]


@transaction.atomic
def mend(*, store: Store, since: date, until: date) -> list[Mismatch]:
    """Write what counting anew finds; what differed before. Folding waits meanwhile."""
    FeedCursor.objects.get_or_create(name=DAYS)
    FeedCursor.objects.select_for_update().get(name=DAYS)
    found = replay(store=store, since=since, until=until)
    if not found:
        return []
    count_anew(store=store, since=since, until=until)
    return found


def count_anew(*, store: Store, since: date, until: date) -> None:
    """Write what the feed says of these days, up to where it was folded, whatever is held."""
    for rollup in ROLLUPS:
        held = rollup.model._default_manager.filter(store=store, day__gte=since, day__lt=until)
        held.delete()
        with connection.cursor() as cursor:
            cursor.execute(rollup.statement(day_sql.COUNT_ANEW), _span(store, since, until))


@transaction.atomic
def _fold_batch() -> int:
    FeedCursor.objects.get_or_create(name=DAYS)
    mine = FeedCursor.objects.select_for_update(skip_locked=True).filter(name=DAYS).first()
    if mine is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            FOLD,
            {
                "xid": mine.xid,
                "last_id": mine.last_id,
                "limit": BATCH,
                "kinds": list(day_sql.KINDS),
            },
        )
        count, xid, last_id = cursor.fetchone()
    killpoint("analytics.days_folded")
    if count:
        FeedCursor.objects.filter(pk=mine.pk).update(xid=xid, last_id=last_id)
    killpoint("analytics.days_moved_on")
    return int(count)


def _compared(rollup: Rollup, store: Store, since: date, until: date) -> Iterator[Mismatch]:
    with connection.cursor() as cursor:
        cursor.execute(rollup.statement(day_sql.COMPARE), _span(store, since, until))
        rows = cursor.fetchall()
    keys, sums = rollup.keys, rollup.sums
    sides: dict[tuple[Any, ...], dict[bool, dict[str, int]]] = {}
    for is_counted, *values in rows:
        key = tuple(values[: len(keys)])
        figures = dict(zip(sums, values[len(keys) :], strict=True))
        sides.setdefault(key, {})[is_counted] = figures
    for key, found in sides.items():
        named = dict(zip(keys, key, strict=True))
        name = str(rollup.model._meta.verbose_name)
        yield Mismatch(name, named, found.get(False), found.get(True))


def _span(store: Store, since: date, until: date) -> dict[str, Any]:
    return {
        "store_id": store.pk,
        "since": since,
        "until": until,
        "from_at": datetime.combine(since, time.min, tzinfo=UTC) - EARLY,
        "kinds": list(day_sql.KINDS),
    }
