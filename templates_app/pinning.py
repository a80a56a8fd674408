"""Have a store keep what it sends now, before its agency publishes. See Note [A roll-out]."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from stores.models import Store
from templates_app.models import Revision, Template, VariantWording
from templates_app.queries import resolved_brands

PINNED: Final = "Kept as it was while the agency rolls out new words"


def pin_followers(
    masters: Sequence[Template],
    before: Mapping[str, Revision],
    *,
    stores: Sequence[Store],
    actor: str,
    now: datetime,
) -> None:
    """Give each store without a revision of its own one with what it sends now. Five queries."""
    has_own = set(
        Revision.objects.filter(store__in=stores, kind__in=list(before))
        .values_list("store_id", "kind")
        .distinct()
    )
    brands = {pk: brand.as_context() for pk, brand in resolved_brands(stores).items()}
    pinned = Revision.objects.bulk_create(
        Revision(
            agency_id=master.agency_id,
            store=store,
            template=master,
            kind=master.kind,
            number=1,
            wording_id=before[master.kind].wording_id,
            brand=brands[store.pk],
            base=before[master.kind],
            waived=before[master.kind].waived,
            note=PINNED,
            created_at=now,
            created_by=actor,
        )
        for store in stores
        for master in masters
        if master.kind in before and (store.pk, master.kind) not in has_own
    )
    copy_variants([(revision, revision.base_id) for revision in pinned if revision.base_id])


def copy_variants(pairs: Sequence[tuple[Revision, int]]) -> None:
    """Give each new revision the variants of the one whose id stands beside it. Two queries."""
    rows = VariantWording.objects.filter(revision__in={source for _, source in pairs})
    variants: dict[int, list[VariantWording]] = {}
    for row in rows:
        variants.setdefault(row.revision_id, []).append(row)
    VariantWording.objects.bulk_create(
        VariantWording(
            agency_id=revision.agency_id,
            store_id=revision.store_id,
            revision=revision,
            label=row.label,
            name=row.name,
            wording_id=row.wording_id,
        )
        for revision, source in pairs
        for row in variants.get(source, [])
    )
