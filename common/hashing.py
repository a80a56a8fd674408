"""HMAC-SHA-256 and SHA-256 for edges, where many threads wait for one interpreter.

hashlib lets the interpreter go while it takes in 2,048 bytes or more at once (HASHLIB_GIL_MINSIZE
in CPython's Modules/hashlib.h), and hmac.digest does whatever the length. Behind 32 others, getting
it back takes longer than the hashing of a webhook, some five microseconds. What is long enough to
keep others waiting is taken in at once, as ever.
"""

import hashlib
import hmac
from functools import lru_cache
from typing import Final, Protocol, TypeVar

STEP: Final = 2047  # bytes that are taken in without letting go
LONG: Final = 64 * 1024  # bytes that are worth letting go for


class Digest(Protocol):
    def update(self, said: bytes | memoryview, /) -> None: ...


Kind = TypeVar("Kind", bound=Digest)


def mac(key: bytes, said: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes."""
    return _fed(_keyed(key).copy(), said).digest()


def sha256(said: bytes) -> bytes:
    """SHA-256, 32 bytes."""
    return _fed(hashlib.sha256(), said).digest()


@lru_cache(maxsize=1024)
def _keyed(key: bytes) -> hmac.HMAC:
    """Half of the work of a short text is the key's."""
    return hmac.new(key, digestmod="sha256")


def _fed(digest: Kind, said: bytes) -> Kind:
    if len(said) > LONG or len(said) <= STEP:
        digest.update(said)
        return digest
    view = memoryview(said)
    for start in range(0, len(said), STEP):
        digest.update(view[start : start + STEP])
    return digest
