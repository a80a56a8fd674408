"""A signed body as a dict that Postgres can hold, or a clear word why not. Imports no Django."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from common.marking import gettext_noop

MAX_DEPTH = 60
MAX_EXPONENT = 300
NOT_UTF_8 = gettext_noop("The body is not UTF-8")
NOT_JSON = gettext_noop("The body is not JSON")
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Unreadable(ValueError):
    """The body is not the JSON object that Shopify sends; `str()` says why."""


def read_body(body: bytes) -> dict[str, Any]:
    """Parse a webhook's body. Raises Unreadable, and nothing else, for whatever is not readable.

    NUL and lone surrogates, which Postgres refuses, become U+FFFD: a strange name must not cost a
    buyer the confirmation.
    """
    if not body:
        raise Unreadable(gettext_noop("The body is empty."))
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_float=_exact,
        )
        clean = _clean(value, MAX_DEPTH)
    except UnicodeDecodeError as error:
        raise Unreadable(f"{NOT_UTF_8}: byte {error.start}") from error
    except RecursionError as error:
        raise Unreadable(gettext_noop("The body is nested too deeply.")) from error
    except Unreadable:
        raise
    except ValueError as error:  # JSONDecodeError, and integers beyond Python's digit limit
        raise Unreadable(f"{NOT_JSON}: {error}"[:400]) from error
    if not isinstance(clean, dict):
        raise Unreadable(gettext_noop("The body is not a JSON object."))
    return clean


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Unreadable(gettext_noop("The body names a key twice."))
    return made


def _no_constant(name: str) -> NoReturn:
    raise Unreadable(f"The body holds {name}, which is not JSON.")


def _exact(text: str) -> Decimal:
    """Amounts given as numbers stay exact; an exponent that no amount has is refused."""
    number = Decimal(text)
    if abs(number.adjusted()) > MAX_EXPONENT:
        raise Unreadable(gettext_noop("The body holds a number beyond all measure."))
    return number


def _clean(value: Any, depth: int) -> Any:
    if depth < 0:
        raise Unreadable(gettext_noop("The body is nested too deeply."))
    match value:
        case str():
            return UNSTORABLE.sub("\ufffd", value)
        case dict():
            return {_clean(key, 0): _clean(item, depth - 1) for key, item in value.items()}
        case list():
            return [_clean(item, depth - 1) for item in value]
    return value
