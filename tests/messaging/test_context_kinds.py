"""The context of each kind: the facts of its subject, few queries, and no key beside the list."""

import secrets
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.context import NothingToTell, build_context, contexts_of
from messaging.models import Message
from messaging.subjects import about_of, subject_of
from orders.models import Fulfilment, LineItem, Order, Refund
from stores.models import Store
from stores.scope import Scope, every_store, store_scope
from templates_app import context_spec
from templates_app.context_spec import assert_plain
from templates_app.data import NotificationKind as Kind
from tests.factories import payloads
from tests.factories.scenes import NUMBERS, OLD_NUMBER, Scene, gift_card, order_body, scene, tell
from tests.factories.scenes import url_of as parcel_url
from tests.factories.stores import make_store
from tests.templates_app.test_context_spec import strangers

pytestmark = pytest.mark.django_db

# Of what a mail needs, the row that it is about included. The order is at hand.
OF_PARCELS = 7
IN_BULK = 12  # of all kinds together: rows by sort, and subjects by sort
QUERIES = {
    Kind.ORDER_CONFIRMATION: 3,
    Kind.ORDER_CANCELLED: 3,
    Kind.STAFF_NEW_ORDER: 3,
    Kind.ADDRESS_CHECK: 3,
    Kind.THANK_YOU: 3,
    Kind.ORDER_EDITED: 4,
    Kind.ORDER_REFUND: 4,
    Kind.SHIPPING_CONFIRMATION: OF_PARCELS,
    Kind.SHIPPING_UPDATE: OF_PARCELS,
    Kind.OUT_FOR_DELIVERY: OF_PARCELS,
    Kind.DELIVERED: OF_PARCELS,
    Kind.DELAYED: OF_PARCELS,
    Kind.NO_NEWS: OF_PARCELS,
    Kind.READY_FOR_PICKUP: OF_PARCELS,
    Kind.REVIEW_REQUEST: OF_PARCELS,
    Kind.POS_RECEIPT: OF_PARCELS,
    Kind.GIFT_CARD: 4,
    Kind.ABANDONED_CHECKOUT: 2,
    Kind.DRAFT_ORDER_INVOICE: 2,
}


def told(store: Store, kind: str, of: Scene | None = None) -> dict[str, Any]:
    of = of or scene(store, kind)
    context = build_context(store=store, kind=kind, order=of.order, subject=of.subject)
    assert_plain(context)
    return context


@pytest.mark.parametrize("kind", Kind)
def test_the_context_keeps_to_the_specification(store: Store, inside: Scope, kind: str) -> None:
    context = told(store, kind)

    assert strangers(context, context_spec.Context, "") == []
    assert context["notifyhub"]["kind"] == kind


@pytest.mark.parametrize("kind", Kind)
def test_queries_are_few_and_as_many_for_250_lines(store: Store, inside: Scope, kind: Kind) -> None:
    of = scene(store, kind)
    counts = []
    for extra in (0, 250):
        if of.order and extra:
            LineItem.objects.bulk_create(
                LineItem(store=store, order=of.order, position=100 + place, quantity=1)
                for place in range(extra)
            )
        order = of.order and Order.objects.select_related("customer").get(pk=of.order.pk)
        with CaptureQueriesContext(connection) as queries:
            subject = subject_of(about_of(of.subject)) if of.subject else None
            told(store, kind, Scene(order, subject))
        counts.append(len(queries))

    assert counts == [QUERIES[kind]] * 2


def message_of(store: Store, kind: Kind, of: Scene) -> Message:
    message = Message(store=store, order=of.order, kind=kind, recipient="kari@example.com")
    message.about = about_of(of.subject) if of.subject else ""
    message.pk = secrets.randbits(40)
    return message


def messages_of_all_kinds(*stores: Store) -> list[Message]:
    messages = []
    for each in stores:
        with store_scope(each.pk):
            messages += [message_of(each, kind, scene(each, kind)) for kind in Kind]
    return messages


