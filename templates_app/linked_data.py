"""The order as schema.org data: mail clients make a card of it."""

from collections.abc import Mapping
from typing import Any

from templates_app.engine.filters.money import amount_of
from templates_app.engine.filters.words import http_url


def order_data(context: Mapping[str, Any]) -> dict[str, object]:
    """An Order of schema.org from a context (see context_spec.py); empty where it has no number."""
    currency = str(context.get("currency") or "")
    number = str(context.get("name") or "")
    if not number:
        return {}
    ours = context.get("notifyhub") or {}
    shop = context.get("shop") or {}
    status = "OrderCancelled" if context.get("cancelled_at") else "OrderProcessing"
    url = http_url(ours.get("status_url") or context.get("order_status_url"))
    return {
        "@context": "http://schema.org",
        "@type": "Order",
        "merchant": {"@type": "Organization", "name": str(shop.get("name") or "")},
        "orderNumber": number.lstrip("#"),
        "orderStatus": f"http://schema.org/{status}",
        "priceCurrency": currency,
        "price": _price(context.get("total_price"), currency),
        "orderDate": str(context.get("created_at") or ""),
        **({"url": url} if url else {}),
        "acceptedOffer": [_offer(line, currency) for line in context.get("line_items") or []],
    }


def _offer(line: Mapping[str, Any], currency: str) -> dict[str, object]:
    return {
        "@type": "Offer",
        "itemOffered": {"@type": "Product", "name": str(line.get("title") or "")},
        "price": _price(line.get("final_line_price"), currency),
        "priceCurrency": currency,
        "eligibleQuantity": {
            "@type": "QuantitativeValue",
            "value": str(line.get("quantity") or 0),
        },
    }


def _price(value: object, currency: str) -> str:
    amount = amount_of(value, currency)
    return "" if amount is None else str(amount)
