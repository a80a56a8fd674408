"""How a store is doing, and who is told: one row of each, marked."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from fleet.models import Alert, AlertRule, Finding, HealthDay, StoreHealth
from stores.models import Store


def fleet_of(store: Store, mark: str, now: datetime) -> dict[type[models.Model], Any]:
    """Runs in the scope of the store."""
    health = StoreHealth.objects.create(store=store, looked_at=now, heard_at=now, days=[1, 2, 3])
    day = HealthDay.objects.create(store=store, day=now.date(), severity=2)
    finding = Finding.objects.create(
        store=store,
        kind="SENDER",
        severity=2,
        worst=2,
        count=1,
        about={"detail": f"refused {mark}"},
        opened_at=now - timedelta(hours=1),
        seen_at=now,
    )
    rule = AlertRule.objects.create(
        agency_id=store.agency_id,
        store=store,
        address=f"ops@{mark.lower()}.example",
        actor=f"Somebody {mark}",
        changed_at=now,
    )
    alert = Alert.objects.create(
        agency_id=store.agency_id,
        rule=rule,
        finding=finding,
        moment="BEGAN",
        due_at=now,
        created_at=now,
        trouble=f"451 {mark}",
    )
    return {StoreHealth: health, HealthDay: day, Finding: finding, AlertRule: rule, Alert: alert}
