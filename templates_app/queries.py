"""What a store's mails are made of, after inheritance."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from django.db.models import F, Q

from stores.models import Agency, Store
from templates_app.data import BrandData, NotificationKind
from templates_app.models import Brand, Revision, Template
from templates_app.picture_addresses import web_address

if TYPE_CHECKING:
    from django.db.models import QuerySet

_INHERITED: Final = (
    "logo_url", "logo_width", "accent", "text", "ground", "font",
    "footer", "legal", "contact_email", "website", "social",
)  # fmt: skip


def current_revision(*, store: Store, kind: NotificationKind) -> Revision | None:
    """What the store sends: its own last revision, else its agency's. One query.

    The sources stay in the database until a render needs them (rendering keeps them parsed).
    """
    return (
        _without_words(Revision.objects.filter(Q(store=None) | Q(store=store)))
        .filter(agency_id=store.agency_id, kind=kind)
        .order_by(F("store_id").desc(nulls_last=True), "-number")
        .first()
    )


def kinds_published(*, store: Store) -> list[NotificationKind]:
    """The kinds that the store has words for, in their order. One query."""
    rows = Revision.objects.filter(Q(store=None) | Q(store=store), agency_id=store.agency_id)
    found = set(rows.order_by().values_list("kind", flat=True).distinct())
    return [kind for kind in NotificationKind if kind in found]


def kinds_published_by(stores: Iterable[Store]) -> set[tuple[int, str]]:
    """Store and kind of all that stores have words for, their own or their agency's. One query."""
    stores = list(stores)
    rows = Revision.objects.filter(agency_id__in={store.agency_id for store in stores})
    found = set(rows.order_by().values_list("agency_id", "store_id", "kind").distinct())
    return {
        (store.pk, kind)
        for store in stores
        for agency_id, store_id, kind in found
        if agency_id == store.agency_id and store_id in (None, store.pk)
    }


def agency_revision(*, agency_id: int, kind: str) -> Revision | None:
    """The agency's last revision of a kind, whichever stores send it. One query."""
    return (
        _without_words(Revision.objects.filter(agency_id=agency_id, store=None, kind=kind))
        .order_by("-number")
        .first()
    )


def agency_template(*, agency_id: int, kind: str) -> Template | None:
    """The agency's draft of a kind. One query."""
    return Template.objects.filter(agency_id=agency_id, store=None, kind=kind).first()


def _without_words(revisions: "QuerySet[Revision]") -> "QuerySet[Revision]":
    return revisions.select_related("wording").defer("wording__sources", "wording__blocks")


def resolved_brand(store: Store) -> BrandData:
    """Field by field the store's own, else the agency's, else what Shopify told. One query."""
    return resolved_brands([store])[store.pk]


def resolved_brands(stores: Sequence[Store]) -> dict[int, BrandData]:
    """The brand of each, by its id, as `resolved_brand`. One query for all of one agency."""
    agencies = {store.agency_id for store in stores}
    rows = Brand.objects.filter(Q(store=None) | Q(store__in=stores), agency_id__in=agencies)
    found = {(row.agency_id, row.store_id): row for row in rows}
    brands = {}
    for store in stores:
        layers = (found.get((store.agency_id, whose)) for whose in (None, store.pk))
        brands[store.pk] = _merged(store.name, _told(store), *filter(None, layers))
    return brands


def agency_brand(agency: Agency) -> BrandData:
    """The agency's brand without any store's. One query."""
    return _merged(agency.name, {}, *Brand.objects.filter(agency=agency, store=None))


def _told(store: Store) -> dict[str, str]:
    """What Shopify says of the store."""
    return {
        "contact_email": store.email,
        "website": f"https://{store.primary_domain}" if store.primary_domain else "",
    }


def _merged(name: str, told: dict[str, str], *brands: Brand) -> BrandData:
    """Later brands win where they say something."""
    fields: dict[str, object] = {key: value for key, value in told.items() if value}
    for brand in brands:
        said = {key: getattr(brand, key) for key in _INHERITED}
        fields |= {key: value for key, value in said.items() if value not in ("", None, {})}
    fields["logo_url"] = web_address(str(fields.get("logo_url", "")))
    return BrandData(name=name, **fields)  # type: ignore[arg-type]  # the model's columns have these types
