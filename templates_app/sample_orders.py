"""Orders nobody placed: what previews show and publishing tries. Every sum in them is right."""

from typing import Any, Final

from templates_app.context_spec import Money
from templates_app.data import BrandData

Sample = dict[str, Any]

SAMPLE_CODE: Final = "EXAMPLE-7Q4M"  # where a pool would give a code of its own
_STATUS_URL: Final = "https://bestilling.fjelloggarn.example/o/k7Qm2xV9"
# The sample goods' pictures. Nothing stands at these addresses: who shows a sample mail draws them.
PICTURES: Final = "https://cdn.shopify.com/s/files/1/0000/0001/files/"
PICTURED: Final = ("genser", "pinne", "noste")
_INGRID: Final = {
    "first_name": "Ingrid", "last_name": "Solheim", "name": "Ingrid Solheim",
    "company": "", "address1": "Ullbakken 00", "address2": "", "city": "Bergen",
    "province": "", "zip": "5006", "country": "Norge", "country_code": "NO", "phone": "",
}  # fmt: skip
BRAND: Final = BrandData(
    name="Fjell & Garn",
    font="MIXED",
    legal="Fjell & Garn AS, org.nr. 000 000 000 MVA, Kaivegen 00, 6002 Ålesund.",
    contact_email="post@fjelloggarn.example",
    website="https://fjelloggarn.example",
    social={"Instagram": "https://instagram.example/fjelloggarn"},
)


def line(title: str, *, price: Money, quantity: int = 1, **more: Any) -> dict[str, Any]:
    """A line of a sample order; `discount` takes its amount off, under the name `why`."""
    discount, why = more.pop("discount", 0), more.pop("why", "")
    whole = price * quantity
    allocations = [
        {"amount": discount, "discount_application": {"title": why, "target_type": "line_item"}}
    ]
    return {
        "id": 1,
        "title": title,
        "product": {"title": title},
        "variant": {"title": more.pop("variant", "")},
        "quantity": quantity,
        "price": price,
        "original_line_price": whole,
        "final_line_price": whole - discount,
        "line_price": whole - discount,
        "discount_allocations": allocations if discount else [],
        "image": None,
        "requires_shipping": True,
        "gift_card": False,
        "properties": [],
        **more,
    }


def order(lines: list[dict[str, Any]], **more: Any) -> Sample:
    """A whole context around the lines; what is given wins over Ingrid's order."""
    currency = more.get("currency", "NOK")
    cart = more.get("cart_level_discount_applications", [])
    goods = sum(each["final_line_price"] for each in lines)
    off = sum(d["total_allocated_amount"] for d in cart if d["target_type"] == "line_item")
    shipping, tax = more.get("shipping_price", 0), more.get("tax_price", 0)
    ours = {
        "brand": BRAND.as_context(),
        "status_url": _STATUS_URL,
        "taxes_included": True,
        "is_paid": True,
        "payments": [],
        "refunded": 0,
        "outstanding": 0,
        "help_url": f"{_STATUS_URL}#help",
        "feedback_yes_url": f"{_STATUS_URL}/feedback?good=yes",
        "feedback_no_url": f"{_STATUS_URL}/feedback?good=no",
        "has_consent": True,
        "promo": {"is_allowed": True, "code": SAMPLE_CODE},
        **more.pop("notifyhub", {}),
    }
    extra = more.get("total_tip", 0) + more.get("total_duties", 0)
    total = goods - off + shipping + extra + (0 if ours["taxes_included"] else tax)
    ours["payments"] = ours["payments"] or [
        {"label": "Visa •••• 4242", "amount": total, "is_gift_card": False, "last_characters": ""}
    ]
    return {
        "shop": {
            "name": "Fjell & Garn",
            "email": "post@fjelloggarn.example",
            "url": "https://fjelloggarn.example",
            "domain": "fjelloggarn.example",
            "permanent_domain": "fjell-og-garn.myshopify.com",
            "currency": currency,
        },
        "name": "#10482",
        "order_name": "#10482",
        "order_number": 10482,
        "currency": currency,
        "created_at": "2026-11-18T10:07:09+01:00",
        "email": "ingrid@example.com",
        "customer": {"first_name": "Ingrid", "last_name": "Solheim", "name": "Ingrid Solheim"},
        "line_items": lines,
        "subtotal_line_items": lines,
        "subtotal_price": goods - off,
        "shipping_price": shipping,
        "tax_price": tax,
        "total_price": total,
        "total_tip": 0,
        "total_duties": 0,
        "discount_applications": cart,
        "cart_level_discount_applications": cart,
        "tax_lines": [],
        "shipping_method": {"title": "PostNord til hentested", "price": shipping},
        "requires_shipping": True,
        "delivery_method": "shipping",
        "shipping_address": _INGRID,
        "billing_address": _INGRID,
        "order_status_url": "https://fjelloggarn.example/orders/1/authenticate?key=2&x=3",
        "financial_status": "paid",
        **more,
        "notifyhub": ours,
    }


def plain() -> Sample:
    """Three lines with pictures, taxes included, free shipping: the everyday order."""
    lines = [
        line("Strikkepakke «Vidde»", price=119000, variant="Str. M, mosegrønn",
             image={"src": f"{PICTURES}genser.png", "alt": ""}),
        line("Rundpinne i bjørk", price=14900, quantity=2, variant="4 mm, 80 cm",
             image={"src": f"{PICTURES}pinne.png", "alt": ""}),
        line("Garnnøster i valnøtt", price=36100,
             image={"src": f"{PICTURES}noste.png", "alt": ""}),
    ]  # fmt: skip
    tax = {"title": "mva.", "price": 36980, "rate": 0.25, "rate_percentage": 25}
    return order(lines, tax_price=36980, tax_lines=[tax])


