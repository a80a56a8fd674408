"""Intervals that hold at every moment: look as often as you like, stop when you like.

The asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas ("Time-uniform
central limit theory and asymptotic confidence sequences", arXiv 2103.06476, proposition 5): a
normal mixture of the test martingale, tuned to be tightest at `plan` units.
"""

import math


def tuning(alpha: float, plan: float) -> float:
    """Rho squared which makes the interval tightest at `plan` units."""
    wide = -2 * math.log(alpha)
    return (wide + math.log(wide + 1)) / plan


def bound(units: float, rho_squared: float, alpha: float) -> float:
    """Half the interval's width in standard errors."""
    scaled = units * rho_squared
    if scaled <= 0:
        return math.inf
    return math.sqrt((scaled + 1) / scaled * math.log((scaled + 1) / alpha**2))


def p_value(z: float, units: float, rho_squared: float) -> float:
    """The always valid p of a difference of z standard errors."""
    scaled = units * rho_squared
    return math.exp(min(0.5 * math.log1p(scaled) - 0.5 * z * z * scaled / (scaled + 1), 0.0))
