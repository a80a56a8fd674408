"""What came of tests of wordings, for programs: figures, looks, the decision and its report."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import experiment_examples as examples
from analytics.experiment_shapes import (
    DecideIn,
    DecisionOut,
    ExperimentPlanIn,
    ExperimentPlannedOut,
    ExperimentReportOut,
    LookOut,
    ResultsOut,
)
from analytics.experiments import standing_of
from analytics.models import Decision, Look
from analytics.plain import as_json
from analytics.planning import planning_of
from analytics.settling import Choice, settle
from analytics.standing import Planned, Standing
from common.api.paging import Keyset
from common.api.problems import Problem
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb
from templates_app import experimenting
from templates_app.experiment_plans import ArmPlan, ExperimentPlan
from templates_app.models import Arm, Experiment, Template


class _View(ApiView):
    def experiment(self, public_id: UUID) -> Experiment:
        return get_object_or_404(Experiment.objects.seen(), public_id=public_id)


class Results(_View):
    verbs: ClassVar = {"GET": Verb.VIEW_FIGURES}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "experiments_results", "Read how a test stands", out=ResultsOut, example=examples.RESULTS
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """By the figures of this minute. What a look has shown stays shown."""
        standing = standing_of(experiment=self.experiment(public_id), now=timezone.now())
        return self.shown(ResultsOut, _told(standing))


class Looks(_View):
    verbs: ClassVar = {"GET": Verb.VIEW_FIGURES}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("looks", ("at", "id"))

    @described(
        "experiments_looks",
        "List the looks at a test",
        out=page_of(LookOut),
        example=page_example(examples.LOOK),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """What was seen at each look, newest first; kept as it was seen."""
        rows = Look.objects.filter(experiment=self.experiment(public_id))
        return self.listed(LookOut, rows, keyset=self.keyset)


class Decide(_View):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "experiments_decide",
        "Decide a test",
        body=DecideIn,
        out={201: DecisionOut},
        body_example={"arm": 1, "because": ""},
        example=examples.DECISION,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Give an arm to everybody, or keep the control. The report is written and kept.

        409 `reason-missing` where the arm was not shown to be better and no reason is given;
        `not-decidable`, `cannot-promote`.
        """
        wanted = self.read_body(request, DecideIn)
        experiment = self.experiment(public_id)
        if not experimenting.sees_every_store(experiment):
            raise Problem("forbidden", "It runs in stores that this key does not reach.")
        arm = None
        if wanted["arm"] is not None:
            arm = Arm.objects.filter(experiment=experiment, number=wanted["arm"]).first()
            if arm is None:
                words = "The test has no such arm."
                raise serializers.ValidationError({"arm": words}, code="unknown")
        decision = settle(
            experiment=experiment,
            choice=Choice(arm, wanted["because"], wanted["is_ramped"]),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(DecisionOut, decision, status=201)


class Report(_View):
    verbs: ClassVar = {"GET": Verb.VIEW_FIGURES}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "experiments_report",
        "Read the report of a test",
        out=ExperimentReportOut,
        example=examples.REPORT,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The last one. 404 while nothing was decided."""
        rows = Decision.objects.filter(experiment=self.experiment(public_id))
        return self.shown(ExperimentReportOut, get_object_or_404(rows.order_by("-number")[:1]))


class Plan(ApiView):
    verbs: ClassVar = {"POST": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "experiments_plan",
        "Reckon what a test would cost",
        body=ExperimentPlanIn,
        out=ExperimentPlannedOut,
        body_example=examples.PLAN_IN,
        example=examples.PLANNED,
    )
    def post(self, request: Request) -> Response:
        """In units and days, by what these stores sell and send; nothing is kept.

        409 `cannot-plan`.
        """
        wanted = self.read_body(request, ExperimentPlanIn)
        templates = Template.objects.filter(agency_id=self.actor.agency_id)
        template = templates.filter(public_id=wanted.pop("template")).first()
        if template is None:
            words = "There is no such template."
            raise serializers.ValidationError({"template": words}, code="unknown")
        stores = self._stores(wanted.pop("stores"))
        weights = wanted.pop("weights_bp")
        plan = ExperimentPlan(
            name="",
            template=template,
            stores=stores,
            arms=[ArmPlan(name="", weight_bp=weight) for weight in weights],
            **wanted,
        )
        planned = planning_of(plan=plan, now=timezone.now())
        return self.shown(ExperimentPlannedOut, _reckoned(planned, stores))

    def _stores(self, public_ids: list[UUID]) -> list[Store]:
        ours = {store.public_id: store.pk for store in self.actor.stores}
        if unknown := [one for one in public_ids if one not in ours]:
            words = f"There is no store {unknown[0]} here."
            raise serializers.ValidationError({"stores": words}, code="unknown")
        return list(Store.objects.filter(pk__in={ours[one] for one in public_ids}).order_by("pk"))


def _told(standing: Standing) -> dict[str, Any]:
    analysis = standing.analysis
    return {
        "metric": standing.metric,
        "at": standing.at,
        "days": standing.days,
        "currency": standing.currency,
        "verdict": as_json(standing.verdict),
        "arms": as_json(standing.arms),
        "comparisons": as_json(analysis.comparisons) if analysis else [],
        "balance": as_json(analysis.balance) if analysis else None,
        "guardrails": as_json(standing.harms),
        "looks_ahead": standing.looks_ahead,
        "units_per_day": standing.units_per_day,
        "segments": as_json(standing.segments.effects) if standing.segments else [],
    }


def _reckoned(planned: Planned, stores: list[Store]) -> dict[str, Any]:
    plan, names = planned.plan, {store.pk: str(store.public_id) for store in stores}
    return {
        **as_json(plan),
        "units_per_day": planned.question.units_per_day,
        "base_rate": planned.question.base_rate,
        "is_measured": planned.is_measured,
        "days_alone": {names[store]: days for store, days in planned.days_alone.items()},
    }
