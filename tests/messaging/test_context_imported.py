"""Merchants' own Shopify templates, pasted in unchanged, say what our rows know."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from messaging.context import build_context
from stores.models import Store
from stores.scope import Scope
from templates_app.data import NotificationKind as Kind
from templates_app.engine import environment
from templates_app.rendering import options_for
from tests.factories.scenes import NUMBERS, scene

TEMPLATES: Final = Path(__file__).parents[3] / "shared" / "data" / "templates"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.corpus,
    pytest.mark.skipif(not TEMPLATES.is_dir(), reason=f"There is no {TEMPLATES}"),
]

# How the corpus names kinds, and ours.
OURS: Final[dict[str, Kind]] = {
    "order-confirmation": Kind.ORDER_CONFIRMATION,
    "order-edited": Kind.ORDER_EDITED,
    "order-cancelled": Kind.ORDER_CANCELLED,
    "refund": Kind.ORDER_REFUND,
    "shipping-confirmation": Kind.SHIPPING_CONFIRMATION,
    "shipping-update": Kind.SHIPPING_UPDATE,
    "out-for-delivery": Kind.OUT_FOR_DELIVERY,
    "delivered": Kind.DELIVERED,
    "pickup/local": Kind.READY_FOR_PICKUP,
    "abandoned-checkout": Kind.ABANDONED_CHECKOUT,
    "draft-order-invoice": Kind.DRAFT_ORDER_INVOICE,
    "gift-card": Kind.GIFT_CARD,
    "pos/exchange": Kind.POS_RECEIPT,
    "new-order(staff)": Kind.STAFF_NEW_ORDER,
}
TOTAL: Final = "1.272,10"
RECOVERY: Final = "https://fjell.example/recover?key=4f"
INVOICE: Final = "https://fjell.example/invoices/0c9d"
# What each template of the kind says, whoever wrote it.
FACTS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.ORDER_CONFIRMATION: ("Ullgenser", "Selbuvotter", "Tromsø", "1.223,10", "49,00", TOTAL),
    Kind.ORDER_EDITED: ("#1001", "Ullgenser × 2", "Selbuvotter × 1", "Topplue × 1", "1.306,10"),
    Kind.ORDER_CANCELLED: ("#1001",),
    Kind.ORDER_REFUND: ("216,00",),
    Kind.SHIPPING_CONFIRMATION: ("#1001", "Ullgenser", "Selbuvotter"),
    Kind.SHIPPING_UPDATE: ("#1001", "Ullgenser", "Selbuvotter", NUMBERS[0]),
    Kind.OUT_FOR_DELIVERY: ("#1001", "Ullgenser", "Selbuvotter"),
    Kind.DELIVERED: ("#1001", "Ullgenser", "Selbuvotter"),
    Kind.READY_FOR_PICKUP: ("#1001",),
    Kind.ABANDONED_CHECKOUT: (RECOVERY, "Ullgenser", "Selbuvotter"),
    Kind.DRAFT_ORDER_INVOICE: ("#D174", INVOICE, "Ullgenser 1", "212,00", "Tromsø"),
    Kind.GIFT_CARD: ("321,50", "https://fjell.example/gift_cards/1/8a7b", "Fjell & Garn"),
    Kind.POS_RECEIPT: ("Ullgenser", "Selbuvotter", TOTAL),
    Kind.STAFF_NEW_ORDER: ("#1001", "Ullgenser", "Selbuvotter", "Tromsø"),
}
# What some say besides: in how many of the corpus's templates of the kind it is to be read.
ALSO: Final[dict[Kind, dict[str, int]]] = {
    Kind.ORDER_CONFIRMATION: {"VELKOMMEN": 4, "135,90": 7, "Kari": 7, "Storgata 1": 7},
    Kind.ORDER_CANCELLED: {"Ullgenser": 3},
    Kind.SHIPPING_CONFIRMATION: {NUMBERS[0]: 5, "Bring": 5, "Tromsø": 4},
    Kind.READY_FOR_PICKUP: {"Butikken i Ålesund": 1, "Kaivegen 7": 1, "Ullgenser": 3},
    Kind.OUT_FOR_DELIVERY: {NUMBERS[0]: 1},
    Kind.GIFT_CARD: {"Per": 5},
    Kind.POS_RECEIPT: {"Kaivegen 7": 2, "Ålesund": 2},
    Kind.STAFF_NEW_ORDER: {"Kari Nordmann": 10, "499,50": 6},
}
# Templates that do not ask for a fact, whatever they are told.
SILENT: Final[dict[str, tuple[str, ...]]] = {
    "ArtCodeStudio__shopify-email-notifications/templates/shipping_update.liquid": (NUMBERS[0],),
    "M2i3__shopify-i18n-emails/en-CA/shipping-update.html": (NUMBERS[0],),
    # A line on a phone: who bought, for how much.
    "ArtCodeStudio__shopify-email-notifications/templates/new_order_notification_mobile.liquid": (
        *FACTS[Kind.STAFF_NEW_ORDER],
    ),
    "M2i3__shopify-i18n-emails/en-CA/new-order-mobile.html": FACTS[Kind.STAFF_NEW_ORDER],
    "M2i3__shopify-i18n-emails/default/new-order-notification-mobile.txt": (
        *FACTS[Kind.STAFF_NEW_ORDER],
    ),
    # Of two orders that were exchanged for each other at a till: no webhook ties them together.
    "Kazuki-tam__shopify-email-notification/views/en/orders/pos-exchange-receipt.liquid": (
        *FACTS[Kind.POS_RECEIPT],
    ),
    "Kazuki-tam__shopify-email-notification/views/en/orders/pos-exchange-v2-receipt.liquid": (
        *FACTS[Kind.POS_RECEIPT],
    ),
}


def entries(kind: str) -> Iterator[str]:
    lines = (TEMPLATES / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return (each["file"] for each in map(json.loads, lines) if each["kind"] == kind)


def source(file: str) -> str:
    return (TEMPLATES / file).read_text(encoding="utf-8")


def words(html: str) -> str:
    """The mail's words and links, each run of white space as one space."""
    kept = re.sub(r"<(style|script|title)\b.*?</\1>|<!--.*?-->", " ", html, flags=re.DOTALL)
    return " ".join(unescape(kept).split())


