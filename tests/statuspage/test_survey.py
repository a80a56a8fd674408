"""What stopped the buyer: asked by links of a reminder, said by POST, once a basket, forgotten."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from messaging import erasure, repeating, tokens
from messaging.basket_rules import Rules
from messaging.models import BasketAnswer, Message, MessageBody
from orders.models import Checkout
from stores.models import Store
from stores.scope import store_scope
from tests.factories.baskets import HOUR, NOON, let, make_basket, pass_to, remind
from tests.factories.messaging import make_messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def basket(store: Store) -> Checkout:
    let(store, asks_why=True, own_reasons=("The colour <was> gone",))
    basket = make_basket(store)
    remind(basket)
    pass_to(NOON + HOUR)
    return basket


def message_of(basket: Checkout) -> Message:
    with store_scope(basket.store_id):
        return Message.objects.select_related("store").get(about=f"checkout:{basket.pk}")


def url_of(basket: Checkout) -> str:
    return f"/w/{tokens.survey_token(basket.store_id, message_of(basket).pk)}"


def kept(basket: Checkout) -> list[tuple[str, str, str, int]]:
    with store_scope(basket.store_id):
        rows = BasketAnswer.objects.order_by("id")
        return list(rows.values_list("reason", "own_words", "text", "step"))


def test_the_mail_asks_with_links_that_nobody_counts(basket: Checkout) -> None:
    with store_scope(basket.store_id):
        html = MessageBody.objects.get().html

    assert f'{url_of(basket)}?why=SHIPPING_COST"' in html
    assert f'{url_of(basket)}?why=own-1"' in html
    assert "The colour &lt;was&gt; gone" in html


def test_a_store_that_does_not_ask_says_nothing_of_it(store: Store) -> None:
    basket = make_basket(store)
    remind(basket)
    pass_to(NOON + HOUR)

    with store_scope(store.pk):
        assert "/w/" not in MessageBody.objects.get().html


def test_looking_chooses_beforehand_and_keeps_nothing(
    client: Client, basket: Checkout, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = url_of(basket)
    for _scanner in range(2):
        page = client.get(f"{url}?why=PRICE")
    with django_assert_num_queries(5):
        page = client.get(f"{url}?why=PRICE")

    said = page.content.decode()
    assert page.status_code == 200
    assert re.findall(r'value="([^"]+)"[^>]* checked', said) == ["PRICE"]
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "script-src" not in page["Content-Security-Policy"]
    assert "<script" not in said
    assert "kari" not in said.lower()
    assert client.head(url).status_code == 200
    assert kept(basket) == []


def test_an_answer_is_kept_once_a_basket_and_may_change(basket: Checkout) -> None:
    strict = Client(enforce_csrf_checks=True)
    url = url_of(basket)

    for said in ({"why": "PRICE"}, {"why": "PRICE", "text": " Too dear\x00 "}, {"why": "PRICE"}):
        answer = strict.post(url, said)
        assert (answer.status_code, answer["Location"]) == (303, f"{url}?kept=1")
    assert kept(basket) == [("PRICE", "", "Too dear", 1)]
    strict.post(url, {"why": "own-1"})

    assert kept(basket) == [("OWN", "The colour <was> gone", "", 1)]
    thanks = strict.get(f"{url}?kept=1").content.decode()
    assert "Takk" in thanks or "Thank you" in thanks
    assert "The colour &lt;was&gt; gone" in thanks


def test_what_was_written_is_not_shown_to_whoever_holds_the_link(
    client: Client, basket: Checkout
) -> None:
    client.post(url_of(basket), {"why": "OTHER", "text": "My neighbour Ola has it"})

    assert "Ola" not in client.get(url_of(basket)).content.decode()


@pytest.mark.parametrize("why", ["", "WHATEVER", "own-2", "UNSURE"])
def test_what_is_not_offered_is_asked_again(client: Client, basket: Checkout, why: str) -> None:
    answer = client.post(url_of(basket), {"why": why, "text": "x"})

    assert (answer.status_code, kept(basket)) == (422, [])
    assert 'role="alert"' in answer.content.decode()


def test_only_a_genuine_token_of_a_reminder_is_let_in(
    client: Client, store: Store, basket: Checkout
) -> None:
    (confirmation,) = make_messages(store, 1)
    message = message_of(basket)
    genuine = tokens.survey_token(store.pk, message.pk)
    forged = genuine[:-1] + ("A" if genuine[-1] != "A" else "B")
    wrong = [
        forged,
        tokens.feedback_token(store.pk, message.pk),
        tokens.preferences_token(store.pk, message.pk),
        tokens.survey_token(store.pk, confirmation.pk),
        tokens.survey_token(store.pk + 1, message.pk),
        tokens.survey_token(store.pk, message.pk + 10_000),
    ]

    assert client.get(f"/w/{genuine}").status_code == 200
    for token in wrong:
        assert client.get(f"/w/{token}").status_code == 404
        assert client.post(f"/w/{token}", {"why": "PRICE"}).status_code == 404
    assert kept(basket) == []


def test_whoever_is_forgotten_is_asked_no_more_and_their_words_are_gone(
    client: Client, store: Store, basket: Checkout
) -> None:
    url = url_of(basket)
    client.post(url, {"why": "PRICE", "text": "Ring me at 91 23 45 67"})

    with store_scope(store.pk):
        rows = Message.objects.filter(about=f"checkout:{basket.pk}")
        erasure.forget_said(wanted=rows, now=NOON + timedelta(days=1))
        Checkout.objects.update(redacted_at=NOON + timedelta(days=1))

    assert kept(basket) == [("PRICE", "", "", 1)]  # a figure of nobody
    assert client.get(url).status_code == 404
    assert client.post(url, {"why": "OTHER", "text": "x"}).status_code == 404
    assert kept(basket) == [("PRICE", "", "", 1)]


def test_nobody_asks_without_end(client: Client, basket: Checkout) -> None:
    answers = [client.post(url_of(basket), {"why": "PRICE"}).status_code for _ in range(22)]

    assert answers[:20] == [303] * 20
    assert answers[20:] == [429] * 2


def test_a_mail_that_is_sent_again_asks_about_itself(basket: Checkout) -> None:
    original = message_of(basket)
    again = Message(pk=original.pk + 1, store_id=original.store_id, kind=original.kind)
    was = f"{url_of(basket)}?why=PRICE"

    html = repeating.retold(f'<a href="{was}">Price</a>', original.pk, again)

    own = f"/w/{tokens.survey_token(again.store_id, again.pk)}?why=PRICE"
    assert html == f'<a href="{own}">Price</a>'


@pytest.mark.parametrize("locale", ["nb", "da", "sv", "de", "fr", "en", "zh-Hans", "ar"])
def test_every_buyer_is_asked_in_a_language_of_theirs(
    client: Client, basket: Checkout, locale: str, store: Store
) -> None:
    with store_scope(store.pk):
        Message.objects.update(locale=locale)

    page = client.get(url_of(basket)).content.decode()

    spoken = {"ar": "nb"}.get(locale, locale)  # the store's own, where we do not speak theirs
    assert f'lang="{spoken}"' in page or locale == "ar"
    assert page.count('name="why"') == len(Rules().reasons) + 1


def test_pages_of_this_kind_take_no_files(client: Client, basket: Checkout) -> None:
    too_long: dict[str, Any] = {"why": "PRICE", "text": "x" * 40_000}

    assert client.post(url_of(basket), too_long).status_code == 413
