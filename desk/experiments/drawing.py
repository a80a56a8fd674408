"""What the charts of a test share: a scale from figures to points, and clipped names."""

import math
import unicodedata
from dataclasses import dataclass
from typing import Self

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures from `least` to `most` laid from the point `left` to the point `right`."""

    least: float
    most: float
    left: float
    right: float
    step: float

    @classmethod
    def over(cls, least: float, most: float, *, left: float, right: float, ticks: int = 9) -> Self:
        """A scale that holds both and zero, its ends on whole ticks."""
        low, high = min(least, 0.0), max(most, 0.0)
        if high - low <= 0:
            low, high = -1.0, 1.0
        step = _step((high - low) / ticks)
        return cls(math.floor(low / step) * step, math.ceil(high / step) * step, left, right, step)

    def at(self, value: float) -> float:
        """The point of a figure, which may lie outside."""
        share = (value - self.least) / (self.most - self.least)
        return round(self.left + share * (self.right - self.left), 1)

    def held(self, value: float) -> float:
        """The point of a figure, or the end of the scale that it lies beyond."""
        return self.at(min(max(value, self.least), self.most))

    def holds(self, value: float) -> bool:
        return self.least <= value <= self.most

    @property
    def ticks(self) -> list[float]:
        first = round(self.least / self.step)
        return [
            round((first + place) * self.step, 10)
            for place in range(round((self.most - self.least) / self.step) + 1)
        ]


def _step(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20 … from `rough` on."""
    scale = 10.0 ** math.floor(math.log10(rough))
    return next(nice * scale for nice in (1, 2, 5, 10) if nice * scale >= rough * 0.999)


def clipped(name: str, width: float) -> str:
    """A name that fits `width` points of 11 px type; text in a picture has no ellipsis of its own.

    An estimate: a letter of Latin is about 6 points wide, one of Chinese 11.
    """
    used = 0.0
    for place, letter in enumerate(name):
        used += 11.0 if unicodedata.east_asian_width(letter) in "WF" else 6.0
        if used > width:
            return name[: max(place - 1, 1)].rstrip() + ELLIPSIS
    return name


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn."""

    colour: str = "--line"
    width: float = 1.0
    dashes: str = ""
    opacity: float = 1.0


def across(x1: float, x2: float, y: float, pen: Pen) -> SafeString:
    return _line(x1, x2, y, y, pen)


def upright(x: float, top: float, bottom: float, pen: Pen) -> SafeString:
    return _line(x, x, top, bottom, pen)


def _line(x1: float, x2: float, y1: float, y2: float, pen: Pen) -> SafeString:
    dashes = format_html(' stroke-dasharray="{}"', pen.dashes) if pen.dashes else ""
    opacity = format_html(' opacity="{}"', pen.opacity) if pen.opacity < 1 else ""
    return format_html(
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="var({})" stroke-width="{}"{}{}/>',
        round(x1, 1),
        round(x2, 1),
        round(y1, 1),
        round(y2, 1),
        pen.colour,
        pen.width,
        dashes,
        opacity,
    )


def dot(
    x: float, y: float, radius: float, *, hollow: bool = False, fill: str = "--brand"
) -> SafeString:
    """A point; a hollow one is a guess."""
    if hollow:
        return format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="var(--surface)" stroke="var(--c-mute)" '
            'stroke-width="1.5"/>',
            x,
            y,
            radius,
        )
    return format_html('<circle cx="{}" cy="{}" r="{}" fill="var({})"/>', x, y, radius, fill)


def box(x: float, y: float, width: float, height: float, fill: str) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="1.5" fill="var({})"/>',
        round(x, 1),
        round(y, 1),
        round(width, 1),
        round(height, 1),
        fill,
    )


def shape(path: str, fill: str) -> SafeString:
    return format_html('<path d="{}" fill="var({})"/>', path, fill)


def text(x: float, y: float, words: object, *, anchor: str = "", style: str = "") -> SafeString:
    """Words at a point. `anchor`: start (the default), middle or end; `style`: a class."""
    return format_html(
        '<text x="{}" y="{}"{}{}>{}</text>',
        round(x, 1),
        round(y, 1),
        format_html(' text-anchor="{}"', anchor) if anchor else "",
        format_html(' class="{}"', style) if style else "",
        words,
    )


def named(x: float, y: float, name: str, width: float) -> SafeString:
    """A name clipped to `width`, whole in its title."""
    short = clipped(name, width)
    whole = format_html("<title>{}</title>", name) if short != name else SafeString("")
    return format_html(
        '<text x="{}" y="{}" class="name">{}<tspan unicode-bidi="isolate">{}</tspan></text>',
        x,
        y,
        whole,
        short,
    )


def framed(
    kind: str, width: int, height: float, finding: str, parts: list[SafeString]
) -> SafeString:
    """The picture; `finding` says it to who cannot see it. Left to right in every language.

    Its class is not `chart`: Unfold's script takes each of those for a canvas of Chart.js.
    """
    return format_html(
        '<svg class="drawn {}" viewBox="0 0 {} {}" role="img" direction="ltr">'
        "<title>{}</title>{}</svg>",
        kind,
        width,
        round(height),
        finding,
        format_html_join("", "{}", ((part,) for part in parts)),
    )
