"""Calling strangers: where it may lead, and what it may cost. Only the name servers are played."""

import gzip
import socket
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from common.outgoing import pinned
from common.outgoing.calls import NoAnswer, call
from common.outgoing.urls import AddressRefused
from tests.common.outgoing import servers
from tests.common.outgoing.forms import PRIVATE_V4, PRIVATE_V6
from tests.common.outgoing.servers import answer, repeats, says, server
from tests.plugin import LeftTheBuilding

HOST = "hooks.shop.example"
PUBLIC = "93.184.216.34"
OTHER = "2606:2800:220:1:248:1893:25c8:1946"
DEADLINE = 0.6
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def strict(settings: Any) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = False


@pytest.fixture
def lax(settings: Any) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = True


@pytest.mark.usefixtures("lax")
def test_an_answer_comes_back_whole() -> None:
    with server(answer("201 Created", b"thanks", "X-Id: 4711", "Set-Cookie: a=b")) as heard:
        said = call("POST", heard.url, headers={"webhook-id": "msg_1"}, content=b'{"a":1}')

    assert (said.status, said.content, said.address) == (201, b"thanks", "127.0.0.1")
    assert said.header("x-id") == "4711"
    assert said.header("absent") == ""
    assert 0 < said.seconds < 5
    head, _, content = heard.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    assert lines[0] == "post /hook http/1.1"
    assert set(lines[1:]) == {
        f"host: 127.0.0.1:{heard.port}", "webhook-id: msg_1", "content-length: 7", "accept: */*",
        "accept-encoding: identity", "connection: close", "user-agent: notifyhub",
    }  # fmt: skip
    assert content == b'{"a":1}'


@pytest.mark.usefixtures("lax")
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_an_answer_and_is_not_followed(status: str) -> None:
    with (
        server(answer("200 OK", b"secrets")) as inside,
        server(answer(status, b"", f"Location: {inside.url}")) as heard,
    ):
        said = call("POST", heard.url, content=b"{}")

    assert said.status == int(status[:3])
    assert said.header("Location") == inside.url
    assert inside.connections == 0


