"""Wrong addresses: doubted when the order comes, proved by a bounce, mended once by a person."""

import threading
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.topics import HANDLERS
from messaging import arrivals, recording, rescue_cases, rescuing, services
from messaging.models import Message, RescueCase, RescueCause, RescueState, Suppression
from messaging.recording import Try
from messaging.services import CannotBeWrittenTo
from messaging.states import Reason, State, Transport
from orders.models import Activity, ActivityKind, Order
from stores.models import Store
from stores.scope import Scope, store_scope
from tests.factories import payloads
from tests.factories.messaging import fresh, make_messages, make_order, make_words, plan

pytestmark = pytest.mark.django_db

NOW = payloads.START
GNAIL = "anna@gnail.com"
GMAIL = "anna@gmail.com"
LINE = "550 5.1.1 No such user here"


def ordered(store: Store, email: str = GNAIL, **fields: object) -> Order:
    body = payloads.order(email=email, contact_email=email, **fields)
    HANDLERS["orders/create"](store, body, NOW)
    return Order.objects.get(store=store, shopify_id=body["id"])


def refuse(message: Message, at: datetime | None = None) -> Message:
    """The receiving server says that there is no such address."""
    at = at or timezone.now()
    claim = uuid.uuid4()
    with store_scope(message.store_id):
        Message.objects.filter(pk=message.pk).update(
            state=State.TRANSMITTING, claim=claim, claimed_until=at + timedelta(minutes=1)
        )
        row = Message.objects.select_related("store").get(pk=message.pk)
        tried = Try(row, None, Transport.SMTP, at)
        settled = recording.failed(tried, at=at, reason=Reason.NO_SUCH_ADDRESS, line=LINE, code=550)
        recording.write([settled], claim=claim)
    return fresh(message)


def cases(**wanted: object) -> list[RescueCase]:
    return list(RescueCase.objects.filter(**wanted).order_by("pk"))


def test_a_mistyped_address_opens_a_case_once_and_the_mail_goes_all_the_same(
    store: Store, inside: Scope
) -> None:
    make_words(store)
    for _ in range(3):
        order = ordered(store)
    HANDLERS["orders/updated"](store, payloads.order(email=GNAIL, contact_email=GNAIL), NOW)

    (case,) = cases()
    told = Activity.objects.filter(order=order, kind=ActivityKind.ADDRESS_DOUBTED)

    assert (case.cause, case.state, case.suggestion) == ("MISTYPED", "OPEN", GMAIL)
    assert told.count() == 1
    assert "@" not in str(told.get().data)
    message = Message.objects.get(order=order)
    assert (message.state, message.recipient) == (State.PLANNED, GNAIL)
    assert case.message == message


def test_an_address_without_a_doubt_costs_one_query(store: Store, inside: Scope) -> None:
    order = ordered(store, "kari@gmail.com")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        rescue_cases.doubt_address(order=order, now=NOW)

    assert len(queries) == 1
    assert cases() == []


def test_old_and_test_orders_are_not_doubted(store: Store, inside: Scope) -> None:
    now = timezone.now()
    old = make_order(store, email=GNAIL, placed_at=now - timedelta(days=15))
    trial = make_order(store, email=GNAIL, is_test=True)
    new = make_order(store, email=GNAIL)

    found = [rescue_cases.doubt_address(order=one, now=now) for one in (old, trial, new)]

    assert [one is not None for one in found] == [False, False, True]


def test_the_doubt_settles_when_the_shop_changes_the_address_before_anything_left(
    store: Store, inside: Scope
) -> None:
    order = ordered(store)
    later = "2026-11-20T12:00:00+01:00"
    body = payloads.order(email=GMAIL, contact_email=GMAIL, updated_at=later)

    HANDLERS["orders/updated"](store, body, NOW)

    order.refresh_from_db()
    assert order.email == GMAIL
    (case,) = cases()
    assert (case.state, case.address) == (RescueState.SETTLED, GNAIL)


def test_when_the_wrong_address_was_written_to_the_shops_correction_is_suggested(
    store: Store, inside: Scope
) -> None:
    make_words(store)
    now = timezone.now()
    message = refuse(plan(make_order(store, email="post@nowhere.example")))
    order = message.order
    assert order is not None
    Order.objects.filter(pk=order.pk).update(email=GMAIL)
    order.refresh_from_db()

    rescue_cases.doubt_address(order=order, now=now)

    (case,) = cases()
    assert (case.state, case.suggestion, case.score) == (RescueState.OPEN, GMAIL, 1)


