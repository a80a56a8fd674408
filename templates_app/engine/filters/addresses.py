"""An address in the order its own country's post expects."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from liquid import Markup
from liquid.undefined import is_undefined

from templates_app.engine.escaping import escape_text

# Which lines come after the name, and how: N name, C company, 1 and 2 the streets, T town,
# P province, Z postcode, L land; "/" ends a line. Most countries share a few shapes.
_COMMON: Final = "N/C/1/2/Z T/L"
_SHAPES: Final[dict[str, str]] = {
    "N/C/1/2/T/L": "AG AO AW BI BJ BO BQ BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GM GQ "
    "GY JM KM ML MO MR QA RW SB SC SL SR SS ST SX TD TG TK TL TO TV UG VU YE ZW",
    "N/C/1/2/T Z/L": "BD BH BM GH GN JO KH LB LS LV MM MS MT MV NP PG PK SA SO TT UM VN",
    "N/C/1/2/T/Z/L": "AC FK GB GG IM IO IQ JE KE KZ LK MN SH SZ TC UA UZ VG",
    "N/C/1/2/Z T P/L": "AR BR CO IN IT MX NG RO",
    "N/C/1/2/Z T/P/L": "CL ES KR KW MY PA PH PT",
    "N/C/1/2/Z/T/L": "EC MU NI OM SD",
    "N/C/1/2/Z/L": "GI GS PN TA",
    "N/C/1/2/T P Z/L": "AU CA US",
    "N/C/1/2/T/P/Z/L": "IE RU ZA",
    "N/C/1/2/T/L Z": "AI NF",
    "N/C/1/2/T/P Z/L": "ID TH",
    "N/C/1/2/T Z/P/L": "PE SV",
    "N/C/1/2/T P/L": "AE",
    "N/C/1 2 T/Z P/L": "CN",
    "N/C/1/2/P T/Z/L": "CR",
    "N/C/1/2/P/T/Z/L": "EG",
    "N/C/1/2/T P/Z/L": "GT",
    "N/C/1/2/T/P L": "HK",
    "N/C/Z T/1/2/L": "HU",
    "L 〒Z/P T/1/2/C/N": "JP",
    "Z T/2/1/C/N/L": "KG",
    "N/C/1/2/P/T Z/L": "NZ",
    "N/C/1/2/L Z": "SG",
    "Z T/L/N/C/1/2": "TM",
    "N/C/1/2/Z T, P/L": "UY",
    "N/C/1/2/Z L": "VA",
    "N/C/1/2/T Z P/L": "VE",
}
_SHAPE_OF: Final = {code: shape for shape, codes in _SHAPES.items() for code in codes.split()}
_SHORT_PROVINCES: Final = frozenset({"US", "CA", "AU", "IT", "BR", "MX", "AR"})
_FAMILY_FIRST: Final = frozenset({"JP", "CN", "KR", "HU", "TW", "HK", "VN"})
_LETTERS: Final = {
    "N": "name", "C": "company", "1": "address1", "2": "address2",
    "T": "city", "P": "province", "Z": "zip", "L": "country",
}  # fmt: skip
_AS_IT_STANDS: Final = {sign: key for sign, key in _LETTERS.items() if sign not in "NP"}
_NAME: Final = "N"
_LONE_MARK: Final = re.compile(r"(?<!\S)〒(?!\S)")  # of a postcode that is not there


def _lines_of(shape: str) -> list[tuple[str, tuple[str, ...]]]:
    """The shapes of the lines; of those that are plain values beside each other, the keys too."""
    lines = []
    for line in shape.split("/"):
        keys = tuple(_AS_IT_STANDS.get(sign, "") for sign in line.split(" "))
        lines.append((line, keys if all(keys) else ()))
    return lines


_LINES: Final = {code: _lines_of(shape) for code, shape in _SHAPE_OF.items()}
_COMMON_LINES: Final = _lines_of(_COMMON)


def address_lines(address: Mapping[str, Any]) -> list[str]:
    """The lines as they stand on a parcel, empty ones left out; no telephone."""
    code = str(address.get("country_code") or "").upper()
    made = []
    for shape, keys in _LINES.get(code, _COMMON_LINES):
        if len(keys) == 1:
            text = _text(address.get(keys[0]))
        elif keys:
            text = " ".join([_text(address.get(key)) for key in keys])
        elif shape == _NAME:
            text = _name(address, code)
        else:
            text = "".join([_part(address, sign, code) for sign in shape])
        if "  " in text or not text.isprintable():
            text = " ".join(text.split())
        line = text.replace(" ,", ",").strip(", ")
        if line and not ("〒" in line and _LONE_MARK.search(line)):
            made.append(line)
    return made


def format_address(address: object, *_args: object) -> object:
    """HTML lines in a paragraph, as Shopify's filter gives; nothing for what is no address."""
    if type(address) is not dict and not isinstance(address, Mapping):
        return ""
    lines = [f"<bdi>{escape_text(line)}</bdi>" for line in address_lines(address)]
    return Markup("<p>" + "<br>".join(lines) + "</p>") if lines else ""


def lines_of_address(address: object, *_args: object) -> list[str]:
    """Ours: the same lines as a list, for a block that sets them itself."""
    return address_lines(address) if isinstance(address, Mapping) else []


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "format_address": format_address,
    "address_lines": lines_of_address,
}


def _name(address: Mapping[str, Any], code: str) -> str:
    given, family = _text(address.get("first_name")), _text(address.get("last_name"))
    if code == "JP" and family:  # written to be read by the postman: family first, and politely
        return f"{family} {given}".strip() + "様"
    if code in _FAMILY_FIRST and _is_han(family + given):
        return f"{family}{given}"
    return _text(address.get("name")) or f"{given} {family}".strip()


def _is_han(text: str) -> bool:
    return bool(text) and all("\u3040" <= sign <= "\ud7a3" for sign in text if not sign.isspace())


def _part(address: Mapping[str, Any], sign: str, code: str) -> str:
    key = _LETTERS.get(sign)
    if key is None:
        return sign
    if key == "name":
        return _name(address, code)
    if key == "province" and code in _SHORT_PROVINCES:
        return _text(address.get("province_code")) or _text(address.get(key))
    return _text(address.get(key))


def _text(value: object) -> str:
    if type(value) is str:
        return value.strip()
    return "" if value is None or is_undefined(value) else str(value).strip()
