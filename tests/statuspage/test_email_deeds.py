"""Didn't get it? The mail once more, and to the right address, proved by a code."""

import logging
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from messaging import rescue_cases
from messaging.limits import SentTooOften
from messaging.models import Message, MessageBody, RescueCase, RescueCause, RescueState
from messaging.states import State
from orders.models import Activity, ActivityKind, Order
from statuspage import codes, mailing
from statuspage.models import BuyerCode
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import make_order, make_suppression
from tests.statuspage.buyers import (
    POSTCODE,
    RIGHT,
    SECRETS,
    TYPO,
    bought,
    code_in,
    forget_turns,
    fresh,
    mails_to,
    send,
    settings_for,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _turns() -> None:
    forget_turns()


@pytest.fixture
def order(store: Store) -> Order:
    return bought(store)


def came_back(order: Order) -> RescueCase:
    (message,) = mails_to(order, TYPO)
    with store_scope(order.store_id):
        Message.objects.filter(pk=message.pk).update(bounced_at=timezone.now())
        rescue_cases.open_case(message=message, cause=RescueCause.BOUNCED, at=timezone.now())
        return RescueCase.objects.get(order=order)


def wants(client: Client, order: Order, address: str = RIGHT, **more: str) -> Any:
    said = {"address": address, "who": POSTCODE, **more}
    return client.post(f"/s/{order.token}/email", said)


def says(client: Client, order: Order, code: str) -> Any:
    return client.post(f"/s/{order.token}/code", {"code": code})


def another(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 10**6:06d}"


def test_the_page_says_what_became_of_the_mail(client: Client, order: Order) -> None:
    before = client.get(f"/s/{order.token}").content.decode()
    came_back(order)
    after = client.get(f"/s/{order.token}").content.decode()

    assert "its mail server took it" in before
    assert "Did we get your e-mail address right?" not in before
    assert "came back on" in after
    assert "Did we get your e-mail address right?" in after
    assert "i•••••@f•••.example" in after


def test_a_code_corrects_the_address_and_the_confirmation_comes_anew(
    client: Client, order: Order
) -> None:
    case = came_back(order)

    asked = wants(client, order)
    form = client.get(asked["Location"])
    done = says(client, order, code_in(order))
    send()

    assert (asked.status_code, asked["Location"]) == (303, f"/s/{order.token}/code")
    assert "i•••••@f•••.example" in form.content.decode()
    assert (done.status_code, done["Location"]) == (303, f"/s/{order.token}/done/corrected")
    assert "The address is corrected" in client.get(done["Location"]).content.decode()
    assert fresh(order).email == RIGHT
    code, confirmation = mails_to(order, RIGHT)
    assert code.about.startswith("code:")
    assert (confirmation.kind, confirmation.state) == ("ORDER_CONFIRMATION", State.SENT)
    with store_scope(order.store_id):
        case.refresh_from_db()
        told = Activity.objects.get(order=order, kind=ActivityKind.ADDRESS_CORRECTED)
    assert (case.state, case.correction_id) == (RescueState.MENDED, confirmation.pk)
    assert told.actor == f"Buyer of {order.name}"
    assert "Did we get" not in client.get(f"/s/{order.token}").content.decode()


def test_who_took_the_address_is_told_to_the_old_one(client: Client, order: Order) -> None:
    wants(client, order)
    says(client, order, code_in(order))
    send()

    _first, notice = mails_to(order, TYPO)
    assert notice.state == State.SENT
    assert "i•••••@f•••.example" in text_of(notice)
    assert RIGHT not in text_of(notice)


@pytest.mark.parametrize("has_come_back", [True, False])
def test_the_old_address_is_left_alone_where_it_came_back_or_the_store_says_so(
    client: Client, order: Order, has_come_back: bool
) -> None:
    if has_come_back:
        came_back(order)
    else:
        settings_for(order.store, tells_old_address=False)

    wants(client, order)
    says(client, order, code_in(order))

    assert len(mails_to(order, TYPO)) == 1


def test_nobody_changes_the_address_who_does_not_know_the_buyer(
    client: Client, order: Order
) -> None:
    answer = client.post(f"/s/{order.token}/email", {"address": RIGHT, "who": "5007"})

    assert answer.status_code == 422
    assert "not what the order says" in answer.content.decode()
    assert mails_to(order, RIGHT) == []


def test_a_probable_slip_is_asked_about_and_can_be_meant(client: Client, order: Order) -> None:
    asked = wants(client, order, "anna@gnail.com").content.decode()
    nothing = mails_to(order, "anna@gnail.com") + mails_to(order, "anna@gmail.com")
    sure = wants(client, order, "anna@gnail.com", sure="1")

    assert 'value="anna@gmail.com"' in asked
    assert nothing == []
    assert sure.status_code == 303
    assert len(mails_to(order, "anna@gnail.com")) == 1


@pytest.mark.parametrize("address", ["", "ingrid", "a@b", "x@y.example\r\nBcc: z@z.example", TYPO])
def test_what_is_no_new_address_is_refused_in_words(
    client: Client, order: Order, address: str
) -> None:
    answer = wants(client, order, address, sure="1")

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    with store_scope(order.store_id):
        assert not BuyerCode.objects.exists()


def test_an_address_that_came_back_before_is_refused(client: Client, order: Order) -> None:
    make_suppression(order.store, RIGHT)

    assert "came back before" in wants(client, order).content.decode()


def test_five_wrong_codes_and_it_is_over(client: Client, order: Order) -> None:
    wants(client, order)
    code = code_in(order)

    wrong = [says(client, order, another(code, by)) for by in range(1, 6)]
    right = says(client, order, code)

    assert [each.status_code for each in wrong] == [422] * 5
    assert "4 tries left" in wrong[0].content.decode()
    assert right.status_code == 422
    assert fresh(order).email == TYPO


def test_a_code_dies_after_ten_minutes(client: Client, order: Order) -> None:
    wants(client, order)
    code = code_in(order)
    with store_scope(order.store_id):
        BuyerCode.objects.update(expires_at=timezone.now())

    assert "no longer counts" in says(client, order, code).content.decode()
    assert fresh(order).email == TYPO


def test_only_the_last_code_counts(client: Client, order: Order) -> None:
    wants(client, order, "first@fjordpost.example")
    first = code_in(order, "first@fjordpost.example")
    wants(client, order)
    last = code_in(order)
    if first != last:  # one in a million
        assert says(client, order, first).status_code == 422

    assert says(client, order, last).status_code == 303
    assert fresh(order).email == RIGHT


def test_the_code_of_another_order_is_none(client: Client, store: Store, order: Order) -> None:
    other = bought(store, email="other@fjordpsot.example")
    wants(client, other)

    assert says(client, order, code_in(other)).status_code == 422
    assert fresh(order).email == TYPO


def test_what_is_kept_of_a_code_tells_nobody_the_code(client: Client, order: Order) -> None:
    wants(client, order)
    code = code_in(order)

    with store_scope(order.store_id):
        row = BuyerCode.objects.get()

    assert code.encode() not in bytes(row.digest) + bytes(row.nonce)
    assert len(bytes(row.digest)) == 32


def test_a_double_click_mails_one_code(client: Client, order: Order) -> None:
    wants(client, order)
    wants(client, order)

    assert len(mails_to(order, RIGHT)) == 1


def test_an_order_has_five_codes_a_day_and_an_address_three_an_hour(
    store: Store, order: Order
) -> None:
    now = timezone.now()
    with store_scope(store.pk):
        for number in range(5):
            codes.send_code(order=order, address=f"{number}@fjordpost.example", actor="", now=now)
        with pytest.raises(SentTooOften):
            codes.send_code(order=order, address=RIGHT, actor="", now=now)
        others = [make_order(store) for _ in range(4)]
        for other in others[:3]:
            codes.send_code(order=other, address=RIGHT, actor="", now=now)
        with pytest.raises(SentTooOften) as refusal:
            codes.send_code(order=others[3], address=RIGHT, actor="", now=now)

    assert refusal.value.may_go_at == now + timedelta(hours=1)


def test_a_plain_page_says_when_it_may_be_tried_again(client: Client, order: Order) -> None:
    with store_scope(order.store_id):
        for number in range(5):
            codes.send_code(
                order=order, address=f"{number}@fjordpost.example", actor="", now=timezone.now()
            )

    answer = wants(client, order)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 3600
    assert "Try again at" in answer.content.decode()


def test_the_mail_once_more_goes_to_the_address_on_file_alone(client: Client, order: Order) -> None:
    (first,) = mails_to(order, TYPO)
    nonce = first.public_id.hex

    answers = [
        client.post(f"/s/{order.token}/again", {"nonce": nonce, "address": RIGHT, "email": RIGHT})
        for _ in range(2)
    ]
    send()

    assert [each["Location"] for each in answers] == [f"/s/{order.token}/done/sent"] * 2
    _first, second = mails_to(order, TYPO)
    assert (second.state, second.sequence) == (State.SENT, 1)
    assert mails_to(order, RIGHT) == []


def test_the_form_of_the_page_sends_again_once_for_each_mail_sent(
    client: Client, order: Order
) -> None:
    def pressed() -> int:
        page = client.get(f"/s/{order.token}").content.decode()
        nonce = page.partition('name="nonce" value="')[2].partition('"')[0]
        return client.post(f"/s/{order.token}/again", {"nonce": nonce}).status_code

    assert [pressed() for _ in range(4)] == [303, 303, 303, 429]
    assert len(mails_to(order, TYPO)) == 4  # the first, and three a day


def test_without_words_of_ours_the_page_says_who_sends_it(client: Client, store: Store) -> None:
    order = make_order(store, locale="en")

    answer = client.post(f"/s/{order.token}/again", {"nonce": ""})

    assert answer["Location"] == f"/s/{order.token}/done/paused"


def test_where_nothing_can_be_sent_the_address_is_corrected_all_the_same(
    client: Client, order: Order
) -> None:
    with every_store(because="the words go"):
        from templates_app.models import Revision

        with_words = Revision.objects.count()
    now = timezone.now()
    with store_scope(order.store_id):
        for number in range(3):
            mailing.send_again(order=order, nonce=str(number), now=now)

    wants(client, order)
    done = says(client, order, code_in(order))

    assert with_words
    assert done["Location"].endswith("/done/kept")
    assert fresh(order).email == RIGHT


def test_no_address_stands_in_a_page_an_url_or_a_log(
    client: Client, order: Order, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    came_back(order)
    answers = [
        client.get(f"/s/{order.token}"),
        client.get(f"/s/{order.token}/mine"),
        client.post(f"/s/{order.token}/who", {"who": "guess"}),
        wants(client, order),
        client.get(f"/s/{order.token}/code"),
        says(client, order, "12"),
        client.get(f"/s/{order.token}/done/corrected"),
    ]

    shown = [each.content.decode() + str(each.headers) for each in answers]
    logged = " ".join(
        record.getMessage()
        for record in caplog.records
        if "sql" not in record.name and not record.name.startswith("django.db")
    )
    for secret in SECRETS:
        assert not any(secret in each for each in shown), secret
        assert secret not in logged


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_clicks_at_once_correct_once(order: Order) -> None:
    with store_scope(order.store_id):
        row = codes.send_code(order=order, address=RIGHT, actor="", now=timezone.now())
    outcomes: list[str] = []

    def click() -> None:
        with store_scope(order.store_id):
            outcomes.append(mailing.correct_by_code(code=row, now=timezone.now()))
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["BEFORE", "BEFORE", "BEFORE", "SENT"]
    assert len(mails_to(order, RIGHT)) == 2
    with store_scope(order.store_id):
        assert MessageBody.objects.filter(message__in=mails_to(order, RIGHT)).count() >= 1
