"""Push the agency's words to chosen stores, in stages, and steer that: pause, cancel, roll back.

# Note [A roll-out]
Publishing at the agency would reach at once every store that never published that kind itself (see
Note [Who sends what]). So, in the transaction that publishes, each of those is pinned: it gets a
revision of its own with the words and brand it sends now. From then on stores change one by one,
when advancing.py comes to them, and each has a revision to go back to. What a store gets is the
new base with what it *published* otherwise, never its unpublished draft.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from stores.models import Agency, Store
from templates_app.epochs import refuse_without_variants
from templates_app.models import Decision, Revision, Rollout, RolloutItem, Template
from templates_app.pinning import pin_followers
from templates_app.publishing import publish_template
from templates_app.waiving import FindingsStopPublishing

LONGEST_WAIT: Final = timedelta(days=30)
MOST_STAGES: Final = 10
State = Rollout.State
Item = RolloutItem.State


class PushRefused(DomainError):
    """The push cannot be started as it was asked; says what to change."""

    code = "push-refused"


class RolloutUnderWay(DomainError):
    """Another roll-out still has mails of that kind to publish."""

    code = "rollout-under-way"


class NotSteerable(DomainError):
    """The roll-out is not in a state in which that can be done."""

    code = "rollout-not-steerable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What to push, to whom, and how cautiously."""

    templates: Sequence[Template]  # the agency's
    stores: Sequence[Store]
    stages: Sequence[int] = (100,)  # in per cent of the stores, ascending to 100
    wait: timedelta = timedelta(0)  # between stages
    # By store and kind; who is not named keeps its own block where both changed it.
    decisions: Mapping[tuple[int, str], Decision] = field(default_factory=dict)
    note: str = ""
    # False: push what the agency published last. For who may not publish for all its stores.
    from_draft: bool = True


@transaction.atomic
def start_rollout(*, agency: Agency, push: Push, actor: str, now: datetime) -> Rollout:
    """Publish the agency's draft and bring it to the stores by and by. See Note [A roll-out].

    With `from_draft` the open scope must hold every store of the agency. Raises PushRefused,
    RolloutUnderWay, TemplateRefused, FindingsStopPublishing. The number of queries grows with the
    kinds, not the stores.
    """
    _check(agency, push)
    masters = _locked(push.templates)
    kinds = [master.kind for master in masters]
    busy = RolloutItem.objects.filter(
        agency=agency, kind__in=kinds, rollout__state__in=(*Rollout.AT_WORK, State.PAUSED)
    )
    if busy.exists():
        raise RolloutUnderWay(
            _("A roll-out of this kind of mail is still under way. Finish or cancel it first.")
        )
    before = _agency_revisions(agency, kinds)
    reached = list(Store.objects.filter(agency=agency)) if push.from_draft else push.stores
    pin_followers(masters, before, stores=reached, actor=actor, now=now)
    target = before
    if push.from_draft:
        target = _published(masters, actor=actor, now=now, note=push.note)
    rollout = Rollout.objects.create(
        agency=agency,
        kinds=kinds,
        stages=list(push.stages),
        wait=push.wait,
        store_count=len(push.stores),
        next_at=now,
        note=push.note,
        created_at=now,
        created_by=actor,
        changed_at=now,
        changed_by=actor,
    )
    _promise(rollout, push, before, target, now)
    jobs.defer("templates_app.advance_rollouts")
    return rollout


def pause_rollout(*, rollout: Rollout, actor: str, now: datetime, why: str = "") -> Rollout:
    """Publish nothing more until it is resumed; what is published stays."""
    return _steered(
        rollout, (State.RUNNING,), State.PAUSED, actor=actor, now=now, why_paused=why[:500]
    )


@transaction.atomic
def resume_rollout(*, rollout: Rollout, actor: str, now: datetime) -> Rollout:
    """Go on; what could not be published is tried again."""
    steered = _steered(
        rollout, (State.PAUSED,), State.RUNNING, actor=actor, now=now, why_paused="", next_at=now
    )
    items = RolloutItem.objects.filter(rollout=rollout, state=Item.REFUSED)
    items.update(state=Item.WAITING, why="")
    jobs.defer("templates_app.advance_rollouts")
    return steered


@transaction.atomic
def cancel_rollout(*, rollout: Rollout, actor: str, now: datetime) -> Rollout:
    """Publish nothing more, for good; what is published stays, until it is rolled back."""
    steered = _steered(
        rollout, (State.RUNNING, State.PAUSED), State.CANCELLED, actor=actor, now=now
    )
    _leave_the_rest(rollout)
    return steered


