"""The page's word that a person followed a link: who may say it, of what, and how often."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging.models import Message
from messaging.tokens import click_token, link_token, open_token
from orders.models import Order
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import make_order
from tests.factories.stores import make_store
from tests.factories.tracking import make_hit, make_sent_message
from tracking import beacons
from tracking.models import Event

LINK = 2


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store)


@pytest.fixture
def message(order: Order) -> Message:
    return make_sent_message(Store(pk=order.store_id), order=order)


def named(message: Message) -> str:
    return click_token(message.store_id, message.pk, LINK)


def page(client: Client, order: Order, click: str = "") -> str:
    answer = client.get(f"/s/{order.token}", {"m": click} if click else {})
    assert answer.status_code == 200
    return answer.content.decode()


def word_in(html: str) -> str:
    found = re.search(r'data-word="([^"]+)"', html)
    return found[1] if found else ""


def say(client: Client, order: Order, word: str) -> int:
    answer = client.post(f"/s/{order.token}/seen", word, content_type="text/plain")
    return answer.status_code


def beacons_seen() -> list[Event]:
    with every_store(because="a test looks"):
        return list(Event.objects.filter(kind="BEACON"))


def test_who_comes_by_a_mail_and_uses_the_page_is_a_person(
    client: Client, order: Order, message: Message
) -> None:
    make_hit(message, "CLICK", at=timezone.now(), link_index=LINK)
    word = word_in(page(client, order, named(message)))

    assert say(client, order, word) == 204
    assert say(client, order, word) == 204

    [event] = beacons_seen()
    assert (event.message_id, event.link_index) == (message.pk, LINK)
    assert event.ip == "127.0.0.0"

    make_hit(message, "CLICK", at=timezone.now(), link_index=LINK)
    say(client, order, word)
    assert len(beacons_seen()) == 2


def test_the_policy_lets_through_what_the_witness_needs_and_no_more(
    client: Client, order: Order, message: Message
) -> None:
    answer = client.get(f"/s/{order.token}", {"m": named(message)})

    policy = answer["Content-Security-Policy"]
    assert "script-src http://testserver/witness.js; " in policy
    assert f"connect-src http://testserver/s/{order.token}/seen; " in policy
    assert "worker-src" not in policy
    assert client.get("/witness.js")["Content-Type"].startswith("text/javascript")


def test_without_a_click_of_ours_the_page_bears_no_witness(
    client: Client,
    order: Order,
    message: Message,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rival = make_store()
    others = make_sent_message(Store(pk=order.store_id), order=make_order(Store(pk=order.store_id)))
    strangers = make_sent_message(rival, order=make_order(rival))
    with store_scope(order.store_id):
        silent = make_sent_message(Store(pk=order.store_id), order=order, tracked_as="OFF")
    claims = [
        "",
        "nonsense",
        open_token(message.store_id, message.pk),
        link_token(message.store_id, message.pk, LINK, "https://shop.example/"),
        click_token(message.store_id, others.pk, LINK),
        click_token(rival.pk, strangers.pk, LINK),
        click_token(rival.pk, message.pk, LINK),
        click_token(silent.store_id, silent.pk, LINK),
    ]
    assert word_in(page(client, order, named(message)))

    for claim in claims:
        html = page(client, order, claim)
        assert "witness.js" not in html, claim


def test_a_witness_is_for_its_own_order_and_for_half_an_hour(
    client: Client, order: Order, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hit(message, "CLICK", at=timezone.now(), link_index=LINK)
    word = word_in(page(client, order, named(message)))
    other = make_order(make_store())

    assert say(client, other, word) == 204
    assert say(client, order, word[:-2]) == 204
    assert say(client, order, "") == 204
    assert say(client, order, "x" * 301) == 413
    assert client.get(f"/s/{order.token}/seen").status_code == 405
    assert client.post("/s/unknown/seen", word, content_type="text/plain").status_code == 404
    with monkeypatch.context() as late:
        late.setattr(beacons, "GOOD_FOR", -1)
        assert say(client, order, word) == 204
    assert beacons_seen() == []

    say(client, order, word)
    assert len(beacons_seen()) == 1


@pytest.mark.parametrize(
    ("changed", "minutes"), [({"link_index": 1}, 0), ({"way": "HEAD"}, 0), ({}, -121), ({}, 5)]
)
def test_there_is_no_witness_of_a_click_that_was_not(
    client: Client, order: Order, message: Message, changed: dict[str, object], minutes: int
) -> None:
    at = timezone.now() + timedelta(minutes=minutes)
    make_hit(message, "CLICK", at=at, **{"link_index": LINK, **changed})

    say(client, order, word_in(page(client, order, named(message))))

    assert beacons_seen() == []


def test_who_said_no_since_is_not_seen(client: Client, order: Order, message: Message) -> None:
    make_hit(message, "CLICK", at=timezone.now(), link_index=LINK)
    word = word_in(page(client, order, named(message)))
    with store_scope(order.store_id):
        Message.objects.update(tracked_as="OFF")

    say(client, order, word)

    assert beacons_seen() == []


def test_the_witness_costs_one_query_to_offer_and_one_to_take(
    client: Client,
    order: Order,
    message: Message,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_hit(message, "CLICK", at=timezone.now(), link_index=LINK)
    word = word_in(page(client, order, named(message)))

    with store_scope(order.store_id), django_assert_num_queries(1):
        beacons.witness_for(order=order, named=named(message))
    with store_scope(order.store_id), django_assert_num_queries(1):
        beacons.record_beacon(order=order, witness=word, at=timezone.now(), user_agent="", ip=None)
