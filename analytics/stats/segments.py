"""Groups to wonder about: declared before, corrected for being many, never decided on.

With twenty groups and nothing going on, one looks special in 64 of 100 tests. Hence Benjamini and
Hochberg at 10 % over all that were asked, and a group is notable only where its dimension's groups
differ at all (Cochran's Q): "works for new buyers" must mean that it works less for the others.
"""

from collections import defaultdict
from collections.abc import Mapping

from analytics.stats import ordinary, pooling, stratified
from analytics.stats.data import (
    CONTROL,
    Agreement,
    Cells,
    Design,
    Effect,
    Interaction,
    SegmentEffect,
    SegmentName,
    Segments,
)
from analytics.stats.multiplicity import benjamini_hochberg
from analytics.stats.pooling import Part
from analytics.stats.stratified import Stratified

FALSE_SHARE = 0.10
INTERACTION_RISK = 0.05

_Key = tuple[SegmentName, int]


def by_segment(design: Design, cells_by_segment: Mapping[SegmentName, Cells]) -> Segments:
    """Each declared group by itself, against the control within it."""
    asked: dict[_Key, Stratified] = {}
    told_of: dict[_Key, Stratified | None] = {}
    for name, cells in sorted(cells_by_segment.items()):
        for arm in design.treatments:
            found = stratified.compare(design, cells, arm)
            is_enough = found.pooled is not None and _has_enough(design, cells, arm)
            told_of[name, arm] = found if is_enough else None
            if is_enough:
                asked[name, arm] = found
    ps = {key: ordinary.tested(design, found).p for key, found in asked.items()}
    adjusted = dict(zip(ps, benjamini_hochberg(list(ps.values())), strict=True))
    interactions = _interactions(asked)
    differing = {
        (each.dimension, each.arm) for each in interactions if each.agreement.p < INTERACTION_RISK
    }
    return Segments(
        effects=tuple(
            SegmentEffect(
                name=name,
                arm=arm,
                units=_units(cells_by_segment[name], arm),
                ordinary=_effect(design, found) if found else None,
                p=ps.get((name, arm)),
                adjusted_p=adjusted.get((name, arm)),
                is_notable=adjusted.get((name, arm), 1.0) <= FALSE_SHARE
                and (name.dimension, arm) in differing,
            )
            for (name, arm), found in told_of.items()
        ),
        interactions=interactions,
        luck=1 - (1 - ordinary.RISK) ** len(asked),
    )


def _has_enough(design: Design, cells: Cells, arm: int) -> bool:
    return all(
        sum(cell.conversions for (_, each), cell in cells.items() if each == side)
        >= design.least_conversions
        for side in (CONTROL, arm)
    )


def _units(cells: Cells, arm: int) -> int:
    return sum(cell.n for (_, each), cell in cells.items() if each in (CONTROL, arm))


def _effect(design: Design, found: Stratified) -> Effect:
    whole = found.pooled and Part(*found.pooled, 1.0)
    return ordinary.told(design, ordinary.effect(design, found.pairs, whole))


def _interactions(asked: Mapping[_Key, Stratified]) -> tuple[Interaction, ...]:
    parts: dict[tuple[str, int], list[Part]] = defaultdict(list)
    for (name, arm), found in asked.items():
        if found.pooled:
            parts[name.dimension, arm].append(Part(*found.pooled, 1.0))
    found_of: dict[tuple[str, int], Agreement] = {
        key: pooling.agreement(each) for key, each in parts.items() if len(each) > 1
    }
    return tuple(
        Interaction(dimension, arm, agreement) for (dimension, arm), agreement in found_of.items()
    )