def test_contexts_of_many_messages_are_those_of_each(store: Store) -> None:
    messages = messages_of_all_kinds(store, make_store())
    expected = {}
    for message in messages:
        with store_scope(message.store_id):
            expected[message.pk] = build_context(
                store=message.store,
                kind=message.kind,
                order=message.order,
                subject=subject_of(message.about),
            )

    with every_store(because="a test composes for two stores"):
        assert contexts_of(messages) == expected


def test_contexts_of_many_messages_cost_as_many_queries_as_of_few(store: Store) -> None:
    messages = messages_of_all_kinds(store, make_store())
    counts = []

    for chunk in (messages[: len(Kind)], messages):
        with every_store(because="a test composes"), CaptureQueriesContext(connection) as queries:
            assert len(contexts_of(chunk)) == len(chunk)
        counts.append(len(queries))

    assert counts == [IN_BULK] * 2


def test_a_message_never_tells_of_a_row_of_another_store(store: Store) -> None:
    theirs = make_store()
    with store_scope(theirs.pk):
        of = scene(theirs, Kind.ABANDONED_CHECKOUT)

    with every_store(because="a test composes for all stores"):
        assert contexts_of([message_of(store, Kind.ABANDONED_CHECKOUT, of)]) == {}


def test_an_edit_names_what_came_and_went_and_the_sums_after_it(
    store: Store, inside: Scope
) -> None:
    context = told(store, Kind.ORDER_EDITED)

    edit = context["notifyhub"]["edit"]
    assert [(row["title"], row["quantity"]) for row in edit["added"]] == [("Topplue", 1)]
    assert [(row["title"], row["quantity"]) for row in edit["removed"]] == [("Selbuvotter", 2)]
    left = [(line["title"], line["quantity"]) for line in context["subtotal_line_items"]]
    assert left == [("Ullgenser", 2), ("Selbuvotter", 1), ("Topplue", 1)]
    sums = [context[f"{name}_price"] for name in ("subtotal", "tax", "total")]
    assert sums == [125710, 26122, 130610]
    assert (context["total_outstanding"], context["notifyhub"]["outstanding"]) == (3400, 3400)


def test_a_refund_names_what_went_back_and_keeps_staffs_reason(store: Store, inside: Scope) -> None:
    context = told(store, Kind.ORDER_REFUND)

    assert context["amount"] == 21600
    (line,) = context["refund_line_items"]
    assert (line["quantity"], line["line_item"]["title"]) == (2, "Selbuvotter")
    assert line["subtotal"] == 21600
    (way,) = context["transactions"]
    assert (way["kind"], way["amount"], way["gateway"]) == ("refund", 21600, "shopify_payments")
    assert context["net_payment"] == 127210 - 21600
    assert "angry" not in repr(context)


def test_of_several_refunds_each_message_tells_its_own(store: Store, inside: Scope) -> None:
    of = scene(store, Kind.ORDER_REFUND)
    second = {"id": 99, "amount": "50.00"}
    paid = {"kind": "refund", "status": "success", "amount": "50.00", "currency": "NOK"}
    tell(
        store,
        "refunds/create",
        payloads.refund(
            id=second["id"],
            created_at=payloads.at(400),
            processed_at=payloads.at(400),
            refund_line_items=[],
            transactions=[paid],
        ),
    )

    first, last = (
        told(store, Kind.ORDER_REFUND, of),
        told(store, Kind.ORDER_REFUND, Scene(of.order, None)),
    )

    assert (first["amount"], last["amount"]) == (21600, 5000)
    assert first["total_refunded_amount"] == last["total_refunded_amount"] == 26600