def test_a_read_mail_ends_the_doubt_and_a_delivery_only_a_weak_one(
    store: Store, inside: Scope
) -> None:
    make_words(store)
    now = timezone.now()
    sure, weak, read = (
        plan(make_order(store, email=email)) for email in (GNAIL, "anna@gmail.no", "anna@gmial.com")
    )
    for message in (sure, weak, read):
        assert message.order is not None
        rescue_cases.doubt_address(order=message.order, now=now)

    settled = [
        rescue_cases.settle_case(message=message, at=now, is_read=False) for message in (sure, weak)
    ]
    services.record_open(message_id=read.pk, at=now)

    assert settled == [False, True]
    states = {case.address: case.state for case in cases()}
    assert states == {
        GNAIL: RescueState.OPEN,
        "anna@gmail.no": RescueState.SETTLED,
        "anna@gmial.com": RescueState.SETTLED,
    }


def test_a_hard_bounce_opens_a_case_with_the_servers_words_in_the_same_transaction(
    store: Store, inside: Scope
) -> None:
    make_words(store)

    message = refuse(plan(make_order(store, email="ola@hotmial.com")))

    (case,) = cases()
    assert (case.cause, case.detail) == (RescueCause.BOUNCED, LINE)
    assert (case.suggestion, case.message_id) == ("ola@hotmail.com", message.pk)
    assert Suppression.objects.in_force().of("ola@hotmial.com").exists()


def test_a_bounce_makes_a_doubt_a_certainty_and_opens_no_second_case(
    store: Store, inside: Scope
) -> None:
    make_words(store)
    message = plan(make_order(store, email=GNAIL))
    assert message.order is not None
    rescue_cases.doubt_address(order=message.order, now=timezone.now())

    refuse(message)

    (case,) = cases()
    assert (case.cause, case.detail, case.suggestion) == (RescueCause.BOUNCED, LINE, GMAIL)


def test_a_bounce_after_the_correction_opens_nothing(store: Store, inside: Scope) -> None:
    make_words(store)
    first, second = plan(make_order(store, email=GNAIL)), plan(make_order(store, email=GNAIL))
    for message in (first, second):
        assert message.order is not None
        rescue_cases.doubt_address(order=message.order, now=timezone.now())
    mended, untouched = cases()
    rescuing.mend(case=mended, address=GMAIL, actor="Mina", now=timezone.now())

    for message in (first, second):
        rescue_cases.open_case(message=message, cause=RescueCause.BOUNCED, at=timezone.now())

    assert [case.pk for case in cases(state="OPEN")] == [untouched.pk]


def test_mending_sends_once_to_the_right_address_and_closes(store: Store, inside: Scope) -> None:
    make_words(store)
    message = refuse(plan(make_order(store, email=GNAIL)))
    (case,) = cases()
    now = timezone.now()

    first = rescuing.mend(case=case, address=GMAIL, actor="Mina", now=now)
    again = rescuing.mend(case=case, address=GMAIL, actor="Mina", now=now)

    assert first is not None
    assert again is None
    assert (first.recipient, first.corrects_id, first.state) == (GMAIL, message.pk, State.PLANNED)
    assert Message.objects.filter(order=message.order).count() == 2
    case.refresh_from_db()
    assert (case.state, case.closed_by, case.correction) == (RescueState.MENDED, "Mina", first)


def test_what_has_not_left_does_not_go_to_the_wrong_address_any_more(
    store: Store, inside: Scope
) -> None:
    make_words(store)
    message = plan(make_order(store, email=GNAIL))
    assert message.order is not None
    case = rescue_cases.doubt_address(order=message.order, now=timezone.now())
    assert case is not None

    rescuing.mend(case=case, address=GMAIL, actor="Mina", now=timezone.now())

    row = fresh(message)
    assert (row.state, row.reason) == (State.NOT_SENT, Reason.CANCELLED)


@pytest.mark.parametrize(
    ("address", "error"),
    [("nobody", CannotBeWrittenTo), (GNAIL.upper(), rescuing.SameAddress)],
)
def test_a_refused_correction_changes_nothing(
    store: Store, inside: Scope, address: str, error: type[Exception]
) -> None:
    make_words(store)
    refuse(plan(make_order(store, email=GNAIL)))
    (case,) = cases()

    with pytest.raises(error):
        rescuing.mend(case=case, address=address, actor="Mina", now=timezone.now())

    assert [one.state for one in cases()] == [RescueState.OPEN]
    assert Message.objects.count() == 1
    assert rescuing.mend(case=case, address=GMAIL, actor="Mina", now=timezone.now()) is not None


def test_a_case_of_which_nothing_was_sent_says_what_to_do(store: Store, inside: Scope) -> None:
    case = rescue_cases.doubt_address(order=make_order(store, email=GNAIL), now=timezone.now())
    assert case is not None

    with pytest.raises(rescuing.NothingToSendAgain):
        rescuing.mend(case=case, address=GMAIL, actor="Mina", now=timezone.now())


