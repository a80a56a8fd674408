"""Signed tokens that name a message (and one of its links) in a public URL.

About 32 characters: kind, store, message and link as variable-length integers, then 16 bytes of
HMAC-SHA256. Reading a token needs no database, so a forged one costs no query and writes nothing.
"""

import base64
import binascii
import functools
import hashlib
import hmac
from dataclasses import dataclass
from enum import Enum

from django.conf import settings

MAC_SIZE = 16
LONGEST = 64  # four 63-bit integers and the MAC make 70 bytes at worst; ours stay far below
BIGGEST = 2**63 - 1


class TokenKind(Enum):
    OPEN = 1
    CLICK = 2
    PREFERENCES = 3


@dataclass(frozen=True, slots=True)
class Token:
    """What a genuine token says; `link_index` counts the links of the message's body from 0."""

    kind: TokenKind
    store_id: int
    message_id: int
    link_index: int | None = None


def open_token(store_id: int, message_id: int) -> str:
    """Name a message in the URL of its pixel."""
    return _sign(Token(TokenKind.OPEN, store_id, message_id), _keys()[0])


def click_token(store_id: int, message_id: int, link_index: int) -> str:
    """Name one link of a message in the URL of its redirect."""
    return _sign(Token(TokenKind.CLICK, store_id, message_id, link_index), _keys()[0])


def preferences_token(store_id: int, message_id: int) -> str:
    """Name a message in the URL where its reader says what they want to be written about."""
    return _sign(Token(TokenKind.PREFERENCES, store_id, message_id), _keys()[0])


def read_token(text: str) -> Token | None:
    """Return what the token says, or None unless every bit of it is ours."""
    if len(text) > LONGEST or not text.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return None
    token = _parse(raw[:-MAC_SIZE])
    if token is None:
        return None
    # Signing anew and comparing the whole text also refuses the spare bits of base64 and
    # integers written longer than they need be: one token has one spelling.
    genuine = [hmac.compare_digest(_sign(token, key), text) for key in _keys()]
    return token if any(genuine) else None


def _sign(token: Token, key: bytes) -> str:
    numbers = [token.kind.value, token.store_id, token.message_id]
    if token.link_index is not None:
        numbers.append(token.link_index)
    payload = b"".join(map(_pack, numbers))
    mac = hmac.digest(key, payload, "sha256")[:MAC_SIZE]
    return base64.urlsafe_b64encode(payload + mac).rstrip(b"=").decode("ascii")


def _parse(payload: bytes) -> Token | None:
    numbers = _unpack(payload)
    match numbers:
        case [TokenKind.OPEN.value, store_id, message_id]:
            return Token(TokenKind.OPEN, store_id, message_id)
        case [TokenKind.PREFERENCES.value, store_id, message_id]:
            return Token(TokenKind.PREFERENCES, store_id, message_id)
        case [TokenKind.CLICK.value, store_id, message_id, link_index]:
            return Token(TokenKind.CLICK, store_id, message_id, link_index)
    return None


def _pack(number: int) -> bytes:
    if not 0 <= number <= BIGGEST:
        raise ValueError(f"{number} cannot be named in a token")
    packed = bytearray()
    while number > 0x7F:
        packed.append(number & 0x7F | 0x80)
        number >>= 7
    packed.append(number)
    return bytes(packed)


def _unpack(payload: bytes) -> list[int]:
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


def _keys() -> tuple[bytes, ...]:
    """Return today's key, then the retired ones: mails are opened long after a rotation."""
    return tuple(map(_derived, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)))


@functools.lru_cache(maxsize=16)
def _derived(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"notifyhub/tokens").digest()
