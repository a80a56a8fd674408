"""Bells of this room."""

import logging
import time

from celery import shared_task
from django.utils import timezone

from stores.scope import every_store
from stores.shopify.client import Lines
from tracking import forgetting, glimpses, judging, parts, reporting, services
from tracking.attribution import journeys, reconsidering, tag_writing

LONGEST = 20.0

logger = logging.getLogger(__name__)


@shared_task(name="tracking.fold_events", acks_late=True, time_limit=120)
def fold_events(**_later: object) -> int:
    """Fold until nothing is fresh, or until others should have their turn."""
    folded, end = 0, time.monotonic() + LONGEST
    with every_store(because="events of all stores are one feed"):
        while time.monotonic() < end and (count := services.fold_events(now=timezone.now())):
            folded += count
    return folded


@shared_task(name="tracking.judge", acks_late=True, time_limit=120)
def judge(**_later: object) -> int:
    """Judge until nothing is due, or until others should have their turn."""
    judged, end = 0, time.monotonic() + LONGEST
    with every_store(because="hits of all stores are judged as they become final"):
        while time.monotonic() < end and (count := judging.judge_due(now=timezone.now())):
            judged += count
    return judged


@shared_task(name="tracking.forget_hits", acks_late=True, time_limit=120)
def forget_hits(**_later: object) -> int:
    """Forget until nothing is too old, or until others should have their turn."""
    forgotten, end = 0, time.monotonic() + LONGEST
    with every_store(because="hits of all stores are forgotten after their time"):
        while time.monotonic() < end and forgetting.mark_partial(now=timezone.now()):
            pass
        if not forgetting.mark_partial(now=timezone.now()):
            parts.drop_parts(now=timezone.now())
        while time.monotonic() < end and (count := forgetting.forget_hits(now=timezone.now())):
            forgotten += count
    return forgotten


@shared_task(name="tracking.fold_glimpses", acks_late=True, time_limit=120)
def fold_glimpses(**_later: object) -> int:
    """Fold until nothing has rested, or until others should have their turn."""
    folded, end = 0, time.monotonic() + LONGEST
    with every_store(because="hits that name no message are folded for all stores at once"):
        while time.monotonic() < end and (count := glimpses.fold_glimpses(now=timezone.now())):
            folded += count
    return folded


@shared_task(name="tracking.make_parts", acks_late=True, time_limit=120)
def make_parts(**_later: object) -> int:
    """Make room ahead, and say aloud where there is none all the same."""
    with every_store(because="a part holds the hits of all stores"):
        try:
            return parts.make_parts(now=timezone.now())
        finally:
            for what in parts.missing(now=timezone.now()):
                logger.error("tracking.part.missing", extra={"what": what})


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


@shared_task(name="tracking.write_tags", acks_late=True, time_limit=240)
def write_tags(**_later: object) -> int:
    """Write tags to Shopify until none is due, or until others should have their turn."""
    written, end = 0, time.monotonic() + LONGEST
    with every_store(because="tags of all stores are written as they come"), Lines() as lines:
        while time.monotonic() < end and (
            count := tag_writing.write_due_tags(lines=lines, now=timezone.now())
        ):
            written += count
    return written


@shared_task(name="tracking.ask_journeys", acks_late=True, time_limit=300)
def ask_journeys(**_later: object) -> int:
    """Ask Shopify for journeys until none is due, or until others should have their turn."""
    asked, end = 0, time.monotonic() + LONGEST
    with every_store(because="journeys of all stores are asked for in turn"), Lines() as lines:
        while time.monotonic() < end and (
            count := journeys.ask_journeys(lines=lines, now=timezone.now())
        ):
            asked += count
    return asked


@shared_task(name="tracking.reconsider", acks_late=True, time_limit=120)
def reconsider(**_later: object) -> int:
    """Judge orders anew until no verdict is new, or until others should have their turn."""
    read, end = 0, time.monotonic() + LONGEST
    with every_store(because="verdicts of all stores are one feed"):
        while time.monotonic() < end and (count := reconsidering.reconsider(now=timezone.now())):
            read += count
    return read
