"""An address in the order its own country's post expects."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from liquid import Markup, escape

# How each country writes the lines with the town; the parts before and after are the same for all.
_DEFAULT: Final = ("{zip} {city}",)
_TOWN_LINES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("US", "CA", "AU", "PR"), ("{city} {province_code} {zip}",)),
    **dict.fromkeys(("GB", "IE", "GG", "JE", "IM"), ("{city}", "{province}", "{zip}")),
    **dict.fromkeys(("NZ", "SG", "TW", "ID", "TH", "PK", "KW"), ("{city} {zip}",)),
    **dict.fromkeys(("IN", "ZA", "CO", "EG", "PH"), ("{city} {zip}", "{province}")),
    **dict.fromkeys(("IT", "ES"), ("{zip} {city} {province_code}",)),
    **dict.fromkeys(("BR", "MX", "AR", "CL", "MY"), ("{zip} {city} {province}",)),
    **dict.fromkeys(("HK", "MO", "AE", "QA"), ("{city} {province}",)),
}
# Written from the large to the small.
_LARGE_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "CN": (
        "{country}",
        "{zip}",
        "{province}{city}",
        "{address1}",
        "{address2}",
        "{company}",
        "{name}",
    ),
    "JP": (
        "{country}",
        "〒{zip}",
        "{province}{city}{address1}",
        "{address2}",
        "{company}",
        "{name}",
    ),
    "KR": (
        "{country}",
        "{province} {city}",
        "{address1}",
        "{address2}",
        "{company}",
        "{name}",
        "{zip}",
    ),
}
_KEYS: Final = (
    "name", "company", "address1", "address2", "city",
    "province", "province_code", "zip", "country",
)  # fmt: skip


def address_lines(address: Mapping[str, Any]) -> list[str]:
    """The lines as they stand on a parcel, empty ones left out; no telephone."""
    parts = {key: str(address.get(key) or "").strip() for key in _KEYS}
    if not parts["name"]:
        names = (str(address.get(key) or "").strip() for key in ("first_name", "last_name"))
        parts["name"] = " ".join(name for name in names if name)
    code = str(address.get("country_code") or "").upper()
    shape = _LARGE_FIRST.get(code) or (
        "{name}",
        "{company}",
        "{address1}",
        "{address2}",
        *_TOWN_LINES.get(code, _DEFAULT),
        "{country}",
    )
    lines = (" ".join(line.format_map(parts).split()) for line in shape)
    return [line for line in lines if line and line != "〒"]


def format_address(address: object, *_args: object) -> object:
    """HTML lines in a paragraph, as Shopify's filter gives; nothing for what is no address."""
    if not isinstance(address, Mapping):
        return ""
    lines = [Markup("<bdi>{}</bdi>").format(escape(line)) for line in address_lines(address)]
    return Markup("<p>{}</p>").format(Markup("<br>").join(lines)) if lines else ""


def lines_of_address(address: object, *_args: object) -> list[str]:
    """Ours: the same lines as a list, for a block that sets them itself."""
    return address_lines(address) if isinstance(address, Mapping) else []


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "format_address": format_address,
    "address_lines": lines_of_address,
}
