"""Tests of wordings: plan one, start it, steer it, stop it.

What came of them: analytics.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.problems import Problem
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict
from stores.api_base import ApiView
from stores.models import Agency, Store
from stores.roles import Verb
from templates_app import experiment_examples as examples
from templates_app import experiment_plans, experimenting
from templates_app.experiment_checks import hindrances
from templates_app.experiment_plans import ArmPlan, ExperimentPlan
from templates_app.experiment_shapes import (
    CoverageIn,
    ExperimentChangeIn,
    ExperimentFilters,
    ExperimentIn,
    ExperimentOut,
    ExperimentRowOut,
    StopIn,
    WeightsIn,
)
from templates_app.models import (
    Arm,
    Experiment,
    ExperimentEpoch,
    ExperimentStore,
    Layer,
    Template,
)


class ExperimentView(ApiView):
    """What acts on one test, or reads a plan."""

    def experiment(self, public_id: UUID) -> Experiment:
        rows = Experiment.objects.seen().select_related("template", "layer", "agency")
        return get_object_or_404(rows, public_id=public_id)

    def to_change(self, public_id: UUID) -> Experiment:
        """Raises Problem for who does not see all its stores."""
        experiment = self.experiment(public_id)
        if not experimenting.sees_every_store(experiment):
            raise Problem("forbidden", "It runs in stores that this key does not reach.")
        return experiment

    def in_full(self, public_id: UUID, *, status: int = 200) -> Response:
        experiment = self.experiment(public_id)
        found: tuple[Any, ...] = ()
        if experiment.state == Experiment.State.DRAFT:
            plan = experiment_plans.plan_of(experiment)
            found = hindrances(experiment=experiment, plan=plan, now=timezone.now())
        arms = Arm.objects.filter(experiment=experiment).select_related("variant")
        return self.shown(
            ExperimentOut,
            experiment,
            status=status,
            hindrances=found,
            arms=arms.order_by("number"),
            places=ExperimentStore.objects.filter(experiment=experiment).order_by("store"),
            epochs=ExperimentEpoch.objects.filter(experiment=experiment).order_by("number"),
        )

    def planned(self, wanted: dict[str, Any], template: Template) -> dict[str, Any]:
        """What a body says, as a plan names it. Raises ValidationError for what is not here."""
        told = dict(wanted)
        if "stores" in told:
            told["stores"] = self._stores(told["stores"])
        if "arms" in told:
            told["arms"] = [_arm(template, arm) for arm in told["arms"]]
        if "layer" in told:
            named = Layer.objects.filter(agency_id=self.actor.agency_id, name=told["layer"])
            told["layer"] = _known(named.first(), "layer", "There is no such layer.")
        return told

    def _stores(self, public_ids: list[UUID]) -> list[Store]:
        ours = {store.public_id: store.pk for store in self.actor.stores}
        if unknown := [one for one in public_ids if one not in ours]:
            words = f"There is no store {unknown[0]} here."
            raise serializers.ValidationError({"stores": words}, code="unknown")
        return list(Store.objects.filter(pk__in={ours[one] for one in public_ids}).order_by("pk"))


class Experiments(ExperimentView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": ExperimentFilters, "POST": Query}
    keyset: ClassVar = Keyset("experiments", ("created_at", "id"))

    @described(
        "experiments_list",
        "List tests of wordings",
        out=page_of(ExperimentRowOut),
        example=page_example(examples.EXPERIMENT_ROW),
    )
    def get(self, request: Request) -> Response:
        """Those in which a store of the key takes part, newest first."""
        rows = Experiment.objects.filter(agency_id=self.actor.agency_id).seen()
        if "store" in self.query:
            named = self.stores_named(self.query["store"])
            taking_part = ExperimentStore.objects.filter(store__in=named)
            rows = rows.filter(pk__in=taking_part.values("experiment"))
        return self.listed(ExperimentRowOut, self.narrowed(rows), keyset=self.keyset)

    @described(
        "experiments_create",
        "Plan a test",
        body=ExperimentIn,
        out={201: ExperimentOut},
        body_example=examples.EXPERIMENT_IN,
        example=examples.EXPERIMENT,
    )
    def post(self, request: Request) -> Response:
        """A draft: it reaches no buyer until it is started. The first arm is the control.

        `hindrances` says what keeps it from starting. 409 `plan-refused`.
        """
        wanted = self.read_body(request, ExperimentIn)
        templates = Template.objects.filter(agency_id=self.actor.agency_id)
        template = templates.filter(public_id=wanted["template"]).first()
        template = _known(template, "template", "There is no such template.")
        told = self.planned({**wanted, "template": template}, template)
        experiment = experiment_plans.create_experiment(
            agency=Agency.objects.get(pk=self.actor.agency_id),
            plan=ExperimentPlan(**told),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.in_full(experiment.public_id, status=201)


class OneExperiment(ExperimentView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_TEMPLATES,
        "PATCH": Verb.EDIT_TEMPLATES,
        "DELETE": Verb.EDIT_TEMPLATES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}

    @described("experiments_read", "Read a test", out=ExperimentOut, example=examples.EXPERIMENT)
    def get(self, request: Request, public_id: UUID) -> Response:
        """All that was declared, and its epochs. What came of it: `results/`."""
        return self.in_full(public_id)

    @described(
        "experiments_edit",
        "Change a draft",
        body=ExperimentChangeIn,
        out=ExperimentOut,
        body_example={"coverage_bp": 5000},
        example=examples.EXPERIMENT,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is not named stays. 409 `experiment-started`, `plan-refused`."""
        wanted = self.read_body(request, ExperimentChangeIn)
        experiment = self.to_change(public_id)
        told = self.planned(wanted, experiment.template)
        experiment_plans.edit_experiment(
            experiment=experiment,
            plan=replace(experiment_plans.plan_of(experiment), **told),
            now=timezone.now(),
        )
        return self.in_full(public_id)

    @described(
        "experiments_delete",
        "Delete a draft",
        out=ExperimentRowOut,
        example={**examples.EXPERIMENT_ROW, "state": "DRAFT", "started_at": None},
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Only what never started; the rest stays on record. 409 `experiment-started`."""
        experiment = self.to_change(public_id)
        answer = self.shown(ExperimentRowOut, experiment)
        experiment_plans.delete_draft(experiment=experiment)
        return answer


class _Deed(ExperimentView):
    """One deed on a test."""

    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    def done(
        self,
        request: Request,
        public_id: UUID,
        verb: Callable[..., Any],
        body: type[Strict] = Strict,
    ) -> Response:
        wanted = self.read_body(request, body)
        experiment = self.to_change(public_id)
        verb(experiment=experiment, actor=self.actor.label, now=timezone.now(), **wanted)
        return self.in_full(public_id)


class Start(_Deed):
    @described("experiments_start", "Start a test", out=ExperimentOut, example=examples.EXPERIMENT)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Freeze what was declared, and give arms from now on.

        409 `start-refused` says all that stands in the way; `experiment-started`.
        """
        return self.done(request, public_id, experimenting.start_experiment)


class Weights(_Deed):
    @described(
        "experiments_weights",
        "Change the shares",
        body=WeightsIn,
        out=ExperimentOut,
        body_example={"weights_bp": [2000, 8000], "reason": "More of what looks better"},
        example=examples.EXPERIMENT,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """A new epoch. Who has an arm keeps it.

        409 `experiment-not-steerable`, `weights-refused`.
        """
        return self.done(request, public_id, experimenting.change_weights, WeightsIn)


class Coverage(_Deed):
    @described(
        "experiments_coverage",
        "Take in more or fewer buyers",
        body=CoverageIn,
        out=ExperimentOut,
        body_example={"coverage_bp": 5000, "reason": "It goes well"},
        example=examples.EXPERIMENT,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """A new epoch. Who has an arm keeps it.

        409 `experiment-not-steerable`, `weights-refused`.
        """
        return self.done(request, public_id, experimenting.change_coverage, CoverageIn)


class Stop(_Deed):
    @described(
        "experiments_stop",
        "Stop a test",
        body=StopIn,
        out=ExperimentOut,
        body_example={"why": "The offer has ended"},
        example=examples.EXPERIMENT,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Everybody reads the template's own words again. 409 `experiment-not-steerable`."""
        return self.done(request, public_id, experimenting.stop_experiment, StopIn)


def _arm(template: Template, wanted: dict[str, Any]) -> ArmPlan:
    label, minutes = wanted["variant"], wanted["delay_minutes"]
    variant = None
    if label is not None:
        words = f"The template has no variant {label}."
        variant = _known(template.variants.filter(label=label).first(), "arms", words)
    return ArmPlan(
        name=wanted["name"],
        weight_bp=wanted["weight_bp"],
        variant=variant,
        sender_name=wanted["sender_name"],
        delay=timedelta(minutes=minutes) if minutes else None,
    )


def _known(row: Any, field: str, words: str) -> Any:
    if row is None:
        raise serializers.ValidationError({field: words}, code="unknown")
    return row
