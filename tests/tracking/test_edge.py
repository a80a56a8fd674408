"""What mails fetch: the pixel and the redirect, as a server calls them."""

import base64
import ipaddress
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from pytest_django import Settings

from common.groupcommit import GroupCommit, Limits
from messaging.destinations import as_query
from messaging.models import Message
from messaging.tokens import click_token, link_token, open_token
from notifyhub.wsgi import application
from stores.models import Store
from stores.scope import every_store
from tests import looping
from tests.factories.stores import make_store
from tests.factories.tracking import make_sent_message
from tracking import edge
from tracking.links import Links
from tracking.models import Event
from tracking.networks import Known, Networks, NetworkSet

AGENT = "Thunderbird/140"
LINKS = ["https://shop.example/order/1?ref=mail", "javascript:alert(1)", "//evil.example"]


def ask(path: str, method: str = "GET", **extra: str) -> tuple[int, dict[str, str], bytes]:
    answered: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "REMOTE_ADDR": "203.0.113.77",
        "HTTP_USER_AGENT": AGENT,
        **extra,
    }
    body = b"".join(application(environ, lambda *args: answered.append(args)))  # type: ignore[arg-type]  # a bare start_response
    [(status, headers)] = answered
    return int(status[:3]), dict(headers), body


@pytest.fixture(params=["threads", "loop"], autouse=True)
def _answered_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """By WSGI in a thread, or in the server's event loop: the same rows and answers."""
    if request.param == "threads":
        yield
        return
    with looping.loop() as loop:
        monkeypatch.setattr(f"{__name__}.application", looping.edges_in(loop))
        yield


def events() -> list[Event]:
    with every_store(because="a test looks"):
        return list(Event.objects.order_by("id"))


