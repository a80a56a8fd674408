"""Makes the copies that were asked for: claimed, gathered, sealed, kept for a time.

Rows are the truth: a worker that dies leaves its claim to run out, and the copy is made anew.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from common.killpoint import killpoint
from intake.buyers import archive, gathering, retaining, sealing
from messaging.queries import database_now
from stores.models import DataExport, ExportArchive, ExportState
from stores.scope import every_store, store_scope

LEASE: Final = timedelta(minutes=10)
TRIES: Final = 4
WAIT: Final = timedelta(minutes=5)
LARGEST: Final = 200 * 1024 * 1024

logger = logging.getLogger(__name__)


class TooLarge(Exception):
    """More than one row of a table should hold."""


def make_due(*, now: datetime) -> bool:
    """Make the copy that waited longest; False where none waits."""
    with every_store(because="copies that are due are claimed over all stores"):
        claimed = _claim(now)
    if claimed is None:
        return False
    export_id, store_id = claimed
    killpoint("copies.claimed")
    with store_scope(store_id):
        _make(export_id)
    return True


@transaction.atomic
def _claim(now: datetime) -> tuple[int, int] | None:
    is_free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = DataExport.objects.filter(is_free, state=ExportState.WAITING, run_after__lte=now)
    row = due.order_by("run_after", "pk").select_for_update(skip_locked=True).first()
    if row is None:
        return None
    if row.tries_count >= TRIES:
        words = row.trouble or "The worker died each time it was tried."
        DataExport.objects.filter(pk=row.pk).update(state=ExportState.FAILED, trouble=words)
        return _claim(now)
    DataExport.objects.filter(pk=row.pk).update(
        claimed_until=now + LEASE, tries_count=F("tries_count") + 1, steps=gathering.sections()
    )
    return row.pk, row.store_id


def _make(export_id: int) -> None:
    export = DataExport.objects.select_related("store").get(pk=export_id)
    if export.state != ExportState.WAITING:
        return  # who it is about was erased meanwhile
    try:
        made = archive.build(export=export, tell=lambda step: _tell(export_id, step))
        if len(made.data) > LARGEST:
            raise TooLarge(f"The archive has {len(made.data)} bytes; {LARGEST} are the most.")
        killpoint("copies.gathered")
        _keep(export, made)
    except Exception as error:  # one copy must not hold up the others
        logger.exception("Could not make a copy", extra={"export": export_id})
        _fail(export, error)


def _tell(export_id: int, step: int) -> None:
    DataExport.objects.filter(pk=export_id).update(step=step)


@transaction.atomic
def _keep(export: DataExport, made: archive.Made) -> None:
    now = database_now()
    days = retaining.choices_of(store=export.store).exports_days
    is_wanted = DataExport.objects.filter(pk=export.pk, state=ExportState.WAITING).update(
        state=ExportState.READY,
        claimed_until=None,
        rows_count=made.rows_count,
        made_at=now,
        kept_until=now + timedelta(days=days),
        trouble="",
    )
    if not is_wanted:
        return
    ExportArchive.objects.update_or_create(
        export=export,
        defaults={
            "store_id": export.store_id,
            "sealed": sealing.sealed(made.data),
            "byte_count": len(made.data),
            "sha256": hashlib.sha256(made.data).hexdigest(),
        },
    )
    killpoint("copies.kept")


def _fail(export: DataExport, error: Exception) -> None:
    """The words of an error may hold a buyer's name: its sort is all that is kept."""
    is_last = export.tries_count >= TRIES or isinstance(error, TooLarge)
    words = str(error) if isinstance(error, TooLarge) else type(error).__name__
    DataExport.objects.filter(pk=export.pk, state=ExportState.WAITING).update(
        state=ExportState.FAILED if is_last else ExportState.WAITING,
        trouble=words[:300],
        claimed_until=None,
        run_after=database_now() + WAIT,
    )
