"""What a shop shows of a cart before it is bought, and until when it may show just that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shipping import shop_words
from shipping.promise_words import days_in_words
from shipping.promising.choosing import processing_of
from shipping.promising.data import (
    CalendarRules,
    CartLine,
    Destination,
    Mixed,
    Quote,
    Rules,
)
from shipping.promising.days import BusinessDays
from shipping.promising.working_out import work_out
from shipping.rules import rules_of
from stores.models import Store


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, as `days_in_words` wants it."""

    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """`sentences` say all that can be said, in the buyer's language; none where nothing can."""

    locale: str
    is_shown: bool
    quote: Quote
    until: datetime
    processing: tuple[int, int] | None = None
    sent: Span | None = None
    sentences: tuple[str, ...] = ()


def shown_of(
    *,
    store: Store,
    lines: Sequence[CartLine],
    destination: Destination,
    now: datetime,
    locale: str,
) -> Shown:
    """What the shop shows of these lines. Queries: those of `rules_of`."""
    rules = rules_of(store)
    found = shop_words.locale_of(locale, store.locale)
    until = next_change(rules, lines, store.timezone, now)
    if not rules.is_shown or not lines:
        return Shown(found, rules.is_shown, Quote(), until)
    quote = work_out(rules=rules, lines=lines, destination=destination, counted_at=now)
    processing, sent = _leaving(rules, lines, quote)
    today = now.astimezone(ZoneInfo(store.timezone)).date()
    words = shop_words.words_in(found)
    said = (
        (words.processing, shop_words.business_days(*processing, found) if processing else ""),
        (words.sent, days_in_words(sent, today, found) if sent else ""),
        (words.arrives, days_in_words(quote, today, found)),
    )
    sentences = tuple(sentence.format(days) for sentence, days in said if days)
    return Shown(found, True, quote, until, processing, sent, sentences)


def next_change(rules: Rules, lines: Iterable[CartLine], timezone: str, now: datetime) -> datetime:
    """Until when the clock alone changes nothing: the next cut-off or midnight that matters."""
    found = [processing_of(rules, line) for line in lines]
    calendars = {rule.calendar for rule in found if rule and rule.calendar} | {rules.calendar}
    moments = [BusinessDays(CalendarRules(timezone)).end_of(_day(timezone, now))]
    for calendar in calendars:
        days = BusinessDays(calendar)
        today = days.day_of(now)
        cutoff = days.cutoff_on(today)
        if calendar.cutoff != time.max and days.is_open(today) and now <= cutoff:
            moments.append(cutoff)
        moments.append(days.end_of(today))
    return min(moments)


def _day(timezone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(timezone)).date()


def _leaving(
    rules: Rules, lines: Sequence[CartLine], quote: Quote
) -> tuple[tuple[int, int] | None, Span | None]:
    """How many business days until all has left, and on which days; not for what others send."""
    ours = {line.key for line in quote.lines if line.ships_by_on}
    found = [processing_of(rules, line) for line in lines if line.key in ours]
    said = [rule for rule in found if rule]
    steps = [step for step in quote.steps if step.code == "PACKED" and ours & set(step.lines)]
    if not said or not steps:
        return None, None
    # Together: when all can have left. Each for itself: from the first of them on.
    pick = max if rules.mixed == Mixed.LATEST else min
    days = pick(rule.min_days for rule in said), max(rule.max_days for rule in said)
    firsts = [date.fromisoformat(str(step.data["from_on"])) for step in steps]
    lasts = [date.fromisoformat(str(step.data["to_on"])) for step in steps]
    return days, Span(pick(firsts), max(lasts))


def seconds_until(moment: datetime, now: datetime) -> int:
    """Whole seconds, never more than there are."""
    return max(0, (moment - now) // timedelta(seconds=1))
