"""Where a parcel is followed at its carrier."""

from typing import Final
from urllib.parse import quote, urlsplit

from shipping.carriers.numbers import normal
from shipping.carriers.table import couriers

# Where the number stands: in the published table's addresses, and in a store's own.
_PLACES: Final = ("%s", "{number}")


def url_of(code: str, number: str) -> str:
    """The carrier's own page of this number; "" where none is known, or it is no number."""
    courier = couriers().get(code)
    return filled(courier.url, normal(number)) if courier else ""


def has_link(code: str) -> bool:
    """Whether parcels of this carrier can be followed by their number."""
    courier = couriers().get(code)
    return courier is not None and bool(courier.url)


def filled(template: str, number: str) -> str:
    """The template with the number in its place; "" without either."""
    if not template or not number:
        return ""
    for place in _PLACES:
        template = template.replace(place, quote(number, safe=""))
    return template


def is_web(url: str) -> bool:
    """Whether it is an address a link may have: `javascript:` would run."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and url.split() == [url]
