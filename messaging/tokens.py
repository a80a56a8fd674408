"""Signed tokens that name a message (and one of its links) in a public URL.

About 35 characters: kind, store, message and link as variable-length integers, then 16 bytes of
HMAC-SHA256. Reading a token needs no database, so a forged one costs no query and writes nothing.

# Note [Links that never break]
The address a link leads to stands beside its token (`?u=…`) and is signed with it, so that the
redirect needs nothing but the key: not the mail, which is forgotten after its time, nor the
database, which may be away. The token says which key, and retired keys are read for ever
(`NOTIFYHUB_RETIRED_LINK_KEYS`). Links of older mails, and of text messages, which must be short,
name a place in the kept words instead: tracking/links.py.
"""

import base64
import binascii
import functools
import hashlib
import hmac
from collections.abc import Iterable
from enum import Enum
from typing import Final, NamedTuple

from django.conf import settings

from common import hashing

MAC_SIZE = 16
LONGEST = 64  # four 63-bit integers and the MAC make 70 bytes at worst; ours stay far below
BIGGEST = 2**63 - 1


class TokenKind(Enum):
    OPEN = 1
    CLICK = 2
    PREFERENCES = 3
    LINK = 4  # a click whose address stands beside it
    FEEDBACK = 5
    SURVEY = 6


class Token(NamedTuple):
    """What a genuine token says; `link_index` counts the links of the message's body from 0."""

    kind: TokenKind
    store_id: int
    message_id: int
    link_index: int | None = None


_FOR_URLS: Final = bytes.maketrans(b"+/", b"-_")
_KINDS: Final = {kind.value: kind for kind in TokenKind}
# How many numbers follow the kind.
_SHAPES: Final = {
    TokenKind.OPEN: 2,
    TokenKind.CLICK: 3,
    TokenKind.PREFERENCES: 2,
    TokenKind.LINK: 4,
    TokenKind.FEEDBACK: 2,
    TokenKind.SURVEY: 2,
}


def open_token(store_id: int, message_id: int) -> str:
    """Name a message in the URL of its pixel."""
    return _signed(TokenKind.OPEN, store_id, message_id, signing_key())


def click_token(store_id: int, message_id: int, link_index: int) -> str:
    """Name one link of a message in the URL of its redirect, which looks up where it leads."""
    return _sign(Token(TokenKind.CLICK, store_id, message_id, link_index), signing_key())


def link_token(store_id: int, message_id: int, link_index: int, url: str) -> str:
    """Name one link of a message in a redirect to `url`. See Note [Links that never break]."""
    return _sign(Token(TokenKind.LINK, store_id, message_id, link_index), signing_key(), url)


def preferences_token(store_id: int, message_id: int) -> str:
    """Name a message in the URL where its reader says what they want to be written about."""
    return _signed(TokenKind.PREFERENCES, store_id, message_id, signing_key())


def feedback_token(store_id: int, message_id: int) -> str:
    """Name a message in the URL where its reader says whether it was of use."""
    return _signed(TokenKind.FEEDBACK, store_id, message_id, signing_key())


def survey_token(store_id: int, message_id: int) -> str:
    """Name a message in the URL where its reader says what stopped them."""
    return _sign(Token(TokenKind.SURVEY, store_id, message_id), signing_key())


def read_token(text: str, url: str = "") -> Token | None:
    """Return what the token says, or None unless every bit of it, and of `url`, is ours."""
    raw = unsealed(text, LONGEST)
    numbers = unpacked(raw[:-MAC_SIZE])
    if not numbers or numbers[0] not in _KINDS:
        return None
    kind = _KINDS[numbers[0]]
    if len(numbers) != 1 + _SHAPES[kind]:
        return None
    if kind is not TokenKind.LINK:
        return Token(kind, *numbers[1:]) if is_sealed(raw, keys()) else None
    beside = url.encode("utf-8", "surrogatepass")
    if not is_sealed(raw, keys_named(numbers[1]), beside):
        return None
    return Token(kind, *numbers[2:])


@functools.lru_cache(maxsize=64)  # one mail asks for the same several times
def _signed(kind: TokenKind, store_id: int, message_id: int, key: bytes) -> str:
    return _sign(Token(kind, store_id, message_id), key)


def _sign(token: Token, key: bytes, url: str = "") -> str:
    numbers = [token.kind.value, token.store_id, token.message_id]
    if token.link_index is not None:
        numbers.append(token.link_index)
    if token.kind is not TokenKind.LINK:
        return sealed(packed(numbers), key)
    numbers.insert(1, key[0])
    return sealed(packed(numbers), key, url.encode("utf-8", "surrogatepass"))


def sealed(payload: bytes, key: bytes, beside: bytes | None = None) -> str:
    """The payload and its signature, over what stands beside it too, as text for a URL.

    No payload begins like another, so no text can be read as two.
    """
    raw = binascii.b2a_base64(payload + _mac(payload, key, beside), newline=False)
    return raw.translate(_FOR_URLS, b"=").decode("ascii")


def is_sealed(raw: bytes, among: Iterable[bytes], beside: bytes | None = None) -> bool:
    """Whether one of the keys made the signature at its end."""
    payload, mac = raw[:-MAC_SIZE], raw[-MAC_SIZE:]
    for key in among:  # noqa: SIM110 - each open of a mail asks, and a generator costs more
        if hmac.compare_digest(_mac(payload, key, beside), mac):
            return True
    return False


def unsealed(text: str, longest: int) -> bytes:
    """Payload and signature, not yet compared; nothing if the text cannot be a token.

    One token has one spelling: the spare bits of base64 are refused.
    """
    if len(text) > longest or not text.isascii():
        return b""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return b""
    is_spelled_so = base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") == text
    return raw if is_spelled_so and len(raw) > MAC_SIZE else b""


def _mac(payload: bytes, key: bytes, beside: bytes | None) -> bytes:
    signed = payload if beside is None else payload + b"\0" + beside
    return hashing.mac(key, signed)[:MAC_SIZE]


def packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(_pack, numbers))


@functools.lru_cache(maxsize=1024)  # one mail names the same several times
def _pack(number: int) -> bytes:
    if not 0 <= number <= BIGGEST:
        raise ValueError(f"{number} cannot be named in a token")
    packed = bytearray()
    while number > 0x7F:
        packed.append(number & 0x7F | 0x80)
        number >>= 7
    packed.append(number)
    return bytes(packed)


def unpacked(payload: bytes) -> list[int]:
    """Read the integers of a payload; an empty list if it ends within one."""
    numbers, number, shift = [], 0, 0
    for byte in payload:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte & 0x80:
            continue
        if number > BIGGEST:
            return []
        numbers.append(number)
        number, shift = 0, 0
    return [] if shift else numbers


def signing_key() -> bytes:
    """Return today's key alone: of all keys() the one that signs."""
    return _derived(settings.SECRET_KEY)


def keys() -> tuple[bytes, ...]:
    """Return today's key, then the retired ones: mails are opened long after a rotation."""
    secrets = (
        settings.SECRET_KEY,
        *settings.SECRET_KEY_FALLBACKS,
        *settings.NOTIFYHUB_RETIRED_LINK_KEYS,
    )
    return tuple(map(_derived, secrets))


def keys_named(number: int) -> tuple[bytes, ...]:
    """The keys with that first byte, by which a token names its own: hardly ever two."""
    return tuple(key for key in keys() if key[0] == number)


@functools.lru_cache(maxsize=64)
def _derived(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"notifyhub/tokens").digest()
