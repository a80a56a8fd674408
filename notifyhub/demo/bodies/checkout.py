"""The body of checkouts/create and checkouts/update."""

from collections.abc import Sequence
from datetime import datetime

from notifyhub.demo.bodies.lines import codes, line_body, taxes
from notifyhub.demo.bodies.origin import checkout_token, origin
from notifyhub.demo.bodies.people import customer_body
from notifyhub.demo.snapshot import ORDER, Body, Snapshot, moment


def checkout_body(order: Snapshot, *, at: datetime, completed_at: datetime | None) -> Body:
    """checkouts/create and checkouts/update."""
    shop, basket, purse = order.shop, order.basket, order.basket.purse
    token = checkout_token(order.token)
    address = order.buyer.address(order.company)
    sums = {
        "subtotal_price": basket.subtotal,
        "total_line_items_price": basket.lines_total,
        "total_discounts": basket.discount,
        "total_tax": basket.tax,
        "total_price": basket.total,
    }
    return {
        "id": order.id(ORDER) // 7,
        "token": token,
        "cart_token": order.token[::-1],
        "email": order.email or None,
        "gateway": None,
        "buyer_accepts_marketing": False,
        "created_at": moment(shop, at),
        "updated_at": moment(shop, completed_at or at),
        "completed_at": moment(shop, completed_at),
        "closed_at": None,
        **origin(order),
        "note": order.note or None,
        "currency": purse.shop,
        "presentment_currency": purse.seen,
        "taxes_included": basket.is_tax_included,
        "total_weight": basket.grams,
        "phone": None,
        "customer_locale": order.buyer.locale,
        "line_items": _checkout_lines(order, range(len(basket.lines))),
        "name": f"#{order.id(ORDER) // 7}",
        "abandoned_checkout_url": f"https://{shop.primary_domain}/{shop.number}/checkouts/ac/"
        f"{token}/recover?key={order.token[:12]}",
        "discount_codes": codes(basket),
        "tax_lines": taxes(basket, basket.tax),
        "shipping_lines": [],
        "source_name": "web",
        **{name: purse.text(amount) for name, amount in sums.items()},
        "billing_address": address,
        "shipping_address": address if basket.has_address else None,
        "customer": customer_body(shop, order.buyer, order.email, at),
    }


def _checkout_lines(order: Snapshot, places: Sequence[int]) -> list[Body]:
    found = []
    for place in places:
        line = order.basket.lines[place]
        body = line_body(order, place)
        kept = ("title", "variant_title", "sku", "vendor", "quantity", "price", "grams")
        found.append(
            {name: body[name] for name in kept}
            | {name: body[name] for name in ("product_id", "variant_id", "properties")}
            | {
                "key": f"{order.token[:8]}{place}",
                "gift_card": line.product.is_gift_card,
                "requires_shipping": line.is_shipped,
                "taxable": True,
                "line_price": order.basket.purse.text(line.price.times(line.quantity)),
                "discount_allocations": [],
                "applied_discounts": [],
                "tax_lines": [],
            }
        )
    return found
