"""Redwood Pour Over, Oakland: coffee, in US dollars, with taxes on top."""

from notifyhub.demo.world import (
    Abroad,
    Brand,
    Carrier,
    Country,
    Names,
    Place,
    Product,
    Shipping,
    Shop,
    Tax,
    Variant,
    words,
)

UNITED_STATES = Country(
    code="US",
    name="United States",
    places=(
        Place("Oakland", ("94607", "94612"), "California", "CA"),
        Place("Portland", ("97205", "97214"), "Oregon", "OR"),
        Place("Seattle", ("98101", "98122"), "Washington", "WA"),
        Place("Austin", ("78702", "78704"), "Texas", "TX"),
        Place("Minneapolis", ("55401", "55418"), "Minnesota", "MN"),
        Place("Brooklyn", ("11201", "11215"), "New York", "NY"),
        Place("Burlington", ("05401",), "Vermont", "VT"),
        Place("Santa Fe", ("87501",), "New Mexico", "NM"),
    ),
    streets=(
        "{n} Alder St",
        "{n} Mission Ridge Rd, Apt 4",
        "{n} E Juniper Ave",
        "{n} Old Mill Ln",
        "PO Box {n}",
        "{n} Telegraph Hill Ct, Unit B",
    ),
    house_numbers=2400,
)
AMERICAN_NAMES = Names(
    first=words(
        "Maya Jordan Priya Ethan Olivia Marcus Hannah Diego Chloe Samuel Naomi Tyler "
        "Grace Omar Lucy Wyatt Imani Caleb Ruth Sean Mary_Jo"
    ),
    last=words(
        "Whitfield Okafor Ramirez Holloway Patel Nguyen O'Connell Brooks Castellanos "
        "Fairbanks Lindgren Tran McAllister Weatherby Duarte Kowalski St._James "
        "Alvarez-Reyes"
    ),
    mail_domains=("mailbarn.example", "bayletter.example", "inboxly.example"),
)
# Right to left, and in a shop that writes left to right.
ARABIC_NAMES = Names(
    first=("ليلى", "يوسف", "مريم"),
    last=("الحداد", "نصار", "خليل"),
    mail_domains=("barid.example",),
    latin={
        "ليلى": "layla",
        "يوسف": "yusuf",
        "مريم": "maryam",
        "الحداد": "alhaddad",
        "نصار": "nassar",
        "خليل": "khalil",
    },
)
EMIRATES = Country(
    code="AE",
    name="United Arab Emirates",
    places=(Place("Dubai", ("",), "Dubai", "DU"), Place("أبوظبي", ("",), "Abu Dhabi", "AZ")),
    streets=("شارع النخيل {n}", "Villa {n}, Palm Grove St"),
)


def _bags(price: str, large: str, sku: str) -> tuple[Variant, ...]:
    return (
        Variant("12 oz / Whole bean", price, f"{sku}-12-WB"),
        Variant("12 oz / Pour-over grind", price, f"{sku}-12-PO"),
        Variant("2 lb / Whole bean", large, f"{sku}-32-WB"),
    )


REDWOOD = Shop(
    key="redwood-pour-over",
    number=5,
    name="Redwood Pour Over",
    primary_domain="redwoodpourover.example",
    country=UNITED_STATES,
    currency="USD",
    locale="en",
    timezone="America/Los_Angeles",
    names=AMERICAN_NAMES,
    tax=Tax("Sales tax", "0.0825", is_included=False),
    products=(
        Product("Fog Line, washed Ethiopia", _bags("21.50", "49.00", "RW-FOG"), "Redwood", 380, 22),
        Product("Night Ferry, dark blend", _bags("18.00", "41.50", "RW-NIF"), "Redwood", 380, 20),
        Product("Redwood decaf", _bags("19.50", "44.00", "RW-DEC"), "Redwood", 380, 9),
        Product(
            "Pour-over stand, walnut", (Variant("", "64.00", "RW-STD"),), "Timber & Drip", 900, 6
        ),
        Product("Paper filters, 100", (Variant("", "9.50", "RW-FIL"),), "Redwood", 150, 15),
        Product(
            "Enamel mug",
            (Variant("Cream", "18.00", "RW-MUG-C"), Variant("Forest", "18.00", "RW-MUG-F")),
            "Redwood",
            260,
            10,
            personal=("Name on the mug", ("Dad", "Naomi", "Team Alder", "Señor Beans")),
        ),
        Product("Gooseneck kettle", (Variant("0.9 l", "84.00", "RW-KET"),), "Redwood", 1200, 4),
        Product(
            "Home brewing class (video)",
            (Variant("", "35.00", "RW-CLS"),),
            "Redwood",
            0,
            3,
            is_digital=True,
        ),
        Product(
            "Gift card",
            (Variant("$25", "25.00", "RW-GC-25"), Variant("$50", "50.00", "RW-GC-50")),
            "Redwood",
            0,
            3,
            is_digital=True,
            is_gift_card=True,
        ),
    ),
    shippings=(
        Shipping("Ground, 3 to 5 days", "6.95", "GROUND", 18),
        Shipping("Two-day air", "18.50", "AIR2", 4),
        Shipping("Pick up at the roastery", "0.00", "PICKUP", 2, is_pickup=True),
    ),
    carriers=(
        Carrier("UPS", "https://track.ups.example/{number}", "1Z999AA1", 10),
        Carrier("USPS", "https://track.usps.example/{number}", "9400", 18),
    ),
    brand=Brand(
        accent="#8A3B1E",
        text="#2A201B",
        ground="#F5F0EB",
        font="SANS",
        footer="Roasted on Mondays and Thursdays in Oakland. Just reply to reach a human.",
        legal="Redwood Pour Over LLC, 400 Alder St, Oakland, CA 94607",
        social={"Instagram": "https://bilder.example/redwoodpourover"},
    ),
    gateways=("shopify_payments", "paypal", "shop_pay_installments"),
    codes=(("REFILL10", 10), ("FOGGY15", 15)),
    gift_notes=(
        "Happy birthday Sam! Love, the whole office",
        "Gift - please leave the receipt out.",
        "Gate code is 4471, dog is friendly.",
    ),
    staff_notes=(
        "Asked for whole bean instead of ground, changed before roast.",
        "Package left with neighbor per driver. Told the buyer.",
    ),
    companies=("Juniper Dental Group", "Old Mill Coworking LLC"),
    campaigns=("fall-roast", "refill-reminder"),
    tags=("wholesale", "subscriber"),
    first_number=10442,
    share=15,
    free_shipping_from="55.00",
    tip="3.00",
    abroad=(Abroad(EMIRATES, ARABIC_NAMES, "ar-AE", "AED", "3.6725", 3),),
    buyer_locale="en-US",
    phone="+151055501##",
)
