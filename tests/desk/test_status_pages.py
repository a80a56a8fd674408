"""Staff answer what buyers ask for, and decide what the page offers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from orders.models import Order
from statuspage import faq
from statuspage.faq import FaqRefused
from statuspage.models import BuyerRequest, FaqEntry, PageSettings, RequestState, ShopState
from stores.models import Store, User
from stores.scope import store_scope
from tests.factories.buyers import make_request
from tests.statuspage.buyers import ADDRESS, TYPO, bought, fresh, mails_to

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def desk(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def order(store: Store) -> Order:
    return bought(store)


def page_of(desk: Client, query: str = "") -> str:
    return desk.get(f"/admin/requests/{query}").content.decode()


def ask(store: Store, question: str, locale: str = "nb") -> FaqEntry:
    with store_scope(store.pk):
        return faq.add_question(
            store=store, locale=locale, question=question, answer="So.", actor="Mina", now=NOW
        )


def asked(store: Store, locale: str = "nb") -> list[str]:
    with store_scope(store.pk):
        return [row.question for row in faq.questions_in(store=store, locale=locale)]


def test_the_verdict_stands_first_and_the_longest_waiting_on_top(
    desk: Client, order: Order
) -> None:
    empty = page_of(desk)
    make_request(order, text="the newer one", asked_at=NOW)
    make_request(order, text="the older one", asked_at=NOW - timedelta(hours=5))
    page = page_of(desk)

    assert "No buyer waits for an answer." in empty
    assert "2 buyers wait for an answer." in page
    assert page.index("the older one") < page.index("the newer one")


def test_a_word_of_a_buyer_is_only_text(desk: Client, order: Order) -> None:
    make_request(order, text="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page_of(desk)


def test_an_address_is_granted_from_the_queue(desk: Client, order: Order) -> None:
    request = make_request(
        order, kind="ADDRESS", reason="", text="", data={**ADDRESS, "address1": "Nygata 3"}
    )
    shown = page_of(desk)

    desk.post(f"/admin/requests/{request.public_id}/settle/", {"do": "grant", "answer": ""})

    assert "Nygata 3" in shown
    assert (fresh(order).shipping_address or {})["address1"] == "Nygata 3"
    assert len(mails_to(order, TYPO)) == 2
    assert "Nygata 3" not in page_of(desk)
    assert "Nygata 3" in page_of(desk, "?state=DONE")


def test_a_refusal_without_a_word_says_what_is_missing(desk: Client, order: Order) -> None:
    request = make_request(order)

    answer = desk.post(
        f"/admin/requests/{request.public_id}/settle/", {"do": "refuse"}, follow=True
    )

    assert "Tell the buyer why" in answer.content.decode()
    with store_scope(order.store_id):
        assert BuyerRequest.objects.get(pk=request.pk).state == RequestState.OPEN


def test_what_shopify_does_not_know_is_a_task(desk: Client, order: Order) -> None:
    request = make_request(
        order,
        kind="ADDRESS",
        data=ADDRESS,
        state="DONE",
        shop_state="FAILED",
        shop_detail="Zip is not valid",
    )
    page = page_of(desk, "?state=NOT_TOLD")

    desk.post(f"/admin/requests/{request.public_id}/tell/", {"do": "again"})

    assert "Shopify does not know of 1 new address." in page
    assert "Zip is not valid" in page
    with store_scope(order.store_id):
        assert BuyerRequest.objects.get(pk=request.pk).shop_state == ShopState.DUE


@pytest.mark.parametrize("count", [1, 40])
def test_the_queue_costs_the_same_for_any_number(
    desk: Client, order: Order, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        data = {"lines": [{"line": None, "place": 0, "quantity": 1}]}
        make_request(order, kind="RETURN", reason="FAULTY", data=data, text=str(number))
    page_of(desk)

    with django_assert_num_queries(8):
        page = page_of(desk)

    assert page.count("1 × Garnnøste") == count


def test_fifty_stand_on_a_page_and_the_next_goes_on(desk: Client, order: Order) -> None:
    for number in range(51):
        make_request(order, text=f"word-{number:02}-", asked_at=NOW + timedelta(seconds=number))

    first = page_of(desk)
    link = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = page_of(desk, link.replace("&amp;", "&"))

    assert "More than 50 buyers wait" in first
    assert "word-49-" in first
    assert "word-50-" not in first
    assert "word-50-" in second
    assert "word-49-" not in second


def test_the_cockpit_counts_who_waits(desk: Client, order: Order) -> None:
    make_request(order)

    assert "Answer 1" in desk.get("/admin/").content.decode()


def test_a_page_is_set_up(desk: Client, store: Store) -> None:
    said: dict[str, Any] = {
        "address_change": "AUTOMATIC",
        "address_hours": "6",
        "answer_days": "2",
        "return_days": "30",
        "expires_days": "90",
        "takes_problems": "on",
        "return_url": "https://retur.example/",
    }

    desk.post(f"/admin/status-pages/{store.pk}/", said)
    page = desk.get("/admin/status-pages/").content.decode()

    with store_scope(store.pk):
        row = PageSettings.objects.get(store=store)
    assert (row.address_change, row.address_hours, row.return_days) == ("AUTOMATIC", 6, 30)
    assert (row.takes_problems, row.takes_returns, row.tells_old_address) == (True, False, False)
    assert row.changed_by
    assert 'value="https://retur.example/"' in page


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("return_url", "http://retur.example", "begins with https://"),
        ("privacy_url", "javascript:alert(1)", "begins with https://"),
        ("contact_email", "nobody", "No mail can reach"),
        ("expires_days", "5", "between 30 and 3650"),
        ("return_days", "many", "between 0 and 366"),
        ("address_change", "MAYBE", "Choose what becomes"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    desk: Client, store: Store, field: str, said: str, words: str
) -> None:
    right = {
        "address_change": "ASKED",
        "address_hours": "2",
        "answer_days": "1",
        "return_days": "14",
        "expires_days": "365",
    }

    answer = desk.post(f"/admin/status-pages/{store.pk}/", {**right, field: said}, follow=True)

    assert words in answer.content.decode().replace("&#x27;", "'")
    with store_scope(store.pk):
        assert not PageSettings.objects.exists()


def test_questions_are_written_moved_changed_and_taken_away(desk: Client, store: Store) -> None:
    for question in ("One?", "Two?", "Three?"):
        said = {"locale": "nb", "question": question, "answer": "So."}
        desk.post(f"/admin/status-pages/{store.pk}/questions/", said)
    with store_scope(store.pk):
        first, second, third = faq.questions_in(store=store)

    desk.post(f"/admin/status-pages/questions/{third.public_id}/move/", {"to": "up"})
    desk.post(f"/admin/status-pages/questions/{first.public_id}/move/", {"to": "up"})
    desk.post(f"/admin/status-pages/questions/{second.public_id}/remove/")
    url = f"/admin/status-pages/questions/{third.public_id}/"
    desk.post(url, {"question": "Third?", "answer": "New."})

    assert asked(store) == ["One?", "Third?"]
    page = desk.get(f"/admin/status-pages/?store={store.pk}&locale=nb").content.decode()
    assert "Third?" in page
    assert "New." in page


def test_a_buyer_reads_their_own_language_else_the_stores_else_english(store: Store) -> None:
    ask(store, "English?", "en")

    def read(*wanted: str) -> list[str]:
        with store_scope(store.pk):
            return [row.question for row in faq.questions_for(store, wanted)]

    assert read("da-DK") == ["English?"]
    ask(store, "Norsk?", store.locale)
    assert read("da-DK") == ["Norsk?"]
    ask(store, "Dansk?", "da")
    assert read("da-DK") == ["Dansk?"]
    assert read("zh-CN") == ["Norsk?"]


def test_a_page_is_read_not_searched(store: Store) -> None:
    for number in range(faq.MOST):
        ask(store, f"{number}?")

    with pytest.raises(FaqRefused):
        ask(store, "One more?")


@pytest.mark.parametrize("locale", ["", "xx", "nb\x00", "tlh"])
def test_a_language_that_the_page_is_not_in_is_refused(store: Store, locale: str) -> None:
    with pytest.raises(FaqRefused):
        ask(store, "What?", locale)
