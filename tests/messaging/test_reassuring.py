"""Who hears nothing for days is told so, once, where the store wants it."""

from datetime import UTC, datetime, timedelta

import pytest

from messaging.models import DeliveryMode, Message
from messaging.reassuring import reassure
from messaging.states import Mode, Reason, State
from shipping import alarms
from shipping.models import Alarm, DeliverySettings
from stores.models import Store
from stores.scope import Scope, every_store
from templates_app.data import NotificationKind as Kind
from templates_app.services import ensure_default_template
from tests.factories.messaging import make_words
from tests.factories.shipping import make_awaited

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def silent(store: Store, inside: Scope) -> Alarm:
    """An order of which its buyer has heard nothing for eight days, noticed just now."""
    make_words(store)
    with every_store(because="a test publishes words"):
        ensure_default_template(agency=store.agency, kind=Kind.NO_NEWS, now=NOON)
    DeliverySettings.objects.create(store=store, tells_silence=True)
    make_awaited(store, placed_at=NOON - timedelta(days=8))
    watch(NOON)
    return Alarm.objects.get()


def watch(now: datetime) -> None:
    with every_store(because="a test watches"):
        alarms.watch_parcels(now=now)


def told() -> list[Message]:
    return list(Message.objects.filter(kind=Kind.NO_NEWS))


def test_a_silence_is_told_once(silent: Alarm) -> None:
    planned = [reassure(now=NOON), reassure(now=NOON), reassure(now=NOON + timedelta(hours=3))]

    assert planned == [1, 0, 0]
    (message,) = told()
    assert (message.state, message.about) == (State.PLANNED, f"alarm:{silent.pk}")


def test_what_says_nothing_new_ends_no_silence(silent: Alarm) -> None:
    reassure(now=NOON)
    Message.objects.update(state=State.SENT, sent_at=NOON)

    watch(NOON + timedelta(days=1))

    assert Alarm.objects.get(closed_at=None) == silent


@pytest.mark.usefixtures("silent")
def test_a_store_that_does_not_want_it_tells_nobody() -> None:
    DeliverySettings.objects.update(tells_silence=False)

    assert reassure(now=NOON) == 0


@pytest.mark.usefixtures("silent")
def test_nobody_is_written_to_at_night() -> None:
    assert reassure(now=NOON + timedelta(hours=11)) == 0


@pytest.mark.usefixtures("silent")
def test_what_staff_have_looked_after_is_not_told() -> None:
    Alarm.objects.update(closed_at=NOON, closed_by="Mina")

    assert reassure(now=NOON) == 0


def test_modes_decide_as_for_each_kind(silent: Alarm) -> None:
    DeliveryMode.objects.create(
        store_id=silent.store_id, kind=Kind.NO_NEWS, mode=Mode.OFF, changed_at=NOON
    )

    assert reassure(now=NOON) == 1
    (message,) = told()
    assert (message.state, message.reason) == (State.NOT_SENT, Reason.MODE_OFF)
