"""All that a store sends, as a zip of files for Shopify."""

import io
import zipfile

from stores.models import Store
from templates_app.checking import Draft
from templates_app.data import NotificationKind
from templates_app.exporting.exporter import Export, export, is_exportable
from templates_app.inheriting import Placed
from templates_app.models import Revision
from templates_app.queries import current_revision, resolved_brand
from templates_app.rendering import resolve_locale


def exports_of(store: Store, *, locale: str) -> list[Export]:
    """Each mail that the store sends today, in one language. One query a kind, and the brand's."""
    brand = resolved_brand(store).as_context()
    made = []
    for kind in filter(is_exportable, NotificationKind):
        revision = current_revision(store=store, kind=kind)
        if revision is not None:
            draft = _draft(revision, store)
            chosen = resolve_locale(locale, store.locale, revision.locales)
            made.append(export(draft, locale=chosen, brand=brand))
    return made


def zipped(exports: list[Export]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in exports:
            archive.writestr(each.filename, each.liquid)
    return body.getvalue()


def _draft(revision: Revision, store: Store) -> Draft:
    blocks = tuple(Placed.from_json(kept).spec for kept in revision.blocks)
    return Draft(kind=revision.kind, blocks=blocks, leading=store.locale)
