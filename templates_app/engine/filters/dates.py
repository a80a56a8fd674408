"""The date filter: Ruby's strftime and Shopify's named formats, in the mail's language."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from dateutil import parser as dateutil_parser
from liquid.exceptions import FilterArgumentError
from liquid.filter import with_context
from liquid.undefined import is_undefined

from templates_app.engine.languages import babel_locale

# Shopify's named formats, as English has them; other languages by their own customs.
_ENGLISH: Final = {
    "date": "%B %-d, %Y",
    "abbreviated_date": "%b %-d, %Y",
    "basic": "%-m/%-d/%Y",
    "on_date": "on %b %-d, %Y",
    "short": "%-d %b %H:%M",
    "long": "%B %-d, %Y %H:%M",
    "date_at_time": "%B %-d, %Y at %-I:%M %P",
    "default": "%A, %B %-d, %Y at %-I:%M %P %z",
}
_NAMED: Final[dict[str, Callable[[datetime, Locale], str]]] = {
    "date": lambda when, to: format_date(when, "long", locale=to),
    "abbreviated_date": lambda when, to: format_date(when, "medium", locale=to),
    "basic": lambda when, to: _with_whole_year(when, to),
    "on_date": lambda when, to: _on(format_date(when, "medium", locale=to), to),
    "short": lambda when, to: f"{format_skeleton('MMMd', when, locale=to)} {when:%H:%M}",
    "long": lambda when, to: f"{format_date(when, 'long', locale=to)} {when:%H:%M}",
    "date_at_time": lambda when, to: _joined(when, to, "long"),
    "default": lambda when, to: f"{_joined(when, to, 'full')} {_offset(when)}",
}
_ON: Final = {"de": "am {}", "fr": "le {}"}
_JOINED: Final = {
    "nb": "{} kl. {}", "no": "{} kl. {}", "nn": "{} kl. {}", "da": "{} kl. {}", "sv": "{} kl. {}",
    "de": "{} um {}", "fr": "{} à {}", "en": "{} at {}",
}  # fmt: skip
_MISSING: Final = object()
_DIRECTIVE = re.compile(r"%([-0^#_:]*)(\d*)([a-zA-Z%+])")


@with_context
def date_filter(
    value: object, shape: object = _MISSING, *, context: Any, **named: object
) -> object:
    """Nothing stays nothing; text that is no date comes back as it is, as in Shopify."""
    if shape is _MISSING and "format" not in named:
        raise FilterArgumentError("date wants a format", token=None)
    if value is None or value == "" or is_undefined(value):
        return ""
    options = context.options
    name = named.get("format")
    wanted = shape if name is None else name
    if type(value) is str and isinstance(wanted, str) and not options.translations:
        said = _said(value, str(wanted), name is not None, options.locale)
        if said is not None:
            return said
    when = moment_of(value, options.now)
    if when is None:
        return value
    language = babel_locale(options.locale)
    if name is not None:
        return _named(when, str(name), language, options.translations)
    if shape in (None, "", _MISSING) or is_undefined(shape):
        return value
    return strftime(when, str(shape), language)


FILTERS: Final[dict[str, Callable[..., object]]] = {"date": date_filter}


@lru_cache(maxsize=4096)  # of an order's days the same is said in many mails
def _said(value: str, wanted: str, is_named: bool, locale: str) -> str | None:
    """Of a time that needs no reading; None for any other text."""
    if not wanted or value.isdigit():
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    language = babel_locale(locale)
    return _named(when, wanted, language, {}) if is_named else strftime(when, wanted, language)


def strftime(when: datetime, shape: str, language: Locale) -> str:
    """Ruby's strftime with its flags and widths; names of days and months in the language."""

    def expand(found: re.Match[str]) -> str:
        flags, width, letter = found.groups()
        compound = _COMPOUND.get(letter)
        if compound:
            return strftime(when, compound, language)
        maker = _LETTERS.get(letter)
        if maker is None:
            return found[0]
        text, pad, usual_width = maker(when, language)
        return _flagged(text, flags, int(width[:3]) if width else usual_width, pad)

    return _DIRECTIVE.sub(expand, shape)


def _flagged(text: str, flags: str, width: int, pad: str) -> str:
    if "-" in flags:
        return text
    if "^" in flags:
        text = text.upper()
    if "#" in flags:
        text = text.swapcase()
    if "0" in flags:
        pad = "0"
    if "_" in flags:
        pad = " "
    return text.rjust(width, pad)


_COMPOUND: Final = {
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "T": "%H:%M:%S",
    "X": "%H:%M:%S",
    "R": "%H:%M",
    "r": "%I:%M:%S %p",
    "c": "%a %b %e %H:%M:%S %Y",
    "x": "%m/%d/%y",
    "v": "%e-%^b-%Y",
    "+": "%a %b %e %H:%M:%S %Z %Y",
}
_Part = tuple[str, str, int]  # text, pad character, usual width


