"""Opened by a person, by a machine, or not yet known by whom: the same on every face."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from desk import seen
from messaging import words
from messaging.models import Message
from messaging.states import Arrival
from orders.models import ActivityKind
from stores.models import Store, User
from stores.scope import every_store, store_scope
from tests.factories.tracking import make_hit
from tests.factories.worlds import make_activity, make_message, make_order
from tracking import judging
from tracking.verdicts.data import Why

pytestmark = pytest.mark.django_db

LISTED = "/admin/messaging/message/"
NOW = timezone.now().replace(microsecond=0)
LONG_AGO = NOW - timedelta(hours=5)
CASES: list[tuple[dict[str, Any], str, str, Arrival]] = [
    ({"first_opened_at": LONG_AGO}, "Opened", "good", Arrival.OPENED),
    (
        {"first_opened_at": LONG_AGO, "opened_by_person_at": LONG_AGO},
        "Opened by a person",
        "good",
        Arrival.OPENED,
    ),
    (
        {"first_opened_at": LONG_AGO, "opened_by_machine_at": LONG_AGO},
        "Opened by a machine, not counted",
        "mute",
        Arrival.BY_MACHINE,
    ),
    (
        {
            "first_opened_at": LONG_AGO,
            "opened_by_machine_at": LONG_AGO,
            "opened_by_person_at": NOW,
        },
        "Opened by a person",
        "good",
        Arrival.OPENED,
    ),
    (
        {
            "first_opened_at": LONG_AGO,
            "opened_by_person_at": LONG_AGO,
            "first_clicked_at": LONG_AGO,
            "clicked_by_machine_at": LONG_AGO,
        },
        "Opened by a person",
        "good",
        Arrival.OPENED,
    ),
    (
        {"first_clicked_at": LONG_AGO, "clicked_by_machine_at": LONG_AGO},
        "A link was followed by a machine, not counted",
        "mute",
        Arrival.BY_MACHINE,
    ),
    (
        {"first_clicked_at": LONG_AGO, "clicked_by_person_at": LONG_AGO},
        "A link was followed by a person",
        "good",
        Arrival.CLICKED,
    ),
]


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


@pytest.mark.parametrize(("times", "said", "tone", "arrival"), CASES)
def test_a_message_says_who_opened_it_and_is_found_by_it(
    store: Store, times: dict[str, Any], said: str, tone: str, arrival: Arrival
) -> None:
    message = make_message(make_order(store), delivered_at=LONG_AGO, **times)

    assert (words.sentence(message), words.tone(message)) == (said, tone)
    assert words.arrival_of(message) == arrival
    with store_scope(store.pk):
        found = {each for each in Arrival if Message.objects.that_arrived(each).exists()}
    by_somebody = {Arrival.OPENED, Arrival.CLICKED, Arrival.BY_MACHINE}
    assert found & by_somebody == {arrival}
    assert Arrival.DELIVERED in found


def test_until_it_is_final_it_says_when_it_is_known(store: Store, staff: Client) -> None:
    at = timezone.now() - timedelta(minutes=2)
    message = make_message(make_order(store), first_opened_at=at)
    known_at = timezone.localtime(at + timedelta(minutes=15))

    assert words.sentence(message).startswith("Opened; by whom is known at ")
    assert f"{known_at:%H:%M}" in words.sentence(message)
    assert "Opened; by whom is known at" in staff.get(LISTED).content.decode()


def test_the_timeline_says_who_it_was_and_that_a_person_came_later(
    store: Store, staff: Client
) -> None:
    order = make_order(store)
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    message = make_message(
        order,
        first_opened_at=LONG_AGO,
        opened_by_machine_at=LONG_AGO,
        opened_by_person_at=LONG_AGO + timedelta(hours=1),
        first_clicked_at=a_minute_ago,
    )
    with store_scope(store.pk):
        for kind, at in (
            (ActivityKind.MESSAGE_OPENED, LONG_AGO),
            (ActivityKind.MESSAGE_CLICKED, a_minute_ago),
            (ActivityKind.MESSAGE_JUDGED, LONG_AGO),
        ):
            make_activity(order, kind, at=at, message_id=message.pk, data={"kind": message.kind})

    page = staff.get(f"/admin/orders/order/{order.pk}/change/").content.decode()

    assert "</b> opened by a machine, not counted" in page
    assert "then by a person, " in page
    assert "</b> followed; by whom is known at " in page
    assert "#i-robot" in page
    assert "People told from machines" not in page


def test_the_drawer_gives_the_reason_of_each_hit(store: Store, staff: Client) -> None:
    message = make_message(make_order(store), sent_at=LONG_AGO)
    make_hit(message, at=LONG_AGO + timedelta(minutes=1), user_agent="GoogleImageProxy")
    make_hit(message, "CLICK", at=LONG_AGO + timedelta(minutes=2), user_agent="curl/8")
    with every_store(because="a test judges"):
        judging.judge_due(now=timezone.now())

    url = f"/admin/orders/order/{message.order_id}/change/?message={message.pk}&tab=way"
    page = staff.get(url).content.decode()

    assert "by a person" in page
    assert "the mailbox fetches pictures when a person looks" in page
    assert "names itself as a scanner" in page


def test_each_reason_has_words() -> None:
    assert set(seen.REASONS) == set(Why)


def test_the_api_says_when_a_person_and_when_a_machine_did(store: Store, api: Any) -> None:
    make_message(
        make_order(store),
        first_opened_at=LONG_AGO,
        opened_by_machine_at=LONG_AGO,
        opened_by_person_at=NOW,
    )

    [row] = api.get("messages/").json()["results"]

    assert row["explanation"] == "Opened by a person"
    assert row["opened_by_person_at"] == f"{NOW:%Y-%m-%dT%H:%M:%S}Z"
    assert row["opened_by_machine_at"] == f"{LONG_AGO:%Y-%m-%dT%H:%M:%S}Z"
    assert row["clicked_by_person_at"] is None
