"""One test: what it says, why, how sure that is, and what may be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.experiments import standing_of
from analytics.models import Decision, Look
from analytics.standing import Standing
from common import pieces
from desk import kinds
from desk.experiments import charts, checks, groups, history, panels, verdicts
from desk.experiments.case import Case
from desk.experiments.common import experiment_or_404, needs_a_view, shown
from desk.experiments.days import day_of
from desk.experiments.deciding import Choices
from desk.experiments.figures import Measure, grouped
from desk.experiments.verdicts import Told
from stores.access import Actor
from stores.admin_base import actor_of, may
from stores.roles import Verb
from templates_app.experimenting import sees_every_store
from templates_app.models import Experiment, Stopping


@dataclass(frozen=True, slots=True)
class Result:
    """All that the page shows of a test that has begun."""

    lead: str
    told: Told
    place: str  # "day 36, look 3 of 5"
    measure: Measure
    sure: list[charts.Sure]
    arms: list[panels.ArmRow]
    has_chances: bool
    outlook: panels.Outlook | None
    ratio: checks.Ratio | None
    stores: list[charts.Stores]
    guards: checks.Guards | None
    groups: groups.Groups | None
    others: list[history.Other]
    looks: list[history.LookRow]


def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A draft is shown by its form; all else by its result."""
    needs_a_view(request)
    experiment = experiment_or_404(public_id)
    if experiment.state == Experiment.State.DRAFT:
        return redirect("admin:experiments_edit", public_id)
    actor, now = actor_of(request), timezone.now()
    standing = standing_of(experiment=experiment, now=now)
    looks = list(Look.objects.filter(experiment=experiment, metric=experiment.primary_metric))
    looks.sort(key=lambda look: (look.number, look.arm))
    result = result_of(experiment, standing, looks, actor)
    decision = Decision.objects.filter(experiment=experiment).order_by("-number").first()
    sees_all = sees_every_store(experiment)
    may_decide = sees_all and may(request, Verb.EDIT_TEMPLATES)
    return shown(
        request,
        "result",
        experiment.name,
        experiment=experiment,
        it=result,
        decision=decision,
        choices=Choices.of(experiment, standing) if may_decide else None,
        epochs=history.epochs(experiment, [arm.label for arm in standing.arms]),
        sees_all=sees_all,
    )


def result_of(
    experiment: Experiment, standing: Standing, looks: list[Look], actor: Actor
) -> Result:
    """A pure function of what was read."""
    measure = Measure.of(standing, experiment.unit, _locale(actor, standing))
    told = verdicts.told(experiment, standing, measure)
    case = Case.of(experiment, standing, measure)
    countries: Mapping[int, str] = {store.pk: store.country for store in actor.stores}
    return Result(
        lead=lead(experiment, len(standing.stores)),
        told=told,
        place=_place(experiment, standing, looks),
        measure=measure,
        sure=charts.how_sure(case, looks) if case else [],
        arms=panels.arm_rows(case) if case else [],
        has_chances=bool(case) and experiment.stopping in ("PICK", "BANDIT"),
        outlook=panels.outlook(case, experiment, looks) if case and _goes_on(experiment) else None,
        ratio=checks.sample_ratio(case) if case else None,
        stores=charts.store_by_store(case, countries) if case else [],
        guards=checks.guard_rows(case) if case and standing.harms else None,
        groups=groups.groups(case) if case else None,
        others=history.others(case) if case else [],
        looks=history.look_rows(case, looks) if case else [],
    )


def lead(experiment: Experiment, store_count: int) -> str:
    """What is tested where, what counts, since when; beneath the name."""
    said = {
        "kind": kinds.words(experiment.kind),
        "stores": pieces.stores_in_words(max(store_count, experiment.store_count)),
        "metric": _begun_small(experiment.get_primary_metric_display()),
        "declared": day_of(experiment.declared_at) if experiment.declared_at else "–",
        "started": day_of(experiment.started_at) if experiment.started_at else "–",
        "who": experiment.started_by,
    }
    return pieces.in_a_row(
        _("%(kind)s, %(stores)s.") % said,
        _("What counts, declared %(declared)s: %(metric)s.") % said,
        _("Started %(started)s by %(who)s.") % said,
    )


def _begun_small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _place(experiment: Experiment, standing: Standing, looks: Sequence[Look]) -> str:
    """`day 36, look 3 of 5`: today counts as a day that has begun. Of an ended one, how long."""
    taken = max((look.number for look in looks), default=0)
    said = {"n": grouped(standing.days + 1), "look": taken, "all": experiment.look_count}
    ended_at = experiment.decided_at or experiment.stopped_at
    if ended_at and experiment.started_at:
        days = (ended_at - experiment.started_at).days
        return ngettext("ran %(n)s day", "ran %(n)s days", days) % {"n": grouped(days)}
    if experiment.stopping != Stopping.PLANNED or not taken:
        return _("day %(n)s") % said
    return _("day %(n)s, look %(look)s of %(all)s") % said


def _goes_on(experiment: Experiment) -> bool:
    return experiment.state == Experiment.State.RUNNING


def _locale(actor: Actor, standing: Standing) -> str:
    """Money is written as the store writes it; of several stores, as the first one does."""
    mine = {store.store_id for store in standing.stores}
    found = (store.locale for store in actor.stores if store.pk in mine)
    return next(found, "en")
