"""Bells of this room."""

import time
from typing import Final

from celery import shared_task
from django.utils import timezone

from shipping import alarms, standing, writing_back
from stores.scope import every_store
from stores.shopify.client import Lines

LONGEST: Final = 45.0  # seconds that one run takes before others have their turn


@shared_task(name="shipping.write_back", acks_late=True, time_limit=300)
def write_back(**_later: object) -> int:
    """Tell Shopify of numbers until none is due, or until others should have their turn."""
    told, end = 0, time.monotonic() + LONGEST
    with every_store(because="numbers of all stores are told as they come"), Lines() as lines:
        while time.monotonic() < end and (
            count := writing_back.write_due(lines=lines, now=timezone.now())
        ):
            told += count
    return told


@shared_task(name="shipping.watch_parcels", acks_late=True, time_limit=300)
def watch_parcels(**_later: object) -> int:
    """Notice what is amiss with parcels and orders, and what is well again; how many of both."""
    with every_store(because="parcels of all stores are watched together"):
        return alarms.watch_parcels(now=timezone.now())


@shared_task(name="shipping.settle_stages", acks_late=True, time_limit=120)
def settle_stages(**_later: object) -> int:
    """Stages of orders told before they were kept, until none is left or others have their turn."""
    settled, end = 0, time.monotonic() + LONGEST
    with every_store(because="orders of all stores were told before stages were kept"):
        while time.monotonic() < end and (count := standing.settle_new(now=timezone.now())):
            settled += count
    return settled
