"""Bells of this room."""

import time

from celery import shared_task
from django.utils import timezone

from stores.scope import every_store
from tracking import services

LONGEST = 20.0


@shared_task(name="tracking.fold_events", acks_late=True, time_limit=120)
def fold_events(**_later: object) -> int:
    """Fold until nothing is fresh, or until others should have their turn."""
    folded, end = 0, time.monotonic() + LONGEST
    with every_store(because="events of all stores are one feed"):
        while time.monotonic() < end and (count := services.fold_events(now=timezone.now())):
            folded += count
    return folded


@shared_task(name="tracking.make_months", acks_late=True, time_limit=120)
def make_months(**_later: object) -> int:
    with every_store(because="a partition holds the events of all stores"):
        return services.make_months(now=timezone.now())
