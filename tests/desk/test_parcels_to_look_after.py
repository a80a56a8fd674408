"""The queue of what is amiss, saying where a parcel is, and the services that tell."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from shipping.models import Alarm, AlarmKind, Parcel, ParcelEvent, TrackerAccount
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.factories.orders import make_order
from tests.factories.shipping import make_alarm, make_parcel
from tests.factories.stores import make_member

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:alarms_changelist")
SERVICES = reverse("admin:trackers_changelist")


@pytest.fixture
def helper(agency: Agency) -> Client:
    client = Client()
    client.force_login(make_member(agency, Role.SUPPORT))
    return client


@pytest.fixture
def manager(agency: Agency) -> Client:
    client = Client()
    client.force_login(make_member(agency, Role.MANAGER))
    return client


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store, name="#4711")


def alarm_of(order: Order, kind: AlarmKind = AlarmKind.STALLED, **fields: Any) -> Alarm:
    with store_scope(order.store_id):
        return make_alarm(order, kind, **fields)


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def test_an_empty_queue_says_so(helper: Client, store: Store) -> None:
    page = text(helper.get(QUEUE))

    assert "Every parcel is on its way as it should be." in page
    assert "Nothing to look after" in page


def test_the_queue_begins_with_what_it_comes_to(helper: Client, order: Order, store: Store) -> None:
    alarm_of(order)
    alarm_of(make_order(store, name="#4712"), AlarmKind.RETURNING)

    page = text(helper.get(QUEUE))

    assert "2 things are amiss." in page
    assert "Begin with: On its way back to the sender (1)." in page
    assert "#4711" in page
    assert "#4712" in page
    only = text(helper.get(QUEUE, {"kind": "RETURNING"}))
    assert "#4711" not in only
    assert "#4712" in only


def test_one_click_settles_one(helper: Client, order: Order) -> None:
    alarm = alarm_of(order)
    url = reverse("admin:alarms_settle", args=[alarm.pk])

    first = helper.post(url, {"because": "Asked Bring", "next": QUEUE}, follow=True)
    second = helper.post(url, {"because": "Again"}, follow=True)

    assert "#4711: looked after." in text(first)
    assert "#4711: this was over before." in text(second)
    with store_scope(order.store_id):
        alarm.refresh_from_db()
    assert (alarm.because, alarm.closed_by != "") == ("Asked Bring", True)
    page = text(helper.get(reverse("admin:orders_order_change", args=[order.pk])))
    assert "looked after it: Stands still on its way" in page
    assert "Asked Bring" in page


def test_what_is_ticked_is_settled_together(helper: Client, store: Store, order: Order) -> None:
    alarms = [alarm_of(make_order(store)) for _ in range(3)]

    answer = helper.post(
        reverse("admin:alarms_settle_many"),
        {"alarm": [alarms[0].pk, alarms[1].pk, "9" * 30, "x"], "because": "Called them"},
        follow=True,
    )

    assert "2 are looked after." in text(answer)
    with store_scope(store.pk):
        assert Alarm.objects.filter(closed_at=None).get() == alarms[2]


def test_back_leads_nowhere_else(helper: Client, order: Order) -> None:
    url = reverse("admin:alarms_settle", args=[alarm_of(order).pk])

    assert helper.post(url, {"next": "//evil.example"})["Location"] == QUEUE


def test_pages_of_the_queue_miss_and_repeat_nothing(helper: Client, store: Store) -> None:
    since = timezone.now() - timedelta(days=9)
    for number in range(60):
        alarm_of(make_order(store, name=f"#A{number:02d}Z"), since=since)

    first = helper.get(QUEUE)
    second = helper.get(QUEUE + first.context["more"])

    names = [str(row.alarm.order) for page in (first, second) for row in page.context["rows"]]
    assert len(names) == len(set(names)) == 60


def test_the_queue_asks_as_often_for_many_as_for_one(helper: Client, store: Store) -> None:
    counts = []
    for count in (1, 30):
        for number in range(count):
            order = make_order(store)
            with store_scope(store.pk):
                make_alarm(order, parcel=make_parcel(order, number=f"{count}-{number}"))
        helper.get(QUEUE)
        with CaptureQueriesContext(connection) as asked:
            helper.get(QUEUE)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 14


def test_a_marketer_may_look_and_not_settle(agency: Agency, order: Order, marketer: User) -> None:
    alarm = alarm_of(order)
    client = Client()
    client.force_login(marketer)

    assert "Looked after" not in text(client.get(QUEUE))
    assert client.post(reverse("admin:alarms_settle", args=[alarm.pk])).status_code == 403


def test_the_cockpit_leads_to_it(helper: Client, order: Order) -> None:
    alarm_of(order)

    page = text(helper.get(reverse("admin:index")))

    assert "Parcels to look after" in page
    assert QUEUE in page


@pytest.fixture
def parcel(order: Order) -> Parcel:
    with store_scope(order.store_id):
        return make_parcel(order)


def yesterday() -> str:
    return (timezone.localtime() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def test_staff_say_where_a_parcel_is(helper: Client, parcel: Parcel) -> None:
    url = reverse("admin:parcel_scan", args=[parcel.pk])
    form = {"state": "DELIVERED", "at": yesterday(), "city": "Oslo", "message": "By phone"}

    assert "Where is this parcel?" in text(helper.get(url))
    first = helper.post(url, form, follow=True)
    again = helper.post(url, form, follow=True)

    assert "Recorded: Delivered." in text(first)
    assert "This was recorded before: Delivered." in text(again)
    with store_scope(parcel.store_id):
        parcel.refresh_from_db()
        event = ParcelEvent.objects.get()
    assert parcel.state == "DELIVERED"
    assert (event.origin, event.city, event.actor != "") == ("STAFF", "Oslo", True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"at": "2099-01-01T10:00"}, "This time lies ahead"),
        ({"at": "soon"}, "Enter a valid date/time."),
        ({"at": "0001-01-02T00:00"}, "This is more than a year ago"),
        ({"state": "TELEPORTED"}, "Select a valid choice."),
    ],
)
def test_odd_scans_are_refused_with_a_word(
    helper: Client, parcel: Parcel, fields: dict[str, str], said: str
) -> None:
    form = {"state": "DELIVERED", "at": yesterday(), **fields}

    answer = helper.post(reverse("admin:parcel_scan", args=[parcel.pk]), form)

    assert answer.status_code == 422
    assert said in text(answer)


def test_a_service_is_added_and_its_secret_never_shown(manager: Client, store: Store) -> None:
    wanted = {"store": store.pk, "service": "AFTERSHIP", "secret": "whsec_blue_berries"}

    added = manager.post(reverse("admin:trackers_add"), wanted, follow=True)
    twice = manager.post(reverse("admin:trackers_add"), wanted, follow=True)

    with store_scope(store.pk):
        account = TrackerAccount.objects.get()
    assert f"/in/carriers/{account.public_id}" in text(added)
    assert "whsec_blue_berries" not in text(added)
    assert "has AfterShip already" in text(twice)


def test_a_service_is_changed_switched_and_removed(manager: Client, store: Store) -> None:
    manager.post(
        reverse("admin:trackers_add"),
        {"store": store.pk, "service": "EASYPOST", "secret": "the first secret"},
    )
    with store_scope(store.pk):
        account = TrackerAccount.objects.get()
    url = reverse("admin:trackers_change", args=[account.pk])

    short = manager.post(url, {"deed": "rotate", "secret": "abc"}, follow=True)
    manager.post(url, {"deed": "rotate", "secret": "the second secret"})
    manager.post(url, {"deed": "off"})

    assert "A secret has 8 to 255 characters" in text(short)
    with store_scope(store.pk):
        account.refresh_from_db()
    assert account.secret == "the second secret"
    assert account.previous_secret == "the first secret"
    assert not account.is_on
    assert "Off" in text(manager.get(SERVICES))
    manager.post(url, {"deed": "remove"})
    with every_store(because="a test looks"):
        assert not TrackerAccount.objects.exists()
