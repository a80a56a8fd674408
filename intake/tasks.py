"""Bells of this room: handle what is due, ask Shopify what was not told, forget old bodies."""

import time
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from common import jobs
from intake import backfill_steps, departing, finding, reconciling, services
from intake.buyers import erasing_shops, making, retaining
from intake.models import Backfill
from messaging import stages
from stores import recorded
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines

LONGEST = 20.0  # seconds; then the bell is rung again, so that other work gets its turn
AT_ONCE = 4  # of one claim: what comes next may be taken by whoever is free


@shared_task(name="intake.handle_due", acks_late=True, time_limit=120)
def handle_due(**_later: object) -> int:
    """Handle webhooks until none is due; how many."""
    handled, end = 0, time.monotonic() + LONGEST
    while time.monotonic() < end:
        taken = services.handle_due(now=timezone.now(), limit=AT_ONCE)
        handled += taken
        stages.write_due()
        if taken < AT_ONCE:
            return handled
    jobs.defer("intake.handle_due")
    return handled


@shared_task(name="intake.prune_bodies", acks_late=True, time_limit=120)
def prune_bodies(**_later: object) -> int:
    with every_store(because="raw bodies of all stores are forgotten after their time"):
        return services.prune_bodies(now=timezone.now())


@shared_task(name="intake.confirm_departures", acks_late=True, time_limit=300)
def confirm_departures(**_later: object) -> int:
    """Ask shops that are said to have left whether they have."""
    with every_store(because="shops of all agencies may have left"), Lines() as lines:
        return departing.confirm_departures(lines=lines, now=timezone.now())


@shared_task(name="intake.reconcile", acks_late=True, time_limit=600, soft_time_limit=570)
def reconcile(*, store_id: int | None = None, **_later: object) -> int:
    """Ask shops what changed, until nothing is due. With a store: that one at once."""
    if store_id is not None:
        with store_scope(store_id):
            reconciling.look_now(store=Store.objects.get(pk=store_id), now=timezone.now())
    steps, end = 0, time.monotonic() + LONGEST
    with Lines() as lines:
        while time.monotonic() < end:
            taken = reconciling.reconcile_due(lines=lines, now=timezone.now())
            steps += taken
            if not taken:
                return steps
    jobs.defer("intake.reconcile")
    return steps


@shared_task(name="intake.watch_stores", acks_late=True, time_limit=120)
def watch_stores(**_later: object) -> int:
    """Let stores that are new be looked at, and answers that lost their bell be carried out."""
    now = timezone.now()
    with every_store(because="each connected store is looked after"):
        made = reconciling.watch_stores(now=now)
        waiting = finding.stores_with_answers()
        reconciling.forget_old(now=now)
    for store_id in waiting:
        jobs.defer("intake.carry_out_answers", store_id=store_id)
    return made


@shared_task(name="intake.carry_out_answers", acks_late=True, time_limit=300)
def carry_out_answers(*, store_id: int, **_later: object) -> int:
    """Let go, or leave, the confirmations of late finds."""
    done = 0
    with store_scope(store_id):
        while taken := finding.carry_out_answers(store_id=store_id, now=timezone.now()):
            done += taken
    return done


@shared_task(name="intake.backfill", acks_late=True, time_limit=600, soft_time_limit=570)
def backfill(**_later: object) -> int:
    """One step of each back-fill that is due, until none is."""
    steps, end = 0, time.monotonic() + LONGEST
    with Lines() as lines:
        while time.monotonic() < end:
            taken = backfill_steps.step_due(lines=lines, now=timezone.now())
            steps += taken
            if not taken:
                return steps
    jobs.defer("intake.backfill")
    return steps


@shared_task(name="intake.make_copies", acks_late=True, time_limit=600, soft_time_limit=570)
def make_copies(**_later: object) -> int:
    """Make copies of buyers' data until none waits; how many."""
    made, end = 0, time.monotonic() + LONGEST
    while time.monotonic() < end:
        if not making.make_due(now=timezone.now()):
            return made
        made += 1
    jobs.defer("intake.make_copies")
    return made


@shared_task(name="intake.erase_shops", acks_late=True, time_limit=1800, soft_time_limit=1770)
def erase_shops(**_later: object) -> int:
    """Erase the buyers of shops until none waits; how many shops. Each is one transaction."""
    erased, end = 0, time.monotonic() + LONGEST
    while time.monotonic() < end:
        if not erasing_shops.erase_due(now=timezone.now()):
            return erased
        erased += 1
    jobs.defer("intake.erase_shops")
    return erased


@shared_task(name="intake.keep_to_retention", acks_late=True, time_limit=120)
def keep_to_retention(**_later: object) -> bool:
    """Drop what is over its time; whether nothing is left."""
    with every_store(because="what is over its time is dropped in all stores"):
        is_done = retaining.drop_over(now=timezone.now(), until=time.monotonic() + LONGEST)
    if not is_done:
        jobs.defer("intake.keep_to_retention")
    return is_done


@shared_task(name="intake.drop_changes", acks_late=True, time_limit=120)
def drop_changes(**_later: object) -> int:
    """Drop what was changed longer ago than NOTIFYHUB_CHANGES_DAYS; how many."""
    dropped, end = 0, time.monotonic() + LONGEST
    before = timezone.now() - timedelta(days=settings.NOTIFYHUB_CHANGES_DAYS)
    with every_store(because="changes of all agencies are dropped after their time"):
        while time.monotonic() < end and (count := recorded.drop_old(before=before)):
            dropped += count
    return dropped


@shared_task(name="intake.cancel_at_shopify", acks_late=True, soft_time_limit=50, time_limit=60)
def cancel_at_shopify(*, store_id: int, backfill_id: int, **_later: object) -> None:
    with store_scope(store_id), Lines() as lines:
        backfill = Backfill.objects.get(pk=backfill_id)
        backfill_steps.cancel_at_shopify(lines=lines, backfill=backfill)
