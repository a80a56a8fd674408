"""The body of orders/create, orders/paid, orders/updated and orders/cancelled."""

from datetime import timedelta

from notifyhub.demo.basket import ZERO
from notifyhub.demo.bodies.later import fulfilment_body, refund_body
from notifyhub.demo.bodies.lines import applications, codes, line_body, taxes
from notifyhub.demo.bodies.origin import checkout_token, origin
from notifyhub.demo.bodies.people import customer_body
from notifyhub.demo.snapshot import ORDER, SHIPPING_LINE, TRANSACTION, Body, Snapshot, gid, moment


def order_body(order: Snapshot) -> Body:
    """orders/create, orders/paid, orders/updated, orders/cancelled."""
    shop, basket, buyer = order.shop, order.basket, order.buyer
    placed = moment(shop, order.placed_at)
    address = buyer.address(order.company)
    return {
        "id": order.id(ORDER),
        "admin_graphql_api_id": gid("Order", order.id(ORDER)),
        "app_id": 580111,
        "browser_ip": f"192.0.2.{order.number % 250 + 1}",
        "buyer_accepts_marketing": order.number % 3 == 0,
        "cancel_reason": order.cancel_reason or None,
        "cancelled_at": moment(shop, order.cancelled_at),
        "cart_token": order.token[::-1],
        "checkout_token": checkout_token(order.token),
        "client_details": {"accept_language": buyer.locale, "user_agent": "Mozilla/5.0"},
        "closed_at": moment(shop, order.closed_at),
        "company": {"id": 70 + order.number % 9, "location_id": 90} if order.company else None,
        "confirmation_number": order.token[:9].upper(),
        "confirmed": True,
        "contact_email": order.email or None,
        "created_at": placed,
        "customer_locale": buyer.locale,
        "device_id": None,
        "email": order.email,
        "estimated_taxes": False,
        "financial_status": order.financial,
        "fulfillment_status": order.fulfilment_state,
        **origin(order),
        "location_id": None,
        "name": f"#{order.number}",
        "note": order.note or None,
        "number": order.number - 1000,
        "order_number": order.number,
        "order_status_url": f"https://{shop.primary_domain}/{shop.number}/orders/{order.token}"
        f"/authenticate?key={order.token[:16]}",
        "payment_gateway_names": [order.gateway],
        "payment_terms": _terms(order),
        "phone": buyer.phone if not order.email and buyer.phone else None,
        "po_number": f"PO-{order.number % 900 + 100}" if order.company else None,
        "processed_at": placed,
        "source_name": "web",
        "tags": order.tags,
        "tax_exempt": False,
        "taxes_included": basket.is_tax_included,
        "test": False,
        "token": order.token,
        "total_weight": basket.grams,
        "updated_at": moment(shop, order.updated_at),
        "user_id": None,
        **_sums(order),
        "billing_address": address if basket.shipping or order.email else None,
        "customer": customer_body(shop, buyer, order.email, order.placed_at),
        "fulfillments": [fulfilment_body(order, one) for one in order.sent],
        "line_items": [line_body(order, place) for place in range(len(basket.lines))],
        "refunds": [refund_body(order, one) for one in order.repaid],
        "returns": [],
        "shipping_address": address if basket.has_address else None,
        "shipping_lines": _shipping_lines(order),
    }


def _terms(order: Snapshot) -> Body | None:
    if not order.company:
        return None
    due = moment(order.shop, order.placed_at + timedelta(days=30))
    return {
        "id": order.id(TRANSACTION, 50),
        "payment_terms_name": "Net 30",
        "payment_terms_type": "net",
        "due_in_days": 30,
        "payment_schedules": [{"due_at": due, "completed_at": None}],
    }


def _sums(order: Snapshot) -> Body:
    """Each sum as text in the shop's currency, and as a set in both."""
    basket, purse = order.basket, order.basket.purse
    left = basket.total - order.refunded
    unpaid = basket.total if order.financial == "pending" else ZERO
    named = {
        "subtotal_price": basket.subtotal,
        "total_line_items_price": basket.lines_total,
        "total_discounts": basket.discount,
        "total_tax": basket.tax,
        "total_price": basket.total,
        "current_subtotal_price": basket.subtotal,
        "current_total_discounts": basket.discount,
        "current_total_tax": basket.tax,
        "current_total_price": left,
    }
    sums: Body = {name: purse.text(amount) for name, amount in named.items()}
    sums |= {f"{name}_set": purse.both(amount) for name, amount in named.items()}
    return sums | {
        "currency": purse.shop,
        "presentment_currency": purse.seen,
        "total_shipping_price_set": purse.both(basket.shipping_price),
        "current_shipping_price_set": purse.both(basket.shipping_price),
        "total_tip_received": purse.text(basket.tip),
        "total_outstanding": purse.text(unpaid),
        "original_total_duties_set": None,
        "current_total_duties_set": None,
        "tax_lines": taxes(basket, basket.tax),
        "discount_codes": codes(basket),
        "discount_applications": applications(basket),
    }


def _shipping_lines(order: Snapshot) -> list[Body]:
    basket, purse = order.basket, order.basket.purse
    if basket.shipping is None:
        return []
    price, both = purse.text(basket.shipping_price), purse.both(basket.shipping_price)
    return [
        {
            "id": order.id(SHIPPING_LINE),
            "carrier_identifier": None,
            "code": basket.shipping.code,
            "delivery_category": "pickup" if basket.shipping.is_pickup else None,
            "discounted_price": price,
            "discounted_price_set": both,
            "current_discounted_price_set": both,
            "is_removed": False,
            "phone": None,
            "price": price,
            "price_set": both,
            "requested_fulfillment_service_id": None,
            "source": "shopify",
            "title": basket.shipping.title,
            "tax_lines": taxes(basket, basket.shipping_tax),
            "discount_allocations": [],
        }
    ]
