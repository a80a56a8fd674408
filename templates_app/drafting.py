"""Verbs over drafts: open one, save it whole, add a variant. Nothing here reaches a buyer."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from common.errors import DomainError
from stores.models import Store
from templates_app import epochs
from templates_app.block_rules import check_placed
from templates_app.data import NotificationKind
from templates_app.inheriting import Layer, Origin, Placed, base_of, difference, draft_of
from templates_app.models import Block, Template, Variant
from templates_app.queries import agency_template, current_revision

# How long somebody who opened an editor counts as there; the page tells every half minute.
PRESENT: Final = timedelta(seconds=75)
MOST_VARIANTS: Final = 8


class EditConflict(DomainError):
    """Somebody saved in between; nothing was overwritten. `by`, `at`: who, and when."""

    code = "edit-conflict"

    def __init__(self, *, by: str, at: datetime) -> None:
        super().__init__(
            f"{by} saved this template at {at:%H:%M} (UTC), after you opened it. Nothing was "
            "overwritten: open it again, or keep your text and put it in there."
        )
        self.by, self.at = by, at


class TooManyVariants(DomainError):
    """A template has its share of variants."""

    code = "too-many-variants"


class NothingToBuildOn(DomainError):
    """The agency has not published that kind yet, so a store has nothing to change."""

    code = "nothing-to-build-on"


def own_template(*, store: Store, kind: NotificationKind, actor: str, now: datetime) -> Template:
    """The store's own draft of that kind, made upon what the agency published if it has none."""
    found = Template.objects.filter(store=store, kind=kind).first()
    if found is not None:
        return found
    master = agency_template(agency_id=store.agency_id, kind=kind)
    sent = current_revision(store=store, kind=kind)
    if master is None or sent is None:
        raise NothingToBuildOn("The agency has not published this kind of mail yet.")
    try:
        with transaction.atomic():
            return Template.objects.create(
                agency_id=store.agency_id,
                store=store,
                kind=kind,
                name=master.name,
                base=sent.base if sent.base_id else sent,
                created_at=now,
                changed_at=now,
                changed_by=actor,
            )
    except IntegrityError:  # somebody else made it a moment ago
        return Template.objects.get(store=store, kind=kind)


@transaction.atomic
def save_draft(
    *,
    template: Template,
    version: int,
    blocks: Sequence[Placed],
    actor: str,
    now: datetime,
    variant: Variant | None = None,
) -> Template:
    """Keep the whole draft as `blocks` say; `version` is the one they were made from.

    Of a store's or a variant's only what differs from the layer below is kept. Raises EditConflict,
    BlockLocked, BlockRefused. Returns the template with its new version.
    """
    locked = (
        Template.objects.select_for_update(of=("self",))
        .select_related("base__wording")
        .get(pk=template.pk)
    )
    if locked.version != version:
        raise EditConflict(by=locked.changed_by, at=locked.changed_at)
    check_placed(blocks)
    if variant is not None:
        _save_variant(locked, variant, blocks)
    elif locked.store_id is None:
        _replace(locked, None, {block.key: block for block in blocks})
        locked.order = [block.key for block in blocks]
    else:
        layer = difference(base_of(locked), blocks, Origin.STORE)
        _replace(locked, None, layer.blocks)
        locked.order = list(layer.order)
    locked.version += 1
    locked.changed_at, locked.changed_by = now, actor
    locked.save(update_fields=["order", "version", "changed_at", "changed_by"])
    return locked


@transaction.atomic
def add_variant(*, template: Template, name: str, now: datetime) -> Variant:
    """Another wording of the template, the same as it until it is changed."""
    Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    taken = set(Variant.objects.filter(template=template).values_list("label", flat=True))
    free = [chr(ord("B") + place) for place in range(MOST_VARIANTS)]
    label = next((label for label in free if label not in taken), None)
    if label is None:
        raise TooManyVariants(f"A template has at most {MOST_VARIANTS} variants. Remove one first.")
    return Variant.objects.create(
        agency_id=template.agency_id,
        store_id=template.store_id,
        template=template,
        label=label,
        name=name.strip()[:120] or label,
        created_at=now,
    )


def remove_variant(*, variant: Variant) -> None:
    """Forget a draft wording; what was published of it stays in its revisions.

    Raises VariantInUse where a test needs it.
    """
    epochs.refuse_while_tested(variant)
    variant.delete()


def tell_presence(*, template: Template, actor: str, now: datetime) -> str:
    """Say that `actor` has the template open; returns who else has, or "". One or two queries."""
    seen = Template.objects.only("opened_by", "opened_at").get(pk=template.pk)
    is_taken = (
        seen.opened_by not in ("", actor)
        and seen.opened_at is not None
        and now - seen.opened_at < PRESENT
    )
    if is_taken:
        return seen.opened_by
    Template.objects.filter(pk=template.pk).update(opened_by=actor, opened_at=now)
    return ""


def write_layer(template: Template, layer: Layer) -> None:
    """Keep a layer as the template's own blocks and order; the caller holds its lock."""
    _replace(template, None, layer.blocks)
    template.order = list(layer.order)


def _save_variant(template: Template, variant: Variant, blocks: Sequence[Placed]) -> None:
    layer = difference(
        draft_of(template),
        blocks,
        Origin.VARIANT,
        obeys_locks=template.store_id is not None,
    )
    _replace(template, variant, layer.blocks)
    Variant.objects.filter(pk=variant.pk).update(order=list(layer.order))


def _replace(template: Template, variant: Variant | None, wanted: Mapping[str, Placed]) -> None:
    """Make the rows of one layer exactly the wanted ones: two queries."""
    rows = Block.objects.filter(template=template, variant=variant)
    rows.exclude(key__in=list(wanted)).delete()
    Block.objects.bulk_create(
        [
            Block(
                agency_id=template.agency_id,
                store_id=template.store_id,
                template=template,
                variant=variant,
                key=key,
                type=block.type,
                settings=dict(block.settings),
                is_locked=block.is_locked,
            )
            for key, block in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["template", "variant", "key"],
        update_fields=["type", "settings", "is_locked"],
    )
