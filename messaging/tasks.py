"""Bells of the room: each opens what it needs and makes one call, until nothing is due."""

import time

from celery import shared_task
from django.utils import timezone

from common import jobs
from messaging import (
    basket_codes,
    batches,
    departing,
    domains,
    fallback,
    forgetting,
    gateways,
    mailbox_domains,
    parcel_imports,
    promise_news,
    promise_runs,
    queries,
    reassuring,
    reminding,
    rescue_cases,
    scanning,
    sending,
    stages,
    tracking_domains,
)
from messaging.crew import Crew
from messaging.models import RescueCase
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines

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
            stages.write_due()
            if not taken:
                break
            sent += taken
    return sent


@shared_task(name="messaging.fall_back_due", acks_late=True, soft_time_limit=50, time_limit=60)
def fall_back_due(**_later: object) -> int:
    """Say by the next channel what the first could not bring."""
    return fallback.fall_back_due(now=timezone.now())


@shared_task(name="messaging.look_up_gateways", acks_late=True, soft_time_limit=50, time_limit=60)
def look_up_gateways(**_later: object) -> int:
    """Ask who takes in the mail of domains that were met, and forget who was asked long ago."""
    gateways.forget_domains(now=timezone.now())
    return gateways.look_up_gateways(now=timezone.now())


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


@shared_task(name="messaging.run_parcel_imports", acks_late=True, time_limit=180)
def run_parcel_imports(**_later: object) -> int:
    """Go on with files of parcels, some lines at a time."""
    until, met = time.monotonic() + BUSY_FOR, 0
    with every_store(because="files of all stores wait in one line"):
        while time.monotonic() < until and (
            count := parcel_imports.run_imports(now=timezone.now())
        ):
            met += count
    return met


@shared_task(name="messaging.forget_parcel_imports", acks_late=True, time_limit=120)
def forget_parcel_imports(**_later: object) -> int:
    with every_store(because="files of all stores are forgotten after their time"):
        return parcel_imports.forget_imports(now=timezone.now())


@shared_task(name="messaging.check_domains", acks_late=True, time_limit=180)
def check_domains(**_later: object) -> int:
    """Look at the domains whose turn it is, and forget what is a year old."""
    now = timezone.now()
    with every_store(because="senders of all stores have their turn when a day is over"):
        domains.forget_old_checks(now=now)
        return domains.check_due(now=now) + tracking_domains.look_at_due(now=now)


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


@shared_task(name="messaging.look_up_domain", acks_late=True, soft_time_limit=25, time_limit=30)
def look_up_domain(*, store_id: int, case_id: int, **_later: object) -> None:
    with store_scope(store_id):
        case = RescueCase.objects.open().filter(pk=case_id).first()
        if case is not None:
            resolver = mailbox_domains.DomainResolver()
            rescue_cases.weigh_case(case=case, resolver=resolver, now=timezone.now())


@shared_task(name="messaging.claim_early_news", acks_late=True, time_limit=120)
def claim_early_news(**_later: object) -> int:
    """Give what tracking services said too early to the parcels that have come since; how many."""
    return scanning.claim_early_news(now=timezone.now())


@shared_task(name="messaging.reassure", acks_late=True, time_limit=120)
def reassure(**_later: object) -> int:
    """Write to buyers who have heard nothing for days, where the store wants that; to how many."""
    return reassuring.reassure(now=timezone.now())


@shared_task(name="messaging.remind_due", acks_late=True, time_limit=300)
def remind_due(**_later: object) -> int:
    """Plan the second and third reminders of baskets whose time has come; how many."""
    return reminding.remind_due(now=timezone.now())


@shared_task(name="messaging.settle_codes", acks_late=True, soft_time_limit=150, time_limit=180)
def settle_codes(**_later: object) -> int:
    """Make the discount codes of reminders that are about to go, and end those of others."""
    until, seen = time.monotonic() + BUSY_FOR, 0
    with every_store(because="codes of all stores stand in one line"), Lines() as lines:
        while time.monotonic() < until:
            met = basket_codes.settle_codes(lines=lines, now=timezone.now())
            if not met:
                break
            seen += met
    return seen


@shared_task(name="messaging.watch_promises", acks_late=True, time_limit=300)
def watch_promises(**_later: object) -> int:
    """Promise anew what did not leave in time, in stores that tell of delays. How many."""
    return promise_news.watch_promises(now=timezone.now())


@shared_task(name="messaging.renew_promises", acks_late=True, time_limit=180)
def renew_promises(**_later: object) -> int:
    """Go on with promising open orders anew, until no run is left or others want a turn."""
    until, seen = time.monotonic() + LONGEST, 0
    while time.monotonic() < until:
        met = promise_runs.run_chunk(now=timezone.now())
        if not met:
            return seen
        seen += met
    jobs.defer("messaging.renew_promises")
    return seen


@shared_task(name="messaging.stop_disconnected", acks_late=True, time_limit=180)
def stop_disconnected(*, store_id: int, **_later: object) -> int:
    """Stop what a disconnected store was about to send; how many."""
    until, stopped = time.monotonic() + LONGEST, 0
    with store_scope(store_id):
        while time.monotonic() < until:
            count = departing.stop_disconnected(store_id=store_id, now=timezone.now())
            stopped += count
            if not count:
                return stopped
    jobs.defer("messaging.stop_disconnected", store_id=store_id)
    return stopped
