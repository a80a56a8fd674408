"""An order as the plain dict that templates read: names as in templates_app/context_spec.py.

Two queries for an order with its store and customer at hand: its lines, and its refunds.
"""

from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from orders.models import LineItem, Order, Refund
from stores.models import Store
from templates_app.context_spec import Money, liquid_amount

Values = dict[str, Any]

_PAID: Final = ("PAID", "PARTIALLY_REFUNDED", "REFUNDED")
_DELIVERY: Final = {"SHIPPING": "shipping", "LOCAL": "local", "PICKUP": "pick-up", "NONE": "none"}
# Gateways whose name tells a buyer nothing: the card does.
_NAMELESS_GATEWAYS: Final = ("shopify_payments", "stripe", "authorize_net", "manual", "bogus", "")


class _Sums:
    """The order's money in the currency that the buyer saw."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.currency = order.presentment_currency or order.currency
        self.is_presentment = self.currency != order.currency

    def of_order(self, name: str) -> Money:
        column = f"{name}_minor"
        minor = self.order.presentment.get(column) if self.is_presentment else None
        return self.liquid(getattr(self.order, column) if minor is None else minor)

    def of_line(self, line: LineItem, name: str) -> int:
        prefix = "presentment_" if self.is_presentment else ""
        return int(getattr(line, f"{prefix}{name}_minor"))

    def of_json(self, row: Values) -> int:
        return int(row.get("presentment_minor" if self.is_presentment else "amount_minor") or 0)

    def liquid(self, minor: int) -> Money:
        return liquid_amount(minor, self.currency)


def build_context(*, order: Order, store: Store, kind: str) -> Values:
    """Everything that a template may say of the order."""
    sums = _Sums(order)
    lines = list(LineItem.objects.filter(order=order).order_by("position"))
    discounts = [_discount(row, place, lines, sums) for place, row in enumerate(order.discounts)]
    cart = [each for row, each in zip(order.discounts, discounts, strict=True) if _is_of_cart(row)]
    items = [_line(line, order.discounts, discounts, sums) for line in lines]
    status_url = f"{settings.NOTIFYHUB_BASE_URL}/s/{order.token}"
    return {
        "shop": _shop(store),
        "id": order.shopify_id,
        "name": order.name,
        "order_name": order.name,
        **({"order_number": order.number} if order.number is not None else {}),
        "currency": sums.currency,
        "created_at": _in_zone(order, store),
        "email": order.email,
        "phone": order.phone,
        "customer": _customer(order),
        "line_items": items,
        "subtotal_line_items": items,
        "item_count": sum(line.quantity for line in lines),
        "subtotal_price": sums.of_order("subtotal"),
        "shipping_price": sums.of_order("shipping"),
        "tax_price": sums.of_order("tax"),
        "total_price": sums.of_order("total"),
        "total_discounts": sums.of_order("discount"),
        "total_tip": sums.of_order("tip"),
        "total_duties": sums.of_order("duties"),
        "discount_applications": discounts,
        "cart_level_discount_applications": cart,
        "tax_lines": [_tax(row, sums) for row in order.tax_lines],
        "transactions": [],
        "shipping_method": _shipping_method(order, sums),
        "requires_shipping": any(line.requires_shipping for line in lines),
        "delivery_method": _DELIVERY.get(str(order.delivery_method), "shipping"),
        "shipping_address": _address(order.shipping_address),
        "billing_address": _address(order.billing_address),
        "order_status_url": _web(order.shopify_status_url) or status_url,
        "financial_status": order.financial_state.lower(),
        "fulfillment_status": order.fulfilment_state.lower(),
        "cancelled_at": order.cancelled_at.isoformat() if order.cancelled_at else None,
        "cancel_reason": order.cancel_reason.lower(),
        "note": order.customer_note,
        "attributes": {str(pair[0]): str(pair[1]) for pair in order.note_attributes},
        "tags": [str(tag) for tag in order.tags],
        "notifyhub": _ours(order, sums, kind, status_url),
    }


def _ours(order: Order, sums: _Sums, kind: str, status_url: str) -> Values:
    is_paid = order.financial_state in _PAID
    return {
        "kind": str(kind),
        "status_url": status_url,
        "help_url": f"{status_url}#help",
        "taxes_included": order.is_tax_included,
        "is_paid": is_paid,
        "payments": _payments(order, sums) if is_paid else [],
        "refunded": sums.liquid(_refunded(order, sums)),
        "outstanding": sums.of_order("total") if order.financial_state == "PENDING" else 0,
        "is_test": order.is_test,
    }


def _refunded(order: Order, sums: _Sums) -> int:
    refunds = Refund.objects.filter(order=order)
    column = "presentment_amount_minor" if sums.is_presentment else "amount_minor"
    return sum(refunds.values_list(column, flat=True))


def _shop(store: Store) -> Values:
    domain = store.primary_domain or store.shop_domain
    return {
        "name": store.name,
        "email": store.email,
        "url": f"https://{domain}",
        "domain": domain,
        "permanent_domain": store.shop_domain,
        "currency": store.currency,
        "money_format": store.money_format,
        "money_with_currency_format": store.money_with_currency_format,
    }


def _customer(order: Order) -> Values:
    customer = order.customer
    address = order.shipping_address or order.billing_address or {}
    first = (customer.first_name if customer else "") or str(address.get("first_name") or "")
    last = (customer.last_name if customer else "") or str(address.get("last_name") or "")
    return {
        "first_name": first,
        "last_name": last,
        "name": order.buyer_name or f"{first} {last}".strip(),
        "email": order.email,
        "phone": order.phone,
        "locale": order.locale,
    }


def _is_of_cart(row: Values) -> bool:
    """Spread over all goods, hence shown below them; bodies of old name only the code."""
    if row.get("target_type") == "SHIPPING_LINE" or row.get("kind") == "SHIPPING":
        return False
    return row.get("target_selection") in ("ALL", "", None)


def _discount(row: Values, place: int, lines: list[LineItem], sums: _Sums) -> Values:
    allocated = [
        sums.of_json(each)
        for line in lines
        for each in line.allocations
        if each.get("discount") == place
    ]
    total = sum(allocated) if allocated else sums.of_json(row)
    is_shipping = row.get("target_type") == "SHIPPING_LINE" or row.get("kind") == "SHIPPING"
    return {
        "title": str(row.get("title") or row.get("code") or ""),
        "type": str(row.get("kind") or "").lower(),
        "target_type": "shipping_line" if is_shipping else "line_item",
        "target_selection": str(row.get("target_selection") or "ALL").lower(),
        "value": _number(row.get("value")),
        "value_type": str(row.get("value_type") or "").lower(),
        "total_allocated_amount": sums.liquid(total),
    }


def _line(line: LineItem, rows: list[Values], discounts: list[Values], sums: _Sums) -> Values:
    own = [
        each
        for each in line.allocations
        if 0 <= int(each.get("discount", -1)) < len(rows)
        and not _is_of_cart(rows[each["discount"]])
    ]
    price = sums.of_line(line, "price")
    whole = price * line.quantity
    # A line's discount that is in no allocation is its own: bodies of old have none.
    off = sum(map(sums.of_json, own)) if line.allocations else sums.of_line(line, "discount")
    return {
        "id": line.shopify_id or 0,
        "title": line.title,
        "product": {"title": line.title},
        "variant": {"title": line.variant_title},
        "sku": line.sku,
        "vendor": line.vendor,
        "quantity": line.quantity,
        "price": sums.liquid(price),
        "original_line_price": sums.liquid(whole),
        "final_line_price": sums.liquid(whole - off),
        "line_price": sums.liquid(whole - off),
        "discount_allocations": [
            {
                "amount": sums.liquid(sums.of_json(each)),
                "discount_application": discounts[each["discount"]],
            }
            for each in own
        ],
        "image": _image(line),
        "requires_shipping": line.requires_shipping,
        "gift_card": line.is_gift_card,
        "properties": [[str(part) for part in pair] for pair in line.properties],
        "refunded_quantity": max(line.quantity - line.current_quantity, 0),
    }


def _image(line: LineItem) -> Values | None:
    src = _web(line.image_url)
    return {"src": src, "alt": line.title} if src else None


def _tax(row: Values, sums: _Sums) -> Values:
    rate = _number(row.get("rate"))
    return {
        "title": str(row.get("title") or ""),
        "price": sums.liquid(sums.of_json(row)),
        "rate": rate,
        "rate_percentage": round(rate * 100, 4),
    }


def _shipping_method(order: Order, sums: _Sums) -> Values | None:
    if not order.shipping_title:
        return None
    return {"title": order.shipping_title, "price": sums.of_order("shipping")}


def _payments(order: Order, sums: _Sums) -> list[Values]:
    """One row for all: Shopify's webhook names the gateways, and not what each of them paid."""
    names = [_payment_name(row) for row in order.payments]
    gift_cards = [row for row in order.payments if row.get("gateway") == "gift_card"]
    is_gift_card = bool(gift_cards) and len(gift_cards) == len(order.payments)
    has_all_names = bool(names) and all(names) and not gift_cards
    return [
        {
            "label": " + ".join(names) if has_all_names else "",
            "amount": sums.of_order("total"),
            "is_gift_card": is_gift_card,
            "last_characters": str(gift_cards[0].get("last_digits") or "") if is_gift_card else "",
        }
    ]


def _payment_name(row: Values) -> str:
    company, digits = str(row.get("card_company") or ""), str(row.get("last_digits") or "")
    if company:
        return f"{company} •••• {digits}" if digits else company
    gateway = str(row.get("gateway") or "")
    if gateway.lower().replace(" ", "_") in _NAMELESS_GATEWAYS:
        return ""
    return gateway.replace("_", " ").title() if gateway.islower() else gateway


def _address(row: Values | None) -> Values | None:
    return {key: str(value or "") for key, value in row.items()} if row else None


def _in_zone(order: Order, store: Store) -> str:
    if order.placed_at is None:
        return ""
    try:
        zone = ZoneInfo(store.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return order.placed_at.astimezone(zone).isoformat(timespec="seconds")


def _web(url: str) -> str:
    return url if urlsplit(url).scheme in ("http", "https") else ""


def _number(text: object) -> float:
    try:
        return float(str(text or 0))
    except ValueError:
        return 0.0
