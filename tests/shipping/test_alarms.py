"""What is amiss is noticed once, and over when news come or a person says so."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Activity, ActivityKind, Order
from orders.services import record_activity
from shipping import alarms
from shipping.limits import days_before
from shipping.models import Alarm, AlarmKind, Calendar, DeliverySettings, Parcel
from shipping.promising.data import CalendarRules
from shipping.promising.days import BusinessDays
from stores.models import Store
from stores.scope import Scope, every_store
from tests.factories.shipping import make_awaited, make_parcel, make_promise, make_seen_parcel
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)  # a Friday


def ago(**stretch: float) -> datetime:
    return NOW - timedelta(**stretch)


def watch(now: datetime = NOW) -> list[tuple[str, datetime]]:
    """The open alarms after a sweep, with since when."""
    with every_store(because="a test watches"):
        alarms.watch_parcels(now=now)
    rows = Alarm.objects.filter(closed_at=None).order_by("kind", "pk")
    return list(rows.values_list("kind", "since"))


def kinds(now: datetime = NOW) -> list[str]:
    return [kind for kind, _ in watch(now)]


@pytest.fixture
def order(store: Store, inside: Scope) -> Order:
    """An order that went off two weeks ago, so that nothing but its parcel matters."""
    return make_awaited(
        store, placed_at=ago(days=14), stage="FOLLOW_UP", step="QUIET", fulfilment_state="FULFILLED"
    )


@pytest.fixture
def heard_of(store: Store, order: Order) -> Parcel:
    """Bring speaks of this store's parcels: another one arrived."""
    return make_seen_parcel(
        order, ago(days=9), "DELIVERED", number="OTHER", delivered_at=ago(days=9)
    )


@pytest.mark.usefixtures("heard_of")
def test_a_number_that_no_carrier_has_seen(order: Order) -> None:
    make_parcel(order, shipped_at=ago(days=3, hours=1))
    assert watch() == [(AlarmKind.NOT_SCANNED, ago(days=3, hours=1))]


def test_carriers_that_never_speak_are_not_missed(order: Order) -> None:
    make_parcel(order, shipped_at=ago(days=9))
    assert watch() == []


@pytest.mark.usefixtures("heard_of")
def test_a_weekend_is_no_time_lost(order: Order) -> None:
    make_parcel(order, shipped_at=ago(days=2, hours=1))
    monday = NOW + timedelta(days=3)

    assert kinds() == []
    assert kinds(NOW + timedelta(days=2)) == []
    assert kinds(monday) == [AlarmKind.NOT_SCANNED]


def test_a_parcel_that_stands_still(order: Order) -> None:
    make_seen_parcel(order, ago(days=8))
    assert watch() == [(AlarmKind.STALLED, ago(days=8))]


@pytest.mark.parametrize("state", ["EXCEPTION", "FAILURE"])
def test_a_carrier_reports_a_problem(order: Order, state: str) -> None:
    make_seen_parcel(order, ago(hours=1), state)
    assert watch() == [(AlarmKind.EXCEPTION, ago(hours=1))]


@pytest.mark.parametrize("state", ["RETURNING", "RETURNED"])
def test_a_parcel_goes_back(order: Order, state: str) -> None:
    make_seen_parcel(order, ago(hours=1), state)
    assert watch() == [(AlarmKind.RETURNING, ago(hours=1))]


def test_a_promised_day_has_passed(order: Order) -> None:
    make_promise(order, to_on=date(2026, 11, 19))
    make_seen_parcel(order, ago(hours=20))
    assert watch() == [(AlarmKind.LATE, datetime(2026, 11, 19, tzinfo=UTC))]


def test_a_carrier_expects_it_later_than_was_promised(order: Order) -> None:
    make_promise(order, to_on=date(2026, 11, 24))
    make_seen_parcel(order, ago(hours=20), expected_at=NOW + timedelta(days=6))
    assert watch() == [(AlarmKind.LATE, ago(hours=20))]


def test_a_day_to_leave_has_passed(store: Store, inside: Scope) -> None:
    order = make_awaited(store, placed_at=ago(days=1))
    make_promise(order, ships_by=ago(hours=1), to_on=date(2026, 11, 27))
    assert watch() == [(AlarmKind.NOT_SENT, ago(hours=1))]


def test_a_buyer_who_hears_nothing(store: Store, inside: Scope) -> None:
    make_awaited(store, placed_at=ago(days=8))
    make_awaited(store, placed_at=ago(days=2))
    assert watch() == [(AlarmKind.SILENCE, ago(days=8))]


