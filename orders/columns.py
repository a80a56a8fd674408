"""Which column holds what of a snapshot, and what is left of it when its buyer is forgotten."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from orders.data import (
    AddressData,
    AllocationData,
    Amount,
    BuyerData,
    CheckoutData,
    DiscountData,
    LineData,
    OrderData,
    QuantityData,
    TaxData,
    TotalsData,
)
from orders.search import name_key

_SUMS = ("subtotal", "shipping", "tax", "discount", "tip", "duties", "total", "current_total")


def sums(totals: TotalsData) -> dict[str, Any]:
    """The money columns of an order, in both currencies."""
    amounts: dict[str, Amount] = {name: getattr(totals, name) for name in _SUMS}
    columns: dict[str, Any] = {f"{name}_minor": each.shop_minor for name, each in amounts.items()}
    columns["presentment"] = {
        f"{name}_minor": each.presentment_minor for name, each in amounts.items()
    }
    return columns


def order_columns(data: OrderData) -> dict[str, Any]:
    """What the snapshot says of the order itself, without the buyer."""
    return {
        "name": data.name,
        "number": data.number,
        "currency": data.currency,
        "presentment_currency": data.presentment_currency,
        **sums(data.totals),
        "is_tax_included": data.is_tax_included,
        "financial_state": data.financial_state,
        "fulfilment_state": data.fulfilment_state,
        "placed_at": data.placed_at,
        "changed_at": data.changed_at,
        "cancelled_at": data.cancelled_at,
        "cancel_reason": data.cancel_reason,
        "closed_at": data.closed_at,
        "source_name": data.origin.source_name,
        "landing_site": data.origin.landing_site,
        "referring_site": data.origin.referring_site,
        "checkout_token": data.origin.checkout_token,
        "shopify_tags": list(data.tags),
        "delivery_method": data.delivery_method,
        "shipping_title": data.shipping_title,
        "shopify_status_url": data.status_url,
        "discounts": [_discount_json(each) for each in data.discounts],
        "tax_lines": [_tax_json(each) for each in data.tax_lines],
        "payments": [asdict(each) for each in data.payments],
        "is_test": data.is_test,
    }


def buyer_columns(buyer: BuyerData) -> dict[str, Any]:
    """Whom it is for: all that erasure must forget."""
    return {
        "email": buyer.email,
        "phone": buyer.phone,
        "buyer_name": buyer.name,
        "buyer_name_key": name_key(buyer.name),
        "buyer_surname_key": name_key(buyer.surname),
        "locale": buyer.locale,
        "shipping_address": address_json(buyer.shipping_address),
        "billing_address": address_json(buyer.billing_address),
        "customer_note": buyer.note,
        "note_attributes": [list(pair) for pair in buyer.note_attributes],
    }


def checkout_columns(data: CheckoutData) -> dict[str, Any]:
    buyer = buyer_columns(data.buyer)
    kept = ("email", "phone", "buyer_name", "locale", "shipping_address", "billing_address")
    return {
        "shopify_id": data.shopify_id,
        "name": data.name,
        **{name: buyer[name] for name in kept},
        "currency": data.currency,
        "presentment_currency": data.presentment_currency,
        "subtotal_minor": data.totals.subtotal.shop_minor,
        "total_minor": data.totals.total.shop_minor,
        "lines": [_checkout_line_json(line) for line in data.lines],
        "discounts": [_discount_json(each) for each in data.discounts],
        "recover_url": data.recover_url,
        "landing_site": data.origin.landing_site,
        "started_at": data.started_at,
        "completed_at": data.completed_at,
        "changed_at": data.changed_at,
    }


def _checkout_line_json(line: LineData) -> dict[str, Any]:
    return {
        "title": line.title,
        "variant_title": line.variant_title,
        "quantity": line.quantity,
        "price_minor": line.price.shop_minor,
        "total_minor": line.total.shop_minor,
        "product_shopify_id": line.product_shopify_id,
        "variant_shopify_id": line.variant_shopify_id,
        "image_url": line.image_url,
    }


def address_json(address: AddressData | None) -> dict[str, str] | None:
    return None if address is None else asdict(address)


def _discount_json(discount: DiscountData) -> dict[str, Any]:
    columns = asdict(discount)
    del columns["amount"]
    return columns | _amount_json(discount.amount)


def _tax_json(tax: TaxData) -> dict[str, Any]:
    return {"title": tax.title, "rate": tax.rate} | _amount_json(tax.amount)


def _amount_json(amount: Amount) -> dict[str, int]:
    return {
        "amount_minor": amount.shop_minor,
        "presentment_minor": amount.presentment_minor,
    }


def quantities_json(quantities: Iterable[QuantityData]) -> list[dict[str, int]]:
    return [{"line": each.line_shopify_id, "quantity": each.quantity} for each in quantities]


def allocation_json(allocation: AllocationData) -> dict[str, int]:
    return {"discount": allocation.discount} | _amount_json(allocation.amount)


# What erasure writes over an order: all that a person may be known by, free text included.
FORGOTTEN_ORDER: dict[str, Any] = {
    **buyer_columns(BuyerData()),
    "landing_site": "",
    "referring_site": "",
    "checkout_token": "",
    "shopify_status_url": "",
    "shopify_tags": [],
    "own_tags": [],
    "dropped_tags": [],
    "discounts": [],
    "payments": [],
}
FORGOTTEN_CHECKOUT: dict[str, Any] = {
    "email": "",
    "phone": "",
    "buyer_name": "",
    "locale": "",
    "shipping_address": None,
    "billing_address": None,
    "lines": [],
    "discounts": [],
    "recover_url": "",
    "landing_site": "",
}
FORGOTTEN_CUSTOMER: dict[str, Any] = {"email": "", "phone": "", "first_name": "", "last_name": ""}
