"""Links that carry where they lead: whole, unforgeable, and needing nothing but a key."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.test import override_settings
from hypothesis import assume, given
from hypothesis import strategies as st

from common.groupcommit import GroupCommit, Limits
from messaging.destinations import LONGEST, as_location, as_query, asked_for, is_followable
from messaging.instrument import Marks, instrument
from messaging.tagging import Tagging, Tags
from messaging.tokens import link_token, open_token
from tests.messaging.test_tagging import PLACES
from tests.tracking.test_edge import ask, is_pixel
from tracking import edge

STORE, MESSAGE = 7, 123_456
TAGGING = Tagging(Tags("email", "order_shipped", ref="nh-abcdefghij"), frozenset({"shop.example"}))
EVIL = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "https:evil.example",
    "https:/evil.example", "https:///evil.example", "https:\\\\evil.example",
    "https://shop.example@evil.example", "https://shop.example:pw@evil.example",
    "https://shop.example\\@evil.example", "https://shop.example%00@evil.example",
    "https://evil.example\r\nSet-Cookie: a=b", "https://evil.example\nLocation: x",
    "https://evil.example%0d%0a\r\n", "javascript:alert(1)", "JaVaScRiPt://https://x",
    "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "ftp://evil.example", "HtTp:evil.example", "https://",
    "https://\u202emoc.live", "https://evil\u3002example\r",
    " https://evil.example", "\thttps://evil.example",
    "https://evil.example\u2028", "http://[::1", "https://evil.example:0",
]  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """There is no database at all: neither to read nor to write."""

    def connect() -> psycopg.Connection[Any]:
        raise psycopg.OperationalError("connection refused")

    group: GroupCommit[Any] = GroupCommit(
        connect=connect, write=edge.write, name="tracking", limits=Limits(patience=0.5)
    )
    monkeypatch.setattr(edge, "group", group)
    yield
    group.close()


def path_to(url: str) -> str:
    return f"/t/c/{link_token(STORE, MESSAGE, 0, url)}{as_query(url)}"


def follow(path: str, method: str = "GET") -> tuple[int, dict[str, str]]:
    """As a server calls us: the path undone, the query as it came."""
    path, _, query = path.partition("?")
    status, headers, _body = ask(path, method, QUERY_STRING=query)
    return status, headers


def test_a_link_leads_on_without_a_database() -> None:
    url = "https://shop.example/a?b=1&c=%2F+d#e"

    status, headers = follow(path_to(url))

    assert (status, headers["Location"]) == (302, url)
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert follow(path_to(url), "HEAD")[0] == 302


def test_a_pixel_is_a_picture_without_a_database() -> None:
    assert is_pixel(ask(f"/t/o/{open_token(STORE, MESSAGE)}.gif"))
    assert is_pixel(ask("/t/o/forged.gif"))
    assert ask(f"/t/o/{open_token(STORE, MESSAGE)}.gif", "HEAD")[0] == 200


@given(PLACES)
def test_every_address_comes_out_as_it_went_in(url: str) -> None:
    assume(is_followable(url) and as_query(url))

    status, headers = follow(path_to(url))

    assert (status, headers["Location"]) == (302, as_location(url))
    if url.isascii():
        assert headers["Location"] == url


@given(PLACES)
def test_a_mails_link_leads_where_it_led_before_and_says_whose_it_is(url: str) -> None:
    assume(is_followable(url) and as_query(TAGGING.tagged(url)))
    marks = Marks(
        click=lambda index, to: link_token(STORE, MESSAGE, index, to) + as_query(to),
        open="x",
        tagged=TAGGING.tagged,
    )

    mail = instrument(f'<a href="{html.escape(url)}">', base_url="https://n.example", marks=marks)

    [href] = re.findall(r'href="https://n\.example([^"]*)"', mail.html)
    _status, headers = follow(html.unescape(href))
    assert headers["Location"] == as_location(TAGGING.tagged(url))


@pytest.mark.parametrize("url", EVIL)
def test_nothing_of_ours_leads_to_what_only_looks_like_an_address(url: str) -> None:
    """Not even signed by us: mails are never written so (test_instrument.py), and here it ends."""
    token = link_token(STORE, MESSAGE, 0, url)
    status, headers = follow(f"/t/c/{token}?u={quote(url, safe='')}")

    assert status == 404
    assert "Location" not in headers


@given(PLACES | st.text(max_size=60), st.sampled_from(["", "&", "&u=https://evil.example"]))
def test_no_other_address_passes_under_a_genuine_token(url: str, more: str) -> None:
    token = link_token(STORE, MESSAGE, 0, "https://shop.example/")
    assume(url != "https://shop.example/")

    status, headers = follow(
        f"/t/c/{token}?u={quote(url.encode('utf-8', 'replace'), safe='')}{more}"
    )

    assert status == 404
    assert "Location" not in headers


@pytest.mark.parametrize("query", ["", "u", "u=", "v=https://shop.example/", "u=%ff%fe", "u=%"])
def test_without_its_address_a_link_leads_nowhere(query: str) -> None:
    token = link_token(STORE, MESSAGE, 0, "https://shop.example/")

    assert follow(f"/t/c/{token}?{query}")[0] == 404


def test_what_others_add_to_our_address_is_theirs() -> None:
    url = "https://shop.example/?a=1&b=2"
    path, _, query = path_to(url).partition("?")

    for added in (f"{query}&fbclid=x", f"mc_eid=1&{query}", f"{query}&u=https://evil.example"):
        assert follow(f"{path}?{added}")[1]["Location"] == url


def test_a_link_outlives_every_change_of_the_key() -> None:
    url = "https://shop.example/"
    with override_settings(SECRET_KEY="first"):
        path = path_to(url)

    retired = [f"key {number}" for number in range(40)]
    with override_settings(SECRET_KEY="now", NOTIFYHUB_RETIRED_LINK_KEYS=[*retired, "first"]):
        assert follow(path)[1]["Location"] == url
    with override_settings(SECRET_KEY="now", SECRET_KEY_FALLBACKS=["first"]):
        assert follow(path)[1]["Location"] == url
    with override_settings(SECRET_KEY="now"):
        assert follow(path)[0] == 404


def test_an_address_too_long_for_a_mail_program_is_not_put_beside_its_token() -> None:
    assert as_query("https://shop.example/?" + "a" * LONGEST) == ""
    assert as_query("https://shop.example/?" + "%" * (LONGEST // 2)) == ""


@given(st.text(max_size=200))
def test_any_query_is_read_without_an_error(query: str) -> None:
    found = asked_for(query)

    assert not found or any(part.startswith("u=") for part in query.split("&"))


@given(PLACES)
def test_an_address_beside_its_token_is_read_back(url: str) -> None:
    assert asked_for(as_query(url).removeprefix("?")) == url
