"""Correct, then send again: to whom; and the first stays as it was."""

import re
from typing import Any

import pytest
from django.utils import timezone

from messaging import correcting, refs, sending, services, tokens, tracing
from messaging.correction import Correction, Scope, Words
from messaging.editing import Edits, NothingToSay
from messaging.models import Message, MessageBody
from messaging.packing import Words as KeptWords
from messaging.repeating import WordsNotKept
from messaging.services import CannotBeWrittenTo
from messaging.states import Reason, State
from orders.models import Activity, ActivityKind, Customer, Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import (
    KIND,
    fresh,
    make_messages,
    make_order,
    make_suppression,
    make_words,
    plan,
)
from tests.messaging.corrections import RIGHT, TYPO, again, body_of, headers_of, make_sent, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(store: Store) -> Message:
    return make_sent(store)


def everything_about(message: Message) -> list[Any]:
    """Every column of the message, its words and its story."""
    with store_scope(message.store_id):
        return [
            *Message.objects.filter(pk=message.pk).values(),
            *[
                {name: bytes(value) if isinstance(value, memoryview) else value
                 for name, value in row.items()}
                for row in MessageBody.objects.filter(message=message).values()
            ],
            *Activity.objects.filter(message_id=message.pk).order_by("pk").values(),
        ]  # fmt: skip


@pytest.mark.parametrize("words", Words)
def test_the_first_stays_as_it_is_to_the_byte(sent: Message, words: str) -> None:
    before = everything_about(sent)

    made = again(sent, words=words, recipient=RIGHT, scope=Scope.CUSTOMER, because="mistyped")

    assert made.state == State.SENT
    assert everything_about(sent) == before


def address_in(body: KeptWords, beginning: str) -> str:
    """Our one address of that kind in the mail."""
    [found] = set(re.findall(rf"{beginning}[A-Za-z0-9_-]+", body.html))
    return str(found)


def test_as_first_sent_is_the_same_mail_with_links_of_its_own(sent: Message) -> None:
    first = body_of(sent)
    with store_scope(sent.store_id):
        Order.objects.filter(pk=order_of(sent).pk).update(name="#changed-since")

    made = again(sent, words=Words.AS_SENT, recipient=RIGHT)

    kept = body_of(made)
    first_ref, own_ref = (refs.message_ref(sent.store_id, pk) for pk in (sent.pk, made.pk))
    own = {address_in(first, kind): address_in(kept, kind) for kind in ("/t/o/", "/p/")}
    for at, url in enumerate(first.links):
        leads = tracing.link_path(made, at, url.replace(first_ref, own_ref))
        own[f"/t/c/{tracing.link_path(sent, at, url)}"] = f"/t/c/{leads}"
    expected = first.html
    for was, becomes in own.items():
        assert was in expected
        expected = expected.replace(was, becomes)
    assert kept.html == expected
    assert first_ref not in kept.html
    assert kept.text == first.text
    assert kept.links == [url.replace(first_ref, own_ref) for url in first.links]
    old, new = headers_of(first), headers_of(kept)
    assert new["Subject"] == old["Subject"]
    assert (RIGHT in new["To"], TYPO in old["To"]) == (True, True)
    assert new["Message-ID"] != old["Message-ID"]
    assert (made.is_verbatim, made.subject) == (True, sent.subject)


def test_as_first_sent_may_itself_be_sent_again(sent: Message) -> None:
    second = again(sent, words=Words.AS_SENT, recipient=RIGHT)

    third = again(second, words=Words.AS_SENT)

    html = body_of(third).html
    assert tokens.open_token(sent.store_id, third.pk) in html
    assert tokens.open_token(sent.store_id, second.pk) not in html
    assert third.recipient == RIGHT


def test_written_anew_says_what_is_so_now(sent: Message) -> None:
    with store_scope(sent.store_id):
        Order.objects.filter(pk=order_of(sent).pk).update(name="#changed-since")

    made = again(sent, words=Words.NOW)

    assert "#changed-since" in body_of(made).html
    assert "#changed-since" not in body_of(sent).html


def test_what_was_never_written_cannot_be_repeated_letter_by_letter(store: Store) -> None:
    make_words(store)
    (message,) = make_messages(store, 1, state=State.NOT_SENT, reason=Reason.NO_ADDRESS)

    with pytest.raises(WordsNotKept):
        again(message, words=Words.AS_SENT)
    with pytest.raises(NothingToSay):
        again(message, words=Words.AS_SENT, edits=Edits(subject="Hei"))


def test_a_kind_without_words_is_refused_before_anything_is_planned(store: Store) -> None:
    (message,) = make_messages(store, 1, state=State.SENT, sent_at=timezone.now())

    with pytest.raises(NothingToSay):
        again(message)


