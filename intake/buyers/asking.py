"""Verbs that ask for a copy of everything kept of a buyer, and hand it over."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from intake.buyers import sealing
from intake.buyers.erasing import Asked, NothingKept, Somebody, known_as
from orders.data import DataRequestData
from stores import ledger
from stores.models import AskedBy, DataExport, ExportArchive, ExportState, Store

DUE_IN: Final = timedelta(days=30)  # what the GDPR and Shopify give


class CopyNotThere(DomainError):
    """It is not made yet, or was dropped."""

    code = "copy-not-there"


@transaction.atomic
def record_request(*, store: Store, data: DataRequestData, now: datetime) -> bool:
    """Keep that Shopify asks for a buyer, once however often it repeats itself; False if known."""
    known = DataExport.objects.filter(store=store, request_id=data.request_id)
    if data.request_id is not None and known.exists():
        return False
    _keep(store, data, Asked(AskedBy.SHOPIFY), now)
    return True


@transaction.atomic
def ask_for_copy(*, store: Store, somebody: Somebody, asked: Asked, now: datetime) -> DataExport:
    """Staff ask for a buyer. Raises NothingKept."""
    known = known_as(store=store, somebody=somebody)
    if known is None:
        raise NothingKept(_("Nothing is kept of this buyer in %(store)s.") % {"store": store.name})
    data = DataRequestData(
        request_id=None,
        customer_shopify_id=known.customer_shopify_id,
        email=known.email,
        order_shopify_ids=known.order_shopify_ids,
    )
    return _keep(store, data, asked, now)


@transaction.atomic
def make_again(*, export: DataExport, now: datetime) -> bool:
    """Let a copy that could not be made be tried anew; False if it did not fail."""
    rows = DataExport.objects.filter(pk=export.pk, state=ExportState.FAILED)
    is_begun = rows.update(
        state=ExportState.WAITING, tries_count=0, run_after=now, claimed_until=None, trouble=""
    )
    if is_begun:
        jobs.defer("intake.make_copies")
    return bool(is_begun)


@transaction.atomic
def take_copy(*, export: DataExport, actor: str, now: datetime) -> bytes:
    """The archive, a ZIP; that it was handed out is kept. Raises CopyNotThere."""
    row = DataExport.objects.select_for_update().get(pk=export.pk)
    archive = ExportArchive.objects.filter(export=row).first()
    is_over = row.kept_until is None or row.kept_until <= now
    if row.state != ExportState.READY or archive is None or is_over:
        words = _("There is nothing to download: the copy is not made yet, or was dropped.")
        raise CopyNotThere(words)
    DataExport.objects.filter(pk=row.pk).update(
        taken_at=row.taken_at or now, taken_by=actor[:254], taken_count=F("taken_count") + 1
    )
    return sealing.opened(bytes(archive.sealed))


def _keep(store: Store, data: DataRequestData, asked: Asked, now: datetime) -> DataExport:
    key = ledger.key_name()
    customers = [data.customer_shopify_id] if data.customer_shopify_id else []
    names = ledger.names_of(customers=customers, emails=[data.email], orders=data.order_shopify_ids)
    row = DataExport.objects.create(
        store=store,
        asked_by=asked.by,
        actor=asked.actor[:254],
        request_id=data.request_id,
        email=data.email,
        customer_shopify_id=data.customer_shopify_id,
        order_shopify_ids=list(data.order_shopify_ids),
        who=[ledger.digest(name, key=key) for name in names],
        asked_at=now,
        due_at=now + DUE_IN,
        run_after=now,
    )
    jobs.defer("intake.make_copies")
    return row
