"""Erasing a buyer: in every room, in the raw webhooks, and in the ledger before it is said."""

import contextlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from intake.buyers import asking, erasing
from intake.buyers.erasing import Asked, NotConfirmed, NothingKept, Somebody
from intake.models import Webhook, WebhookState
from intake.topics import HANDLERS
from orders.models import Checkout, Customer, Order
from stores import ledger, opening
from stores.models import AskedBy, DataExport, ExportState, Store, Tombstone
from stores.scope import Scope
from tests.factories import payloads

NOW = payloads.START + timedelta(days=3)
KARI = Somebody(email="kari@example.com")
REDACTION = {
    "shop_domain": "fjell.myshopify.com",
    "customer": {"id": payloads.CUSTOMER_ID, "email": "kari@example.com"},
    "orders_to_redact": [payloads.ORDER_ID],
}


@pytest.fixture
def ledger_place(tmp_path: Path, settings: Any) -> Path:
    settings.NOTIFYHUB_LEDGER = str(tmp_path / "ledger")
    return tmp_path / "ledger"


@pytest.fixture
def kari(store: Store, inside: Scope) -> Order:
    for topic, body in payloads.life():
        HANDLERS[topic](store, body, payloads.START)
    return Order.objects.get()


def keep_webhook(store: Store, body: Any, **fields: Any) -> Webhook:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Webhook.objects.create(
        **{
            "store": store,
            "topic": "orders/updated",
            "event_key": str(len(raw)) + str(timezone.now()),
            "body_hash": raw[:32] + str(timezone.now()).encode(),
            "body": raw,
            "received_at": NOW,
            "run_after": NOW,
            "state": WebhookState.DONE,
            "handled_at": NOW,
            **fields,
        }
    )


def by_hand(store: Store, **fields: Any) -> Tombstone:
    said: dict[str, Any] = {
        "somebody": KARI,
        "confirmed": "Kari@example.com",
        "asked": Asked(AskedBy.STAFF, "Mina", "She wrote to us"),
        **fields,
    }
    return erasing.erase_by_hand(store=store, now=NOW, **said)


def test_an_erasure_stands_in_the_ledger_and_names_nobody(
    store: Store, kari: Order, ledger_place: Path
) -> None:
    HANDLERS["customers/redact"](store, REDACTION, NOW)

    row = Tombstone.objects.get()
    (line,) = ledger.lines()
    assert (line.id, line.kind, line.store) == (
        str(row.public_id),
        "CUSTOMER",
        str(store.public_id),
    )
    written = "".join(path.read_text() for path in ledger_place.glob("*"))
    for spoken in ("kari", str(payloads.CUSTOMER_ID), str(payloads.ORDER_ID)):
        assert spoken not in written
    assert ledger.digest("email:kari@example.com", key=line.key) in line.who
    assert ledger.digest(f"customer:{payloads.CUSTOMER_ID}", key=line.key) in line.who


def test_an_erasure_that_cannot_be_written_down_is_not_done(
    store: Store, kari: Order, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.NOTIFYHUB_LEDGER = str(tmp_path / "file")

    with pytest.raises(ledger.LedgerAway, match="cannot be written"):
        HANDLERS["customers/redact"](store, REDACTION, NOW)

    assert Order.objects.get().email == "kari@example.com"
    assert not Tombstone.objects.exists()


def test_what_died_before_its_commit_is_mended_by_who_tries_again(
    store: Store, kari: Order, ledger_place: Path
) -> None:
    def erase() -> None:
        HANDLERS["customers/redact"](store, REDACTION, NOW)

    for dies in (True, False):
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            erase()
            assert 1 / (not dies)
        assert bool(opening.lacking(ledger.last_lines())) is dies

    assert len({line.id for line in ledger.lines()}) == Tombstone.objects.count() == 1
    erase()  # asked for once more after all, it is an erasure of its own
    assert len({line.id for line in ledger.lines()}) == Tombstone.objects.count() == 2


def test_raw_webhooks_of_the_buyer_are_emptied_and_no_others(
    store: Store, kari: Order, ledger_place: Path
) -> None:
    theirs = [
        keep_webhook(store, payloads.order()),
        keep_webhook(store, {"order_id": payloads.ORDER_ID, "note": "no name"}),
        keep_webhook(store, {"email": "KARI@example.com"}),
        keep_webhook(store, b'\xff\x00 "email":"kari@example.com"', state="QUARANTINED"),
    ]
    others = [
        keep_webhook(store, {"email": "akari@example.com", "id": payloads.ORDER_ID * 10}),
        keep_webhook(store, {"email": "kari@example.com.au"}),
        keep_webhook(store, payloads.order(), state="RECEIVED", handled_at=None),
    ]

    HANDLERS["customers/redact"](store, REDACTION, NOW)

    bodies = {row.pk: bytes(row.body) for row in Webhook.objects.all()}
    assert [bodies[row.pk] for row in theirs] == [b""] * 4
    assert all(bodies[row.pk] for row in others)


def test_staff_erase_a_buyer_with_a_reason_and_their_name_twice(
    store: Store, kari: Order, ledger_place: Path
) -> None:
    with pytest.raises(NotConfirmed, match="Say why"):
        by_hand(store, asked=Asked(AskedBy.STAFF, "Mina", " "))
    with pytest.raises(NotConfirmed, match="once more"):
        by_hand(store, confirmed="ola@example.com")
    assert Order.objects.get().email == "kari@example.com"

    row = by_hand(store)

    assert (row.asked_by, row.actor, row.reason) == ("STAFF", "Mina", "She wrote to us")
    assert row.orders_count == 1
    assert Order.objects.get().email == ""
    assert Customer.objects.get().first_name == ""
    with pytest.raises(NothingKept):
        by_hand(store)


def test_a_buyer_of_whom_there_is_only_a_basket_is_known(
    store: Store, inside: Scope, ledger_place: Path
) -> None:
    HANDLERS["checkouts/create"](store, payloads.checkout(customer=None), NOW)

    assert by_hand(store).orders_count == 0
    assert Checkout.objects.get().email == ""


def test_copies_of_who_is_erased_go(store: Store, kari: Order, ledger_place: Path) -> None:
    export = asking.ask_for_copy(
        store=store, somebody=KARI, asked=Asked(AskedBy.STAFF, "Mina"), now=NOW
    )
    assert export.email == "kari@example.com"

    HANDLERS["customers/redact"](store, REDACTION, NOW)

    row = DataExport.objects.get()
    assert (row.state, row.email, row.who) == (ExportState.ERASED, "", [])


def test_a_broken_end_of_the_ledger_costs_no_line(ledger_place: Path, store: Store) -> None:
    ledger_place.mkdir()
    (ledger_place / "2026-01.jsonl").write_bytes(b'{"id": "half')
    line = ledger.Line("1", NOW.isoformat(), "2", "SHOP", "3", (), "SHOPIFY")

    ledger.write(line)
    ledger.write(line)

    assert list(ledger.lines()) == [line, line]
    assert ledger.last_lines() == [line, line]


def test_a_key_that_is_gone_is_asked_for_by_name(settings: Any) -> None:
    settings.NOTIFYHUB_LEDGER_KEYS = ["old"]
    name = ledger.key_name()
    settings.NOTIFYHUB_LEDGER_KEYS = ["new", "old"]
    assert ledger.key_name() != name
    assert ledger.digest("email:a@b.no", key=name)
    settings.NOTIFYHUB_LEDGER_KEYS = ["new"]
    with pytest.raises(ledger.KeyMissing, match=name):
        ledger.digest("email:a@b.no", key=name)
