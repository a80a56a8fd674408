"""The hot edge as a server calls it, down to rows in Postgres."""

import io
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connections

from common.groupcommit import GroupCommit, Limits
from intake import edge
from intake.models import Webhook
from intake.signing import Remembered
from notifyhub.wsgi import application
from stores.models import Credential, Store
from stores.scope import every_store, store_scope
from tests import looping
from tests.factories.intake import body_of, environ_for, signature
from tests.factories.stores import make_store

Headers = dict[str, str]


def post(environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
    answered: list[Any] = []
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


def status_of(environ: dict[str, Any]) -> int:
    return post(environ)[0]


def kept() -> list[Webhook]:
    with every_store(because="a test looks"):
        return list(Webhook.objects.order_by("id"))


class Silent:
    """A bell that only counts."""

    def __init__(self) -> None:
        self.rings = 0

    def ring(self) -> None:
        self.rings += 1


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Silent:
    bell = Silent()
    monkeypatch.setattr(edge, "bell", bell)
    return bell


@pytest.fixture
def store(transactional_db: None, bell: Silent, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose edge is fresh: a group and a memory of this test's own."""
    group: GroupCommit[Any] = GroupCommit(connect=edge.connect, write=edge.write, name="intake")
    monkeypatch.setattr(edge, "group", group)
    monkeypatch.setattr(edge, "remembered", Remembered())
    yield make_store()
    group.close()


def test_a_signed_webhook_is_kept_and_answered_with_safe_headers(
    store: Store, bell: Silent
) -> None:
    body = body_of(name="Blåbær")

    status, headers, text = post(environ_for(store, body))

    assert (status, text) == (200, b"kept")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Length"] == "4"
    [webhook] = kept()
    assert bytes(webhook.body) == body
    assert (webhook.store_id, webhook.topic, webhook.state) == (
        store.pk,
        "orders/create",
        "RECEIVED",
    )
    assert bell.rings == 1


def test_an_unsigned_webhook_leaves_no_row_and_rings_nothing(store: Store, bell: Silent) -> None:
    assert status_of(environ_for(store, body_of(), HMAC_SHA256="wrong")) == 401
    assert kept() == []
    assert bell.rings == 0
    assert status_of(environ_for(store, body_of())) == 200


@pytest.mark.race
def test_one_event_fifty_times_at_once_is_one_row(store: Store) -> None:
    body = body_of()
    status_of(environ_for(store, body, HMAC_SHA256="warm"))
    together = threading.Barrier(50)

    def repeat(_: int) -> int:
        together.wait()
        return status_of(environ_for(store, body, EVENT_ID="the same"))

    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(repeat, range(50))) == [200] * 50
    assert len(kept()) == 1


@pytest.mark.race
def test_one_body_under_fifty_event_ids_is_one_row(store: Store) -> None:
    body = body_of()
    status_of(environ_for(store, body, HMAC_SHA256="warm"))

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(lambda _: status_of(environ_for(store, body)), range(50)))

    assert statuses == [200] * 50
    assert len(kept()) == 1


def test_the_same_body_under_another_topic_is_another_fact(store: Store) -> None:
    body = body_of()

    for topic in ("orders/create", "orders/paid"):
        assert status_of(environ_for(store, body, TOPIC=topic, EVENT_ID="shared")) == 200

    assert [it.topic for it in kept()] == ["orders/create", "orders/paid"]


def test_a_body_signed_for_one_store_is_refused_at_the_address_of_another(store: Store) -> None:
    rival = make_store(webhook_secret="another secret")
    body = body_of()

    assert status_of(environ_for(rival, body)) == 401
    assert status_of(environ_for(rival, body, SHOP_DOMAIN=store.shop_domain)) == 401
    assert kept() == []


def test_a_store_of_our_own_app_is_signed_for_by_any_of_the_apps_secrets(
    store: Store, settings: Any
) -> None:
    settings.SHOPIFY_API_SECRETS = ["new secret", "old secret"]
    installed = make_store(webhook_secret="")

    for secret in ("new secret", "old secret"):
        body = body_of()
        assert status_of(environ_for(installed, body, HMAC_SHA256=signature(body, secret))) == 200
        assert status_of(environ_for(store, body, HMAC_SHA256=signature(body, secret))) == 401


def test_a_rotated_secret_is_learnt_and_the_one_before_still_counts(
    store: Store, settings: Any
) -> None:
    settings.NOTIFYHUB_SIGNING_KEYS_SECONDS = 0.0
    old, new = body_of(), body_of()
    assert status_of(environ_for(store, body_of())) == 200
    with store_scope(store.pk):
        credential = Credential.objects.get(store=store)
        credential.previous_webhook_secret = credential.webhook_secret
        credential.webhook_secret = "fresh"
        credential.save()

    assert status_of(environ_for(store, new, HMAC_SHA256=signature(new, "fresh"))) == 200
    assert status_of(environ_for(store, old)) == 200


