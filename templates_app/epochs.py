"""From when which weights and which words hold in a test; and what a test still needs.

# Note [Epochs]
Within an epoch nothing changes of what a test gives to whom, so only there may its arms be
compared. New weights, another coverage or new words of the mail begin the next one. Who has an arm
keeps it through all of them; `Assignment.epoch` is the one in which the arm was drawn.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from common.errors import DomainError
from templates_app.models import (
    Arm,
    Experiment,
    ExperimentEpoch,
    ExperimentStore,
    Revision,
    Variant,
    VariantWording,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

NEW_WORDS: Final = "new words were published"
State = Experiment.State


class VariantInUse(DomainError):
    """A test that is not decided needs that variant."""

    code = "variant-in-use"


def begin_epoch(
    *,
    experiment: Experiment,
    weights_bp: Sequence[int],
    coverage_bp: int,
    reason: str,
    actor: str,
    now: datetime,
) -> ExperimentEpoch:
    """The next epoch. The caller holds the experiment's lock, in a transaction."""
    last = last_epoch(experiment)
    return ExperimentEpoch.objects.create(
        agency_id=experiment.agency_id,
        experiment=experiment,
        number=last.number + 1 if last else 1,
        started_at=now,
        weights_bp=list(weights_bp),
        coverage_bp=coverage_bp,
        reason=reason[:200],
        actor=actor,
    )


def last_epoch(experiment: Experiment) -> ExperimentEpoch | None:
    """The one that holds now; None before the start. One query."""
    return ExperimentEpoch.objects.filter(experiment=experiment).order_by("-number").first()


def last_epochs(experiment_ids: Collection[int]) -> dict[int, ExperimentEpoch]:
    """The epochs that hold now, by the test's id. One query."""
    rows = ExperimentEpoch.objects.filter(experiment__in=experiment_ids)
    last = rows.order_by("experiment", "-number").distinct("experiment")
    return {row.experiment_id: row for row in last}


def words_come(revisions: Sequence[Revision]) -> int:
    """These are about to be published: tests of their words go on in a new epoch; how many.

    Revisions of one agency, neither saved nor told yet, within the transaction that publishes them.
    A query for each kind where nothing is tested.
    """
    count = 0
    for kind in sorted({revision.kind for revision in revisions}):
        rows = [revision for revision in revisions if revision.kind == kind]
        touched = _tested(rows[0].agency_id, kind, {row.store_id for row in rows})
        tests = Experiment.objects.filter(pk__in=touched.values("experiment")).assigning()
        experiments = list(tests.order_by("pk").select_for_update(of=("self",), no_key=True))
        epochs = last_epochs([row.pk for row in experiments])
        for experiment in experiments:
            begin_epoch(
                experiment=experiment,
                weights_bp=epochs[experiment.pk].weights_bp,
                coverage_bp=epochs[experiment.pk].coverage_bp,
                reason=NEW_WORDS,
                actor=rows[0].created_by,
                now=rows[0].created_at,
            )
        count += len(experiments)
    return count


def refuse_while_tested(variant: Variant) -> None:
    """Raise VariantInUse where a test that is not decided needs it."""
    arms = Arm.objects.filter(variant=variant).exclude(experiment__state=State.DONE)
    arm = arms.select_related("experiment").order_by("experiment").first()
    if arm is None:
        return
    name = arm.experiment.name
    if arm.experiment.state == State.DRAFT:
        words = _(
            "The test “%(name)s” is planned with this variant. Take it out of the test first."
        )
    else:
        words = _("The test “%(name)s” needs this variant. Decide the test first.")
    raise VariantInUse(words % {"name": name})


def refuse_without_variants(revisions: Sequence[Revision]) -> None:
    """Raise VariantInUse where one of these would be sent without words that a test needs.

    Revisions of one agency, the last to come of their stores. One query where nothing is tested.
    """
    if not revisions:
        return
    comes = {(revision.store_id, revision.kind): revision for revision in revisions}
    agency_id, kinds = revisions[0].agency_id, {kind for _store_id, kind in comes}
    rows = ExperimentStore.objects.filter(
        is_active=True, experiment__agency=agency_id, experiment__kind__in=kinds
    )
    taking_part = list(rows.select_related("experiment"))
    if not taking_part:
        return
    own = Revision.objects.filter(agency=agency_id, kind__in=kinds, store__isnull=False)
    has_own = set(own.values_list("store_id", "kind").distinct())
    needed: dict[int, set[str]] = {}
    arms = Arm.objects.filter(experiment__in={row.experiment_id for row in taking_part})
    for experiment_id, label in arms.exclude(variant=None).values_list(
        "experiment", "variant__label"
    ):
        needed.setdefault(experiment_id, set()).add(label)
    has = labels_of([revision.pk for revision in revisions])
    for row in taking_part:
        kind = row.experiment.kind
        whose = row.store_id if (row.store_id, kind) in has_own else None
        revision = comes.get((whose, kind))
        if revision is None:
            continue
        missing = needed.get(row.experiment_id, set()) - has.get(revision.pk, set())
        if missing:
            words = _(
                "That publication has no variant %(label)s, which the test “%(name)s” needs. "
                "Stop the test first."
            )
            told = {"label": ", ".join(sorted(missing)), "name": row.experiment.name}
            raise VariantInUse(words % told)


def labels_of(revision_ids: Collection[int]) -> Mapping[int, set[str]]:
    """The labels of the variants that revisions hold, by their ids. One query."""
    found: dict[int, set[str]] = {}
    rows = VariantWording.objects.filter(revision__in=revision_ids)
    for revision_id, label in rows.values_list("revision", "label"):
        found.setdefault(revision_id, set()).add(label)
    return found


def _tested(
    agency_id: int, kind: str, owners: Collection[int | None]
) -> "QuerySet[ExperimentStore]":
    """Stores that take part and send what these owners publish; None: the agency.

    See Note [Who sends what] in publishing.py.
    """
    rows = ExperimentStore.objects.filter(
        is_active=True, experiment__agency=agency_id, experiment__kind=kind
    )
    reached = Q(store__in=[store_id for store_id in owners if store_id is not None])
    if None in owners:
        own = Revision.objects.filter(agency=agency_id, kind=kind, store__isnull=False)
        reached |= ~Q(store__in=own.values("store"))
    return rows.filter(reached)
