"""The door itself, without a database: what is kept, and what is refused with which answer."""

import base64
import gzip
import hashlib
import hmac
import io
import json
import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from common import hashing
from common.groupcommit import DatabaseAway
from intake.data import Arrival, SigningKeys
from intake.receiving import BODY_LIMIT, Answer, Door, receive
from stores.models import Store
from tests.factories.intake import body_of, environ_for, signature
from tests.factories.stores import WEBHOOK_SECRET

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GRACE = timedelta(hours=1)
SECRETS = (WEBHOOK_SECRET.encode(), b"the one before")


class Doorway:
    """A door with one store behind it, and what it kept."""

    def __init__(self) -> None:
        self.store = Store(pk=7, public_id=uuid.uuid4(), shop_domain="garn.myshopify.com")
        self.kept: list[Arrival] = []
        self.door = Door(keys_of=self._keys_of, keep=self.kept.append, grace=GRACE)

    def _keys_of(self, public_id: str) -> SigningKeys | None:
        if public_id != str(self.store.public_id):
            return None
        return SigningKeys(store_id=7, shop_domain=self.store.shop_domain, secrets=SECRETS)

    def answer(self, environ: dict[str, Any]) -> Answer:
        public_id = environ["PATH_INFO"].removeprefix("/in/shopify/")
        return receive(environ=environ, public_id=public_id, door=self.door, now=NOW)

    def post(self, body: bytes, **changed: str | None) -> int:
        return self.answer(environ_for(self.store, body, **changed)).status


@pytest.fixture
def doorway() -> Doorway:
    return Doorway()


def test_a_signed_webhook_is_kept_as_it_came(doorway: Doorway) -> None:
    body = body_of(name="Blåbær 🫐")

    status = doorway.post(body, EVENT_ID="b7b1", TOPIC="Orders/Create")

    assert status == 200
    [arrival] = doorway.kept
    assert (arrival.store_id, arrival.topic, arrival.event_key) == (7, "orders/create", "b7b1")
    assert arrival.body == body
    assert arrival.body_hash == hashlib.sha256(body).digest()
    assert arrival.triggered_at == datetime(2026, 11, 21, 12, 0, 0, 123456, UTC)
    assert (arrival.received_at, arrival.run_after, arrival.api_version) == (NOW, NOW, "2026-10")


def test_the_new_family_of_headers_is_read_too(doorway: Doorway) -> None:
    body = body_of()
    environ = environ_for(doorway.store, body)
    for name in [name for name in environ if name.startswith("HTTP_X_SHOPIFY_")]:
        environ[name.replace("HTTP_X_SHOPIFY_", "HTTP_SHOPIFY_")] = environ.pop(name)

    assert doorway.answer(environ).status == 200
    assert doorway.kept[0].topic == "orders/create"


def test_two_families_that_contradict_each_other_are_refused(doorway: Doorway) -> None:
    environ = environ_for(doorway.store, body_of(), extra={"HTTP_SHOPIFY_TOPIC": "shop/redact"})

    assert doorway.answer(environ).status == 400
    assert doorway.kept == []


def test_the_secret_before_a_rotation_is_accepted(doorway: Doorway) -> None:
    body = body_of()

    assert doorway.post(body, HMAC_SHA256=signature(body, "the one before")) == 200


Forgery = Callable[[bytes], str | None]


def _digest(body: bytes) -> bytes:
    return hmac.digest(WEBHOOK_SECRET.encode(), body, "sha256")


