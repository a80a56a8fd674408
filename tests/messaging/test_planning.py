"""Planning: decided once, with a reason for every no."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from messaging import correcting, services
from messaging.correction import Correction
from messaging.limits import SentTooOften
from messaging.models import DeliveryMode, Message
from messaging.services import CannotBeWrittenTo
from messaging.states import Lane, Mode, Reason, State, SuppressionCause
from messaging.suppressing import suppress_recipient
from orders.models import Activity, ActivityKind, Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import KIND, fresh, make_messages, make_order, make_words, plan
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def kinds_told(order: Order) -> list[str]:
    with store_scope(order.store_id):
        told = Activity.objects.filter(order=order).order_by("id")
        return list(told.values_list("kind", flat=True))


def test_a_new_order_is_planned_once(store: Store) -> None:
    order = make_order(store)

    message = plan(order)
    with store_scope(store.pk):
        again = services.plan_message(order=order, kind=KIND, now=timezone.now())

    assert again is None
    assert (message.state, message.reason) == (State.PLANNED, "")
    assert message.recipient == order.email
    assert message.locale == "nb-NO"
    assert message.lane == Lane.ORDER
    assert kinds_told(order) == [ActivityKind.MESSAGE_PLANNED]


@pytest.mark.parametrize(
    ("order_fields", "store_fields", "state", "reason"),
    [
        ({}, {}, State.PLANNED, ""),
        ({"email": ""}, {}, State.NOT_SENT, Reason.NO_ADDRESS),
        ({"email": "ingrid@"}, {}, State.NOT_SENT, Reason.BAD_ADDRESS),
        ({"email": "a@b.no\r\nBcc: x@y.no"}, {}, State.NOT_SENT, Reason.BAD_ADDRESS),
        ({}, {"state": "UNINSTALLED"}, State.NOT_SENT, Reason.STORE_UNINSTALLED),
        ({}, {"state": "PAUSED"}, State.HELD, Reason.STORE_PAUSED),
        ({"placed_at": timezone.now() - DAY * 2}, {}, State.HELD, Reason.TOO_OLD),
        ({}, {"sends_from_at": timezone.now() + DAY}, State.HELD, Reason.BACKFILL),
        ({}, {"sends_from_at": None}, State.PLANNED, ""),
        ({}, {"is_sandbox": True}, State.PLANNED, ""),
        ({"redacted_at": timezone.now(), "email": ""}, {}, State.NOT_SENT, Reason.REDACTED),
    ],
)
def test_every_no_has_its_reason(
    db: None,
    order_fields: dict[str, Any],
    store_fields: dict[str, Any],
    state: str,
    reason: str,
) -> None:
    store = make_store(**store_fields)
    order = make_order(store, **order_fields)

    message = plan(order)

    assert (message.state, message.reason) == (state, reason)
    told = {
        State.PLANNED: ActivityKind.MESSAGE_PLANNED,
        State.HELD: ActivityKind.MESSAGE_HELD,
        State.NOT_SENT: ActivityKind.MESSAGE_NOT_SENT,
    }
    assert kinds_told(order) == [told[State(state)]]


@pytest.mark.parametrize(
    ("mode", "reason"), [(Mode.OFF, "MODE_OFF"), (Mode.SHOPIFY_SENDS, "SHOPIFY_SENDS")]
)
def test_a_kind_that_others_send_is_not_sent(store: Store, mode: str, reason: str) -> None:
    with store_scope(store.pk):
        DeliveryMode.objects.create(store=store, kind=KIND, mode=mode)

    message = plan(make_order(store))

    assert (message.state, message.reason) == (State.NOT_SENT, reason)


@pytest.mark.parametrize(
    ("cause", "state"),
    [
        (SuppressionCause.HARD_BOUNCE, State.NOT_SENT),
        (SuppressionCause.COMPLAINT, State.NOT_SENT),
        (SuppressionCause.OPT_OUT, State.PLANNED),  # from marketing, not from one's own order
    ],
)
def test_a_suppressed_address_is_not_written_to(
    store: Store, cause: SuppressionCause, state: str
) -> None:
    order = make_order(store, email="ingrid@example.com")
    with store_scope(store.pk):
        now = timezone.now()
        suppress_recipient(store=store, address=" Ingrid@Example.com", cause=cause, now=now)

    assert plan(order).state == state


def test_another_stores_suppression_does_not_count(store: Store) -> None:
    other = make_store()
    with store_scope(other.pk):
        suppress_recipient(
            store=other,
            address="ingrid@example.com",
            cause=SuppressionCause.COMPLAINT,
            now=timezone.now(),
        )

    assert plan(make_order(store, email="ingrid@example.com")).state == State.PLANNED


def test_an_order_known_only_by_its_parcel_is_planned_later(store: Store) -> None:
    order = make_order(store, placed_at=None, changed_at=None)

    with store_scope(store.pk):
        assert services.plan_message(order=order, kind=KIND, now=timezone.now()) is None
        assert not Message.objects.exists()


def test_news_of_an_old_order_is_not_too_old(store: Store) -> None:
    now = timezone.now()
    order = make_order(store, placed_at=now - DAY * 5)

    with store_scope(store.pk):
        message = services.plan_message(
            order=order, kind="SHIPPING_CONFIRMATION", about="1", happened_at=now, now=now
        )

    assert message is not None
    assert (message.state, message.lane) == (State.PLANNED, Lane.PARCEL)


def test_a_newer_address_of_the_order_counts_until_it_is_sent(store: Store) -> None:
    order = make_order(store)
    planned, sent = plan(order), plan(other := make_order(store))
    with store_scope(store.pk):
        Message.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=timezone.now())
        for each in (order, other):
            Order.objects.filter(pk=each.pk).update(email="ny@example.com")
            services.plan_message(order=each, kind=KIND, now=timezone.now())

    assert fresh(planned).recipient == "ny@example.com"
    assert fresh(sent).recipient == sent.recipient != "ny@example.com"


def test_an_order_that_gets_an_address_is_told_after_all(store: Store) -> None:
    order = make_order(store, email="")
    message = plan(order)

    with store_scope(store.pk):
        Order.objects.filter(pk=order.pk).update(email="ny@example.com")
        services.plan_message(order=order, kind=KIND, now=timezone.now())

    assert (fresh(message).state, fresh(message).reason) == (State.PLANNED, "")
    assert fresh(message).recipient == "ny@example.com"
    assert kinds_told(order) == [ActivityKind.MESSAGE_NOT_SENT, ActivityKind.MESSAGE_PLANNED]


def test_a_quiet_store_stands_before_the_end_of_a_flash_sale(store: Store) -> None:
    now = timezone.now()
    quiet = make_store()
    flash_sale = make_messages(store, 50)

    last = plan(make_order(store), now=now)
    first = plan(make_order(quiet), now=now)

    assert last.vtag > flash_sale[-1].vtag
    assert first.vtag < flash_sale[5].vtag


def test_a_held_message_goes_when_a_person_lets_it(store: Store) -> None:
    now = timezone.now()
    message = plan(make_order(store, placed_at=now - DAY * 2))

    with store_scope(store.pk):
        released = services.release_message(message=message, actor="Jonas Berg", now=now)
        again = services.release_message(message=message, actor="Jonas Berg", now=now)

    assert (released, again) == (True, False)
    assert fresh(message).state == State.PLANNED
    assert fresh(message).lane == Lane.BACKFILL


def test_a_message_is_cancelled_only_before_it_starts(store: Store) -> None:
    waiting, gone = plan(make_order(store)), plan(make_order(store))
    now = timezone.now()
    with store_scope(store.pk):
        Message.objects.filter(pk=gone.pk).update(state=State.SENT, sent_at=now)

        assert services.cancel_message(message=waiting, actor="Jonas Berg", now=now)
        assert not services.cancel_message(message=gone, actor="Jonas Berg", now=now)

    assert (fresh(waiting).state, fresh(waiting).reason) == (State.NOT_SENT, Reason.CANCELLED)


def send_again(message: Message, **fields: Any) -> Message:
    now = fields.pop("now", timezone.now())
    with store_scope(message.store_id):
        make_words(message.store)
        correction = Correction.of_message(
            message, **{"because": "lost", "actor": "Jonas Berg", **fields}
        )
        return correcting.resend(correction=correction, now=now)


def test_sending_again_is_a_new_message_that_leaves_the_first_alone(store: Store) -> None:
    (first,) = make_messages(store, 1, state=State.SENT, sent_at=timezone.now())
    before = fresh(first).__dict__.copy()

    again = send_again(first, recipient="Ny@Example.com")

    assert (again.sequence, again.corrects_id, again.state) == (1, first.pk, State.PLANNED)
    assert (again.recipient, again.lane) == ("ny@example.com", Lane.PARCEL)
    assert (again.actor, again.because) == ("Jonas Berg", "lost")
    after = fresh(first).__dict__.copy()
    for state in (before, after):
        state.pop("_state")
    assert {k: v for k, v in after.items() if k != "_state"} == before


def test_an_order_without_address_or_mail_can_be_told_by_hand(store: Store) -> None:
    order = make_order(store, email="")
    make_words(store)

    with store_scope(store.pk):
        correction = Correction.of_order(
            order, KIND, recipient="ingrid@example.com", because="by phone", actor="Jonas Berg"
        )
        message = correcting.resend(correction=correction, now=timezone.now())
        planned = services.plan_message(order=order, kind=KIND, now=timezone.now())

    assert (message.state, message.sequence, planned) == (State.PLANNED, 0, None)


def test_an_order_is_sent_again_at_most_three_times_a_day(store: Store) -> None:
    first = plan(make_order(store))
    for number in range(3):
        send_again(first, recipient=f"somebody-{number}@example.com")

    with pytest.raises(SentTooOften):
        send_again(first)
    assert send_again(first, now=timezone.now() + DAY * 1.1)


def test_nobody_is_flooded_through_several_stores(db: None) -> None:
    victim = "victim@example.com"
    for _ in range(10):
        plan(make_order(make_store(), email=victim))

    with pytest.raises(SentTooOften):
        send_again(plan(make_order(make_store())), recipient=victim)


@pytest.mark.parametrize("address", ["nobody", "a@b.no\nBcc: c@d.no", "a@b.no, c@d.no"])
def test_nothing_is_sent_again_to_what_is_no_address(store: Store, address: str) -> None:
    first = plan(make_order(store))

    with pytest.raises(CannotBeWrittenTo):
        send_again(first, recipient=address)


def test_opens_and_clicks_are_told_once(store: Store) -> None:
    order = make_order(store)
    message = plan(order)
    at = timezone.now()
    with store_scope(store.pk):
        firsts = [
            services.record_open(message_id=message.pk, at=at),
            services.record_open(message_id=message.pk, at=at - timedelta(minutes=1)),
            services.record_click(message_id=message.pk, at=at),
            services.record_click(message_id=message.pk, at=at),
            services.record_open(message_id=10**9, at=at),
        ]

    row = fresh(message)
    assert firsts == [True, False, True, False, False]
    assert (row.open_count, row.click_count) == (2, 2)
    assert row.first_opened_at == at - timedelta(minutes=1)
    assert kinds_told(order) == [
        ActivityKind.MESSAGE_PLANNED,
        ActivityKind.MESSAGE_OPENED,
        ActivityKind.MESSAGE_CLICKED,
    ]


def test_erasure_leaves_nobody_in_a_message(store: Store) -> None:
    message = plan(order := make_order(store))

    with store_scope(store.pk):
        services.redact_messages(order_ids=[order.pk], now=timezone.now())

    row = fresh(message)
    assert (row.recipient, row.recipient_name) == ("", "")
    assert (row.state, row.reason) == (State.NOT_SENT, Reason.REDACTED)
