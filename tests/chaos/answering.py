"""Writes of the API shot at: a named one is done once and answered, however often it is sent."""

import time
from collections import Counter
from random import Random
from typing import Any
from uuid import uuid4

from django.utils import timezone

from messaging.models import Message
from messaging.states import State
from orders.models import Activity, ActivityKind, Order
from stores.models import NamedCall
from stores.scope import every_store, store_scope
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.keys import KeyClient, make_key
from tests.factories.messaging import make_messages, make_words
from tests.factories.orders import make_order
from tests.factories.stores import make_store

WHAT, IN_STEPS = "writes with an Idempotency-Key", "messages sent again, many at once"
STEPS = {  # and whether the deed with its answer outlives a death there
    "stores.call_done": False,
    "stores.answer_kept": False,
    "stores.call_committed": True,
}
ALL = [
    *((WHAT, step) for step in STEPS),
    (IN_STEPS, "messaging.sent_again"),
    (IN_STEPS, "stores.call_done"),
]
WRITES = 5  # of one program


def shot_at(what: str, step: str, kills: int, chance: Random) -> Row:
    """So many web processes die at this step, several at once, and are asked again."""
    row = Row(what, step, tried=kills)
    with row.timed():
        for left in range(kills, 0, -shots.AT_ONCE):
            shoot = _shoot if what == WHAT else _shoot_between
            shoot(row, min(left, shots.AT_ONCE), chance)
    return row


def note(say: Say, text: str, order: str, keys: list[str]) -> None:
    """Write a note under each key; say what each is answered."""
    api = KeyClient(text)
    for key in keys:
        path, said = f"orders/{order}/notes/", {"text": f"Called: {key}"}
        answer = _patiently(api, path, said, key)
        replayed = answer.get("Idempotency-Replayed", "false")
        say(f"{answer.status_code} {replayed} {answer.json().get('id')}")


def _patiently(api: KeyClient, path: str, said: Any, key: str) -> Any:
    """As a client should: the server may notice a moment late that the one before is dead."""
    for _ in range(50):
        answer = api.post(path, said, headers={"Idempotency-Key": key})
        if answer.status_code != 409:
            break
        time.sleep(0.1)
    return answer


def send_again(say: Say, text: str, messages: list[str], key: str) -> None:
    """Ask for them all in one call, twice; say what became of them."""
    api, said = KeyClient(text), {"messages": messages, "because": "The mail server lost them"}
    for _ in range(2):
        answer = _patiently(api, "messages/send-again/", said, key)
        made = [one.get("id") for one in answer.json().get("results", ())]
        say(f"{answer.status_code} {answer.get('Idempotency-Replayed', 'false')} {made}")


def _shoot_between(row: Row, count: int, chance: Random) -> None:
    """Between messages of one call, or before its answer is kept: the next goes on."""
    for _ in range(count):
        store, key = make_store(), str(uuid4())
        make_words(store)
        sent = make_messages(store, WRITES, state=State.SENT, sent_at=timezone.now())
        told = (make_key(store.agency)[1], [str(one.public_id) for one in sent], key)
        nth = chance.randint(1, WRITES) if row.step == "messaging.sent_again" else 1
        (end,) = shots.fire([Shot(send_again, f"{row.step}:{nth}", told)])
        row.must(end.is_killed, "not killed")
        first, second = shots.finish(Shot(send_again, arguments=told))
        row.must(first.startswith("200 false"), first)
        row.must(second == first.replace("false", "true"), second)
        with store_scope(store.pk):
            again = Message.objects.filter(corrects__isnull=False)
            of_each = Counter(again.values_list("corrects", flat=True))
        row.lost += WRITES - len(of_each)
        row.duplicates += sum(number - 1 for number in of_each.values())
    row.must(row.lost == row.duplicates == 0, f"{row.lost} lost, {row.duplicates} twice")


def _shoot(row: Row, count: int, chance: Random) -> None:
    orders = [make_order(make_store(), lines=0) for _ in range(count)]
    keys = [str(uuid4()) for _ in range(WRITES)]
    told = [(make_key(one.store.agency)[1], str(one.public_id), keys) for one in orders]
    at = [chance.randint(1, WRITES) for _ in orders]
    fired = [Shot(note, f"{row.step}:{nth}", said) for nth, said in zip(at, told, strict=True)]
    for end, nth, order in zip(shots.fire(fired), at, orders, strict=True):
        row.must(end.is_killed, "not killed")
        outlived = nth if STEPS[row.step] else nth - 1
        row.must(_kept(order) == (outlived, outlived), f"{_kept(order)} kept of {outlived}")
        row.must(len(end.said) == nth - 1, f"{len(end.said)} answered before death {nth}")
        again = shots.finish(Shot(note, arguments=told[orders.index(order)]))
        # Who was answered before is answered the same; what was kept is not done again.
        first = [said.replace("false", "true") for said in end.said]
        row.must(again[: nth - 1] == first, f"{again[: nth - 1]} after {end.said}")
        row.duplicates += len(again) - len({said.rpartition(" ")[2] for said in again})
        row.must(sum("true" in said for said in again) == outlived, f"{again}")
        row.must(all(said.startswith("201 ") for said in again), f"{again}")
        notes_count, _ = _kept(order)
        row.lost += max(WRITES - notes_count, 0)
        row.duplicates += max(notes_count - WRITES, 0)
    row.must(row.lost == row.duplicates == 0, f"{row.lost} lost, {row.duplicates} twice")


def _kept(order: Order) -> tuple[int, int]:
    """Notes of the order, and answers of its agency."""
    with store_scope(order.store_id):
        notes = Activity.objects.filter(order=order, kind=ActivityKind.NOTED)
        notes_count = notes.count()
    with every_store(because="a test looks at what was answered"):
        answers = NamedCall.objects.filter(agency_id=order.store.agency_id)
        return notes_count, answers.count()
