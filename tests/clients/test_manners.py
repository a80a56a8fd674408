"""How the Python client behaves towards a server that answers badly; no network, no database."""

import asyncio
import base64
import hashlib
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from notifyhub_client import (
    ApiError,
    BadSignature,
    Forbidden,
    Invalid,
    NoAnswer,
    NotAuthenticated,
    NotFound,
    NotifyHub,
    Overtaken,
    RateLimited,
    Refused,
    ServerError,
    verify,
)
from notifyhub_client import (
    hub as connection,
)
from notifyhub_client.manners import Patience
from notifyhub_client.rest.api.orders import order_tags_add, orders_list
from notifyhub_client.rest.models import TagInput
from standardwebhooks.webhooks import Webhook

from orders.listing import ORDER_ID, ROW_EXAMPLE

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = Patience(tries=3, first=0.0)
Played = httpx.Response | Exception
TAGGED = {"tags": ["vip"]}


class Server:
    """Answers from a list, then repeats the last; remembers what it was asked."""

    def __init__(self, *answers: Callable[[], Played]) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        make = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        answer = make()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def hub(self, patience: Patience = AT_ONCE) -> NotifyHub:
        way = httpx.MockTransport(self)
        url = "http://hub.example"
        return NotifyHub("nh_test_x", url, patience=patience, transport=way, async_transport=way)


def says(status: int, body: Any = None, **headers: str) -> Callable[[], Played]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: httpx.Response(status, json=body, headers=named)


def problem(status: int, code: str, **more: Any) -> Callable[[], Played]:
    return says(status, {"status": status, "code": code, "title": "No", "detail": "Do so.", **more})


def cut_off() -> Played:
    return httpx.ReadTimeout("too late")


def tag(hub: NotifyHub) -> list[str]:
    return list(order_tags_add.sync(ORDER_ID, client=hub, body=TagInput(tag="vip")).tags)  # type: ignore[arg-type]  # any text will do


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []
    monkeypatch.setattr(time, "sleep", seconds.append)
    return seconds


def test_a_request_carries_the_key_and_says_who_asks() -> None:
    server = Server(says(200, TAGGED))

    assert tag(server.hub()) == ["vip"]

    (request,) = server.asked
    assert request.headers["authorization"] == "Bearer nh_test_x"
    assert request.url.path == f"/api/v1/orders/{ORDER_ID}/tags/"
    assert request.headers["user-agent"].startswith("notifyhub-client")
    assert json.loads(request.content) == {"tag": "vip"}


@pytest.mark.parametrize(
    "failure", [cut_off, says(503), says(502), says(504), problem(429, "rate-limited")]
)
def test_what_passes_is_tried_again_with_the_same_idempotency_key(
    failure: Callable[[], Played],
) -> None:
    server = Server(failure, failure, says(200, TAGGED))

    assert tag(server.hub()) == ["vip"]

    keys = [request.headers["idempotency-key"] for request in server.asked]
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert len({request.content for request in server.asked}) == 1


def test_each_write_has_a_key_of_its_own_and_reads_have_none() -> None:
    server = Server(says(200, TAGGED))
    hub = server.hub()

    tag(hub)
    tag(hub)
    hub.get_httpx_client().get("/api/v1/me/")

    one, other, read = server.asked
    assert one.headers["idempotency-key"] != other.headers["idempotency-key"]
    assert "idempotency-key" not in read.headers


def test_a_request_still_in_flight_is_waited_for_and_other_refusals_stand() -> None:
    patient = Server(problem(409, "idempotency-in-flight"), says(200, TAGGED))
    refused = Server(problem(409, "sent-too-often"))

    assert tag(patient.hub()) == ["vip"]
    with pytest.raises(Refused) as error:
        tag(refused.hub())
    assert (error.value.code, len(refused.asked)) == ("sent-too-often", 1)


def test_it_waits_as_long_as_the_server_asks(slept: list[float]) -> None:
    server = Server(
        says(429, {}, Retry_After="7"), says(503, {}, Retry_After="2"), says(200, TAGGED)
    )

    tag(server.hub())

    assert slept == [7.0, 2.0]


def test_it_does_not_wait_for_an_hour(slept: list[float]) -> None:
    server = Server(says(429, {"code": "rate-limited"}, Retry_After="3600"))

    with pytest.raises(RateLimited) as error:
        tag(server.hub())
    assert error.value.headers["retry-after"] == "3600"
    assert not slept


def test_without_a_word_it_waits_twice_as_long_each_time(slept: list[float]) -> None:
    server = Server(says(503))

    with pytest.raises(ServerError):
        tag(server.hub(Patience(tries=4, first=1.0)))

    assert len(server.asked) == 5
    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(slept))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ApiError),
        (401, NotAuthenticated),
        (403, Forbidden),
        (404, NotFound),
        (409, Refused),
        (412, Overtaken),
        (422, Invalid),
        (500, ServerError),
    ],
)
def test_a_refusal_is_raised_at_once_with_its_code(status: int, kind: type[ApiError]) -> None:
    wrong = {"field": "tag", "code": "blank", "message": "May not be blank."}
    server = Server(problem(status, "a-code", errors=[wrong]))

    with pytest.raises(kind) as error:
        tag(server.hub())

    raised = error.value
    assert type(raised) is kind
    assert (raised.status, raised.code, raised.detail) == (status, "a-code", "Do so.")
    assert raised.errors[0].field == "tag"
    assert "May not be blank." in str(raised)
    assert len(server.asked) == 1


