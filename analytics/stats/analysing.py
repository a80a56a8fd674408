"""A test's findings from its sums: who is better, by how much, and how sure that is."""

import math
from collections.abc import Mapping

from analytics.stats import bayes, guarding, means, ordinary, pooling, proportions, stratified
from analytics.stats.bayes import Belief
from analytics.stats.data import (
    Agreement,
    Analysis,
    ArmTotal,
    Cell,
    Cells,
    Comparison,
    Design,
    Effect,
    Looks,
    Scale,
    Shape,
    StoreEffect,
)
from analytics.stats.multiplicity import step_down
from analytics.stats.pooling import Part
from analytics.stats.proportions import Count, around
from analytics.stats.stopping import Rule, planned_clock
from analytics.stats.stratified import Pair, Stratified


def analyse(
    design: Design,
    cells: Cells,
    looks: Looks | None = None,
    *,
    is_look: bool = True,
    is_last: bool = False,
    counts: Cells | None = None,
) -> Analysis:
    """All that the sums say of each arm against the control.

    `looks` are the official ones before this. `is_look`: this one is official too, and will be
    kept. `is_last`: the planned end has come by the calendar. `counts`: all exposed units for the
    check of the split, where `cells` hold only some (matured, or measurable).
    """
    looks = looks or {}
    found = {arm: stratified.compare(design, cells, arm) for arm in design.treatments}
    rules = {
        arm: Rule(
            design, each.clock, planned_clock(design, arm), tuple(looks.get(arm, ())), is_last
        )
        for arm, each in found.items()
    }
    levels = _levels(design, found, rules)
    return Analysis(
        design=design,
        arms=tuple(_total(design, cells, arm) for arm in design.arms),
        comparisons=tuple(
            _comparison(found[arm], rules[arm], levels[arm], arm) for arm in design.treatments
        ),
        balance=guarding.balance(design, cells if counts is None else counts),
        look_number=1 + max((len(each) for each in looks.values()), default=0),
        is_look=is_look,
        is_after_plan=any(rule.is_after_plan for rule in rules.values()),
    )


def _levels(
    design: Design, found: Mapping[int, Stratified], rules: Mapping[int, Rule]
) -> dict[int, float]:
    """Holm: the arm that is furthest from the control is asked first."""
    arms = list(design.treatments)
    strengths = [abs(found[arm].z) for arm in arms]

    def is_shown(at: int, level: float) -> bool:
        return strengths[at] > rules[arms[at]].bound(level)

    return dict(zip(arms, step_down(strengths, design.alpha, is_shown), strict=True))


def _comparison(found: Stratified, rule: Rule, level: float, arm: int) -> Comparison:
    design, pooled = rule.design, found.pooled
    bound = rule.bound(level)
    estimate = pooled.estimate if pooled else 0.0
    error = found.standard_error
    raw = Effect(estimate, estimate - bound * error, estimate + bound * error)
    if not pooled or math.isinf(bound):
        raw = Effect(estimate, -math.inf, math.inf)
    is_better = raw.low > 0 if design.higher_is_better else raw.high < 0
    belief = _belief(design, found)
    plain = ordinary.effect(design, found.pairs, pooled and Part(*pooled, 1.0))
    naive = _naive(design, found.pairs)
    return Comparison(
        arm=arm,
        effect=ordinary.told(design, raw),
        level=level,
        bound=bound,
        standard_error=error,
        information=rule.information,
        spent_alpha=rule.spent_alpha,
        p=rule.p(found.z),
        ordinary_p=ordinary.tested(design, found).p,
        ordinary=ordinary.told(design, plain),
        relative=_relative(design, raw, found.control_value),
        shrunken=_shrunken(design, found),
        chance_to_beat=belief.chance,
        loss_if_chosen=belief.loss_if_chosen,
        loss_if_kept=belief.loss_if_kept,
        is_winner=raw.excludes_zero and is_better,
        is_loser=raw.excludes_zero and not is_better,
        stores=_stores(design, found),
        agreement=_agreement(found),
        naive=naive,
        is_simpson=_is_simpson(ordinary.told(design, raw).estimate, naive, plain, design),
    )


