"""Sending what is due, kept here: what is said, what is kept, who goes first."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import composing, sending, services, settling, tracing
from messaging.models import Attempt, Message, MessageBody
from messaging.states import Outcome, Reason, State, SuppressionCause, Transport
from messaging.suppressing import suppress_recipient
from orders.models import Activity, ActivityKind, Order
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app import rendering
from templates_app.rendering import CannotRender
from tests.factories.messaging import (
    fresh,
    make_messages,
    make_order,
    make_sender,
    make_words,
    plan,
)
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def send_all() -> int:
    return sending.send_due(now=timezone.now() + timedelta(seconds=1), limit=50)


def test_a_store_without_a_sender_keeps_its_mail_here(store: Store) -> None:
    make_words(store)
    message = plan(order := make_order(store, locale="nb-NO"))

    assert send_all() == 1

    row = fresh(message)
    assert (row.state, row.reason, row.attempts_count) == (State.SENT, "", 1)
    assert row.sent_at is not None
    assert order.name in row.subject
    assert row.locale == "nb"
    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
        attempt = Attempt.objects.get(message=message)
        told = Activity.objects.filter(order=order, message_id=message.pk)
        kinds = list(told.order_by("id").values_list("kind", flat=True))
    assert "Garnnøste" in body.html
    assert "Garnnøste" in body.text
    assert (attempt.outcome, attempt.transport) == (Outcome.ACCEPTED, Transport.CAPTURE)
    assert kinds == [ActivityKind.MESSAGE_PLANNED, ActivityKind.MESSAGE_SENT]


def test_links_and_pixel_are_ours_in_the_html_and_plain_in_the_text(store: Store) -> None:
    make_words(store)
    message = plan(order := make_order(store))

    send_all()

    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
    status = f"/s/{order.token}"
    assert any(status in link for link in body.links)
    assert "/t/o/" in body.html
    assert f'href="http://127.0.0.1:8000{status}' not in body.html
    assert status in body.text
    assert "/t/c/" not in body.text


def test_the_same_mail_keeps_its_words_and_its_number(store: Store) -> None:
    make_words(store)
    message = plan(make_order(store))
    send_all()

    with store_scope(store.pk):
        recalled = composing.recalled(
            MessageBody.objects.get(message=message), message, timezone.now()
        )

    mail = message_from_bytes(recalled.envelope.as_bytes(), policy=default)
    assert mail["Message-ID"].startswith(f"<{message.public_id.hex}@")
    assert mail["To"].addresses[0].addr_spec == message.recipient
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail.get_body(("plain",)) is not None
    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
    html = mail.get_body(("html",))
    assert html is not None
    assert unescape(html.get_content()).split() == unescape(body.html).split()


def test_words_that_were_sent_cannot_be_edited(store: Store) -> None:
    make_words(store)
    message = plan(make_order(store))
    send_all()

    with store_scope(store.pk):
        bodies = MessageBody.objects.filter(message=message)
        with pytest.raises(Exception, match="never edited"):
            bodies.update(words_zip=b"other")


def test_words_may_be_erased(store: Store) -> None:
    make_words(store)
    message = plan(order := make_order(store))
    send_all()

    with store_scope(store.pk):
        services.redact_messages(order_ids=[order.pk], now=timezone.now())
        body = MessageBody.objects.get(message=message)

    assert (body.html, body.text, body.headers) == ("", "", [])
    assert fresh(message).state == State.SENT


@pytest.mark.parametrize(
    ("change", "state", "reason"),
    [
        ("PAUSED", State.HELD, Reason.STORE_PAUSED),
        ("UNINSTALLED", State.NOT_SENT, Reason.STORE_UNINSTALLED),
        ("SUPPRESSED", State.NOT_SENT, Reason.SUPPRESSED),
        ("REDACTED", State.NOT_SENT, Reason.REDACTED),
        ("LATE", State.HELD, Reason.TOO_LATE),
    ],
)
def test_what_came_in_between_still_stops_a_message(
    store: Store, change: str, state: str, reason: str
) -> None:
    make_words(store)
    message = plan(order := make_order(store))
    now = timezone.now()
    with every_store(because="a test changes the world"):
        if change in ("PAUSED", "UNINSTALLED"):
            Store.objects.filter(pk=store.pk).update(state=change)
        elif change == "SUPPRESSED":
            suppress_recipient(
                store=store, address=order.email, cause=SuppressionCause.COMPLAINT, now=now
            )
        elif change == "REDACTED":
            Order.objects.filter(pk=order.pk).update(redacted_at=now)
        else:
            Message.objects.filter(pk=message.pk).update(expires_at=now)

    send_all()

    assert (fresh(message).state, fresh(message).reason) == (state, reason)


def test_a_message_without_words_is_held(store: Store) -> None:
    message = plan(make_order(store))

    send_all()

    assert (fresh(message).state, fresh(message).reason) == (State.HELD, Reason.NO_WORDS)


def test_a_sandbox_store_sends_nothing_out(store: Store) -> None:
    make_words(store)
    make_sender(store, port=1)
    with every_store(because="a test makes a sandbox"):
        Store.objects.filter(pk=store.pk).update(is_sandbox=True)
    message = plan(make_order(store))

    send_all()

    assert fresh(message).state == State.SENT
    with store_scope(store.pk):
        assert Attempt.objects.get(message=message).transport == Transport.CAPTURE


def test_a_template_that_breaks_is_shown_and_stops_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_words(store)
    broken, well = plan(make_order(store)), plan(make_order(store))
    render = rendering.render

    def breaking(**named: object) -> object:
        if f"#{broken.order and broken.order.number}" == named["context"]["name"]:  # type: ignore[index]  # a dict
            raise CannotRender("The template cannot be rendered for this order: line 3")
        return render(**named)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(rendering, "render", breaking)

    send_all()

    assert (fresh(broken).state, fresh(broken).reason) == (State.FAILED, Reason.WORDS_BROKEN)
    assert "line 3" in fresh(broken).detail
    assert fresh(well).state == State.SENT


def test_an_error_of_ours_is_tried_three_times_and_shown(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_words(store)
    message = plan(make_order(store))
    monkeypatch.setattr(tracing, "_marked", lambda *_, **__: 1 / 0)
    now = timezone.now() + timedelta(seconds=1)

    states = []
    for minute in range(3):
        sending.send_due(now=now + timedelta(minutes=minute))
        states.append((fresh(message).state, fresh(message).reason))

    assert states == [
        (State.PLANNED, Reason.STUMBLED),
        (State.PLANNED, Reason.STUMBLED),
        (State.FAILED, Reason.CRASHED),
    ]


def expire_leases(store: Store) -> None:
    with store_scope(store.pk):
        held = Message.objects.filter(claimed_until__isnull=False)
        held.update(claimed_until=timezone.now() - timedelta(hours=1))


def settle() -> None:
    with every_store(because="a test settles"):
        settling.settle(now=timezone.now())


def claim(message: Message, state: str = State.CLAIMED, **fields: object) -> None:
    with store_scope(message.store_id):
        Message.objects.filter(pk=message.pk).update(
            state=state,
            claim=message.public_id,
            claimed_until=timezone.now() - timedelta(hours=1),
            **fields,
        )


def test_what_a_dead_worker_had_claimed_goes_again(store: Store) -> None:
    claim(message := plan(make_order(store)), claims_count=1)

    settle()

    assert fresh(message).state == State.PLANNED


def test_what_killed_three_workers_is_not_tried_a_fourth_time(store: Store) -> None:
    claim(message := plan(make_order(store)), claims_count=3)

    settle()

    assert (fresh(message).state, fresh(message).reason) == (State.FAILED, Reason.CRASHED)


def test_a_message_that_killed_a_worker_is_taken_alone(store: Store) -> None:
    make_words(store)
    messages = make_messages(store, 6)
    with store_scope(store.pk):
        Message.objects.filter(pk=messages[2].pk).update(claims_count=1)

    taken = [send_all(), send_all(), send_all(), send_all()]

    assert taken == [2, 1, 3, 0]


def test_what_was_being_handed_over_is_unknown_and_shown(store: Store) -> None:
    claim(message := plan(order := make_order(store)), State.TRANSMITTING, attempts_count=0)

    settle()

    assert (fresh(message).state, fresh(message).reason) == (State.UNKNOWN, Reason.WORKER_LOST)
    with store_scope(store.pk):
        last = Activity.objects.filter(order=order).order_by("id").last()
    assert last is not None
    assert last.kind == ActivityKind.MESSAGE_UNKNOWN


def test_unknown_order_mail_goes_once_more_after_a_wait_and_only_once(store: Store) -> None:
    make_words(store)
    message = plan(make_order(store))
    now = timezone.now() + timedelta(seconds=1)
    states = []
    claim(message, State.TRANSMITTING)
    for minutes in (0, 5, 11):
        with every_store(because="a test lets time pass"):
            settling.settle(now=now + timedelta(minutes=minutes))
        states.append((fresh(message).state, fresh(message).repeated_at is not None))

    assert states == [(State.UNKNOWN, False), (State.UNKNOWN, False), (State.PLANNED, True)]

    claim(message, State.TRANSMITTING)
    with every_store(because="a test lets time pass"):
        settling.settle(now=now + timedelta(minutes=40))
        settling.settle(now=now + timedelta(minutes=90))
    assert fresh(message).state == State.UNKNOWN


def test_unknown_marketing_is_never_repeated(store: Store) -> None:
    message = plan(make_order(store))
    claim(message, State.TRANSMITTING, lane=2)
    now = timezone.now()

    with every_store(because="a test lets time pass"):
        settling.settle(now=now)
        settling.settle(now=now + timedelta(hours=1))

    assert fresh(message).state == State.UNKNOWN


def test_a_worker_whose_lease_was_lost_writes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_words(store)
    message = plan(make_order(store))
    compose = composing.compose

    def slow(*args: object, **named: object) -> object:
        expire_leases(store)
        settle()
        return compose(*args, **named)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(composing, "compose", slow)

    send_all()

    assert fresh(message).state == State.PLANNED
    with store_scope(store.pk):
        assert not MessageBody.objects.filter(message=message).exists()
        assert not Attempt.objects.filter(message=message).exists()


def test_a_lower_lane_goes_first_and_a_small_store_is_not_starved(store: Store) -> None:
    small = make_store(store.agency)
    make_words(store)
    make_messages(store, 30)
    make_messages(store, 5, lane=2, vtag=0)
    waiting = plan(make_order(small))

    sending.send_due(now=timezone.now() + timedelta(seconds=1), limit=5)

    assert fresh(waiting).state == State.SENT
    with store_scope(store.pk):
        assert not Message.objects.filter(lane=2, state=State.SENT).exists()


def test_a_message_costs_a_constant_number_of_queries(store: Store) -> None:
    make_words(store)
    counts = []
    for size in (1, 11):
        make_messages(store, size)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert send_all() == size
        counts.append(len(queries))

    each = (counts[1] - counts[0]) / 10
    assert each <= 15, each
