"""Intervals about no change, as inline SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from analytics.stats.data import Effect

WIDTH, ROW, LEFT = 640, 44, 56


@dataclass(frozen=True, slots=True)
class Bar:
    """One arm's relative change, and what it may lie between."""

    label: str
    words: str
    effect: Effect


def intervals(bars: Sequence[Bar]) -> SafeString | str:
    """A line from least to most for each arm, its estimate a dot, no change a dashed line."""
    if not bars:
        return ""
    low = min(0.0, *(bar.effect.low for bar in bars))
    high = max(0.0, *(bar.effect.high for bar in bars))
    span = (high - low) or 1.0

    def x(value: float) -> str:
        return f"{LEFT + (value - low) / span * (WIDTH - LEFT - 20):.1f}"

    rows = format_html_join(
        "",
        '<text x="0" y="{}">{}</text><line class="bar" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle cx="{}" cy="{}" r="5"/><text class="at" x="{}" y="{}">{}</text>',
        (
            (
                place * ROW + 32,
                bar.label,
                x(bar.effect.low),
                x(bar.effect.high),
                place * ROW + 28,
                place * ROW + 28,
                x(bar.effect.estimate),
                place * ROW + 28,
                x(bar.effect.estimate),
                place * ROW + 16,
                bar.words,
            )
            for place, bar in enumerate(bars)
        ),
    )
    height = len(bars) * ROW + 12
    zero = x(0)
    return format_html(
        '<svg class="plot" viewBox="0 0 {} {}" role="img"><line class="zero" x1="{}" x2="{}" '
        'y1="0" y2="{}"/>{}</svg>',
        WIDTH,
        height,
        zero,
        zero,
        height,
        rows,
    )
