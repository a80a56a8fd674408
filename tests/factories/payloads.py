"""Bodies as Shopify writes them, small and ours: one order's life, to be bent by each test."""

from datetime import UTC, datetime, timedelta
from typing import Any

Body = dict[str, Any]

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ORDER_ID = 5_000_000_000_001
CUSTOMER_ID = 7_000_000_000_001
FULFILMENT_ID = 4_000_000_000_001


def at(minutes: int) -> str:
    """So many minutes after the order was placed, as Shopify writes times."""
    return (START + timedelta(minutes=minutes)).isoformat()


def customer(**fields: Any) -> Body:
    return {
        "id": CUSTOMER_ID,
        "email": "Kari@Example.com",
        "first_name": "Kari",
        "last_name": "Nordmann",
        "phone": "+4790000000",
        "state": "enabled",
        "currency": "NOK",
        "updated_at": at(0),
        **fields,
    }


def address(**fields: Any) -> Body:
    return {
        "first_name": "Kari",
        "last_name": "Nordmann",
        "name": "Kari Nordmann",
        "address1": "Storgata 1",
        "zip": "0155",
        "city": "Oslo",
        "country": "Norway",
        "country_code": "NO",
        **fields,
    }


def line(number: int = 1, **fields: Any) -> Body:
    return {
        "id": 9_000_000_000_000 + number,
        "title": f"Ullgenser {number}",
        "variant_title": "M",
        "sku": f"ULL-{number}",
        "quantity": 2,
        "current_quantity": 2,
        "price": "100.00",
        "product_id": 1000 + number,
        "variant_id": 2000 + number,
        "requires_shipping": True,
        "properties": [],
        "discount_allocations": [],
        **fields,
    }


def order(**fields: Any) -> Body:
    """An order of one line: 2 × 100.00 + 50.00 shipping, 50.00 of it tax."""
    return {
        "id": ORDER_ID,
        "admin_graphql_api_id": f"gid://shopify/Order/{ORDER_ID}",
        "name": "#1001",
        "order_number": 1001,
        "email": "Kari@Example.com",
        "created_at": at(0),
        "processed_at": at(0),
        "updated_at": at(0),
        "currency": "NOK",
        "presentment_currency": "NOK",
        "financial_status": "pending",
        "fulfillment_status": None,
        "subtotal_price": "200.00",
        "total_tax": "50.00",
        "total_discounts": "0.00",
        "total_price": "250.00",
        "taxes_included": True,
        "customer_locale": "nb-NO",
        "order_status_url": "https://fjell.example/orders/secret",
        "source_name": "web",
        "tags": "",
        "test": False,
        "customer": customer(),
        "shipping_address": address(),
        "billing_address": address(),
        "line_items": [line()],
        "shipping_lines": [{"title": "Bring", "price": "50.00", "code": "bring"}],
        "payment_gateway_names": ["shopify_payments"],
        "fulfillments": [],
        "refunds": [],
        **fields,
    }


def fulfilment(**fields: Any) -> Body:
    return {
        "id": FULFILMENT_ID,
        "order_id": ORDER_ID,
        "name": "#1001.1",
        "status": "success",
        "created_at": at(60),
        "updated_at": at(60),
        "service": "manual",
        "shipment_status": None,
        "tracking_company": "Bring",
        "tracking_numbers": ["370722150123456789"],
        "tracking_urls": ["https://sporing.bring.no/sporing/370722150123456789"],
        "line_items": [line()],
        **fields,
    }


def parcel_event(number: int = 1, **fields: Any) -> Body:
    return {
        "id": 6_000_000_000_000 + number,
        "fulfillment_id": FULFILMENT_ID,
        "order_id": ORDER_ID,
        "status": "in_transit",
        "message": "On its way",
        "happened_at": at(90 + number),
        "created_at": at(90 + number),
        "updated_at": at(90 + number),
        "city": "Oslo",
        "country": "NO",
        **fields,
    }


def refund(**fields: Any) -> Body:
    return {
        "id": 3_000_000_000_001,
        "order_id": ORDER_ID,
        "created_at": at(300),
        "processed_at": at(300),
        "note": "Too small",
        "refund_line_items": [{"line_item_id": line()["id"], "quantity": 1, "subtotal": 100.0}],
        "transactions": [
            {"kind": "refund", "status": "success", "amount": "100.00", "currency": "NOK"}
        ],
        **fields,
    }


