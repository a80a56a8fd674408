"""Bells of the room: each opens what it needs and makes one call."""

from celery import shared_task

from automations import calling, reading, running, sweeping
from messaging.queries import database_now
from stores.scope import every_store


@shared_task(name="automations.read_on", acks_late=True, time_limit=120)
def read_on(**_later: object) -> int:
    """How many rows of feeds were read, and steps taken."""
    with every_store(because="rules of all stores read their feeds in turn"):
        return reading.read_all(clock=database_now, seconds=20.0)


@shared_task(name="automations.run_due", acks_late=True, time_limit=120)
def run_due(**_later: object) -> int:
    """How many steps were taken."""
    with every_store(because="runs of all stores are due in turn"):
        return running.run_all(clock=database_now, seconds=30.0)


@shared_task(name="automations.walk", acks_late=True, time_limit=300)
def walk(**_later: object) -> int:
    """How many orders were looked at."""
    with every_store(because="rules of all stores walk over their orders"):
        return sweeping.walk_due(clock=database_now, seconds=120.0)


@shared_task(name="automations.call_due", acks_late=True, soft_time_limit=100, time_limit=120)
def call_due(**_later: object) -> int:
    """How many calls were made. In the queue of calls to other programs."""
    with every_store(because="calls of all stores' rules are due in turn"):
        return calling.call_all(clock=database_now, seconds=45.0)


@shared_task(name="automations.forget", acks_late=True, time_limit=300)
def forget(**_later: object) -> int:
    """How many walks were taken away."""
    with every_store(because="walks of all stores are kept equally long"):
        return sweeping.forget(now=database_now())
