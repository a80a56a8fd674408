"""What the event loop answers itself, and what it leaves to threads."""

import io
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pytest

from common.groupcommit import GroupCommit
from intake import edge
from intake.app_door import ADDRESS
from intake.departing import CONFIRMED
from intake.models import Webhook
from intake.signing import Remembered
from messaging.destinations import as_query
from messaging.tokens import click_token, link_token, open_token
from notifyhub import rsgi
from stores.models import Store
from stores.scope import every_store
from tests import looping
from tests.factories.intake import body_of, environ_for
from tests.factories.stores import make_store
from tests.intake.test_server import serving
from tracking import edge as tracking_edge

URL = "https://shop.example/a?b=1"
Answers = Any


@pytest.fixture
def answers() -> Iterator[Answers]:
    """Asks the loop: a status, or None for what it leaves to threads."""
    with looping.loop() as loop:

        def ask(environ: dict[str, Any]) -> int | None:
            reply = loop.run(rsgi.at_a_door(environ))
            return None if reply is None else reply.status

        yield ask


@pytest.fixture
def store(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr("common.jobs.ring", lambda name: True)
    monkeypatch.setattr(edge, "remembered", Remembered())
    groups: list[GroupCommit[Any]] = []
    for each in (edge, tracking_edge):
        groups.append(GroupCommit(connect=each.connect, write=each.write, name="of a test"))
        monkeypatch.setattr(each, "group", groups[-1])
    yield make_store()
    for group in groups:
        group.close()


def reading(path: str, query: str = "") -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "wsgi.input": io.BytesIO(),
    }


def test_a_webhook_waits_for_the_keys_once(store: Store, answers: Answers) -> None:
    assert answers(environ_for(store, body_of())) is None, "its keys are to be looked up"
    edge.remembered.keys_of(str(store.public_id))

    assert answers(environ_for(store, body_of())) == 200
    assert answers(environ_for(store, body_of(), HMAC_SHA256="wrong")) == 401
    assert answers(environ_for(store, body_of(), TOPIC=None)) == 400
    with every_store(because="a test looks"):
        assert Webhook.objects.count() == 1


def test_old_keys_are_asked_for_by_a_thread(store: Store, settings: Any, answers: Answers) -> None:
    settings.NOTIFYHUB_SIGNING_KEYS_SECONDS = 0
    edge.remembered.keys_of(str(store.public_id))

    assert answers(environ_for(store, body_of())) is None


@pytest.mark.parametrize("topic", sorted(CONFIRMED))
def test_what_is_asked_of_the_shop_is_kept_by_a_thread(
    store: Store, answers: Answers, topic: str
) -> None:
    """The broker is told of it."""
    edge.remembered.keys_of(str(store.public_id))
    environ = environ_for(store, body_of(), TOPIC=topic)

    assert answers(environ) is None
    assert environ["wsgi.input"].tell() == 0, "the body is read again"


def test_what_the_app_hears_and_all_pages_are_for_threads(store: Store, answers: Answers) -> None:
    path = {"PATH_INFO": f"/in/shopify/{ADDRESS}"}
    assert answers(environ_for(store, body_of(), extra=path)) is None

    for page in ("/", "/admin/", "/s/x", "/i/x.png", "/metrics", "/healthz", "/t/p/x"):
        assert answers(reading(page)) is None


def test_links_of_before_are_looked_up_by_a_thread(store: Store, answers: Answers) -> None:
    assert answers(reading(f"/t/c/{click_token(store.pk, 1, 0)}")) is None
    assert answers(reading(f"/t/c/{link_token(store.pk, 1, 0, URL)}", as_query(URL)[1:])) == 302
    assert answers(reading(f"/t/o/{open_token(store.pk, 1)}.gif")) == 200


def test_what_is_wrong_within_us_is_told_as_503(
    store: Store, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.remembered.keys_of(str(store.public_id))
    monkeypatch.setattr(edge, "keep_in_loop", lambda _: 1 / 0)

    assert answers(environ_for(store, body_of())) == 503


@pytest.mark.kill
def test_the_real_server_answers_pages_and_edges_by_one_port(store: Store) -> None:
    paths = {
        "/healthz": 200,
        "/readyz": 200,
        "/admin/login/": 200,
        "/no-such-page/": 404,
        f"/find/{store.public_id}/": 200,
        f"/t/o/{open_token(store.pk, 1)}.gif": 200,
        f"/t/c/{link_token(store.pk, 1, 0, URL)}{as_query(URL)}": 302,
    }
    with serving() as (port, _):
        found = {}
        with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            for path in paths:
                connection.request("GET", path)
                answer = connection.getresponse()
                found[path] = answer.status
                assert answer.read() or answer.status == 302

    assert found == paths