@pytest.mark.parametrize("kind", [Kind.SHIPPING_CONFIRMATION, Kind.OUT_FOR_DELIVERY])
def test_a_fulfilment_names_its_goods_and_its_parcel(
    store: Store, inside: Scope, kind: str
) -> None:
    context = told(store, kind)

    sent = context["fulfillment"]
    goods = [
        (each["quantity"], each["line_item"]["title"]) for each in sent["fulfillment_line_items"]
    ]
    assert goods == [(2, "Ullgenser"), (1, "Selbuvotter")]
    assert sent["item_count"] == 3
    assert (sent["tracking_numbers"], sent["tracking_urls"]) == (
        [NUMBERS[0]],
        [parcel_url(NUMBERS[0])],
    )
    assert sent["estimated_delivery_at"] == "2026-03-04T10:00:00+01:00"
    left = [(line["title"], line["quantity"]) for line in context["unfulfilled_line_items"]]
    assert left == [("Selbuvotter", 2)]
    (parcel,) = context["notifyhub"]["parcels"]
    assert (parcel["company"], parcel["is_changed"]) == ("Bring", False)
    assert [item["title"] for item in parcel["items"]] == ["Ullgenser", "Selbuvotter"]


def test_an_update_names_the_number_that_is_no_more(store: Store, inside: Scope) -> None:
    (parcel,) = told(store, Kind.SHIPPING_UPDATE)["notifyhub"]["parcels"]

    assert (parcel["is_changed"], parcel["old_number"]) == (True, OLD_NUMBER)
    assert parcel["number"] == NUMBERS[0]


def test_of_several_parcels_nobody_says_what_is_in_which(store: Store, inside: Scope) -> None:
    of = scene(store, Kind.SHIPPING_CONFIRMATION)
    body = payloads.fulfilment(updated_at=payloads.at(300), tracking_numbers=list(NUMBERS))
    tell(store, "fulfillments/update", body)

    context = told(store, Kind.SHIPPING_CONFIRMATION, of)

    parcels = context["notifyhub"]["parcels"]
    assert [parcel["number"] for parcel in parcels] == list(NUMBERS)
    assert [parcel["items"] for parcel in parcels] == [[], []]


def test_a_cancelled_fulfilment_is_not_what_left_last(store: Store, inside: Scope) -> None:
    of = scene(store, Kind.SHIPPING_CONFIRMATION)
    gone = payloads.fulfilment(
        id=8, status="cancelled", created_at=payloads.at(200), updated_at=payloads.at(200)
    )
    tell(store, "fulfillments/create", gone)

    context = told(store, Kind.SHIPPING_CONFIRMATION, Scene(of.order, None))

    assert context["fulfillment"]["tracking_number"] == NUMBERS[0]
    assert len(context["fulfillments"]) == 1


def test_what_is_fetched_names_the_place(store: Store, inside: Scope) -> None:
    context = told(store, Kind.READY_FOR_PICKUP)

    assert context["delivery_method"] == "pick-up"
    assert context["location"]["name"] == "Butikken i Ålesund"
    assert context["location"]["city"] == "Ålesund"
    assert context["notifyhub"]["pickup"]["address"] == "Kaivegen 7, 6002, Ålesund"


def test_a_checkout_left_names_the_way_back_and_all_sums(store: Store, inside: Scope) -> None:
    context = told(store, Kind.ABANDONED_CHECKOUT)

    assert context["url"] == "https://fjell.example/recover?key=4f"
    lines = [(line["title"], line["quantity"]) for line in context["line_items"]]
    assert lines == [("Ullgenser", 2), ("Selbuvotter", 3)]
    sums = [context[f"{name}_price"] for name in ("subtotal", "shipping", "tax", "total")]
    assert sums == [122310, 4900, 25442, 127210]
    assert context["discounts"][0]["code"] == "VELKOMMEN"
    assert context["notifyhub"]["has_consent"] is True
    assert "order_status_url" not in context


def test_a_draft_names_its_invoice_and_when_it_is_due(store: Store, inside: Scope) -> None:
    context = told(store, Kind.DRAFT_ORDER_INVOICE)

    assert context["invoice_url"] == "https://fjell.example/invoices/0c9d"
    assert context["payment_terms"]["next_payment"]["amount_due"] == 21200
    goods = sum(line["final_line_price"] for line in context["line_items"])
    cart = sum(
        each["total_allocated_amount"] for each in context["cart_level_discount_applications"]
    )
    assert goods - cart == context["subtotal_price"] == 16200
    assert context["subtotal_price"] + context["shipping_price"] == context["total_price"] == 21200
    assert "phoned" not in repr(context)


