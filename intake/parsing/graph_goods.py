"""GraphQL's names of lines, sums and addresses become those of a webhook's body.

# Note [One parser]
Shopify says the same order twice: in a webhook's body and, when asked, as a node of GraphQL. Only
the names differ. So a node is put into the webhook's words, and read by the one parser of those:
both ways end in the same values, with the same bounds, cleaned the same.
"""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from intake.parsing.reading import MAX_LINES, Body, mapping, objects, text

_ADDRESS: Final = {
    "first_name": "firstName",
    "last_name": "lastName",
    "name": "name",
    "company": "company",
    "address1": "address1",
    "address2": "address2",
    "zip": "zip",
    "city": "city",
    "province": "province",
    "province_code": "provinceCode",
    "country": "country",
    "country_code": "countryCodeV2",
    "phone": "phone",
}
_DISCOUNTS: Final = {
    "DiscountCodeApplication": "discount_code",
    "AutomaticDiscountApplication": "automatic",
    "ManualDiscountApplication": "manual",
    "ScriptDiscountApplication": "script",
}


def nodes(value: object, limit: int = MAX_LINES) -> Iterable[Body]:
    """Of a list with pages."""
    return objects(mapping(value).get("nodes"), limit)


def number(gid: object) -> str:
    """The digits of gid://shopify/Sort/5678, without what follows a question mark."""
    return text(gid, 200).rpartition("/")[2].partition("?")[0]


def money_set(value: object) -> Body | None:
    """A sum in both currencies; None where Shopify says none."""
    both = mapping(value)
    if not both:
        return None
    return {
        "shop_money": _money(both.get("shopMoney")),
        "presentment_money": _money(both.get("presentmentMoney")),
    }


def _money(value: object) -> Body:
    money = mapping(value)
    return {"amount": money.get("amount"), "currency_code": money.get("currencyCode")}


def renamed(node: Body, names: dict[str, str]) -> Body:
    return {ours: node.get(theirs) for ours, theirs in names.items()}


def money_sets(node: Body, names: dict[str, str]) -> Body:
    """`total_price_set` of `totalPriceSet`; what is not said is left out."""
    sums = {f"{ours}_set": money_set(node.get(theirs)) for ours, theirs in names.items()}
    return {name: each for name, each in sums.items() if each is not None}


def address_body(value: object) -> Body | None:
    node = mapping(value)
    return renamed(node, _ADDRESS) if node else None


def pair_bodies(value: object) -> list[Body]:
    return [{"name": each.get("key"), "value": each.get("value")} for each in objects(value)]


def tax_bodies(value: object) -> list[Body]:
    return [
        {
            "title": each.get("title"),
            "rate": each.get("rate"),
            "price_set": money_set(each.get("priceSet")),
        }
        for each in objects(value)
    ]


def line_bodies(value: object) -> list[Body]:
    return [line_body(each) for each in nodes(value)]


def line_body(node: Body) -> Body:
    names = {
        "admin_graphql_api_id": "id",
        "title": "title",
        "variant_title": "variantTitle",
        "sku": "sku",
        "vendor": "vendor",
        "quantity": "quantity",
        "current_quantity": "currentQuantity",
        "requires_shipping": "requiresShipping",
        "gift_card": "isGiftCard",
    }
    return {
        **renamed(node, names),
        "id": number(node.get("id")),
        "product_id": number(mapping(node.get("product")).get("id")),
        "variant_id": number(mapping(node.get("variant")).get("id")),
        "properties": pair_bodies(node.get("customAttributes")),
        "price_set": money_set(node.get("originalUnitPriceSet")),
        "tax_lines": tax_bodies(node.get("taxLines")),
        "discount_allocations": _allocations(node),
    }


def _allocations(node: Body) -> list[Body]:
    return [
        {
            "amount_set": money_set(each.get("allocatedAmountSet")),
            "discount_application_index": mapping(each.get("discountApplication")).get("index"),
        }
        for each in objects(node.get("discountAllocations"))
    ]


def shipping_bodies(value: object) -> list[Body]:
    return [
        {
            **renamed(
                each,
                {
                    "title": "title",
                    "code": "code",
                    "source": "source",
                    "delivery_category": "deliveryCategory",
                    "is_removed": "isRemoved",
                },
            ),
            "price_set": money_set(each.get("originalPriceSet")),
            "discounted_price_set": money_set(each.get("discountedPriceSet")),
            "discount_allocations": _allocations(each),
        }
        for each in nodes(value)
    ]


def discount_bodies(value: object) -> list[Body]:
    """In the order in which lines' allocations count them."""
    found = sorted(nodes(value), key=lambda each: _place(each.get("index")))
    return [_discount(each) for each in found]


def _place(index: object) -> int:
    return index if isinstance(index, int) else 0


def _discount(node: Body) -> Body:
    value = mapping(node.get("value"))
    is_share = "percentage" in value
    return {
        "type": _DISCOUNTS.get(text(node.get("__typename")), ""),
        "code": node.get("code"),
        "title": node.get("title"),
        "description": node.get("description"),
        "value": value.get("percentage") if is_share else value.get("amount"),
        "value_type": "percentage" if is_share else "fixed_amount",
        "target_type": node.get("targetType"),
        "target_selection": node.get("targetSelection"),
    }


def mark_tip(lines: list[Body], tip: object) -> None:
    """Let the line that is the tip say so, as a webhook's does: GraphQL knows its sum alone.

    A tip is of no product and is not shipped; a line of just that sum is it.
    """
    wanted = _shop_amount(tip)
    if not wanted:
        return
    for line in lines:
        is_bare = not (line["product_id"] or line["requires_shipping"] or line["gift_card"])
        if is_bare and line["quantity"] == 1 and _shop_amount(line["price_set"]) == wanted:
            line["tip"] = {"payment_gateway": None, "payment_method": None, "payment_id": None}
            return


def _shop_amount(value: object) -> float:
    try:
        return float(text(mapping(mapping(value).get("shop_money")).get("amount"), 40) or 0)
    except ValueError:
        return 0.0


def site_of(value: object) -> str:
    """A page of the shop as webhooks name it: without its host."""
    url = text(value, 2000)
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.netloc:
        return url
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def customer_body(value: object) -> Body | None:
    node = mapping(value)
    if not node:
        return None
    names = {
        "admin_graphql_api_id": "id",
        "first_name": "firstName",
        "last_name": "lastName",
        "state": "state",
        "updated_at": "updatedAt",
    }
    said: dict[str, Any] = {
        **renamed(node, names),
        "email": mapping(node.get("defaultEmailAddress")).get("emailAddress"),
        "phone": mapping(node.get("defaultPhoneNumber")).get("phoneNumber"),
        "currency": mapping(node.get("amountSpent")).get("currencyCode"),
    }
    if isinstance(node.get("tags"), list):
        said["tags"] = ", ".join(text(tag) for tag in node["tags"][:250])
    return said