@pytest.fixture
def store(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    group: GroupCommit[Any] = GroupCommit(connect=edge.connect, write=edge.write, name="tracking")
    monkeypatch.setattr(edge, "group", group)
    monkeypatch.setattr(edge, "links", Links())
    yield make_store()
    group.close()


@pytest.fixture
def message(store: Store) -> Message:
    return make_sent_message(store, links=LINKS)


@pytest.fixture
def broken(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be written."""

    def connect() -> psycopg.Connection[Any]:
        raise psycopg.OperationalError("connection refused")

    group: GroupCommit[Any] = GroupCommit(
        connect=connect, write=edge.write, name="tracking", limits=Limits(patience=0.5)
    )
    monkeypatch.setattr(edge, "group", group)
    yield
    group.close()


def is_pixel(answer: tuple[int, dict[str, str], bytes]) -> bool:
    status, headers, body = answer
    is_safe = headers["X-Content-Type-Options"] == "nosniff"
    is_fresh = "no-store" in headers["Cache-Control"]
    is_gif = body.startswith(b"GIF89a") and headers["Content-Type"] == "image/gif"
    return status == 200 and is_safe and is_fresh and is_gif


def pixel(message: Message) -> str:
    return f"/t/o/{open_token(message.store_id, message.pk)}.gif"


def link(message: Message, index: int = 0) -> str:
    return f"/t/c/{click_token(message.store_id, message.pk, index)}"


def test_an_open_is_recorded_with_little_of_the_visitor(message: Message) -> None:
    assert is_pixel(ask(pixel(message)))

    [event] = events()
    assert (event.store_id, event.message_id, event.kind) == (message.store_id, message.pk, "OPEN")
    assert (event.link_index, event.user_agent, event.ip) == (None, AGENT, "203.0.113.0")


def test_a_click_is_recorded_and_leads_to_the_stored_address(message: Message) -> None:
    status, headers, body = ask(link(message))

    assert (status, headers["Location"], body) == (302, LINKS[0], b"")
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "no-referrer"
    [event] = events()
    assert (event.kind, event.link_index) == ("CLICK", 0)


def test_a_look_without_a_body_is_answered_and_kept_as_such(message: Message) -> None:
    status, headers, body = ask(pixel(message), "HEAD")
    assert (status, body, headers["Content-Length"]) == (200, b"", str(len(edge.GIF)))

    status, headers, body = ask(link(message), "HEAD")
    assert (status, headers["Location"], body) == (302, LINKS[0], b"")
    assert [(event.kind, event.way) for event in events()] == [("OPEN", "HEAD"), ("CLICK", "HEAD")]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("HTTP_SEC_PURPOSE", "prefetch;prerender"),
        ("HTTP_PURPOSE", "prefetch"),
        ("HTTP_X_PURPOSE", "preview"),
        ("HTTP_X_MOZ", "Prefetch"),
    ],
)
def test_what_is_fetched_ahead_is_kept_as_such(message: Message, header: str, said: str) -> None:
    assert is_pixel(ask(pixel(message), **{header: said}))

    assert [event.way for event in events()] == ["AHEAD"]


def test_the_address_tells_whose_network_it_is_and_is_not_kept(
    message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = NetworkSet.of([ipaddress.ip_network("203.0.113.76/31")])
    networks = Networks(load=lambda known: Known({"APPLE": 1}, {"APPLE": listed}))
    networks.refresh()
    monkeypatch.setattr(edge, "networks", networks)

    for address in ("203.0.113.77", "203.0.113.78"):
        ask(pixel(message), REMOTE_ADDR=address)

    assert [(event.network, event.ip) for event in events()] == [
        ("APPLE", "203.0.113.0"),
        ("", "203.0.113.0"),
    ]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_allowed(message: Message, method: str) -> None:
    assert ask(pixel(message), method)[0] == 405
    assert ask(link(message), method)[0] == 405
    assert events() == []


def test_every_bit_of_a_token_counts(message: Message) -> None:
    token = click_token(message.store_id, message.pk, 0)
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))

    for bit in range(len(raw) * 8):
        forged = bytearray(raw)
        forged[bit // 8] ^= 1 << bit % 8
        text = base64.urlsafe_b64encode(bytes(forged)).rstrip(b"=").decode()
        assert ask(f"/t/c/{text}")[0] == 404, f"bit {bit}"
        assert is_pixel(ask(f"/t/o/{text}.gif")), f"bit {bit}"

    assert events() == []
    assert ask(f"/t/c/{token}")[0] == 302


@pytest.mark.parametrize(
    "text",
    ["", "x", "..", "%2e%2e", "é", "A" * 5000, "1", "'", "\0", "a/b", "https://evil.example"],
)
def test_nonsense_is_a_pixel_or_a_page_and_writes_nothing(store: Store, text: str) -> None:
    assert is_pixel(ask(f"/t/o/{text}.gif"))
    assert is_pixel(ask(f"/t/o/{text}"))
    status, headers, body = ask(f"/t/c/{text}")
    assert status == 404
    assert b"leads nowhere" in body
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert events() == []


def test_a_pixels_token_is_no_links_token_and_the_other_way_round(message: Message) -> None:
    opening = open_token(message.store_id, message.pk)
    clicking = click_token(message.store_id, message.pk, 0)

    assert ask(f"/t/c/{opening}")[0] == 404
    assert is_pixel(ask(f"/t/o/{clicking}.gif"))
    assert events() == []


@pytest.mark.parametrize("index", [1, 2, 3, 99])
def test_a_link_that_is_unsafe_or_absent_leads_nowhere(message: Message, index: int) -> None:
    status, headers, _ = ask(link(message, index))

    assert status == 404
    assert "Location" not in headers
    assert events() == []


def test_nothing_in_the_request_changes_where_a_link_leads(message: Message) -> None:
    _, headers, _ = ask(
        link(message), QUERY_STRING="url=https://evil.example", HTTP_HOST="evil.example"
    )

    assert headers["Location"] == LINKS[0]


def test_a_token_that_names_another_stores_message_leads_nowhere(message: Message) -> None:
    rival = make_store()

    assert ask(f"/t/c/{click_token(rival.pk, message.pk, 0)}")[0] == 404


@pytest.mark.usefixtures("broken")
def test_a_stranger_never_sees_our_bookkeeping_fail(message: Message) -> None:
    assert is_pixel(ask(pixel(message)))
    assert ask(link(message))[0] == 302
    assert events() == []


def test_a_known_link_leads_on_without_a_database(
    message: Message, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    assert ask(link(message))[0] == 302
    other = make_sent_message(Store(pk=message.store_id), links=LINKS)
    with monkeypatch.context() as gone:
        gone.setattr("tracking.links.MessageBody.objects", type("Away", (), {"filter": away}))
        with django_assert_num_queries(0):
            assert ask(link(message))[0] == 302
        status, headers, _ = ask(link(other))
        assert (status, headers["Retry-After"]) == (503, "5")
    assert ask(link(other))[0] == 302


@pytest.mark.race
def test_a_hundred_opens_at_once_are_a_hundred_events(message: Message) -> None:
    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(lambda _: is_pixel(ask(pixel(message))), range(100)))

    assert len(events()) == 100


def test_a_link_is_looked_up_once(message: Message, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        ask(link(message))
    with django_assert_num_queries(0):
        ask(link(message))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/s/abc", "/s/abc?m={}"),
        ("/s/abc?utm_source=x#parcels", "/s/abc?utm_source=x&m={}#parcels"),
    ],
)
def test_the_redirect_takes_the_click_along_to_our_own_page(
    message: Message, settings: Settings, path: str, expected: str
) -> None:
    url = f"{settings.NOTIFYHUB_BASE_URL}{path}"
    sealed = link_token(message.store_id, message.pk, 2, url)

    status, headers, _ = ask(f"/t/c/{sealed}", QUERY_STRING=as_query(url).removeprefix("?"))

    assert status == 302
    assert headers["Location"] == settings.NOTIFYHUB_BASE_URL + expected.format(
        click_token(message.store_id, message.pk, 2)
    )


def test_the_redirect_tells_nobody_else(message: Message) -> None:
    url = "https://shop.example/s/abc"
    sealed = link_token(message.store_id, message.pk, 2, url)

    _, headers, _ = ask(f"/t/c/{sealed}", QUERY_STRING=as_query(url).removeprefix("?"))

    assert headers["Location"] == url
