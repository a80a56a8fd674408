"""Lines, their taxes and discounts."""

from notifyhub.demo.basket import ZERO, Basket, Line, Purse
from notifyhub.demo.snapshot import LINE, PRODUCT, VARIANT, Body, Snapshot, gid
from notifyhub.demo.world import Product, Shop
from orders.data import Amount


def taxes(basket: Basket, tax: Amount) -> list[Body]:
    if tax == ZERO:
        return []
    purse = basket.purse
    return [
        {
            "title": basket.tax_title,
            "rate": float(basket.tax_rate),
            "price": purse.text(tax),
            "price_set": purse.both(tax),
            "channel_liable": False,
        }
    ]


def codes(basket: Basket) -> list[Body]:
    if not basket.code:
        return []
    amount = basket.purse.text(basket.discount)
    return [{"code": basket.code, "amount": amount, "type": "percentage"}]


def applications(basket: Basket) -> list[Body]:
    if not basket.code:
        return []
    return [
        {
            "type": "discount_code",
            "code": basket.code,
            "value": f"{basket.percent}.0",
            "value_type": "percentage",
            "allocation_method": "across",
            "target_selection": "all",
            "target_type": "line_item",
        }
    ]


def line_body(order: Snapshot, place: int) -> Body:
    line, purse = order.basket.lines[place], order.basket.purse
    back = sum(count for one in order.repaid for at, count in one.lines if at == place)
    is_sent = place in order.sent_places
    return {
        "id": order.id(LINE, place),
        "admin_graphql_api_id": gid("LineItem", order.id(LINE, place)),
        "current_quantity": line.quantity - back,
        "fulfillable_quantity": 0 if is_sent else line.quantity - back,
        "fulfillment_service": "manual",
        "fulfillment_status": "fulfilled" if is_sent else None,
        "gift_card": line.product.is_gift_card,
        "grams": line.product.grams,
        "name": " - ".join(filter(None, (line.product.title, line.variant.title))),
        "price": purse.text(line.price),
        "price_set": purse.both(line.price),
        "product_exists": True,
        "product_id": product_id(order.shop, line.product),
        "properties": [{"name": name, "value": value} for name, value in line.properties],
        "quantity": line.quantity,
        "requires_shipping": line.is_shipped,
        "sku": line.variant.sku,
        "taxable": not line.product.is_gift_card,
        "title": line.product.title,
        "total_discount": "0.00",
        "total_discount_set": purse.both(ZERO),
        "variant_id": _variant_id(order.shop, line),
        "variant_inventory_management": "shopify",
        "variant_title": line.variant.title or None,
        "vendor": line.product.vendor,
        "tax_lines": taxes(order.basket, line.tax),
        "duties": [],
        "discount_allocations": _allocations(line, purse),
    }


def _allocations(line: Line, purse: Purse) -> list[Body]:
    if line.discount == ZERO:
        return []
    return [
        {
            "amount": purse.text(line.discount),
            "amount_set": purse.both(line.discount),
            "discount_application_index": 0,
        }
    ]


def product_id(shop: Shop, product: Product) -> int:
    return PRODUCT + shop.number * 1000 + shop.products.index(product)


def _variant_id(shop: Shop, line: Line) -> int:
    product, variant = shop.products.index(line.product), line.product.variants.index(line.variant)
    return VARIANT + shop.number * 10_000 + product * 100 + variant
