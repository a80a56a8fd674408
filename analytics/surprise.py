"""Is this many out of so many more than usual? Pure arithmetic.

# Note [More than usual]
A window of k troubles among n messages is surprising if, with the usual rate p, so many or more
would be seen with a probability below ALPHA: the exact binomial tail P(K >= k | n, p) (Clopper and
Pearson, Biometrika 26, 1934). The usual rate is Wilson's upper bound (JASA 22, 1927; z = 1) of the
two weeks before, to which WEIGHT messages at the floor are added: a store of yesterday is judged by
the floor, an old one by itself. A ceiling keeps a bad fortnight from excusing the next one.
ALPHA is small since each window is looked at hundreds of times a day: tests/analytics/
test_surprise.py simulates weeks of stores and counts the false alarms.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ALPHA: Final = 1e-5
OVER: Final = 0.05  # above this tail a window looks usual again
LEAST_TRIED, LEAST_TROUBLED = 20, 5
WEIGHT: Final = 200
CEILING: Final = 0.1
Z: Final = 1.0


@dataclass(frozen=True, slots=True)
class Count:
    """Of so many messages tried, so many had the trouble."""

    tried: int = 0
    troubled: int = 0

    @property
    def rate(self) -> float:
        return self.troubled / self.tried if self.tried else 0.0


def usual_rate(before: Count, floor: float) -> float:
    """What the rate may be on a usual day: see Note [More than usual]."""
    tried = before.tried + WEIGHT
    rate = (before.troubled + floor * WEIGHT) / tried
    centre = rate + Z**2 / (2 * tried)
    margin = Z * math.sqrt(rate * (1 - rate) / tried + Z**2 / (4 * tried**2))
    upper = (centre + margin) / (1 + Z**2 / tried)
    return min(max(upper, floor), max(CEILING, floor))


def tail(count: Count, rate: float) -> float:
    """P(K >= troubled) of Binomial(tried, rate); 1 where the count is not above its mean."""
    tried, troubled = count.tried, min(count.troubled, count.tried)
    if troubled <= tried * rate:
        return 1.0
    log_term = (
        math.lgamma(tried + 1)
        - math.lgamma(troubled + 1)
        - math.lgamma(tried - troubled + 1)
        + troubled * math.log(rate)
        + (tried - troubled) * math.log1p(-rate)
    )
    term = total = 1.0
    for at in range(troubled, tried):  # above the mean each term is smaller than the one before
        term *= (tried - at) / (at + 1) * rate / (1 - rate)
        total += term
        if term < total * 1e-12:
            break
    return min(math.exp(log_term) * total, 1.0)


def surprising(windows: Iterable[Count], rate: float) -> Count | None:
    """The first window that is far above the rate; None if all are usual."""
    for count in windows:
        is_enough = count.tried >= LEAST_TRIED and count.troubled >= LEAST_TROUBLED
        if is_enough and tail(count, rate) < ALPHA:
            return count
    return None


def is_over(lately: Count, today: Count, rate: float) -> bool:
    """What comes lately looks usual; where too little does, the whole day must."""
    judged = lately if lately.tried >= LEAST_TRIED else today
    return judged.troubled < LEAST_TROUBLED or tail(judged, rate) > OVER
