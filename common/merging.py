"""The newest rows of many owners: each owner's from its own index, merged in one statement.

# Note [Newest of many]
`owner IN (…) ORDER BY time LIMIT n` would read and sort all rows of all owners. Indexes are led by
the owner, so each owner's newest are read from its own, LATERAL, and merged: one plan of one
subquery, however many owners (a UNION of one query for each took longer to plan than to run). Of
300 owners n rows each would still be 300 n, nearly all for nothing; hence first a few of each,
whose n-th newest says how far back the page can reach at most, and then each owner's rows down to
there. The bound is told by a setting of the transaction, of which the planner knows the value, as
it does not of a subquery's: so it knows how few rows lie behind it; row-level security lets an
index use it, as it would no coalesce() (that may leak); and both statements go in one round trip.
And that the owner is one of the many is not asked once more of each row: of an index scan on one
owner the planner would make a scan for each of them, and take another index that looks cheaper and
is not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any, Final, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Col, RawSQL
from django.db.models.lookups import In
from psycopg.types.datetime import TimestamptzLoader

from common.db.lookups import AnyOf
from common.partial import maker

_M = TypeVar("_M", bound=Model)

FEW_OWNERS: Final = 4  # of whom whole pages are read at once
_PLACE: Final = "{found}"
_BOUND: Final = "current_setting('notifyhub.bound')::timestamptz"
_MERGED: Final = """
SELECT {shown}
FROM unnest(%s::bigint[]) AS wanted(owner), LATERAL ({one} LIMIT %s) AS found({names})
ORDER BY found.at {direction}, found.id {direction} LIMIT %s OFFSET %s
"""
_NARROW: Final = """
SELECT set_config('notifyhub.bound', %s, true);
SELECT set_config('notifyhub.bound', coalesce(({nth})::text, %s), true)
"""


def newest_of_many(
    rows: QuerySet[Any, Any],
    *,
    owner: str,
    owners: Sequence[int],
    time: str,
    limit: int,
    oldest_first: bool = False,
) -> list[int]:
    """Numbers of the `limit` newest of these rows, by (`time`, id). One round trip.

    `owner` names the column that leads their index. See Note [Newest of many].
    """
    merging = _Merging(rows, owner, owners, time, oldest_first)
    return [pk for pk, _at in merging.newest(limit)]


def newest_of_few(
    rows: QuerySet[Any, Any],
    *,
    owner: str,
    owners: Sequence[int],
    time: str,
    limit: int,
    oldest_first: bool = False,
) -> list[int]:
    """The same of rows of many owners that are few: bounded in time before. One statement."""
    merging = _Merging(rows, owner, owners, time, oldest_first, is_bounded=True)
    return [pk for pk, _at in merging.newest(limit)]


def newest_values_of_many(
    rows: QuerySet[Any, Any],
    *columns: str,
    owner: str,
    owners: Sequence[int],
    time: str,
    limit: int,
) -> list[tuple[Any, ...]]:
    """Number, time and these columns of the `limit` newest rows. One round trip."""
    return _Merging(rows, owner, owners, time, oldest_first=False, columns=columns).newest(limit)


def nth_newest(
    rows: QuerySet[Any, Any],
    *,
    owner: str,
    owners: Sequence[int],
    time: str,
    number: int,
    oldest_first: bool = False,
) -> tuple[datetime, int] | None:
    """Time and number of the row at this place of all that are merged; None: there are fewer.

    Read from the index alone. One round trip.
    """
    merging = _Merging(rows, owner, owners, time, oldest_first)
    found = merging.newest(number, skip=number - 1)
    return (found[0][1], found[0][0]) if found else None


def newest_page(
    rows: QuerySet[Any, Any],
    *,
    time: str,
    owners: Iterable[int],
    before: Sequence[Any] | None,
    limit: int,
    owner: str = "store_id",
) -> list[int]:
    """Numbers of one keyset page: the newest of these rows before a (time, id). One round trip."""
    rows, owners = rows_before(rows, time, before), sorted(set(owners))
    return newest_of_many(rows, owner=owner, owners=owners, time=time, limit=limit)


def newest_partly(
    rows: QuerySet[_M, _M],
    columns: tuple[str, ...],
    *,
    time: str,
    owners: Iterable[int],
    before: Sequence[Any] | None,
    limit: int,
) -> list[_M]:
    """One keyset page of rows with these columns alone: see common/partial.py. One round trip."""
    columns = ("id", time, *columns)
    whole = _written(rows.model, columns)
    rows, known = rows_before(rows, time, before), sorted(set(owners))
    found = _Merging(rows, "store_id", known, time, oldest_first=False, whole=whole).newest(limit)
    make = maker(rows.model, columns, rows.db)
    return [make(values) for values in sorted(found, key=itemgetter(1, 0), reverse=True)]


@cache
def _written(model: type[Model], columns: tuple[str, ...]) -> str:
    """The SQL of these columns, with a place for that which finds the rows: the ORM writes it once.

    To name two dozen columns takes it longer than to read fifty rows of them.
    """
    rows = model._base_manager.filter(pk__in=RawSQL(_PLACE, ()))  # noqa: S611 - a constant
    sql, _none = rows.values_list(*columns).query.sql_with_params()
    return str(sql)


def rows_before(
    rows: QuerySet[_M, _M], time: str, before: Sequence[Any] | None
) -> QuerySet[_M, _M]:
    """Those after this (time, id) in a list whose newest come first."""
    if not before:
        return rows
    at, last = before
    earlier = Q(**{f"{time}__lt": at}) | Q(**{time: at, "pk__lt": last})
    return rows.filter(earlier, **{f"{time}__lte": at})  # bounds the scan, as OR does not


@dataclass(slots=True)
class _Merging:
    rows: QuerySet[Any, Any]
    owner: str
    owners: Sequence[int]
    time: str
    oldest_first: bool
    is_bounded: bool = False
    columns: tuple[str, ...] = ()
    whole: str = _PLACE  # what to read of the rows, where they are found by number

    def newest(self, limit: int, *, skip: int = 0) -> list[tuple[Any, ...]]:
        """Number, time and columns of up to `limit` rows, without the first few."""
        sign = "" if self.oldest_first else "-"
        plain = self.rows.select_related(None).order_by(f"{sign}{self.time}", f"{sign}pk")
        conditions: dict[str, Any] = {self.owner: RawSQL("wanted.owner", [])}
        is_narrowed = len(self.owners) > FEW_OWNERS and not self.is_bounded
        if is_narrowed:
            bound = "lte" if self.oldest_first else "gte"
            conditions[f"{self.time}__{bound}"] = RawSQL(_BOUND, [])  # noqa: S611 - a constant
        each = _without_the_obvious(plain, self.owner, frozenset(self.owners)).filter(**conditions)
        try:
            one, said = each.values_list("pk", self.time, *self.columns).query.sql_with_params()
        except EmptyResultSet:
            return []
        owners = [list(self.owners)]
        page = [*owners, *said, limit, limit - skip, skip]
        if not is_narrowed:
            return self._asked(self._page(one), page, each.db)
        few = [*owners, *said, max(1, 2 * limit // len(self.owners)), 1, limit - 1]
        farthest = "infinity" if self.oldest_first else "-infinity"
        narrowing = _NARROW.format(nth=self._merged(one, "found.at"))
        statement = f"{narrowing}; {self._page(one)}"
        return self._asked(statement, [farthest, *few, farthest, *page], each.db)

    def _page(self, one: str) -> str:
        is_by_number = self.whole != _PLACE
        return self.whole.replace(
            _PLACE, self._merged(one, "found.id" if is_by_number else "found.*")
        )

    def _merged(self, one: str, shown: str) -> str:
        """What is `shown` of what `one` finds for each owner."""
        names = ", ".join(["id", "at", *(f"column_{n}" for n in range(len(self.columns)))])
        direction = "ASC" if self.oldest_first else "DESC"
        return _MERGED.format(one=one, names=names, direction=direction, shown=shown)

    def _asked(self, statement: str, said: Sequence[Any], alias: str) -> list[tuple[Any, ...]]:
        """The rows of the last of these statements, which go in one round trip."""
        with connections[alias].cursor() as cursor:
            # The driver's own, in place of Django's in Python; for this cursor.
            cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
            cursor.execute(statement, said)
            while cursor.nextset():
                pass
            return list(cursor.fetchall())


def _without_the_obvious(
    rows: QuerySet[Any, Any], owner: str, owners: frozenset[int]
) -> QuerySet[Any, Any]:
    """Without the conditions that hold for every row of these owners: that the owner is in a list.

    A scope asks so of every row, see stores/owned.py. A list without one of them is still asked.
    """
    rows = rows.all()
    rows.query.where = rows.query.where.clone()
    rows.query.where.children = [
        one for one in rows.query.where.children if not _is_obvious(one, owner, owners)
    ]
    return rows


def _is_obvious(condition: Any, owner: str, owners: frozenset[int]) -> bool:
    if not isinstance(condition, In | AnyOf) or not isinstance(condition.lhs, Col):
        return False
    if condition.lhs.target.attname != owner or not condition.rhs_is_direct_value():
        return False
    return owners <= set(condition.rhs)
