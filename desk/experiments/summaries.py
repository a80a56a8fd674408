"""Tests in one sentence each, for lists: what is wrong now, else what the last look said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from analytics.models import Decision, ExperimentRollup, Look, Tally
from desk.experiments import guards, troubles
from desk.experiments.days import day_of
from desk.experiments.figures import MONEY, Measure
from desk.experiments.troubles import Trouble
from templates_app.models import Arm, Experiment

State = Experiment.State


@dataclass(frozen=True, slots=True)
class Summary:
    chip: str
    tone: str
    symbol: str
    sentence: str
    given: int
    has_trouble: bool = False


def of(experiments: Sequence[Experiment], *, now: datetime) -> dict[int, Summary]:
    """By the test's id. Six queries, for however many."""
    ids = [one.pk for one in experiments]
    given = _given(ids)
    looks = _last_looks(ids)
    decisions = {row.experiment_id: row for row in _last_decisions(ids)}
    labels = _labels(ids)
    wrong = troubles.of(experiments)
    return {
        one.pk: _troubled(wrong[one.pk], one, given.get(one.pk, 0), labels)
        if one.pk in wrong
        else _summary(
            one, given.get(one.pk, 0), looks.get(one.pk, []), decisions.get(one.pk), labels
        )
        for one in experiments
    }


def _troubled(
    trouble: Trouble, experiment: Experiment, given: int, labels: dict[tuple[int, int], str]
) -> Summary:
    if not trouble.guardrail:
        words = _("The split went wrong, so nothing may be read from this test.")
        return Summary(_("Frozen: the split is wrong"), "bad", "scale", words, given, True)
    said = {
        "arm": labels.get((experiment.pk, trouble.arm), "B"),
        "control": labels.get((experiment.pk, 0), "A"),
    }
    words = guards.harm_sentence(trouble.guardrail) % said
    return Summary(_("Does harm"), "bad", "alert", words, given, True)


def _summary(
    experiment: Experiment,
    given: int,
    looks: list[Look],
    decision: Decision | None,
    labels: dict[tuple[int, int], str],
) -> Summary:
    if experiment.state == State.DRAFT:
        words = _("Planned by %(who)s, %(day)s; not started.")
        said = {"who": experiment.created_by, "day": day_of(experiment.created_at)}
        return Summary(_("Planned"), "", "pencil", words % said, given)
    if decision is not None:
        return _decided(experiment, given, decision, labels)
    return _undecided(experiment, given, looks, labels)


def _decided(
    experiment: Experiment,
    given: int,
    decision: Decision,
    labels: dict[tuple[int, int], str],
) -> Summary:
    arm = labels.get((experiment.pk, decision.arm or 0), "A")
    day = day_of(decision.decided_at)
    if not decision.arm:
        return Summary(
            _("Decided"),
            "",
            "check",
            _("%(arm)s stays, since %(day)s.") % {"arm": arm, "day": day},
            given,
        )
    if decision.was_proven:
        words = _("%(arm)s was shown to be better and goes to everybody since %(day)s.")
        tone = "good"
    else:
        words = _("%(arm)s goes to everybody since %(day)s, though it was not shown to be better.")
        tone = "warn"
    chip = _("Being given to all") if experiment.state == State.RAMPING else _("Decided")
    return Summary(chip, tone, "check", words % {"arm": arm, "day": day}, given)


def _undecided(
    experiment: Experiment,
    given: int,
    looks: list[Look],
    labels: dict[tuple[int, int], str],
) -> Summary:
    if experiment.state == State.STOPPED:
        return Summary(
            _("Stopped, not decided"), "warn", "pause", _("It waits for a decision."), given, True
        )
    if not looks:
        return Summary(_("Not decided"), "", "clock", _("No look was taken yet."), given)
    look = max(looks, key=lambda one: one.estimate or 0.0)
    arm = labels.get((experiment.pk, look.arm), "B")
    said = {"arm": arm, "amount": _amount(experiment, look), "look": look.number}
    if look.low is not None and look.low > 0:
        words = _("%(arm)s is better by %(amount)s, at look %(look)s.")
        return Summary(_("Shown to be better"), "good", "check", words % said, given)
    if (look.estimate or 0.0) > 0:
        words = _("%(arm)s leads by %(amount)s at look %(look)s; nothing is shown yet.")
    else:
        words = _("No variant leads at look %(look)s; nothing is shown yet.")
    return Summary(_("Not decided"), "warn", "clock", words % said, given)


def _amount(experiment: Experiment, look: Look) -> str:
    """Money in per cent: a list over many stores has no currency."""
    is_money = experiment.primary_metric in MONEY
    measure = Measure(experiment.primary_metric, experiment.unit, "", "en", is_relative=is_money)
    if is_money:
        return measure.amount(float(getattr(look, "change", None) or 0))
    return measure.amount(look.estimate or 0.0)


def _given(ids: Sequence[int]) -> dict[int, int]:
    rows = ExperimentRollup.objects.filter(experiment__in=ids, metric=Tally.EXPOSED)
    summed = rows.values("experiment").annotate(n=Sum("n")).values_list("experiment", "n")
    return dict(summed)


def _last_looks(ids: Sequence[int]) -> dict[int, list[Look]]:
    rows = Look.objects.filter(experiment__in=ids, arm__gt=0)
    newest = rows.order_by("experiment", "arm", "-number").distinct("experiment", "arm")
    found: dict[int, list[Look]] = {}
    change = KeyTextTransform("estimate", KeyTextTransform("relative", "analysis"))
    for row in newest.annotate(change=change).defer("analysis"):
        found.setdefault(row.experiment_id, []).append(row)
    return found


def _last_decisions(ids: Sequence[int]) -> list[Decision]:
    rows = Decision.objects.filter(experiment__in=ids).order_by("experiment", "-number")
    return list(rows.distinct("experiment").defer("html", "snapshot"))


def _labels(ids: Sequence[int]) -> dict[tuple[int, int], str]:
    rows = Arm.objects.filter(experiment__in=ids).values_list("experiment", "number", "label")
    return {(experiment, number): label for experiment, number, label in rows}
