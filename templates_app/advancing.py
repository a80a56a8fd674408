"""The work of roll-outs: a chunk of stores at a time, each chunk in one transaction.

Restartable anywhere: what a killed process left undone is still waiting, and is taken again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from common.errors import DomainError
from common.killpoint import killpoint
from stores.models import Store
from templates_app import epochs, waiving
from templates_app.checking import Draft
from templates_app.fleet import Fleet, Sent, blocks_of, locked_fleet
from templates_app.forecasting import Words
from templates_app.inheriting import Origin, Placed, merged
from templates_app.models import (
    Block,
    Decision,
    Revision,
    Rollout,
    RolloutItem,
    Template,
    Variant,
    VariantWording,
    Waiver,
    Wording,
)
from templates_app.rebasing import Carried, carried, published_layer
from templates_app.rolling_back import take_back

CHUNK: Final = 50  # mails in one transaction
State = Rollout.State
Item = RolloutItem.State


def advance_rollouts(*, now: datetime, limit: int = 20) -> int:
    """Take every roll-out that is due one chunk further; how many were. Needs every store."""
    due = Rollout.objects.due(now).order_by("next_at", "pk").values_list("pk", flat=True)
    return sum(_advance(pk, now) for pk in list(due[:limit]))


def _advance(rollout_id: int, now: datetime) -> bool:
    with transaction.atomic():
        due = Rollout.objects.due(now).filter(pk=rollout_id)
        rollout = due.select_for_update(skip_locked=True).first()
        if rollout is None:
            return False
        if rollout.state == State.ROLLING_BACK:
            take_back(rollout, now, chunk=CHUNK)
        else:
            _push(rollout, now)
        killpoint("templates.rollout.chunk")
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What a store is to send: the mail, and each variant with its label and name."""

    wording: Wording
    variants: list[tuple[str, str, Wording]]


@dataclass(slots=True, kw_only=True)
class _Chunk:
    """What one chunk has read, and is about to write."""

    rollout: Rollout
    fleet: Fleet
    now: datetime
    news: Mapping[int, Sequence[Placed]]  # the agency's new blocks, by wording
    wordings: Mapping[int, list[VariantWording]]  # variants, by revision
    with_variants: set[int]  # stores' templates that have variants of their own
    waivers: Mapping[int, Mapping[waiving.Place, Waiver]]  # by store's template
    words: Words = field(default_factory=Words)
    revisions: list[tuple[RolloutItem, Revision]] = field(default_factory=list)
    variants: list[VariantWording] = field(default_factory=list)
    rebased: dict[int, Template] = field(default_factory=dict)


def _push(rollout: Rollout, now: datetime) -> None:
    waiting = RolloutItem.objects.filter(rollout=rollout, state=Item.WAITING, stage=rollout.stage)
    rows = waiting.select_related("store", "target").defer("target__brand")
    items = list(rows.order_by("pk")[:CHUNK])
    if items:
        _push_chunk(rollout, items, now)
    if rollout.state == State.RUNNING and not waiting.exists():
        if rollout.stage + 1 < len(rollout.stages):
            rollout.stage += 1
            rollout.next_at = now + rollout.wait if items else now  # no wait for nothing
        else:
            rollout.state = State.DONE
        rollout.changed_at = now
    rollout.save(update_fields=["state", "stage", "next_at", "changed_at", "why_paused"])


def _push_chunk(rollout: Rollout, items: list[RolloutItem], now: datetime) -> None:
    fleet = locked_fleet(rollout, items)
    own = [template.pk for template in fleet.templates.values() if template.store_id]
    chunk = _Chunk(
        rollout=rollout,
        fleet=fleet,
        now=now,
        news=blocks_of(item.target.wording_id for item in items),
        wordings=_variants(items, fleet),
        with_variants=set(
            Variant.objects.filter(template__in=own).values_list("template", flat=True)
        ),
        waivers=waiving.waivers_by_template(own),
    )
    for item in items:
        store = _store_of(item)
        try:
            _publish(chunk, item, store)
        except DomainError as refusal:
            item.state, item.why = Item.REFUSED, str(refusal)[:500]
            rollout.state = State.PAUSED
            rollout.why_paused = f"{store.name}: {refusal}"[:500]
            rollout.changed_at = now
    _write(chunk, items)


