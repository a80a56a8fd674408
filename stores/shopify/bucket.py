"""How many points a shop's bucket holds, as far as all our processes know together.

# Note [Shopify's bucket]
A shop gives each app a bucket of points that refills by the second, and all our processes drink
from it. Every answer tells how full it is. What was last told, less what was asked since, is kept
in the cache, so that the next question, whoever asks it, waits before it is asked rather than
after it was refused; and a worker that turns to the shop for the first time knows as much as the
others. The cache's get and set are two steps: two askers may now and then take the same points,
and one of them is told THROTTLED, which costs it a moment and nothing else. While the cache is
away each process goes by its own answers.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from redis.exceptions import RedisError

SOON: Final = 0.001  # seconds that are not worth waiting, nor safe to count with
KEPT_SECONDS: Final = 60  # by then any bucket is full again


@dataclass(frozen=True, slots=True)
class Level:
    """So many points at a time."""

    available: float
    refill: float
    at: float

    def later(self, now: float) -> float:
        return self.available + max(0.0, now - self.at) * self.refill


class Bucket:
    """Of one shop, known to whoever holds it and to nobody else."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._level: Level | None = None

    def seconds_until(self, points: float) -> float:
        """How long until so many may be asked."""
        level = self._read()
        if level is None:
            return 0.0
        wait = (points - level.later(self._clock())) / level.refill
        return wait if wait > SOON else 0.0

    def take(self, points: float) -> None:
        level, now = self._read(), self._clock()
        if level is not None:
            self._keep(Level(level.later(now) - points, level.refill, now))

    def learn(self, available: float, refill: float) -> None:
        """What an answer said."""
        self._keep(Level(available, refill, self._clock()))

    def _read(self) -> Level | None:
        return self._level

    def _keep(self, level: Level) -> None:
        self._level = level


class SharedBucket(Bucket):
    """Known to all processes that share the cache."""

    def __init__(self, shop: str, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self._key = f"shopify-bucket:{shop}"

    def _read(self) -> Level | None:
        with suppress(RedisError):
            kept = cache.get(self._key)
            return Level(*kept) if kept else None
        return super()._read()

    def _keep(self, level: Level) -> None:
        super()._keep(level)
        with suppress(RedisError):
            cache.set(self._key, (level.available, level.refill, level.at), KEPT_SECONDS)
