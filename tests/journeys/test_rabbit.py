"""RabbitMQ as the broker: jobs run, and what was planned while it was dead leaves all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery

from common.embedded import process, rabbit
from common.embedded.rabbit import Rabbit
from messaging.models import Message
from messaging.states import State
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_messages, make_words
from tests.journeys.house import House, eventually

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rabbit]:
    try:
        with rabbit.temporary() as running:
            monkeypatch.setenv("BROKER_URL", running.url)
            monkeypatch.setenv("NOTIFYHUB_SEND_LEASE_SECONDS", "90")
            yield running
    except rabbit.Missing as why:
        pytest.skip(str(why))


@pytest.fixture
def house(broker: Rabbit, tmp_path: Path) -> Iterator[House]:
    """A worker of one child, that speaks with the RabbitMQ."""
    running = House(tmp_path)
    running.start_worker(children=1)
    try:
        yield running
    finally:
        running.stop()


def sent(store: Store) -> int:
    with store_scope(store.pk):
        return Message.objects.filter(state=State.SENT).count()


def ring(broker: Rabbit) -> None:
    with Celery("test", broker=broker.url) as bells:
        bells.send_task("messaging.send_due")


def test_bells_of_rabbitmq_are_heard_and_its_death_loses_nothing(
    store: Store, broker: Rabbit, house: House
) -> None:
    make_words(store)
    make_messages(store, 3)
    ring(broker)
    eventually(lambda: sent(store) == 3, house, what="a bell was heard", patience=60)

    broker.kill()
    make_messages(store, 3)
    house.start_stand_in()
    eventually(lambda: sent(store) == 6, house, what="the stand-in sent", patience=60)

    assert house.stand_in is not None
    process.stop(house.stand_in)
    broker.start()
    broker.wait()
    make_messages(store, 3)
    ring(broker)
    eventually(lambda: sent(store) == 9, house, what="the worker heard again", patience=60)
    with store_scope(store.pk):
        tries = list(Message.objects.values_list("attempts__number", flat=True))

    assert tries == [1] * 9
