"""Where python-liquid differs from Shopify's engine, mended in one place.

python-liquid's comparison is a module function without a hook, so it is replaced there, once; we
are its only user in the process.
"""

from typing import Any

from liquid import stringify
from liquid.builtin import output
from liquid.builtin.expressions import logical
from liquid.builtin.expressions.primitive import Blank, RangeLiteral
from liquid.builtin.tags import case_tag, cycle_tag
from liquid.undefined import is_undefined

from templates_app.engine import budgets

_library_eq = logical._eq
_library_text = stringify.to_liquid_string
_library_range = RangeLiteral._make_range


def _shopify_eq(left: object, right: object) -> bool:
    """As Shopify: nil, false and what is not there equal `blank`."""
    if isinstance(left, Blank) and _is_nothing(right):
        return True
    if isinstance(right, Blank) and _is_nothing(left):
        return True
    return bool(_library_eq(left, right))


def _is_nothing(value: object) -> bool:
    return value is None or value is False or is_undefined(value)


def _bounded_range(self: Any, start: Any, stop: Any) -> range:
    made: range = _library_range(self, start, stop)
    budgets.check_value(made)
    return made


def _bounded_text(value: object, autoescape: bool) -> str:
    if not isinstance(value, str):
        budgets.check_text_of(value)
    return str(_library_text(value, autoescape))


def mend_library() -> None:
    """Idempotent: set our comparison, our bounded range and text in the library."""
    for module in (output, cycle_tag):  # each imports the function by name
        vars(module)["to_liquid_string"] = _bounded_text
    logical._eq = _shopify_eq
    case_tag._eq = _shopify_eq  # type: ignore[attr-defined]  # it imports the function by name
    RangeLiteral._make_range = _bounded_range  # type: ignore[method-assign]  # no hook is offered
