"""Writes a webhook's body of an order as the node that GraphQL would tell of the same order.

The other way round from intake/parsing/graph_goods.py, and written apart from it: what Shopify
says in both ways must come to the same.
"""

from typing import Any, Final

from tests.shopify.graph_people import (
    Json,
    address,
    customer_node,
    gid,
    tags,
    terms,
    transactions,
    upper,
)

_MONEY: Final = {"shopMoney": "shop_money", "presentmentMoney": "presentment_money"}
_DISCOUNTS: Final = {
    "discount_code": "DiscountCodeApplication",
    "automatic": "AutomaticDiscountApplication",
    "manual": "ManualDiscountApplication",
    "script": "ScriptDiscountApplication",
}


def order_node(body: Json) -> Json:
    """All that tests/shopify answers of an order from."""
    money = _Money(body)
    lines = [_line(each, money) for each in body.get("line_items") or []]
    return {
        "__typename": "Order",
        "id": body.get("admin_graphql_api_id") or gid("Order", body["id"]),
        "name": body.get("name") or f"#{body.get('order_number') or body['id']}",
        "number": body.get("order_number") or 0,
        "confirmationNumber": body.get("confirmation_number"),
        "poNumber": body.get("po_number"),
        "email": body.get("email") or body.get("contact_email"),
        "phone": body.get("phone"),
        "note": body.get("note"),
        "tags": tags(body.get("tags")),
        "test": bool(body.get("test")),
        "taxesIncluded": bool(body.get("taxes_included")),
        "createdAt": body.get("created_at") or body.get("updated_at"),
        "processedAt": body.get("processed_at") or body.get("created_at"),
        "updatedAt": body.get("updated_at") or body.get("created_at"),
        "cancelledAt": body.get("cancelled_at"),
        "cancelReason": upper(body.get("cancel_reason")),
        "closedAt": body.get("closed_at"),
        "currencyCode": body.get("currency"),
        "presentmentCurrencyCode": body.get("presentment_currency") or body.get("currency"),
        "displayFinancialStatus": upper(body.get("financial_status")),
        "displayFulfillmentStatus": _SENT.get(body.get("fulfillment_status") or "", "UNFULFILLED"),
        "customerLocale": body.get("customer_locale"),
        "customerAcceptsMarketing": bool(body.get("buyer_accepts_marketing")),
        "sourceName": body.get("source_name"),
        "checkoutToken": body.get("checkout_token"),
        "statusPageUrl": body.get("order_status_url") or "",
        "paymentGatewayNames": body.get("payment_gateway_names")
        or ([body["gateway"]] if body.get("gateway") else []),
        "discountCodes": [each["code"] for each in body.get("discount_codes") or []],
        "app": {"id": gid("OrderApp", body["app_id"])} if body.get("app_id") else None,
        "customAttributes": _pairs(body.get("note_attributes")),
        "subtotalPriceSet": money.bag(body, "subtotal_price"),
        "totalShippingPriceSet": money.bag(body, "total_shipping_price"),
        "totalTaxSet": money.bag(body, "total_tax"),
        "totalDiscountsSet": money.bag(body, "total_discounts"),
        "totalTipReceivedSet": money.bag(body, "total_tip_received"),
        "originalTotalDutiesSet": money.said(body, "original_total_duties"),
        "totalPriceSet": money.bag(body, "total_price"),
        "totalOutstandingSet": money.bag(body, "total_outstanding"),
        "currentSubtotalPriceSet": money.bag(body, "current_subtotal_price", "subtotal_price"),
        "currentTotalTaxSet": money.bag(body, "current_total_tax", "total_tax"),
        "currentTotalPriceSet": money.bag(body, "current_total_price", "total_price"),
        "taxLines": _taxes(body.get("tax_lines"), money),
        "customer": customer_node(body.get("customer")),
        "shippingAddress": address(body.get("shipping_address")),
        "billingAddress": address(body.get("billing_address")),
        "customerJourneySummary": {
            "lastVisit": {
                "landingPage": body.get("landing_site"),
                "referrerUrl": body.get("referring_site"),
                "referralCode": body.get("landing_site_ref"),
            }
        },
        "transactions": transactions(body),
        "lineItems": {"nodes": lines},
        "shippingLines": {
            "nodes": [_shipping(each, money) for each in body.get("shipping_lines") or []]
        },
        "discountApplications": {
            "nodes": [
                _discount(each, place)
                for place, each in enumerate(body.get("discount_applications") or [])
            ]
        },
        "paymentTerms": terms(body.get("payment_terms")),
        "fulfillments": [_fulfilment(each) for each in body.get("fulfillments") or []],
        "refunds": [_refund(each, money) for each in body.get("refunds") or []],
    }


