"""Who the buyer is, and what nobody else sees or does."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from redis.exceptions import RedisError

from messaging.models import Message
from orders.models import Order
from statuspage import erasure, identity
from statuspage.models import BuyerCode, BuyerRequest
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_order
from tests.statuspage.buyers import (
    ADDRESS,
    ELSEWHERE,
    POSTCODE,
    SECRETS,
    TYPO,
    bought,
    forget_turns,
    known,
    parcel_of,
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


@pytest.mark.parametrize(
    "said", [POSTCODE, " 50 06 ", TYPO, TYPO.upper(), "91234567", "+47 912 34 567", "0047 91234567"]
)
def test_the_buyer_is_known_by_what_only_they_know(client: Client, order: Order, said: str) -> None:
    answer = client.post(f"/s/{order.token}/who", {"who": said})
    page = client.get(answer["Location"])

    assert answer.status_code == 303
    assert "Ullbakken 12" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    cookie = answer.cookies[identity.COOKIE]
    assert cookie["path"] == f"/s/{order.token}/"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert not any(secret in cookie.value for secret in SECRETS)


@pytest.mark.parametrize("said", ["", "5007", "NO", "Bergen", "Ingrid", "x" * 5000, "\x00", "٥٠٠٦"])
def test_nobody_else_is(client: Client, order: Order, said: str) -> None:
    answer = client.post(f"/s/{order.token}/who", {"who": said})

    assert answer.status_code == 422
    assert identity.COOKIE not in answer.cookies
    assert "Ullbakken" not in client.get(f"/s/{order.token}/mine").content.decode()


def test_the_page_itself_stays_masked_for_the_buyer_too(client: Client, order: Order) -> None:
    before = client.get(f"/s/{order.token}").content

    known(client, order)

    assert client.get(f"/s/{order.token}").content == before


def test_the_cookie_opens_no_other_order_and_dies_with_the_link(
    client: Client, store: Store, order: Order
) -> None:
    other = make_order(store, locale="en", shipping_address=ADDRESS)
    known(client, order)
    kept = client.cookies[identity.COOKIE].value

    def sees(token: str) -> bool:
        answer = Client().get(f"/s/{token}/mine", headers={"cookie": f"{identity.COOKIE}={kept}"})
        return "Ullbakken" in answer.content.decode()

    assert sees(order.token)
    assert not sees(other.token)
    with store_scope(store.pk):
        Order.objects.filter(pk=order.pk).update(token="another-token-of-the-same-order")
    assert not sees("another-token-of-the-same-order")
    assert Client().get(f"/s/{order.token}/mine").status_code == 404


def test_five_guesses_in_ten_minutes_then_a_plain_page_says_when(
    client: Client, order: Order
) -> None:
    guesses = [client.post(f"/s/{order.token}/who", {"who": f"{n:04}"}) for n in range(6)]

    assert [each.status_code for each in guesses] == [422] * 5 + [429]
    assert 0 < int(guesses[-1]["Retry-After"]) <= 600
    assert "Try again at" in guesses[-1].content.decode()
    assert client.post(f"/s/{order.token}/who", {"who": POSTCODE}).status_code == 429


def test_guesses_are_counted_for_all_deeds_and_from_everywhere(
    client: Client, order: Order, settings: Any
) -> None:
    settings.NOTIFYHUB_PROXY_COUNT = 1

    def guess(number: int) -> int:
        path = f"/s/{order.token}/{('who', 'email')[number % 2]}"
        headers = {"x-forwarded-for": f"203.0.{number}.7"}
        said = {"who": "9999", "address": "a@example.com"}
        return client.post(path, said, headers=headers).status_code

    assert [guess(number) for number in range(21)] == [422] * 20 + [429]


def test_nobody_guesses_while_the_counts_are_away(
    client: Client, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise RedisError("away")

    monkeypatch.setattr(cache, "get_or_set", away)

    assert client.post(f"/s/{order.token}/who", {"who": POSTCODE}).status_code == 429
    assert client.post(f"/s/{order.token}/problem", {"reason": "DAMAGED"}).status_code == 303


@pytest.mark.parametrize("path", ["who", "again", "email", "code", "address", "problem", "return"])
def test_an_unknown_link_is_a_404_for_every_deed(client: Client, order: Order, path: str) -> None:
    wrong = order.token[:-1] + ("A" if order.token[-1] != "A" else "B")

    assert client.post(f"/s/{wrong}/{path}", {"who": POSTCODE}).status_code == 404
    with store_scope(order.store_id):
        assert Message.objects.filter(order=order).count() == 1


@pytest.mark.parametrize("path", ["who", "again", "email", "address"])
def test_looking_does_nothing(client: Client, order: Order, path: str) -> None:
    assert client.get(f"/s/{order.token}/{path}").status_code == 405


def test_erasure_leaves_nothing_of_what_was_said(client: Client, order: Order) -> None:
    known(client, order)
    client.post(f"/s/{order.token}/address", ELSEWHERE)
    client.post(f"/s/{order.token}/problem", {"reason": "OTHER", "text": "I am Ingrid"})
    client.post(f"/s/{order.token}/email", {"address": "a@b.example", "who": POSTCODE})

    with store_scope(order.store_id):
        count = erasure.redact_asking(store_id=order.store_id, order_ids=[order.pk])
        left = list(BuyerRequest.objects.values())
        codes = BuyerCode.objects.count()

    assert (count, codes) == (2, 0)
    assert {row["state"] for row in left} == {"REFUSED"}
    assert not any(word in str(left) for word in ("Ingrid", "Nygata", "Solheim"))


@pytest.mark.parametrize("locale", [*django_settings.NOTIFYHUB_BUYERS_LANGUAGES])
def test_every_page_renders_in_every_language(client: Client, store: Store, locale: str) -> None:
    order = bought(store, locale=locale)
    parcel_of(order, "LABEL_PRINTED")
    known(client, order)
    token = order.token
    pages = [
        client.get(f"/s/{token}"),
        client.get(f"/s/{token}/mine"),
        client.get(f"/s/{token}/code"),
        client.get(f"/s/{token}/problem"),
        client.get(f"/s/{token}/return"),
        client.get(f"/s/{token}/done/corrected"),
        client.post(f"/s/{token}/email", {"address": "a@gnail.com", "who": POSTCODE}),
        Client().get(f"/s/{token}/mine"),
    ]

    assert [page.status_code for page in pages] == [200, 200, 422, 200, 200, 200, 200, 200]
    for page in pages:
        html = page.content.decode()
        assert '<html lang="' in html
        assert "%(" not in html
        assert "<script" not in html
        assert len(page.content) < 30_000
        assert page["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page["X-Robots-Tag"]
