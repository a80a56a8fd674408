"""Rows of the two agencies that take more than one statement to make."""

from datetime import datetime, timedelta
from typing import Any

from analytics.models import (
    DailyStat,
    OrderDay,
    ProductDay,
    ProductName,
    SourceDay,
    StoreDay,
)
from messaging.models import (
    ChannelMode,
    Consent,
    DeliveryMode,
    Suppression,
)
from stores.models import DataExport, ShopErasure, Store, Tombstone
from stores.scope import store_scope


def count_days(store: Store, mark: str, now: datetime) -> None:
    """Figures of yesterday, of each kind."""
    day = {"store": store, "day": now.date() - timedelta(days=1), "orders_count": 1}
    DailyStat.objects.create(**day, kind="ORDER_CONFIRMATION", sent_count=1)
    StoreDay.objects.create(**day, sent_count=1)
    OrderDay.objects.create(**day)
    ProductDay.objects.create(**day, product_shopify_id=1)
    ProductName.objects.create(store=store, product_shopify_id=1, title=f"Product {mark}")
    SourceDay.objects.create(**day, source=f"source-{mark}")


def modes_of(store: Store, mark: str, now: datetime) -> None:
    """Who sends what, for all orders and for those of one channel."""
    said: dict[str, Any] = {"store": store, "actor": f"Somebody {mark}", "changed_at": now}
    DeliveryMode.objects.create(kind="ORDER_CONFIRMATION", **said)
    ChannelMode.objects.create(kind="DELIVERED", sales_channel="EBAY", teller="OFF", **said)


def asked_of(store: Store, mark: str, now: datetime) -> DataExport:
    """A copy and an erasure of a buyer."""
    with store_scope(store.pk):
        export: DataExport = DataExport.objects.create(
            store=store,
            asked_by="STAFF",
            actor=f"Somebody {mark}",
            email=f"{mark}@example.com",
            customer_shopify_id=77,
            asked_at=now,
            due_at=now,
            run_after=now,
            state="FAILED",
            trouble=f"trouble {mark}",
        )
        Tombstone.objects.create(
            store=store,
            kind="CUSTOMER",
            key_name="0",
            asked_by="STAFF",
            actor=f"Somebody {mark}",
            reason=f"because {mark}",
            erased_at=now,
        )
        ShopErasure.objects.create(
            store=store,
            asked_by="STAFF",
            actor=f"Somebody {mark}",
            reason=f"because {mark}",
            asked_at=now,
            run_after=now,
            state="FAILED",
            trouble=f"trouble {mark}",
        )
        return export


def consent_of(store: Store, mark: str, now: datetime) -> Consent:
    consent: Consent = Consent.objects.create(
        store=store,
        channel="EMAIL",
        address=f"{mark}@example.com",
        purpose="MARKETING",
        is_given=True,
        ground="STAFF",
        detail=f"detail {mark}",
        actor=f"Somebody {mark}",
        at=now,
    )
    return consent


def suppression_of(store: Store, mark: str, now: datetime) -> Suppression:
    suppression: Suppression = Suppression.objects.create(
        store=store,
        address=f"{mark}@example.com",
        cause="STAFF",
        detail=f"detail {mark}",
        actor=f"Somebody {mark}",
        suppressed_at=now,
    )
    return suppression
