"""Sample sales beside the web order: carts left, drafts, gift cards, the till, and staff's own."""

from typing import Any, Final

from templates_app import sample_orders
from templates_app.sample_orders import Sample

_SHOP_URL: Final = "https://fjelloggarn.example"
# What only an order has.
_OF_ORDERS: Final = (
    "order_number",
    "order_status_url",
    "financial_status",
    "transactions",
    "shipping_method",
)


def _without_order(sample: Sample, **more: Any) -> Sample:
    """The same goods, before anybody ordered them."""
    ours = {
        key: value
        for key, value in sample["notifyhub"].items()
        if key in ("brand", "taxes_included", "has_consent", "promo")
    }
    kept = {key: value for key, value in sample.items() if key not in _OF_ORDERS}
    return {**kept, **more, "notifyhub": {**ours, **more.get("notifyhub", {})}}


_SURVEY_URL: Final = "https://bestilling.fjelloggarn.example/w/k7Qm2xV9"
_SURVEY: Final[Sample] = {
    "survey_url": _SURVEY_URL,
    "survey": [
        {"label": "Frakten er for dyr", "url": f"{_SURVEY_URL}?why=SHIPPING_COST"},
        {"label": "Jeg bare så meg rundt", "url": f"{_SURVEY_URL}?why=JUST_LOOKING"},
    ],
}


def checkout() -> Sample:
    """A cart left standing."""
    cart = _cart(sample_orders.plain())
    cart["notifyhub"] |= {"has_consent": True, "step": 1, **_SURVEY}
    return cart


def _cart(sample: Sample) -> Sample:
    return _without_order(
        sample,
        name="#38274650193",
        order_name="#38274650193",
        url=f"{_SHOP_URL}/checkouts/ac/c1-7f9e2b/recover?key=4f&locale=nb-NO",
        item_count=sum(line["quantity"] for line in sample["line_items"]),
        unsubscribe_url="https://bestilling.fjelloggarn.example/unsubscribe/k7Qm2xV9",
        custom_message="",
        notifyhub={
            "preferences_url": "https://bestilling.fjelloggarn.example/preferences/k7Qm2xV9"
        },
    )


def checkout_discounted() -> Sample:
    return _cart(sample_orders.rich())


def checkout_nameless() -> Sample:
    """Only an e-mail address was typed."""
    nobody = {"customer": None, "shipping_address": None, "billing_address": None}
    return {**_cart(sample_orders.long_words()), **nobody}


def draft() -> Sample:
    """An order that staff wrote down, to be paid through a link."""
    return _without_order(
        sample_orders.plain(),
        name="#D174",
        order_name="#D174",
        invoice_url=f"{_SHOP_URL}/548380009/invoices/0c9d1e",
        custom_message="Hei Ingrid! Her er pakken vi snakket om i butikken.",
        shipping_method={"title": "PostNord til hentested", "price": 0},
        reserve_inventory_until="2026-11-25T12:00:00+01:00",
        item_count=4,
        transactions=[],
        notifyhub={"is_paid": False, "expires_on": "2026-11-25"},
    )


def draft_on_terms() -> Sample:
    """To be paid within a month."""
    sample = draft()
    due = {"due_at": "2026-12-18T10:00:00+01:00", "amount_due": sample["total_price"]}
    terms = {"type": "net", "name": "Net 30", "next_payment": due}
    return {**sample, "payment_terms": terms, "custom_message": ""}


def gift_card() -> Sample:
    """Bought for oneself."""
    return _gift_card(sample_orders.digital())


def gift_card_for_somebody() -> Sample:
    """With a greeting, and a day after which it is worth nothing."""
    sample = _gift_card(sample_orders.digital())
    sample["gift_card"] |= {
        "message": "Gratulerer med dagen! Strikk deg noe varmt. Klem, Åse",
        "expires_on": "2029-11-30",
        "customer": {"first_name": "Per", "last_name": "Solheim", "name": "Per Solheim"},
    }
    sample["notifyhub"]["expires_on"] = "2029-11-30"
    return sample


def _gift_card(sample: Sample) -> Sample:
    sample["gift_card"] = {
        "balance": 50000,
        "initial_value": 50000,
        "currency": "NOK",
        "last_four_characters": "9f2k",
        "expires_on": None,
        "url": f"{_SHOP_URL}/gift_cards/548380009/8a7b6c",
        "pass_url": "",
        "message": "",
        "customer": sample["customer"],
        "enabled": True,
        "expired": False,
    }
    return sample


def receipt(*, is_named: bool = True) -> Sample:
    """Bought over the counter, paid by card."""
    sample = sample_orders.plain()
    place = {"name": "Fjell & Garn", "address1": "Kaivegen 00", "address2": "", "city": "Ålesund",
             "province": "", "zip": "6002", "country": "Norge", "phone": ""}  # fmt: skip
    nobody: dict[str, Any] = {} if is_named else {"customer": None, "billing_address": None}
    return {
        **sample,
        "requires_shipping": False,
        "delivery_method": "none",
        "shipping_address": None,
        "shipping_method": None,
        "location": place,
        "transactions": [sample_orders.by_card("sale", sample["total_price"])],
        **nobody,
    }


def staff_order(*, is_risky: bool = False) -> Sample:
    """A buyer's note and attributes are for staff to read."""
    return {
        **sample_orders.plain(),
        "id": 5719384752910,
        "date": "2026-11-18T10:07:09+01:00",
        "shop_name": "Fjell & Garn",
        "gateway": "shopify_payments",
        "has_high_risks?": is_risky,
        "fulfillment_aborted": False,
        "note": "Kan dere legge ved et kort?",
        "attributes": {"Gave": "ja"},
        "tags": ["vip"],
    }
