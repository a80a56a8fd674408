"""Single values: addresses, URLs, times and numbers, made safe to print."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from stores.models import Store

# No XML, and hence no parser of mails, takes these: controls and non-characters.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# The same in JSON, and a little more.
_ESCAPED: Final = (b"\\u00", b"\\b", b"\\f")
_ADDRESS: Final = (
    "first_name", "last_name", "name", "company", "address1", "address2", "city",
    "province", "province_code", "zip", "country", "country_code", "phone",
)  # fmt: skip


def printable(value: Any) -> Any:
    """Plain values with texts that any mail can carry: the same ones, where they are that already.

    One look at all of it as JSON is a tenth of the walk, and most orders need no more.
    """
    try:
        told = orjson.dumps(value)
    except TypeError:  # a lone surrogate, or a key that is no text
        return _printed(value)
    is_odd = b"\x7f" in told or b"\xef\xbf" in told
    if b"\\" in told:  # hardly ever: one look instead of three
        is_odd = is_odd or any(sign in told for sign in _ESCAPED)
    return _printed(value) if is_odd else value


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, dict):
        return {_printed(key): _printed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_printed(each) for each in value]
    return value


def address(row: dict[str, Any] | None) -> dict[str, str] | None:
    """An address as kept, with the keys of the specification and no others."""
    if not row:
        return None
    said = {name: str(row.get(name) or "") for name in _ADDRESS}
    first, second = said["address1"], said["address2"]
    said["street"] = f"{first}, {second}" if first and second else first or second
    return said


@lru_cache(maxsize=4096)
def web(url: str) -> str:
    """The URL if it is one that a link may have, else "": `javascript:` would run."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_sound = parts.scheme in ("http", "https") and bool(parts.netloc)
    return url if is_sound and url.split() == [url] else ""


def moment(at: datetime | None, store: Store) -> str:
    """ISO 8601 in the store's zone; "" for no time."""
    if at is None:
        return ""
    return at.astimezone(_zone(store.timezone)).isoformat(timespec="seconds")


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def number(text: object) -> float:
    try:
        return float(str(text or 0))
    except ValueError:
        return 0.0
