"""How a store keeps up with its shop: one row of each, marked."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from intake.models import Backfill, BackfillState, Find, FindState, Reconciliation, Watermark
from orders.models import Order


def catching_up_of(order: Order, mark: str, now: datetime) -> dict[type[models.Model], Any]:
    """Runs in the scope of the order's store."""
    store = order.store
    run = Reconciliation.objects.create(
        store=store,
        subject="ORDERS",
        since=now - timedelta(hours=2),
        started_at=now - timedelta(hours=1),
        finished_at=now,
        seen_count=3,
        missing_count=1,
        asked_count=1,
    )
    watermark = Watermark.objects.create(
        store=store, subject="ORDERS", at=now, due_at=now, problem=f"Away {mark}"
    )
    find = Find.objects.create(
        store=store, run=run, order=order, found_at=now, state=FindState.ASKED
    )
    backfill = Backfill.objects.create(
        store=store,
        state=BackfillState.READING,
        started_by=f"Somebody {mark}",
        started_at=now,
        due_at=now + timedelta(days=1),
        url=f"https://{mark}.example/orders.jsonl",
        operation=f"gid://shopify/BulkOperation/{mark}",
        problem=f"Slow {mark}",
    )
    return {Reconciliation: run, Watermark: watermark, Find: find, Backfill: backfill}
