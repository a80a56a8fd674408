"""Orders of long ago, as a shop would tell of them: sent, delivered, and some paid back in part."""

from datetime import datetime, timedelta
from typing import Any

from tests.factories import payloads

Body = dict[str, Any]
BUYERS = 5  # so many orders for each two buyers


def old_order(number: int, *, at: datetime, is_refunded: bool = False) -> Body:
    """The order of this number, placed at `at` and sent a day later."""
    placed, sent = at.isoformat(), (at + timedelta(days=1)).isoformat()
    order_id = payloads.ORDER_ID + number
    buyer = number * 2 // BUYERS
    lines = [
        payloads.line(place + 1, id=9_000_000_000_000 + number * 10 + place) for place in range(2)
    ]
    return payloads.order(
        id=order_id,
        admin_graphql_api_id=f"gid://shopify/Order/{order_id}",
        name=f"#{number}",
        order_number=number,
        email=f"buyer{buyer}@example.com",
        created_at=placed,
        processed_at=placed,
        updated_at=sent,
        financial_status="partially_refunded" if is_refunded else "paid",
        fulfillment_status="fulfilled",
        total_outstanding="0.00",
        tags="old, vip" if number % 3 else "old",
        line_items=lines,
        customer=payloads.customer(
            id=payloads.CUSTOMER_ID + buyer,
            email=f"buyer{buyer}@example.com",
            updated_at=placed,
            tags="",
        ),
        fulfillments=[
            payloads.fulfilment(
                id=payloads.FULFILMENT_ID + number,
                order_id=order_id,
                name=f"#{number}.1",
                created_at=sent,
                updated_at=sent,
                shipment_status="delivered",
                tracking_numbers=[f"3707221{number:011}"],
                line_items=lines,
            )
        ],
        refunds=[_refund(number, lines[0]["id"], sent)] if is_refunded else [],
    )


def _refund(number: int, line_id: int, at: str) -> Body:
    paid = {"kind": "refund", "status": "success", "gateway": "klarna", "amount": "100.00"}
    return payloads.refund(
        id=3_000_000_000_000 + number,
        order_id=payloads.ORDER_ID + number,
        created_at=at,
        processed_at=at,
        refund_line_items=[{"line_item_id": line_id, "quantity": 1, "subtotal": "100.00"}],
        transactions=[paid],
        order_adjustments=[],
    )
