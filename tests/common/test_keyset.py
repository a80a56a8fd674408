"""Walking a list page by page, both ways."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from common.keyset import Page, Place, cut, read_place

START = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_place_survives_the_way_through_a_link() -> None:
    place = Place(datetime(2026, 11, 21, 14, 32, 7, 123456, tzinfo=UTC), 42)

    assert read_place(str(place)) == place


@pytest.mark.parametrize(
    "text",
    [None, "", "x", "1", "1.", ".1", "1.-1", "1." + "9" * 20, "9" * 40 + ".1", "²3.4", "1.٣"],
)
def test_what_no_link_of_ours_says_is_no_place(text: str | None) -> None:
    assert read_place(text) is None


@given(
    minutes=some.lists(some.integers(0, 5), max_size=30),
    size=some.integers(1, 7),
)
def test_every_row_is_met_once_going_back_and_once_coming_home(
    minutes: list[int], size: int
) -> None:
    table = [Place(START + timedelta(minutes=m), i) for i, m in enumerate(minutes)]
    table.sort(key=lambda row: (row.at, row.id), reverse=True)

    back = [_page(table, size)]
    while back[-1].older:
        back.append(_page(table, size, older_than=back[-1].older))
    home = [back[-1]]
    while home[-1].newer:
        home.append(_page(table, size, newer_than=home[-1].newer))

    assert [row for page in back for row in page.rows] == table
    assert [row for page in reversed(home) for row in page.rows] == table


def _page(
    table: list[Place], size: int, older_than: Place | None = None, newer_than: Place | None = None
) -> Page[Place]:
    """What a database would do: filter, order, limit."""
    rows = table
    if older_than:
        rows = [row for row in rows if (row.at, row.id) < (older_than.at, older_than.id)]
    if newer_than:
        rows = [row for row in rows if (row.at, row.id) > (newer_than.at, newer_than.id)][::-1]
    return cut(
        rows[: size + 1],
        size=size,
        place_of=lambda row: row,
        older_than=older_than,
        newer_than=newer_than,
    )
