"""A line through the days, beside the days it is compared with: inline SVG from the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH: Final = 560
HEIGHT: Final = 180
TOP, FOOT, LEFT = 9.0, 150.0, 44.0
DAYS_WITH_DOTS: Final = 45
ALL: Final = 1.0  # of a share


@dataclass(frozen=True, slots=True)
class Point:
    """One day: its value, and that of the day it is compared with; None: not measured."""

    label: str
    value: float | None
    before: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn; `finding` says it to who cannot see it."""

    points: Sequence[Point]
    finding: str
    is_share: bool = False


def drawn(line: Line) -> SafeString:
    """The zero line always, the values as a line, what they are compared with dashed."""
    values = [v for point in line.points for v in (point.value, point.before) if v is not None]
    top = rounded_up(max([0.01 if line.is_share else 1.0, *values]), is_share=line.is_share)
    return format_html(
        '<svg class="plot days" viewBox="0 0 {} {}" role="img"><title>{}</title>{}{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        line.finding,
        _grid(top, is_share=line.is_share),
        _path([point.before for point in line.points], top, "--c-ref", "3 3", 1.2),
        _path([point.value for point in line.points], top, "--c1", "", 2),
        _dots(line.points, top),
        _labels(line.points),
    )


def rounded_up(value: float, *, is_share: bool = False) -> float:
    """The next number that three lines divide well; of shares a round percentage, all at most."""
    if is_share and 0.9 < value <= ALL:
        return ALL
    scale = 0.01 if is_share else 1.0
    while True:
        for nice in (3, 6, 9, 15):
            if value <= nice * scale:
                return nice * scale
        scale *= 10


def _grid(top: float, *, is_share: bool) -> SafeString:
    parts = 4 if is_share and top == ALL else 3
    lines = [(top * part / parts, part) for part in range(parts + 1)]
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="var({})"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                LEFT,
                WIDTH,
                round(_y(value, top), 1),
                round(_y(value, top), 1),
                "--line" if part else "--line-strong",
                LEFT - 6,
                round(_y(value, top) + 3.5, 1),
                _tick(value, is_share=is_share),
            )
            for value, part in lines
        ),
    )


def _tick(value: float, *, is_share: bool) -> str:
    if is_share:
        return f"{round(100 * value, 1):g} %"
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if value >= 10 * size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"


def _path(
    values: Sequence[float | None], top: float, ink: str, dashes: str, width: float
) -> SafeString:
    """Broken where nothing was measured."""
    steps, is_down = [], False
    for place, value in enumerate(values):
        if value is None:
            is_down = False
            continue
        steps.append(f"{'L' if is_down else 'M'}{_x(place, values):.1f} {_y(value, top):.1f}")
        is_down = True
    if not steps:
        return SafeString("")
    return format_html(
        '<path d="{}" fill="none" stroke="var({})" stroke-width="{}" stroke-dasharray="{}"'
        ' stroke-linejoin="round"/>',
        " ".join(steps),
        ink,
        width,
        dashes or "none",
    )


def _dots(points: Sequence[Point], top: float) -> SafeString:
    """Each day says its value where there is room to point at it; a lone day is seen at all."""
    if len(points) > DAYS_WITH_DOTS:
        return SafeString("")
    values = [point.value for point in points]
    return format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="2.6" fill="var(--c1)"><title>{}</title></circle>',
        (
            (round(_x(place, values), 1), round(_y(point.value, top), 1), point.said)
            for place, point in enumerate(points)
            if point.value is not None
        ),
    )


def _labels(points: Sequence[Point]) -> SafeString:
    """At most seven, the first and the last among them."""
    last = len(points) - 1
    places = sorted({round(last * part / 6) for part in range(7)}) if last > 0 else [0]
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                round(_x(place, points), 1),
                HEIGHT - 8,
                "end" if place == last and last else "start" if place == 0 else "middle",
                points[place].label,
            )
            for place in places
        ),
    )


def _x(place: int, values: Sequence[object]) -> float:
    return LEFT + (WIDTH - LEFT - 4) * place / max(len(values) - 1, 1)


def _y(value: float, top: float) -> float:
    return FOOT - (FOOT - TOP) * min(max(value, 0.0), top) / top
