"""How sure are we: today's interval above those of the looks before and the looks to come."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from desk.experiments.drawing import Pen, Scale, across, box, dot, framed, shape, text, upright


@dataclass(frozen=True, slots=True)
class Bar:
    """One look: the difference, and between which bounds the truth lies."""

    label: str
    estimate: float
    low: float
    high: float
    said: str  # at the end of the row


@dataclass(frozen=True, slots=True)
class Plot:
    """The looks of one comparison, in the unit that `tick` writes."""

    today: Bar
    past: Sequence[Bar]  # newest first
    future: Sequence[Bar]  # next first; guesses, drawn dashed
    finding: str
    control: str  # "A"
    treatment: str  # "B"
    tick: Callable[[float], str]
    is_lower_better: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """Where things stand; on a phone a row's words stand above its line."""

    kind: str
    width: int
    left: float
    right: float
    first: float
    past: float
    step: float
    gap: float
    words: float  # from a row's line up to its words
    margin: float


_WIDE = _Form("wide", 660, 118, 562, 42, 84, 30, 50, -4, 0)
_NARROW = _Form("narrow", 340, 10, 326, 52, 102, 38, 50, 14, 4)

# A first look's interval may be tenfold: the scale shows this many times today's width at most.
_MOST_WIDTHS = 4.0


def drawn(plot: Plot) -> SafeString:
    """Both forms; the style sheet shows one."""
    return _drawn(plot, _WIDE) + _drawn(plot, _NARROW)


def _drawn(plot: Plot, form: _Form) -> SafeString:
    scale = _scale(plot, form)
    rows = list(_rows(plot, form))
    bottom = rows[-1][0] + 16
    parts = [*_ground(plot, scale, form, bottom)]
    for y, bar, look in rows:
        parts += [*_words(bar, y, look, form), *look.shape(bar, y, scale)]
    return framed(form.kind, form.width, bottom + 26, plot.finding, parts)


def _scale(plot: Plot, form: _Form) -> Scale:
    today = plot.today
    width = max(today.high - today.low, 1e-9)
    least, most = today.estimate - _MOST_WIDTHS * width, today.estimate + _MOST_WIDTHS * width
    bars = [today, *plot.past, *plot.future]
    low = max(min(bar.low for bar in bars), least)
    high = min(max(bar.high for bar in bars), most)
    return Scale.over(low, high, left=form.left, right=form.right)


@dataclass(frozen=True, slots=True)
class _Look:
    style: str
    shape: Callable[[Bar, float, Scale], list[SafeString]]


def _rows(plot: Plot, form: _Form) -> Iterator[tuple[float, Bar, _Look]]:
    yield form.first, plot.today, _TODAY
    y = form.past
    for bar in plot.past:
        yield y, bar, _PAST
        y += form.step
    y += form.gap - form.step
    if not plot.past:
        y = form.past
    for bar in plot.future:
        yield y, bar, _FUTURE
        y += form.step


def _ground(plot: Plot, scale: Scale, form: _Form, bottom: float) -> Iterator[SafeString]:
    zero = scale.at(0)
    yield box(form.left, 4, zero - form.left, bottom - 4, "--surface-2")
    for value in scale.ticks:
        x, is_zero = scale.at(value), value == 0
        yield upright(x, 4, bottom, Pen("--c-axis", 1.5) if is_zero else Pen())
        style = "strong" if is_zero else ""
        yield text(x, bottom + 16, plot.tick(value), anchor="middle", style=style)
    below, above = (plot.control, plot.treatment)
    if plot.is_lower_better:
        below, above = above, below
    better = _("%(arm)s better")
    yield text(zero - 8, 17, better % {"arm": below}, anchor="end")
    yield text(zero + 8, 17, better % {"arm": above})


def _words(bar: Bar, y: float, look: _Look, form: _Form) -> list[SafeString]:
    return [
        text(form.margin, y - form.words, bar.label, style=look.style),
        text(form.width, y - form.words, bar.said, anchor="end", style=look.style),
    ]


def _today(bar: Bar, y: float, scale: Scale) -> list[SafeString]:
    ends = [
        upright(scale.at(value), y - 9, y + 9, Pen("--brand", 2.5))
        for value in (bar.low, bar.high)
        if scale.holds(value)
    ]
    return [
        across(scale.held(bar.low), scale.held(bar.high), y, Pen("--brand", 12, opacity=0.38)),
        *ends,
        dot(scale.held(bar.estimate), y, 6.5),
    ]


def _past(bar: Bar, y: float, scale: Scale) -> list[SafeString]:
    return [
        across(scale.held(bar.low), scale.held(bar.high), y, Pen("--c-mute", 3)),
        *_beyond(bar, y, scale),
        dot(scale.held(bar.estimate), y, 4, fill="--c-mute"),
    ]


def _future(bar: Bar, y: float, scale: Scale) -> list[SafeString]:
    return [
        across(scale.held(bar.low), scale.held(bar.high), y, Pen("--c-mute", 2, "3 4")),
        dot(scale.held(bar.estimate), y, 4, hollow=True),
    ]


def _beyond(bar: Bar, y: float, scale: Scale) -> list[SafeString]:
    """Arrows where an interval reaches further than the picture."""
    arrows = []
    if not scale.holds(bar.low):
        arrows.append(shape(f"M{scale.left} {y}l7 -5v10Z", "--c-mute"))
    if not scale.holds(bar.high):
        arrows.append(shape(f"M{scale.right} {y}l-7 -5v10Z", "--c-mute"))
    return arrows


_TODAY = _Look("strong", _today)
_PAST = _Look("", _past)
_FUTURE = _Look("", _future)
