"""Pages of a list that is ordered newest first by (time, id): no COUNT, no OFFSET, no row twice.

A page is asked for by a place: the time and id of the row at its edge, and the direction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

Row = TypeVar("Row")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after this row going back in time, or before it going forward."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}.{self.id}"


def read_place(text: str | None) -> Place | None:
    """The place that a link named; None for none, and for what no link of ours says."""
    micros, dot, row_id = (text or "").partition(".")
    if not (dot and micros.lstrip("-").isdecimal() and row_id.isdecimal()):
        return None
    if not (micros.isascii() and row_id.isascii()) or int(row_id) > _MOST:
        return None
    try:
        return Place(_EPOCH + int(micros) * _MICROSECOND, int(row_id))
    except (OverflowError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows newest first, and the places of the pages beside it; None where there is none."""

    rows: list[Row]
    older: Place | None
    newer: Place | None


def cut(
    fetched: Sequence[Row],
    *,
    size: int,
    place_of: Callable[[Row], Place],
    older_than: Place | None = None,
    newer_than: Place | None = None,
) -> Page[Row]:
    """A page out of up to `size` + 1 rows, which were fetched away from the place that was named.

    Going newer they come oldest first, and are turned round here.
    """
    is_more = len(fetched) > size
    rows = list(fetched[:size])
    if newer_than is not None:
        rows.reverse()
        has_newer, has_older = is_more, True
    else:
        has_newer, has_older = older_than is not None, is_more
    return Page(
        rows=rows,
        older=place_of(rows[-1]) if rows and has_older else None,
        newer=place_of(rows[0]) if rows and has_newer else None,
    )
