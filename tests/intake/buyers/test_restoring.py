"""Yesterday's dump, restored, knows whom we erased today, until the ledger is replayed."""

import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from common import valkey
from common.embedded import binaries
from intake.buyers import asking, making
from intake.buyers.erasing import Asked, Somebody
from intake.topics import HANDLERS
from messaging.models import MessageBody
from orders import services as orders
from orders.models import Customer, Order
from stores import ledger, opening
from stores.models import AskedBy, DataExport, Store, Tombstone
from stores.scope import store_scope
from tests.factories import payloads
from tests.factories.worlds import make_message
from tests.intake.buyers.test_erasing import REDACTION, keep_webhook
from tests.orders.test_erasure import CANARY, sung

pytestmark = pytest.mark.django_db(transaction=True)
RESTORED = "restored_by_a_test"


@pytest.fixture(autouse=True)
def _ledger(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.NOTIFYHUB_LEDGER = str(tmp_path / "ledger")
    opening.forget()
    yield
    opening.forget()


@pytest.fixture
def restored() -> Iterator[None]:
    """The database's name for the end of the test; the other one is dropped."""
    name = connection.settings_dict["NAME"]
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"DROP DATABASE IF EXISTS {RESTORED}")


def run(program: str, *arguments: str) -> bytes:
    path = binaries.find_postgres().path(program)
    return subprocess.run([path, *arguments], check=True, capture_output=True).stdout


def address(name: str) -> str:
    told = connection.settings_dict
    host = told["OPTIONS"].get("host") or told["HOST"]
    return f"host={host} user={told['USER'] or 'notifyhub'} dbname={name}"


def dumped(name: str) -> str:
    return run("pg_dump", "--dbname", address(name)).decode("utf-8", "replace").lower()


def restore(file: Path) -> None:
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"CREATE DATABASE {RESTORED}")
    run("pg_restore", "--dbname", address(RESTORED), "-j2", str(file))
    connection.close()
    connection.settings_dict["NAME"] = RESTORED


def canary(store: Store) -> Order:
    """A buyer whose every text sings, in orders, mails, raw webhooks, a basket and a copy."""
    with store_scope(store.pk):
        for topic, body in payloads.life():
            HANDLERS[topic](store, sung(body), payloads.START)
        HANDLERS["checkouts/create"](store, sung(payloads.checkout()), payloads.START)
        keep_webhook(store, sung(payloads.order()))
        order = Order.objects.get()
        orders.add_note(order=order, author_id=1, text=f"{CANARY} called", now=timezone.now())
        make_message(order, html=f"<p>{CANARY}</p>")
        asking.ask_for_copy(
            store=store,
            somebody=Somebody(email=order.email),
            asked=Asked(AskedBy.STAFF, "Mina"),
            now=timezone.now(),
        )
    assert making.make_due(now=timezone.now() + timedelta(seconds=1))
    return order


def erase(store: Store) -> None:
    with store_scope(store.pk):
        body = json.loads(json.dumps(REDACTION).replace("kari", CANARY))
        HANDLERS["customers/redact"](store, body, timezone.now())


def hits_in_broker() -> list[Any]:
    client = redis.Redis.from_url(valkey.address_of(project.BROKER_URL) or "")
    found = []
    for key in client.scan_iter():
        value = client.dump(key) or b""
        if CANARY.encode() in bytes(key).lower() + value.lower():
            found.append(key)
    return found


def test_a_restored_dump_forgets_again_before_it_opens(
    store: Store, restored: None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    canary(store)
    yesterday = tmp_path / "yesterday.dump"
    name = connection.settings_dict["NAME"]
    assert CANARY in dumped(name)
    run("pg_dump", "--dbname", address(name), "-Fc", "-f", str(yesterday))

    erase(store)

    assert CANARY not in dumped(name)
    assert CANARY not in caplog.text.lower()
    assert hits_in_broker() == []
    kept = "".join(file.read_text() for file in (tmp_path / "ledger").iterdir())
    assert CANARY not in kept.lower()

    restore(yesterday)

    assert CANARY in dumped(RESTORED)  # so that its absence below means something
    with store_scope(store.pk):
        assert not Tombstone.objects.exists()
    assert not opening.is_open()

    call_command("replay_tombstones")

    assert CANARY not in dumped(RESTORED)
    with store_scope(store.pk):
        assert MessageBody.objects.filter(forgotten_at=None).count() == 0
        assert Customer.objects.get().redacted_at is not None
        row = Tombstone.objects.get()
        assert row.replayed_at is not None
        assert DataExport.objects.get().state == "ERASED"
    assert opening.is_open()
    call_command("replay_tombstones")  # once more finds nothing
    with store_scope(store.pk):
        assert Tombstone.objects.count() == 1


def test_a_ledger_that_was_lost_is_written_again(store: Store, settings: Any) -> None:
    canary(store)
    erase(store)
    (line,) = ledger.lines()
    for file in Path(settings.NOTIFYHUB_LEDGER).iterdir():
        file.unlink()

    call_command("replay_tombstones")

    assert list(ledger.lines()) == [line]


def test_a_key_that_is_missing_is_named_before_anything_opens(store: Store, settings: Any) -> None:
    canary(store)
    erase(store)
    with store_scope(store.pk):
        Tombstone.objects.all().delete()
    settings.NOTIFYHUB_LEDGER_KEYS = ["another"]

    with pytest.raises(CommandError, match="NOTIFYHUB_LEDGER_KEYS lacks"):
        call_command("replay_tombstones")
    assert not opening.is_open()


def test_without_a_ledger_the_command_says_so(settings: Any, db: None) -> None:
    settings.NOTIFYHUB_LEDGER = ""

    with pytest.raises(CommandError, match="NOTIFYHUB_LEDGER is not set"):
        call_command("replay_tombstones")
