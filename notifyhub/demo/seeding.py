"""Fills the invented agency with its history, in one transaction: all of it, or nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from analytics.services import fold_activity
from notifyhub.demo import troubles
from notifyhub.demo.catalogue import PEOPLE, SHOPS
from notifyhub.demo.desk import keep_webhooks, write_notes
from notifyhub.demo.experiments import plan_experiments
from notifyhub.demo.founding import Founded, demo_agency, found, shares
from notifyhub.demo.history import moments
from notifyhub.demo.mail_rows import count_sightings_as_folded
from notifyhub.demo.mailing import mail
from notifyhub.demo.pouring import pour, settle
from notifyhub.demo.progress import Progress
from notifyhub.demo.promising import promise_open, say_times
from notifyhub.demo.shop import Life, Told, left_checkout, order_life
from notifyhub.demo.world import Shop, dice
from shipping.alarms import watch_parcels
from shipping.models import ProcessingTime
from stores.models import Store, User
from stores.scope import every_store, store_scope
from templates_app.models import Experiment
from tracking.judging import judge_due
from tracking.services import fold_events

RENDERED_DAYS = 10  # of older mails the row is kept and not the words, to save time
LEFT_CHECKOUTS = 900_000  # their numbers begin where no order's is


@dataclass(frozen=True, slots=True)
class Plan:
    now: datetime
    orders: int
    seed: int
    password: str


@dataclass(frozen=True, slots=True)
class Seeded:
    orders: int
    mails: int


def seed(plan: Plan, progress: Progress) -> Seeded:
    """Found the agency and pour its history. Call it only where demo_agency() is None."""
    with every_store(because="the demo's agency and all of its stores are made"), _uncollected():
        while fold_events(now=plan.now):
            pass  # what came before is told to its messages: the cursor then jumps over ours
        with transaction.atomic():
            founded = found(now=plan.now, password=plan.password, seed=plan.seed)
            seeded = [_seed_shop(shop, founded, plan, progress) for shop in SHOPS]
            troubles.act(founded.agency, founded.stores, now=plan.now)
            count_sightings_as_folded()
            plan_experiments(founded, now=plan.now)
            watch_parcels(now=plan.now)  # so that what stands still is shown at once
        while judge_due(now=plan.now):
            pass
        while fold_activity(now=plan.now):
            pass  # so that the first page shown has its figures
    return Seeded(sum(one.orders for one in seeded), sum(one.mails for one in seeded))


@contextmanager
def _uncollected() -> Iterator[None]:
    """All that is made stays to the end, so looking for garbage would only cost time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def wipe() -> bool:
    """Remove the demo's agency, stores and people. False where there is none."""
    agency = demo_agency()
    if agency is None:
        return False
    with every_store(because="the demo's rows of all its stores are removed"), transaction.atomic():
        Experiment.objects.filter(agency=agency).delete()  # first: they hold on to their words
        ProcessingTime.objects.filter(store__agency=agency).delete()  # they hold on to calendars
        Store.objects.filter(agency=agency).delete()
        agency.delete()
        User.objects.filter(email__in=[person.email for person in PEOPLE]).delete()
    return True


def _seed_shop(shop: Shop, founded: Founded, plan: Plan, progress: Progress) -> Seeded:
    store = founded.stores[shop.key]
    lives = _lives(shop, plan)
    with store_scope(store.pk):
        say_times(shop, store, plan.now)
        poured = pour(store, lives, _left_checkouts(shop, len(lives), plan))
        progress.advance(len(poured), note=shop.name)
        mails = mail(
            shop,
            store,
            poured,
            now=plan.now,
            rendered_since=plan.now - timedelta(days=RENDERED_DAYS),
            advance=lambda: progress.advance(0),
        )
        settle(store, poured, plan.now)
        promise_open(poured, plan.now)
        troubles.add_senders(shop, store)
        troubles.tell(shop, store, poured, mails, now=plan.now)
        write_notes(shop, store, poured)
        keep_webhooks(shop, store, lives, plan.now)
    return Seeded(len(poured), len(mails))


def _lives(shop: Shop, plan: Plan) -> list[Life]:
    placed = moments(shop, shares(plan.orders)[shop.key], now=plan.now, seed=plan.seed)
    return [
        order_life(shop, shop.first_number + place, at, seed=plan.seed).until(plan.now)
        for place, at in enumerate(placed)
    ]


def _left_checkouts(shop: Shop, orders: int, plan: Plan) -> list[Told]:
    chance = dice("left", plan.seed, shop.key)
    return [
        left_checkout(
            shop,
            LEFT_CHECKOUTS + place,
            plan.now - timedelta(minutes=chance.uniform(5, 60 * 24 * 30)),
            seed=plan.seed,
        )
        for place in range(orders // 25)
    ]
