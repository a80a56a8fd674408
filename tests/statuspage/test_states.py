"""Every state an order can be in: what its page answers, and what it never says."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone, translation

from orders.models import Fulfilment, Order
from shipping.models import Parcel
from shipping.promise_words import days_in_words
from shipping.queries import promise_of
from statuspage.models import PageSettings
from stores.models import Store
from stores.scope import store_scope
from tests.factories.buyers_pages import ADDRESS, STATES, make_page

pytestmark = pytest.mark.django_db

HEADLINES = {
    "placed": "With you ",
    "packed": "With you ",
    "on_its_way": "With you ",
    "in_two_parcels": "With you ",
    "moved": "With you ",
    "late": "Later than we promised",
    "today": "With you today",
    "partly_delivered": "With you ",
    "delivered": "Delivered ",
    "attempted": "The carrier could not hand over your parcel",
    "amiss": "Something keeps your parcel from coming",
    "came_back": "Your parcel came back to us",
    "at_a_pickup_point": "You can pick up your order",
    "renumbered": "Your order is packed",
    "nobody_knows_whose": "Your order is packed",
    "pickup": "You can pick up your order",
    "local": "With you ",
    "digital": "Thank you, we have your order",
    "elsewhere": "Your order is packed",
    "cancelled": "This order was cancelled",
    "refunded": "Delivered ",
    "archived": "Delivered ",
    "right_to_left": "Your parcel is on its way",
    "long": "Your parcel is on its way",
    "of_many_lines": "With you ",
    "of_many_parcels": "Your parcels are on their way",
    "crowded": "Your parcels are on their way",
}
SAID = {
    "in_two_parcels": [
        "On its way, parcel 1 of 2",
        "Parcel 1 is in Bergen now.",
        "We send the rest",
    ],
    "moved": ["It takes longer: at first we said"],
    "late": ["It should have been there by", "we know of no new day yet"],
    "packed": ["Just as we promised when you ordered."],
    "partly_delivered": ["On its way, 1 of 2 delivered"],
    "renumbered": ['<s><bdi class="num" dir="ltr">RR123456785SE</bdi></s>'],
    "nobody_knows_whose": ["We do not know which carrier has it.", "It may be:"],
    "pickup": ["Pick it up here", "Kaivegen 00"],
    "local": ["We bring it ourselves."],
    "elsewhere": ["It was sent for us by Shipbob Fulfillment"],
    "cancelled": ["What you had paid was paid back"],
    "refunded": ["Paid back ", "On its way back to us", "RETURN0001"],
    "of_many_lines": ["28 lines more", "210 further lines"],
    "of_many_parcels": ["3 parcels more"],
}


class Fetched(HTMLParser):
    """Addresses that a browser fetches by itself, and identifiers."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in ("img", "script", "iframe", "source", "link", "video"):
            self.fetched.append(said.get("src") or said.get("href", ""))
        if "id" in said:
            self.ids.append(said["id"])


def shown(client: Client, order: Order) -> str:
    answer = client.get(f"/s/{order.token}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_state_is_looked_at() -> None:
    assert HEADLINES.keys() == STATES.keys()


@pytest.mark.parametrize("state", STATES)
def test_the_headline_answers_when_it_comes(client: Client, store: Store, state: str) -> None:
    order = make_page(store, state)

    page = shown(client, order)

    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found
    assert found[1].startswith(HEADLINES[state])
    assert [words for words in SAID.get(state, []) if words not in page] == []


@pytest.mark.parametrize("state", STATES)
def test_a_page_is_light_private_and_asks_nobody_else(
    client: Client, store: Store, state: str
) -> None:
    page = shown(client, make_page(store, state))
    seen = Fetched()
    seen.feed(page)

    assert len(page.encode()) < 30_000
    assert [each for each in seen.fetched if each != "data:,"] == []
    assert len(seen.ids) == len(set(seen.ids))
    assert "@" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S).replace(store.email, "")
    for secret in (ADDRESS["address1"], ADDRESS["name"], ADDRESS["phone"], ADDRESS["zip"]):
        assert str(secret) not in page


@pytest.mark.parametrize("language", ["en", "nb", "da", "sv", "zh-Hans", "de", "fr"])
def test_page_and_promise_name_the_same_days_in_each_language(
    client: Client, store: Store, language: str
) -> None:
    order = make_page(store, "placed", locale=language)

    page = shown(client, order)

    assert f'<html lang="{language}" dir="ltr">' in page
    with store_scope(store.pk), translation.override(language.lower()):
        promise = promise_of(order.pk)
        assert promise is not None
        today = timezone.localdate()
        words = days_in_words(promise, today, language)
    assert words
    assert words in page.partition("</h1>")[0]


def test_what_is_in_which_parcel_stands_at_the_line(client: Client, store: Store) -> None:
    page = shown(client, make_page(store, "in_two_parcels"))

    lines = re.findall(r"<li><div><bdi>(.*?)</bdi><small><bdi>(.*?)</bdi>", page)
    assert lines == [
        ("Strikkepakke «Vidde»", "M, mosegrønn, 1 piece, parcel 1"),
        ("Rundpinne i bjørk", "2 pieces, parcel 1"),
        ("Garnnøste i valnøtt", "1 piece, parcel 2"),
    ]


def test_an_address_that_is_no_https_is_no_link(client: Client, store: Store) -> None:
    order = make_page(store, "on_its_way")
    with store_scope(store.pk):
        Parcel.objects.filter(order=order).update(url="javascript:alert(1)", company="")

    assert "javascript:" not in shown(client, order)


def test_a_cancelled_fulfilment_is_not_shown_as_sent(client: Client, store: Store) -> None:
    order = make_page(store, "on_its_way")
    with store_scope(store.pk):
        Fulfilment.objects.filter(order=order).update(state="CANCELLED")

    page = shown(client, order)

    assert "37052188441007" not in page
    assert "It has not been sent yet." in page


def test_after_its_time_a_page_shows_nothing_and_offers_a_new_link(
    client: Client, store: Store
) -> None:
    order = make_page(store, "delivered")
    with store_scope(store.pk):
        PageSettings.objects.create(store=store, expires_days=30)
        Order.objects.filter(pk=order.pk).update(placed_at=timezone.now() - timedelta(days=31))

    answer = client.get(f"/s/{order.token}")

    page = answer.content.decode()
    assert answer.status_code == 410
    assert order.name not in page
    assert "Strikkepakke" not in page
    assert f"/find/{store.public_id}/" in page


def test_a_renewed_link_has_its_time_anew(client: Client, store: Store) -> None:
    order = make_page(store, "delivered")
    with store_scope(store.pk):
        Order.objects.filter(pk=order.pk).update(
            placed_at=timezone.now() - timedelta(days=400),
            link_renewed_at=timezone.now(),
        )

    assert client.get(f"/s/{order.token}").status_code == 200


def test_nothing_keeps_the_page_and_nobody_is_told_of_it(client: Client, store: Store) -> None:
    order = make_page(store, "on_its_way")

    answer = client.get(f"/s/{order.token}")

    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer
    again = client.get(f"/s/{order.token}", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