_SENT: Final = {
    "fulfilled": "FULFILLED",
    "partial": "PARTIALLY_FULFILLED",
    "restocked": "RESTOCKED",
}


class _Money:
    """Sums of one order, which older bodies give in one currency only."""

    def __init__(self, body: Json) -> None:
        self.shop = body.get("currency") or "USD"
        self.presentment = body.get("presentment_currency") or self.shop

    def bag(self, body: Json, *names: str) -> Json:
        found = (self.said(body, name) for name in names)
        return next(filter(None, found), None) or self._both("0.00")

    def said(self, body: Json, name: str) -> Json | None:
        both = body.get(f"{name}_set")
        if both:
            return {ours: self._one(both.get(theirs) or {}) for ours, theirs in _MONEY.items()}
        return None if body.get(name) is None else self._both(body[name])

    def _one(self, said: Json) -> Json:
        return {
            "amount": str(said.get("amount", "0.00")),
            "currencyCode": said.get("currency_code") or self.shop,
        }

    def _both(self, amount: object) -> Json:
        return {
            "shopMoney": {"amount": str(amount), "currencyCode": self.shop},
            "presentmentMoney": {"amount": str(amount), "currencyCode": self.presentment},
        }


def _pairs(value: Any) -> list[Json]:
    return [
        {"key": each.get("name"), "value": None if each["value"] is None else str(each["value"])}
        for each in value or []
    ]


def _taxes(value: Any, money: _Money) -> list[Json]:
    return [
        {
            "title": each.get("title") or "",
            "rate": each.get("rate"),
            "priceSet": money.bag(each, "price"),
        }
        for each in value or []
    ]


def _allocations(body: Json, money: _Money) -> list[Json]:
    return [
        {
            "allocatedAmountSet": money.bag(each, "amount"),
            "discountApplication": {
                "__typename": "DiscountCodeApplication",
                "index": each.get("discount_application_index") or 0,
            },
        }
        for each in body.get("discount_allocations") or []
    ]


def _line(body: Json, money: _Money) -> Json:
    product, variant = body.get("product_id"), body.get("variant_id")
    return {
        "id": body.get("admin_graphql_api_id") or gid("LineItem", body.get("id")),
        "title": body.get("title") or body.get("name") or "",
        "variantTitle": body.get("variant_title"),
        "sku": body.get("sku"),
        "vendor": body.get("vendor"),
        "quantity": body.get("quantity"),
        "currentQuantity": body.get("current_quantity", body.get("quantity")),
        "requiresShipping": body.get("requires_shipping") is not False,
        "isGiftCard": bool(body.get("gift_card")),
        "product": {"id": gid("Product", product)} if product else None,
        "variant": {"id": gid("ProductVariant", variant)} if variant else None,
        "customAttributes": _pairs(body.get("properties")),
        "originalUnitPriceSet": money.bag(body, "price"),
        "taxLines": _taxes(body.get("tax_lines"), money),
        "discountAllocations": _allocations(body, money),
    }


def _shipping(body: Json, money: _Money) -> Json:
    return {
        "id": gid("ShippingLine", body.get("id")),
        "title": body.get("title") or "",
        "code": body.get("code"),
        "source": body.get("source"),
        "deliveryCategory": body.get("delivery_category"),
        "isRemoved": bool(body.get("is_removed")),
        "originalPriceSet": money.bag(body, "price"),
        "discountedPriceSet": money.bag(body, "discounted_price", "price"),
        "discountAllocations": _allocations(body, money),
    }


