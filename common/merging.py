"""The newest rows of many owners: each owner's from its own index, merged in one statement.

# Note [Newest of many]
`owner IN (…) ORDER BY time LIMIT n` would read and sort all rows of all owners. Indexes are led by
the owner, so each owner's newest are read from its own, LATERAL, and merged: one plan of one
subquery, however many owners (a UNION of one query for each took longer to plan than to run). Of
300 owners n rows each would still be 300 n, nearly all for nothing; hence first a few of each,
whose n-th newest says how far back the page can reach at most, and then each owner's rows down to
there. The bound is told as a value: row-level security lets an index use no coalesce() (it may
leak), and only of a value does the planner know how few rows lie behind it. And that the owner is
one of the many is not asked once more of each row: of an index scan on one owner the planner would
make a scan for each of them, and take another index that looks cheaper and is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import Col, RawSQL
from django.db.models.lookups import In

FEW_OWNERS: Final = 4  # of whom whole pages are read at once
_MERGED: Final = """
SELECT found.* FROM unnest(%s::bigint[]) AS wanted(owner), LATERAL ({each}) AS found({names})
ORDER BY found.at {direction}, found.id {direction} LIMIT %s OFFSET %s
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
    """Numbers of the `limit` newest of these rows, by (`time`, id). Two statements at most.

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
    """Number, time and these columns of the `limit` newest rows. Two statements at most."""
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

    Read from the index alone. Two statements at most.
    """
    merging = _Merging(rows, owner, owners, time, oldest_first)
    found = merging.newest(number, skip=number - 1)
    return (found[0][1], found[0][0]) if found else None


@dataclass(slots=True)
class _Merging:
    rows: QuerySet[Any, Any]
    owner: str
    owners: Sequence[int]
    time: str
    oldest_first: bool
    is_bounded: bool = False
    columns: tuple[str, ...] = ()

    def newest(self, limit: int, *, skip: int = 0) -> list[tuple[Any, ...]]:
        """Number, time and columns of up to `limit` rows, without the first few."""
        columns = ("pk", self.time, *self.columns)
        sign = "" if self.oldest_first else "-"
        plain = self.rows.select_related(None).order_by(f"{sign}{self.time}", f"{sign}pk")
        if len(self.owners) < 2:
            of_one = plain.filter(**{f"{self.owner}__in": self.owners})
            return list(of_one.values_list(*columns)[skip:limit])
        plain = _without_the_obvious(plain, self.owner, frozenset(self.owners))
        each = plain.filter(**{self.owner: RawSQL("wanted.owner", [])}).values_list(*columns)
        if len(self.owners) > FEW_OWNERS and not self.is_bounded:
            few = self._merged(each[: max(1, 2 * limit // len(self.owners))], 1, limit - 1)
            if few:
                bound = "lte" if self.oldest_first else "gte"
                each = each.filter(**{f"{self.time}__{bound}": few[0][1]})
        return self._merged(each[:limit], limit - skip, skip)

    def _merged(self, each: QuerySet[Any, Any], limit: int, skip: int) -> list[tuple[Any, ...]]:
        try:
            one, parameters = each.query.sql_with_params()
        except EmptyResultSet:
            return []
        direction = "ASC" if self.oldest_first else "DESC"
        names = ", ".join(["id", "at", *(f"column_{n}" for n in range(len(self.columns)))])
        statement = _MERGED.format(each=one, direction=direction, names=names)
        with connections[each.db].cursor() as cursor:
            cursor.execute(statement, [list(self.owners), *parameters, limit, skip])
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
    if not isinstance(condition, In) or not isinstance(condition.lhs, Col):
        return False
    if condition.lhs.target.attname != owner or not condition.rhs_is_direct_value():
        return False
    return owners <= set(condition.rhs)
