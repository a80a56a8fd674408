"""The winner of a test becomes the mail: its words are published, exactly as they were tested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores import scope as fence
from stores.models import Store
from templates_app.drafting import save_draft
from templates_app.inheriting import Origin, Placed, base_of, difference, draft_of, merged
from templates_app.models import (
    Arm,
    Experiment,
    ExperimentStore,
    Revision,
    Rollout,
    Template,
    VariantWording,
)
from templates_app.pinning import copy_variants, pin_followers
from templates_app.publishing import add_revision, freeze
from templates_app.rolling import Push, start_rollout


class CannotPromote(DomainError):
    """The winner's words cannot be published like that; says what to do."""

    code = "cannot-promote"


@dataclass(frozen=True, slots=True)
class Promotion:
    """What became of a winner: its words as a revision, and what a person has to set by hand."""

    revision: Revision | None  # None: it had no words of its own
    rollout: Rollout | None  # by which they reach the stores of an agency's test
    sender_name: str = ""
    is_later: bool = False  # it was sent later, which no setting of ours repeats


@transaction.atomic
def promote_variant(*, experiment: Experiment, arm: Arm, actor: str, now: datetime) -> Promotion:
    """Publish the words of an arm as the template's own, in all stores of the test.

    Those of an agency's template reach its stores by a roll-out; its other stores keep what they
    send. The draft takes over what nobody edited since. Raises CannotPromote, RolloutUnderWay.
    """
    aside = Promotion(None, None, arm.sender_name, arm.delay is not None)
    if arm.variant is None:
        return aside
    template = (
        Template.objects.select_for_update(of=("self",))
        .select_related("agency", "store", "base__wording")
        .get(pk=experiment.template_id)
    )
    last = _last(template)
    tested = VariantWording.objects.filter(revision=last, label=arm.variant.label)
    words = tested.select_related("wording").first()
    if last is None or words is None:
        raise CannotPromote(
            _("Variant %(label)s is not published any more. Publish it again, then promote it.")
            % {"label": arm.variant.label}
        )
    note = _("Winner of the test “%(name)s”") % {"name": experiment.name}
    won = _as_own(template, last, [Placed.from_json(kept) for kept in words.wording.blocks])
    if template.store_id is None:
        _pin_all(template, last, actor=actor, now=now)
    revision = add_revision(
        template=template,
        store=template.store,
        wording=freeze(
            agency_id=template.agency_id,
            kind=template.kind,
            blocks=won,
            leading=template.store.locale if template.store else "en",
            now=now,
        ),
        actor=actor,
        now=now,
        note=note[:500],
    )
    if revision != last:
        copy_variants([(revision, last.pk)])
    _take_into_draft(template, last, won, actor=actor, now=now)
    rollout = None
    if template.store_id is None:
        rollout = _push(experiment, template, note=note, actor=actor, now=now)
    return replace(aside, revision=revision, rollout=rollout)


def _last(template: Template) -> Revision | None:
    rows = Revision.objects.filter(
        agency_id=template.agency_id, store=template.store, kind=template.kind
    )
    return rows.select_related("wording").order_by("-number").first()


def _as_own(template: Template, last: Revision, blocks: Sequence[Placed]) -> tuple[Placed, ...]:
    """The variant's mail as the template's own layer; what the agency locks stays locked."""
    if template.store_id is None:
        locked = {kept["key"] for kept in last.blocks if kept["is_locked"]}
        return tuple(
            replace(block, origin=Origin.AGENCY, is_locked=block.key in locked) for block in blocks
        )
    base = base_of(template)
    return merged(base, difference(base, blocks, Origin.STORE))


def _pin_all(template: Template, last: Revision, *, actor: str, now: datetime) -> None:
    """The agency's other stores keep what they send. See Note [A roll-out] in rolling.py."""
    if not fence.current().holds_every_store:
        raise CannotPromote(
            _("Only who sees all stores publishes for the agency. Ask an owner to do it.")
        )
    stores = list(Store.objects.filter(agency=template.agency))
    pin_followers([template], {template.kind: last}, stores=stores, actor=actor, now=now)


def _take_into_draft(
    template: Template, last: Revision, won: Sequence[Placed], *, actor: str, now: datetime
) -> None:
    """The winner's blocks, but for those that somebody edited since they were published."""
    draft = draft_of(template)
    was = {kept["key"]: Placed.from_json(kept).spec for kept in last.blocks}
    edited = {block.key: block for block in draft if was.get(block.key) != block.spec}
    gone = was.keys() - {block.key for block in draft}
    known = {block.key for block in won}
    blocks = [edited.get(block.key, block) for block in won if block.key not in gone]
    blocks += [block for key, block in edited.items() if key not in known]
    save_draft(template=template, version=template.version, blocks=blocks, actor=actor, now=now)


def _push(
    experiment: Experiment, template: Template, *, note: str, actor: str, now: datetime
) -> Rollout:
    taking_part = ExperimentStore.objects.filter(experiment=experiment).select_related("store")
    push = Push(
        templates=[template],
        stores=[row.store for row in taking_part.order_by("store")],
        note=note[:500],
        from_draft=False,
    )
    return start_rollout(agency=template.agency, push=push, actor=actor, now=now)
