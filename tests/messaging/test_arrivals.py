"""What became of messages after they were handed over, told late, twice and in any order."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messaging import arrivals, queries, services
from messaging.models import Message, Suppression
from messaging.states import Reason, State, SuppressionCause
from orders.models import Activity, ActivityKind
from stores.models import Store
from tests.factories.messaging import fresh, make_messages

pytestmark = pytest.mark.usefixtures("inside")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LINE = "550 5.1.1 no such user"


@pytest.fixture
def sent(store: Store) -> Message:
    (message,) = make_messages(store, 1, state=State.SENT, sent_at=NOW)
    return message


def delivered(message: Message, at: datetime = NOW) -> bool:
    return arrivals.record_delivery(message=message, at=at, line="250 2.0.0 OK")


def delayed(message: Message, at: datetime = NOW) -> bool:
    return arrivals.record_delay(message=message, at=at, line="452 4.2.2 mailbox full")


def bounced(message: Message, at: datetime = NOW) -> bool:
    return arrivals.record_bounce(message=message, at=at, is_hard=True, line=LINE)


def complained(message: Message, at: datetime = NOW) -> bool:
    return arrivals.record_complaint(message=message, at=at)


TOLD = {
    delivered: ActivityKind.MESSAGE_DELIVERED,
    bounced: ActivityKind.MESSAGE_BOUNCED,
    complained: ActivityKind.MESSAGE_COMPLAINED,
}


@pytest.mark.parametrize("told", TOLD, ids=lambda verb: verb.__name__)
def test_each_fact_is_told_once_however_often_it_is_reported(
    sent: Message, told: Callable[..., bool]
) -> None:
    assert told(sent)
    assert not told(sent, NOW + timedelta(hours=1))

    assert Activity.objects.filter(kind=TOLD[told], message_id=sent.pk).count() == 1
    row = fresh(sent)
    assert NOW in (row.delivered_at, row.bounced_at, row.complained_at)


def test_a_delivery_heard_of_after_a_bounce_changes_nothing(sent: Message) -> None:
    bounced(sent)

    assert not delivered(sent)

    row = fresh(sent)
    assert (row.delivered_at, row.bounced_at) == (None, NOW)
    assert (row.reason, row.detail) == (Reason.NO_SUCH_ADDRESS, LINE)
    assert not Activity.objects.filter(kind=ActivityKind.MESSAGE_DELIVERED).exists()


@pytest.mark.parametrize(
    "order",
    list(itertools.permutations([delivered, delayed, bounced, complained])),
    ids=lambda order: "-".join(verb.__name__ for verb in order),
)
def test_any_order_ends_as_came_back_and_marked(sent: Message, order: tuple[Any, ...]) -> None:
    for verb in order:
        verb(sent)

    row = fresh(sent)
    assert (row.state, row.bounced_at, row.complained_at) == (State.SENT, NOW, NOW)
    assert row.reason == Reason.NO_SUCH_ADDRESS
    assert Suppression.objects.in_force().of(row.recipient).count() == 2


def test_a_delay_is_no_fact_and_is_gone_with_the_delivery(sent: Message) -> None:
    assert delayed(sent)
    assert not delayed(sent)
    late = fresh(sent)
    assert (late.state, late.reason, late.bounced_at) == (State.SENT, Reason.MAILBOX_BUSY, None)

    delivered(sent)

    assert fresh(sent).reason == ""
    assert not delayed(sent)
    assert Activity.objects.filter(kind=ActivityKind.MESSAGE_DELAYED).count() == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("552 5.2.2 over quota", Reason.MAILBOX_BUSY),
        ("554 5.7.1 looks like spam", Reason.REFUSED),
        ("", Reason.REFUSED),
    ],
)
def test_what_came_back_softly_leaves_the_address_alone(
    sent: Message, line: str, reason: Reason
) -> None:
    assert arrivals.record_bounce(message=sent, at=NOW, is_hard=False, line=line)

    row = fresh(sent)
    assert (row.bounced_at, row.reason) == (NOW, reason)
    assert not queries.is_suppressed(store_id=row.store_id, address=row.recipient)

    assert not bounced(sent)  # known to have come back, but now nobody is there
    assert fresh(sent).reason == Reason.NO_SUCH_ADDRESS
    assert queries.is_suppressed(store_id=row.store_id, address=row.recipient)


@pytest.mark.parametrize("told", [delivered, bounced, complained], ids=lambda verb: verb.__name__)
@pytest.mark.parametrize(
    "stands",
    [
        {"state": State.UNKNOWN, "reason": Reason.CONNECTION_LOST},
        {"state": State.PLANNED, "reason": Reason.CONNECTION_LOST, "repeated_at": NOW},
        {"state": State.FAILED, "reason": Reason.EXPIRED},
    ],
    ids=lambda stands: str(stands["state"]),
)
def test_a_report_settles_what_may_have_been_sent(
    store: Store, stands: dict[str, Any], told: Callable[..., bool]
) -> None:
    (message,) = make_messages(store, 1, **stands)

    assert told(message)

    row = fresh(message)
    assert row.state == State.SENT
    assert row.sent_at is not None
    assert Activity.objects.filter(kind=ActivityKind.MESSAGE_SENT, message_id=row.pk).count() == 1


def test_that_the_service_has_it_settles_it_once(store: Store) -> None:
    (message,) = make_messages(store, 1, state=State.UNKNOWN, reason=Reason.WORKER_LOST)

    assert arrivals.record_taken(message=message, at=NOW)
    assert not arrivals.record_taken(message=message, at=NOW)

    assert fresh(message).state == State.SENT


def test_what_was_never_tried_stays_planned(store: Store) -> None:
    (message,) = make_messages(store, 1)

    delivered(message)

    assert fresh(message).state == State.PLANNED


def test_only_the_address_it_went_to_is_stopped_and_a_forgotten_buyer_is_not(
    sent: Message,
) -> None:
    services.redact_messages(order_ids=[sent.order_id or 0], now=NOW)

    assert bounced(sent)

    row = fresh(sent)
    assert (row.bounced_at, row.detail) == (NOW, "")
    assert not Suppression.objects.exists()


def test_leaving_marketing_stops_marketing_alone(sent: Message) -> None:
    assert arrivals.record_unsubscribe(message=sent, at=NOW)
    assert not arrivals.record_unsubscribe(message=sent, at=NOW)

    (row,) = Suppression.objects.all()
    assert row.cause == SuppressionCause.OPT_OUT
    assert not queries.is_suppressed(store_id=sent.store_id, address=sent.recipient)
    (told,) = Activity.objects.filter(kind=ActivityKind.CONSENT_CHANGED)
    assert told.data["is_given"] is False
