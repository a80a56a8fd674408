"""Rate limits: a token bucket for each caller, kept where all web processes see it.

# Note [A limit that fails open]
The buckets live in the broker's Valkey and change in one Lua script, so they are atomic and share
one clock. A limit protects us from too much; without it the product still works. So while Valkey is
away callers pass, without headers, and it is asked again only after a pause (see docs/adr).
"""

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from common.valkey import address_of

logger = logging.getLogger(__name__)

PAUSE: Final = 5.0  # seconds without a limit after Valkey did not answer
MOST_LOCAL: Final = 10_000

# Tokens are kept with the time they were counted: the server's, so web hosts need not agree.
TAKE: Final = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(kept[1]) or burst
tokens = math.min(burst, tokens + math.max(0, now - (tonumber(kept[2]) or now)) * rate)
local taken = 0
if tokens >= 1 then tokens = tokens - 1 taken = 1 end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return {taken, tostring(tokens)}
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` requests at once, and `per_minute` of them in the long run."""

    per_minute: int
    burst: int

    @property
    def rate(self) -> float:
        return self.per_minute / 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the caller may go on, and what to tell them."""

    passes: bool
    limit: Limit
    tokens: float

    @property
    def retry_after(self) -> int:
        """Seconds until one more request passes, at least one."""
        return max(1, math.ceil((1 - self.tokens) / self.limit.rate))

    def headers(self) -> dict[str, str]:
        until_full = math.ceil((self.limit.burst - self.tokens) / self.limit.rate)
        return {
            "RateLimit-Limit": str(self.limit.burst),
            "RateLimit-Remaining": str(int(self.tokens)),
            "RateLimit-Reset": str(until_full),
        }


class Buckets(Protocol):
    def take(self, caller: str, limit: Limit) -> Verdict | None:
        """Take one token. None: nobody knows now, let the caller pass."""


class LocalBuckets:
    """For one process alone: tests, and brokers that are no Valkey."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, caller: str, limit: Limit) -> Verdict | None:
        with self._lock:
            now = self._clock()
            tokens, at = self._kept.pop(caller, (float(limit.burst), now))
            tokens = min(limit.burst, tokens + (now - at) * limit.rate)
            passes = tokens >= 1
            self._kept[caller] = (tokens - passes, now)
            if len(self._kept) > MOST_LOCAL:
                del self._kept[next(iter(self._kept))]  # who has asked for the longest time not
            return Verdict(passes, limit, tokens - passes)


class SharedBuckets:
    """In Valkey, for all processes. See Note [A limit that fails open]."""

    def __init__(self, client: redis.Redis, clock: Callable[[], float] = time.monotonic):
        self._take = client.register_script(TAKE)
        self._clock = clock
        self._away_until = 0.0

    def take(self, caller: str, limit: Limit) -> Verdict | None:
        if self._clock() < self._away_until:
            return None
        try:
            taken, tokens = self._take(keys=[f"limit:{caller}"], args=[limit.rate, limit.burst])
        except redis.RedisError as error:
            self._away_until = self._clock() + PAUSE
            logger.warning("api.limit.away", extra={"error": repr(error)})
            return None
        return Verdict(bool(taken), limit, float(tokens))


@cache
def buckets_at(url: str) -> Buckets:
    """The buckets in the broker at that URL (as kombu writes it), or this process' own."""
    address = address_of(url)
    if address is None:
        return LocalBuckets()
    client = redis.Redis.from_url(
        address, socket_timeout=0.25, socket_connect_timeout=0.25, retry=Retry(NoBackoff(), 0)
    )
    return SharedBuckets(client)
