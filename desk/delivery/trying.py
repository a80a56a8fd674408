"""Try it: what would be promised for these goods to that country, and why."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from desk.promise_steps import StepLine, steps_in_words
from shipping.processing_times import target_of
from shipping.promise_words import days_in_words
from shipping.promising.data import CartLine, Destination
from shipping.rule_changes import RuleRefused
from shipping.shown import Shown, shown_of
from shipping.transit_times import country_code
from stores.models import Store

MOST_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed for one line of the cart."""

    product: str = ""
    variant: str = ""
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was asked, and what came out; `fault` where it cannot be read."""

    lines: tuple[Line, ...]
    country: str
    postcode: str
    method: str
    at: datetime
    shown: Shown | None = None
    steps: tuple[StepLine, ...] = ()
    arrival: str = ""
    fault: str = ""

    @property
    def typed_at(self) -> str:
        """In the store's time zone, as an `<input type=datetime-local>` wants it."""
        return self.at.strftime("%Y-%m-%dT%H:%M")

    @property
    def was_asked(self) -> bool:
        return bool(self.shown or self.fault)


def trial_of(store: Store, query: QueryDict, now: datetime, locale: str) -> Trial:
    """By the same reckoning as orders and shops. Queries: those of `rules_of`, if it was asked."""
    zone = ZoneInfo(store.timezone)
    asked = Trial(
        lines=_typed(query),
        country=query.get("country", store.country)[:20],
        postcode=query.get("postcode", "")[:20],
        method=query.get("method", "")[:255],
        at=_moment(query.get("at", ""), zone) or now.astimezone(zone),
    )
    if "try" not in query:
        return asked
    try:
        return _answered(store, asked, locale)
    except RuleRefused as refusal:
        return replace(asked, fault=str(refusal))


def _answered(store: Store, asked: Trial, locale: str) -> Trial:
    lines = [_line(place, line) for place, line in enumerate(asked.lines)]
    destination = Destination(
        country=country_code(asked.country), postcode=asked.postcode, method=asked.method
    )
    found = shown_of(store=store, lines=lines, destination=destination, now=asked.at, locale=locale)
    return replace(
        asked,
        shown=found,
        steps=tuple(_steps(asked, found, lines)),
        arrival=days_in_words(found.quote, asked.at.date(), locale),
    )


def _steps(asked: Trial, found: Shown, lines: list[CartLine]) -> list[StepLine]:
    titles = {
        place: line.product or line.variant or line.vendor for place, line in enumerate(asked.lines)
    }
    told = [step.as_json() for step in found.quote.steps]
    return steps_in_words(told, titles, {line.key for line in lines}, asked.at.date())


def _typed(query: QueryDict) -> tuple[Line, ...]:
    products, vendors = query.getlist("product"), query.getlist("vendor")
    variants = query.getlist("variant")
    count = min(MOST_LINES, max(len(products), len(vendors), len(variants), 1))

    def at(values: list[str], place: int) -> str:
        return values[place].replace("\0", "").strip()[:300] if place < len(values) else ""

    typed = [
        Line(at(products, place), at(variants, place), at(vendors, place)) for place in range(count)
    ]
    return tuple(line for line in typed if line != Line()) or (Line(),)


def _line(place: int, line: Line) -> CartLine:
    return CartLine(
        key=place,
        product=int(target_of("PRODUCT", line.product)) if line.product else None,
        variant=int(target_of("VARIANT", line.variant)) if line.variant else None,
        vendor=line.vendor,
    )


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """What an `<input type=datetime-local>` says."""
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        return None
    if found is None or not 2000 <= found.year <= 2200:
        return None
    return timezone.make_aware(found, zone) if timezone.is_naive(found) else found
