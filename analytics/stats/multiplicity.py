"""Several questions at once: Holm for what is decided, Benjamini and Hochberg for what is explored.

Holm, Scandinavian Journal of Statistics 6 (1979); Benjamini and Hochberg, JRSS B 57 (1995).
"""

from collections.abc import Callable, Sequence


def holm(ps: Sequence[float]) -> list[float]:
    """Adjusted p: below alpha with at most that chance of any false one among all."""
    adjusted = [0.0] * len(ps)
    running = 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        running = max(running, min((len(ps) - rank) * ps[at], 1.0))
        adjusted[at] = running
    return adjusted


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Adjusted p: of those below q, at most the share q is expected to be false."""
    adjusted = [0.0] * len(ps)
    running = 1.0
    order = sorted(range(len(ps)), key=ps.__getitem__)
    for rank in range(len(ps), 0, -1):
        at = order[rank - 1]
        running = min(running, ps[at] * len(ps) / rank)
        adjusted[at] = running
    return adjusted


def step_down(
    strengths: Sequence[float], alpha: float, is_shown: Callable[[int, float], bool]
) -> list[float]:
    """Holm by levels: the level each question is asked at, the strongest first.

    Once one is not shown, the weaker ones are asked at the same level, and are not shown either.
    """
    levels = [0.0] * len(strengths)
    level = alpha / max(len(strengths), 1)
    for rank, at in enumerate(sorted(range(len(strengths)), key=lambda each: -strengths[each])):
        levels[at] = level
        left = len(strengths) - rank - 1
        if left and is_shown(at, level):
            level = alpha / left
        elif left:
            for rest in sorted(range(len(strengths)), key=lambda each: -strengths[each])[rank:]:
                levels[rest] = level
            break
    return levels