def test_a_gift_card_names_what_is_left_on_it(store: Store, inside: Scope) -> None:
    card = told(store, Kind.GIFT_CARD)["gift_card"]

    assert (card["balance"], card["initial_value"]) == (32150, 50000)
    assert card["expires_on"] == "2029-11-30"
    assert card["customer"]["first_name"] == "Per"
    assert card["url"] == gift_card().url


def test_a_gift_card_that_only_its_order_tells_of_is_worth_its_price(
    store: Store, inside: Scope
) -> None:
    of = scene(store, Kind.GIFT_CARD)

    card = told(store, Kind.GIFT_CARD, Scene(of.order, None))["gift_card"]

    assert (card["balance"], card["url"]) == (50000, "")
    assert card["customer"]["first_name"] == "Kari"


def test_a_gift_card_in_another_currency_says_nothing_of_the_orders_money(
    store: Store, inside: Scope
) -> None:
    of = scene(store, Kind.GIFT_CARD)
    assert of.order is not None
    of.order.presentment_currency = "EUR"

    context = told(store, Kind.GIFT_CARD, of)

    assert (context["currency"], "total_price" in context) == ("NOK", False)


def test_only_staff_are_told_the_gateway_and_our_own_tags(store: Store, inside: Scope) -> None:
    of = scene(store, Kind.STAFF_NEW_ORDER)
    assert of.order is not None
    Order.objects.filter(pk=of.order.pk).update(tags=["vip", "watch out"], own_tags=["watch out"])
    of.order.refresh_from_db()

    staff, buyer = told(store, Kind.STAFF_NEW_ORDER, of), told(store, Kind.ORDER_CONFIRMATION, of)

    assert (staff["gateway"], staff["tags"]) == ("shopify_payments", ["vip", "watch out"])
    assert staff["fulfillment_url"].startswith(f"https://{store.shop_domain}/admin/orders/")
    assert ("gateway" in buyer, buyer["tags"]) == (False, ["vip"])


def test_a_cancellation_says_when_and_why(store: Store, inside: Scope) -> None:
    context = told(store, Kind.ORDER_CANCELLED)

    assert (context["cancelled"], context["cancel_reason"]) == (True, "customer")
    assert context["cancelled_at"] == "2026-03-02T11:30:00+01:00"


def test_one_way_of_paying_is_a_transaction_and_two_are_a_secret(
    store: Store, inside: Scope
) -> None:
    one = told(store, Kind.ORDER_CONFIRMATION)["transactions"]
    two = order_body(payment_gateway_names=["gift_card", "klarna"], updated_at=payloads.at(5))
    tell(store, "orders/updated", two)
    order = Order.objects.get()

    (paid,) = one
    assert (paid["amount"], paid["payment_details"]["credit_card_last_four_digits"]) == (
        127210,
        "4242",
    )
    assert told(store, Kind.ORDER_CONFIRMATION, Scene(order, None))["transactions"] == []


def test_about_names_the_row_and_finds_it_again(store: Store, inside: Scope) -> None:
    scene(store, Kind.SHIPPING_CONFIRMATION)
    fulfilment = Fulfilment.objects.get()

    assert subject_of(about_of(fulfilment)) == fulfilment
    assert subject_of(about_of(fulfilment, news="x" * 99)) == fulfilment
    assert len(about_of(fulfilment, news="x" * 99)) == 64
    for nonsense in (
        "",
        "fulfilment",
        "fulfilment:",
        "fulfilment:0",
        "refund:x",
        "order:1",
        "refund:²",
    ):
        assert subject_of(nonsense) is None


def test_another_stores_row_is_nobodys_subject(store: Store) -> None:
    other = make_store()
    with store_scope(store.pk):
        scene(store, Kind.ORDER_REFUND)
        refund = Refund.objects.get()

    with store_scope(other.pk):
        assert subject_of(about_of(refund)) is None


def test_about_nothing_there_is_nothing_to_tell(store: Store, inside: Scope) -> None:
    with pytest.raises(NothingToTell):
        build_context(store=store, kind=Kind.ORDER_CONFIRMATION)