def context_of(store: Store, kind: Kind) -> dict[str, Any]:
    """What rows that came by webhooks make of this kind, in a store that writes "1.272,10 kr"."""
    Store.objects.filter(pk=store.pk).update(
        name="Fjell & Garn",
        currency="NOK",
        money_format="{{amount_with_comma_separator}} kr",
        money_with_currency_format="{{amount_with_comma_separator}} NOK",
    )
    store.refresh_from_db()
    told = scene(store, kind)
    return build_context(store=store, kind=kind, order=told.order, subject=told.subject)


@pytest.mark.parametrize("theirs", OURS)
def test_an_imported_template_tells_the_facts(store: Store, inside: Scope, theirs: str) -> None:
    kind = OURS[theirs]
    context = context_of(store, kind)
    missing, errors = [], []
    seen = dict.fromkeys(ALSO.get(kind, {}), 0)
    for file in entries(theirs):
        output = environment.parse(source(file)).render(
            context, options_for(context, "en"), shows_errors=True
        )
        mail = words(output.text)
        wanted = set(FACTS[kind]) - set(SILENT.get(file, ()))
        missing += [(file, fact) for fact in sorted(wanted) if fact not in mail]
        seen = {fact: count + (fact in mail) for fact, count in seen.items()}
        if "Liquid error" in mail or output.problems:
            errors.append((file, output.problems))

    assert errors == []
    assert missing == []
    assert seen == ALSO.get(kind, {})


