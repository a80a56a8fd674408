"""Gathers what audit_checks.py judges: for many mails at once, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from common import locales
from stores.models import Agency, Store
from templates_app.audit_checks import Facts
from templates_app.checking import Draft
from templates_app.composing import BlockSpec
from templates_app.data import BrandData
from templates_app.linting.findings import Finding
from templates_app.linting.linter import findings_of
from templates_app.models import Audit, Picture, Revision
from templates_app.picture_addresses import PATH
from templates_app.queries import agency_brand, resolved_brands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was read for all of an agency's audits."""

    agency: BrandData
    brands: Mapping[int, BrandData]
    languages: tuple[str, ...]
    stores: Mapping[int, Store]
    revisions: Mapping[tuple[int | None, str], Revision]
    removed_logos: frozenset[str]


def facts_of(agency: Agency, audits: Iterable[Audit]) -> dict[int, Facts]:
    """The facts of each audit. Six queries; each published wording is linted once a language.

    The linter sees the words in the brand of whoever published them: an inheriting store's own
    colours are fitted to be read (colours.py), and its logo and languages are looked at here.
    """
    rows = list(audits)
    known = _known(agency, rows)
    linted: dict[tuple[int, str], tuple[Finding, ...]] = {}
    return {audit.pk: _facts(audit, known, linted) for audit in rows}


def _known(agency: Agency, audits: list[Audit]) -> _Known:
    stores = {store.pk: store for store in Store.objects.filter(agency=agency)}
    brands = resolved_brands([*stores.values()])
    ours = agency_brand(agency)
    tokens = {token for brand in (ours, *brands.values()) for token in PATH.findall(brand.logo_url)}
    removed = Picture.objects.filter(token__in=tokens, removed_at__isnull=False)
    return _Known(
        agency=ours,
        brands=brands,
        languages=tuple(sorted({locales.normal(store.locale) for store in stores.values()})),
        stores=stores,
        revisions=_revisions(agency, {audit.kind for audit in audits}),
        removed_logos=frozenset(removed.values_list("token", flat=True)),
    )


def _revisions(agency: Agency, kinds: Iterable[str]) -> dict[tuple[int | None, str], Revision]:
    """The last revision of the agency and of each store, of those kinds. One query."""
    rows = (
        Revision.objects.filter(agency=agency, kind__in=list(kinds))
        .order_by("store_id", "kind", "-number")
        .distinct("store_id", "kind")
        .select_related("wording")
        .defer("wording__sources")
    )
    return {(row.store_id, row.kind): row for row in rows}


def _facts(
    audit: Audit, known: _Known, linted: dict[tuple[int, str], tuple[Finding, ...]]
) -> Facts:
    own = known.revisions.get((audit.store_id, audit.kind))
    revision = own or known.revisions.get((None, audit.kind))
    brand = known.brands[audit.store_id] if audit.store_id else known.agency
    speaks = known.languages
    if audit.store_id:
        speaks = (locales.normal(known.stores[audit.store_id].locale),)
    if revision is None:
        return Facts(kind=audit.kind)
    return Facts(
        kind=audit.kind,
        published_at=revision.created_at,
        published_brand=own.brand if own else None,
        edited_at=audit.template.changed_at,
        locales=tuple(revision.locales),
        findings=_linted(revision, known, linted),
        blocks=tuple(revision.blocks),
        brand=brand,
        languages=tuple(tag for tag in speaks if tag),
        is_logo_removed=any(token in known.removed_logos for token in PATH.findall(brand.logo_url)),
    )


def _linted(
    revision: Revision, known: _Known, linted: dict[tuple[int, str], tuple[Finding, ...]]
) -> tuple[Finding, ...]:
    leading = known.stores[revision.store_id].locale if revision.store_id else "en"
    key = (revision.wording_id, leading)
    if key not in linted:
        linted[key] = tuple(findings_of(_draft(revision, leading), brand=revision.brand))
    return linted[key]


def _draft(revision: Revision, leading: str) -> Draft:
    blocks = tuple(_spec(block) for block in revision.blocks)
    return Draft(kind=revision.kind, blocks=blocks, leading=leading)


def _spec(block: Mapping[str, Any]) -> BlockSpec:
    return BlockSpec(key=block["key"], type=block["type"], settings=block["settings"])
