"""What was declared of a test, as the statistics ask for it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from analytics.stats.data import Design, Scale, Shape, Stopping
from templates_app.models import Experiment, ExperimentEpoch, Metric, Unit

SHAPES: Final = {
    Metric.CLICKED: Shape.RATE,
    Metric.OPENED: Shape.RATE,
    Metric.BOUGHT_AGAIN: Shape.RATE,
    Metric.REVENUE: Shape.MEAN,
    Metric.ORDER_VALUE: Shape.RATIO,
    Metric.CONTACTED: Shape.RATE,
}
# Known at once; of the others only those count whose days are over.
IMMEDIATE: Final = frozenset({Metric.CLICKED, Metric.OPENED})
MONEY: Final = frozenset({Metric.REVENUE, Metric.ORDER_VALUE})
_OF_BUYERS: Final = frozenset({Metric.BOUGHT_AGAIN, Metric.REVENUE, Metric.ORDER_VALUE})


def design_of(
    experiment: Experiment,
    epochs: Iterable[ExperimentEpoch],
    *,
    metric: str,
    is_one_currency: bool,
) -> Design:
    """The design by which the declared metric is decided; another metric is only looked at."""
    is_declared = metric == experiment.primary_metric
    shape = SHAPES[Metric(metric)]
    return Design(
        shape=shape,
        stopping=Stopping(experiment.stopping) if is_declared else Stopping.OPEN,
        weights={each.number: tuple(each.weights_bp) for each in epochs},
        alpha=experiment.alpha,
        power=experiment.power,
        plan_units=experiment.plan_units,
        look_count=experiment.look_count,
        least_days=experiment.least_days,
        scale=Scale.RELATIVE if metric in MONEY and not is_one_currency else Scale.DIFFERENCE,
        higher_is_better=metric != Metric.CONTACTED,
        is_adjusted=shape is Shape.MEAN,
    )


def others_measured(experiment: Experiment) -> list[str]:
    """What is measured besides what counts."""
    return [
        metric
        for metric in Metric
        if metric != experiment.primary_metric
        and (experiment.unit == Unit.CUSTOMER or metric not in _OF_BUYERS)
    ]


def matured_by(experiment: Experiment, now: datetime) -> date:
    """The last day whose units are all through the days that count."""
    return (now - timedelta(days=experiment.window_days)).date() - timedelta(days=1)


def full_days(experiment: Experiment, now: datetime) -> int:
    """Since the start, until now or until it was stopped."""
    if experiment.started_at is None:
        return 0
    until = min(now, experiment.stopped_at or now)
    return max(0, (until - experiment.started_at).days)
