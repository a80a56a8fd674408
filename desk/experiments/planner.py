"""What a test would take, beside the form that plans it: orders, days, and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.standing import Planned
from analytics.stats.data import Alternative, Way
from common.errors import DomainError
from desk.experiments import forms
from desk.experiments.common import needs
from desk.experiments.days import day_of
from desk.experiments.figures import Measure, decimal, grouped, how_long, in_hundred, percent
from desk.experiments.said import Said
from stores.roles import Verb
from templates_app.experiment_plans import ExperimentPlan
from templates_app.models import Stopping

# Alone longer than this, the page says what would help before it says anything else.
SPARE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Panel:
    """What the planner says."""

    heading: str
    is_long: bool
    usual: str
    lines: list[str]
    offers: list[str]
    alone: list[tuple[str, str]]  # store, how long it would take there alone
    units: int | None  # for the plan, where there is one
    end: str  # as a day
    refusal: str = ""


def panel(request: HttpRequest) -> HttpResponse:
    """The panel for what the form says now; it saves nothing."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    needs(request, Verb.EDIT_TEMPLATES)
    form = forms.Form.of(request, Said.of(request.POST))
    said = of(form, now=timezone.now())
    context = {"panel": said}
    return TemplateResponse(request, "desk/experiments/planner.html", context)


def of(form: forms.Form, *, now: datetime) -> Panel:
    """The panel of a form; where it cannot be reckoned, what is missing."""
    try:
        plan = form.plan()
        return _panel(plan, forms.reckoned(plan, now=now), now)
    except DomainError as refusal:
        return Panel(
            _("The planner waits for what is missing."),
            False,
            "",
            [],
            [],
            [],
            None,
            "",
            str(refusal),
        )


def _panel(plan: ExperimentPlan, planned: Planned, now: datetime) -> Panel:
    measure = Measure(plan.primary_metric, plan.unit, "", "en")
    found = planned.plan
    is_planned = plan.stopping == Stopping.PLANNED
    end = now + timedelta(days=found.days) + SPARE if found.days is not None else None
    return Panel(
        heading=_heading(plan, planned, measure),
        is_long=found.is_long,
        usual=_usual(planned, measure),
        lines=_lines(plan, planned),
        offers=[_offer(one, measure) for one in _best(found.alternatives)],
        alone=_alone(plan, planned),
        units=found.units if is_planned else None,
        end=day_of(end) if end and is_planned else "",
    )


def _heading(plan: ExperimentPlan, planned: Planned, measure: Measure) -> str:
    found, rate = planned.plan, planned.question.units_per_day
    said: dict[str, Any] = {
        "units": measure.counted(found.units),
        "long": how_long(found.days),
        "rate": grouped(round(rate)),
        "n": in_hundred(plan.power),
    }
    if plan.stopping == Stopping.PICK:
        return _("After %(units)s, about %(long)s, the pick is right in %(n)s of 100 cases.") % said
    if found.days is None or rate <= 0:
        return _("You need %(units)s, and no mail of this kind goes out here now.") % said
    if found.is_long:
        return _("You need %(units)s: that is %(long)s at %(rate)s a day.") % said
    return _("You need %(units)s, about %(long)s at %(rate)s a day.") % said


def _usual(planned: Planned, measure: Measure) -> str:
    question = planned.question
    if question.base_rate is None:
        return ""
    said = {
        "usual": measure.amount(question.base_rate),
        "effect": percent(question.least_effect),
        "to": decimal(question.base_rate * (1 + question.least_effect) * 100),
    }
    if planned.is_measured:
        words = _("Today it is %(usual)s; the test can see a change of %(effect)s, to %(to)s.")
    else:
        words = _("Taken as %(usual)s; the test can see a change of %(effect)s, to %(to)s.")
    return words % said


def _lines(plan: ExperimentPlan, planned: Planned) -> list[str]:
    lines = []
    if plan.stopping == Stopping.OPEN:
        words = _("Open-ended costs %(factor)s times as many as one look at the end.")
        lines.append(words % {"factor": decimal(planned.plan.factor)})
    if plan.stopping == Stopping.BANDIT:
        lines.append(_("A bandit shifts buyers to what does better, and proves nothing."))
    if len(plan.arms) > 2:
        words = _("%(n)s variants are compared with the control, each as if it were the only one.")
        lines.append(words % {"n": len(plan.arms) - 1})
    if not planned.is_measured and plan.base_rate is None:
        lines.append(_("The usual rate is a guess: too few such mails went out here lately."))
    return lines


def _best(offers: Sequence[Alternative]) -> list[Alternative]:
    """Of each way the two that save most, in the order in which they were offered."""
    found: list[Alternative] = []
    for way in Way:
        of_way = [one for one in offers if one.way is way]
        quickest = sorted(of_way, key=lambda one: one.units)[:2]
        found += [one for one in of_way if one in quickest]
    return found


def _offer(one: Alternative, measure: Measure) -> str:
    said: dict[str, Any] = {
        "units": measure.counted(one.units),
        "long": how_long(one.days),
        "effect": percent(one.effect),
        "stores": grouped(one.stores),
        "arms": one.arms,
    }
    match one.way:
        case Way.BOLDER:
            words = _("A bolder variant, that changes it by %(effect)s: %(units)s, %(long)s.")
        case Way.FEWER_ARMS:
            words = _("Fewer variants, %(arms)s instead: %(units)s, %(long)s.")
        case Way.POOL:
            words = ngettext(
                "The same test in %(stores)s store: %(units)s, %(long)s.",
                "The same test in %(stores)s stores together: %(units)s, %(long)s.",
                one.stores,
            )
        case Way.PLANNED:
            words = _("With a planned end: %(units)s, %(long)s.")
    return words % said


def _alone(plan: ExperimentPlan, planned: Planned) -> list[tuple[str, str]]:
    """What pooling saves: how long the three fastest stores would need by themselves."""
    if len(plan.stores) < 2:
        return []
    names = {store.pk: store.name for store in plan.stores}
    known = sorted(planned.days_alone.items(), key=lambda pair: pair[1] or 10**9)
    return [(names[pk], how_long(days)) for pk, days in known[:3] if pk in names]
