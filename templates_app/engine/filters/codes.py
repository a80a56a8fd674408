"""Digests, and texts made safe for addresses and names."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from liquid.filter import string_filter
from liquid.undefined import is_undefined

_URI: Final = "!#$&'()*+,-./:;=?@_~"  # what may stand in an address; the rest is encoded


def _digest(name: str) -> Callable[..., str]:
    @string_filter
    def digest(text: str, *_args: object) -> str:
        return hashlib.new(name, _bytes(text), usedforsecurity=False).hexdigest()

    return digest


def _authenticated(name: str) -> Callable[..., str]:
    @string_filter
    def authenticate(text: str, key: object = "", *_args: object) -> str:
        secret = "" if key is None or is_undefined(key) else str(key)
        return hmac.new(_bytes(secret), _bytes(text), name).hexdigest()

    return authenticate


@string_filter
def handleize(text: str, *_args: object) -> str:
    """`Ärtsoppa & Öl` → `artsoppa-ol`: as Shopify makes handles."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text.replace("ß", "ss"))
        if not unicodedata.combining(sign)
    )  # fmt: skip
    return re.sub(r"[^\w]+", "-", re.sub(r"['’]", "", plain.lower())).strip("-_")


@string_filter
def camelize(text: str, *_args: object) -> str:
    """`variable-name` → `VariableName`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[\s_-]+", text))


@string_filter
def url_escape(text: str, *_args: object) -> str:
    return quote(_bytes(text), safe=_URI)


@string_filter
def url_param_escape(text: str, *_args: object) -> str:
    return quote(_bytes(text), safe="!'()*-._~")


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "md5": _digest("md5"),
    "sha1": _digest("sha1"),
    "sha256": _digest("sha256"),
    "hmac_sha1": _authenticated("sha1"),
    "hmac_sha256": _authenticated("sha256"),
    "handle": handleize,
    "handleize": handleize,
    "camelize": camelize,
    "camelcase": camelize,
    "url_escape": url_escape,
    "url_param_escape": url_param_escape,
}


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
