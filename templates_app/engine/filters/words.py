"""Filters over words and links: translations, codes, addresses that may be followed."""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from liquid import Markup
from liquid.filter import with_context
from liquid.undefined import is_undefined

_GAP = re.compile(r"\{\{\s*(\w+)\s*\}\}|%\{(\w+)\}")
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
# What could end a script element, and what is not read as a reference within one.
_UNSAFE_IN_SCRIPTS: Final = re.compile(r"[<>&'\x7f-\U0010ffff]")


@with_context
def translate(key: object, *_args: object, context: Any, **values: object) -> str:
    """The translation of a key, its gaps filled; where none is, the default or the key."""
    found: object = context.options.translations
    for part in str(key).split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, Mapping):
        form = {"0": "zero", "1": "one"}.get(str(values.get("count")), "other")
        found = found.get(form, found.get("other"))
    if not isinstance(found, str):
        return _text(values.get("default", key))
    return _GAP.sub(lambda gap: _text(values.get(gap[1] or gap[2], gap[0])), found)


def http_url(value: object, *_args: object) -> str:
    """The address if a reader may follow it (http, https, mailto, tel), else nothing.

    Escaping does not make `href="javascript:…"` harmless, hence this.
    """
    if not isinstance(value, str):
        return ""
    # Markup equals its text, hence it would be taken for it in the cache.
    return followed(value) if type(value) is str else followed.__wrapped__(value)


@lru_cache(maxsize=4096)
def followed(value: str) -> str:
    """http_url of a plain str."""
    url = value.strip()
    try:
        parts = urlsplit(url)
        scheme = parts.scheme.lower()
        # `https:javascript:…` and `https://shop:x/` lead nowhere.
        leads = scheme not in ("http", "https") or (bool(parts.hostname) and parts.port != 0)
    except ValueError:
        return ""
    isfollowed = leads and scheme in _SCHEMES and not re.search(r"[\x00-\x20\x7f]", url)
    return url if isfollowed else ""


def format_code(value: object, *_args: object) -> str:
    """A gift card's code in groups of four."""
    code = "" if value is None or is_undefined(value) else str(value)
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def json_text(value: object, *_args: object) -> str:
    """Shopify's `json`: text, so it is escaped where it is printed."""
    return json.dumps(None if is_undefined(value) else value, ensure_ascii=True, default=str)


def json_ld(value: object, *_args: object) -> object:
    """A whole script element of linked data, with all that could end it escaped."""
    if not isinstance(value, dict | list) or not value:
        return ""
    text = _UNSAFE_IN_SCRIPTS.sub(lambda sign: _escaped(sign[0]), _in_lines(value))
    return Markup('<script type="application/ld+json">' + text + "</script>")


def _in_lines(value: object) -> str:
    """JSON, a line to each fact: no mail server bears a line of more than a thousand characters."""
    try:
        made = orjson.dumps(value).decode()
    except TypeError:  # of what it refuses, the standard library takes long numbers and surrogates
        return json.dumps(value, ensure_ascii=True, separators=(",\n", ":"))
    return made.replace('","', '",\n"')  # within a text, a quote has a backslash before it


@lru_cache(maxsize=4096)  # the letters of a few languages
def _escaped(sign: str) -> str:
    """A character as JSON writes it in ASCII: a pair of escapes beyond the first 65,536."""
    units = sign.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "t": translate,
    "translate": translate,
    "http_url": http_url,
    "format_code": format_code,
    "json": json_text,
    "json_ld": json_ld,
}


def _text(value: object) -> str:
    return "" if value is None or is_undefined(value) else str(value)
