"""The lines over the days: their scale is read at a glance and promises nothing impossible."""

import pytest

from desk.figures.drawing import Line, Point, drawn, rounded_up


@pytest.mark.parametrize(
    ("value", "top"), [(0.004, 0.03), (0.31, 0.6), (0.9, 0.9), (0.91, 1.0), (1.0, 1.0)]
)
def test_no_scale_of_shares_goes_beyond_all(value: float, top: float) -> None:
    assert rounded_up(value, is_share=True) == pytest.approx(top)


@pytest.mark.parametrize(("value", "top"), [(1, 3), (10, 15), (16, 30), (95, 150)])
def test_a_scale_of_numbers_is_parted_in_three(value: float, top: float) -> None:
    assert rounded_up(value) == top


def test_all_is_parted_in_quarters() -> None:
    line = Line([Point("1 Nov", 0.5), Point("2 Nov", 1.0)], "Up", is_share=True)

    said = drawn(line)

    assert [tick in said for tick in (">25 %<", ">50 %<", ">75 %<", ">100 %<", ">150 ")] == [
        *[True] * 4,
        False,
    ]