def test_dismissing_keeps_the_reason_and_does_not_hide_a_bounce(
    store: Store, inside: Scope
) -> None:
    make_words(store)
    message = plan(make_order(store, email=GNAIL))
    assert message.order is not None
    case = rescue_cases.doubt_address(order=message.order, now=timezone.now())
    assert case is not None

    said = [
        rescuing.dismiss(case=case, because=why, actor="Mina", now=timezone.now())
        for why in ("She works there", "Again")
    ]
    refuse(message)

    assert said == [True, False]
    closed, opened = cases()
    assert (closed.state, closed.because) == (RescueState.DISMISSED, "She works there")
    assert (opened.state, opened.cause) == (RescueState.OPEN, RescueCause.BOUNCED)


def test_all_probable_slips_are_mended_and_one_refusal_stops_no_other(
    store: Store, inside: Scope
) -> None:
    make_words(store)
    for message in make_messages(store, 2, recipient=GNAIL):
        refuse(message)
    refuse(make_messages(store, 1, recipient="ola@nowhere.example")[0])
    found = rescuing.probable(store_ids=[store.pk])

    done = rescuing.mend_all(cases=found, actor="Mina", now=timezone.now())

    assert len(found) == 2
    assert (done.mended, done.refused) == (2, [])
    assert [case.address for case in cases(state="OPEN")] == ["ola@nowhere.example"]


def test_cases_forget_the_buyer(store: Store, inside: Scope) -> None:
    make_words(store)
    message = refuse(plan(make_order(store, email=GNAIL)))
    assert message.order_id is not None

    services.redact_messages(order_ids=[message.order_id], now=timezone.now())

    (case,) = cases()
    assert (case.address, case.suggestion, case.detail, case.because) == ("", "", "", "")
    assert case.state == RescueState.SETTLED


class _Says:
    def __init__(self, *, takes_mail: bool | None) -> None:
        self.answer = takes_mail

    def takes_mail(self, domain: str) -> bool | None:
        return self.answer


@pytest.mark.parametrize(
    ("email", "answer", "is_open"),
    [(GNAIL, True, True), ("anna@gmail.no", True, False), ("anna@gmail.no", False, True)],
)
def test_name_servers_weigh_a_doubt(
    store: Store, inside: Scope, email: str, answer: bool, is_open: bool
) -> None:
    case = rescue_cases.doubt_address(order=make_order(store, email=email), now=timezone.now())
    assert case is not None

    resolver = _Says(takes_mail=answer)
    found = rescue_cases.weigh_case(case=case, resolver=resolver, now=timezone.now())

    assert found is is_open


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_people_mending_at_once_send_one_mail(store: Store) -> None:
    make_words(store)
    message = refuse(plan(make_order(store, email=GNAIL)))
    start, sent = threading.Barrier(4), []

    def mend() -> None:
        with store_scope(store.pk):
            case = RescueCase.objects.get()
            start.wait()
            sent.append(rescuing.mend(case=case, address=GMAIL, actor="", now=timezone.now()))
        connections.close_all()

    threads = [threading.Thread(target=mend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(one is not None for one in sent) == 1
    with store_scope(store.pk):
        assert Message.objects.filter(corrects=message).count() == 1


def test_what_a_mail_service_reports_opens_and_settles_cases(store: Store, inside: Scope) -> None:
    make_words(store)
    now = timezone.now()
    sent = {"state": State.SENT, "sent_at": now, "vtag": 0}
    hard, soft, spam, fine = make_messages(store, 4, **sent)

    for _ in range(2):  # services repeat themselves
        arrivals.record_bounce(message=hard, at=now, is_hard=True, line=LINE)
        arrivals.record_bounce(message=soft, at=now, is_hard=False, line="452 4.2.2 full")
        arrivals.record_complaint(message=spam, at=now, line="abuse")
        arrivals.record_delivery(message=fine, at=now)

    found = {case.message_id: (case.cause, case.detail) for case in cases()}
    assert found == {
        hard.pk: (RescueCause.BOUNCED, LINE),
        spam.pk: (RescueCause.COMPLAINED, "abuse"),
    }


def test_a_repeated_report_does_not_open_what_was_dismissed(store: Store, inside: Scope) -> None:
    make_words(store)
    now = timezone.now()
    (message,) = make_messages(store, 1, state=State.SENT, sent_at=now)
    arrivals.record_bounce(message=message, at=now, is_hard=True, line=LINE)
    (case,) = cases()
    rescuing.dismiss(case=case, because="We called her", actor="Mina", now=now)

    arrivals.record_bounce(message=message, at=now, is_hard=True, line=LINE)

    assert [one.state for one in cases()] == [RescueState.DISMISSED]
