"""Cursors: whose they are, and what becomes of bent ones."""

from datetime import UTC, datetime
from typing import Any

import pytest

from common.api import paging
from common.api.paging import Keyset, Place, page_of
from common.api.problems import Problem

KEYSET = Keyset("things", ("at", "id"))
AT = datetime(2026, 3, 2, tzinfo=UTC)


class Thing:
    def __init__(self, number: int) -> None:
        self.at, self.id = AT, number


def fetch(position: list[Any] | None, limit: int) -> list[Any]:
    below = 10 if position is None else position[1]
    assert position is None or position[0] == AT
    return [Thing(number) for number in range(below - 1, -1, -1)][:limit]


def page(cursor: str = "", **changes: Any) -> Any:
    place = {"owner": "agency:1", "filters": {"q": "a"}, "cursor": cursor, "limit": 4, **changes}
    return page_of(fetch, changes.pop("keyset", KEYSET), Place(**{**place, "cursor": cursor}))


def test_pages_follow_each_other_to_the_end() -> None:
    seen, cursor = [], ""
    while cursor is not None:
        found = page(cursor)
        seen.append([row.id for row in found.rows])
        cursor = found.next_cursor

    assert seen == [[9, 8, 7, 6], [5, 4, 3, 2], [1, 0]]


def test_the_size_of_a_page_may_change_on_the_way() -> None:
    found = page(page().next_cursor, limit=1)

    assert [row.id for row in found.rows] == [5]


@pytest.mark.parametrize(
    "changes", [{"owner": "agency:2"}, {"filters": {"q": "b"}}, {"filters": {}}]
)
def test_a_cursor_of_another_tenant_or_filter_is_refused(changes: dict[str, Any]) -> None:
    cursor = page().next_cursor

    assert page(cursor).rows
    with pytest.raises(Problem) as refused:
        page(cursor, **changes)
    assert refused.value.problem_code == "bad-cursor"


def test_a_cursor_of_another_list_is_refused() -> None:
    other = page_of(fetch, Keyset("others", ("at", "id")), Place("agency:1", {"q": "a"}, "", 4))

    with pytest.raises(Problem):
        page(other.next_cursor or "")


@pytest.mark.parametrize(
    "bend",
    [
        lambda text: text[:-2],
        lambda text: text[:-3] + "AAA",
        lambda text: text + "A" * 2000,
        lambda text: "gAAAAA" + text[6:].swapcase(),
        lambda _: "0",
        lambda _: "é",
        lambda _: "\x00",
        lambda _: "eyJhIjoxfQ==",
    ],
)
def test_a_bent_cursor_is_refused(bend: Any) -> None:
    with pytest.raises(Problem) as refused:
        page(bend(page().next_cursor))

    assert refused.value.status_code == 400


def test_a_cursor_shows_no_row_number() -> None:
    from base64 import urlsafe_b64decode

    cursor = page(limit=3).next_cursor

    assert b"things" not in urlsafe_b64decode(cursor)
    assert AT.isoformat().encode() not in urlsafe_b64decode(cursor)
    assert len(cursor) < paging.LONGEST_CURSOR
