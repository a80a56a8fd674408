"""Take a roll-out back: each store publishes again what it sent before, byte for byte."""

from datetime import datetime

from templates_app import epochs
from templates_app.fleet import Fleet, locked_fleet
from templates_app.inheriting import Origin
from templates_app.models import Block, Decision, Revision, Rollout, RolloutItem, Template
from templates_app.pinning import copy_variants

State = Rollout.State
Item = RolloutItem.State


def take_back(rollout: Rollout, now: datetime, *, chunk: int) -> None:
    """One chunk of what was done, the agency's own first."""
    rows = RolloutItem.objects.filter(rollout=rollout, state__in=(Item.DONE, Item.UNCHANGED))
    done = rows.filter(before__isnull=False).select_related("store", "before__wording", "after")
    items = list(done.order_by("pk").defer("before__wording__sources")[:chunk])
    if items:
        _take_back_chunk(rollout, items, now)
    if len(items) < chunk:
        rollout.state = State.ROLLED_BACK
    rollout.changed_at = now
    rollout.save(update_fields=["state", "changed_at"])


def _take_back_chunk(rollout: Rollout, items: list[RolloutItem], now: datetime) -> None:
    fleet = locked_fleet(rollout, items)
    rebased = []
    restored: list[tuple[Revision, int]] = []
    for item in items:
        last = fleet.revisions.get((item.store_id, item.kind))
        if last is None or last.pk != item.after_id:
            item.state = Item.KEPT
            continue
        item.state = Item.UNDONE
        rebased += _base_back(fleet, item, now)
        before = item.before
        if before is not None and before.pk != last.pk:
            restored.append((_again(rollout, before, last.number + 1, now), before.pk))
    epochs.words_come([revision for revision, _ in restored])
    Revision.objects.bulk_create(revision for revision, _ in restored)
    copy_variants(restored)
    RolloutItem.objects.bulk_update(items, ["state"])
    Template.objects.bulk_update(rebased, ["base", "version", "changed_at"])


def _again(rollout: Rollout, before: Revision, number: int, now: datetime) -> Revision:
    return Revision(
        agency_id=before.agency_id,
        store_id=before.store_id,
        template_id=before.template_id,
        kind=before.kind,
        number=number,
        wording_id=before.wording_id,
        brand=before.brand,
        base_id=before.base_id,
        waived=before.waived,
        restores=before,
        note=rollout.note,
        created_at=now,
        created_by=rollout.changed_by,
    )


def _base_back(fleet: Fleet, item: RolloutItem, now: datetime) -> list[Template]:
    """The draft builds again on what it built on, with the blocks that it gave up for this."""
    own = fleet.templates.get((item.store_id, item.kind)) if item.store_id else None
    before = item.before
    if own is None or before is None or own.base_id != item.target_id:
        return []
    own.base_id = before.base_id or own.base_id
    own.version += 1
    own.changed_at = now
    if item.decision == Decision.TAKE_AGENCY:
        given_up = [
            Block(
                agency_id=own.agency_id,
                store_id=own.store_id,
                template=own,
                key=kept["key"],
                type=kept["type"],
                settings=kept["settings"],
            )
            for kept in before.blocks
            if kept["origin"] == Origin.STORE
        ]
        Block.objects.bulk_create(given_up, ignore_conflicts=True)
    return [own]
