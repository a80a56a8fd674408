"""Two wordings of one mail, side by side: rendered, as text, as Liquid."""

import difflib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from templates_app import trials
from templates_app.data import Rendered
from templates_app.forecasting import Forecast, sources_of
from templates_app.models import Revision
from templates_app.rendering import resolve_locale
from templates_app.samples import dressed, for_kind

_AROUND: Final = 2  # unchanged lines shown beside a change
_LONGEST: Final = 4_000  # lines compared; a pasted template may be longer than anybody reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What rendering needs of a mail, published or not."""

    kind: str
    sources: Mapping[str, Mapping[str, str]]
    brand: Mapping[str, Any]

    @property
    def locales(self) -> list[str]:
        return sorted(self.sources)

    def source_in(self, locale: str) -> str:
        """Subject and page as Liquid, in that language or the one that stands in for it."""
        source = self.sources[resolve_locale(locale, "", self.sources)]
        return f"{source['subject']}\n\n{source['html']}"

    def rendered(self, *, sample: str, locale: str) -> Rendered:
        """On one of the kind's samples. Raises TemplateError."""
        chosen = resolve_locale(locale, "", self.sources)
        context = dressed(for_kind(self.kind)[sample](), self.brand)
        return trials.render_draft(
            sources={chosen: self.sources[chosen]},
            brand=self.brand,
            locale=chosen,
            context=context,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: `sign` is "+", "-", " ", or "…" where equal lines are left out."""

    sign: str
    text: str = ""


def published(revision: Revision, *, brand: Mapping[str, Any] | None = None) -> Side:
    """As the revision froze it; `brand` for a store that sends its agency's words."""
    return Side(
        kind=revision.kind,
        sources=revision.sources,
        brand=revision.brand if brand is None else brand,
    )


def before_push(forecast: Forecast) -> Side | None:
    """What the store sends now; None where it never sent any."""
    revision = forecast.sent.revision
    return published(revision, brand=forecast.sent.brand) if revision else None


def after_push(forecast: Forecast) -> Side:
    """What it would send."""
    sources = sources_of(forecast.kind, forecast.blocks, forecast.store.locale)
    return Side(kind=forecast.kind, sources=sources, brand=forecast.brand)


def difference(before: str, after: str) -> list[Line]:
    """Line by line; far from a change nothing is said. Empty where both are the same."""
    was, comes = before.splitlines()[:_LONGEST], after.splitlines()[:_LONGEST]
    matcher = difflib.SequenceMatcher(None, was, comes, autojunk=False)
    lines: list[Line] = []
    for group in matcher.get_grouped_opcodes(_AROUND):
        if lines or group[0][1] > 0:
            lines.append(Line("…"))
        lines += itertools.chain.from_iterable(_lines(op, was, comes) for op in group)
    return lines


def _lines(op: tuple[str, int, int, int, int], was: list[str], comes: list[str]) -> Iterator[Line]:
    tag, start, end, new_start, new_end = op
    if tag == "equal":
        yield from (Line(" ", text) for text in was[start:end])
        return
    yield from (Line("-", text) for text in was[start:end])
    yield from (Line("+", text) for text in comes[new_start:new_end])
