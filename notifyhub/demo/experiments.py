"""Three tests of words: one that runs since five weeks, one that was decided, and a draft.

What was planned goes through the verbs, and so do the looks, the decision and its report. Only the
sums of who was given what and clicked are invented, day by day, by the same fall of the dice.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from analytics.looking import take_look
from analytics.models import ExperimentRollup
from analytics.segmenting import segment_of
from analytics.settling import decide
from notifyhub.demo.catalogue import SHOPS
from notifyhub.demo.founding import Founded
from notifyhub.demo.world import dice
from stores.models import Agency, Store
from templates_app import drafting, experiment_plans, experimenting, publishing
from templates_app.data import NotificationKind as Kind
from templates_app.experiment_plans import ArmPlan, ExperimentPlan
from templates_app.inheriting import Placed, draft_of
from templates_app.models import Experiment, Stopping, Template, Unit, Variant
from templates_app.queries import agency_template

PLANNER: Final = "Mina Lie"
HALF: Final = 5_000
SEGMENTS: Final = ("market", "returning")
FALL: Final = 2  # of the dice: one that leaves the running test undecided
# Of a week: how much more or less is sold.
WEEK: Final = (1.05, 1.0, 0.96, 0.98, 1.02, 1.03, 0.96)
RETURNING: Final = 0.56
# How often it happens to one of whom the mail was sent, whichever variant.
SELDOM: Final = {
    "COMPLAINED": 0.0003,
    "TRACKING_OFF": 0.001,
    "BOUNCED": 0.0083,
    "REFUNDED": 0.0187,
    "CLICKED_BY_MACHINE": 0.0867,
    "RESENT": 0.0018,
}


@dataclass(frozen=True, slots=True)
class Flow:
    """What happens in a test: how many a day over all shops, and how many of 100 click."""

    name: str
    a_day: int
    rates: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where sums belong."""

    experiment: Experiment
    store: Store
    on: date


RUNS: Final = Flow("promise", 640, (0.167, 0.1795))
WAS: Final = Flow("person", 420, (0.121, 0.1215))


def plan_experiments(founded: Founded, *, now: datetime) -> None:
    """Wants the scope of every store, and words that were published."""
    stores = [founded.stores[shop.key] for shop in SHOPS]
    _decided(founded.agency, stores, now)
    _running(founded.agency, stores, now)
    _planned(founded.agency, stores, now)


def _decided(agency: Agency, stores: list[Store], now: datetime) -> None:
    """Sixty days ago it ended, and nothing was shown."""
    began, days = _nine(now, 92), 30
    experiment = _begun(
        agency,
        ExperimentPlan(
            name="A person as the sender",
            hypothesis="A name beside the shop's makes the parcel's mail easier to find.",
            template=_template(agency, Kind.SHIPPING_CONFIRMATION),
            stores=stores,
            arms=[
                ArmPlan(name="The shop's name", weight_bp=HALF),
                ArmPlan(name="A person of the shop", weight_bp=HALF, sender_name="Mina"),
            ],
            unit=Unit.ORDER,
            base_rate=0.12,
            least_effect=0.12,
            plan_units=12_000,
            plan_end_at=began + timedelta(days=days + 2),
        ),
        began,
    )
    _pour(experiment, stores, WAS, days)
    decide(
        experiment=experiment,
        arm=None,
        because="No difference worth a second name in the inbox.",
        actor=PLANNER,
        now=began + timedelta(days=days + 2),
    )


def _running(agency: Agency, stores: list[Store], now: datetime) -> None:
    began, days = _nine(now, 36), 36
    template = _template(agency, Kind.ORDER_CONFIRMATION)
    variant = _promise_first(template, began - timedelta(days=1))
    experiment = _begun(
        agency,
        ExperimentPlan(
            name="Promise above the order lines",
            hypothesis="Who reads at once when it comes looks up the rest more often.",
            template=template,
            stores=stores,
            arms=[
                ArmPlan(name="As it was", weight_bp=HALF),
                ArmPlan(name="Promise first", weight_bp=HALF, variant=variant),
            ],
            unit=Unit.ORDER,
            segments=SEGMENTS,
            base_rate=0.167,
            least_effect=0.07,
            plan_units=36_000,
            plan_end_at=began + timedelta(days=57),
        ),
        began,
    )
    _pour(experiment, stores, RUNS, days)


