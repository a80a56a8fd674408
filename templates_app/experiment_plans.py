"""Drafts of tests: what is declared before one starts. Nothing here reaches a buyer."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import Agency, Store
from templates_app.assigning import BUCKETS
from templates_app.data import NotificationKind
from templates_app.layering import first_layer
from templates_app.models import (
    Arm,
    Experiment,
    ExperimentStore,
    Guardrail,
    Layer,
    Metric,
    Stopping,
    Template,
    Unit,
    Variant,
)

MOST_ARMS: Final = 9  # the template's own words, and each of its variants
LONGEST_DELAY: Final = timedelta(days=7)
SEGMENTS: Final = ("market", "locale", "returning", "value")
# Kinds that no buyer reads.
_OF_STAFF: Final = (NotificationKind.STAFF_NEW_ORDER,)
# What the plan names that is no column of the test itself.
_APART: Final = frozenset({"template", "stores", "arms", "layer"})


class PlanRefused(DomainError):
    """A test cannot be planned like that; `field` names what to change."""

    code = "plan-refused"

    def __init__(self, field: str, complaint: str) -> None:
        super().__init__(complaint)
        self.field = field


class AlreadyStarted(DomainError):
    """What was declared of a test stays as it was declared."""

    code = "experiment-started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmPlan:
    """One arm: other words, another sender's name, a later time, or none of these (the control)."""

    name: str
    weight_bp: int
    variant: Variant | None = None  # None: the template's own words
    sender_name: str = ""
    delay: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentPlan:
    """All that is declared of a test. The first arm is the control."""

    name: str
    template: Template
    stores: Sequence[Store]
    arms: Sequence[ArmPlan]
    layer: Layer | None = None  # None: the agency's first
    hypothesis: str = ""
    unit: str = Unit.CUSTOMER
    stopping: str = Stopping.PLANNED
    primary_metric: str = Metric.CLICKED
    coverage_bp: int = BUCKETS
    window_days: int = 14
    cap_minor: int | None = None
    guardrails: Sequence[str] = tuple(Guardrail.values)
    segments: Sequence[str] = ()
    alpha: float = 0.05
    power: float = 0.8
    base_rate: float | None = None
    least_effect: float | None = None
    plan_units: int | None = None
    plan_end_at: datetime | None = None
    look_count: int = 10
    least_days: int = 7
    promotes_itself: bool = False
    holdback_bp: int = 500

    def columns(self) -> dict[str, Any]:
        """Those of the test itself."""
        names = [field.name for field in fields(self) if field.name not in _APART]
        told = {name: getattr(self, name) for name in names}
        told["name"] = self.name.strip()[:120]
        for name in ("guardrails", "segments"):
            told[name] = list(dict.fromkeys(told[name]))
        return told


@transaction.atomic
def create_experiment(
    *, agency: Agency, plan: ExperimentPlan, actor: str, now: datetime
) -> Experiment:
    """A draft of a test. Raises PlanRefused."""
    _check(agency.pk, plan)
    experiment = Experiment(agency=agency, created_at=now, created_by=actor)
    _write(experiment, plan, now)
    return experiment


@transaction.atomic
def edit_experiment(*, experiment: Experiment, plan: ExperimentPlan, now: datetime) -> Experiment:
    """Make a draft exactly what the plan says. Raises AlreadyStarted, PlanRefused."""
    locked = locked_draft(experiment)
    _check(locked.agency_id, plan)
    Arm.objects.filter(experiment=locked).delete()
    ExperimentStore.objects.filter(experiment=locked).delete()
    _write(locked, plan, now)
    return locked


@transaction.atomic
def delete_draft(*, experiment: Experiment) -> None:
    """Forget a draft. Raises AlreadyStarted: what began stays on record."""
    locked_draft(experiment).delete()


def plan_of(experiment: Experiment) -> ExperimentPlan:
    """What was declared, to be changed in part by `dataclasses.replace`. Four queries."""
    arms = Arm.objects.filter(experiment=experiment).select_related("variant").order_by("number")
    taking_part = ExperimentStore.objects.filter(experiment=experiment)
    names = [f.name for f in fields(ExperimentPlan) if f.name not in _APART]
    return ExperimentPlan(
        template=experiment.template,
        layer=experiment.layer,
        stores=[row.store for row in taking_part.select_related("store").order_by("store")],
        arms=[
            ArmPlan(
                name=arm.name,
                weight_bp=arm.weight_bp,
                variant=arm.variant,
                sender_name=arm.sender_name,
                delay=arm.delay,
            )
            for arm in arms
        ],
        **{name: getattr(experiment, name) for name in names},
    )


def locked_draft(experiment: Experiment) -> Experiment:
    """The row under lock. Raises AlreadyStarted where it is no draft any more."""
    rows = Experiment.objects.select_for_update(of=("self",)).select_related("template", "layer")
    locked = rows.get(pk=experiment.pk)
    if locked.state != Experiment.State.DRAFT:
        raise AlreadyStarted(
            _("This test has started: what was declared stays. Stop it and plan another one.")
        )
    return locked


