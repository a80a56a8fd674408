"""How a text travels as SMS: in which alphabet, in how many parts, and which signs are to blame.

The default alphabet of GSM (3GPP TS 23.038, 6.2.1) packs 160 signs into a message and 153 into
each part of a longer one; a sign of its extension table counts as two. One sign outside of both
makes the whole text UCS-2: 70, or 67 in each part. A sign is never cut in two by a part's end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
_WHOLE: Final = {True: (160, 153), False: (70, 67)}  # alone, and in each of several parts
# What typography has that the alphabet says otherwise: the same words, at a third of the price.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛´`′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
        **dict.fromkeys("\u200b\u2060\ufeff\u00ad", ""),
        "…": "...",
        "•": "*",
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One text as it travels."""

    is_unicode: bool
    length: int  # in the units of its alphabet
    part_count: int
    odd_signs: tuple[str, ...]  # why it is Unicode, each once


def measure(text: str) -> Measure:
    """In which alphabet, how long and in how many parts; an empty text has none."""
    odd = tuple(dict.fromkeys(sign for sign in text if not _is_plain(sign)))
    sizes = list(_sizes(text, is_plain=not odd))
    length = sum(sizes)
    alone, shared = _WHOLE[not odd]
    parts = int(length > 0) if length <= alone else _parts(sizes, shared)
    return Measure(bool(odd), length, parts, odd)


def plain_signs(text: str) -> str:
    """The text with plain quotes, dashes and spaces, if that alone makes it fit the alphabet."""
    plain = text.translate(_PLAIN)
    return plain if all(map(_is_plain, plain)) else text


def _is_plain(sign: str) -> bool:
    return sign in _BASIC or sign in _EXTENDED


def _sizes(text: str, *, is_plain: bool) -> Iterator[int]:
    for sign in text:
        is_double = sign in _EXTENDED if is_plain else ord(sign) > 0xFFFF
        yield 2 if is_double else 1


def _parts(sizes: list[int], most: int) -> int:
    count, left = 1, most
    for size in sizes:
        if size > left:
            count, left = count + 1, most
        left -= size
    return count