def checkout(**fields: Any) -> Body:
    return {
        "id": 2_000_000_000_001,
        "token": "c0ffee",
        "name": "#2000000000001",
        "email": "kari@example.com",
        "created_at": at(-10),
        "updated_at": at(-5),
        "completed_at": None,
        "currency": "NOK",
        "presentment_currency": "NOK",
        "subtotal_price": "200.00",
        "total_price": "250.00",
        "abandoned_checkout_url": "https://fjell.example/recover",
        "customer": customer(),
        "shipping_address": address(),
        "billing_address": address(),
        "line_items": [line()],
        **fields,
    }


def draft(**fields: Any) -> Body:
    """2 × 100.00, 20.00 off the line and 18.00 off all, 50.00 shipping: 212.00 to be paid."""
    off_line = {"title": "Friend", "value": "20.0", "value_type": "fixed_amount", "amount": "20.00"}
    off_all = {"title": "Club", "value": "10.0", "value_type": "percentage", "amount": "18.00"}
    return {
        "id": 1_000_000_000_001,
        "name": "#D174",
        "status": "open",
        "email": "kari@example.com",
        "note": "Staff only: phoned twice",
        "created_at": at(-60),
        "updated_at": at(-50),
        "completed_at": None,
        "currency": "NOK",
        "presentment_currency": "NOK",
        "taxes_included": True,
        "subtotal_price": "162.00",
        "total_tax": "42.40",
        "total_price": "212.00",
        "invoice_url": "https://fjell.example/invoices/0c9d",
        "customer": customer(),
        "shipping_address": address(),
        "billing_address": address(),
        "line_items": [line(applied_discount=off_line)],
        "applied_discount": off_all,
        "shipping_line": {"title": "Bring", "price": "50.00"},
        "payment_terms": {
            "payment_terms_name": "Net 30",
            "payment_terms_type": "net",
            "payment_schedules": [
                {"due_at": at(60), "completed_at": None, "amount": "212.00", "currency": "NOK"}
            ],
        },
        **fields,
    }


def life() -> list[tuple[str, Body]]:
    """(topic, body) of all that happens to one order, in the order in which it happened."""
    sent = fulfilment()
    split = fulfilment(
        updated_at=at(80),
        tracking_numbers=["370722150123456789", "370722150123456796"],
        shipment_status="in_transit",
    )
    paid = {"financial_status": "paid", "updated_at": at(0)}  # in the same second as its creation
    # Shopify repeats the carrier's last word in each later snapshot.
    arrived = {**split, "updated_at": at(92), "shipment_status": "delivered"}
    edited = {
        **paid,
        "updated_at": at(30),
        "line_items": [line(current_quantity=1), line(2)],
        "tags": "vip, engraved",
    }
    away = {**edited, "updated_at": at(60), "fulfillment_status": "partial", "fulfillments": [sent]}
    paid_back = {
        **away,
        "updated_at": at(300),
        "financial_status": "partially_refunded",
        "fulfillments": [arrived],
        "refunds": [refund()],
    }
    ended = {"cancelled_at": at(400), "cancel_reason": "customer", "updated_at": at(400)}
    closed = {"closed_at": at(400), "tags": "vip"}  # again in one second
    edit = {
        "id": 11,
        "order_id": ORDER_ID,
        "committed_at": at(30),
        "line_items": {"additions": [{"id": 1, "delta": 2}], "removals": [{"id": 2, "delta": 1}]},
    }
    moved_house = customer(updated_at=at(350), email="kari@new.example")
    return [
        ("orders/create", order()),
        ("orders/paid", order(**paid)),
        ("orders/edited", {"order_edit": edit}),
        ("orders/updated", order(**edited)),
        ("fulfillments/create", sent),
        ("orders/partially_fulfilled", order(**away)),
        ("fulfillments/update", split),
        ("fulfillment_events/create", parcel_event(1)),
        ("fulfillment_events/create", parcel_event(2, status="delivered")),
        ("refunds/create", refund()),
        ("orders/updated", order(**paid_back)),
        ("customers/update", moved_house),
        ("orders/cancelled", order(**{**paid_back, **ended})),
        ("orders/updated", order(**{**paid_back, **ended, **closed})),
    ]
