"""Shares of small numbers, with how far they can be trusted."""

import math
from dataclasses import dataclass
from typing import Final

_Z: Final = 1.959963984540054  # of 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """So many of all, and between what the true share lies in 95 of 100 such cases."""

    share: float
    low: float
    high: float


def share_of(count: int, total: int) -> Share:
    """Wilson's interval, which is right for few and for none too. `total` is not 0."""
    share, pull = count / total, _Z * _Z / total
    centre = (share + pull / 2) / (1 + pull)
    margin = _Z * math.sqrt(share * (1 - share) / total + pull / (4 * total)) / (1 + pull)
    low = 0.0 if count == 0 else centre - margin
    high = 1.0 if count == total else centre + margin
    return Share(share, low, high)
