"""The words of a mail as one small piece of bytes, and back, bit for bit.

HTML, text, headers and links are deflated together, since the parts repeat each other, against a
dictionary that looks like the mail (dictionaries.py). Raw deflate, level 3: of all levels the
smallest that stays under 60 microseconds for a mail of 16 kB. See docs/adr/0014.
"""

import functools
import hashlib
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

LEVEL: Final = 3
LONGEST_DICTIONARY: Final = 32_000  # deflate looks back 32 kB, less a little
_RAW: Final = -15
_LENGTHS: Final = struct.Struct(">III")
_PRIMED: Final = 32  # 0.3 MB each


@dataclass(frozen=True, slots=True)
class Words:
    """All that was said in one mail."""

    html: str = ""
    text: str = ""
    headers: Sequence[Sequence[str]] = ()  # [["From", "…"], …] in the order of the mail
    links: Sequence[str] = ()  # the URLs behind /t/c/, by link index


@dataclass(frozen=True, slots=True)
class Packed:
    """Words on their way into a row, and what stays known of them when they are forgotten."""

    zipped: bytes
    content_hash: str
    byte_count: int  # of html and text


def pack(words: Words, dictionary: bytes = b"") -> Packed:
    """The words, deflated against the dictionary, which unpack() must be given again."""
    html, text = words.html.encode(), words.text.encode()
    content = hashlib.sha256(html)
    content.update(b"\0" + text)
    packer = _primed(dictionary).copy()
    zipped: bytes = packer.compress(_joined(html, text, words)) + packer.flush()
    return Packed(zipped, content.hexdigest(), len(html) + len(text))


def unpack(packed: bytes, dictionary: bytes = b"") -> Words:
    """The very words that were packed; none if nothing is left of them."""
    if not packed:
        return Words()
    joined = zlib.decompressobj(_RAW, zdict=dictionary).decompress(packed)
    html_ends, text_ends, headers_end = _ends(joined)
    headers: Any = orjson.loads(joined[text_ends:headers_end])
    return Words(
        html=joined[_LENGTHS.size : html_ends].decode(),
        text=joined[html_ends:text_ends].decode(),
        headers=headers,
        links=orjson.loads(joined[headers_end:]),
    )


def plain(words: Words) -> bytes:
    """The words as they are packed, before they are."""
    return _joined(words.html.encode(), words.text.encode(), words)


def _joined(html: bytes, text: bytes, words: Words) -> bytes:
    """The parts behind each other, after the lengths of all but the last."""
    headers = orjson.dumps([list(pair) for pair in words.headers])
    lengths = _LENGTHS.pack(len(html), len(text), len(headers))
    return b"".join((lengths, html, text, headers, orjson.dumps(list(words.links))))


def _ends(joined: bytes) -> tuple[int, int, int]:
    html, text, headers = _LENGTHS.unpack_from(joined)
    start = _LENGTHS.size
    return start + html, start + html + text, start + html + text + headers


@functools.lru_cache(maxsize=_PRIMED)
def _primed(dictionary: bytes) -> Any:
    """A packer that has read its dictionary, to be copied: reading it costs as much as a mail."""
    return zlib.compressobj(LEVEL, zlib.DEFLATED, _RAW, zdict=dictionary)