def _planned(agency: Agency, stores: list[Store], now: datetime) -> None:
    experiment_plans.create_experiment(
        agency=agency,
        plan=ExperimentPlan(
            name="The refund's mail an hour later",
            hypothesis="One mail less in the hour in which somebody is cross.",
            template=_template(agency, Kind.ORDER_REFUND),
            stores=stores[:1],
            arms=[
                ArmPlan(name="At once", weight_bp=HALF),
                ArmPlan(name="An hour later", weight_bp=HALF, delay=timedelta(hours=1)),
            ],
            stopping=Stopping.PICK,
            base_rate=0.2,
            least_effect=0.2,
        ),
        actor=PLANNER,
        now=now - timedelta(days=2),
    )


def _begun(agency: Agency, plan: ExperimentPlan, began: datetime) -> Experiment:
    draft = experiment_plans.create_experiment(
        agency=agency, plan=plan, actor=PLANNER, now=began - timedelta(days=1)
    )
    return experimenting.start_experiment(experiment=draft, actor=PLANNER, now=began)


def _promise_first(template: Template, now: datetime) -> Variant:
    """A variant that says when it comes before it says what was bought; published to all."""
    variant = drafting.add_variant(template=template, name="Promise first", now=now)
    blocks = [one for one in draft_of(template) if one.type != "promise"]
    lines = next(place for place, one in enumerate(blocks) if one.key == "order_lines")
    blocks.insert(lines, Placed(key="promise", type="promise"))
    drafting.save_draft(
        template=template,
        version=template.version,
        blocks=blocks,
        actor=PLANNER,
        now=now,
        variant=variant,
    )
    publishing.publish_template(template=template, actor=PLANNER, now=now, note="For a test")
    return variant


def _pour(experiment: Experiment, stores: list[Store], flow: Flow, days: int) -> None:
    """Day after day what was given and clicked; a look is taken as each fifth of the plan is in."""
    chance = dice("experiment", flow.name, FALL)
    began, planned = experiment.started_at, experiment.plan_units
    if began is None or planned is None:
        raise TypeError("It has begun, with a plan.")
    given, looks, rows = 0, 1, list[ExperimentRollup]()
    for day in range(days):
        at = began + timedelta(days=day)
        for store, share in _shares(stores).items():
            wanted = flow.a_day * share * WEEK[day % 7]
            rows += _day(Cell(experiment, store, at.date()), wanted, flow.rates, chance)
        given = sum(row.n for row in rows if row.metric == "EXPOSED")
        if given >= looks * planned / experiment.look_count:
            ExperimentRollup.objects.bulk_create(row for row in rows if row.pk is None)
            take_look(experiment=experiment, now=at + timedelta(hours=20))
            looks += 1
    ExperimentRollup.objects.bulk_create(row for row in rows if row.pk is None)


def _shares(stores: list[Store]) -> Mapping[Store, float]:
    whole = sum(shop.share for shop in SHOPS)
    return {store: shop.share / whole for store, shop in zip(stores, SHOPS, strict=True)}


def _day(
    cell: Cell, wanted: float, rates: tuple[float, float], chance: Random
) -> Iterator[ExperimentRollup]:
    """One shop's day: who got which variant, who clicked, and what seldom happens."""
    new, returning = (_segment(cell, is_returning=one) for one in (False, True))
    given = Counter(
        (chance.randrange(2), returning if chance.random() < RETURNING else new)
        for _place in range(round(chance.gauss(wanted, wanted**0.5)))
    )
    for (arm, segment), units in sorted(given.items()):
        place = {
            "experiment": cell.experiment,
            "store": cell.store,
            "arm": arm,
            "epoch": 1,
            "segment": segment,
            "exposed_on": cell.on,
        }
        clicked = _hits(chance, units, rates[arm])
        yield ExperimentRollup(**place, metric="EXPOSED", n=units, s1=units, s2=units)
        yield ExperimentRollup(**place, metric="CLICKED", n=units, s1=clicked, s2=clicked)
        for metric, rate in SELDOM.items():
            hits = _hits(chance, units, rate)
            if hits:
                yield ExperimentRollup(**place, metric=metric, n=hits, s1=hits, s2=hits)


def _segment(cell: Cell, *, is_returning: bool) -> int:
    return segment_of(
        cell.experiment.segments,
        country=cell.store.country,
        locale=cell.store.locale,
        is_returning=is_returning,
        value=(0, cell.store.currency),
    )


def _hits(chance: Random, units: int, rate: float) -> int:
    return sum(chance.random() < rate for _place in range(units))


def _template(agency: Agency, kind: Kind) -> Template:
    template = agency_template(agency_id=agency.pk, kind=kind)
    if template is None:
        raise TypeError("The agency was founded with words of each kind.")
    return template


def _nine(now: datetime, days: int) -> datetime:
    """Nine in the morning so many days ago."""
    return datetime.combine((now - timedelta(days=days)).date(), time(9), now.tzinfo)
