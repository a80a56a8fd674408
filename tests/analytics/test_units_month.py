"""A month of tests at random: added up as it came, counted anew, and reckoned by hand agree."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from analytics import unit_folding
from analytics.models import ExperimentRollup
from analytics.recounting import recount
from messaging.models import Message
from orders.models import ActivityKind, Customer, Order
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Experiment
from tests.analytics.feeds import fold_all
from tests.factories.stores import make_store
from tests.factories.units import DAY, buy, expose, judge, make_buyer, make_test, tell

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 10, 1, tzinfo=UTC)
Deed = Callable[[], None]
BUYERS = 60
CAP = 150_000


@dataclass
class Life:
    """What one buyer did, as the test that plays it knows."""

    arm: int
    exposed_at: datetime
    clicked: bool = False
    bought: list[tuple[datetime, int, int]] = field(default_factory=list)  # at, minor, given back

    def counted(self, window: timedelta) -> tuple[int, int]:
        """Orders, and what was spent, within the days that count."""
        hits = [
            (minor, back)
            for at, minor, back in self.bought
            if self.exposed_at < at <= self.exposed_at + window
        ]
        return len(hits), min(CAP, sum(minor - back for minor, back in hits))


def play(store: Store, experiment: Experiment, chance: random.Random) -> list[Life]:
    """Facts of some buyers, told in a shuffled order, each in a transaction of its own."""
    lives: list[Life] = []
    later: list[Deed] = []
    for _ in range(BUYERS):
        buyer = make_buyer(store)
        at = START + timedelta(minutes=chance.randrange(20 * 24 * 60))
        order = buy(store, buyer, at, chance.randrange(10_000, 90_000))
        message = expose(experiment, order, arm := chance.randrange(2), at + timedelta(minutes=1))
        life = Life(arm, at + timedelta(minutes=1))
        lives.append(life)
        later += _clicks(message, life, chance) + _orders(store, buyer, life, chance)
    chance.shuffle(later)
    for deed in later:
        deed()
        if chance.random() < 0.05:
            _fold_once()
    return lives


def _clicks(message: Message, life: Life, chance: random.Random) -> list[Deed]:
    if chance.random() > 0.4:
        return []
    life.clicked = chance.random() > 0.3

    def clicked() -> None:
        judge(message, life.exposed_at + timedelta(minutes=5), click=1)
        if not life.clicked:  # a machine after all
            judge(message, life.exposed_at + timedelta(minutes=5), click=-1, machine_click=1)

    return [clicked]


def _orders(store: Store, buyer: Customer, life: Life, chance: random.Random) -> list[Deed]:
    deeds = []
    for _ in range(chance.choice([0, 0, 1, 2])):
        at = life.exposed_at + timedelta(minutes=chance.randrange(1, 25 * 24 * 60))
        minor = chance.randrange(5_000, 120_000)
        back = minor if chance.random() < 0.1 else chance.choice([0, 0, minor // 3])
        life.bought.append((at, minor, back))
        deeds.append(_order(store, buyer, at, minor, back))
    return deeds


def _order(store: Store, buyer: Customer, at: datetime, minor: int, back: int) -> Deed:
    def told() -> None:
        order: Order = buy(store, buyer, at, minor)
        if back:
            kind = ActivityKind.ORDER_CANCELLED if back == minor else ActivityKind.ORDER_REFUNDED
            tell(order, kind, at + DAY, {"product_minor": back})

    return told


def _fold_once() -> None:
    with every_store(because="a test folds"):
        unit_folding.fold_units(now=timezone.now())


def rolled_up(experiment: Experiment, metric: str) -> dict[int, tuple[int, int, int]]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    with every_store(because="a test reads"):
        for row in ExperimentRollup.objects.filter(experiment=experiment, metric=metric):
            for at, value in enumerate((row.n, int(row.s1), int(row.s2))):
                sums[row.arm][at] += value
    return {arm: (n, s1, s2) for arm, (n, s1, s2) in sums.items()}


def by_hand(lives: list[Life], metric: str, window: timedelta) -> dict[int, tuple[int, int, int]]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for life in lives:
        orders, spent = life.counted(window)
        y = {"CLICKED": int(life.clicked), "BOUGHT_AGAIN": int(orders > 0), "REVENUE": spent}[
            metric
        ]
        for at, value in enumerate((1, y, y * y)):
            sums[life.arm][at] += value
    return {arm: (n, s1, s2) for arm, (n, s1, s2) in sums.items()}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_month_added_up_equals_what_is_counted_anew_and_by_hand(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_folding, "BATCH", 37)
    chance = random.Random(seed)
    experiment = make_test(
        store, started_at=START, cap_minor=CAP, window_days=14, segments=["returning", "value"]
    )
    other = make_test(make_store(agency=store.agency), started_at=START)

    lives = play(store, experiment, chance)
    fold_all()

    with every_store(because="a test counts anew"):
        found = recount(experiment=experiment)
        assert recount(experiment=other).mismatches == []
    assert (found.units, found.mismatches) == (BUYERS, [])
    for metric in ("CLICKED", "BOUGHT_AGAIN", "REVENUE"):
        assert rolled_up(experiment, metric) == by_hand(lives, metric, 14 * DAY), metric


@pytest.mark.race
def test_several_who_fold_while_facts_come_count_each_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_folding, "BATCH", 11)
    experiment = make_test(store, started_at=START)
    is_over = threading.Event()

    def fold() -> None:
        while not is_over.is_set():
            _fold_once()
            time.sleep(0.005)
        connection.close()

    def tell_slowly(seed: int) -> None:
        """Transactions that end in another order than they began."""
        chance = random.Random(seed)
        for _ in range(12):
            with transaction.atomic():
                order = buy(store, make_buyer(store), START + DAY, 10_000)
                message = expose(experiment, order, seed % 2, START + DAY)
                time.sleep(chance.random() / 50)
                judge(message, START + DAY, click=1)
        connection.close()

    folding = [threading.Thread(target=fold) for _ in range(3)]
    telling = [threading.Thread(target=tell_slowly, args=(seed,)) for seed in range(4)]
    for thread in (*folding, *telling):
        thread.start()
    for thread in telling:
        thread.join()
    is_over.set()
    for thread in folding:
        thread.join()
    fold_all()

    assert rolled_up(experiment, "CLICKED") == {0: (24, 24, 24), 1: (24, 24, 24)}
    with every_store(because="a test counts anew"):
        assert recount(experiment=experiment).mismatches == []
