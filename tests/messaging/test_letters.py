"""Short mails in words of our own: kept when planned, sent as every message, never a case."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from desk import kinds
from messaging import rescue_cases, sending
from messaging.letters import About, Letter, write_letter
from messaging.limits import SentTooOften
from messaging.models import Message, MessageBody, RescueCase, RescueCause
from messaging.services import CannotBeWrittenTo
from messaging.states import State
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import fresh, make_order, make_suppression

pytestmark = pytest.mark.django_db
TO = "ingrid@fjordpost.example"


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store, locale="en", buyer_name="Ingrid\r\nBcc: x@example.com")


def letter(**fields: Any) -> Letter:
    said: dict[str, Any] = {
        "about": About.CODE,
        "ref": "1",
        "subject": "Your code\r\nBcc: x@example.com",
        "paragraphs": ("Type <b>it</b> in:", "Or do nothing."),
        "foot": "The shop writes to you.",
        "code": "012345",
    }
    return Letter(**{**said, **fields})


def write(order: Order, said: Letter | None = None, to: str = TO) -> Message:
    with store_scope(order.store_id):
        return write_letter(
            order=order, letter=said or letter(), recipient=to, actor="", now=timezone.now()
        )


def body_of(message: Message) -> MessageBody:
    with store_scope(message.store_id):
        return MessageBody.objects.get(message=message)


def test_it_goes_out_with_the_words_it_was_planned_with(order: Order) -> None:
    message = write(order)
    planned = body_of(message).words

    sending.send_due(now=timezone.now())

    assert fresh(message).state == State.SENT
    assert body_of(message).words == planned
    assert "012345" in planned.text
    assert "012345" in planned.html
    assert "Type &lt;b&gt;it&lt;/b&gt; in:" in planned.html


def test_nothing_of_it_ends_a_header_or_is_seen(order: Order) -> None:
    words = body_of(write(order)).words

    assert not any("\n" in value or "\r" in value for _name, value in words.headers)
    assert not any(name.lower() == "bcc" for name, _value in words.headers)
    subject = next(value for name, value in words.headers if name == "Subject")
    assert "012345" not in subject
    assert "/t/o/" not in words.html
    assert list(words.links) == []


def test_one_letter_is_written_once(order: Order) -> None:
    assert write(order).pk == write(order).pk
    assert write(order, letter(ref="2")).pk != write(order).pk


def test_nobody_is_written_to_who_must_not_be(store: Store, order: Order) -> None:
    make_suppression(store, TO)

    for address in (TO, "", "nobody"):
        with pytest.raises(CannotBeWrittenTo):
            write(order, to=address)


def test_an_address_has_ten_mails_a_day_from_all_orders(store: Store) -> None:
    for number in range(10):
        write(make_order(store), letter(ref=str(number)))

    with pytest.raises(SentTooOften) as refusal:
        write(make_order(store))

    assert refusal.value.may_go_at > timezone.now() + timedelta(hours=23)


@pytest.mark.parametrize(("about", "cases"), [(About.CODE, 0), (About.ANSWER, 1)])
def test_a_code_that_comes_back_is_no_case_of_the_order(
    order: Order, about: About, cases: int
) -> None:
    message = write(order, letter(about=about))

    with store_scope(order.store_id):
        rescue_cases.open_case(message=message, cause=RescueCause.BOUNCED, at=timezone.now())
        assert RescueCase.objects.filter(order=order).count() == cases


def test_a_letter_is_called_by_what_it_is_about(order: Order) -> None:
    assert kinds.words_of(write(order)) == "Code for a new e-mail address"
    assert kinds.words_of(write(order, letter(about=About.ANSWER))) == "Answer to the buyer"
