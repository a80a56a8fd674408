"""Days and spans of days as each language says them.

The languages that our mails and pages speak have their own words here; for all others the spans of
the Unicode CLDR, which are shorter but right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import format_date, format_interval, format_skeleton

from templates_app.engine.languages import babel_locale, direction

_ISOLATE, _POP = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class _Form:
    """Patterns of the CLDR. `opening` and `closing`: the two ends of a span within one month."""

    opening: str
    closing: str
    day: str
    day_of_year: str


@dataclass(frozen=True, slots=True)
class _Language:
    short: _Form
    full: _Form
    span: str
    either: str  # two days that follow each other
    near: tuple[str, str, str]  # yesterday, today, tomorrow
    in_days: str
    days_ago: str


def _form(opening: str, closing: str, year: str = " y") -> _Form:
    return _Form(opening, closing, closing, closing + year)


_DOTTED: Final = (_form("EEE d.", "EEE d. MMM"), _form("EEEE d.", "EEEE d. MMMM"))
_PLAIN: Final = (_form("EEE d", "EEE d MMM"), _form("EEEE d", "EEEE d MMMM"))
_EN: Final = _Language(
    *_PLAIN,
    span="{} to {}",
    either="{} or {}",
    near=("yesterday", "today", "tomorrow"),
    in_days="in {} days",
    days_ago="{} days ago",
)
_LANGUAGES: Final[Mapping[str, _Language]] = {
    "en": _EN,
    "en_US": _Language(
        _form("EEE, MMM d", "EEE, MMM d", ", y"),
        _form("EEEE, MMMM d", "EEEE, MMMM d", ", y"),
        _EN.span,
        _EN.either,
        _EN.near,
        _EN.in_days,
        _EN.days_ago,
    ),
    "nb": _Language(
        *_DOTTED,
        span="{} til {}",
        either="{} eller {}",
        near=("i går", "i dag", "i morgen"),
        in_days="om {} dager",
        days_ago="for {} dager siden",
    ),
    "da": _Language(
        *_DOTTED,
        span="{} til {}",
        either="{} eller {}",
        near=("i går", "i dag", "i morgen"),
        in_days="om {} dage",
        days_ago="for {} dage siden",
    ),
    "sv": _Language(
        *_PLAIN,
        span="{} till {}",
        either="{} eller {}",
        near=("i går", "i dag", "i morgon"),
        in_days="om {} dagar",
        days_ago="för {} dagar sedan",
    ),
    "de": _Language(
        *_DOTTED,
        span="{} bis {}",
        either="{} oder {}",
        near=("gestern", "heute", "morgen"),
        in_days="in {} Tagen",
        days_ago="vor {} Tagen",
    ),
    "fr": _Language(
        *_PLAIN,
        span="du {} au {}",
        either="{} ou {}",
        near=("hier", "aujourd’hui", "demain"),
        in_days="dans {} jours",
        days_ago="il y a {} jours",
    ),
    "zh_Hans": _Language(
        _Form("M月d日EEE", "d日EEE", "M月d日EEE", "y年M月d日EEE"),
        _Form("M月d日EEEE", "d日EEEE", "M月d日EEEE", "y年M月d日EEEE"),
        span="{}至{}",
        either="{}或{}",
        near=("昨天", "今天", "明天"),
        in_days="{}天后",
        days_ago="{}天前",
    ),
}


def span_in_words(
    first: date, last: date, today: date, locale: str, *, is_full: bool = False
) -> str:
    """ "Wed 25 to Thu 26 Nov"; in full "Wednesday 25 or Thursday 26 November".

    The year is said where it is not this one at both ends.
    """
    if first == last:
        return day_in_words(first, today, locale, is_full=is_full)
    language, to = _language_of(locale), babel_locale(locale)
    is_this_year = first.year == last.year == today.year
    if language is None:
        skeleton = "MMMEd" if is_this_year else "yMMMEd"
        return _isolated(format_interval(first, last, skeleton, locale=to), locale)
    form = language.full if is_full else language.short
    if not is_this_year:
        ends = form.day_of_year, form.day_of_year
    elif first.month == last.month:
        ends = form.opening, form.closing
    else:
        ends = form.day, form.day
    said = [
        format_date(day, pattern, locale=to)
        for day, pattern in zip((first, last), ends, strict=True)
    ]
    is_either = is_full and (last - first).days == 1
    return (language.either if is_either else language.span).format(*said)


def day_in_words(day: date, today: date, locale: str, *, is_full: bool = False) -> str:
    """ "Wed 25 Nov"; with its year where that is not this one."""
    language, to = _language_of(locale), babel_locale(locale)
    is_this_year = day.year == today.year
    if language is None:
        skeleton = "MMMEd" if is_this_year else "yMMMEd"
        return _isolated(format_skeleton(skeleton, day, locale=to), locale)
    form = language.full if is_full else language.short
    return format_date(day, form.day if is_this_year else form.day_of_year, locale=to)


def nearness_in_words(day: date, today: date, locale: str) -> str:
    """ "tomorrow", "in 3 days"; "" in a language whose words for it we do not have."""
    language, away = _language_of(locale), (day - today).days
    if language is None:
        return ""
    if abs(away) <= 1:
        return language.near[away + 1]
    return (language.in_days if away > 0 else language.days_ago).format(abs(away))


def _language_of(locale: str) -> _Language | None:
    known = babel_locale(locale)
    for name in (f"{known.language}_{known.territory}", f"{known.language}_{known.script}"):
        if name in _LANGUAGES:
            return _LANGUAGES[name]
    if known.language == "zh":  # traditional script
        return None
    return _LANGUAGES.get("nb" if known.language == "no" else known.language)


def _isolated(text: str, locale: str) -> str:
    """So that what stands beside it in another direction does not reorder it."""
    return f"{_ISOLATE}{text}{_POP}" if direction(locale) == "rtl" else text
