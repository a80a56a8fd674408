"""How often something is done, counted in the cache; while that is away nobody is kept from it."""

import hashlib
from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError


def may_once_more(what: str, *, most: int, seconds: int) -> bool:
    """Count something that somebody does, and say whether they still may within that time."""
    with suppress(RedisError):
        cache.add(_key(what), 0, seconds)
        with suppress(ValueError):  # it ran out between the two calls
            return bool(cache.incr(_key(what)) <= most)
    return True


def is_over(what: str, *, most: int) -> bool:
    """Whether it was done more often than that, without counting anything."""
    with suppress(RedisError):
        return bool((cache.get(_key(what)) or 0) >= most)
    return False


def _key(what: str) -> str:
    return "often:" + hashlib.sha256(what.encode()).hexdigest()
