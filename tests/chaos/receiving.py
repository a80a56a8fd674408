"""Receiving and handling shot at each step: what is answered is kept, what is kept done once."""

import json
import string
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.utils import timezone

from intake.models import Webhook, WebhookState
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.chaos import deeds, shots
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.intake import make_webhook
from tests.factories.stores import make_store
from tests.factories.tracking_services import make_account

EDGE, WORKER = "receiving webhooks", "handling webhooks"
LOOP = "receiving webhooks in the event loop"
NEWS = "receiving news of parcels"
MARKS = "abcdefgh"  # of one process of the edge
EDGE_STEPS = (
    "intake.verified",
    "intake.before_insert",
    "intake.after_insert",
    "intake.kept",
)
WORKER_STEPS = {
    "intake.claimed": 1,
    "intake.locked": 7,
    "intake.handled": 7,
    "intake.committed": 7,
}
NEWS_STEPS = ("intake.tracker_verified", "intake.tracker_kept")
ALL = [
    *((way, step) for way in (EDGE, LOOP) for step in EDGE_STEPS),
    *((NEWS, step) for step in NEWS_STEPS),
    *((WORKER, step) for step in WORKER_STEPS),
]


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    with row.timed():
        if way == WORKER:
            _shoot_worker(row, chance)
        elif way == NEWS:
            _shoot_news(row, chance)
        else:
            _shoot_edge(row, chance, deeds.receive if way == EDGE else deeds.receive_in_loop)
    return row


def _shoot_edge(row: Row, chance: Random, deed: Callable[..., None]) -> None:
    store = make_store()
    _shoot_door(row, chance, store, deed, store.pk)


def _shoot_news(row: Row, chance: Random) -> None:
    store = make_store()
    account = make_account(store)
    _shoot_door(row, chance, store, deeds.receive_news, str(account.public_id))


def _shoot_door(
    row: Row, chance: Random, store: Store, deed: Callable[..., None], whose: int | str
) -> None:
    killed = 0
    while killed < row.tried:
        count = min(row.tried - killed, shots.AT_ONCE)
        prefixes = [f"{killed + place}:" for place in range(count)]
        kill = f"{row.step}:{chance.randint(1, len(MARKS))}"
        ends = shots.fire([Shot(deed, kill, (whose, MARKS, prefix)) for prefix in prefixes])
        row.must(all(end.is_killed for end in ends), f"not killed at {kill}")
        killed += count
        answered = {mark for end in ends for mark in end.said}
        row.lost += len(answered - set(_marks(store)))
        # They repeat all that was not answered, and some that was.
        again = shots.fire([Shot(deed, "", (whose, MARKS, it)) for it in prefixes])
        row.must(all(len(end.said) == len(MARKS) for end in again), "not answered the second time")
    kept = _marks(store)
    row.duplicates = sum(count > 1 for count in kept.values())
    row.must(row.lost == 0, f"{row.lost} answered and not kept")
    row.must(row.duplicates == 0, f"{row.duplicates} kept twice")
    row.must(len(kept) == row.tried * len(MARKS), f"{len(kept)} kept")


def _marks(store: Store) -> Counter[str]:
    with store_scope(store.pk):
        bodies = Webhook.objects.values_list("body", flat=True)
        return Counter(json.loads(bytes(body))["mark"] for body in bodies)


def _shoot_worker(row: Row, chance: Random) -> None:
    killed = 0
    while killed < row.tried:
        store = make_store(name=".")
        count = min(row.tried - killed, shots.AT_ONCE)
        marks = string.ascii_letters[: deeds.AT_ONCE * count]
        for mark in marks:
            make_webhook(store, json.dumps({"mark": mark}).encode(), topic=deeds.TOPIC)
        kill = f"{row.step}:{chance.randint(1, WORKER_STEPS[row.step])}"
        ends = shots.fire([Shot(deeds.handle, kill)] * count)
        row.must(any(end.is_killed for end in ends), f"not killed at {kill}")
        killed += sum(end.is_killed for end in ends)
        _let_leases_run_out(store)
        shots.finish(Shot(deeds.handle))
        _reckon(row, store, marks)
    row.must(row.lost == row.duplicates == row.silent == 0, "lost, twice or unfinished")


def _let_leases_run_out(store: Store) -> None:
    with store_scope(store.pk):
        held = Webhook.objects.filter(state=WebhookState.RECEIVED)
        held.update(claimed_until=timezone.now() - timedelta(seconds=1), attempts=0)


def _reckon(row: Row, store: Store, marks: str) -> None:
    with every_store(because="a test looks"):
        done = Counter(Store.objects.values_list("name", flat=True).get(pk=store.pk)[1:])
        states = Webhook.objects.filter(store_id=store.pk).values_list("state", flat=True)
        row.silent += sum(state != WebhookState.DONE for state in states)
    row.lost += sum(not done[mark] for mark in marks)
    row.duplicates += sum(count > 1 for count in done.values())
