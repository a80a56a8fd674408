"""Our variables in Shopify's words. What is not here is empty in an export: blocks leave it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

NOTHING: Final = "hub_nothing"  # never assigned, hence nil

# Paths below `notifyhub`, the longest that fits wins. Names in hub_… are made by prelude.liquid.
PATHS: Final[Mapping[str, str]] = {
    "status_url": "hub_status_url",
    "is_paid": "hub_is_paid",
    "taxes_included": "hub_taxes_included",
    "refunded": "hub_refunded",
    "outstanding": "hub_outstanding",
    "has_consent": "customer.accepts_marketing",
    "pickup.name": "location.name",
    "pickup.address": "hub_pickup_address",
    "pickup.instructions": "pickup_instructions",
    "refund.amount": "amount",
    "refund.lines": "refund_line_items",
    "edit.added": "added_line_items",
    "edit.removed": "removed_line_items",
    "parcels": "fulfillment.tracking_numbers",
    "parcels[0].number": "fulfillment.tracking_numbers.first",
    "parcels[0].company": "fulfillment.tracking_company",
    "parcels[0].url": "fulfillment.tracking_urls.first",
    "payments": "transactions",
    "promise.from_on": "fulfillment.estimated_delivery_at",
    "promise.to_on": "fulfillment.estimated_delivery_at",
    "expires_on": "reserve_inventory_until",
}


@dataclass(frozen=True, slots=True)
class Items:
    """What a loop over one of our lists becomes: `{0}` stands for the loop's variable.

    `fields` says what stands for a field of it; "" for the variable itself.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    begins: str = ""
    ends: str = ""


_LINE: Final = Items({"variant": "{0}.variant.title", "amount": "{0}.final_line_price"})

LISTS: Final[Mapping[str, Items]] = {
    "notifyhub.edit.added": _LINE,
    "notifyhub.edit.removed": _LINE,
    "notifyhub.refund.lines": Items(
        {
            "": "{0}.line_item",
            "title": "{0}.line_item.title",
            "variant": "{0}.line_item.variant.title",
            "quantity": "{0}.quantity",
            "amount": "{0}.subtotal",
            "image": "{0}.line_item.image",
        }
    ),
    "notifyhub.payments": Items(
        {
            "amount": "{0}.amount",
            "label": "{0}_label",
            "is_gift_card": "{0}_is_gift_card",
            "last_characters": "{0}.payment_details.gift_card.last_four_characters",
        },
        begins=(
            "{{%- if {0}.status == 'success' and {0}.kind != 'refund' and {0}.kind != 'void' -%}}"
            "{{%- assign {0}_is_gift_card = false -%}}"
            "{{%- if {0}.gateway == 'gift_card' -%}}{{%- assign {0}_is_gift_card = true -%}}"
            "{{%- endif -%}}"
            "{{%- assign {0}_label = {0}.gateway_display_name | default: {0}.gateway -%}}"
            "{{%- if {0}.payment_details.credit_card_company != blank -%}}"
            "{{%- assign {0}_label = {0}.payment_details.credit_card_company"
            " | append: ' •••• ' | append: {0}.payment_details.credit_card_last_four_digits -%}}"
            "{{%- endif -%}}"
        ),
        ends="{{%- endif -%}}",
    ),
    "notifyhub.parcels": Items(
        {
            "number": "{0}",
            "company": "fulfillment.tracking_company",
            "url": "{0}_url",
            "items": NOTHING,
            "state": NOTHING,
            "is_changed": NOTHING,
            "old_number": NOTHING,
        },
        begins="{{%- assign {0}_url = fulfillment.tracking_urls[forloop.index0] -%}}",
    ),
    "brand.social": Items(
        {"name": "{0}_parts[0]", "url": "{0}_parts[1]"},
        begins="{{%- assign {0}_parts = {0} | split: '§' -%}}",
    ),
}