def _publish(chunk: _Chunk, item: RolloutItem, store: Store) -> None:
    """The next revision of one store, or none where it would send the very same."""
    sent = chunk.fleet.sent(store, item.kind)
    new = chunk.news[item.target.wording_id]
    layer = sent.layer
    take = layer.blocks if item.decision == Decision.TAKE_AGENCY else ()
    comes = carried(layer, base=sent.base, new=new, take=take)
    variants = [
        (row, _upon(comes.blocks, row, lower))
        for row, lower in _variants_of(chunk, item, sent, new)
    ]
    words = _Words(
        wording=_frozen(chunk, item, store, comes.blocks),
        variants=[
            (row.label, row.name, _frozen(chunk, item, store, blocks)) for row, blocks in variants
        ],
    )
    last = sent.revision if sent.revision and sent.revision.store_id else None
    is_same = last is not None and _is_same(chunk, last, words, chunk.fleet.brands[store.pk])
    waived = _waived(chunk, item, sent)
    if not is_same and _says_otherwise(comes.blocks, new):
        mails = [comes.blocks, *(blocks for _row, blocks in variants)]
        _check_findings(chunk, item, store, mails, waived)
    item.before, item.done_at = sent.revision, chunk.now
    _rebase(chunk, item, sent, comes)
    # A conflict that was decided makes a revision, so that it is not asked about again.
    if is_same and not comes.conflicts:
        item.state, item.after = Item.UNCHANGED, last
        return
    item.state = Item.DONE
    _add_revision(chunk, item, store, words, number=last.number + 1 if last else 1, waived=waived)


def _add_revision(
    chunk: _Chunk,
    item: RolloutItem,
    store: Store,
    words: _Words,
    *,
    number: int,
    waived: waiving.Record,
) -> None:
    templates = chunk.fleet.templates
    revision = Revision(
        agency_id=chunk.rollout.agency_id,
        store=store,
        template=templates.get((store.pk, item.kind)) or templates[None, item.kind],
        kind=item.kind,
        number=number,
        wording=words.wording,
        brand=chunk.fleet.brands[store.pk],
        base_id=item.target_id,
        waived=waived,
        note=chunk.rollout.note,
        created_at=chunk.now,
        created_by=chunk.rollout.created_by,
    )
    chunk.revisions.append((item, revision))
    chunk.variants += [
        VariantWording(
            agency_id=revision.agency_id,
            store=store,
            revision=revision,
            label=label,
            name=name,
            wording=wording,
        )
        for label, name, wording in words.variants
    ]


def _waived(chunk: _Chunk, item: RolloutItem, sent: Sent) -> waiving.Record:
    """What the agency let pass in what it pushes, and the store in its own template."""
    own = waiving.as_record(chunk.waivers.get(sent.own.pk, {})) if sent.own else []
    return waiving.joined(item.target.waived, own)


def _says_otherwise(blocks: Sequence[Placed], new: Sequence[Placed]) -> bool:
    """Else it is the agency's mail, which was looked at when the agency published it."""
    return [block.spec for block in blocks] != [block.spec for block in new]


def _check_findings(
    chunk: _Chunk,
    item: RolloutItem,
    store: Store,
    mails: Sequence[Sequence[Placed]],
    waived: waiving.Record,
) -> None:
    """Raise FindingsStopPublishing for errors in what the store says otherwise."""
    for blocks in mails:
        specs = tuple(block.spec for block in blocks)
        draft = Draft(kind=item.kind, blocks=specs, leading=store.locale)
        errors = waiving.errors_of(draft, chunk.fleet.brands[store.pk])
        waiving.refuse_unless(errors, kind=item.kind, let_pass=waiving.places_in(waived))


