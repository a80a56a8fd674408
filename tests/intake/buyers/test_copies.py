"""A copy of everything kept of a buyer: asked for, made by a job, sealed, handed over, dropped."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from intake.buyers import asking, dropping, making
from intake.buyers.asking import CopyNotThere
from intake.buyers.erasing import Asked, NothingKept, Somebody
from intake.buyers.kept import KEPT
from intake.parsing.reading import Unparsable
from intake.topics import HANDLERS
from messaging.models import Message
from orders import services as orders
from orders.models import Checkout, Order
from stores.models import AskedBy, DataExport, ExportArchive, ExportState, Store
from stores.scope import Scope
from tests.factories import payloads
from tests.factories.worlds import make_message, make_order

KARI = Somebody(email="kari@example.com")
STAFF = Asked(AskedBy.STAFF, "Mina")
REQUEST = {
    "shop_id": 1,
    "shop_domain": "fjell.myshopify.com",
    "orders_requested": [payloads.ORDER_ID],
    "customer": {"id": payloads.CUSTOMER_ID, "email": "kari@example.com", "phone": "1"},
    "data_request": {"id": 9999},
}


@pytest.fixture
def kari(store: Store, inside: Scope) -> Order:
    for topic, body in payloads.life():
        HANDLERS[topic](store, body, payloads.START)
    HANDLERS["checkouts/create"](store, payloads.checkout(), payloads.START)
    order = Order.objects.get()
    orders.add_note(order=order, author_id=1, text="She phoned", now=timezone.now())
    return order


def made(store: Store) -> dict[str, Any]:
    now = timezone.now()
    while making.make_due(now=now):
        pass
    export = DataExport.objects.get()
    assert export.state == ExportState.READY, export.trouble
    packed = asking.take_copy(export=export, actor="Mina", now=now)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        found: dict[str, Any] = json.loads(archive.read("data.json"))
        found["page"] = archive.read("read.html").decode()
    return found


def ask(store: Store, **fields: Any) -> DataExport:
    said = {"somebody": KARI, "asked": STAFF, "now": timezone.now(), **fields}
    return asking.ask_for_copy(store=store, **said)


def test_shopifys_request_becomes_a_copy_that_is_due_in_thirty_days(
    store: Store, kari: Order
) -> None:
    now = timezone.now()
    assert HANDLERS["customers/data_request"](store, REQUEST, now) is None
    assert HANDLERS["customers/data_request"](store, REQUEST, now) is not None  # it repeats itself

    export = DataExport.objects.get()
    assert (export.asked_by, export.state) == ("SHOPIFY", "WAITING")
    assert export.due_at == now + timedelta(days=30)
    data = made(store)["data"]
    assert [row["email"] for row in data["orders.Order"]] == ["kari@example.com"]


def test_another_body_under_this_topic_asks_for_nothing(store: Store, inside: Scope) -> None:
    with pytest.raises(Unparsable):
        HANDLERS["customers/data_request"](store, payloads.order(), timezone.now())


def test_the_copy_holds_every_table_and_the_words_as_they_left(store: Store, kari: Order) -> None:
    make_message(kari, html="<h1>Takk, Kari</h1>")
    ask(store)

    copy = made(store)

    data = copy["data"]
    assert set(data) == {kept.model for kept in KEPT}
    assert [row["text"] for row in data["orders.Note"]] == ["She phoned"]
    assert all(data[name] for name in ("orders.Checkout", "orders.Activity", "shipping.Parcel"))
    assert "<h1>Takk, Kari</h1>" in [row["html"] for row in data["messaging.MessageBody"]]
    assert copy["about"]["email"] == "kari@example.com"
    assert "&lt;h1&gt;Takk, Kari&lt;/h1&gt;" in copy["page"]  # shown, not run
    assert "<script" not in copy["page"]


def test_raw_webhooks_are_in_the_copy(store: Store, kari: Order) -> None:
    from tests.intake.buyers.test_erasing import keep_webhook

    keep_webhook(store, payloads.order(note="As it came"))
    keep_webhook(store, {"id": 1, "email": "ola@example.com"})
    ask(store)

    (row,) = made(store)["data"]["intake.Webhook"]
    assert json.loads(row["body"])["note"] == "As it came"


def test_nothing_of_anybody_else_is_in_it(store: Store, kari: Order) -> None:
    other = make_order(store, buyer_name="Ola Canary", email="ola@canary.example")
    make_message(other)
    ask(store)

    assert "canary" not in json.dumps(made(store)).lower()


def test_the_archive_stands_sealed(store: Store, kari: Order) -> None:
    ask(store)
    made(store)

    row = ExportArchive.objects.get()
    assert b"kari" not in bytes(row.sealed)
    assert not zipfile.is_zipfile(io.BytesIO(bytes(row.sealed)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM stores_dataexport")
        assert "kari" not in cursor.fetchone()[0]


def test_who_took_it_and_how_often_is_kept(store: Store, kari: Order) -> None:
    ask(store)
    made(store)
    export = DataExport.objects.get()

    asking.take_copy(export=export, actor="Jonas", now=timezone.now())

    export.refresh_from_db()
    assert (export.taken_by, export.taken_count) == ("Jonas", 2)


def test_a_copy_is_dropped_after_its_time(store: Store, kari: Order) -> None:
    ask(store)
    made(store)
    later = timezone.now() + timedelta(days=15)

    with pytest.raises(CopyNotThere):
        asking.take_copy(export=DataExport.objects.get(), actor="Mina", now=later)
    assert dropping.drop_over(store_id=store.pk, now=later) == 1

    export = DataExport.objects.get()
    assert (export.state, export.email) == ("OVER", "")
    assert not ExportArchive.objects.exists()


def test_nothing_is_made_of_who_is_not_known(store: Store, inside: Scope) -> None:
    with pytest.raises(NothingKept):
        ask(store)


def test_what_cannot_be_made_is_tried_again_and_then_said(
    store: Store, kari: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> Any:
        raise ValueError("Kari's secret")

    monkeypatch.setattr("intake.buyers.archive.build", fail)
    ask(store)
    now = timezone.now()
    for hours in range(making.TRIES):
        assert making.make_due(now=now + timedelta(hours=hours))

    export = DataExport.objects.get()
    assert (export.state, export.trouble) == ("FAILED", "ValueError")
    monkeypatch.undo()
    assert asking.make_again(export=export, now=now)
    assert made(store)["data"]["orders.Order"]


def test_a_worker_that_dies_leaves_it_to_the_next(store: Store, kari: Order) -> None:
    export = ask(store)
    now = timezone.now()
    DataExport.objects.filter(pk=export.pk).update(
        claimed_until=now + timedelta(minutes=1), tries_count=1
    )

    assert not making.make_due(now=now)
    assert making.make_due(now=now + timedelta(minutes=2))


def test_a_message_without_an_order_is_theirs_by_what_it_is_about(
    store: Store, kari: Order
) -> None:
    message = make_message(kari)
    about = f"checkout:{Checkout.objects.get().pk}"
    Message.objects.filter(pk=message.pk).update(order=None, about=about)
    ask(store)

    data = made(store)["data"]
    assert Message.objects.filter(order=None).count() == 1
    assert any(row["order_id"] is None for row in data["messaging.Message"])
