"""May a winner be named, and if not, why not."""

from collections.abc import Iterable, Iterator

from analytics.stats.data import (
    CONTROL,
    Analysis,
    Comparison,
    Harm,
    Outcome,
    Reason,
    Stopping,
    Verdict,
)

_ALL = 1 - 1e-9


def decide(analysis: Analysis, *, days: int, harms: Iterable[Harm] = ()) -> Verdict:
    """The verdict by the declared rule. `days`: whole days since the start; `harms`: guardrails.

    The winner is the best of the arms that are shown to be better and do no harm. Reasons are all
    that stand in the way of naming the arm that leads, not only the first.
    """
    harmed = frozenset(harm.arm for harm in harms if harm.is_alarm)
    leader = _leader(analysis, harmed)
    reasons = tuple(_reasons(analysis, leader, days, harmed))
    if analysis.design.stopping in (Stopping.PICK, Stopping.BANDIT):
        return _likelier(analysis, leader, reasons)
    if not reasons:
        return Verdict(Outcome.WINNER, leader.arm)
    is_worse = all(each.is_loser for each in analysis.comparisons)
    if is_worse and set(reasons) <= {Reason.UNSURE, Reason.HARMED}:
        return Verdict(Outcome.CONTROL, CONTROL)
    if _is_over(analysis):
        return Verdict(Outcome.NOT_SHOWN, leader.arm, reasons)
    return Verdict(Outcome.UNDECIDED, leader.arm, reasons)


def _leader(analysis: Analysis, harmed: frozenset[int]) -> Comparison:
    sign = 1 if analysis.design.higher_is_better else -1

    def rank(each: Comparison) -> tuple[bool, bool, float]:
        return each.arm not in harmed, each.is_winner, sign * each.effect.estimate

    return max(analysis.comparisons, key=rank)


def _reasons(
    analysis: Analysis, leader: Comparison, days: int, harmed: frozenset[int]
) -> Iterator[Reason]:
    design = analysis.design
    pair = [each for each in analysis.arms if each.arm in (CONTROL, leader.arm)]
    is_planned = design.stopping is Stopping.PLANNED
    standing_in_the_way = {
        Reason.TOO_FEW_DAYS: days < design.least_days,
        Reason.TOO_FEW_UNITS: min(each.units for each in pair) < design.least_units,
        Reason.TOO_FEW_CONVERSIONS: min(each.conversions for each in pair)
        < design.least_conversions,
        Reason.UNEVEN: analysis.balance.is_alarm,
        Reason.HARMED: leader.arm in harmed,
        Reason.UNSURE: not leader.is_winner,
        Reason.BETWEEN_LOOKS: is_planned and not analysis.is_look,
        Reason.AFTER_PLAN: analysis.is_after_plan,
    }
    return (reason for reason, is_so in standing_in_the_way.items() if is_so)


def _likelier(analysis: Analysis, leader: Comparison, reasons: tuple[Reason, ...]) -> Verdict:
    """What loses least by expectation: an arm that looks better, else the control."""
    unproven = tuple(reason for reason in reasons if reason is not Reason.UNSURE)
    if unproven:
        return Verdict(Outcome.UNDECIDED, leader.arm, (*unproven, Reason.NO_PROOF))
    is_likelier = leader.loss_if_chosen < leader.loss_if_kept
    return Verdict(Outcome.LIKELIER, leader.arm if is_likelier else CONTROL, (Reason.NO_PROOF,))


def _is_over(analysis: Analysis) -> bool:
    """The planned looks are done: no later one can show anything."""
    design = analysis.design
    if design.stopping is not Stopping.PLANNED or not analysis.is_look:
        return analysis.is_after_plan
    share = design.alpha / len(design.treatments)
    return analysis.is_after_plan or all(
        each.spent_alpha >= share * _ALL for each in analysis.comparisons
    )
