"""What a test would cost in orders and days, by what these stores really sell and send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from analytics import designs
from analytics.models import DailyStat
from analytics.standing import Planned
from analytics.stats import planning as reckoning
from analytics.stats.data import BadDesign, Question, Stopping, StoreTraffic
from analytics.usual_sql import ASKED_HELP, BOUGHT_AGAIN
from common.errors import DomainError
from stores.models import Store
from templates_app.assigning import BUCKETS
from templates_app.experiment_plans import ExperimentPlan
from templates_app.models import HoldOut, Metric

LATELY: Final = 28  # days
LEAST_UNITS: Final = 200  # fewer say nothing about what is usual
LEAST_EFFECT: Final = 0.10
MOST_ORDERS: Final = 20_000  # read of all stores together
NO_CAP: Final = 10**15
# Where nothing was measured nor told: what mails about orders usually bring.
USUAL: Final = {
    Metric.CLICKED: 0.15,
    Metric.OPENED: 0.45,
    Metric.BOUGHT_AGAIN: 0.04,
    Metric.CONTACTED: 0.05,
}


class CannotPlan(DomainError):
    """The plan cannot be reckoned; says what to give."""

    code = "cannot-plan"


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual, and of how many units that is known."""

    units: int
    rate: float | None = None
    mean: float | None = None
    variance: float | None = None


def planning_of(*, plan: ExperimentPlan, now: datetime) -> Planned:
    """How many units and days the declared test needs, and what would be quicker.

    Four queries, however many stores. Raises CannotPlan.
    """
    stores = list(plan.stores)
    traffic = _traffic(plan, stores, now)
    usual = _told(plan) or _measured(plan, stores, now)
    is_measured = usual.units >= LEAST_UNITS
    if not is_measured and plan.base_rate is None:
        usual = _assumed(plan)
    question = Question(
        least_effect=plan.least_effect or LEAST_EFFECT,
        base_rate=usual.rate,
        mean=usual.mean,
        variance=usual.variance,
        alpha=plan.alpha,
        power=plan.power,
        weights=tuple(arm.weight_bp for arm in plan.arms),
        stopping=Stopping(plan.stopping),
        look_count=plan.look_count,
        least_days=plan.least_days,
        window_days=0 if plan.primary_metric in designs.IMMEDIATE else plan.window_days,
        units_per_day=sum(traffic.values()),
        pool=tuple(StoreTraffic(store.pk, traffic[store.pk]) for store in stores),
    )
    try:
        found = reckoning.plan(question)
        alone = _alone(question, found.units, traffic)
    except BadDesign as fault:
        raise CannotPlan(str(fault)) from fault
    return Planned(found, question, is_measured, usual.units if is_measured else 0, alone)


def _alone(question: Question, units: int, traffic: Mapping[int, float]) -> dict[int, int | None]:
    """Days each store would need by itself: what pooling saves."""
    if len(traffic) < 2:
        return {}
    return {
        store: max(ceil(units / each), question.least_days) + question.window_days if each else None
        for store, each in traffic.items()
    }


def _traffic(plan: ExperimentPlan, stores: Sequence[Store], now: datetime) -> dict[int, float]:
    """Messages of the kind handed over a day by each store, less who is held out or not covered."""
    today = now.date()
    rows: Any = DailyStat.objects.filter(
        store__in=stores,
        kind=plan.template.kind,
        day__gte=today - timedelta(days=LATELY),
        day__lt=today,
    )
    sent = dict(rows.values_list("store_id").annotate(sent=Sum("sent_count")))
    held = dict(HoldOut.objects.filter(store__in=stores).values_list("store_id", "share_bp"))
    covered = plan.coverage_bp / BUCKETS
    return {
        store.pk: sent.get(store.pk, 0) / LATELY * covered * (1 - held.get(store.pk, 0) / BUCKETS)
        for store in stores
    }


def _told(plan: ExperimentPlan) -> _Usual | None:
    """What somebody wrote down counts, where it can: of money nobody knows the spread by heart."""
    if plan.base_rate is None or plan.primary_metric in designs.MONEY:
        return None
    return _Usual(0, rate=plan.base_rate)


def _measured(plan: ExperimentPlan, stores: Sequence[Store], now: datetime) -> _Usual:
    if plan.primary_metric in designs.IMMEDIATE:
        return _seen(plan, stores, now)
    if plan.primary_metric == Metric.CONTACTED:
        return _asked(plan, stores, now)
    return _bought(plan, stores, now)


def _seen(plan: ExperimentPlan, stores: Sequence[Store], now: datetime) -> _Usual:
    rows = DailyStat.objects.filter(
        store__in=stores, kind=plan.template.kind, day__gte=now.date() - timedelta(days=LATELY)
    )
    sums = rows.aggregate(
        tracked=Sum("tracked_count", default=0),
        clicked=Sum("clicked_by_people_count", default=0),
        opened=Sum("opened_by_people_count", default=0),
        machines=Sum("opened_by_machines_count", default=0),
    )
    units, hits = sums["tracked"], sums["clicked"]
    if plan.primary_metric == Metric.OPENED:
        units, hits = max(0, units - sums["machines"]), sums["opened"]
    if not 0 < hits < units:
        return _Usual(0)
    return _Usual(units, rate=hits / units)


def _lately(plan: ExperimentPlan, stores: Sequence[Store], now: datetime) -> dict[str, Any]:
    """Which orders are read for what is usual: the newest whose days are over."""
    until = now - timedelta(days=plan.window_days)
    return {
        "stores": [store.pk for store in stores],
        "since": until - timedelta(days=180),
        "until": until,
        "window_days": plan.window_days,
        "limit": max(100, MOST_ORDERS // max(1, len(stores))),
    }


def _asked(plan: ExperimentPlan, stores: Sequence[Store], now: datetime) -> _Usual:
    with connection.cursor() as cursor:
        cursor.execute(ASKED_HELP, _lately(plan, stores, now))
        units, buyers = map(int, cursor.fetchone())
    return _Usual(units, rate=buyers / units) if 0 < buyers < units else _Usual(0)


def _bought(plan: ExperimentPlan, stores: Sequence[Store], now: datetime) -> _Usual:
    asked = _lately(plan, stores, now)
    asked["cap"] = NO_CAP if plan.cap_minor is None else plan.cap_minor
    with connection.cursor() as cursor:
        cursor.execute(BOUGHT_AGAIN, asked)
        units, buyers, orders, spent, squares = map(int, cursor.fetchone())
    if not 0 < buyers < units:
        return _Usual(0)
    if plan.primary_metric == Metric.BOUGHT_AGAIN:
        return _Usual(units, rate=buyers / units)
    if plan.primary_metric == Metric.ORDER_VALUE:
        units = orders
    mean = spent / units
    variance = squares / units - mean * mean
    if mean <= 0 or variance <= 0:
        return _Usual(0)
    return _Usual(units, mean=mean, variance=variance)


def _assumed(plan: ExperimentPlan) -> _Usual:
    rate = USUAL.get(Metric(plan.primary_metric))
    if rate is None:
        words = _(
            "These stores have too few orders by the same buyers to know what they usually spend "
            "again. Choose clicks, or whether buyers order again, as what counts."
        )
        raise CannotPlan(words)
    return _Usual(0, rate=rate)
