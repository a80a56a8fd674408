"""Rules shot while they read, walk, act and call: each runs once, and each step is taken once."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any, Final

from django.utils import timezone

from automations import calling, reading, sweeping
from automations.models import Rule, RuleCall, RuleRun
from messaging.models import Message
from orders.models import Note, Order, StaffTask
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.analytics.feeds import wait_for_the_feed
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.messaging import make_words
from tests.factories.orders import make_order
from tests.factories.rules import make_rule
from tests.factories.stores import make_store
from tests.outbound.receiver import Receiver, receiver

RULING: Final = "rules"
ALL: Final = [
    (RULING, step)
    for step in (
        *("rules.read", "rules.stepped", "rules.walked"),
        *("rules.claimed", "rules.answered", "rules.recorded"),
    )
]
ORDERS: Final = 3  # of one death
STEPS: Final = ("tag_order", "note", "task", "send", "webhook")


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at this step."""
    row = Row(way, step, tried=kills)
    with row.timed():
        for _kill in range(kills):
            with receiver() as program:
                _shoot(row, step, chance, program)
    row.must(
        row.lost == row.duplicates == row.silent == 0,
        f"{row.lost} lost, {row.duplicates} twice, {row.silent} unfinished",
    )
    return row


def rule(say: Say) -> None:
    """All that rules have to do now."""
    with every_store(because="a test's worker"):
        sweeping.walk_due(clock=timezone.now, seconds=30.0)
        reading.read_all(clock=timezone.now, seconds=30.0)
        calling.call_all(clock=timezone.now, seconds=30.0)


def _shoot(row: Row, step: str, chance: Random, program: Receiver) -> None:
    store = make_store(timezone="UTC")
    make_words(store)
    hour_ago = timezone.now() - timedelta(hours=1)
    told = make_rule(store, *_steps(program.url), name="told")
    walking = make_rule(
        store,
        {"type": "tag_order", "tag": "walked"},
        trigger={"type": "schedule", "every": "DAY", "at": f"{hour_ago:%H:%M}"},
        name="walking",
    )
    with every_store(because="a test sets a clock"):
        past = timezone.now() - timedelta(days=2)
        Rule.objects.filter(pk=walking.pk).update(on_since=past)
    placed_at = timezone.now() - timedelta(hours=23)
    orders = [make_order(store, placed_at=placed_at) for _ in range(ORDERS)]
    wait_for_the_feed()
    changed = {"NOTIFYHUB_PRIVATE_SERVICES": True}
    # One worker takes all calls at once: a lease, an answer and a record for each follow.
    most = {"rules.read": 1, "rules.walked": 1, "rules.claimed": 1}
    nth = chance.randint(1, most.get(step, ORDERS))
    (end,) = shots.fire([Shot(rule, f"{step}:{nth}", settings=changed)])
    row.must(end.is_killed, "not killed")
    with every_store(because="a test lets leases pass"):
        over = timezone.now() - timedelta(seconds=1)
        RuleCall.objects.filter(state="CLAIMED").update(claimed_until=over)
    wait_for_the_feed()
    shots.finish(Shot(rule, settings=changed))
    _judge(row, store, told, orders, program)


def _steps(url: str) -> list[dict[str, Any]]:
    return [
        {"type": "tag_order", "tag": "told"},
        {"type": "note", "text": "Told"},
        {"type": "task", "title": "Told"},
        {"type": "send", "kind": "ORDER_CONFIRMATION"},
        {"type": "webhook", "url": url},
    ]


def _judge(row: Row, store: Store, told: Rule, orders: list[Order], program: Receiver) -> None:
    with store_scope(store.pk):
        runs = list(RuleRun.objects.filter(rule=told))
        row.lost += len(orders) - len({run.order_id for run in runs})
        row.duplicates += len(runs) - len({run.order_id for run in runs})
        row.silent += sum(run.state != "DONE" for run in runs)
        for run in runs:
            taken = tuple(each["action"] for each in run.outcomes)
            row.must(taken == STEPS, f"steps {taken}")
        wanted = dict.fromkeys((order.pk for order in orders), 1)
        for model in (Note, StaffTask, Message):
            made = Counter(model.objects.values_list("order_id", flat=True))
            row.lost += sum(made[pk] < 1 for pk in wanted)
            row.duplicates += sum(made[pk] > 1 for pk in wanted)
        row.silent += RuleCall.objects.exclude(state="DELIVERED").count()
        tags = list(Order.objects.values_list("tags", flat=True))
    row.lost += sum("told" not in each or "walked" not in each for each in tags)
    # What was answered when its caller died is told once more, under the same id.
    row.lost += len(orders) - len({heard.id for heard in program.calls})
