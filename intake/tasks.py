"""Bells of this room: handle what is due, and forget old bodies."""

import time

from celery import shared_task
from django.utils import timezone

from common import jobs
from intake import services
from stores.scope import every_store

LONGEST = 20.0  # seconds; then the bell is rung again, so that other work gets its turn
AT_ONCE = 50


@shared_task(name="intake.handle_due", acks_late=True, time_limit=120)
def handle_due(**_later: object) -> int:
    """Handle webhooks until none is due; how many."""
    handled, end = 0, time.monotonic() + LONGEST
    while time.monotonic() < end:
        taken = services.handle_due(now=timezone.now(), limit=AT_ONCE)
        handled += taken
        if taken < AT_ONCE:
            return handled
    jobs.defer("intake.handle_due")
    return handled


@shared_task(name="intake.prune_bodies", acks_late=True, time_limit=120)
def prune_bodies(**_later: object) -> int:
    with every_store(because="raw bodies of all stores are forgotten after their time"):
        return services.prune_bodies(now=timezone.now())