def test_this_message_only_leaves_the_order_alone(sent: Message) -> None:
    made = again(sent, recipient=RIGHT)

    assert (made.recipient, order_of(sent).email) == (RIGHT, TYPO)


def test_the_order_is_corrected_with_its_story(sent: Message) -> None:
    made = again(sent, recipient=RIGHT.upper(), scope=Scope.ORDER, because="read out on the phone")

    order = order_of(sent)
    assert (made.recipient, order.email, order.shopify_email) == (RIGHT, RIGHT, TYPO)
    with store_scope(sent.store_id):
        told = Activity.objects.get(kind=ActivityKind.ADDRESS_CORRECTED)
    assert told.actor == "Jonas Berg"
    assert (told.data["was"], told.data["now"]) == (TYPO, RIGHT)
    assert told.data["because"] == "read out on the phone"


def test_the_customer_is_corrected_too_when_asked_for(sent: Message) -> None:
    with store_scope(sent.store_id):
        customer = Customer.objects.create(store_id=sent.store_id, shopify_id=5, email=TYPO)
        Order.objects.filter(pk=order_of(sent).pk).update(customer=customer)

    again(sent, recipient=RIGHT, scope=Scope.CUSTOMER)

    found = order_of(sent).customer
    assert found
    assert (found.email, found.shopify_email) == (RIGHT, TYPO)


def test_what_waits_goes_to_the_corrected_address_too(sent: Message, store: Store) -> None:
    order = order_of(sent)
    common = {"order": order, "recipient": TYPO}
    (waits,) = make_messages(
        store, 1, **common, about="waits", state=State.HELD, reason=Reason.STORE_PAUSED
    )
    (refused,) = make_messages(
        store, 1, **common, about="refused", state=State.NOT_SENT, reason=Reason.SUPPRESSED
    )
    (off,) = make_messages(
        store, 1, **common, about="off", state=State.NOT_SENT, reason=Reason.MODE_OFF
    )

    again(sent, recipient=RIGHT, scope=Scope.ORDER)

    assert (fresh(waits).recipient, fresh(waits).state) == (RIGHT, State.HELD)
    assert (fresh(refused).recipient, fresh(refused).state) == (RIGHT, State.SENT)
    assert (fresh(off).recipient, fresh(off).state) == (TYPO, State.NOT_SENT)


def test_what_had_not_gone_out_is_replaced_not_repeated(store: Store) -> None:
    make_words(store)
    waiting = plan(make_order(store, email=TYPO))

    made = again(waiting, recipient=RIGHT, scope=Scope.ORDER)

    assert made.state == State.SENT
    assert (fresh(waiting).state, fresh(waiting).reason) == (State.NOT_SENT, Reason.CANCELLED)


def test_an_order_without_address_is_told_once_when_a_better_address_comes(store: Store) -> None:
    make_words(store)
    order = make_order(store, email="")
    unsent = plan(order)
    assert fresh(unsent).reason == Reason.NO_ADDRESS
    with pytest.raises(CannotBeWrittenTo, match="enter one"):
        again(unsent)

    made = again(unsent, recipient=RIGHT)
    with store_scope(store.pk):
        Order.objects.filter(pk=order.pk).update(email="late@example.com")
        services.plan_message(order=order, kind=KIND, now=timezone.now())
    sending.send_due(now=timezone.now())

    assert (made.recipient, made.state) == (RIGHT, State.SENT)
    assert fresh(unsent).state == State.NOT_SENT


def test_where_a_person_sent_it_no_webhook_sends_it_elsewhere(store: Store) -> None:
    make_words(store)
    order = make_order(store, email=TYPO)
    with store_scope(store.pk):
        correction = Correction.of_order(order, KIND, actor="Jonas Berg", recipient=RIGHT)
        made = correcting.resend(correction=correction, now=timezone.now())
        services.plan_message(order=order, kind=KIND, now=timezone.now())

    assert (fresh(made).recipient, made.sequence) == (RIGHT, 0)


def test_after_a_correction_the_mistyped_address_is_no_default_any_more(sent: Message) -> None:
    again(sent, recipient=RIGHT, scope=Scope.ORDER)

    assert again(sent).recipient == RIGHT


def test_nobody_is_written_to_who_must_not_be(sent: Message, store: Store) -> None:
    make_suppression(store, RIGHT)

    with pytest.raises(CannotBeWrittenTo, match="list of addresses"):
        again(sent, recipient=RIGHT)
    with store_scope(sent.store_id):
        Order.objects.filter(pk=order_of(sent).pk).update(redacted_at=timezone.now())
    with pytest.raises(CannotBeWrittenTo, match="erased"):
        again(sent, recipient="else@example.com")
