"""Whether a test may start: everything that stands in its way, in words that say what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q
from django.utils.translation import gettext as _

from stores.models import Store, TrackingMode
from templates_app.assigning import BUCKETS
from templates_app.epochs import labels_of
from templates_app.experiment_plans import ExperimentPlan
from templates_app.layering import free_range, taken_in, widest_gap
from templates_app.models import (
    Experiment,
    ExperimentStore,
    Layer,
    Metric,
    Revision,
    Stopping,
    Unit,
    Variant,
)

# What is known of a buyer over time, never of a single order.
_SEEN: Final = (Metric.OPENED, Metric.CLICKED)  # only where a store looks
_OF_BUYERS: Final = (Metric.BOUGHT_AGAIN, Metric.REVENUE, Metric.ORDER_VALUE)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that stands in the way of a start; `field` names what to change."""

    field: str
    words: str


def hindrances(
    *, experiment: Experiment, plan: ExperimentPlan, now: datetime
) -> tuple[Hindrance, ...]:
    """All that stands in the way, () where it may start. A constant number of queries.

    `plan` is what `experiment_plans.plan_of` says of the draft.
    """
    found = [*_of_arms(plan), *_of_metric(plan), *_of_end(plan, now)]
    if len(plan.stores) < experiment.store_count:
        words = _("It was planned for stores that you do not see. Ask somebody who sees them all.")
        found.append(Hindrance("stores", words))
    found += _of_words(plan)
    found += _of_layer(experiment, plan)
    return tuple(found)


def _of_arms(plan: ExperimentPlan) -> list[Hindrance]:
    found = []
    arms = plan.arms
    if len(arms) < 2:
        found.append(Hindrance("arms", _("A test needs at least two arms: add a variant.")))
    if any(arm.weight_bp == 0 for arm in arms):
        words = _("An arm without a share is seen by nobody: give it one, or take it out.")
        found.append(Hindrance("weights", words))
    total = sum(arm.weight_bp for arm in arms)
    if total != BUCKETS:
        words = _("The shares add up to %(total)s %%: make it 100 %%.")
        found.append(Hindrance("weights", words % {"total": f"{total / 100:g}"}))
    does = [(arm.variant and arm.variant.pk, arm.sender_name, arm.delay) for arm in arms]
    if len(set(does)) < len(does):
        words = _("Two arms do the same: change the words, the sender's name or the time of one.")
        found.append(Hindrance("arms", words))
    return found


def _of_metric(plan: ExperimentPlan) -> list[Hindrance]:
    found = []
    if plan.unit == Unit.ORDER and plan.primary_metric in _OF_BUYERS:
        words = _("What a buyer does next cannot be counted by order: choose “a buyer” instead.")
        found.append(Hindrance("unit", words))
    blind = [store.name for store in plan.stores if store.tracks is TrackingMode.OFF]
    if blind and plan.primary_metric in _SEEN:
        words = _("%(stores)s does not see opens and clicks: choose what buyers buy instead.")
        found.append(Hindrance("primary_metric", words % {"stores": ", ".join(blind[:3])}))
    return found


def _of_end(plan: ExperimentPlan, now: datetime) -> list[Hindrance]:
    if plan.stopping != Stopping.PLANNED:
        return []
    found = []
    if plan.plan_units is None:
        words = _("Say how many buyers or orders it is planned for; the planner works it out.")
        found.append(Hindrance("plan_units", words))
    if plan.plan_end_at is None:
        found.append(Hindrance("plan_end_at", _("Say when it is planned to end.")))
    elif plan.plan_end_at < now + timedelta(days=plan.least_days):
        words = _("It is to run %(days)d days at least: choose a later end.")
        found.append(Hindrance("plan_end_at", words % {"days": plan.least_days}))
    return found


def _of_words(plan: ExperimentPlan) -> list[Hindrance]:
    """Each variant stands in what each store sends now, and is the one that was meant."""
    labels = {arm.variant.label for arm in plan.arms if arm.variant}
    kind, found = plan.template.kind, []
    sent = revisions_sent(plan.stores, kind)
    has = labels_of([revision.pk for revision in sent.values()])
    for store in plan.stores:
        revision = sent.get(store.pk)
        if revision is None:
            words = _("%(store)s has no published words of this kind. Publish them first.")
            found.append(Hindrance("stores", words % {"store": store.name}))
            continue
        missing = sorted(labels - has.get(revision.pk, set()))
        if missing:
            words = _("%(store)s does not send variant %(label)s yet. Publish the template again.")
            told = {"store": store.name, "label": ", ".join(missing)}
            found.append(Hindrance("stores", words % told))
    return found + _of_own_variants(plan, labels)


def _of_own_variants(plan: ExperimentPlan, labels: set[str]) -> list[Hindrance]:
    if plan.template.store_id is not None or not labels:
        return []
    own = Variant.objects.filter(store__in=plan.stores, template__kind=plan.template.kind)
    words = _("%(store)s has variants of its own of this mail: test there by itself.")
    stores = own.select_related("store").order_by("store", "pk").distinct("store")
    return [Hindrance("stores", words % {"store": row.store}) for row in stores]


def _of_layer(experiment: Experiment, plan: ExperimentPlan) -> list[Hindrance]:
    layer, ids = experiment.layer, [store.pk for store in plan.stores]
    names = {store.pk: store.name for store in plan.stores}
    found = []
    others = ExperimentStore.objects.filter(
        store__in=ids, is_active=True, experiment__kind=experiment.kind
    ).exclude(layer=layer)
    for row in others.select_related("experiment", "layer").order_by("store", "pk"):
        words = _(
            "In %(store)s the test “%(test)s” of this mail runs in the layer “%(layer)s”. Choose "
            "that layer, so that no buyer is in both."
        )
        told = {"store": names[row.store_id], "test": row.experiment, "layer": row.layer}
        found.append(Hindrance("layer", words % told))
    return found + no_room(layer, plan.stores, plan.coverage_bp)


def no_room(layer: Layer, stores: Sequence[Store], width: int) -> list[Hindrance]:
    """The stores in which that many buckets of the layer are not free, and who has them."""
    found = []
    taken = taken_in(layer=layer, store_ids=[store.pk for store in stores])
    for store in stores:
        if free_range(taken[store.pk], width) is not None:
            continue
        words = _(
            "In %(store)s the layer “%(layer)s” is taken by %(tests)s; %(free)s %% of the buyers "
            "are free. Lower the coverage, choose another layer or wait."
        )
        told = {
            "store": store.name,
            "layer": layer.name,
            "tests": ", ".join(
                f"“{one.name}” ({(one.upper - one.lower) / 100:g} %)" for one in taken[store.pk]
            ),
            "free": f"{widest_gap(taken[store.pk]) / 100:g}",
        }
        found.append(Hindrance("coverage_bp", words % told))
    return found


def revisions_sent(stores: Sequence[Store], kind: str) -> Mapping[int, Revision]:
    """What each store sends of a kind, by its id: its own last revision, else its agency's.

    One query. See Note [Who sends what] in publishing.py.
    """
    rows = Revision.objects.filter(
        Q(store=None) | Q(store__in=stores),
        agency__in={store.agency_id for store in stores},
        kind=kind,
    )
    last = rows.order_by("agency", F("store").asc(nulls_first=True), "-number")
    found = {
        (row.agency_id, row.store_id): row
        for row in last.distinct("agency", "store").defer("brand", "waived")
    }
    sent = {
        store.pk: found.get((store.agency_id, store.pk)) or found.get((store.agency_id, None))
        for store in stores
    }
    return {pk: revision for pk, revision in sent.items() if revision is not None}
