"""Arithmetic on what Ruby takes for a number, and measures with their units."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from liquid.builtin.filters import math
from liquid.filter import with_context
from liquid.undefined import is_undefined

from templates_app.engine.filters import money

_DECIMAL: Final = re.compile(r"\s*[-+]?\d+\.\d+\s*")
_WHOLE: Final = re.compile(r"\s*([-+]?\d{1,4000})")
_GRAMS: Final = {"g": 1.0, "kg": 1000.0, "lb": 453.59237, "oz": 28.349523125}
_UNITS: Final = {"grams": "g", "kilograms": "kg", "pounds": "lb", "ounces": "oz"}


def number_of(value: Any) -> Any:
    """As Ruby: "1.5" is a number, "1,5" begins with one, "abc" is 0; a truth is none."""
    if isinstance(value, bool) or value is None:
        return 0
    if not isinstance(value, str):
        return value
    if _DECIMAL.fullmatch(value):
        return float(value)
    begin = _WHOLE.match(value)
    return int(begin[1]) if begin else 0


def _ruby(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def counted(left: object, *args: object) -> object:
        return function(number_of(left), *(number_of(each) for each in args))

    return counted


@with_context
def unit_price_with_measurement(
    price: object, measurement: object = None, *_args: object, context: Any
) -> str:
    """`120,00 kr / 100 g`: the price of a measure, as money where it is not text yet."""
    text = price if isinstance(price, str) else money.money(price, context=context)
    if not isinstance(measurement, Mapping) or not text:
        return text
    unit = str(measurement.get("reference_unit") or "")
    value = measurement.get("reference_value")
    if value in (None, "", 1, 1.0, "1"):
        return f"{text}/{unit}" if unit else text
    return f"{text}/{_trimmed(value)}{unit}"


@with_context
def weight_with_unit(grams: object, unit: object = None, *_args: object, context: Any) -> str:
    """Grams in the unit wanted, else the shop's, else kilograms."""
    shop = context.resolve("shop", default=None)
    usual = shop.get("weight_unit") if isinstance(shop, Mapping) else None
    name = unit if isinstance(unit, str) and unit else usual or "kg"
    name = _UNITS.get(str(name).lower(), str(name).lower())
    amount = number_of(grams) if isinstance(grams, str) else grams
    if isinstance(amount, bool) or not isinstance(amount, int | float) or name not in _GRAMS:
        return ""
    return f"{_trimmed(amount / _GRAMS[name])} {name}"


def pluralize(count: object, one: object = "", many: object = "", *_args: object) -> object:
    return one if number_of(count) in (1, 1.0) else many


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "abs": _ruby(math.abs_),
    "at_least": _ruby(math.at_least),
    "at_most": _ruby(math.at_most),
    "ceil": _ruby(math.ceil),
    "divided_by": _ruby(math.divided_by),
    "floor": _ruby(math.floor),
    "minus": _ruby(math.minus),
    "modulo": _ruby(math.modulo),
    "plus": _ruby(math.plus),
    "times": _ruby(math.times),
    "unit_price_with_measurement": unit_price_with_measurement,
    "weight_with_unit": weight_with_unit,
    "pluralize": pluralize,
}


def _trimmed(value: Any) -> str:
    if is_undefined(value):
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{value:.0f}"
    return str(value)
