"""What a buyer may ask of the shop, and the answer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from messaging.states import State
from orders.models import Activity, ActivityKind, Order
from statuspage import asking
from statuspage.models import RequestKind, RequestState, ShopState
from stores.models import Store
from stores.scope import store_scope
from tests.statuspage.buyers import (
    ADDRESS,
    ELSEWHERE,
    TYPO,
    asked_of,
    bought,
    forget_turns,
    fresh,
    known,
    mails_to,
    parcel_of,
    promise_of,
    send,
    settings_for,
    settle,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _turns() -> Iterator[None]:
    forget_turns()
    yield
    forget_turns()


@pytest.fixture
def order(store: Store) -> Order:
    return bought(store)


def test_an_address_is_asked_for_and_counts_once_staff_say_so(client: Client, order: Order) -> None:
    known(client, order)

    answer = client.post(f"/s/{order.token}/address", ELSEWHERE)
    (request,) = asked_of(order)
    before = fresh(order).shipping_address
    settle(request, is_granted=True, answer="It leaves tomorrow.")
    send()

    assert answer["Location"] == f"/s/{order.token}/done/asked"
    assert (request.kind, request.state) == (RequestKind.ADDRESS, RequestState.OPEN)
    assert before == ADDRESS
    after = fresh(order)
    assert (after.shipping_address or {})["address1"] == "Nygata 3"
    assert after.shopify_address == ADDRESS
    told = mails_to(order, TYPO)[-1]
    assert (told.about, told.state) == (f"answer:{request.pk}", State.SENT)
    assert "It leaves tomorrow." in text_of(told)
    assert f"/s/{order.token}" in text_of(told)
    page = client.get(f"/s/{order.token}").content.decode()
    assert "It leaves tomorrow." in page
    with store_scope(order.store_id):
        told_of = list(Activity.objects.filter(order=order).order_by("id"))
    kinds = [each.kind for each in told_of]
    assert [kind for kind in kinds if kind.startswith(("BUYER", "ADDRESS"))] == [
        ActivityKind.BUYER_ASKED,
        ActivityKind.ADDRESS_CORRECTED,
        ActivityKind.BUYER_ANSWERED,
    ]
    assert not any("Nygata" in str(each.data) for each in told_of)


def test_where_the_store_says_so_it_counts_at_once(client: Client, order: Order) -> None:
    settings_for(order.store, address_change="AUTOMATIC")
    known(client, order)

    answer = client.post(f"/s/{order.token}/address", ELSEWHERE)

    (request,) = asked_of(order)
    assert answer["Location"] == f"/s/{order.token}/done/moved"
    assert (request.state, request.settled_by) == (RequestState.DONE, "")
    assert request.shop_state == ShopState.DUE
    assert (fresh(order).shipping_address or {})["zip"] == "5003"


def test_only_the_buyer_asks_for_another_address(client: Client, order: Order) -> None:
    answer = client.post(f"/s/{order.token}/address", ELSEWHERE)

    assert answer["Location"] == f"/s/{order.token}/mine"
    assert asked_of(order) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Who lives there?"),
        ({"address1": ""}, "Street and number are missing."),
        ({"zip": "50061"}, "This is no postcode"),
        ({"city": " "}, "The town is missing."),
    ],
)
def test_what_is_wrong_with_an_address_stands_beside_it(
    client: Client, order: Order, changes: dict[str, str], words: str
) -> None:
    known(client, order)

    answer = client.post(f"/s/{order.token}/address", {**ELSEWHERE, **changes})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "address1" not in changes:
        assert "Nygata 3" in answer.content.decode()  # what was typed is kept
    assert asked_of(order) == []


def test_the_country_stays(client: Client, order: Order) -> None:
    settings_for(order.store, address_change="AUTOMATIC")
    known(client, order)

    client.post(f"/s/{order.token}/address", {**ELSEWHERE, "country_code": "SE", "country": "X"})

    assert (fresh(order).shipping_address or {})["country_code"] == "NO"


@pytest.mark.parametrize(
    "late",
    ["NEVER", "left", "fulfilled", "cut-off", "cancelled"],
)
def test_it_is_too_late_once_the_goods_leave(client: Client, order: Order, late: str) -> None:
    now = timezone.now()
    known(client, order)
    if late == "NEVER":
        settings_for(order.store, address_change="NEVER")
    if late == "left":
        parcel_of(order, "IN_TRANSIT")
    if late == "cut-off":
        promise_of(order, ships_by=now + timedelta(minutes=110))
    with store_scope(order.store_id):
        rows = Order.objects.filter(pk=order.pk)
        if late == "fulfilled":
            rows.update(fulfilment_state="PARTIAL")
        if late == "cancelled":
            rows.update(cancelled_at=now)

    answer = client.post(f"/s/{order.token}/address", ELSEWHERE)

    assert answer.status_code == 422
    assert "can no longer be changed here" in answer.content.decode()
    assert asked_of(order) == []


@pytest.mark.parametrize("early", ["label", "before the cut-off"])
def test_it_is_not_too_late_before(client: Client, order: Order, early: str) -> None:
    known(client, order)
    if early == "label":
        parcel_of(order, "LABEL_PRINTED")
    else:
        promise_of(order, ships_by=timezone.now() + timedelta(minutes=130))

    assert client.post(f"/s/{order.token}/address", ELSEWHERE).status_code == 303


def test_a_problem_reaches_staff_once_however_often_it_is_sent(
    client: Client, order: Order
) -> None:
    said = {"reason": "DAMAGED", "text": "The corner is <b>crushed</b>."}

    answers = [client.post(f"/s/{order.token}/problem", said) for _ in range(3)]

    assert [each["Location"] for each in answers] == [f"/s/{order.token}/done/asked"] * 3
    (request,) = asked_of(order)
    assert (request.reason, request.text) == ("DAMAGED", said["text"])
    page = client.get(f"/s/{order.token}").content.decode()
    assert "A problem, reported on" in page


@pytest.mark.parametrize("said", [{}, {"reason": "NONE"}, {"reason": "OTHER", "text": "  "}])
def test_a_problem_without_a_reason_is_asked_for_again(
    client: Client, order: Order, said: dict[str, str]
) -> None:
    answer = client.post(f"/s/{order.token}/problem", said)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_an_order_takes_five_requests_a_day(client: Client, order: Order) -> None:
    def report(number: int) -> int:
        said = {"reason": "OTHER", "text": f"Number {number}"}
        return client.post(f"/s/{order.token}/problem", said).status_code

    assert [report(number) for number in range(6)] == [303] * 5 + [429]
    assert len(asked_of(order)) == 5


def test_goods_go_back_while_the_store_takes_them(client: Client, order: Order) -> None:
    form = {"line-0": "2", "reason": "DOES_NOT_FIT", "text": ""}
    too_early = client.post(f"/s/{order.token}/return", form)
    parcel = parcel_of(order, "DELIVERED", delivered_at=timezone.now() - timedelta(days=13))
    too_many = client.post(f"/s/{order.token}/return", {**form, "line-0": "3"})
    none = client.post(f"/s/{order.token}/return", {**form, "line-0": "0"})
    right = client.post(f"/s/{order.token}/return", form)
    with store_scope(order.store_id):
        type(parcel).objects.update(delivered_at=timezone.now() - timedelta(days=15))
    too_late = client.post(f"/s/{order.token}/return", {**form, "reason": "FAULTY"})

    codes = [each.status_code for each in (too_early, too_many, none, right, too_late)]
    assert codes == [422, 422, 422, 303, 422]
    (request,) = asked_of(order)
    assert request.data == {"lines": [{"line": None, "place": 0, "quantity": 2}]}


def test_a_store_with_a_page_for_returns_sends_buyers_there(client: Client, order: Order) -> None:
    settings_for(order.store, return_url="https://retur.example/start")
    parcel_of(order, "IN_TRANSIT")

    assert client.get(f"/s/{order.token}/return")["Location"] == "https://retur.example/start"
    assert 'href="https://retur.example/start"' in client.get(f"/s/{order.token}").content.decode()


def test_a_refusal_needs_a_word_and_is_said_once(client: Client, order: Order) -> None:
    client.post(f"/s/{order.token}/problem", {"reason": "MISSING"})
    (request,) = asked_of(order)

    with pytest.raises(asking.RequestRefused):
        settle(request, is_granted=False)
    first = settle(request, is_granted=False, answer="We counted it twice.")
    again = settle(request, is_granted=True, answer="Yes after all.")

    assert (first, again) == (True, False)
    assert len(mails_to(order, TYPO)) == 2
    assert asked_of(order)[0].answer == "We counted it twice."


def test_the_answer_is_in_the_buyers_language(client: Client, store: Store) -> None:
    order = bought(store, locale="nb-NO", email="kari@fjordpost.example")
    client.post(f"/s/{order.token}/problem", {"reason": "MISSING"})

    settle(asked_of(order)[0], is_granted=True, answer="Vi sender det i morgen.")

    letter = mails_to(order, "kari@fjordpost.example")[-1]
    assert letter.locale == "nb"