def _is_same(chunk: _Chunk, last: Revision, words: _Words, brand: Mapping[str, Any]) -> bool:
    kept = [(row.label, row.wording_id) for row in chunk.wordings.get(last.pk, [])]
    comes = [(label, wording.pk) for label, _, wording in words.variants]
    return last.wording_id == words.wording.pk and last.brand == brand and kept == comes


def _variants_of(
    chunk: _Chunk, item: RolloutItem, sent: Sent, new: Sequence[Placed]
) -> list[tuple[VariantWording, Sequence[Placed]]]:
    """The store's own variants if it has some, else the agency's; each with what it lies upon."""
    if sent.revision and sent.own and sent.own.pk in chunk.with_variants:
        return [(row, sent.blocks) for row in chunk.wordings.get(sent.revision.pk, [])]
    return [(row, new) for row in chunk.wordings.get(item.target_id, [])]


def _frozen(chunk: _Chunk, item: RolloutItem, store: Store, blocks: Sequence[Placed]) -> Wording:
    agency_id = chunk.rollout.agency_id
    return chunk.words.frozen(agency_id, item.kind, blocks, store.locale, chunk.now)


def _upon(
    blocks: Sequence[Placed], row: VariantWording, lower: Sequence[Placed]
) -> tuple[Placed, ...]:
    """The store's mail with what a variant says otherwise."""
    kept = tuple(Placed.from_json(each) for each in row.wording.blocks)
    return merged(blocks, published_layer(kept, lower, Origin.VARIANT))


def _rebase(chunk: _Chunk, item: RolloutItem, sent: Sent, comes: Carried) -> None:
    """The store's draft builds on the new revision; who has it open is told at saving."""
    own = sent.own
    if own is None or own.base_id == item.target_id:
        return
    own.base_id = item.target_id
    own.version += 1
    own.changed_at, own.changed_by = chunk.now, chunk.rollout.created_by
    chunk.rebased[own.pk] = own
    taken = {block.key: block for block in sent.blocks if block.key in comes.conflicts}
    if item.decision == Decision.TAKE_AGENCY and taken:
        _forget(own, taken)


def _forget(own: Template, taken: dict[str, Placed]) -> None:
    """Drop from the draft what the agency's blocks replace; not what was edited since."""
    rows = Block.objects.filter(template=own, variant=None, key__in=list(taken))
    stale = [row.pk for row in rows if row.settings == taken[row.key].settings]
    Block.objects.filter(pk__in=stale).delete()


def _write(chunk: _Chunk, items: list[RolloutItem]) -> None:
    epochs.words_come([revision for _, revision in chunk.revisions])
    Revision.objects.bulk_create(revision for _, revision in chunk.revisions)
    VariantWording.objects.bulk_create(chunk.variants)
    for item, revision in chunk.revisions:
        item.after = revision
    fields = ["state", "why", "before", "after", "done_at"]
    RolloutItem.objects.bulk_update(items, fields)
    fields = ["base", "version", "changed_at", "changed_by"]
    Template.objects.bulk_update(chunk.rebased.values(), fields)


def _variants(items: Sequence[RolloutItem], fleet: Fleet) -> dict[int, list[VariantWording]]:
    """The variants of what the stores send and of what comes, by revision. One query."""
    revisions = {item.target_id for item in items} | {row.pk for row in fleet.revisions.values()}
    rows = VariantWording.objects.filter(revision__in=revisions).select_related("wording")
    found: dict[int, list[VariantWording]] = {}
    for row in rows.defer("wording__sources").order_by("label"):
        found.setdefault(row.revision_id, []).append(row)
    return found


def _store_of(item: RolloutItem) -> Store:
    if item.store is None:
        raise TypeError("The agency's own mail is published when the roll-out starts.")
    return item.store
