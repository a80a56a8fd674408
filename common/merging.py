"""The newest rows of many owners: each owner's from its own index, merged in one statement.

# Note [Newest of many]
`owner IN (…) ORDER BY time LIMIT n` would read and sort all rows of all owners. Indexes are led by
the owner, so each owner's newest are read from its own, LATERAL, and merged. Of 300 owners n rows
each would still be 300 n, most of them for nothing; hence first a few of each, whose n-th newest
says how far back the page can reach at most, and then each owner's rows down to there. One plan of
two subqueries, however many owners: a UNION of one query for each took longer to plan than to run.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import RawSQL

_STATEMENT: Final = """
WITH few AS MATERIALIZED (
    SELECT found.at FROM unnest(%s::bigint[]) AS wanted(owner), LATERAL ({few}) AS found(id, at)
), edge AS MATERIALIZED (
    SELECT at FROM few ORDER BY at {direction} OFFSET %s LIMIT 1
)
SELECT found.id FROM unnest(%s::bigint[]) AS wanted(owner), LATERAL ({all}) AS found(id, at)
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
    """Numbers of the `limit` newest of these rows, by (`time`, id). One statement.

    `owner` names the column that leads their index. See Note [Newest of many].
    """
    sign = "" if oldest_first else "-"
    plain = rows.select_related(None).order_by(f"{sign}{time}", f"{sign}pk")
    if len(owners) < 2:
        of_one = plain.filter(**{f"{owner}__in": owners})
        return list(of_one.values_list("pk", flat=True)[:limit])
    each = plain.filter(**{owner: RawSQL("wanted.owner", [])}).values_list("pk", time)
    bound, never = ("lte", "infinity") if oldest_first else ("gte", "-infinity")
    edge = RawSQL("coalesce((SELECT at FROM edge), %s)", [never], DateTimeField())
    few = max(1, 2 * limit // len(owners))
    try:
        few_sql, few_params = each[:few].query.sql_with_params()
        all_sql, all_params = each.filter(**{f"{time}__{bound}": edge})[
            :limit
        ].query.sql_with_params()
    except EmptyResultSet:
        return []
    statement = _STATEMENT.format(
        few=few_sql, all=all_sql, direction="ASC" if oldest_first else "DESC"
    )
    wanted = list(owners)
    with connections[rows.db].cursor() as cursor:
        cursor.execute(statement, [wanted, *few_params, limit - 1, wanted, *all_params, limit])
        return [pk for (pk,) in cursor.fetchall()]
