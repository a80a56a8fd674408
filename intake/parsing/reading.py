"""Single values out of JSON that strangers wrote: bounded, cleaned, never trusted to be there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from common.money import to_minor
from orders.data import Amount

Body = dict[str, Any]

MAX_ID: Final = 2**63 - 1
MAX_MINOR: Final = 10**15
SHORT: Final = 255
LONG: Final = 2000
MAX_LINES: Final = 1000
MAX_ITEMS: Final = 250
_GID: Final = re.compile(r"gid://shopify/\w+/(\d{1,19})\Z", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}\Z", re.ASCII)
# Postgres refuses NUL; the other controls (not tab and newline) are never meant.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unparsable(Exception):
    """The body lacks something without which nothing can be recorded. `reason` is for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text(value: object, limit: int = SHORT) -> str:
    """A clean string of at most `limit` characters; "" for anything that is no text or number."""
    if value is None:
        return ""
    if type(value) is str and value.isprintable():  # nothing to clean: so are nearly all
        return value[: limit * 2].strip()[:limit]
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return ""
    if not isinstance(value, str):
        return "" if isinstance(value, int) and abs(value) > MAX_ID else str(value)[:limit]
    whole = value[: limit * 2].encode("utf-8", "replace").decode("utf-8")
    return _CONTROLS.sub("", whole).strip()[:limit]


def line_text(value: object, limit: int = SHORT) -> str:
    """Text on one line: a name with a line break would otherwise reach a mail header."""
    said = text(value, limit)
    if " " not in said and said.isprintable():
        return said
    return " ".join(said.split())


def code(value: object, limit: int = 40) -> str:
    """Shopify's `partially_paid` as our `PARTIALLY_PAID`."""
    return re.sub(r"\W+", "_", line_text(value, limit).upper())


def currency(value: object) -> str:
    """A three-letter code in upper case, or "" for what is none."""
    letters = line_text(value, 10).upper()
    return letters if _CURRENCY.match(letters) else ""


def email(value: object) -> str:
    """Lower-cased; "" for what cannot be an address."""
    address = line_text(value, 320).lower()
    return address if re.fullmatch(r"[^\s@]+@[^\s@]+", address) else ""


def web_url(value: object) -> str:
    """An http(s) URL, else "": templates put it into href, where `javascript:` would run."""
    url = text(value, LONG)
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_sound = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"\s", url)
    return url if is_sound else ""


def whole(value: object) -> int | None:
    """A whole number that a bigint holds, also when written as a string."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value, re.ASCII):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if -MAX_ID <= value <= MAX_ID else None


def count(value: object, default: int = 0) -> int:
    number = whole(value)
    return default if number is None else max(0, min(number, 10**6))


def shopify_id(value: object) -> int | None:
    number = whole(value)
    return number if number and number > 0 else None


def identity(body: Body) -> int | None:
    """The object's id. JavaScript on the way rounds `id`; the gid keeps every digit."""
    gid = _GID.match(text(body.get("admin_graphql_api_id"), 100))
    return (shopify_id(gid[1]) if gid else None) or shopify_id(body.get("id"))


def moment(value: object) -> datetime | None:
    """An instant in UTC; None for what is none. Shopify writes an offset; without one it is UTC."""
    try:
        at = datetime.fromisoformat(text(value, 40))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def any_moment(body: Body, *names: str) -> datetime | None:
    """The first of these fields that is an instant."""
    return next(filter(None, (moment(body.get(name)) for name in names)), None)


def first_moment(body: Body, *names: str) -> datetime:
    """The first of these fields that is an instant. Raises Unparsable where none is."""
    at = any_moment(body, *names)
    if at is not None:
        return at
    raise Unparsable(f"None of {', '.join(names)} is a time")


def objects(value: object, limit: int = MAX_ITEMS) -> Iterator[Body]:
    """The objects of a list; nothing for what is no list."""
    items = value[:limit] if isinstance(value, list) else []
    return (item for item in items if isinstance(item, dict))


def mapping(value: object) -> Body:
    return value if isinstance(value, dict) else {}


def pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Properties and note attributes: [{name, value}], {name: value} or [[name, value]]."""
    found: list[tuple[object, object]] = []
    if isinstance(value, dict):
        found = list(value.items())[:MAX_ITEMS]
    for item in value[:MAX_ITEMS] if isinstance(value, list) else []:
        if isinstance(item, dict):
            found.append((item.get("name"), item.get("value")))
        elif isinstance(item, list) and len(item) == 2:
            found.append((item[0], item[1]))
    return tuple((line_text(name), text(said, LONG)) for name, said in found if line_text(name))


def minor(value: object, of: str) -> int | None:
    """Minor units of a decimal string or number; None for what is no sensible amount."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    return _minor_of(str(value)[:40], of)


@lru_cache(maxsize=2_000)
def _minor_of(said: str, of: str) -> int | None:
    """Most amounts of an order are zero, and its prices come back in its sums."""
    try:
        number = Decimal(said.strip())
        if not number.is_finite() or abs(number) > MAX_MINOR:
            return None
        units = to_minor(number, of)
    except (InvalidOperation, ValueError):
        return None
    return units if abs(units) <= MAX_MINOR else None


class Money:
    """Reads amounts of one order: both currencies are known once, each sum is then one call."""

    def __init__(self, shop: str, presentment: str = "") -> None:
        self.shop = shop
        self.presentment = presentment or shop

    def amount(self, body: Body, *names: str) -> Amount:
        """The first of the named fields that is an amount, its `…_set` preferred; else zero."""
        return self.known(body, *names) or Amount()

    def known(self, body: Body, *names: str) -> Amount | None:
        for name in names:
            found = self.of_set(body.get(f"{name}_set")) or self.plain(body.get(name))
            if found is not None:
                return found
        return None

    def of_set(self, value: object) -> Amount | None:
        """An amount given in both currencies: {shop_money, presentment_money}."""
        both = mapping(value)
        shop = minor(mapping(both.get("shop_money")).get("amount"), self.shop)
        if shop is None:
            return None
        shown = minor(mapping(both.get("presentment_money")).get("amount"), self.presentment)
        return Amount(shop, shop if shown is None else shown)

    def plain(self, value: object) -> Amount | None:
        """An amount given once; that the buyer saw another is then not known."""
        units = minor(value, self.shop)
        return None if units is None else Amount(units, minor(value, self.presentment) or 0)


def money_of(body: Body) -> Money:
    shop = currency(body.get("currency"))
    return Money(shop, currency(body.get("presentment_currency")))


def tags_in(value: object) -> tuple[str, ...]:
    """Shopify joins tags with commas; newer bodies may give a list."""
    given = value if isinstance(value, list) else text(value, 20_000).split(",")
    clean = (line_text(tag) for tag in given[:250])
    return tuple(dict.fromkeys(tag for tag in clean if tag))
