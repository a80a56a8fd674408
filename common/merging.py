"""The newest rows of many owners: each owner's from its own index, merged in one statement.

# Note [Newest of many]
`owner IN (…) ORDER BY time LIMIT n` would read and sort all rows of all owners. Indexes are led by
the owner, so each owner's newest are read from its own, LATERAL, and merged: one plan of one
subquery, however many owners (a UNION of one query for each took longer to plan than to run). Of
300 owners n rows each would still be 300 n, nearly all for nothing; hence first a few of each,
whose n-th newest says how far back the page can reach at most, and then each owner's rows down to
there. The bound is told as a value: row-level security lets an index use no coalesce() (it may
leak), and only of a value does the planner know how few rows lie behind it.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

FEW_OWNERS: Final = 4  # of whom whole pages are read at once
_MERGED: Final = """
SELECT found.id, found.at
FROM unnest(%s::bigint[]) AS wanted(owner), LATERAL ({each}) AS found(id, at)
ORDER BY found.at {direction}, found.id {direction} LIMIT %s
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
    sign = "" if oldest_first else "-"
    plain = rows.select_related(None).order_by(f"{sign}{time}", f"{sign}pk")
    if len(owners) < 2:
        of_one = plain.filter(**{f"{owner}__in": owners})
        return list(of_one.values_list("pk", flat=True)[:limit])
    each = plain.filter(**{owner: RawSQL("wanted.owner", [])}).values_list("pk", time)
    if len(owners) > FEW_OWNERS:
        few = _merged(each[: max(1, 2 * limit // len(owners))], owners, limit, oldest_first)
        if len(few) == limit:
            bound = "lte" if oldest_first else "gte"
            each = each.filter(**{f"{time}__{bound}": few[-1][1]})
    return [pk for pk, _at in _merged(each[:limit], owners, limit, oldest_first)]


def _merged(
    each: QuerySet[Any, Any], owners: Sequence[int], limit: int, oldest_first: bool
) -> list[Any]:
    try:
        one, parameters = each.query.sql_with_params()
    except EmptyResultSet:
        return []
    statement = _MERGED.format(each=one, direction="ASC" if oldest_first else "DESC")
    with connections[each.db].cursor() as cursor:
        cursor.execute(statement, [list(owners), *parameters, limit])
        return list(cursor.fetchall())