def _relative(design: Design, raw: Effect, control_value: float) -> Effect:
    """The same interval in shares of the control's value: it excludes zero when the effect does."""
    if design.scale is Scale.RELATIVE:
        return ordinary.told(design, raw)
    if control_value <= 0:
        return Effect(0.0, -math.inf, math.inf)
    return Effect(*(value / control_value for value in (raw.estimate, raw.low, raw.high)))


def _shrunken(design: Design, found: Stratified) -> float:
    """Towards zero, by how large changes usually are: a stop at a lucky moment flatters."""
    if not found.pooled:
        return 0.0
    spread = design.usual_change
    if design.scale is Scale.DIFFERENCE:
        spread *= abs(found.control_value)
    share = spread**2 / (spread**2 + found.pooled.variance)
    raw = found.pooled.estimate * share
    return raw if design.scale is Scale.DIFFERENCE else math.expm1(raw)


def _belief(design: Design, found: Stratified) -> Belief:
    if not found.pooled:
        return Belief(0.5, 0.0, 0.0)
    count = ordinary.plain_counts(design, found.pairs)
    belief = (
        bayes.of_rates(*count)
        if count
        else bayes.of_normal(found.pooled.estimate, found.standard_error)
    )
    return belief if design.higher_is_better else belief.mirrored()


def _stores(design: Design, found: Stratified) -> tuple[StoreEffect, ...]:
    stores = found.by_store()
    if len(stores) < 2:
        return ()
    total = sum(pair.part.weight for pair in found.pairs)
    effects = []
    for store, pairs in stores.items():
        part = _part_of(pairs)
        effects.append(
            StoreEffect(
                store=store,
                units=sum(pair.control.n + pair.arm.n for pair in pairs),
                effect=ordinary.told(design, ordinary.effect(design, pairs, part)),
                weight=part.weight / total,
            )
        )
    return tuple(effects)


def _part_of(pairs: tuple[Pair, ...]) -> Part:
    parts = [pair.part for pair in pairs]
    return Part(*pooling.pool(parts), sum(part.weight for part in parts))


def _agreement(found: Stratified) -> Agreement | None:
    stores = found.by_store()
    if len(stores) < 2:
        return None
    return pooling.agreement([_part_of(pairs) for pairs in stores.values()])


def _naive(design: Design, pairs: tuple[Pair, ...]) -> float:
    """All units in one heap, as a spreadsheet would: weights that moved mislead it."""
    a = sum((pair.control for pair in pairs), Cell())
    b = sum((pair.arm for pair in pairs), Cell())
    control, arm = _value(design, a), _value(design, b)
    if design.scale is Scale.DIFFERENCE:
        return arm - control
    return arm / control - 1 if control else 0.0


def _value(design: Design, cell: Cell) -> float:
    of = cell.sx if design.shape is Shape.RATIO else cell.n
    return cell.s1 / of if of else 0.0


def _is_simpson(estimate: float, naive: float, plain: Effect, design: Design) -> bool:
    """The heap points the other way, and not merely by noise about zero."""
    told = ordinary.told(design, plain)
    return estimate * naive < 0 and not told.low <= naive <= told.high


def _total(design: Design, cells: Cells, arm: int) -> ArmTotal:
    whole = sum((cell for (_, each), cell in cells.items() if each == arm), Cell())
    if not whole.n:
        return ArmTotal(arm, 0, 0, 0.0, 0.0, -math.inf, math.inf)
    if design.shape is Shape.RATE:
        value = proportions.wilson(Count(whole.s1, whole.n))
    else:
        is_ratio = design.shape is Shape.RATIO
        moments = means.ratio_of(whole) if is_ratio else means.mean_of(whole)
        value = around(moments.mean, math.sqrt(max(moments.squared_error, 0.0)), ordinary.RISK)
    return ArmTotal(
        arm, whole.n, whole.s1, whole.conversions, value.estimate, value.low, value.high
    )