@pytest.mark.parametrize(
    ("kind", "data", "is_heard"),
    [
        (ActivityKind.MESSAGE_SENT, {"kind": "SHIPPING_UPDATE"}, True),
        (ActivityKind.MESSAGE_SENT, {"kind": "NO_NEWS"}, False),
        (ActivityKind.MESSAGE_SENT, {"kind": "REVIEW_REQUEST"}, False),
        (ActivityKind.PARCEL_SCANNED, {"state": "IN_TRANSIT"}, True),
        (ActivityKind.BUYER_CONTACTED, {}, True),
        (ActivityKind.NOTED, {}, False),
        (ActivityKind.TAGGED, {"tag": "vip"}, False),
    ],
)
def test_what_a_buyer_can_notice_is_no_silence(
    store: Store, inside: Scope, kind: ActivityKind, data: dict[str, Any], is_heard: bool
) -> None:
    order = make_awaited(store, placed_at=ago(days=8))
    record_activity(
        store_id=store.pk, order_id=order.pk, kind=kind, at=ago(days=1), key="it", data=data
    )
    assert kinds() == ([] if is_heard else [AlarmKind.SILENCE])


def test_a_promised_day_to_come_is_an_answer(store: Store, inside: Scope) -> None:
    order = make_awaited(store, placed_at=ago(days=8))
    make_promise(order, ships_by=NOW + timedelta(days=10), to_on=date(2026, 12, 4))
    assert watch() == []


NOBODYS = [
    {"cancelled_at": NOW},
    {"archived_at": NOW},
    {"redacted_at": NOW},
    {"is_test": True},
    {"delivery_method": "PICKUP"},
    {"delivery_method": "NONE"},
]


@pytest.mark.parametrize("fields", NOBODYS, ids=str)
def test_what_nobody_waits_for_raises_nothing(
    store: Store, inside: Scope, heard_of: Parcel, fields: dict[str, Any]
) -> None:
    waiting = make_awaited(store, placed_at=ago(days=9), **fields)
    make_promise(waiting, ships_by=ago(days=8), to_on=date(2026, 11, 12))
    order = make_awaited(
        store, placed_at=ago(days=9), stage="FOLLOW_UP", step="ON_ITS_WAY", **fields
    )
    make_promise(order, to_on=date(2026, 11, 12), shipped_at=ago(days=9))
    make_parcel(order, shipped_at=ago(days=8), number="A")
    make_seen_parcel(order, ago(days=8), number="B")
    make_seen_parcel(order, ago(days=8), "EXCEPTION", number="C")
    make_seen_parcel(order, ago(days=8), "RETURNING", number="D")

    assert watch() == []
    Order.objects.filter(pk__in=[waiting.pk, order.pk]).update(
        **{
            name: False if value is True else None
            for name, value in fields.items()
            if name != "delivery_method"
        },
        delivery_method="SHIPPING",
    )
    assert set(kinds()) == set(AlarmKind)


@pytest.mark.parametrize(
    "fields",
    [
        {"delivered_at": NOW, "state": "DELIVERED"},
        {"direction": "RETURN"},
        {"state": "READY_FOR_PICKUP"},
        {"delivered_at": ago(days=9), "state": "RETURNING"},
    ],
    ids=str,
)
def test_what_is_there_or_waits_to_be_fetched_raises_nothing(
    order: Order, fields: dict[str, Any]
) -> None:
    make_promise(order, to_on=date(2026, 11, 12), shipped_at=ago(days=9))
    make_seen_parcel(order, ago(days=8), **{"state": "IN_TRANSIT", **fields})
    assert watch() == []


@pytest.mark.usefixtures("heard_of")
def test_a_new_number_begins_anew(order: Order) -> None:
    parcel = make_parcel(order, shipped_at=ago(days=9))
    assert kinds() == [AlarmKind.NOT_SCANNED]

    parcel.former = [{"number": parcel.number, "until": ago(hours=1).isoformat()}]
    parcel.number = "RIGHT"
    parcel.save()

    assert kinds() == []


def test_an_alarm_is_raised_once_and_over_when_news_come(order: Order) -> None:
    parcel = make_seen_parcel(order, ago(days=8))
    kinds()
    kinds()
    parcel.heard_at = NOW
    parcel.save()

    assert kinds() == []
    alarm = Alarm.objects.get()
    assert (alarm.closed_at, alarm.closed_by) == (NOW, "")
    told = Activity.objects.filter(kind__startswith="ALARM").order_by("pk")
    assert [(row.kind, row.data["alarm"]) for row in told] == [
        (ActivityKind.ALARM_RAISED, "STALLED"),
        (ActivityKind.ALARM_SETTLED, "STALLED"),
    ]


