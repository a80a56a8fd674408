"""Small charts as inline SVG from the server. One hue; failure red; the usual a dashed line."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, FOOT, LEFT = 560, 176, 150.0, 34


@dataclass(frozen=True, slots=True)
class Hour:
    label: str
    sent: int
    failed: int
    usual: float
    is_unfinished: bool = False
    is_ahead: bool = False


def per_hour(hours: Sequence[Hour], finding: str) -> SafeString:
    """Bars of a day beside what is usual; `finding` says the chart to who cannot see it."""
    top = _rounded_up(max([1.0, *(max(hour.sent + hour.failed, hour.usual) for hour in hours)]))
    step = (WIDTH - LEFT) / max(len(hours), 1)
    return format_html(
        '<svg class="plot" viewBox="0 0 {} {}" role="img"><title>{}</title>{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        finding,
        _grid(top),
        format_html_join("", "{}", ((_bar(hour, i, step, top),) for i, hour in enumerate(hours))),
        _usual(hours, step, top),
        _hours(hours, step),
    )


def spark(values: Sequence[int]) -> SafeString:
    """Ten days as bars; today the last, and darker."""
    top = max([1, *values])
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="3.6" height="{}" rx=".8" fill="var({})"/>',
        (
            (
                i * 5,
                round(21 - 20 * value / top, 1),
                round(1 + 20 * value / top, 1),
                "--brand" if i == len(values) - 1 else "--c1-mid",
            )
            for i, value in enumerate(values)
        ),
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 50 22" width="50" height="22" aria-hidden="true">{}</svg>',
        bars,
    )


def _grid(top: float) -> SafeString:
    lines = [(top * part / 3, FOOT - (FOOT - 9) * part / 3) for part in range(4)]
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="var({})"/>'
        '<text x="28" y="{}" text-anchor="end">{}</text>',
        (
            (
                LEFT,
                WIDTH,
                round(y, 1),
                round(y, 1),
                "--line-strong" if value == 0 else "--line",
                round(y + 3.5, 1),
                f"{value:g}",
            )
            for value, y in lines
        ),
    )


def _bar(hour: Hour, place: int, step: float, top: float) -> SafeString:
    if hour.is_ahead or not (hour.sent or hour.failed):
        return SafeString("")
    x, width = LEFT + place * step + 2, max(step - 4, 2)
    sent, failed = _high(hour.sent, top), _high(hour.failed, top)
    ink = "--c1-soft" if hour.is_unfinished else "--c1"
    shape = (
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="var({})"><title>{}</title></rect>'
    )
    said = f"{hour.label}: {hour.sent}" + (f" + {hour.failed}" if hour.failed else "")
    drawn = format_html(
        shape, round(x, 1), round(FOOT - sent, 1), round(width, 1), round(sent, 1), ink, said
    )
    if not hour.failed:
        return drawn
    over = format_html(
        shape,
        round(x, 1),
        round(FOOT - sent - failed, 1),
        round(width, 1),
        round(failed, 1),
        "--bad-mark",
        said,
    )
    return drawn + over


def _usual(hours: Sequence[Hour], step: float, top: float) -> SafeString:
    if not any(hour.usual for hour in hours):
        return SafeString("")
    points = " ".join(
        f"{LEFT + (i + 0.5) * step:.1f},{FOOT - _high(hour.usual, top):.1f}"
        for i, hour in enumerate(hours)
    )
    return format_html(
        '<polyline points="{}" fill="none" stroke="var(--c-ref)" stroke-width="1.2" '
        'stroke-dasharray="3 3"/>',
        points,
    )


def _hours(hours: Sequence[Hour], step: float) -> SafeString:
    return format_html_join(
        "",
        '<text x="{}" y="168" text-anchor="middle">{}</text>',
        (
            (round(LEFT + (i + 0.5) * step, 1), hour.label)
            for i, hour in enumerate(hours)
            if i % 6 == 0
        ),
    )


def _high(value: float, top: float) -> float:
    return (FOOT - 9) * value / top


def _rounded_up(value: float) -> float:
    """The next number that three lines divide well: 3, 6, 9, 15, 30, 60 …"""
    scale = 1.0
    while True:
        for nice in (3, 6, 9, 15):
            if value <= nice * scale:
                return nice * scale
        scale *= 10
