"""What happens to an order later: it leaves, its parcels are scanned, money goes back."""

from notifyhub.demo.basket import ZERO, Line
from notifyhub.demo.bodies.lines import line_body
from notifyhub.demo.snapshot import (
    EVENT,
    FULFILMENT,
    LINE,
    LOCATION,
    ORDER,
    REFUND,
    TRANSACTION,
    Body,
    Repaid,
    Scan,
    Sent,
    Snapshot,
    gid,
    moment,
)
from orders.data import Amount


def fulfilment_body(order: Snapshot, sent: Sent) -> Body:
    """fulfillments/create, and inside an order."""
    known_as = order.id(FULFILMENT, sent.place)
    urls = [sent.carrier.url.format(number=number) for number in sent.numbers if sent.carrier]
    return {
        "id": known_as,
        "admin_graphql_api_id": gid("Fulfillment", known_as),
        "order_id": order.id(ORDER),
        "status": "success",
        "created_at": moment(order.shop, sent.at),
        "updated_at": moment(order.shop, sent.at),
        "service": "manual",
        "shipment_status": None,
        "location_id": LOCATION,
        "origin_address": {},
        "email": order.email or None,
        "destination": order.buyer.address(order.company) if order.basket.has_address else None,
        "line_items": [line_body(order, place) for place in sent.lines],
        "tracking_company": sent.carrier.name if sent.carrier else None,
        "tracking_number": sent.numbers[0] if sent.numbers else None,
        "tracking_numbers": list(sent.numbers),
        "tracking_url": urls[0] if urls else None,
        "tracking_urls": urls,
        "receipt": {},
        "name": f"#{order.number}.{sent.place + 1}",
    }


def event_body(order: Snapshot, sent: Sent, scan: Scan) -> Body:
    """fulfillment_events/create."""
    known_as = order.id(EVENT, sent.place * 20 + scan.place)
    at = moment(order.shop, scan.at)
    return {
        "id": known_as,
        "admin_graphql_api_id": gid("FulfillmentEvent", known_as),
        "fulfillment_id": order.id(FULFILMENT, sent.place),
        "order_id": order.id(ORDER),
        "shop_id": order.shop.number,
        "status": scan.state,
        "message": scan.words or None,
        "happened_at": at,
        "created_at": at,
        "updated_at": at,
        "estimated_delivery_at": None,
        "address1": None,
        "city": scan.city or None,
        "province": None,
        "zip": None,
        "country": order.buyer.country.code,
        "latitude": None,
        "longitude": None,
    }


def refund_body(order: Snapshot, repaid: Repaid) -> Body:
    """refunds/create, and inside an order."""
    known_as = order.id(REFUND, repaid.place)
    at = moment(order.shop, repaid.at)
    return {
        "id": known_as,
        "admin_graphql_api_id": gid("Refund", known_as),
        "order_id": order.id(ORDER),
        "created_at": at,
        "processed_at": at,
        "note": repaid.note or None,
        "restock": True,
        "return": None,
        "user_id": 81_234_567,
        "duties": [],
        "total_duties_set": order.basket.purse.both(ZERO),
        "order_adjustments": [],
        "refund_shipping_lines": [],
        "refund_line_items": [_refund_line(order, repaid, pair) for pair in repaid.lines],
        "transactions": [_transaction(order, repaid)],
    }


def _refund_line(order: Snapshot, repaid: Repaid, pair: tuple[int, int]) -> Body:
    place, quantity = pair
    line, purse = order.basket.lines[place], order.basket.purse
    subtotal, tax = part(line.total, quantity, line), part(line.tax, quantity, line)
    return {
        "id": order.id(REFUND, 50 + place),
        "line_item_id": order.id(LINE, place),
        "line_item": line_body(order, place),
        "location_id": LOCATION,
        "quantity": quantity,
        "restock_type": "return",
        # Numbers here, alone among Shopify's amounts.
        "subtotal": float(purse.text(subtotal)),
        "subtotal_set": purse.both(subtotal),
        "total_tax": float(purse.text(tax)),
        "total_tax_set": purse.both(tax),
    }


def part(amount: Amount, quantity: int, line: Line) -> Amount:
    """So much of a line's amount as belongs to that many of it."""
    return Amount(
        amount.shop_minor * quantity // line.quantity,
        amount.presentment_minor * quantity // line.quantity,
    )


def _transaction(order: Snapshot, repaid: Repaid) -> Body:
    known_as = order.id(TRANSACTION, repaid.place)
    purse, at = order.basket.purse, moment(order.shop, repaid.at)
    return {
        "id": known_as,
        "admin_graphql_api_id": gid("OrderTransaction", known_as),
        "order_id": order.id(ORDER),
        "kind": "refund",
        "status": "success",
        "gateway": order.gateway,
        "amount": purse.both(repaid.amount)["presentment_money"]["amount"],
        "currency": purse.seen,
        "created_at": at,
        "processed_at": at,
        "parent_id": None,
        "test": False,
    }
