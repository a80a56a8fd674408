"""A store's draft that builds on an older revision of its agency: what is new there, and take it.

A roll-out does this for the stores it reaches; here a marketer does it for one, at the editor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from templates_app.drafting import EditConflict, write_layer
from templates_app.inheriting import Layer, Origin, Placed, base_of, difference, draft_of
from templates_app.models import Decision, Revision, Template
from templates_app.queries import agency_revision
from templates_app.rebasing import Carried, carried, changed_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What the agency published since, for one store's draft."""

    revision: Revision
    changed: tuple[str, ...]  # blocks that the agency changed
    conflicts: tuple[str, ...]  # of these, the ones that the draft changes too
    locked: tuple[str, ...]  # blocks of the draft that the agency has locked since
    blocks: tuple[Placed, ...]  # the draft upon it, the store's blocks kept


def agency_news(*, template: Template) -> News | None:
    """What a store's draft has not taken over yet; None if nothing. At most four queries."""
    if template.store_id is None or template.base is None:
        return None
    last = agency_revision(agency_id=template.agency_id, kind=template.kind)
    if last is None or last.pk == template.base_id:
        return None
    base, new = base_of(template), _blocks(last)
    changed = changed_keys(base, new)
    was_locked = {block.key for block in base if block.is_locked}
    locks = {block.key for block in new if block.is_locked} - was_locked
    if not changed and not locks and [b.key for b in base] == [b.key for b in new]:
        return None
    comes = carried(_layer(template), base=base, new=new)
    return News(
        revision=last,
        changed=changed,
        conflicts=comes.conflicts,
        locked=comes.locked,
        blocks=comes.blocks,
    )


@transaction.atomic
def adopt_base(
    *,
    template: Template,
    version: int,
    decisions: Mapping[str, Decision] | None = None,
    actor: str,
    now: datetime,
) -> Template:
    """Build the draft on what the agency published last; publishes nothing.

    `decisions` by block key: TAKE_AGENCY drops the store's own block, all else keeps it. Raises
    EditConflict where the draft was saved meanwhile. The same template where nothing is new.
    """
    locked = (
        Template.objects.select_for_update(of=("self",))
        .select_related("base__wording")
        .get(pk=template.pk)
    )
    if locked.version != version:
        raise EditConflict(by=locked.changed_by, at=locked.changed_at)
    last = agency_revision(agency_id=locked.agency_id, kind=locked.kind)
    if locked.store_id is None or last is None or last.pk == locked.base_id:
        return locked
    take = [key for key, said in (decisions or {}).items() if said == Decision.TAKE_AGENCY]
    new = _blocks(last)
    comes: Carried = carried(_layer(locked), base=base_of(locked), new=new, take=take)
    write_layer(locked, difference(new, comes.blocks, Origin.STORE))
    locked.base = last
    locked.version += 1
    locked.changed_at, locked.changed_by = now, actor
    locked.save(update_fields=["base", "order", "version", "changed_at", "changed_by"])
    return locked


def _layer(template: Template) -> Layer:
    """What the draft does otherwise than its base."""
    return difference(base_of(template), draft_of(template), Origin.STORE)


def _blocks(revision: Revision) -> tuple[Placed, ...]:
    return tuple(Placed.from_json(kept) for kept in revision.blocks)
