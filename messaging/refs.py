"""Ten letters that name a message within its store, short enough for the address of a shop's page.

A message's number and check bits, permuted by a key of the store's own: without our key nobody
reads a number from a ref, counts the store's messages by it, or makes one that is likely to be
taken. It is no signature: who sees a ref may use it, so it grants nothing but credit.
"""

import functools
import hashlib
from typing import Final

from django.conf import settings

LENGTH: Final = 10
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
_VALUES: Final = {letter: value for value, letter in enumerate(_LETTERS)}
_CHECK_BITS: Final = 12  # one of 4,096 made-up refs names a number, and that hardly a message
_HALF_BITS: Final = 25
_HALF: Final = (1 << _HALF_BITS) - 1
_ROUNDS: Final = 4  # of a Feistel network: a permutation that looks random to who sees its outputs
BIGGEST: Final = (1 << 2 * _HALF_BITS - _CHECK_BITS) - 1  # 2.7e11 messages
PREFIX: Final = "nh-"


def message_ref(store_id: int, message_id: int) -> str:
    """The message's name in the addresses it links to: always the same ten small letters."""
    if not 0 <= message_id <= BIGGEST:
        raise ValueError(f"{message_id} cannot be named in a ref")
    number = message_id << _CHECK_BITS
    left, right = number >> _HALF_BITS, number & _HALF
    key = _keys()[0]
    for turn in range(_ROUNDS):
        left, right = right, left ^ _mixed(key, store_id, turn, right)
    return _spelled(left << _HALF_BITS | right)


def resolve_ref(store_id: int, text: str) -> list[int]:
    """Ids of the messages of this store that a ref may name, with or without `nh-` before it.

    None for what is no ref of ours. Hardly ever more than one, of which only one exists: a ref
    made before a change of the key is tried with each. Look them up within the store: a ref of
    another store may name a number, as may one made up (one in 4,096).
    """
    spelled = text.strip().lower().removeprefix(PREFIX)
    if len(spelled) != LENGTH or not all(letter in _VALUES for letter in spelled):
        return []
    number = 0
    for letter in spelled:
        number = number << 5 | _VALUES[letter]
    found = (_undone(key, store_id, number) for key in _keys())
    return [each for each in found if each is not None]


def _undone(key: bytes, store_id: int, number: int) -> int | None:
    left, right = number >> _HALF_BITS, number & _HALF
    for turn in reversed(range(_ROUNDS)):
        left, right = right ^ _mixed(key, store_id, turn, left), left
    plain = left << _HALF_BITS | right
    return None if plain & ((1 << _CHECK_BITS) - 1) else plain >> _CHECK_BITS


def _mixed(key: bytes, store_id: int, turn: int, half: int) -> int:
    said = b"%d:%d:%d" % (store_id, turn, half)
    digest = hashlib.blake2b(said, digest_size=4, key=key).digest()
    return int.from_bytes(digest, "big") & _HALF


def _spelled(number: int) -> str:
    return "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def _keys() -> tuple[bytes, ...]:
    """Today's, then the retired ones: an order may follow a mail of last week."""
    secrets = (
        settings.SECRET_KEY,
        *settings.SECRET_KEY_FALLBACKS,
        *settings.NOTIFYHUB_RETIRED_LINK_KEYS,
    )
    return tuple(map(_derived, secrets))


@functools.lru_cache(maxsize=64)
def _derived(secret: str) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"notifyhub/refs").digest()