def _number(value: int, width: int = 2, pad: str = "0") -> _Part:
    return str(value), pad, width


def _word(text: str) -> _Part:
    return text, " ", 0


def _half_day(when: datetime) -> int:
    return when.hour % 12 or 12


def _offset(when: datetime) -> str:
    return when.strftime("%z") or "+0000"


_LETTERS: Final[dict[str, Callable[[datetime, Locale], _Part]]] = {
    "Y": lambda d, _: _number(d.year, 4),
    "C": lambda d, _: _number(d.year // 100),
    "y": lambda d, _: _number(d.year % 100),
    "m": lambda d, _: _number(d.month),
    "B": lambda d, to: _word(to.months["format"]["wide"][d.month]),
    "b": lambda d, to: _word(to.months["format"]["abbreviated"][d.month]),
    "h": lambda d, to: _word(to.months["format"]["abbreviated"][d.month]),
    "d": lambda d, _: _number(d.day),
    "e": lambda d, _: _number(d.day, 2, " "),
    "j": lambda d, _: _number(d.timetuple().tm_yday, 3),
    "H": lambda d, _: _number(d.hour),
    "k": lambda d, _: _number(d.hour, 2, " "),
    "I": lambda d, _: _number(_half_day(d)),
    "l": lambda d, _: _number(_half_day(d), 2, " "),
    "P": lambda d, _: _word("am" if d.hour < 12 else "pm"),
    "p": lambda d, _: _word("AM" if d.hour < 12 else "PM"),
    "M": lambda d, _: _number(d.minute),
    "S": lambda d, _: _number(d.second),
    "L": lambda d, _: _number(d.microsecond // 1000, 3),
    "N": lambda d, _: _number(d.microsecond * 1000, 9),
    "z": lambda d, _: _word(_offset(d)),
    # A time read from text knows its offset but no zone's name; Ruby prints nothing then.
    "Z": lambda d, _: _word("UTC" if d.tzname() == "UTC" else ""),
    "A": lambda d, to: _word(to.days["format"]["wide"][d.weekday()]),
    "a": lambda d, to: _word(to.days["format"]["abbreviated"][d.weekday()]),
    "u": lambda d, _: _number(d.isoweekday(), 1),
    "w": lambda d, _: _number(d.isoweekday() % 7, 1),
    "G": lambda d, _: _number(d.isocalendar().year, 4),
    "g": lambda d, _: _number(d.isocalendar().year % 100),
    "V": lambda d, _: _number(d.isocalendar().week),
    "U": lambda d, _: _number(int(d.strftime("%U"))),
    "W": lambda d, _: _number(int(d.strftime("%W"))),
    "s": lambda d, _: _word(str(int(d.timestamp()))),
    "n": lambda d, _: _word("\n"),
    "t": lambda d, _: _word("\t"),
    "%": lambda d, _: _word("%"),
}


def _named(when: datetime, name: str, language: Locale, translations: Mapping[str, object]) -> str:
    """By Shopify's name, or one of the shop's own translations, or as it stands."""
    if name in _ENGLISH and language.language == "en" and language.territory in (None, "US"):
        return strftime(when, _ENGLISH[name], language)
    if name in _NAMED:
        return _NAMED[name](when, language)
    own = translations.get("date_formats")
    shape = own.get(name) if isinstance(own, Mapping) else None
    return strftime(when, str(shape or name), language)


def _with_whole_year(when: datetime, language: Locale) -> str:
    shape = str(language.date_formats["short"].pattern)
    return str(format_date(when, re.sub(r"(?<!y)yy(?!y)", "y", shape), locale=language))


def _on(day: str, language: Locale) -> str:
    return _ON.get(language.language, "{}").format(day)


def _joined(when: datetime, language: Locale, width: str) -> str:
    """Date and time as the language joins them: `18. november 2026 kl. 10:07`."""
    day = format_date(when, width, locale=language)
    clock = format_time(when, "short", locale=language)
    return _JOINED.get(language.language, "{} {}").format(day, clock)


def moment_of(value: object, now: datetime) -> datetime | None:
    """When it is: a time, a day, seconds since 1970, text that says so, or `now`."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.min, tzinfo=UTC)
    if isinstance(value, bool):
        return None
    if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit()):
        return _from_seconds(int(value))
    if not isinstance(value, str):
        return None
    return now if value in ("now", "today") else _from_text(value)


def _from_seconds(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _from_text(text: str) -> datetime | None:
    if len(text) > 60:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        try:
            when = dateutil_parser.parse(text)
        except (ValueError, OverflowError):
            return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
