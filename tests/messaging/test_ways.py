"""By which way a message goes, and what happens when it does not arrive by that way."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from common import gsm
from messaging import arrivals, fallback, sending, services
from messaging.models import (
    Attempt,
    DeliveryMode,
    Message,
    MessageBody,
    PushSubscription,
    Suppression,
)
from messaging.states import Channel, Purpose, Reason, State, SuppressionCause
from orders.models import Activity, Order
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.data import NotificationKind
from tests.factories.messaging import fresh, make_order, make_suppression, make_words, plan
from tests.factories.ways import (
    NUMBER,
    agree,
    make_device,
    make_push_sender,
    make_text_sender,
    say_ways,
)
from tests.messaging.mail_services import Answer, Call, Service, mail_service
from tests.messaging.push_services import PRIVATE_KEY, Browser, taken
from tests.messaging.sms_services import like_twilio

pytestmark = pytest.mark.django_db
EMAIL, SMS, PUSH = Channel.EMAIL, Channel.SMS, Channel.PUSH
IN_NORWAY = {"country_code": "NO", "phone": "912 34 567"}


@pytest.fixture(autouse=True)
def _services_of_this_machine(settings: Settings) -> None:
    settings.NOTIFYHUB_PUSH_HOSTS = ["127.0.0.1"]
    settings.NOTIFYHUB_PRIVATE_SERVICES = True
    settings.NOTIFYHUB_VAPID_PRIVATE_KEY = PRIVATE_KEY


def send_all() -> int:
    return sending.send_due(now=timezone.now() + timedelta(seconds=1), limit=50)


def fall_back() -> int:
    return fallback.fall_back_due(now=timezone.now())


def reachable(store: Store, **fields: Any) -> Order:
    return make_order(store, **{"shipping_address": IN_NORWAY, **fields})


def said_of(order: Order) -> list[Message]:
    with store_scope(order.store_id):
        return list(Message.objects.filter(order=order).order_by("id"))


def test_a_store_that_said_nothing_sends_mail_alone(store: Store) -> None:
    order = reachable(store, email="", phone="+4791234567")
    agree(order)

    message = plan(order)

    assert (message.channel, message.state, message.reason) == (
        EMAIL,
        State.NOT_SENT,
        Reason.NO_ADDRESS,
    )
    assert message.passed_over == []


def test_without_an_address_a_text_goes_to_who_agreed(store: Store) -> None:
    say_ways(store, EMAIL, SMS)
    order = reachable(store, email="")
    agree(order)

    message = plan(order)

    assert (message.channel, message.recipient) == (SMS, NUMBER)
    assert message.state == State.PLANNED
    assert message.passed_over == [["EMAIL", "NO_ADDRESS"]]
    with store_scope(store.pk):
        told = Activity.objects.get(message_id=message.pk)
    assert told.data["passed_over"] == [["EMAIL", "NO_ADDRESS"]]


@pytest.mark.parametrize(
    ("fields", "is_given", "takes_phone", "reason"),
    [
        ({"shipping_address": None}, None, True, Reason.NO_PHONE),
        ({"shipping_address": {"country_code": "NO", "phone": "12"}}, None, True, Reason.BAD_PHONE),
        ({}, None, False, Reason.NO_CONSENT),
        ({}, False, True, Reason.NO_CONSENT),
        ({}, None, True, ""),
        ({}, True, False, ""),
    ],
)
def test_a_text_needs_a_number_and_a_word(
    store: Store, fields: dict[str, Any], is_given: bool | None, takes_phone: bool, reason: str
) -> None:
    say_ways(store, SMS, takes_phone_as_consent=takes_phone)
    order = reachable(store, **fields)
    if is_given is not None:
        agree(order, is_given=is_given)

    message = plan(order)

    assert (message.channel, message.reason) == (SMS, reason)
    assert message.state == (State.NOT_SENT if reason else State.PLANNED)


def test_a_word_about_orders_allows_no_offers(store: Store) -> None:
    kind = NotificationKind.REVIEW_REQUEST
    with store_scope(store.pk):
        say_ways(store, SMS, takes_phone_as_consent=True)
        DeliveryMode.objects.create(
            store=store, kind=kind, channels=["SMS", "PUSH"], takes_phone_as_consent=True
        )
        order = reachable(store)
        agree(order)
        no = services.plan_message(order=order, kind=kind, now=timezone.now())
        agree(other := reachable(store), purpose=Purpose.MARKETING)
        yes = services.plan_message(order=other, kind=kind, now=timezone.now())

    assert no is not None
    assert yes is not None
    assert (no.state, no.reason) == (State.NOT_SENT, Reason.NO_CONSENT)
    assert no.passed_over == [["PUSH", "NO_CONSENT"]]
    assert (yes.state, yes.channel) == (State.PLANNED, SMS)


def test_who_answered_stop_gets_no_text(store: Store) -> None:
    say_ways(store, SMS, EMAIL, takes_phone_as_consent=True)
    make_suppression(store, NUMBER, channel=SMS, cause=SuppressionCause.STOP)

    message = plan(order := reachable(store))

    assert (message.channel, message.recipient) == (EMAIL, order.email)
    assert message.passed_over == [["SMS", "SUPPRESSED"]]


def test_what_is_switched_off_goes_by_no_way(store: Store) -> None:
    say_ways(store, EMAIL, SMS, mode="OFF", takes_phone_as_consent=True)

    message = plan(reachable(store, email=""))

    assert (message.channel, message.reason) == (EMAIL, Reason.MODE_OFF)


def test_an_old_order_is_held_by_any_way(store: Store) -> None:
    say_ways(store, SMS, takes_phone_as_consent=True)

    message = plan(reachable(store, placed_at=timezone.now() - timedelta(days=3)))

    assert (message.channel, message.state, message.reason) == (SMS, State.HELD, Reason.TOO_OLD)


def test_planning_asks_no_more_for_mail_than_before_and_two_more_for_a_text(store: Store) -> None:
    say_ways(store, EMAIL, SMS, takes_phone_as_consent=True)
    with_mail, without = reachable(store), reachable(store, email="")

    with CaptureQueriesContext(
        connection,
    ) as for_mail:
        plan(with_mail)
    with CaptureQueriesContext(connection) as for_text:
        plan(without)

    assert len(for_text) == len(for_mail) + 2


def test_a_text_leaves_with_our_short_link_and_is_kept(store: Store) -> None:
    make_words(store)
    say_ways(store, SMS, takes_phone_as_consent=True)
    with mail_service(Service(like_twilio)) as service:
        sender = make_text_sender(store, service.url)
        message = plan(order := reachable(store))
        send_all()

    form = service.sent[0].form
    assert form["To"] == NUMBER
    assert form["From"] == "+4759440000"
    assert form["Body"].startswith(f"{store.name}: Takk, bestilling {order.name} er bekreftet")
    assert form["Body"].split()[-1].startswith("http://127.0.0.1:8000/t/c/")
    assert form["StatusCallback"].endswith(f"/t/sms/{sender.public_id}/{message.public_id}")
    assert gsm.measure(form["Body"]).part_count == 1
    row = fresh(message)
    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
        attempt = Attempt.objects.get(message=message)
    assert (row.state, row.locale) == (State.SENT, "nb")
    assert attempt.provider_id.startswith("SM")
    assert body.text == form["Body"]
    assert body.links[0].endswith(f"/s/{order.token}")
    assert (body.html, list(body.headers[1])) == ("", ["To", NUMBER])


def test_the_same_text_goes_again_after_a_busy_service(store: Store) -> None:
    make_words(store)
    say_ways(store, SMS, takes_phone_as_consent=True)
    answers = iter([Answer(500), None])

    def first_busy(call: Call) -> Answer:
        return next(answers) or like_twilio(call)

    with mail_service(Service(first_busy)) as service:
        make_text_sender(store, service.url)
        message = plan(reachable(store))
        send_all()
        delayed = fresh(message)
        sending.send_due(now=timezone.now() + timedelta(minutes=2))

    assert (delayed.state, delayed.reason) == (State.PLANNED, Reason.SERVER_BUSY)
    assert fresh(message).state == State.SENT
    assert service.calls[0].form["Body"] == service.calls[1].form["Body"]


@pytest.mark.parametrize(
    ("number", "reason", "cause"),
    [
        ("+15005550001", Reason.BAD_PHONE, SuppressionCause.HARD_BOUNCE),
        ("+15005550004", Reason.SUPPRESSED, SuppressionCause.STOP),
    ],
)
def test_a_number_that_takes_no_texts_is_not_written_to_again_and_mail_goes(
    store: Store, number: str, reason: Reason, cause: SuppressionCause
) -> None:
    make_words(store)
    say_ways(store, SMS, EMAIL, takes_phone_as_consent=True)
    with mail_service(Service(like_twilio)) as service:
        make_text_sender(store, service.url)
        message = plan(order := reachable(store))
        with store_scope(store.pk):
            Message.objects.filter(pk=message.pk).update(recipient=number)
        send_all()

    assert (fresh(message).state, fresh(message).reason) == (State.FAILED, reason)
    with store_scope(store.pk):
        assert Suppression.objects.in_force().of(number, SMS).get().cause == cause
    assert fall_back() == 1
    first, second = said_of(order)
    assert (second.channel, second.recipient, second.state) == (EMAIL, order.email, State.PLANNED)
    assert (second.corrects_id, second.sequence) == (first.pk, 0)
    assert second.passed_over == [["SMS", reason]]


def test_mail_that_came_back_days_later_goes_as_a_text_once(store: Store) -> None:
    say_ways(store, EMAIL, SMS, takes_phone_as_consent=True)
    make_words(store)
    message = plan(order := reachable(store))
    send_all()
    with store_scope(store.pk):
        arrivals.record_bounce(
            message=message, at=timezone.now(), is_hard=True, line="550 5.1.1 no such user"
        )

    assert (fall_back(), fall_back()) == (1, 0)

    first, second = said_of(order)
    assert (second.channel, second.recipient, second.actor) == (SMS, NUMBER, "")
    assert second.because == "The first did not arrive."
    assert second.corrects_id == first.pk


def test_where_no_other_way_reaches_them_the_reasons_are_kept_and_nothing_goes(
    store: Store,
) -> None:
    say_ways(store, EMAIL, SMS, PUSH)
    make_words(store)
    message = plan(order := reachable(store))
    send_all()
    with store_scope(store.pk):
        arrivals.record_bounce(message=message, at=timezone.now(), is_hard=True, line="550")

    assert (fall_back(), fall_back()) == (0, 0)

    (only,) = said_of(order)
    assert only.passed_over == [["SMS", "NO_CONSENT"], ["PUSH", "NO_DEVICE"]]
    assert only.rerouted_at is not None


def test_a_full_mailbox_and_a_refusal_of_the_words_are_no_reason_for_another_way(
    store: Store,
) -> None:
    say_ways(store, EMAIL, SMS, takes_phone_as_consent=True)
    message = plan(order := reachable(store))
    with store_scope(store.pk):
        Message.objects.filter(pk=message.pk).update(state=State.FAILED, reason=Reason.REFUSED)

    assert fall_back() == 0
    assert len(said_of(order)) == 1


def test_replays_of_the_order_say_nothing_more(store: Store) -> None:
    say_ways(store, EMAIL, SMS, takes_phone_as_consent=True)
    message = plan(order := reachable(store))
    with store_scope(store.pk):
        Message.objects.filter(pk=message.pk).update(
            state=State.FAILED, reason=Reason.NO_SUCH_ADDRESS
        )
        fall_back()
        again = services.plan_message(order=order, kind=message.kind, now=timezone.now())

    assert again is None
    assert [one.channel for one in said_of(order)] == [EMAIL, SMS]


def test_the_sweep_costs_two_queries_where_nobody_has_another_way(store: Store) -> None:
    plan(reachable(store))

    with CaptureQueriesContext(connection) as asked:
        assert fall_back() == 0

    reads = [one for one in asked.captured_queries if one["sql"].startswith("SELECT")]
    assert sum('FROM "messaging' in one["sql"] for one in reads) <= 2


def test_a_notice_reaches_the_device_that_asked(store: Store) -> None:
    make_words(store)
    make_push_sender(store)
    say_ways(store, PUSH, EMAIL)
    phone = Browser()
    with mail_service(Service(lambda call: taken())) as service:
        make_device(order := make_order(store), phone, service.url)
        message = plan(order)
        send_all()

    read = phone.read(service.sent[0].raw)
    assert (message.channel, message.recipient) == (PUSH, f"push {order.name}")
    assert fresh(message).state == State.SENT
    assert read["title"] == f"Ordrebekreftelse {order.name}"
    assert read["body"].endswith(".")
    assert "http" not in read["body"]
    assert read["url"].startswith("http://127.0.0.1:8000/t/c/")
    with store_scope(store.pk):
        body = MessageBody.objects.get(message=message)
    assert body.links[0].endswith(f"/s/{order.token}")
    assert "127.0.0.1/push" not in str(body.words)


def test_a_device_that_is_gone_is_forgotten_and_mail_goes_instead(store: Store) -> None:
    make_words(store)
    make_push_sender(store)
    say_ways(store, PUSH, EMAIL)
    with mail_service(Service(lambda call: Answer(410))) as service:
        make_device(order := make_order(store), Browser(), service.url)
        message = plan(order)
        send_all()

    assert (fresh(message).state, fresh(message).reason) == (State.FAILED, Reason.NO_DEVICE)
    assert fall_back() == 1
    assert [one.channel for one in said_of(order)] == [PUSH, EMAIL]
    with store_scope(store.pk):
        assert not Suppression.objects.exists()


def test_of_two_devices_the_gone_one_is_written_to_no_more(store: Store) -> None:
    make_words(store)
    make_push_sender(store)
    say_ways(store, PUSH)

    def behaves(call: Call) -> Answer:
        return Answer(410) if call.path.endswith("old") else taken()

    with mail_service(Service(behaves)) as service:
        order = make_order(store)
        old = make_device(order, Browser("/push/old"), service.url)
        new = make_device(order, Browser("/push/new"), service.url)
        message = plan(order)
        send_all()

    assert fresh(message).state == State.SENT
    with store_scope(store.pk):
        gone = dict(PushSubscription.objects.values_list("pk", "gone_at"))
    assert gone[old.pk] is not None
    assert gone[new.pk] is None


def test_devices_are_forgotten_with_the_buyer(store: Store) -> None:
    order = make_order(store)
    make_device(order, Browser(), "http://127.0.0.1:9")

    with store_scope(store.pk):
        services.redact_messages(order_ids=[order.pk], now=timezone.now())
    with every_store(because="nothing may be left"):
        assert not PushSubscription.objects.exists()
