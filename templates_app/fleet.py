"""What many stores send now, read at once: the number of queries does not depend on them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from stores.models import Store
from templates_app.inheriting import Layer, Origin, Placed, merged
from templates_app.models import Block, Revision, Rollout, RolloutItem, Template, Wording
from templates_app.queries import resolved_brands
from templates_app.rebasing import published_layer

Place = tuple[int | None, str]  # store (None: the agency) and kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a store sends of one kind, and what that was made upon."""

    revision: Revision | None  # None: nothing was ever published
    brand: Mapping[str, Any]
    blocks: tuple[Placed, ...]
    base: tuple[Placed, ...]
    own: Template | None  # the store's own draft

    @property
    def layer(self) -> Layer:
        return published_layer(self.blocks, self.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Stores of one agency, with everything that says what they send."""

    revisions: Mapping[Place, Revision]
    templates: Mapping[Place, Template]
    brands: Mapping[int, Mapping[str, Any]]  # by store: as resolved now
    blocks: Mapping[int, tuple[Placed, ...]]  # by wording

    def sent(self, store: Store, kind: str) -> Sent:
        own = self.revisions.get((store.pk, kind))
        revision = own or self.revisions.get((None, kind))
        blocks = self.blocks[revision.wording_id] if revision else ()
        base = self.blocks[own.base.wording_id] if own and own.base else blocks
        return Sent(
            revision=revision,
            # The agency's words go out in the brand that the store has at the time.
            brand=own.brand if own else self.brands[store.pk],
            blocks=blocks,
            base=base,
            own=self.templates.get((store.pk, kind)),
        )


def read_fleet(*, agency_id: int, stores: Sequence[Store], kinds: Collection[str]) -> Fleet:
    """Four queries, however many stores and kinds."""
    whose = Q(store=None) | Q(store__in=[store.pk for store in stores])
    rows = (
        Revision.objects.filter(whose, agency_id=agency_id, kind__in=kinds)
        .order_by("store_id", "kind", "-number")
        .distinct("store_id", "kind")
        .select_related("base")
        .defer("base__brand")
    )
    revisions = {(row.store_id, row.kind): row for row in rows}
    templates = (
        Template.objects.filter(whose, agency_id=agency_id, kind__in=kinds)
        .select_related("base")
        .defer("base__brand")
    )
    wordings = {row.wording_id for row in revisions.values()}
    wordings |= {row.base.wording_id for row in revisions.values() if row.base}
    return Fleet(
        revisions=revisions,
        templates={(row.store_id, row.kind): row for row in templates},
        brands={pk: brand.as_context() for pk, brand in resolved_brands(stores).items()},
        blocks=blocks_of(wordings),
    )


def locked_fleet(rollout: Rollout, items: Sequence[RolloutItem]) -> Fleet:
    """Nobody else publishes these mails meanwhile. Rows are locked in the order of their ids."""
    kinds = {item.kind for item in items}
    stores = list({item.store.pk: item.store for item in items if item.store}.values())
    whose = Q(store=None) | Q(store__in=stores)
    rows = Template.objects.filter(whose, agency_id=rollout.agency_id, kind__in=kinds)
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return read_fleet(agency_id=rollout.agency_id, stores=stores, kinds=kinds)


def blocks_of(wording_ids: Iterable[int]) -> dict[int, tuple[Placed, ...]]:
    """The blocks of each wording. One query."""
    rows = Wording.objects.filter(pk__in=set(wording_ids)).values_list("pk", "blocks")
    return {pk: tuple(Placed.from_json(kept) for kept in blocks) for pk, blocks in rows}


def drafts_of(templates: Sequence[Template]) -> dict[int, tuple[Placed, ...]]:
    """The draft of each, without variants, by its id, as `inheriting.draft_of`. Two queries."""
    bases = blocks_of(template.base.wording_id for template in templates if template.base)
    own: dict[int, dict[str, Placed]] = {template.pk: {} for template in templates}
    for row in Block.objects.filter(template__in=own, variant=None).order_by("pk"):
        own[row.template_id][row.key] = Placed(
            key=row.key,
            type=row.type,
            settings=row.settings,
            is_locked=row.is_locked,
            origin=Origin.STORE if row.store_id else Origin.AGENCY,
        )
    drafts = {}
    for template in templates:
        base = bases[template.base.wording_id] if template.base else ()
        origin = Origin.STORE if template.store_id else Origin.AGENCY
        layer = Layer(origin=origin, blocks=own[template.pk], order=template.order)
        drafts[template.pk] = merged(base, layer)
    return drafts
