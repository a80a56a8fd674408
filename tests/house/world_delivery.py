"""One row of everything about parcels, promises and the buyer's page, marked."""

from datetime import datetime, time
from typing import Any

from django.db import models

from orders.models import Order
from shipping.models import (
    Calendar,
    Carrier,
    Parcel,
    ParcelImport,
    ParcelImportRow,
    ParcelWriteBack,
    ProcessingTime,
    RuleChange,
    TransitTime,
)
from statuspage.models import BuyerRequest, FaqEntry, Feedback
from stores.models import Store

Rows = dict[type[models.Model], Any]


def delivery_of(order: Order, mark: str, now: datetime) -> Rows:
    """Runs in the scope of the order's store."""
    store = order.store
    return {
        **_rules(store, mark, now),
        **_parcels(order, mark, now),
        Carrier: Carrier.objects.create(
            store=store,
            name=f"Carrier {mark}",
            url_template=f"https://{mark}.example/{{number}}",
            created_at=now,
            created_by=f"Somebody {mark}",
        ),
        BuyerRequest: BuyerRequest.objects.create(
            store=store,
            order=order,
            kind="PROBLEM",
            reason="DAMAGED",
            text=f"crushed {mark}",
            asked_at=now,
        ),
        Feedback: Feedback.objects.create(
            store=store,
            order=order,
            on="PAGE",
            is_good=False,
            text=f"useless {mark}",
            given_at=now,
        ),
        FaqEntry: FaqEntry.objects.create(
            store=store, locale="nb", question=f"Why {mark}?", answer=f"Because {mark}."
        ),
    }


def _parcels(order: Order, mark: str, now: datetime) -> Rows:
    """A parcel that Shopify is to be told of, and a file with a line that cannot be read in."""
    store = order.store
    parcel = Parcel.objects.create(
        store=store,
        order=order,
        number=f"LABEL-{mark}",
        company=f"Carrier {mark}",
        url=f"https://{mark}.example/label",
        origin="CSV",
        former=[{"number": f"OLD-{mark}", "until": now.isoformat(), "by": "STAFF"}],
        created_at=now,
    )
    ParcelWriteBack.objects.create(
        store=store,
        parcel=parcel,
        state="REFUSED",
        asked_at=now,
        run_after=now,
        detail=f"No such {mark}",
    )
    source = ParcelImport.objects.create(
        store=store, name=f"{mark}.csv", rows_count=1, actor=f"Somebody {mark}", created_at=now
    )
    ParcelImportRow.objects.create(
        store=store,
        source=source,
        order=order,
        line=2,
        order_name=mark,
        number=f"LINE-{mark}",
        state="BAD",
        said=f"Mend {mark}",
    )
    return {Parcel: parcel, ParcelImport: source}


def _rules(store: Store, mark: str, now: datetime) -> Rows:
    """What the store says of its times."""
    said = {"store": store, "changed_at": now, "changed_by": f"Somebody {mark}"}
    calendar = Calendar.objects.create(name=f"Calendar {mark}", cutoff=time(14), **said)
    RuleChange.objects.create(
        store=store, subject="CALENDAR", name=f"Calendar {mark}", at=now, actor=f"Somebody {mark}"
    )
    return {
        Calendar: calendar,
        ProcessingTime: ProcessingTime.objects.create(
            level="VENDOR", target=mark, label=f"Vendor {mark}", min_days=1, max_days=2, **said
        ),
        TransitTime: TransitTime.objects.create(
            country="NO", method=f"method {mark}", min_days=1, max_days=2, **said
        ),
    }
