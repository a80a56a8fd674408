"""Small pictures beside figures: a group's interval, the share of each arm, how far a test is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from desk.experiments.drawing import Pen, Scale, across, dot, upright

WIDTH = 210


@dataclass(frozen=True, slots=True)
class Span:
    estimate: float
    low: float
    high: float


def spans(groups: Sequence[Span]) -> list[SafeString]:
    """One strip a group, all on one scale, dashed: to wonder about, not to decide on."""
    if not groups:
        return []
    scale = Scale.over(
        min(one.low for one in groups), max(one.high for one in groups), left=4, right=WIDTH - 4
    )
    return [_span(one, scale) for one in groups]


def _span(one: Span, scale: Scale) -> SafeString:
    return format_html(
        '<svg class="drawn" viewBox="0 0 {} 20" aria-hidden="true">{}{}{}</svg>',
        WIDTH,
        upright(scale.at(0), 0, 20, Pen("--c-mute")),
        across(scale.at(one.low), scale.at(one.high), 10, Pen("--c-mute", 2, "4 2")),
        dot(scale.at(one.estimate), 10, 3.5, hollow=True),
    )


def ratio(shares: Sequence[tuple[str, float, str]]) -> SafeString:
    """How many each arm was given, as (label, share of 1, words), side by side."""
    return format_html(
        '<div class="ratio" aria-hidden="true">{}</div>',
        format_html_join(
            "",
            '<i style="flex-grow:{}" title="{} {}"><bdi>{} {}</bdi></i>',
            (
                (max(round(share, 4), 0.02), label, words, label, words)
                for label, share, words in shares
            ),
        ),
    )


def progress(done: float, looks: Sequence[float], words: str) -> SafeString:
    """How far a test is, both of 1, with a mark at each look but the last."""
    marks = (look for look in looks if 0 < look < 1)
    return format_html(
        '<div class="progress" role="img" aria-label="{}"><i style="inline-size:{}%"></i>{}</div>',
        words,
        round(100 * min(max(done, 0.0), 1.0), 1),
        format_html_join(
            "", '<b style="inset-inline-start:{}%"></b>', ((round(100 * one, 1),) for one in marks)
        ),
    )