def test_keys_are_remembered_without_a_query(store: Store, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert status_of(environ_for(store, body_of())) == 200
    with django_assert_num_queries(0):
        assert status_of(environ_for(store, body_of())) == 200


def test_a_store_that_vanished_since_is_answered_like_an_unknown_one(store: Store) -> None:
    assert status_of(environ_for(store, body_of())) == 200
    with every_store(because="a test removes a store"):
        Webhook.objects.all().delete()
        Credential.objects.all().delete()
        Store.objects.filter(pk=store.pk).delete()

    assert status_of(environ_for(store, body_of())) == 401


def test_an_address_that_is_none_is_refused_without_a_query(
    store: Store, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        environ = environ_for(store, body_of(), extra={"PATH_INFO": "/in/shopify/1"})
        assert status_of(environ) == 401


def test_ten_bodies_that_are_no_json_are_kept(store: Store) -> None:
    bodies = [
        b"",
        b"\0",
        b"\xff",
        b"NaN",
        b"[" * 100_000,
        b'{"a":"\\ud800"}',
        b'"',
        b"\xef\xbb\xbf{}",
    ]

    assert [status_of(environ_for(store, body)) for body in bodies] == [200] * len(bodies)
    assert [bytes(it.body) for it in kept()] == bodies


@pytest.fixture
def database_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody listens at the database's address, for new connections of any kind."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = f"postgresql://127.0.0.1:{nobody.getsockname()[1]}/gone"

        def connect() -> psycopg.Connection[Any]:
            return psycopg.connect(away, connect_timeout=2)

        group: GroupCommit[Any] = GroupCommit(connect=connect, write=edge.write, name="intake")
        monkeypatch.setattr(edge, "group", group)
        yield
        group.close()


@pytest.mark.usefixtures("database_away")
def test_while_the_database_is_away_everyone_is_told_503_soon(store: Store, bell: Silent) -> None:
    edge.remembered.keys_of(str(store.public_id))

    def ask(_: int) -> tuple[int, str | None, float]:
        began = time.monotonic()
        status, headers, _text = post(environ_for(store, body_of()))
        return status, headers.get("Retry-After"), time.monotonic() - began

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(ask, range(200)))

    assert {answer[:2] for answer in answers} == {(503, "5")}
    assert max(took for *_, took in answers) < 4
    assert bell.rings == 0
    assert kept() == []


def test_a_store_that_cannot_be_looked_up_is_told_503(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def away(*_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as broken:
        broken.setattr("intake.signing.Store.objects", type("Away", (), {"filter": away}))
        assert status_of(environ_for(store, body_of())) == 503
    assert status_of(environ_for(store, body_of())) == 200


def test_a_frozen_database_is_told_503_in_bounded_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    group: GroupCommit[Any] = GroupCommit(
        connect=edge.connect, write=edge.write, name="intake", limits=Limits(patience=0.5)
    )
    monkeypatch.setattr(edge, "group", group)
    assert status_of(environ_for(store, body_of())) == 200

    with connections["default"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE intake_webhook IN ACCESS EXCLUSIVE MODE")
        try:
            began = time.monotonic()
            assert status_of(environ_for(store, body_of())) == 503
            assert time.monotonic() - began < 2
        finally:
            cursor.execute("ROLLBACK")
    group.close()


def test_what_is_wrong_within_us_is_told_as_503_and_never_a_traceback(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "keep", lambda _: 1 / 0)

    status, _, text = post(environ_for(store, body_of()))

    assert (status, text) == (503, b"try again soon")


def test_everything_else_is_answered_by_django(db: None) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/in/other",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "QUERY_STRING": "",
    }
    assert status_of(environ) == 404


def test_the_django_view_gives_the_same_answers_and_rows(
    client: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.jobs.ring", lambda name: True)
    there = make_store()
    body = body_of()

    def ask(**changed: str | None) -> int:
        environ = environ_for(there, body, **changed)
        headers = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
        response = client.post(
            environ["PATH_INFO"], body, content_type="application/json", **headers
        )
        return int(response.status_code)

    assert ask(HMAC_SHA256="wrong") == 401
    assert ask(TOPIC=None) == 400
    assert [ask(), ask()] == [200, 200]
    assert client.get(f"/in/shopify/{uuid.uuid4()}").status_code == 405
    [webhook] = kept()
    assert bytes(webhook.body) == body
