"""One order's life as Shopify tells it, up to the message of each kind: rows made by webhooks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from intake.topics import HANDLERS
from messaging.subjects import Subject
from orders import offering
from orders.models import Checkout, DraftOrder, Fulfilment, Order, OrderEdit, Refund
from orders.offered_data import GiftCardData
from stores.models import Store
from templates_app.data import NotificationKind as Kind
from tests.factories import payloads
from tests.factories.payloads import Body, at

NOW = datetime.fromisoformat(at(600))
GENSER = payloads.line(1, title="Ullgenser", quantity=2, price="499.50", vendor="Fjell")
VOTTER = payloads.line(2, title="Selbuvotter", quantity=3, price="120.00", current_quantity=3)
GIFT = payloads.line(
    3, title="Gavekort", quantity=1, price="500.00", gift_card=True, requires_shipping=False
)
NUMBERS = ("370722150123456789", "370722150123456796")
OLD_NUMBER = "370722150999999999"
LOCATION = payloads.address(
    first_name="", last_name="", name="Lager", company="Fjell AS", address1="Kaivegen 7",
    zip="6002", city="Ålesund",
)  # fmt: skip


def url_of(number: str) -> str:
    return f"https://sporing.bring.no/sporing/{number}"


def order_body(**fields: Any) -> Body:
    """2 × 499.50 + 3 × 120.00, 10 % off all, 49.00 for shipping: 1272.10 with taxes."""
    off = [{"amount": "99.90", "discount_application_index": 0}]
    off_more = [{"amount": "36.00", "discount_application_index": 0}]
    return payloads.order(
        **{
            "confirmation_number": "XPAV284CT",
            "financial_status": "paid",
            "line_items": [
                {**GENSER, "discount_allocations": off},
                {**VOTTER, "discount_allocations": off_more},
            ],
            "discount_applications": [
                {
                    "type": "discount_code",
                    "code": "VELKOMMEN",
                    "title": "VELKOMMEN",
                    "value": "10.0",
                    "value_type": "percentage",
                    "target_type": "line_item",
                    "target_selection": "all",
                    "allocation_method": "across",
                }
            ],
            "subtotal_price": "1223.10",
            "total_discounts": "135.90",
            "total_tax": "254.42",
            "total_price": "1272.10",
            "total_outstanding": "0.00",
            "buyer_accepts_marketing": True,
            "tax_lines": [{"title": "MVA", "rate": 0.25, "price": "254.42"}],
            "shipping_lines": [{"title": "Bring hjem", "price": "49.00", "code": "bring"}],
            "payment_details": {"credit_card_company": "Visa", "credit_card_number": "•••• 4242"},
            "shipping_address": payloads.address(address1="Fjellveien 12", city="Tromsø"),
            "note": "Ring på døra",
            "note_attributes": [{"name": "gave", "value": "ja"}],
            "tags": "vip",
            **fields,
        }
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """What a message of the kind is about."""

    order: Order | None
    subject: Subject | None


def tell(store: Store, topic: str, body: Body) -> None:
    HANDLERS[topic](store, body, NOW)


def scene(store: Store, kind: str) -> Scene:
    """The rows of this kind's moment. In the store's scope."""
    if kind == Kind.ABANDONED_CHECKOUT:
        return _checkout(store)
    if kind == Kind.DRAFT_ORDER_INVOICE:
        return _draft(store)
    tell(store, "orders/create", order_body(**_MORE.get(kind, {})))
    subject = _subject(store, kind)
    order = Order.objects.select_related("customer").get(shopify_id=payloads.ORDER_ID)
    return Scene(order, subject)


_MORE: dict[str, Body] = {
    Kind.ORDER_CANCELLED: {
        "cancelled_at": at(90),
        "cancel_reason": "customer",
        "financial_status": "refunded",
    },
    Kind.READY_FOR_PICKUP: {
        "shipping_lines": [{"title": "Butikken i Ålesund", "price": "49.00", "code": "pickup"}],
    },
    Kind.GIFT_CARD: {"line_items": [GIFT], "discount_applications": []},
    Kind.POS_RECEIPT: {"source_name": "pos", "shipping_address": None, "shipping_lines": []},
}


_OF_THE_ORDER_ALONE = (
    Kind.ORDER_CONFIRMATION,
    Kind.ORDER_CANCELLED,
    Kind.STAFF_NEW_ORDER,
    Kind.ADDRESS_CHECK,
    Kind.THANK_YOU,
)


def _subject(store: Store, kind: str) -> Subject | None:
    if kind == Kind.ORDER_EDITED:
        return _edit(store)
    if kind == Kind.ORDER_REFUND:
        return _refund(store)
    if kind == Kind.GIFT_CARD:
        return offering.record_gift_card(store=store, data=gift_card(), now=NOW)
    if kind in _OF_THE_ORDER_ALONE:
        return None
    return _fulfilment(store, kind)


def _fulfilment(store: Store, kind: str) -> Subject:
    sent = [{**GENSER, "quantity": 2}, {**VOTTER, "quantity": 1}]
    numbers = list(NUMBERS[:1])
    body = payloads.fulfilment(
        line_items=sent,
        tracking_numbers=[OLD_NUMBER] if kind == Kind.SHIPPING_UPDATE else numbers,
        tracking_urls=[url_of(number) for number in numbers],
        origin_address=LOCATION,
    )
    tell(store, "fulfillments/create", body)
    if kind == Kind.SHIPPING_UPDATE:
        changed = {**body, "tracking_numbers": numbers, "updated_at": at(80)}
        tell(store, "fulfillments/update", changed)
    state = {Kind.OUT_FOR_DELIVERY: "out_for_delivery", Kind.DELIVERED: "delivered"}
    scan = payloads.parcel_event(
        status=state.get(Kind(kind), "in_transit"), estimated_delivery_at=at(2880)
    )
    tell(store, "fulfillment_events/create", scan)
    return Fulfilment.objects.get(shopify_id=payloads.FULFILMENT_ID)


def _edit(store: Store) -> Subject:
    """Two pairs of mittens less, and a hat more, which is not paid yet."""
    hat = payloads.line(4, title="Topplue", quantity=1, price="250.00", current_quantity=1)
    lines = order_body()["line_items"]
    body = order_body(
        updated_at=at(30),
        line_items=[lines[0], {**lines[1], "current_quantity": 1}, hat],
        current_subtotal_price="1257.10",
        current_total_tax="261.22",
        current_total_price="1306.10",
        total_outstanding="34.00",
        financial_status="partially_paid",
    )
    edit = {
        "id": 11,
        "order_id": payloads.ORDER_ID,
        "committed_at": at(30),
        "line_items": {
            "additions": [{"id": hat["id"], "delta": 1}],
            "removals": [{"id": VOTTER["id"], "delta": 2}],
        },
    }
    tell(store, "orders/edited", {"order_edit": edit})
    tell(store, "orders/updated", body)
    return OrderEdit.objects.get(shopify_id=11)


def _refund(store: Store) -> Subject:
    back = {
        "line_item_id": VOTTER["id"],
        "quantity": 2,
        "subtotal": 216.0,
        "line_item": VOTTER,
    }
    paid = {"kind": "refund", "status": "success", "amount": "216.00", "currency": "NOK",
            "gateway": "shopify_payments"}  # fmt: skip
    body = payloads.refund(note="Staff only: angry", refund_line_items=[back], transactions=[paid])
    tell(store, "refunds/create", body)
    return Refund.objects.get(shopify_id=body["id"])


def gift_card() -> GiftCardData:
    return GiftCardData(
        shopify_id=77,
        currency="NOK",
        initial_minor=50000,
        balance_minor=32150,
        changed_at=NOW,
        last_characters="9f2k",
        url="https://fjell.example/gift_cards/1/8a7b",
        pass_url="https://fjell.example/gift_cards/1/8a7b.pkpass",
        expires_on=date(2029, 11, 30),
        message="Gratulerer!",
        recipient_name="Per Spelmann",
        order_shopify_id=payloads.ORDER_ID,
    )


def _checkout(store: Store) -> Scene:
    body = order_body()
    kept = ("line_items", "discount_applications", "subtotal_price", "total_discounts", "total_tax",
            "total_price", "tax_lines", "shipping_lines", "shipping_address", "customer_locale",
            "taxes_included", "buyer_accepts_marketing")  # fmt: skip
    tell(
        store,
        "checkouts/create",
        payloads.checkout(
            abandoned_checkout_url="https://fjell.example/recover?key=4f",
            **{name: body[name] for name in kept},
        ),
    )
    return Scene(None, Checkout.objects.get())


def _draft(store: Store) -> Scene:
    where = payloads.address(address1="Fjellveien 12", city="Tromsø")
    tell(store, "draft_orders/create", payloads.draft(shipping_address=where))
    return Scene(None, DraftOrder.objects.get())
