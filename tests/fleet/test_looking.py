"""What one look at the stores finds, keeps and tells."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analytics.models import HourlyStat
from fleet import services
from fleet.kinds import FindingKind as Kind
from fleet.kinds import Severity
from fleet.models import Finding, HealthDay, StoreHealth
from intake.models import Webhook
from messaging.models import Sender
from messaging.states import State
from orders.models import Activity, ActivityKind
from stores.models import Agency, Store
from stores.scope import every_store, store_scope
from tests.factories.stores import make_store
from tests.factories.worlds import make_message, make_order

pytestmark = pytest.mark.django_db
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
# Not within an hour of midnight where the store is, whenever the tests run.
NOON = datetime(2026, 5, 13, 12, 30, tzinfo=timezone.now().tzinfo)


def look(*stores: Store, at: datetime = NOON) -> int:
    with every_store(because="a test looks at the stores"):
        return services.look_at(stores=stores, now=at)


def found(store: Store) -> dict[str, Finding]:
    with store_scope(store.pk):
        return {row.kind: row for row in Finding.objects.open()}


def health(store: Store) -> StoreHealth:
    with store_scope(store.pk):
        return StoreHealth.objects.get()


def hour(store: Store, at: datetime, **counts: int) -> None:
    with store_scope(store.pk):
        start = at.replace(minute=0, second=0, microsecond=0)
        HourlyStat.objects.create(store=store, hour=start, **counts)


def webhook(store: Store, received_at: datetime, **fields: Any) -> None:
    with store_scope(store.pk):
        number = Webhook.objects.count()
        Webhook.objects.create(
            **{
                "store": store,
                "topic": "orders/create",
                "event_key": f"event-{number}",
                "body_hash": str(number).encode(),
                "body": b"{}",
                "received_at": received_at,
                "run_after": received_at,
                **fields,
            }
        )


def test_a_store_that_runs_well_is_known_and_has_no_finding(store: Store) -> None:
    webhook(store, NOON - HOUR, state="DONE", handled_at=NOON - HOUR + timedelta(seconds=2))

    assert look(store) == 0

    row = health(store)
    assert (row.severity, row.lag_seconds, row.heard_at) == (Severity.GOOD, 2, NOON - HOUR)
    assert row.bounced_bp is None
    assert found(store) == {}


def test_what_is_wrong_begins_once_and_ends(store: Store) -> None:
    message = make_message(make_order(store), State.FAILED)
    assert look(store) == 1
    make_message(make_order(store), State.FAILED)

    assert look(store, at=NOON + timedelta(minutes=2)) == 0

    finding = found(store)[Kind.FAILED]
    assert (finding.count, finding.severity, finding.opened_at) == (2, Severity.BAD, NOON)
    with store_scope(store.pk):
        type(message).objects.update(state=State.NOT_SENT)
    later = NOON + timedelta(minutes=4)
    assert look(store, at=later) == 1
    assert found(store) == {}
    with store_scope(store.pk):
        ended = Finding.objects.get()
        kinds = Activity.objects.filter(kind__startswith="FINDING").order_by("id")
        told = [(row.kind, row.order_id, row.data["finding"]) for row in kinds]
    assert ended.closed_at == later
    assert told == [
        (ActivityKind.FINDING_OPENED, None, "FAILED"),
        (ActivityKind.FINDING_CLOSED, None, "FAILED"),
    ]


def test_what_comes_and_goes_is_one_finding(store: Store) -> None:
    message = make_message(make_order(store), State.FAILED)
    for minutes, state in ((0, State.FAILED), (2, State.NOT_SENT), (4, State.FAILED)):
        with store_scope(store.pk):
            type(message).objects.update(state=state)
        look(store, at=NOON + timedelta(minutes=minutes))

    with store_scope(store.pk):
        only = Finding.objects.get()
    assert (only.opened_at, only.closed_at) == (NOON, None)
    with store_scope(store.pk):
        type(message).objects.update(state=State.NOT_SENT)
    look(store, at=NOON + timedelta(minutes=6))
    with store_scope(store.pk):
        type(message).objects.update(state=State.FAILED)
    look(store, at=NOON + HOUR)
    with store_scope(store.pk):
        assert Finding.objects.count() == 2


@pytest.mark.parametrize(
    ("waits", "severity"),
    [(30, None), (90, Severity.WARN), (900, Severity.BAD)],
)
def test_webhooks_that_wait_are_lag(store: Store, waits: int, severity: int | None) -> None:
    webhook(store, NOON - timedelta(seconds=waits))

    look(store)

    lag = found(store).get(Kind.LAG)
    assert (lag.severity if lag else None) == severity
    assert health(store).lag_seconds == waits


def test_a_store_is_silent_when_its_hours_usually_are_not(store: Store) -> None:
    for week in range(1, 5):
        hour(store, NOON - week * WEEK - HOUR, orders_count=7)
    look(store)

    silence = found(store)[Kind.SILENT]
    assert (silence.severity, silence.about) == (Severity.BAD, {"hours": 3, "usual": 7})

    hour(store, NOON, orders_count=1)
    look(store, at=NOON + timedelta(minutes=2))
    assert found(store) == {}


@pytest.mark.parametrize("usual", [0, 1, 4])
def test_a_store_that_sells_little_is_not_silent(store: Store, usual: int) -> None:
    for week in range(1, 5):
        hour(store, NOON - week * WEEK - HOUR, orders_count=usual)

    look(store)

    assert found(store) == {}


@pytest.mark.parametrize(
    ("sent", "bounced", "complained", "kinds"),
    [
        (99, 99, 99, set()),
        (1000, 19, 0, set()),
        (1000, 20, 0, {(Kind.BOUNCES, Severity.WARN)}),
        (1000, 50, 1, {(Kind.BOUNCES, Severity.BAD), (Kind.COMPLAINTS, Severity.WARN)}),
        (1000, 0, 3, {(Kind.COMPLAINTS, Severity.BAD)}),
    ],
)
def test_a_share_of_a_weeks_mails_is_too_much(
    store: Store, sent: int, bounced: int, complained: int, kinds: set[Any]
) -> None:
    hour(
        store,
        NOON - timedelta(days=2),
        sent_count=sent,
        bounced_count=bounced,
        complained_count=complained,
    )

    look(store)

    assert {(row.kind, row.severity) for row in found(store).values()} == kinds


def test_a_sender_in_trouble_and_a_pause_are_found(store: Store) -> None:
    with store_scope(store.pk):
        Sender.objects.create(store=store, name="M", trouble="LOGIN_REFUSED", trouble_detail="no")
        Store.objects.filter(pk=store.pk).update(state=Store.State.PAUSED)
        store.refresh_from_db()

    look(store)

    assert set(found(store)) == {Kind.SENDER, Kind.PAUSED}
    assert health(store).severity == Severity.BAD


def test_a_lost_tracking_domain_is_told_until_it_is_back(store: Store) -> None:
    for lost_at, kinds in ((NOON, {Kind.LINKS}), (None, set())):
        with store_scope(store.pk):
            Store.objects.filter(pk=store.pk).update(tracking_domain_lost_at=lost_at)
            store.refresh_from_db()

        look(store)

        assert set(found(store)) == kinds
        assert health(store).severity == (Severity.BAD if kinds else Severity.GOOD)


def test_what_follows_from_being_disconnected_is_not_told_beside(store: Store) -> None:
    make_message(make_order(store), State.FAILED)
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(state=Store.State.UNINSTALLED)
        store.refresh_from_db()

    look(store)

    assert set(found(store)) == {Kind.DISCONNECTED}


def test_a_day_remembers_the_worst_and_for_how_long(store: Store) -> None:
    message = make_message(make_order(store), State.FAILED)
    look(store)
    look(store, at=NOON + timedelta(minutes=2))
    with store_scope(store.pk):
        type(message).objects.update(state=State.NOT_SENT)
    look(store, at=NOON + timedelta(minutes=4))
    look(store, at=NOON + timedelta(minutes=6))

    with store_scope(store.pk):
        day = HealthDay.objects.get()
    assert (day.severity, day.bad_seconds, day.looks_count) == (Severity.BAD, 240, 4)


def test_old_days_and_findings_are_forgotten_and_open_ones_stay(store: Store) -> None:
    make_message(make_order(store), State.FAILED)
    look(store)
    with every_store(because="a test forgets"):
        assert services.forget_old(before=NOON + timedelta(days=1)) == 1
        assert Finding.objects.open().count() == 1


def test_a_look_costs_the_same_for_one_store_and_for_forty(agency: Agency, store: Store) -> None:
    stores = [store, *(make_store(agency) for _ in range(39))]
    for one in stores:
        hour(one, NOON, sent_count=3)
    look(*stores)
    costs = []
    for some in (stores[:1], stores):
        with CaptureQueriesContext(connection) as said:
            look(*some, at=NOON + timedelta(minutes=2))
        costs.append(len(said))

    assert costs[0] == costs[1] <= 25
