"""How fast an account may send: a bucket of tokens, slowed when the server says it is too much.

# Note [Less at once, more again slowly]
"Too much" (421, 429, 454) halves the rate, at most once in some seconds: several workers hear it of
the same moment. Each minute without it gives back a tenth of what is configured. An account without
a limit is taken for one of GUESS, and has none again once that is reached.
"""

from dataclasses import dataclass, replace
from datetime import datetime

FLOOR = 0.1  # messages a second
GUESS = 10.0
BACK_IN_A_MINUTE = 0.1  # of the ceiling
BURST_SECONDS = 5.0  # what may go at once after a pause
SLOWED_ONCE_IN = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Rate:
    """Messages a second. `slowed` is what was left at `slowed_at`; None: it never was."""

    configured: float | None = None
    slowed: float | None = None
    slowed_at: datetime | None = None

    def at(self, now: datetime) -> float | None:
        """What it may send just now; None: no limit."""
        if self.slowed is None or self.slowed_at is None:
            return self.configured
        ceiling = self.configured or GUESS
        minutes = max((now - self.slowed_at).total_seconds(), 0.0) / 60
        grown = self.slowed + BACK_IN_A_MINUTE * ceiling * minutes
        return grown if grown < ceiling else self.configured


def halved(rate: Rate, now: datetime) -> Rate:
    """The rate after the server said that it is too much."""
    was = rate.slowed_at
    if was is not None and (now - was).total_seconds() < SLOWED_ONCE_IN:
        return rate
    half = (rate.at(now) or GUESS) / 2
    return replace(rate, slowed=max(half, FLOOR), slowed_at=now)


def burst_of(rate: float) -> float:
    """The most tokens that a bucket holds."""
    return max(1.0, rate * BURST_SECONDS)
