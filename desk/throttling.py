"""Guesses at a password, counted by person from one address and from everywhere.

The cache keeps the counts. Where it is lost, counting begins again; while it is away nobody is kept
out: a right password must open the door though the broker is down.
"""

import hashlib
from contextlib import suppress
from typing import Final

from django.core.cache import cache
from redis.exceptions import RedisError

PAUSE: Final = 15 * 60
FROM_ONE_ADDRESS: Final = 5
FROM_EVERYWHERE: Final = 25


def is_paused(email: str, address: str) -> bool:
    """Whether this person's log-in rests for now, from this address."""
    here, everywhere = _keys(email, address)
    counts: dict[str, int] = {}
    with suppress(RedisError):
        counts = cache.get_many([here, everywhere])
    is_guessing = counts.get(here, 0) >= FROM_ONE_ADDRESS
    return bool(is_guessing or counts.get(everywhere, 0) >= FROM_EVERYWHERE)


def record_wrong_guess(email: str, address: str) -> None:
    with suppress(RedisError):
        for key in _keys(email, address):
            if not cache.add(key, 1, PAUSE):
                _count_up(key)


def forget(email: str, address: str) -> None:
    """The right password was given: what came before from this address is forgiven."""
    with suppress(RedisError):
        cache.delete(_keys(email, address)[0])


def _count_up(key: str) -> None:
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.add(key, 1, PAUSE)


def _keys(email: str, address: str) -> tuple[str, str]:
    person = email.strip().lower()
    return tuple(
        "login:" + hashlib.sha256(text.encode()).hexdigest()
        for text in (f"{person}|{address}", person)
    )  # type: ignore[return-value]  # two texts in, two keys out