def _write(experiment: Experiment, plan: ExperimentPlan, now: datetime) -> None:
    for name, value in plan.columns().items():
        setattr(experiment, name, value)
    experiment.template, experiment.kind = plan.template, plan.template.kind
    experiment.layer = plan.layer or first_layer(agency=experiment.agency, now=now)
    stores = list({store.pk: store for store in plan.stores}.values())
    experiment.store = stores[0] if len(stores) == 1 else None
    experiment.store_count = len(stores)
    experiment.save()
    Arm.objects.bulk_create(
        Arm(
            agency_id=experiment.agency_id,
            experiment=experiment,
            number=number,
            label=chr(ord("A") + number),
            name=arm.name.strip()[:120],
            variant=arm.variant,
            weight_bp=arm.weight_bp,
            sender_name=arm.sender_name.strip()[:120],
            delay=arm.delay or None,
        )
        for number, arm in enumerate(plan.arms)
    )
    ExperimentStore.objects.bulk_create(
        ExperimentStore(
            store=store,
            experiment=experiment,
            layer=experiment.layer,
            buckets=(0, experiment.coverage_bp),
        )
        for store in stores
    )


def _check(agency_id: int, plan: ExperimentPlan) -> None:
    """Raise PlanRefused for the first thing that can never be; what may come is asked at start."""
    for field, complaint in (
        _about_what(agency_id, plan) | _about_arms(plan) | _about_numbers(plan)
    ).items():
        if complaint:
            raise PlanRefused(field, complaint)


def _about_what(agency_id: int, plan: ExperimentPlan) -> dict[str, str]:
    template, layer = plan.template, plan.layer
    ids = {store.pk for store in plan.stores}
    is_ours = template.agency_id == agency_id and template.store_id in (None, *ids)
    is_of_one = template.store_id is None or ids == {template.store_id}
    said = {
        "name": _("Give the test a name.") if not plan.name.strip() else "",
        "template": "" if is_ours and is_of_one else _("That template is not of these stores."),
        "stores": "" if ids else _("Choose at least one store."),
        "unit": "" if plan.unit in Unit.values else _("Choose a buyer or an order."),
    }
    if template.kind in _OF_STAFF:
        said["template"] = _("No buyer reads this kind of mail: there is nothing to test.")
    if any(store.agency_id != agency_id for store in plan.stores):
        said["stores"] = _("There is a store among them that is not the agency's.")
    if layer is not None and (layer.agency_id != agency_id or layer.store_id not in (None, *ids)):
        said["layer"] = _("That layer is not of these stores.")
    return said


def _about_arms(plan: ExperimentPlan) -> dict[str, str]:
    arms = plan.arms
    said = {}
    if not 1 <= len(arms) <= MOST_ARMS:
        said["arms"] = _("A test has at most %(most)d arms.") % {"most": MOST_ARMS}
    if any(not 0 <= arm.weight_bp <= BUCKETS for arm in arms):
        said["weights"] = _("Shares are between 0 and 100 %.")
    if any(arm.variant and arm.variant.template_id != plan.template.pk for arm in arms):
        said["arms"] = _("There is a variant among them that is not of this template.")
    if any(arm.delay and not timedelta(0) <= arm.delay <= LONGEST_DELAY for arm in arms):
        said["arms"] = _("An arm is sent at most 7 days later.")
    return said


def _about_numbers(plan: ExperimentPlan) -> dict[str, str]:
    ranges = {
        "coverage_bp": (plan.coverage_bp, 1, BUCKETS, _("Coverage is between 0.01 and 100 %.")),
        "window_days": (plan.window_days, 1, 90, _("Between 1 and 90 days count.")),
        "alpha": (plan.alpha, 0.001, 0.2, _("The risk is between 0.1 and 20 %.")),
        "power": (plan.power, 0.5, 0.99, _("The chance is between 50 and 99 %.")),
        "look_count": (plan.look_count, 1, 50, _("There are between 1 and 50 looks.")),
        "least_days": (plan.least_days, 1, 90, _("It runs at least 1 to 90 days.")),
        "holdback_bp": (plan.holdback_bp, 0, 5_000, _("Hold back at most half.")),
        "cap_minor": (plan.cap_minor, 1, 10**12, _("The cap is an amount above zero.")),
        "base_rate": (plan.base_rate, 0.0, 1.0, _("The usual rate is between 0 and 100 %.")),
        "least_effect": (plan.least_effect, 0.001, 10.0, _("Give a change above 0.1 %.")),
        "plan_units": (plan.plan_units, 2, 10**9, _("Plan with at least two.")),
    }
    said = {
        field: words
        for field, (value, least, most, words) in ranges.items()
        if value is not None and not least <= value <= most
    }
    known = {
        "stopping": (plan.stopping, Stopping.values),
        "primary_metric": (plan.primary_metric, Metric.values),
    }
    said |= {
        field: _("Choose one of those offered.")
        for field, (value, values) in known.items()
        if value not in values
    }
    if not set(plan.guardrails) <= set(Guardrail.values):
        said["guardrails"] = _("Choose of those offered.")
    if not set(plan.segments) <= set(SEGMENTS):
        said["segments"] = _("Choose of those offered.")
    return said
