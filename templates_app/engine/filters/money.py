"""Money filters: the input is the amount × 100 (see templates_app/context_spec.py)."""

import html
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final

from babel import Locale
from babel.numbers import NumberPattern, format_currency, format_percent, parse_pattern
from liquid.filter import with_context

from common.money import exponent
from templates_app.engine.languages import babel_locale

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MARKUP = re.compile(r"<[^>]*>")
# Shopify's placeholders: thousands separator, decimal separator, with decimals or without.
_STYLES: Final = {
    "amount": (",", ".", True),
    "amount_no_decimals": (",", ".", False),
    "amount_with_comma_separator": (".", ",", True),
    "amount_no_decimals_with_comma_separator": (".", ",", False),
    "amount_with_apostrophe_separator": ("'", ".", True),
    "amount_no_decimals_with_space_separator": (" ", ",", False),
    "amount_with_space_separator": (" ", ",", True),
    "amount_with_period_and_space_separator": (" ", ".", True),
}


def amount_of(value: object, currency: str) -> Decimal | None:
    """The amount in major units, rounded as the currency is written; None if it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        amount = Decimal(str(value).strip()) / 100
        step = Decimal(1).scaleb(-exponent(currency))
        return amount.quantize(step, rounding=ROUND_HALF_UP)
    except InvalidOperation:  # no number, or one too large to be money
        return None


@with_context
def money(value: object, *_args: object, context: Any) -> str:
    """With the currency's sign, as the shop's e-mail format or the locale writes it."""
    options = context.options
    return _format(value, options.currency, options.locale, options.money_format)


@with_context
def money_with_currency(value: object, *_args: object, context: Any) -> str:
    """The same with the currency's code: `1 849,00 NOK`."""
    options = context.options
    if options.money_with_currency_format:
        shape = options.money_with_currency_format
        return _format(value, options.currency, options.locale, shape)
    amount = amount_of(value, options.currency)
    return "" if amount is None else _localised(amount, options.currency, options.locale, code=True)


@with_context
def money_without_trailing_zeros(value: object, *_args: object, context: Any) -> str:
    """Whole amounts without decimals: `1 849 kr`, but `1 849,50 kr`."""
    options = context.options
    amount = amount_of(value, options.currency)
    whole = amount is not None and amount == amount.to_integral_value()
    return _format(value, options.currency, options.locale, options.money_format, whole=whole)


@with_context
def money_without_currency(value: object, *_args: object, context: Any) -> str:
    """Only the figure: `1 849,00`."""
    options = context.options
    amount = amount_of(value, options.currency)
    if amount is None:
        return ""
    found = _PLACEHOLDER.search(options.money_format)
    if found and found[1] in _STYLES:
        return _styled(amount, found[1], whole=False)
    return _localised(amount, options.currency, options.locale, bare=True)


@with_context
def money_amount(value: object, *_args: object, context: Any) -> str:
    """For machines: `1849.00`, whatever the language."""
    amount = amount_of(value, context.options.currency)
    return "" if amount is None else f"{amount:f}"


@with_context
def percent(value: object, *_args: object, context: Any) -> str:
    """Ours: a rate as the locale writes it: 0.25 → `25 %`, 0.081 → `8,1 %`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return _rate(value, context.options.locale)


@lru_cache(maxsize=1024)
def _rate(value: float, locale: str) -> str:
    language = babel_locale(locale)
    shape = language.percent_formats[None].pattern.replace("0", "0.###", 1)
    return format_percent(value, format=shape, locale=language)


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "money": money,
    "money_with_currency": money_with_currency,
    "money_without_trailing_zeros": money_without_trailing_zeros,
    "money_without_currency": money_without_currency,
    "money_amount": money_amount,
    "percent": percent,
}


def _format(value: object, currency: str, locale: str, shape: str, *, whole: bool = False) -> str:
    if value.__class__ is int:  # as amounts are: a shop has few prices
        return _formatted(value, currency, locale, shape, whole)
    return _formatted.__wrapped__(value, currency, locale, shape, whole)


@lru_cache(maxsize=4096)
def _formatted(value: object, currency: str, locale: str, shape: str, whole: bool) -> str:
    amount = amount_of(value, currency)
    if amount is None:
        return ""
    if not shape or not _PLACEHOLDER.search(shape):
        return _localised(amount, currency, locale, whole=whole)
    # The shop's format may carry entities or a <span>: a mail's text wants neither.
    plain = html.unescape(_MARKUP.sub("", shape))
    text = _PLACEHOLDER.sub(lambda found: _styled(abs(amount), found[1], whole=whole), plain)
    return f"-{text}" if amount < 0 else text


def _styled(amount: Decimal, style: str, *, whole: bool) -> str:
    thousands, point, has_decimals = _STYLES.get(style, _STYLES["amount"])
    if not has_decimals or whole:
        amount = amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{amount:,}".translate({ord(","): thousands, ord("."): point})


@lru_cache(maxsize=4096)  # a shop has few prices, and Babel takes 50 µs for one
def _localised(
    amount: Decimal,
    currency: str,
    locale: str,
    *,
    whole: bool = False,
    code: bool = False,
    bare: bool = False,
) -> str:
    decimals = 0 if whole else max(0, -int(amount.as_tuple().exponent))
    language = babel_locale(locale)
    if not code and not bare and decimals == exponent(currency):
        return str(format_currency(amount, currency, locale=language, currency_digits=True))
    pattern = _pattern(language, decimals, code, bare)
    text: str = pattern.apply(amount, language, currency=currency, currency_digits=False)
    return text.strip("\N{NO-BREAK SPACE} ") if bare else text


@lru_cache(maxsize=256)
def _pattern(language: Locale, decimals: int, code: bool, bare: bool) -> NumberPattern:
    sign = "" if bare else "¤¤" if code else "¤"
    shape = language.currency_formats["standard"].pattern.replace("¤", sign)
    if code:  # a code never touches the figure
        shape = re.sub(r"¤¤(?=[#0-])", "¤¤\N{NO-BREAK SPACE}", shape)
    places = "." + "0" * decimals if decimals else ""
    return parse_pattern(re.sub(r"\.0+", places, shape))
