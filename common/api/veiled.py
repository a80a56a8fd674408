"""Ids for programs of rows that have none of their own to show: a row's number, encrypted.

# Note [One block, twice its own seal]
A UUID is one block of AES: half of it says of which list the row is, half its number. Who does not
have the key can make no block whose first half is right, except once in 2^64 tries; and the same
row always has the same id, as a nonce would forbid. It changes with SECRET_KEY, so it is for rows
that are forgotten in time, not for what clients keep.
"""

import struct
from functools import cache
from hashlib import sha256
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT: Final = "common.api.veiled"


def veil(name: str, number: int) -> UUID:
    """The id of the row of that number in that list."""
    writer = _cipher(settings.SECRET_KEY).encryptor()
    return UUID(bytes=writer.update(_seal(name) + struct.pack(">q", number)))


def unveil(name: str, public_id: UUID) -> int | None:
    """The number of the row; None for an id that is none of that list."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        block = _cipher(secret).decryptor().update(public_id.bytes)
        if block[:8] == _seal(name):
            return int(struct.unpack(">q", block[8:])[0])
    return None


@cache
def _cipher(secret: str) -> Cipher[ECB]:
    key = salted_hmac(_SALT, "key", secret=secret, algorithm="sha256").digest()
    return Cipher(AES256(key), ECB())  # noqa: S305 - one block, see the Note above


@cache
def _seal(name: str) -> bytes:
    return sha256(f"{_SALT}:{name}".encode()).digest()[:8]
