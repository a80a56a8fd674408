"""What was said of a parcel, what is amiss with it, and who tells: one row of each, marked."""

from typing import Any

from django.db import models
from django.utils import timezone

from shipping.models import Alarm, EarlyNews, Parcel, ParcelEvent, TrackerAccount


def life_of(parcel: Parcel, mark: str) -> dict[type[models.Model], Any]:
    store, now = parcel.store, timezone.now()
    ParcelEvent.objects.create(
        store=store,
        order=parcel.order,
        parcel=parcel,
        origin="CARRIER",
        key=f"{parcel.pk}:{mark}",
        state="IN_TRANSIT",
        at=now,
        message=f"scan {mark}",
        city=mark,
    )
    alarm = Alarm.objects.create(
        store=store,
        order=parcel.order,
        parcel=parcel,
        kind="STALLED",
        since=now,
        opened_at=now,
        because=f"because {mark}",
    )
    account = TrackerAccount.objects.create(
        store=store,
        tracker="AFTERSHIP",
        secret=f"secret of {mark}",
        created_at=now,
        created_by=f"Somebody {mark}",
    )
    EarlyNews.objects.create(
        store=store,
        number=mark,
        number_key=mark.upper(),
        digest=mark[:32],
        scans=[],
        heard_at=now,
        look_at=now,
    )
    return {Alarm: alarm, TrackerAccount: account}
