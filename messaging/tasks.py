"""Bells of the room: each opens what it needs and makes one call, until nothing is due."""

import time

from celery import shared_task
from django.utils import timezone

from common import jobs
from messaging import (
    batches,
    domains,
    fallback,
    forgetting,
    mailbox_domains,
    queries,
    rescue_cases,
    sending,
)
from messaging.crew import Crew
from messaging.models import RescueCase
from stores.scope import every_store, store_scope

LONGEST = 20.0  # seconds of forgetting; then the bell is rung again, so that others get a turn
BUSY_FOR = 60  # seconds; then the task ends, and the sweeper's bell starts another


@shared_task(name="messaging.send_due", acks_late=True, soft_time_limit=150, time_limit=180)
def send_due(**_later: object) -> int:
    """Send until nothing is due. By the database's clock, which all workers share."""
    return _send(is_urgent=False)


@shared_task(name="messaging.send_urgent", acks_late=True, soft_time_limit=150, time_limit=180)
def send_urgent(**_later: object) -> int:
    """Send what orders and parcels need, from a queue that a worker of its own serves."""
    return _send(is_urgent=True)


def _send(*, is_urgent: bool) -> int:
    until = time.monotonic() + BUSY_FOR
    sent = 0
    with Crew() as crew:
        while time.monotonic() < until:
            now = queries.database_now()
            taken = sending.send_due(now=now, is_urgent=is_urgent, crew=crew)
            if not taken:
                break
            sent += taken
    return sent


@shared_task(name="messaging.fall_back_due", acks_late=True, time_limit=60)
def fall_back_due(**_later: object) -> int:
    """Say by the next channel what the first could not bring."""
    return fallback.fall_back_due(now=timezone.now())


@shared_task(name="messaging.run_batches", acks_late=True, soft_time_limit=150, time_limit=180)
def run_batches(**_later: object) -> int:
    """Go on with what people asked for in bulk, a chunk at a time."""
    until = time.monotonic() + BUSY_FOR
    met = 0
    with every_store(because="batches of all agencies wait in one line"):
        while time.monotonic() < until:
            taken = batches.run_batches(now=queries.database_now())
            if not taken:
                break
            met += taken
    return met


@shared_task(name="messaging.check_domains", acks_late=True, time_limit=180)
def check_domains(**_later: object) -> int:
    """Look at the domains whose turn it is, and forget what is a year old."""
    now = timezone.now()
    with every_store(because="senders of all stores have their turn when a day is over"):
        domains.forget_old_checks(now=now)
        return domains.check_due(now=now)


@shared_task(name="messaging.forget_old_words", acks_late=True, time_limit=120)
def forget_old_words(**_later: object) -> int:
    """Empty bodies older than their store keeps them, for some seconds; how many."""
    with every_store(because="each store's old words are forgotten after its own time"):
        forgotten, is_done = forgetting.forget_old_words(
            now=timezone.now(), until=time.monotonic() + LONGEST
        )
    if not is_done:
        jobs.defer("messaging.forget_old_words")
    return forgotten


@shared_task(name="messaging.look_up_domain", acks_late=True, time_limit=30)
def look_up_domain(*, store_id: int, case_id: int, **_later: object) -> None:
    with store_scope(store_id):
        case = RescueCase.objects.open().filter(pk=case_id).first()
        if case is not None:
            resolver = mailbox_domains.DomainResolver()
            rescue_cases.weigh_case(case=case, resolver=resolver, now=timezone.now())
