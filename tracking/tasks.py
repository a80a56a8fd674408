"""Bells of this room."""

import time

from celery import shared_task
from django.utils import timezone

from stores.scope import every_store
from tracking import reporting, services

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


@shared_task(name="tracking.settle_reports", acks_late=True, time_limit=120)
def settle_reports(**_later: object) -> int:
    """Settle until nothing is due, or until others should have their turn."""
    settled, end = 0, time.monotonic() + LONGEST
    with every_store(because="reports of all stores are settled in the order they came"):
        while time.monotonic() < end and (count := reporting.settle_reports(now=timezone.now())):
            settled += count
    return settled


@shared_task(name="tracking.prune_reports", acks_late=True, time_limit=120)
def prune_reports(**_later: object) -> int:
    with every_store(because="reports of all stores are forgotten after their time"):
        return reporting.prune_reports(now=timezone.now())
