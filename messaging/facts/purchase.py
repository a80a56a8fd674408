"""What orders, checkouts and drafts have in common."""

from typing import Any

from messaging.facts import people
from messaging.facts.bought import Sums
from messaging.facts.goods import Goods, discounts_of_old, taxes
from messaging.facts.texts import address
from orders.models import Checkout, DraftOrder, Order
from stores.models import Store

Values = dict[str, Any]


def purchase_values(
    bought: Order | Checkout | DraftOrder, goods: Goods, sums: Sums, store: Store, kind: str
) -> Values:
    old = discounts_of_old(goods.cart)
    off = sum(each["amount"] for each in old)
    method = {"title": bought.shipping_title, "price": sums.of("shipping")}
    methods = [method] if bought.shipping_title else []
    shipping, billing = address(bought.shipping_address), address(bought.billing_address)
    return {
        "shop": people.shop(store),
        "shop_name": store.name,
        "name": bought.name,
        "order_name": bought.name,
        "currency": sums.currency,
        "email": bought.email,
        "phone": bought.phone,
        "customer": people.customer(bought, billing or shipping),
        "line_items": goods.values(),
        "subtotal_line_items": goods.values(),
        "item_count": goods.count(),
        "subtotal_price": sums.of("subtotal"),
        "shipping_price": sums.of("shipping"),
        "tax_price": sums.of("tax"),
        "total_tax": sums.of("tax"),
        "total_price": sums.of("total"),
        "total_discounts": sums.of("discount"),
        "total_tip": sums.of("tip"),
        "total_tip_received": sums.of("tip"),
        # Shopify leaves it out where there are none, and its templates ask for no more.
        "total_duties": sums.of("duties") or None,
        "discount_applications": goods.discounts,
        "cart_level_discount_applications": goods.cart,
        "discounts": old,
        "discounts_amount": off,
        "discounts_savings": -off,
        "tax_lines": taxes(bought, sums),
        "transactions": [],
        "payment_terms": None,
        "shipping_method": methods[0] if methods else None,
        "shipping_methods": methods,
        "requires_shipping": any(line.row.requires_shipping for line in goods.lines),
        "delivery_method": "shipping",
        "shipping_address": shipping,
        "billing_address": billing,
        "has_shipping_address": bool(bought.shipping_address),
        "has_billing_address": bool(bought.billing_address),
        "notifyhub": {"kind": str(kind), "taxes_included": bought.is_tax_included},
    }
