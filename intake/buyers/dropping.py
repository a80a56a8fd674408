"""Copies of buyers' data go: when their time is over, and when who they are about is erased."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from stores import ledger
from stores.models import DataExport, ExportArchive, ExportState

AT_ONCE: Final = 100
_NOBODY: Final[dict[str, Any]] = {
    "email": "",
    "customer_shopify_id": None,
    "order_shopify_ids": [],
    "trouble": "",
    "claimed_until": None,
}


def forget_exports(*, store_id: int, names: Iterable[str]) -> int:
    """Drop every copy that was made of who is erased; how many."""
    key = ledger.key_name()
    return forget_exports_of(
        store_id=store_id, who=[ledger.digest(name, key=key) for name in names]
    )


def forget_exports_of(*, store_id: int, who: list[str]) -> int:
    """Likewise, by hashes."""
    rows = DataExport.objects.filter(store_id=store_id, who__overlap=who)
    return _drop(list(rows.values_list("pk", flat=True)), ExportState.ERASED)


def forget_all_exports(*, store_id: int) -> int:
    rows = DataExport.objects.filter(store_id=store_id)
    return _drop(list(rows.values_list("pk", flat=True)), ExportState.ERASED)


@transaction.atomic
def drop_over(*, store_id: int, now: datetime) -> int:
    """Drop up to AT_ONCE copies of a store whose time is over; how many."""
    over = DataExport.objects.filter(store_id=store_id, state=ExportState.READY, kept_until__lt=now)
    oldest = over.order_by("kept_until").select_for_update(skip_locked=True)
    return _drop(list(oldest.values_list("pk", flat=True)[:AT_ONCE]), ExportState.OVER)


def _drop(ids: list[int], state: ExportState) -> int:
    ExportArchive.objects.filter(export__in=ids).delete()
    return DataExport.objects.filter(pk__in=ids).update(state=state, who=[], **_NOBODY)