@transaction.atomic
def roll_back_rollout(*, rollout: Rollout, actor: str, now: datetime) -> Rollout:
    """Have each store, and the agency, publish again what it sent before, words and brand.

    Who published something else since keeps that. Raises VariantInUse where a test runs that needs
    a variant which came with it.
    """
    done = RolloutItem.objects.filter(rollout=rollout, state__in=(Item.DONE, Item.UNCHANGED))
    items = done.filter(before__isnull=False).select_related("before").defer("before__brand")
    refuse_without_variants([item.before for item in items if item.before])
    steered = _steered(
        rollout,
        (State.RUNNING, State.PAUSED, State.DONE, State.CANCELLED),
        State.ROLLING_BACK,
        actor=actor,
        now=now,
        next_at=now,
        why_paused="",
    )
    _leave_the_rest(rollout)
    jobs.defer("templates_app.advance_rollouts")
    return steered


def stage_sizes(store_count: int, stages: Sequence[int]) -> list[int]:
    """How many stores have it when each stage is through: of 7 in 10, 50, 100 % → 1, 4, 7."""
    return [math.ceil(store_count * percent / 100) for percent in stages]


def _check(agency: Agency, push: Push) -> None:
    if not push.templates or not push.stores:
        raise PushRefused(_("Choose at least one mail and one store."))
    if any(t.store_id is not None or t.agency_id != agency.pk for t in push.templates):
        raise PushRefused(_("Only the agency's own templates are pushed to stores."))
    if any(store.agency_id != agency.pk for store in push.stores):
        raise PushRefused(_("There is a store among them that is not the agency's."))
    stages = list(push.stages)
    is_rising = stages == sorted(set(stages)) and all(0 < stage <= 100 for stage in stages)
    if not is_rising or stages[-1:] != [100] or len(stages) > MOST_STAGES:
        raise PushRefused(_("Stages rise to 100, such as 10, 50, 100; at most ten of them."))
    if not timedelta(0) <= push.wait <= LONGEST_WAIT:
        raise PushRefused(_("Between two stages there are at most 30 days."))


def _locked(templates: Sequence[Template]) -> list[Template]:
    rows = Template.objects.select_for_update(of=("self",)).order_by("pk")
    return list(rows.filter(pk__in=[template.pk for template in templates]))


def _agency_revisions(agency: Agency, kinds: Sequence[str]) -> dict[str, Revision]:
    rows = Revision.objects.filter(agency=agency, store=None, kind__in=kinds)
    last = rows.order_by("kind", "-number").distinct("kind")
    return {row.kind: row for row in last}


def _published(
    masters: Sequence[Template], *, actor: str, now: datetime, note: str
) -> dict[str, Revision]:
    """The agency's drafts as revisions; refused for all that stops them, kind by kind."""
    published, stopping = {}, {}
    for master in masters:
        try:
            published[master.kind] = publish_template(
                template=master, actor=actor, now=now, note=note
            )
        except FindingsStopPublishing as refusal:
            stopping.update(refusal.by_kind)
    if stopping:
        raise FindingsStopPublishing(stopping)
    return published


def _promise(
    rollout: Rollout,
    push: Push,
    before: Mapping[str, Revision],
    target: Mapping[str, Revision],
    now: datetime,
) -> None:
    """The agency's own mails, done already, and one item for each store and kind."""
    items = [
        RolloutItem(
            agency_id=rollout.agency_id,
            rollout=rollout,
            kind=kind,
            state=Item.UNCHANGED if revision == before.get(kind) else Item.DONE,
            target=revision,
            before=before.get(kind),
            after=revision,
            done_at=now,
        )
        for kind, revision in target.items()
    ]
    sizes = stage_sizes(len(push.stores), push.stages)
    for place, store in enumerate(push.stores):
        stage = next(stage for stage, size in enumerate(sizes) if place < size)
        for kind, revision in target.items():
            decision = push.decisions.get((store.pk, kind), Decision.KEEP_STORE)
            items.append(
                RolloutItem(
                    agency_id=rollout.agency_id,
                    store=store,
                    rollout=rollout,
                    kind=kind,
                    stage=stage,
                    state=Item.SKIPPED if decision == Decision.SKIP else Item.WAITING,
                    decision=decision,
                    target=revision,
                )
            )
    RolloutItem.objects.bulk_create(items)


def _steered(
    rollout: Rollout,
    states: Sequence[State],
    state: State,
    *,
    actor: str,
    now: datetime,
    **changes: object,
) -> Rollout:
    """Move it on, if it still is where that is possible; who comes second is told."""
    rows = Rollout.objects.filter(pk=rollout.pk, state__in=states)
    if not rows.update(state=state, changed_at=now, changed_by=actor, **changes):
        rollout.refresh_from_db()
        words = _("The roll-out is “%(state)s”: that cannot be done now.")
        raise NotSteerable(words % {"state": rollout.get_state_display()})
    rollout.refresh_from_db()
    return rollout


def _leave_the_rest(rollout: Rollout) -> None:
    items = RolloutItem.objects.filter(rollout=rollout, state__in=(Item.WAITING, Item.REFUSED))
    items.update(state=Item.SKIPPED)