FORGERIES: dict[str, Forgery] = {
    "absent": lambda body: None,
    "empty": lambda body: "",
    "of another secret": lambda body: signature(body, "guessed"),
    "of an empty secret": lambda body: signature(body, ""),
    "of another body": lambda body: signature(body + b" "),
    "of the body written anew": lambda body: signature(
        json.dumps(json.loads(body), separators=(",", ":")).encode()
    ),
    "short": lambda body: signature(body)[:-4],
    "one letter": lambda body: signature(body)[:1],
    "without padding": lambda body: signature(body).rstrip("="),
    "longer": lambda body: signature(body) + "AA",
    "twice": lambda body: f"{signature(body)},{signature(body)}",
    "twice with a space": lambda body: f"{signature(body)}, {signature(body)}",
    "beyond ASCII": lambda body: "é" * 44,
    "beyond Latin": lambda body: "雪" * 44,
    "a lone surrogate": lambda body: "\udc80" * 44,
    "hexadecimal": lambda body: _digest(body).hex(),
    "raw bytes": lambda body: _digest(body).decode("latin-1"),
    "url-safe": lambda body: base64.urlsafe_b64encode(_digest(body)).decode() + "!",
    "of another algorithm": lambda body: base64.b64encode(
        hmac.digest(WEBHOOK_SECRET.encode(), body, "sha512")
    ).decode(),
    "huge": lambda body: "A" * 1_000_000,
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_signature_is_refused(doorway: Doorway, forgery: Forgery) -> None:
    body = json.dumps({"id": 1, "name": "Blåbær"}).encode()

    assert doorway.post(body, HMAC_SHA256=forgery(body)) == 401
    assert doorway.kept == []
    assert doorway.post(body) == 200, "refused for another reason than the signature"


@pytest.mark.parametrize(
    "public_id",
    [
        "11111111-2222-4333-8444-555555555555",
        "",
        "1",
        "../admin",
        "é",
        "%00",
        "a" * 10_000,
        "{11111111-2222-4333-8444-555555555555}",
    ],
)
def test_an_unknown_address_answers_like_a_wrong_signature(
    doorway: Doorway, public_id: str
) -> None:
    body = body_of()
    environ = environ_for(doorway.store, body, extra={"PATH_INFO": f"/in/shopify/{public_id}"})
    wrong = environ_for(doorway.store, body, HMAC_SHA256="wrong")

    answer = doorway.answer(wrong)
    assert doorway.answer(environ) == answer
    assert answer.status == 401


def test_an_unknown_address_hashes_the_body_too(
    doorway: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[bytes] = []
    genuine = hashing.mac

    def mac(key: bytes, body: bytes) -> bytes:
        hashed.append(body)
        return genuine(key, body)

    path = {"PATH_INFO": f"/in/shopify/{uuid.uuid4()}"}
    environ = environ_for(doorway.store, b"{}", extra=path)
    monkeypatch.setattr("intake.receiving.hashing.mac", mac)

    doorway.answer(environ)

    assert hashed == [b"{}"]


@pytest.mark.parametrize(
    "domain", [None, "", "other.myshopify.com", "é", "garn.myshopify.com.evil"]
)
def test_another_shops_header_is_refused_though_the_body_is_signed(
    doorway: Doorway, domain: str | None
) -> None:
    assert doorway.post(body_of(), SHOP_DOMAIN=domain) == 401
    assert doorway.post(body_of(), SHOP_DOMAIN="Garn.MyShopify.com") == 200


@pytest.mark.parametrize(
    "topic", [None, "", "orders", "orders/", "/", "orders create", "é/é", "a/" + "b" * 200, "a/b\n"]
)
def test_a_missing_or_malformed_topic_is_refused(doorway: Doorway, topic: str | None) -> None:
    wanted = 200 if topic == "a/b\n" else 400  # white space around it is harmless

    assert doorway.post(body_of(), TOPIC=topic) == wanted


def test_an_unknown_topic_is_kept(doorway: Doorway) -> None:
    assert doorway.post(body_of(), TOPIC="fulfillment_orders/line_items_prepared_for_pickup") == 200


@pytest.mark.parametrize("topic", ["app/uninstalled", "shop/redact", "customers/redact"])
def test_what_cannot_be_undone_waits(doorway: Doorway, topic: str) -> None:
    doorway.post(body_of(), TOPIC=topic)

    assert doorway.kept[0].run_after == NOW + GRACE


@pytest.mark.parametrize(
    ("event_id", "webhook_id", "key"),
    [
        ("e-1", "w-1", "e-1"),
        (None, "w-1", "w-1"),
        ("", "w-1", "w-1"),
        (None, None, None),
        ("é", "w-1", None),
        ("x" * 500, "w-1", None),
    ],
)
def test_repetitions_are_known_by_the_best_key_there_is(
    doorway: Doorway, event_id: str | None, webhook_id: str | None, key: str | None
) -> None:
    body = body_of()

    doorway.post(body, EVENT_ID=event_id, WEBHOOK_ID=webhook_id)

    assert doorway.kept[0].event_key == (key or hashlib.sha256(body).hexdigest())


@pytest.mark.parametrize(
    "text", ["", "yesterday", "9999-99-99", "0001-01-01T00:00:00+14:00", "é", "1" * 500]
)
def test_a_strange_time_is_no_time(doorway: Doorway, text: str) -> None:
    assert doorway.post(body_of(), TRIGGERED_AT=text) == 200
    assert doorway.kept[0].triggered_at is None


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ({"REQUEST_METHOD": "GET"}, 405),
        ({"REQUEST_METHOD": "HEAD"}, 405),
        ({"REQUEST_METHOD": "BREW"}, 405),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, 415),
        ({"HTTP_CONTENT_ENCODING": "identity"}, 200),
        ({"CONTENT_LENGTH": "abc"}, 400),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "٣"}, 400),
        ({"CONTENT_LENGTH": "9" * 30}, 400),
        ({"CONTENT_LENGTH": "1_0"}, 400),
        ({"CONTENT_LENGTH": str(BODY_LIMIT + 1)}, 413),
        ({"CONTENT_LENGTH": "500"}, 400),  # longer than what comes
        ({"CONTENT_LENGTH": ""}, 401),  # nothing announced, nothing read
        ({"CONTENT_LENGTH": "", "wsgi.input_terminated": True}, 200),
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 200),
        ({"CONTENT_TYPE": "text/plain"}, 200),
    ],
)
def test_the_envelope(doorway: Doorway, extra: dict[str, Any], status: int) -> None:
    environ = environ_for(doorway.store, body_of(), extra=extra)

    assert doorway.answer(environ).status == status
    assert len(doorway.kept) == (status == 200)


