"""Whether a process is alive, and whether it may be sent traffic."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from notifyhub import wsgi
from notifyhub.celery import app
from stores import ledger, opening
from stores.models import Store, Tombstone
from stores.scope import store_scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_anew(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.NOTIFYHUB_LEDGER = str(tmp_path / "ledger")
    opening.forget()
    yield
    opening.forget()


def ask(path: str) -> tuple[str, bytes]:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": None,
    }
    body = wsgi.application(environ, lambda status, *_: said.append(status))  # type: ignore[arg-type]  # a stand-in for the server's
    return said[0][:3], b"".join(body)


def line_of(store: Store) -> ledger.Line:
    return ledger.Line(
        id="0b0f2c56-8f1e-4c0e-9f57-1d0c1a2b3c4d",
        at=timezone.now().isoformat(),
        store=str(store.public_id),
        kind="SHOP",
        key=ledger.key_name(),
        who=(),
        asked_by="SHOPIFY",
    )


def test_a_process_without_a_ledger_is_ready(settings: Any) -> None:
    settings.NOTIFYHUB_LEDGER = ""

    assert ask("/readyz") == ("200", b"ready\n")


def test_a_database_that_lacks_an_erasure_is_not_opened(store: Store) -> None:
    ledger.write(line_of(store))

    assert ask("/healthz")[0] == "200"
    status, words = ask("/readyz")
    assert (status, b"replay_tombstones" in words) == ("503", True)
    for path in ("/admin/", "/in/shopify/x", "/t/o/x.gif", "/s/x", "/api/v1/me/"):
        assert ask(path)[0] == "503", path


def test_no_job_runs_before(store: Store) -> None:
    ran: list[bool] = []

    @app.task(name="tests.job", lazy=False)
    def job() -> None:
        ran.append(True)

    ledger.write(line_of(store))
    job()
    assert ran == []

    settle(store)
    job()
    assert ran == [True]


def settle(store: Store) -> None:
    line = line_of(store)
    with store_scope(store.pk):
        Tombstone.objects.create(
            public_id=line.id,
            store=store,
            kind="SHOP",
            key_name=line.key,
            asked_by="SHOPIFY",
            erased_at=line.erased_at,
        )
    opening.forget()


def test_it_opens_once_the_erasure_is_done_again_and_stays_open(
    store: Store, django_assert_num_queries: Any
) -> None:
    ledger.write(line_of(store))
    assert ask("/readyz")[0] == "503"

    settle(store)

    assert ask("/readyz")[0] == "200"
    with django_assert_num_queries(0):
        assert opening.is_open()


def test_an_erasure_of_a_store_that_the_dump_does_not_know_keeps_nobody_out(store: Store) -> None:
    line = line_of(store)
    store.public_id = line.id
    ledger.write(line_of(store))

    assert ask("/readyz")[0] == "200"
