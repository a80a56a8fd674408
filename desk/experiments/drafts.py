"""Planning a test: the form, the planner beside it, and the start."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.planning import CannotPlan
from common.errors import DomainError
from desk.experiments import forms, planner
from desk.experiments.common import experiment_or_404, needs, needs_a_view, shown
from desk.experiments.forms import Form
from desk.experiments.said import Said
from stores.admin_base import actor_of
from stores.models import Agency
from stores.roles import Verb
from templates_app import experiment_plans, experimenting
from templates_app.experiment_checks import hindrances
from templates_app.experiment_plans import ExperimentPlan, PlanRefused
from templates_app.experimenting import StartRefused
from templates_app.models import Experiment, Stopping


def new(request: HttpRequest) -> HttpResponse:
    """GET: an empty form. POST: keep the draft, reckon, or keep it and start."""
    needs(request, Verb.EDIT_TEMPLATES)
    if request.method == "POST":
        return _said(request, None)
    return _form(request, None, Form.of(request))


def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The form of a draft, with what stands in the way of its start."""
    needs_a_view(request)
    experiment = experiment_or_404(public_id)
    if experiment.state != Experiment.State.DRAFT:
        return redirect("admin:experiments_change", public_id)
    if request.method == "POST":
        needs(request, Verb.EDIT_TEMPLATES)
        return _said(request, experiment)
    plan = experiment_plans.plan_of(experiment)
    form = Form.of(request, Said.of_plan(plan))
    for one in hindrances(experiment=experiment, plan=plan, now=timezone.now()):
        form.hinder(one.field, one.words)
    return _form(request, experiment, form)


def forget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A draft nobody wants."""
    experiment = experiment_or_404(public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    needs(request, Verb.EDIT_TEMPLATES)
    try:
        experiment_plans.delete_draft(experiment=experiment)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:experiments_change", public_id)
    messages.info(request, _("The draft “%(name)s” is gone.") % {"name": experiment.name})
    return redirect("admin:experiments_changelist")


def _said(request: HttpRequest, experiment: Experiment | None) -> HttpResponse:
    form, now = Form.of(request, Said.of(request.POST)), timezone.now()
    deed = request.POST.get("deed", "save")
    if deed == "plan":
        return _form(request, experiment, form)
    try:
        experiment = _kept(request, experiment, _completed(form.plan(), now), now)
    except PlanRefused as refusal:
        form.refuse(refusal)
        return _form(request, experiment, form)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:experiments_changelist")
    if deed == "start":
        return _started(request, experiment, now)
    messages.info(request, _("The draft is kept. Nothing is sent before it is started."))
    return redirect("admin:experiments_edit", experiment.public_id)


def _started(request: HttpRequest, experiment: Experiment, now: datetime) -> HttpResponse:
    actor = actor_of(request).label
    try:
        experimenting.start_experiment(experiment=experiment, actor=actor, now=now)
    except StartRefused:
        messages.error(request, _("The draft is kept, but it cannot start yet: see below why."))
        return redirect("admin:experiments_edit", experiment.public_id)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:experiments_edit", experiment.public_id)
    messages.info(request, _("It runs. What was declared is frozen from now on."))
    return redirect("admin:experiments_change", experiment.public_id)


def _kept(
    request: HttpRequest, experiment: Experiment | None, plan: ExperimentPlan, now: datetime
) -> Experiment:
    actor = actor_of(request)
    if experiment is not None:
        return experiment_plans.edit_experiment(experiment=experiment, plan=plan, now=now)
    agency = Agency.objects.get(pk=actor.agency_id)
    return experiment_plans.create_experiment(agency=agency, plan=plan, actor=actor.label, now=now)


def _completed(plan: ExperimentPlan, now: datetime) -> ExperimentPlan:
    """With the planner's number and end, where none were written down."""
    if plan.stopping != Stopping.PLANNED:
        return replace(plan, plan_units=None, plan_end_at=None)
    if plan.plan_units and plan.plan_end_at:
        return plan
    try:
        found = forms.reckoned(plan, now=now).plan
    except CannotPlan:
        return plan  # a draft may be kept unfinished; its start says what is missing
    end = plan.plan_end_at
    if end is None and found.days is not None:
        end = now + timedelta(days=max(found.days, plan.least_days)) + planner.SPARE
    return replace(plan, plan_units=plan.plan_units or found.units, plan_end_at=end)


def _form(request: HttpRequest, experiment: Experiment | None, form: Form) -> HttpResponse:
    name = experiment.name if experiment else _("Plan a test")
    return shown(
        request,
        "form",
        name,
        form=form,
        said=form.said.texts,
        choices=form.choices,
        experiment=experiment,
        panel=planner.of(form, now=timezone.now()),
    )