def test_the_body_is_capped(doorway: Doorway) -> None:
    largest, larger = b"x" * BODY_LIMIT, b"x" * (BODY_LIMIT + 1)
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}

    assert doorway.post(largest) == 200
    assert doorway.post(larger) == 413
    assert doorway.answer(environ_for(doorway.store, larger, extra=chunked)).status == 413
    assert doorway.answer(environ_for(doorway.store, largest, extra=chunked)).status == 200


def test_a_signed_zipped_body_is_refused(doorway: Doorway) -> None:
    zipped = gzip.compress(body_of())

    environ = environ_for(doorway.store, zipped, extra={"HTTP_CONTENT_ENCODING": "gzip"})

    assert doorway.answer(environ).status == 415


class Trickle(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 1, 7))


class HungUp(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError("hung up")


def test_a_body_that_trickles_in_is_read_to_its_end(doorway: Doorway) -> None:
    body = body_of(name="slow")

    assert (
        doorway.answer(environ_for(doorway.store, body, extra={"wsgi.input": Trickle(body)})).status
        == 200
    )
    assert doorway.kept[0].body == body


def test_a_caller_who_hangs_up_is_told_400(doorway: Doorway) -> None:
    environ = environ_for(doorway.store, body_of(), extra={"wsgi.input": HungUp()})

    assert doorway.answer(environ).status == 400


def test_an_absent_database_is_told_as_503_with_a_time_to_come_back(doorway: Doorway) -> None:
    def away(_: object) -> None:
        raise DatabaseAway

    doorway.door = Door(keys_of=doorway.door.keys_of, keep=away, grace=GRACE)

    answer = doorway.answer(environ_for(doorway.store, body_of()))

    assert answer.status == 503
    assert ("Retry-After", "5") in answer.headers


NASTY = [
    "", " ", "\0", "é", "雪", "\udc80", "'", '"', "\r\nX: y", "%00", "../..", "A" * 70_000,
    "null", "-1", "1e309", "{}", "[]", "${jndi}", "<script>", "' OR 1=1 --", "2026-10\0",
]  # fmt: skip


def mutated(doorway: Doorway, random_: random.Random) -> tuple[dict[str, Any], bool]:
    """An environ with up to four things wrong, and whether its signature still holds."""
    body = random_.choice(
        [body_of(), b"", b"\xff\xfe", b"[" * 5000, b'{"a":"\\u0000"}', b"\0" * 99]
    )
    environ = environ_for(doorway.store, body)
    is_signed = random_.random() < 0.5
    if not is_signed:
        environ["HTTP_X_SHOPIFY_HMAC_SHA256"] = random_.choice(NASTY)
    names = sorted(set(environ) - {"wsgi.input", "HTTP_X_SHOPIFY_HMAC_SHA256"})
    for name in random_.sample(names, random_.randrange(5)):
        if random_.random() < 0.3 and name not in ("REQUEST_METHOD", "PATH_INFO"):
            del environ[name]
        else:
            environ[name] = random_.choice(NASTY)
    if random_.random() < 0.2:
        environ["wsgi.input"] = io.BytesIO(body[: random_.randrange(len(body) + 1)])
    return environ, is_signed


def test_two_thousand_mutated_requests_are_never_a_5xx_and_never_kept_unsigned(
    doorway: Doorway,
) -> None:
    random_ = random.Random(10)  # the same two thousand in every run
    answers: dict[int, int] = {}

    for _ in range(2000):
        environ, is_signed = mutated(doorway, random_)
        before = len(doorway.kept)
        status = doorway.answer(environ).status
        answers[status] = answers.get(status, 0) + 1
        assert status < 500, environ
        assert is_signed or len(doorway.kept) == before, environ

    assert set(answers) >= {200, 400, 401, 405}, answers