_BRAND: Final = "rendering adds it, from the brand of the revision"
_OWN: Final = "a variable that the template meant to assign itself"
_EXCHANGE: Final = "no webhook ties an exchange's two orders together"
_SETTING: Final = "stands in Shopify's settings, of which no webhook tells"
# Paths that templates of our kinds ask for and the context does not have, each for a reason.
UNSUPPLIED: Final[dict[str, str]] = {
    "shop.email_accent_color": _BRAND,
    "shop.email_logo_url": _BRAND,
    "shop.email_logo_width": _BRAND,
    "email_body": _OWN,
    "email_emphasis": _OWN,
    "no_top_border": _OWN,
    "titleBold": _OWN,
    "valueBold": _OWN,
    "consolidated_estimated_delivery_time": "Shopify's own promise is in no webhook",
    "custom_message": "what staff type into Shopify's window for this one mail",
    "delivery_instructions": _SETTING,
    "pickup_instructions": _SETTING,
    "shopify_shipping_enabled": _SETTING,
    "shop.phone": "not kept of a store yet",
    "reserve_inventory_until": "not in a draft's webhook",
    "unsubscribe_url": "there is no page for it yet",
    "has_high_risks?": "what Shopify thinks of fraud is not kept",
    "fulfillment_aborted": "fulfilments of other services' are not kept",
    **dict.fromkeys(
        (
            "added_line_items", "added_subtotal", "added_tax_total", "added_total",
            "child_order.discounts", "child_order.discounts_savings", "child_order.line_items",
            "child_order.order_number", "child_order.shipping_price", "child_order.subtotal_price",
            "child_order.tax_price", "child_order.total_price", "child_order_processed_at",
            "child_transactions", "exchange_balance", "exchange_total", "exchange_type",
            "parent_order.discounts", "parent_order.discounts_savings", "parent_order.line_items",
            "parent_order.order_number", "parent_order.shipping_price",
            "parent_order.subtotal_price", "parent_order.tax_price", "parent_order.total_price",
            "parent_order_processed_at", "parent_transactions", "refund_amount",
            "return_line_items", "return_subtotal", "return_tax_total", "return_total",
        ),
        _EXCHANGE,
    ),
}  # fmt: skip
# How many of the paths that the kind's templates ask for are there.
SUPPLIED: Final[dict[str, tuple[int, int]]] = {
    "order-confirmation": (50, 56),
    "order-edited": (23, 28),
    "order-cancelled": (29, 32),
    "refund": (30, 33),
    "shipping-confirmation": (33, 36),
    "shipping-update": (15, 19),
    "out-for-delivery": (15, 18),
    "delivered": (14, 18),
    "pickup/local": (28, 32),
    "abandoned-checkout": (11, 15),
    "draft-order-invoice": (45, 49),
    "gift-card": (10, 13),
    "pos/exchange": (24, 59),
    "new-order(staff)": (33, 40),
}


@pytest.mark.parametrize("theirs", OURS)
def test_the_context_has_what_imported_templates_ask_for(
    store: Store, inside: Scope, theirs: str
) -> None:
    context = context_of(store, OURS[theirs])
    asked = {path for file in entries(theirs) for path in global_paths(source(file))}
    lacking = {path for path in asked if not has(context, path)}

    assert lacking == {path for path in asked if path in UNSUPPLIED and not has(context, path)}
    assert (len(asked) - len(lacking), len(asked)) == SUPPLIED[theirs]


def test_no_reason_has_become_stale() -> None:
    asked = {
        path for theirs in OURS for file in entries(theirs) for path in global_paths(source(file))
    }

    assert UNSUPPLIED.keys() <= asked


def global_paths(text: str) -> set[str]:
    """The paths that a template reads from outside of itself."""
    found = environment.parse(text).template.analyze().globals
    return {
        ".".join(str(part) for part in variable.segments)
        for variables in found.values()
        for variable in variables
    }


def has(context: dict[str, Any], path: str) -> bool:
    """Whether something stands there; known to be nothing is something."""
    value: Any = context
    for part in path.split("."):
        is_part_of_it = part in ("first", "last", "size") and isinstance(value, list | str)
        # What a buyer said besides is there if it was said.
        if value is None or is_part_of_it or value is context.get("attributes"):
            return True
        if not isinstance(value, dict) or part not in value:
            return False
        value = value[part]
    return True
