"""Bells of this room."""

import time
from collections.abc import Callable
from typing import Final

from celery import shared_task
from django.utils import timezone

from orders import archiving, archiving_many, field_writing, standing, tag_writing
from stores.models import Store
from stores.scope import every_store
from stores.shopify.client import Lines

LONGEST: Final = 20.0


def _until_idle(turn: Callable[[], int]) -> int:
    """Turn until there is nothing left, or until others should have their turn."""
    done, end = 0, time.monotonic() + LONGEST
    while time.monotonic() < end and (count := turn()):
        done += count
    return done


@shared_task(name="orders.settle_stages", acks_late=True, time_limit=120)
def settle_stages(**_later: object) -> int:
    """Stages of what is over by the time that went by."""
    with every_store(because="orders of all stores grow older"):
        now = timezone.now()
        store_ids = sorted(Store.objects.values_list("pk", flat=True))
        return _until_idle(lambda: standing.settle_over(store_ids=store_ids, now=now))


@shared_task(name="orders.archive_due", acks_late=True, time_limit=120)
def archive_due(**_later: object) -> int:
    with every_store(because="each store's rule archives its own orders"):
        return _until_idle(lambda: archiving.archive_due(now=timezone.now()))


@shared_task(name="orders.archive_batches", acks_late=True, time_limit=120)
def archive_batches(**_later: object) -> int:
    with every_store(because="a batch may touch several stores of its agency"):
        return _until_idle(lambda: archiving_many.run_batches(now=timezone.now()))


@shared_task(name="orders.write_tags", acks_late=True, time_limit=240)
def write_tags(**_later: object) -> int:
    with every_store(because="tags of all stores are written as they come"), Lines() as lines:
        written = _until_idle(lambda: tag_writing.write_due_tags(lines=lines, now=timezone.now()))
        return written + _until_idle(
            lambda: tag_writing.write_due_customer_tags(lines=lines, now=timezone.now())
        )


@shared_task(name="orders.write_fields", acks_late=True, time_limit=240)
def write_fields(**_later: object) -> int:
    with every_store(because="notes and addresses of all stores are written"), Lines() as lines:
        return _until_idle(lambda: field_writing.write_due_fields(lines=lines, now=timezone.now()))
