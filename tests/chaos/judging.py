"""Judging shot at each step: every message is told of once, and every hit counted once."""

from collections import Counter
from datetime import timedelta
from random import Random

from django.db.models import Sum
from django.utils import timezone

from messaging.models import Message
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import store_scope
from tests.chaos import deeds, shots
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.stores import make_store
from tests.factories.tracking import make_hit, make_sent_message
from tracking.models import Judgement, Verdict, VerdictCount

WHAT = "judging opens and clicks"
STEPS = ("tracking.due", "tracking.counted", "tracking.judged")
ALL = [(WHAT, step) for step in STEPS]
MESSAGES = 24
HITS = 2


def shot_at(what: str, step: str, kills: int, chance: Random) -> Row:
    """So many judges die at this step, several at once."""
    row = Row(what, step, tried=kills)
    with row.timed():
        _shoot(row, chance)
    return row


def _shoot(row: Row, chance: Random) -> None:
    killed = 0
    while killed < row.tried:
        store = _bring_hits()
        count = min(row.tried - killed, shots.AT_ONCE)
        kill = f"{row.step}:{chance.randint(1, 2)}"
        ends = shots.fire([Shot(deeds.judge, kill)] * count)
        row.must(any(end.is_killed for end in ends), f"not killed at {kill}")
        if row.violations:
            return
        killed += sum(end.is_killed for end in ends)
        shots.finish(Shot(deeds.judge))
        _reckon(row, store)
    row.must(row.lost == row.duplicates == row.silent == 0, "lost, twice or unfinished")


def _bring_hits() -> Store:
    store, at = make_store(), timezone.now() - timedelta(hours=1)
    for _ in range(MESSAGES):
        message = make_sent_message(store, sent_at=at)
        for minute in range(HITS):
            make_hit(message, at=at + timedelta(minutes=minute))
    return store


def _reckon(row: Row, store: Store) -> None:
    with store_scope(store.pk):
        told = Activity.objects.filter(kind=ActivityKind.MESSAGE_JUDGED)
        times = Counter(told.values_list("message_id", flat=True))
        counted = VerdictCount.objects.aggregate(all=Sum("hits_count"))["all"] or 0
        row.silent += Judgement.objects.exclude(due_at=None).count()
        row.lost += Message.objects.filter(opened_by_person_at=None).count()
        row.must(Verdict.objects.count() == counted == MESSAGES * HITS, f"{counted} hits counted")
    row.lost += MESSAGES - len(times)
    row.duplicates += sum(count > 1 for count in times.values())