@pytest.mark.usefixtures("lax")
def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(answer("502 No")) as proxy, server(answer("200 OK")) as heard:
        for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert call("GET", heard.url).status == 200

    assert proxy.connections == 0


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("address", PRIVATE_V4 + PRIVATE_V6)
def test_a_name_that_leads_inside_is_not_connected_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers.resolver(monkeypatch, {HOST: [[address]]})

    with pytest.raises(AddressRefused, match=f"{HOST} leads into a private"):
        call("POST", f"https://{HOST}/")


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize(
    "found",
    [
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, OTHER, "8.8.8.8", "169.254.169.254"],
        [PUBLIC, "::1"],
        [OTHER, "::ffff:10.0.0.1"],
        [OTHER, "fe80::1%eth0"],
    ],
)
def test_one_private_address_spoils_the_whole_answer(
    found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    servers.resolver(monkeypatch, {HOST: [found]})

    with pytest.raises(AddressRefused):
        call("POST", f"https://{HOST}/")


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("address", [PUBLIC, OTHER])
def test_a_name_is_asked_for_once_and_its_answer_is_connected_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a second question would be answered with our own machine."""
    with server(answer("200 OK", b"secrets")) as inside:
        asked = servers.resolver(monkeypatch, {HOST: [[address], ["127.0.0.1"]]}, port=inside.port)

        with pytest.raises(LeftTheBuilding, match=address):
            call("POST", f"https://{HOST}/")
        assert asked == [HOST]

        with pytest.raises(AddressRefused):  # each attempt looks anew
            call("POST", f"https://{HOST}/")
        assert asked == [HOST, HOST]

    assert inside.connections == 0


@pytest.mark.usefixtures("strict")
def test_a_public_literal_is_connected_to_without_a_name_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = servers.resolver(monkeypatch, {})

    with pytest.raises(LeftTheBuilding, match=r"1\.1\.1\.1"):
        call("GET", "https://1.1.1.1/")
    assert asked == []


@pytest.mark.usefixtures("lax")
def test_the_pinned_address_is_told_the_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = servers.certificate_for(HOST, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    pinned.trust.cache_clear()
    with server(answer("200 OK", b"well"), certificate=certificate) as heard:
        servers.resolver(monkeypatch, {HOST: [["127.0.0.1"]]}, port=heard.port)
        said = call("POST", f"https://{HOST}:{heard.port}/hook", content=b"{}")
    pinned.trust.cache_clear()

    assert (said.status, said.address) == (200, "127.0.0.1")
    assert heard.names == [HOST]
    assert f"host: {HOST}:{heard.port}".encode() in heard.requests[0]


@pytest.mark.usefixtures("lax")
def test_a_certificate_that_nobody_vouches_for_is_not_accepted(tmp_path: Path) -> None:
    certificate = servers.certificate_for(HOST, tmp_path)
    refused = pytest.raises(NoAnswer, match=r"certificate of 127\.0\.0\.1 is not accepted")
    with server(answer("200 OK"), certificate=certificate) as heard, refused:
        call("POST", f"https://127.0.0.1:{heard.port}/")
    assert heard.requests in ([], [b""])


SLOW: dict[str, servers.Behaviour] = {
    "silent": servers.is_silent,
    "drips its first line": repeats(b"HTTP/1.1 200 O", b"K", 0.05),
    "drips a header": repeats(OK + b"X-Long: ", b"x", 0.05),
    "drips headers": repeats(OK, b"X-A: b\r\n", 0.05),
    "only says that it goes on": repeats(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.01),
    "drips its body": repeats(OK + b"Content-Length: 100000\r\n\r\n", b"x", 0.05),
    "drips chunks": repeats(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.05),
    "drips without a length": repeats(OK + b"\r\n", b"x", 0.05),
    "drips a packed body": repeats(
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\0\0\0\xff\xff", 0.05
    ),
}


@pytest.mark.usefixtures("lax")
@pytest.mark.parametrize("behaves", SLOW.values(), ids=SLOW)
def test_who_is_slow_is_cut_off_at_the_deadline(behaves: servers.Behaviour) -> None:
    with server(behaves) as heard:
        began = time.monotonic()
        with pytest.raises(NoAnswer, match=r"no whole answer within 0\.6 s") as error:
            call("POST", heard.url, content=b"{}", deadline=DEADLINE)

        assert time.monotonic() - began < DEADLINE + 0.5
    assert error.value.is_written
    assert error.value.seconds >= DEADLINE - 0.05


@pytest.mark.usefixtures("lax")
def test_a_handshake_that_never_comes_is_cut_off() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    began = time.monotonic()
    with listener, pytest.raises(NoAnswer, match="no whole answer") as error:
        call("POST", f"https://127.0.0.1:{listener.getsockname()[1]}/", deadline=DEADLINE)

    assert time.monotonic() - began < DEADLINE + 0.5
    assert not error.value.is_written


@pytest.mark.usefixtures("strict")
def test_a_name_server_that_never_answers_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: time.sleep(3))
    began = time.monotonic()

    with pytest.raises(NoAnswer, match="no whole answer"):
        call("POST", f"https://{HOST}/", deadline=DEADLINE)

    assert time.monotonic() - began < DEADLINE + 0.5


def _bomb() -> bytes:
    """A gigabyte of nothing in a megabyte, from a thousand gzip members' worth of zeros."""
    return gzip.compress(b"\0" * 64_000_000, compresslevel=9) * 16


@pytest.mark.usefixtures("lax")
@pytest.mark.parametrize(
    "behaves",
    [
        repeats(OK + b"Content-Length: 10000000000\r\n\r\n", b"x" * 65536),
        repeats(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        repeats(OK + b"\r\n", b"x" * 65536),
        says(OK, b"Content-Encoding: gzip\r\n\r\n", _bomb()),
        says(OK, b"Content-Encoding: deflate\r\nX-Not: so\r\n\r\n", b"\x78\x9c", b"\0" * 1_000_000),
    ],
    ids=["ten gigabytes", "endless chunks", "endless", "a bomb", "a broken bomb"],
)
def test_a_long_answer_is_read_to_its_bound_alone(behaves: servers.Behaviour) -> None:
    with server(behaves) as heard:
        tracemalloc.start()
        try:
            said = call("GET", heard.url, deadline=5.0, most=64_000)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert said.status == 200
    assert len(said.content) <= 64_000
    assert said.seconds < 2
    assert peak < 2_000_000


@pytest.mark.usefixtures("lax")
@pytest.mark.parametrize(
    "behaves",
    [repeats(OK + b"X-Long: ", b"x" * 65536), repeats(OK, b"X-A: b\r\n" * 1000)],
    ids=["one long header", "many headers"],
)
def test_endless_headers_end_the_talk(behaves: servers.Behaviour) -> None:
    with server(behaves) as heard:
        tracemalloc.start()
        try:
            with pytest.raises(NoAnswer, match="is no HTTP"):
                call("GET", heard.url, deadline=5.0)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak < 4_000_000


@pytest.mark.usefixtures("lax")
@pytest.mark.parametrize("how", ["gzip", "GZIP ", "x-gzip"])
def test_what_comes_packed_is_unpacked(how: str) -> None:
    with server(answer("200 OK", gzip.compress(b"in short"), f"Content-Encoding: {how}")) as heard:
        assert call("GET", heard.url).content == b"in short"


@pytest.mark.usefixtures("lax")
@pytest.mark.parametrize(
    ("behaves", "words"),
    [
        (says(b""), "is no HTTP, or broke off"),
        (says(b"220 mail.example ESMTP\r\n"), "is no HTTP"),
        (says(OK, b"Content-Length: 100\r\n\r\nhalf"), "is no HTTP, or broke off"),
    ],
    ids=["hangs up", "another tongue", "half an answer"],
)
def test_what_is_no_answer_is_said_for_people(behaves: servers.Behaviour, words: str) -> None:
    with server(behaves) as heard, pytest.raises(NoAnswer, match=words) as error:
        call("POST", heard.url, content=b"{}", deadline=5.0)

    assert error.value.is_written


@pytest.mark.usefixtures("lax")
def test_nobody_there_is_said_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(answer("200 OK")) as heard:
        pass  # it was there
    with pytest.raises(NoAnswer, match=r"Nothing listens at 127\.0\.0\.1") as error:
        call("POST", heard.url)
    assert not error.value.is_written

    servers.resolver(monkeypatch, {HOST: [[]]})
    with pytest.raises(NoAnswer, match=f"No name server knows {HOST}"):
        call("POST", f"https://{HOST}/")


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://a@b.example/"]
)
def test_a_refused_url_asks_no_name_server(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fail: Callable[..., object] = lambda *_args, **_named: pytest.fail("asked")  # noqa: E731 - one use
    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(AddressRefused):
        call("GET", url)


@pytest.mark.usefixtures("lax")
def test_a_header_cannot_be_smuggled_in() -> None:
    with server(answer("200 OK")) as heard, pytest.raises(NoAnswer):
        call("POST", heard.url, headers={"x-id": "1\r\nX-Injected: 2"})

    assert heard.requests in ([], [b""])