def rich() -> Sample:
    """Discounts on line and cart, tax on top, tip, duties, gift card, engraving, a refund."""
    engraved = [["Engraving", "For Åse & “Per” <3"], ["_internal", "never shown"]]
    lines = [
        line(
            "Merino sweater",
            price=12900,
            variant="M / Moss green",
            discount=2580,
            why="Autumn −20 %",
        ),
        line("Walnut yarn winder", price=36100, properties=engraved),
        line("Stitch markers", price=450, quantity=4),
    ]
    cart = {"title": "WELCOME10", "type": "discount_code", "target_type": "line_item",
            "target_selection": "all", "total_allocated_amount": 4822}  # fmt: skip
    return order(
        lines,
        currency="USD",
        cart_level_discount_applications=[cart],
        shipping_price=1290,
        shipping_method={"title": "UPS Ground", "price": 1290},
        tax_price=3770,
        tax_lines=[
            {"title": "NY State Tax", "price": 1720, "rate": 0.04, "rate_percentage": 4},
            {"title": "New York City Tax", "price": 2050, "rate": 0.04875,
             "rate_percentage": 4.875},
        ],
        total_tip=500,
        total_duties=1200,
        billing_address={**_INGRID, "name": "Fjell & Co", "address1": "12 Main Street",
                         "city": "New York", "zip": "10001", "province_code": "NY",
                         "country": "United States", "country_code": "US"},
        notifyhub={
            "taxes_included": False,
            "payments": [
                {"label": "", "amount": 5000, "is_gift_card": True, "last_characters": "9f2k"},
                {"label": "Visa •••• 4242", "amount": 45158, "is_gift_card": False,
                 "last_characters": ""},
            ],
            "refunded": 450,
        },
    )  # fmt: skip


def right_to_left() -> Sample:
    """A buyer whose name and address are written from the right."""
    address = {**_INGRID, "first_name": "نورة", "last_name": "العتيبي", "name": "نورة العتيبي",
               "address1": "شارع الخليج 12", "city": "الكويت", "zip": "13001", "country": "Kuwait",
               "country_code": "KW"}  # fmt: skip
    lines = [
        line("شال صوف", price=1250, quantity=2, variant="أخضر (L)"),
        line("Wool comb", price=890),
    ]
    return order(
        lines,
        customer={"first_name": "نورة", "last_name": "العتيبي", "name": "نورة العتيبي"},
        shipping_address=address,
        billing_address=address,
    )


def three_decimals() -> Sample:
    """Kuwaiti dinar: three decimals, kept as amount × 100 with a fraction."""
    return order(
        [line("Saffron, 2 g", price=123.4, quantity=1), line("Cardamom", price=250)], currency="KWD"
    )


def no_decimals() -> Sample:
    """Yen: no decimals, still × 100."""
    return order(
        [line("手織りマフラー", price=980000), line("毛糸玉", price=87000, quantity=2)],
        currency="JPY",
    )


def long_words() -> Sample:
    """German compounds, a long title, no picture, no first name."""
    title = (
        "Wollwaschmittelnachfüllbeutel mit rückfettender Lavendelblütenölemulsion, "
        "2 × 750 ml, nachhaltig"
    )
    return order(
        [line(title, price=2490, variant="Ohne Duftstoffzusatz / Großverbraucherpackung")],
        currency="EUR",
        customer=None,
        shipping_price=490,
        shipping_method={"title": "DHL Paket, klimaneutral", "price": 490},
    )


def pickup() -> Sample:
    """Fetched in the shop, not yet paid."""
    return order(
        [line("Strikkepakke «Vidde»", price=119000)],
        delivery_method="pick-up",
        shipping_address=None,
        shipping_method={"title": "Kaivegen 00, Ålesund", "price": 0},
        notifyhub={
            "is_paid": False,
            "outstanding": 119000,
            "pickup": {
                "name": "Fjell & Garn",
                "address": "Kaivegen 00, 6002 Ålesund",
                "hours": "10–17",
            },
            "payments": [{"label": "", "amount": 0, "is_gift_card": False, "last_characters": ""}],
        },
    )


def digital() -> Sample:
    """A gift card: nothing is shipped."""
    return order(
        [line("Gavekort", price=50000, requires_shipping=False, gift_card=True)],
        delivery_method="none",
        requires_shipping=False,
        shipping_address=None,
        shipping_method=None,
    )


def goods(each: dict[str, Any], *, quantity: int | None = None) -> dict[str, Any]:
    """A line as one row of a parcel, a refund or an edit."""
    count = each["quantity"] if quantity is None else quantity
    return {
        "title": each["title"],
        "variant": each["variant"]["title"],
        "quantity": count,
        "image": each["image"],
        "amount": each["price"] * count,
    }


def by_card(kind: str, amount: Money) -> dict[str, Any]:
    """A transaction on Ingrid's card."""
    card = {"credit_card_company": "Visa", "credit_card_last_four_digits": "4242"}
    return {
        "kind": kind,
        "status": "success",
        "gateway": "shopify_payments",
        "gateway_display_name": "Visa",
        "amount": amount,
        "payment_details": {**card, "gift_card": None},
    }
