"""Bells of the room: each opens what it needs and makes one call."""

from celery import shared_task
from django.utils import timezone

from messaging.queries import database_now
from outbound import forgetting, reading, warning
from outbound.posting import Posting
from stores.scope import every_store

BUSY_FOR = 45.0  # seconds; then the task ends, and the sweeper's bell starts another


@shared_task(name="outbound.read_on", acks_late=True, time_limit=120)
def read_on(**_later: object) -> int:
    """How many rows of the feed were read."""
    with every_store(because="endpoints of all agencies read one feed, each from its cursor"):
        return reading.read_all(clock=database_now, seconds=20.0)


@shared_task(name="outbound.send_due", acks_late=True, soft_time_limit=100, time_limit=120)
def send_due(**_later: object) -> int:
    """How many calls were made. In a queue of its own: see Note [Slow receivers] in claiming.py."""
    with every_store(because="deliveries of all agencies are due in turn"):
        return Posting(clock=database_now).run(seconds=BUSY_FOR)


@shared_task(name="outbound.tell_staff", acks_late=True, time_limit=120)
def tell_staff(**_later: object) -> int:
    """How many mails left about endpoints that were switched off."""
    with every_store(because="each agency is told of its own endpoints"):
        return warning.send_notices(now=timezone.now())


@shared_task(name="outbound.forget", acks_late=True, time_limit=900)
def forget(**_later: object) -> int:
    """How many deliveries were taken away."""
    with every_store(because="deliveries of all agencies are kept equally long"):
        return forgetting.forget(now=timezone.now())
