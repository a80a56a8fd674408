"""Addresses that our redirect may lead to, and how they travel beside a token: byte for byte."""

from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote, urlsplit

# An address in a mail longer than this is cut or refused by programs on the way (Outlook: 2083).
# Longer ones are looked up instead.
LONGEST: Final = 1_800
_ASKED: Final = "u="
# What needs no escape within a query, so that an address beside its token stays readable, and
# close enough to itself to be packed. Not "&", "#", "+", "%" and ";", nor quotes.
_PLAIN: Final = "/:?=,@!*()$~"


@lru_cache(maxsize=2_048)
def is_followable(url: str) -> bool:
    """Whether the redirect will follow it: plain http(s) to a named host, and nothing that reads
    as one place and leads to another, such as `https://shop.example@evil.example`.
    """
    if "\\" in url or " " in url or not url.isprintable():  # no other space is printable
        return False
    if not url.lower().startswith(("http://", "https://")):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        return False


def as_query(url: str) -> str:
    """How the address stands beside a token; empty if it would be too long there."""
    written = f"?{_ASKED}{quote(url, safe=_PLAIN)}"
    return written if len(written) <= LONGEST else ""


def asked_for(query: str) -> str:
    """The address that stands in a query; whatever else stands there is somebody else's."""
    for part in query.split("&"):
        if part.startswith(_ASKED):
            try:
                return unquote(part[len(_ASKED) :], errors="strict")
            except UnicodeDecodeError:
                return ""
    return ""


def as_location(url: str) -> str:
    """The address as a header carries it: ASCII as it stands, all else in UTF-8 and escaped."""
    return url if url.isascii() else "".join(map(_escaped, url))


def _escaped(letter: str) -> str:
    return letter if letter.isascii() else quote(letter)
