"""How often a stranger may try something on the page, and how long they wait when it was too often.

The cache keeps the counts. While it is away, nobody is let guess (`is_guess`), and everything else
goes on: the rows behind each deed have limits of their own.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.cache import cache
from redis.exceptions import RedisError

TEN_MINUTES: Final = 600
HOUR: Final = 3600
DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Share:
    """So many within so many seconds, of what `name` names."""

    name: str
    most: int
    seconds: int


def wait_for(shares: list[Share], *, now: datetime, is_guess: bool = False) -> int:
    """Count one try of each; 0: go on, else the seconds after which there is a next one."""
    waits = [_wait(share, now, is_guess) for share in shares]
    return max(waits, default=0)


def forgive(share: Share) -> None:
    """It was no guess after all: what came before no longer counts."""
    with suppress(RedisError):
        cache.delete_many(_keys(share))


def _wait(share: Share, now: datetime, is_guess: bool) -> int:
    count_key, since_key = _keys(share)
    try:
        since = cache.get_or_set(since_key, now.timestamp(), share.seconds)
        cache.add(count_key, 0, share.seconds)
        try:
            count = cache.incr(count_key)
        except ValueError:  # it ran out between the two calls
            return 0
    except RedisError:
        return 60 if is_guess else 0
    if count <= share.most:
        return 0
    began = since if isinstance(since, (int, float)) else now.timestamp()
    return max(int(began + share.seconds - now.timestamp()), 1)


def _keys(share: Share) -> tuple[str, str]:
    name = hashlib.sha256(share.name.encode()).hexdigest()
    return f"page:{name}:count", f"page:{name}:since"