def test_what_a_person_settled_stays_so_until_it_goes_wrong_anew(order: Order) -> None:
    parcel = make_seen_parcel(order, ago(days=8), "EXCEPTION")
    kinds()
    alarm = Alarm.objects.get()

    done = [
        alarms.settle_alarm(alarm=alarm, actor="Mina", because="Called Bring", now=NOW)
        for _ in range(2)
    ]

    assert done == [True, False]
    assert kinds() == []
    parcel.heard_at = ago(hours=1)
    parcel.save()
    assert watch() == [(AlarmKind.EXCEPTION, ago(hours=1))]
    settled = Activity.objects.get(kind=ActivityKind.ALARM_SETTLED)
    assert (settled.actor, settled.data["because"]) == ("Mina", "Called Bring")


def test_each_store_has_its_own_patience_and_calendar(store: Store, inside: Scope) -> None:
    DeliverySettings.objects.create(store=store, silence_days=2)
    make_awaited(store, placed_at=ago(days=2, hours=1))
    with every_store(because="a test makes a second store"):
        other = make_store(store.agency)
        Calendar.objects.create(
            store=other, name="Weekends", is_default=True, workdays=[5, 6], cutoff=time(12)
        )
        make_awaited(other, placed_at=ago(days=12))

        assert kinds() == [AlarmKind.SILENCE]
        assert Alarm.objects.get().store_id == store.pk


def test_two_sweeps_at_once_tell_it_once(order: Order) -> None:
    make_seen_parcel(order, ago(days=8))
    Alarm.objects.create(
        store_id=order.store_id,
        order=order,
        parcel=Parcel.objects.get(),
        kind=AlarmKind.STALLED,
        since=ago(days=8),
        opened_at=NOW,
    )
    assert len(kinds()) == 1
    assert not Activity.objects.filter(kind=ActivityKind.ALARM_RAISED).exists()


def test_a_sweep_asks_as_often_for_many_as_for_one(store: Store, order: Order) -> None:
    counts = []
    for count in (1, 30):
        for number in range(count):
            make_seen_parcel(order, ago(days=8), number=f"{count}-{number}")
        with CaptureQueriesContext(connection) as asked:
            kinds()
        counts.append(len(asked))

    assert counts[1] <= counts[0] + 4  # closing looks at what is open


def test_parcels_that_arrived_are_never_read(store: Store, order: Order) -> None:
    """Each statement about parcels goes by an index that holds none of them."""
    Parcel.objects.bulk_create(
        [
            Parcel(
                store=store,
                order=order,
                number=f"N{number}",
                company="Bring",
                state="DELIVERED",
                first_scanned_at=ago(days=3),
                heard_at=ago(days=2),
                delivered_at=ago(days=2),
                shipped_at=ago(days=4),
                created_at=ago(days=4),
            )
            for number in range(3000)
        ]
    )
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("ANALYZE shipping_parcel")
    with connection.cursor() as cursor:
        with CaptureQueriesContext(connection) as asked:
            kinds()
        # Three thousand rows are read faster whole; a store's millions are not.
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = []
        for each in asked.captured_queries:
            if '"shipping_parcel"' in each["sql"] and each["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN {each['sql']}")
                plans.append("\n".join(row[0] for row in cursor.fetchall()))

    assert plans
    for plan in plans:
        assert "Seq Scan on shipping_parcel" not in plan
        assert "parcels_on_their_way" in plan or "parcels_unseen" in plan


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (20, 0, 20),  # Friday
        (20, 1, 19),
        (20, 5, 13),
        (23, 1, 20),
        (23, 2, 19),
    ],
)
def test_business_days_back(day: int, count: int, before: int) -> None:
    days = BusinessDays(CalendarRules(timezone="Europe/Oslo"))
    now = datetime(2026, 11, day, 15, tzinfo=UTC)

    assert days_before(days, now, count) == datetime(2026, 11, before, 15, tzinfo=UTC)


def test_a_limit_never_goes_back_as_time_goes_on() -> None:
    days = BusinessDays(CalendarRules(timezone="Europe/Oslo", country="NO"))
    hours = [datetime(2026, 3, 20, tzinfo=UTC) + timedelta(hours=each) for each in range(600)]

    moments = [days_before(days, now, 2) for now in hours]  # over Easter and summer time

    assert moments == sorted(moments)
    assert all(
        now - moment >= timedelta(days=2) for now, moment in zip(hours, moments, strict=True)
    )


def test_a_calendar_without_an_open_day_raises_nothing(store: Store, inside: Scope) -> None:
    days = BusinessDays(CalendarRules(timezone="UTC", workdays=frozenset()))

    assert days_before(days, NOW, 1) < timezone.now() - timedelta(days=300)
