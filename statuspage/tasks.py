"""Bells of this room."""

import time

from celery import shared_task
from django.utils import timezone

from statuspage import codes, copies, finding, telling_shops
from stores.scope import every_store
from stores.shopify.client import Lines

LONGEST = 60.0


@shared_task(name="statuspage.answer_look_ups", acks_late=True, time_limit=120)
def answer_look_ups(**_later: object) -> int:
    """Answer until nobody waits."""
    answered = 0
    with every_store(because="buyers of all stores lose their links"):
        while count := finding.answer_look_ups(now=timezone.now()):
            answered += count
    return answered


@shared_task(name="statuspage.drop_old", acks_late=True, time_limit=120)
def drop_old(**_later: object) -> int:
    """Drop look-ups and codes that count no more, and copies that nobody opened for long."""
    now = timezone.now()
    with every_store(because="rows of all stores are dropped when their time is over"):
        dropped = finding.drop_look_ups(now=now) + copies.drop_old(now=now)
        return dropped + codes.forget_codes(now=now)


@shared_task(name="statuspage.tell_shops", acks_late=True, time_limit=240)
def tell_shops(**_later: object) -> int:
    """Tell shops of new delivery addresses until none is due."""
    told, end = 0, time.monotonic() + LONGEST
    with every_store(because="what shops are to be told waits in one line"), Lines() as lines:
        while time.monotonic() < end:
            count = telling_shops.tell_due_shops(lines=lines, now=timezone.now())
            if not count:
                break
            told += count
    return told
