"""Which column holds what of a snapshot, and what is left of it when its buyer is forgotten."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from orders.channels import channel_of
from orders.data import (
    AddressData,
    AllocationData,
    Amount,
    BuyerData,
    DiscountData,
    LineData,
    OrderData,
    PaymentTermsData,
    QuantityData,
    RefundData,
    TaxData,
    TotalsData,
)
from orders.offered_data import CheckoutData, DraftData
from orders.search import name_key

_OF_ADDRESS = tuple(each.name for each in fields(AddressData))  # texts: nothing to copy deep
_SUMS = (
    "subtotal",
    "shipping",
    "tax",
    "discount",
    "tip",
    "duties",
    "total",
    "current_subtotal",
    "current_tax",
    "current_total",
)


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
        "external_id": data.external_id,
        "name": data.name,
        "number": data.number,
        "confirmation_number": data.confirmation_number,
        "po_number": data.po_number,
        "currency": data.currency,
        "presentment_currency": data.presentment_currency,
        **sums(data.totals),
        "is_tax_included": data.is_tax_included,
        "outstanding_minor": _outstanding(data),
        "payment_terms": terms_json(data.payment_terms),
        "financial_state": data.financial_state,
        "fulfilment_state": data.fulfilment_state,
        "placed_at": data.placed_at,
        "changed_at": data.changed_at,
        "cancelled_at": data.cancelled_at,
        "cancel_reason": data.cancel_reason,
        "closed_at": data.closed_at,
        "source_name": data.origin.source_name,
        "sales_channel": channel_of(
            data.origin.source_name, app_id=data.origin.app_id, email=data.buyer.email
        ),
        "landing_site": data.origin.landing_site,
        "landing_site_ref": data.origin.landing_site_ref,
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
        "has_consent": buyer.has_consent,
    }


def _outstanding(data: OrderData) -> int | None:
    return data.outstanding.shop_minor if data.outstanding else None


def terms_json(terms: PaymentTermsData | None) -> dict[str, Any] | None:
    if terms is None:
        return None
    due_at = terms.due_at.isoformat() if terms.due_at else None
    return asdict(terms) | {"due_at": due_at}


def checkout_columns(data: CheckoutData) -> dict[str, Any]:
    return {
        "shopify_id": data.shopify_id,
        "name": data.name,
        **_offered_to(data.buyer),
        **_offered_for(data.totals),
        "has_consent": data.buyer.has_consent,
        "is_tax_included": data.is_tax_included,
        "shipping_title": data.shipping_title,
        "tax_lines": [_tax_json(each) for each in data.tax_lines],
        "currency": data.currency,
        "presentment_currency": data.presentment_currency,
        "subtotal_minor": data.totals.subtotal.shop_minor,
        "total_minor": data.totals.total.shop_minor,
        "lines": [line_columns(line) for line in data.lines],
        "discounts": [_discount_json(each) for each in data.discounts],
        "recover_url": data.recover_url,
        "landing_site": data.origin.landing_site,
        "started_at": data.started_at,
        "completed_at": data.completed_at,
        "changed_at": data.changed_at,
    }


def draft_columns(data: DraftData) -> dict[str, Any]:
    return {
        "name": data.name,
        "state": data.state,
        **_offered_to(data.buyer),
        **_offered_for(data.totals),
        "is_tax_included": data.is_tax_included,
        "currency": data.currency,
        "presentment_currency": data.presentment_currency,
        "lines": [line_columns(line) for line in data.lines],
        "discounts": [_discount_json(each) for each in data.discounts],
        "tax_lines": [_tax_json(each) for each in data.tax_lines],
        "payment_terms": terms_json(data.payment_terms),
        "shipping_title": data.shipping_title,
        "invoice_url": data.invoice_url,
        "order_shopify_id": data.order_shopify_id,
        "started_at": data.started_at,
        "invoice_sent_at": data.invoice_sent_at,
        "completed_at": data.completed_at,
        "changed_at": data.changed_at,
    }


def _offered_to(buyer: BuyerData) -> dict[str, Any]:
    columns = buyer_columns(buyer)
    kept = ("email", "phone", "buyer_name", "locale", "shipping_address", "billing_address")
    return {name: columns[name] for name in kept}


def _offered_for(totals: TotalsData) -> dict[str, Any]:
    amounts = sums(totals)
    presentment = amounts.pop("presentment")
    return {"amounts": amounts, "presentment": presentment}


def line_columns(line: LineData) -> dict[str, Any]:
    """What a LineItem keeps of the line, and a checkout or draft in its JSON."""
    return {
        "shopify_id": line.shopify_id,
        "title": line.title,
        "variant_title": line.variant_title,
        "sku": line.sku,
        "vendor": line.vendor,
        "quantity": line.quantity,
        "current_quantity": line.current_quantity,
        "price_minor": line.price.shop_minor,
        "total_minor": line.total.shop_minor,
        "discount_minor": line.discount.shop_minor,
        "goods_minor": line.goods.shop_minor,
        "presentment_price_minor": line.price.presentment_minor,
        "presentment_total_minor": line.total.presentment_minor,
        "presentment_discount_minor": line.discount.presentment_minor,
        "allocations": [allocation_json(each) for each in line.allocations],
        "product_shopify_id": line.product_shopify_id,
        "variant_shopify_id": line.variant_shopify_id,
        "requires_shipping": line.requires_shipping,
        "is_gift_card": line.is_gift_card,
        "properties": [list(pair) for pair in line.properties],
        "image_url": line.image_url,
    }


def address_json(address: AddressData | None) -> dict[str, str] | None:
    return None if address is None else {name: getattr(address, name) for name in _OF_ADDRESS}


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


def refund_columns(data: RefundData) -> dict[str, Any]:
    """Which lines were paid back, and by which way."""
    lines = [
        {"line": each.line_shopify_id, "quantity": each.quantity, **_amount_json(each.subtotal)}
        for each in data.lines
    ]
    payments = [{"gateway": each.gateway, **_amount_json(each.amount)} for each in data.payments]
    return {"lines": lines, "payments": payments}


def allocation_json(allocation: AllocationData) -> dict[str, int]:
    return {"discount": allocation.discount} | _amount_json(allocation.amount)


# What erasure writes over an order: all that a person may be known by, free text included.
FORGOTTEN_ORDER: dict[str, Any] = {
    **buyer_columns(BuyerData()),
    "shopify_email": None,
    "shopify_phone": None,
    "shopify_address": None,
    "shopify_note": None,
    "landing_site": "",
    "landing_site_ref": "",
    "referring_site": "",
    "checkout_token": "",
    "shopify_status_url": "",
    "shopify_tags": [],
    "first_tags": [],
    "own_tags": [],
    "dropped_tags": [],
    "discounts": [],
    "payments": [],
    "confirmation_number": "",
    "po_number": "",
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
    "has_consent": False,
}
FORGOTTEN_DRAFT: dict[str, Any] = {
    "email": "",
    "phone": "",
    "buyer_name": "",
    "locale": "",
    "shipping_address": None,
    "billing_address": None,
    "lines": [],
    "discounts": [],
    "invoice_url": "",
}
FORGOTTEN_GIFT_CARD: dict[str, Any] = {
    "recipient_name": "",
    "recipient_email": "",
    "message": "",
    "last_characters": "",
    "url": "",
    "pass_url": "",
}
FORGOTTEN_CUSTOMER: dict[str, Any] = {
    "email": "",
    "shopify_email": None,
    "phone": "",
    "shopify_phone": None,
    "first_name": "",
    "last_name": "",
    "shopify_tags": [],
    "own_tags": [],
    "dropped_tags": [],
}
