"""One verb at a time: what is kept, what it costs, and what staff add."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.parsing.buying import parse_checkout, parse_order
from intake.parsing.fulfilling import parse_fulfilment, parse_refund
from intake.parsing.reading import Money
from orders import queries, services
from orders.models import Activity, ActivityKind, Checkout, Customer, LineItem, Order, OrderTag
from stores.models import Store
from stores.scope import NoScope, Scope, store_scope
from tests.factories import payloads
from tests.factories.stores import make_store

NOW = payloads.START + timedelta(days=1)


def record(store: Store, **fields: Any) -> Order:
    return services.record_order(store=store, data=parse_order(payloads.order(**fields)), now=NOW)


def test_an_order_keeps_what_was_bought_and_by_whom(store: Store, inside: Scope) -> None:
    order = Order.objects.get(pk=record(store).pk)

    assert (order.name, order.number, order.email) == ("#1001", 1001, "kari@example.com")
    assert (order.buyer_name, order.locale) == ("Kari Nordmann", "nb-NO")
    assert (order.currency, order.total_minor, order.shipping_minor) == ("NOK", 25000, 5000)
    assert order.presentment["total_minor"] == 25000
    assert order.customer == Customer.objects.get()
    assert order.shipping_address is not None
    assert order.shipping_address["city"] == "Oslo"
    assert order.delivery_method == "SHIPPING"
    line = LineItem.objects.get()
    assert (line.title, line.quantity, line.total_minor) == ("Ullgenser 1", 2, 20000)
    assert order.is_announceable
    assert len(order.token) >= 32


def test_an_older_snapshot_never_overwrites_a_newer(store: Store, inside: Scope) -> None:
    record(store, updated_at=payloads.at(10), email="new@example.com")

    order = record(store, updated_at=payloads.at(5), email="old@example.com")

    order.refresh_from_db()
    assert order.email == "new@example.com"


def test_a_line_that_left_the_order_leaves_the_rows(store: Store, inside: Scope) -> None:
    record(store, line_items=[payloads.line(1), payloads.line(2)])

    record(store, updated_at=payloads.at(10), line_items=[payloads.line(2)])

    assert [line.title for line in LineItem.objects.all()] == ["Ullgenser 2"]


@pytest.mark.parametrize("count", [1, 60, 250])
def test_recording_costs_the_same_number_of_queries_for_any_number_of_lines(
    store: Store, inside: Scope, count: int
) -> None:
    lines = [payloads.line(number) for number in range(count)]

    with CaptureQueriesContext(
        connection,
    ) as new:
        record(store, line_items=lines)
    with CaptureQueriesContext(connection) as again:
        record(store, line_items=lines)
    with CaptureQueriesContext(connection) as newer:
        record(store, line_items=lines, updated_at=payloads.at(9))

    assert LineItem.objects.count() == count
    assert _spent(new) == 9
    assert _spent(again) == 4
    assert _spent(newer) == 10


def _spent(queries_made: CaptureQueriesContext) -> int:
    """Statements without the bounds of the transaction."""
    bounds = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config")
    return sum(not query["sql"].startswith(bounds) for query in queries_made.captured_queries)


def test_a_refund_before_its_order_waits_in_a_stub(store: Store, inside: Scope) -> None:
    refund = parse_refund(payloads.refund(), money=Money("NOK"))

    stub = services.record_refund(store=store, data=refund, now=NOW)

    assert stub.is_stub
    assert not stub.is_announceable
    assert not Order.objects.placed().exists()
    order = record(store)
    assert (order.pk, order.refunded_minor) == (stub.pk, 10000)


@pytest.mark.parametrize(
    "fields",
    [{"test": True}, {"currency": "example string"}, {"cancelled_at": payloads.at(1)}],
    ids=["test order", "no currency", "cancelled"],
)
def test_some_orders_are_not_to_be_announced(
    store: Store, inside: Scope, fields: dict[str, Any]
) -> None:
    assert not record(store, **fields).is_announceable
    assert record(store, updated_at=payloads.at(99)).is_announceable


def test_own_tags_survive_what_shopify_says(store: Store, inside: Scope) -> None:
    order = record(store, tags="gift, VIP")

    assert services.tag_order(order=order, tag="Fragile", actor="Jonas Berg", now=NOW)
    assert services.untag_order(order=order, tag="vip", actor="Jonas Berg", now=NOW)
    assert not services.tag_order(order=order, tag="fragile", actor="Jonas Berg", now=NOW)
    order = record(store, tags="gift, VIP, late", updated_at=payloads.at(10))

    assert order.tags == ["Fragile", "gift", "late"]
    assert set(OrderTag.objects.values_list("tag_key", flat=True)) == {"fragile", "gift", "late"}
    assert list(Order.objects.with_tag("LATE")) == [order]
    assert Activity.objects.filter(kind=ActivityKind.TAGGED, actor="Jonas Berg").count() == 2


def test_a_note_shows_on_the_timeline(store: Store, inside: Scope) -> None:
    order = record(store)

    note = services.add_note(
        order=order, author_id=7, author_name="Jonas Berg", text="Called back\x00", now=NOW
    )

    assert note.text == "Called back"
    newest = queries.timeline(order.pk)[0]
    assert (newest.kind, newest.actor) == (ActivityKind.NOTED, "Jonas Berg")
    assert newest.data == {"note_id": note.pk}


def test_a_fact_is_told_once(store: Store, inside: Scope) -> None:
    order = record(store)
    fact: dict[str, Any] = {
        "store_id": store.pk,
        "order_id": order.pk,
        "kind": ActivityKind.MESSAGE_SENT,
        "at": NOW,
        "key": "message:1:sent",
        "data": {"kind": "ORDER_CONFIRMATION"},
        "message_id": 1,
    }

    assert services.record_activity(**fact) is True
    assert services.record_activity(**{**fact, "data": {}}) is False
    told = Activity.objects.get(key="message:1:sent")
    assert told.data == {"kind": "ORDER_CONFIRMATION"}
    assert int(told.xid) > 0


def test_the_timeline_goes_on_where_a_page_ended(store: Store, inside: Scope) -> None:
    order = record(store)
    for number in range(5):  # two of each moment: the number breaks the tie
        services.record_activity(
            store_id=store.pk,
            order_id=order.pk,
            kind=ActivityKind.MESSAGE_OPENED,
            at=NOW + timedelta(minutes=number // 2),
            key=f"opened:{number}",
            data={},
        )

    first = queries.timeline(order.pk, limit=3)
    rest = queries.timeline(order.pk, before=(first[-1].at, first[-1].pk))

    assert [each.key for each in first + rest] == [
        "opened:4",
        "opened:3",
        "opened:2",
        "opened:1",
        "opened:0",
        f"order:{order.shopify_id}:placed",
    ]


def test_a_checkout_ends_as_it_was_last_told(store: Store, inside: Scope) -> None:
    done = payloads.checkout(updated_at=payloads.at(1), completed_at=payloads.at(1))

    for body in (done, payloads.checkout()):
        services.record_checkout(store=store, data=parse_checkout(body), now=NOW)

    checkout = Checkout.objects.get()
    assert (checkout.email, checkout.total_minor) == ("kari@example.com", 25000)
    assert checkout.completed_at is not None
    kinds = set(Activity.objects.values_list("kind", flat=True))
    assert kinds == {ActivityKind.CHECKOUT_STARTED, ActivityKind.CHECKOUT_DONE}


def test_a_fulfilment_named_in_another_store_is_another_fulfilment(
    store: Store, inside: Scope
) -> None:
    elsewhere = make_store()
    data = parse_fulfilment(payloads.fulfilment())
    here = services.record_fulfilment(store=store, data=data, now=NOW)

    with store_scope(elsewhere.pk):
        there = services.record_fulfilment(store=elsewhere, data=data, now=NOW)
        assert Order.objects.count() == 1

    assert here.pk != there.pk


def test_outside_a_scope_nothing_is_recorded(store: Store) -> None:
    with pytest.raises(NoScope):
        record(store)
