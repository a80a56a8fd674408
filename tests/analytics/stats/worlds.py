"""Designs and cells for the tests of analytics.stats."""

from typing import Any

from analytics.stats.data import Cell, Cells, Design, Shape, Stopping, Stratum

ONE = Stratum(1, 1)


def design(stopping: Stopping = Stopping.OPEN, **changes: Any) -> Design:
    named: dict[str, Any] = {
        "shape": Shape.RATE,
        "weights": {1: (1, 1)},
        "plan_units": 20_000,
        **changes,
    }
    return Design(stopping=stopping, **named)


def rates(*arms: tuple[int, int], stratum: Stratum = ONE) -> Cells:
    """(successes, units) of each arm, the control first."""
    return {(stratum, arm): Cell.of_rate(n, s) for arm, (s, n) in enumerate(arms)}


def stores(**arms: tuple[tuple[int, int], ...]) -> Cells:
    """By store: s1=((120, 1000), (150, 1000)), s2=…"""
    cells: dict[tuple[Stratum, int], Cell] = {}
    for name, counts in arms.items():
        cells |= rates(*counts, stratum=Stratum(int(name[1:]), 1))
    return cells
