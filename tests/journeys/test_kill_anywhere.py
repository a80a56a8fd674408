"""Web and worker shot at every step of the path, under a stream of orders: none lost or twice."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from common.embedded import process
from intake.models import Webhook, WebhookState
from messaging.models import Attempt, Message, MessageBody
from messaging.states import IN_HAND, Outcome, State
from notifyhub.demo.posting import Post, Tally, deliver
from orders.models import Activity, ActivityKind, Order
from stores.models import Store
from stores.scope import store_scope
from tests.chaos import streams
from tests.factories.messaging import make_words
from tests.journeys import house as journey
from tests.journeys.house import House

pytestmark = pytest.mark.kill

ORDERS = 200
RATE = 12.0  # orders a second
# Each may shoot its process once, at its n-th passing; then the next one's turn comes.
IN_WEB = ("intake.verified:9", "intake.before_insert:4", "intake.after_insert:3", "intake.kept:6")
IN_WORKER = (
    "intake.claimed:1",
    "intake.locked:5",
    "intake.handled:7",
    "intake.committed:4",
    "messaging.rendered:6",
)
WITH_CAPTURE = (*IN_WORKER, "messaging.captured:3", "messaging.recorded:5")
WITH_SMTP = (
    *IN_WORKER,
    "messaging.marking:3",
    "messaging.marked:4",
    "messaging.accepted:3",
    "messaging.before_record:3",
    "messaging.recorded:5",
)
# Two chunks of one while few are due at a time, and more if orders came faster than mails left.
WINDOW = 2 * 8
HASTE = {"NOTIFYHUB_UNKNOWN_WAIT_SECONDS": "100000"}


class Sniper:
    """Restarts whatever was shot, each time with the next killpoint to pass."""

    def __init__(self, house: House, store: Store, in_worker: tuple[str, ...]) -> None:
        self.house = house
        self.store = store
        self.web_targets = iter(IN_WEB)
        self.worker_targets = iter(in_worker)
        self.shot: list[str] = []
        self.web_target = self.worker_target = ""

    def start(self) -> None:
        self._start_web()
        self._start_worker()
        self.house.start_beat()

    def look(self) -> None:
        """Bury and replace the dead."""
        if self.house.web is not None and self.house.web.poll() is not None:
            process.kill_rest(self.house.web)
            self.shot.append(self.web_target)
            self._start_web()
        if self.house.worker is not None and self.house.worker.poll() is not None:
            process.kill_rest(self.house.worker)
            self.shot.append(self.worker_target)
            self._let_leases_run_out()
            self._start_worker()

    def _start_web(self) -> None:
        self.web_target = next(self.web_targets, "")
        self.house.start_web(kill=self.web_target)

    def _start_worker(self) -> None:
        self.worker_target = next(self.worker_targets, "")
        self.house.start_worker(kill=self.worker_target)

    def _let_leases_run_out(self) -> None:
        """Time passes: the one worker is dead, so every lease is a dead one's."""
        past = timezone.now() - timedelta(seconds=1)
        with store_scope(self.store.pk):
            held = Webhook.objects.filter(state=WebhookState.RECEIVED, claimed_until__gt=past)
            held.update(claimed_until=past)
            Message.objects.filter(state__in=IN_HAND).update(claimed_until=past)


@pytest.fixture
def house(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    for name, value in HASTE.items():
        monkeypatch.setenv(name, value)
    running = House(tmp_path)
    try:
        yield running
    finally:
        running.stop()


def test_no_order_is_lost_or_confirmed_twice(house: House, store: Store) -> None:
    make_words(store)
    made = streams.orders(ORDERS, rate=RATE, is_of_different_people=True)
    sniper = Sniper(house, store, WITH_CAPTURE)

    tally = _under_fire(sniper, store, made)

    assert tally.unanswered == 0
    assert Counter(sniper.shot) == Counter([*IN_WEB, *WITH_CAPTURE]), house.words()
    with store_scope(store.pk):
        assert Webhook.objects.count() == Webhook.objects.filter(state="DONE").count() == ORDERS
        assert Order.objects.count() == ORDERS
        assert dict(Counter(Message.objects.values_list("state", flat=True))) == {"SENT": ORDERS}
        assert MessageBody.objects.count() == ORDERS
        assert Attempt.objects.filter(outcome=Outcome.ACCEPTED).count() == ORDERS
        told = Activity.objects.filter(kind=ActivityKind.MESSAGE_SENT)
        assert told.values("message_id").distinct().count() == told.count() == ORDERS


def test_a_mail_server_hears_of_each_order_once(house: House, store: Store) -> None:
    make_words(store)
    made = streams.orders(ORDERS // 2, rate=RATE, is_of_different_people=True)
    with journey.mail_server() as (mailbox, port):
        journey.send_by_smtp(store, port)
        sniper = Sniper(house, store, WITH_SMTP)

        tally = _under_fire(sniper, store, made)

        heard = Counter(recipient for recipient, _ in mailbox.mails)

    assert tally.unanswered == 0
    assert Counter(sniper.shot) == Counter([*IN_WEB, *WITH_SMTP]), house.words()
    with store_scope(store.pk):
        state_of = dict(Message.objects.values_list("recipient", "state"))
    # Shot between the mark and the record: nobody can know, so it is shown.
    states = Counter(state_of.values())
    assert 2 <= states[State.UNKNOWN] <= 4 * WINDOW
    assert states[State.SENT] == len(made) - states[State.UNKNOWN]
    assert max(heard.values()) == 1
    for address, state in state_of.items():
        if state == State.SENT:
            assert heard[address] == 1
    assert len(state_of) == len(made)


def _under_fire(sniper: Sniper, store: Store, made: list[Post]) -> Tally:
    """Post all orders while processes die, and wait until all that came of them is settled."""
    tally = Tally()
    address = journey.address_of(sniper.house, store)
    sniper.start()
    poster = threading.Thread(
        target=lambda: asyncio.run(deliver(made, address, tally, said=lambda: None))
    )
    poster.start()
    _watch(sniper, store, lambda: not poster.is_alive(), patience=90)
    poster.join()
    _watch(sniper, store, lambda: _is_settled(store, len(made)), patience=120)
    return tally


def _watch(sniper: Sniper, store: Store, is_done: Callable[[], bool], *, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not is_done():
        sniper.look()
        assert time.monotonic() < deadline, (
            f"{_standing(store, sniper.shot)}\n{sniper.house.words()}"
        )
        time.sleep(0.05)


def _standing(store: Store, shot: list[str]) -> str:
    with store_scope(store.pk):
        webhooks = Counter(Webhook.objects.values_list("state", "reason"))
        messages = Counter(Message.objects.values_list("state", "reason"))
    return f"After shots at {shot} it ends with webhooks {webhooks} and messages {messages}."


def _is_settled(store: Store, orders: int) -> bool:
    with store_scope(store.pk):
        if Webhook.objects.filter(state=WebhookState.RECEIVED).exists():
            return False
        settled = Message.objects.filter(state__in=[State.SENT, State.UNKNOWN, State.FAILED])
        return settled.count() >= orders