def test_a_proxys_page_is_an_error_too() -> None:
    server = Server(lambda: httpx.Response(413, text="<h1>Too large</h1>"))

    with pytest.raises(ApiError) as error:
        tag(server.hub())
    assert (error.value.code, error.value.detail) == ("http-413", "<h1>Too large</h1>")


def test_no_answer_at_all_is_an_error_of_ours() -> None:
    server = Server(cut_off)

    with pytest.raises(NoAnswer, match="too late"):
        tag(server.hub())
    assert len(server.asked) == 4


def test_all_rows_of_a_list_come_page_by_page() -> None:
    def page(number: int, cursor: str | None) -> Callable[[], Played]:
        rows = [{**ROW_EXAMPLE, "name": f"#{number}{place}"} for place in range(2)]
        return says(200, {"results": rows, "next": None, "next_cursor": cursor})

    server = Server(page(1, "a"), page(2, "b"), page(3, None))

    rows = list(server.hub().every(orders_list.sync, q="kari"))

    assert [row.name for row in rows] == ["#10", "#11", "#20", "#21", "#30", "#31"]
    assert [request.url.params.get("cursor") for request in server.asked] == [None, "a", "b"]
    assert {request.url.params["q"] for request in server.asked} == {"kari"}


def test_codes_and_fields_of_a_newer_server_pass() -> None:
    row = {**ROW_EXAMPLE, "stage": "ON_THE_MOON", "weather": "fair"}
    server = Server(says(200, {"results": [row], "next": None, "next_cursor": None}))

    (order,) = server.hub().every(orders_list.sync)

    assert str(order.stage) == "ON_THE_MOON"
    assert order["weather"] == "fair"


def test_awaited_it_behaves_the_same() -> None:
    server = Server(cut_off, says(503), says(200, TAGGED))
    refused = Server(problem(404, "not-found"))

    async def asked() -> list[str]:
        async with server.hub() as hub:
            tagged = await order_tags_add.asyncio(ORDER_ID, client=hub, body=TagInput(tag="vip"))  # type: ignore[arg-type]  # any text will do
        async with refused.hub() as hub:
            with pytest.raises(NotFound):
                await orders_list.asyncio(client=hub)
        return list(tagged.tags)

    assert asyncio.run(asked()) == ["vip"]
    assert len({request.headers["idempotency-key"] for request in server.asked}) == 1


def test_it_reads_where_and_who_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFYHUB_API_KEY", raising=False)
    with pytest.raises(ValueError, match="NOTIFYHUB_API_KEY"):
        NotifyHub(base_url="http://hub.example")
    monkeypatch.setenv("NOTIFYHUB_API_KEY", "nh_live_y")
    monkeypatch.setenv("NOTIFYHUB_URL", "http://hub.example")

    client = connection.NotifyHub().get_httpx_client()

    assert client.headers["authorization"] == "Bearer nh_live_y"


SECRET = "whsec_" + base64.b64encode(b"twenty-four random bytes").decode()
BODY = b'{"type": "order.placed", "data": {}}'


def signed(
    body: bytes = BODY, *, known_as: str = "msg_1", at: int | None = None, secret: str = SECRET
) -> dict[str, str]:
    at = int(time.time()) if at is None else at
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{known_as}.{at}.".encode() + body, hashlib.sha256)
    return {
        "Webhook-Id": known_as,
        "Webhook-Timestamp": str(at),
        "Webhook-Signature": "v1," + base64.b64encode(digest).decode(),
    }


def test_a_genuine_webhook_gives_its_event_and_so_says_the_standards_own_library() -> None:
    headers = signed()

    assert verify(BODY, headers, SECRET) == Webhook(SECRET).verify(BODY, headers)
    older = signed(secret="whsec_" + base64.b64encode(b"another").decode())
    both = {
        **headers,
        "Webhook-Signature": f"{older['Webhook-Signature']} {headers['Webhook-Signature']}",
    }
    assert verify(BODY, both, SECRET)["type"] == "order.placed"


@pytest.mark.parametrize(
    ("body", "changes", "late"),
    [
        (BODY + b" ", {}, 0),
        (BODY, {"Webhook-Id": "msg_2"}, 0),
        (BODY, {"Webhook-Signature": ""}, 0),
        (BODY, {"Webhook-Signature": "v1,é"}, 0),
        (BODY, {"Webhook-Signature": "v2,AAAA"}, 0),
        (BODY, {"Webhook-Timestamp": "soon"}, 0),
        (BODY, {"Webhook-Timestamp": ""}, 0),
        (BODY, {}, 310),
        (BODY, {}, -600),
    ],
)
def test_any_other_webhook_is_refused(body: bytes, changes: dict[str, str], late: int) -> None:
    genuine = signed(at=int(time.time()) - late)

    with pytest.raises(BadSignature):
        verify(body, {**genuine, **changes}, SECRET)


def test_another_secret_and_no_headers_at_all_are_refused() -> None:
    another = "whsec_" + base64.b64encode(b"another").decode()

    for headers, secret in ((signed(), another), ({}, SECRET)):
        with pytest.raises(BadSignature):
            verify(BODY, headers, secret)


def test_the_generated_part_is_of_todays_description() -> None:
    """Cheap: by a stamp. `script/lint` makes it anew and compares."""
    done = subprocess.run(
        [sys.executable, "-c", "import generate; print(generate.is_stale())"],
        cwd=ROOT / "clients/python/generating",
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "False", "The client is stale: run script/client."
