"""Store by store: each store's own difference, its weight, and the pooled one as a diamond."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from desk.experiments.drawing import Pen, Scale, across, box, framed, named, shape, text, upright


@dataclass(frozen=True, slots=True)
class Row:
    """One store alone; without an interval where it has told too little to have one."""

    country: str
    name: str
    estimate: float | None
    low: float | None
    high: float | None
    weight: float  # of 1
    orders: str
    share: str


@dataclass(frozen=True, slots=True)
class Forest:
    rows: Sequence[Row]  # the heaviest first
    estimate: float
    low: float
    high: float
    total_label: str
    total_orders: str
    total_share: str
    unit: str  # above the axis: "B minus A, clicks per 100 orders"
    short_unit: str  # the same on a phone
    orders_label: str
    finding: str
    tick: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class _Form:
    kind: str
    width: int
    left: float
    right: float
    has_figures: bool


_WIDE = _Form("wide", 640, 196, 504, True)
_NARROW = _Form("narrow", 340, 152, 324, False)
_FIRST, _STEP, _ORDERS, _NAME = 36, 27, 582, 26


def drawn(forest: Forest) -> SafeString:
    return _drawn(forest, _WIDE) + _drawn(forest, _NARROW)


def _drawn(forest: Forest, form: _Form) -> SafeString:
    scale = _scale(forest, form)
    foot = _FIRST + _STEP * len(forest.rows)
    parts = [*_head(forest, form, scale), *_ground(forest, form, scale, foot)]
    for place, row in enumerate(forest.rows):
        parts += _row(row, _FIRST + _STEP * place, form, scale)
    parts += _total(forest, foot, form, scale)
    return framed(form.kind, form.width, foot + 46, forest.finding, parts)


def _scale(forest: Forest, form: _Form) -> Scale:
    """Holds all the stores' differences and the diamond; what reaches far beyond is cut off."""
    known = [row for row in forest.rows if row.estimate is not None]
    width = forest.high - forest.low
    least, most = forest.low - 4 * width, forest.high + 4 * width
    lows = [row.low for row in known if row.low is not None]
    highs = [row.high for row in known if row.high is not None]
    low = max(min([forest.low, *lows]), least)
    high = min(max([forest.high, *highs]), most)
    return Scale.over(low, high, left=form.left, right=form.right, ticks=7)


def _head(forest: Forest, form: _Form, scale: Scale) -> Iterator[SafeString]:
    yield text(0, 12, _("Store"))
    middle = (form.left + form.right) / 2
    if not form.has_figures:
        yield text(middle, 12, forest.short_unit, anchor="middle")
        return
    yield text(middle, 12, forest.unit, anchor="middle")
    yield text(_ORDERS, 12, forest.orders_label, anchor="end")
    yield text(form.width, 12, _("Weight"), anchor="end")


def _ground(forest: Forest, form: _Form, scale: Scale, foot: float) -> Iterator[SafeString]:
    zero, pooled = scale.at(0), scale.held(forest.estimate)
    yield upright(zero, 20, foot + 24, Pen("--c-axis", 1.2))
    yield upright(pooled, 20, foot, Pen("--brand", 1, "2 3"))
    yield across(0, form.width, foot - 11, Pen("--line-strong"))
    for value in scale.ticks:
        yield text(scale.at(value), foot + 42, forest.tick(value), anchor="middle")


def _row(row: Row, y: float, form: _Form, scale: Scale) -> list[SafeString]:
    parts = [text(0, y + 4, row.country), named(_NAME, y + 4, row.name, form.left - _NAME - 8)]
    if row.estimate is None or row.low is None or row.high is None:
        parts.append(text(scale.at(0) + 8, y + 4, _("too few yet")))
    else:
        side = round(5.3 + 17.9 * sqrt(row.weight), 1)
        x = scale.held(row.estimate)
        parts.append(across(scale.held(row.low), scale.held(row.high), y, Pen("--c-mute", 1.5)))
        parts.append(box(x - side / 2, y - side / 2, side, side, "--c1"))
    return parts + _figures(row.orders, row.share, y + 4, form, "")


def _total(forest: Forest, foot: float, form: _Form, scale: Scale) -> list[SafeString]:
    y = foot + 4
    low, middle, high = (scale.held(x) for x in (forest.low, forest.estimate, forest.high))
    diamond = f"M{low} {y}L{middle} {y - 8}L{high} {y}L{middle} {y + 8}Z"
    return [
        text(0, y + 5, forest.total_label, style="strong"),
        shape(diamond, "--brand"),
        *_figures(forest.total_orders, forest.total_share, y + 5, form, "strong"),
    ]


def _figures(orders: str, share: str, y: float, form: _Form, style: str) -> list[SafeString]:
    if not form.has_figures:
        return []
    return [
        text(_ORDERS, y, orders, anchor="end", style=style),
        text(form.width, y, share, anchor="end", style=style),
    ]
