"""The plain counts of a test: arm by arm, store by store, look by look."""

from datetime import datetime

from analytics import designs
from analytics.gathering import Gathered, number_of
from analytics.models import Look, Tally
from analytics.standing import ArmFacts, LookSeen, Standing, StoreFacts
from analytics.stats.data import Cells, Effect
from templates_app.models import Arm, ExperimentStore, Metric


def counts_of(read: Gathered, now: datetime) -> Standing:
    """Counts alone."""
    experiment = read.experiment
    currencies = {each.store.currency for each in read.stores}
    return Standing(
        experiment_id=experiment.pk,
        metric=experiment.primary_metric,
        at=now,
        days=designs.full_days(experiment, now),
        currency=currencies.pop() if len(currencies) == 1 else "",
        arms=tuple(_arm_facts(read, arm) for arm in read.arms),
        analysis=None,
        verdict=None,
        stores=tuple(_store_facts(read, each) for each in read.stores),
        looks=tuple(_seen(look) for look in read.looks),
    )


def _arm_facts(read: Gathered, arm: Arm) -> ArmFacts:
    metric = read.experiment.primary_metric
    epoch = read.epochs[-1] if read.epochs else None
    counted = _total(read.sums.of(metric), arm.number, "n")
    return ArmFacts(
        number=arm.number,
        label=arm.label,
        name=arm.name,
        weight_bp=epoch.weights_bp[arm.number] if epoch else arm_weight(arm),
        given=_total(read.sums.of(Tally.EXPOSED), arm.number, "n"),
        counted=counted,
        hits=_total(read.sums.of(_hit_metric(metric)), arm.number, "s1"),
        value_minor=_total(read.sums.of(metric), arm.number, "s1")
        if metric in designs.MONEY
        else 0,
        waiting=read.sums.given.get(metric, {}).get(arm.number, 0) - counted,
        machine_clicks=_total(read.sums.of(Tally.CLICKED_BY_MACHINE), arm.number, "s1"),
        machine_opens=_total(read.sums.of(Tally.OPENED_BY_MACHINE), arm.number, "s1"),
        resent=_total(read.sums.of(Tally.RESENT), arm.number, "s1"),
    )


def arm_weight(arm: Arm) -> int:
    """As declared, where the test has not begun."""
    return int(getattr(arm, "weight_bp", 0))


def _hit_metric(metric: str) -> str:
    return Metric.BOUGHT_AGAIN if metric in designs.MONEY else metric


def _total(cells: Cells, arm: int, column: str, store: int | None = None) -> int:
    return sum(
        int(getattr(cell, column))
        for (stratum, number), cell in cells.items()
        if number == arm and store in (None, stratum.store)
    )


def _store_facts(read: Gathered, part: ExperimentStore) -> StoreFacts:
    metric = read.experiment.primary_metric

    def by_arm(of: str, column: str) -> tuple[int, ...]:
        cells = read.sums.of(of)
        return tuple(_total(cells, arm.number, column, part.store_id) for arm in read.arms)

    is_money = metric in designs.MONEY
    return StoreFacts(
        store_id=part.store_id,
        name=part.store.name,
        currency=part.store.currency,
        given=by_arm(Tally.EXPOSED, "n"),
        counted=by_arm(metric, "n"),
        hits=by_arm(_hit_metric(metric), "s1"),
        value_minor=by_arm(metric, "s1") if is_money else (0,) * len(read.arms),
    )


def _seen(look: Look) -> LookSeen:
    said = look.analysis.get("relative", {})
    return LookSeen(
        number=look.number,
        at=look.at,
        arm=look.arm,
        information=look.information or 0.0,
        n=look.n,
        relative=Effect(
            said.get("estimate") or 0.0,
            number_of(said.get("low"), -1),
            number_of(said.get("high"), 1),
        ),
        verdict=look.verdict,
    )