def _discount(body: Json, place: int) -> Json:
    if body.get("value_type") == "percentage":
        value = {"__typename": "PricingPercentageValue", "percentage": float(body["value"])}
    else:
        value = {"__typename": "MoneyV2", "amount": str(body.get("value"))}
    return {
        "__typename": _DISCOUNTS.get(body.get("type", ""), "ManualDiscountApplication"),
        "index": place,
        "targetType": upper(body.get("target_type")),
        "targetSelection": upper(body.get("target_selection")),
        "value": value,
        "code": body.get("code"),
        "title": body.get("title"),
        "description": body.get("description"),
    }


def _fulfilment(body: Json) -> Json:
    numbers = body.get("tracking_numbers") or [body.get("tracking_number")]
    urls = body.get("tracking_urls") or [body.get("tracking_url")]
    tracking = [
        {
            "company": body.get("tracking_company"),
            "number": number,
            "url": urls[place] if place < len(urls) else None,
        }
        for place, number in enumerate(numbers)
        if number or any(urls)
    ]
    lines = body.get("line_items") or []
    origin = body.get("origin_address") or {}
    service = body.get("service")
    return {
        "id": body.get("admin_graphql_api_id") or gid("Fulfillment", body["id"]),
        "name": body.get("name") or "",
        "status": upper(body.get("status")) or "SUCCESS",
        "displayStatus": upper(body.get("shipment_status")) or "FULFILLED",
        "createdAt": body.get("created_at") or body.get("updated_at"),
        "updatedAt": body.get("updated_at") or body.get("created_at"),
        "totalQuantity": sum(each.get("quantity") or 0 for each in lines),
        "service": {"handle": service} if service else None,
        "originAddress": {
            "address1": origin.get("address1"),
            "address2": origin.get("address2"),
            "zip": origin.get("zip"),
            "city": origin.get("city"),
            "provinceCode": origin.get("province_code"),
            "countryCode": origin.get("country_code") or "",
        }
        if origin
        else None,
        "trackingInfo": tracking,
        "fulfillmentLineItems": {
            "nodes": [
                {
                    "quantity": each.get("quantity"),
                    "lineItem": {
                        "id": each.get("admin_graphql_api_id") or gid("LineItem", each.get("id"))
                    },
                }
                for each in lines
            ]
        },
        "events": {"nodes": []},
    }


def _refund(body: Json, money: _Money) -> Json:
    payments = list(body.get("transactions") or [])
    total = sum(float(each.get("amount") or 0) for each in payments if each["kind"] == "refund")
    shipping = [
        each for each in body.get("order_adjustments") or [] if each["kind"] == "shipping_refund"
    ]
    return {
        "id": body.get("admin_graphql_api_id") or gid("Refund", body["id"]),
        "createdAt": body.get("created_at"),
        "processedAt": body.get("processed_at") or body.get("created_at"),
        "note": body.get("note"),
        "totalRefundedSet": money.bag({"sum": f"{total:.2f}"}, "sum"),
        "refundLineItems": {
            "nodes": [
                {
                    "quantity": each.get("quantity"),
                    "lineItem": {
                        "id": gid(
                            "LineItem",
                            each.get("line_item_id") or (each.get("line_item") or {}).get("id"),
                        )
                    },
                    "subtotalSet": money.bag(each, "subtotal"),
                }
                for each in body.get("refund_line_items") or []
            ]
        },
        "transactions": {
            "nodes": [
                {
                    "kind": upper(each["kind"]),
                    "status": upper(each.get("status")) or "SUCCESS",
                    "gateway": each.get("gateway"),
                    "amountSet": {
                        name: {
                            "amount": str(each.get("amount") or "0"),
                            "currencyCode": each.get("currency") or money.shop,
                        }
                        for name in _MONEY
                    },
                }
                for each in payments
            ]
        },
        "refundShippingLines": {
            "nodes": [
                {
                    "subtotalAmountSet": money.bag(each, "amount"),
                    "taxAmountSet": money.bag(each, "tax_amount"),
                }
                for each in shipping
            ]
        },
    }
