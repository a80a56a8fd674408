"""Norrsken Cykel, Umeå: bicycles and parts, in Swedish kronor."""

from notifyhub.demo.world import (
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

SWEDEN = Country(
    code="SE",
    name="Sweden",
    places=(
        Place("Umeå", ("903 27", "907 36")),
        Place("Stockholm", ("111 29", "118 46")),
        Place("Göteborg", ("411 04", "414 63")),
        Place("Malmö", ("211 20", "214 32")),
        Place("Luleå", ("972 31",)),
        Place("Örebro", ("702 10",)),
        Place("Östersund", ("831 30",)),
        Place("Kiruna", ("981 31",)),
        Place("Visby", ("621 55",)),
    ),
    streets=(
        "Storgatan {n}",
        "Ängsvägen {n}",
        "Björkgatan {n} A, lgh 1102",
        "Järnvägsgatan {n}",
        "Västra Esplanaden {n}",
        "Ålidbacken {n}",
        "Skördevägen {n}",
    ),
)
SWEDISH_NAMES = Names(
    first=words(
        "Elsa Sven Birgitta Åke Linnéa Göran Maja Oskar Ebba Nils Kerstin Mårten Tove "
        "Isak Ulla Hjalmar Agnes Jörgen Sara Emil Anna-Lena Karl-Johan"
    ),
    last=words(
        "Lindqvist Öberg Sandström Nyström Hedlund Åström Wallin Norberg Engström "
        "Lundmark Sjöberg Forsgren Ek Hägglund Boström Marklund"
    ),
    mail_domains=("brevlada.example", "norrpost.example", "nordmail.example"),
)


def _frames(price: str, sku: str) -> tuple[Variant, ...]:
    return tuple(
        Variant(f"{cm} cm / {colour}", price, f"{sku}-{cm}-{colour[:1]}")
        for cm in (52, 55, 58)
        for colour in ("Granskog", "Vinternatt")
    )


NORRSKEN_CYKEL = Shop(
    key="norrsken-cykel",
    number=3,
    name="Norrsken Cykel",
    primary_domain="norrskencykel.example",
    country=SWEDEN,
    currency="SEK",
    locale="sv",
    timezone="Europe/Stockholm",
    names=SWEDISH_NAMES,
    tax=Tax("Moms", "0.25", is_included=True),
    products=(
        Product("Pendlarcykel «Älven»", _frames("12990.00", "NC-ALV"), "Norrsken Cykel", 13500, 2),
        Product(
            "Dubbdäck 28 tum",
            (Variant("35 mm", "649.00", "NC-DUB-35"), Variant("40 mm", "699.00", "NC-DUB-40")),
            "Isgrepp",
            950,
            20,
        ),
        Product(
            "Belysning «Polar», set", (Variant("", "549.00", "NC-POL"),), "Norrsken Cykel", 180, 16
        ),
        Product(
            "Hjälm «Fjäll»",
            (
                Variant("S", "899.00", "NC-HJ-S"),
                Variant("M", "899.00", "NC-HJ-M"),
                Variant("L", "899.00", "NC-HJ-L"),
            ),
            "Norrsken Cykel",
            330,
            10,
        ),
        Product(
            "Kedjeolja, vinter", (Variant("100 ml", "129.00", "NC-OLJ"),), "Smörj & Co", 120, 18
        ),
        Product(
            "Cykelväska, vattentät",
            (
                Variant("20 l / Svart", "1095.00", "NC-VSK-S"),
                Variant("20 l / Röd", "1095.00", "NC-VSK-R"),
            ),
            "Norrsken Cykel",
            980,
            8,
        ),
        Product(
            "Handledsvärmare för styre",
            (Variant("", "479.00", "NC-HLV"),),
            "Norrsken Cykel",
            240,
            9,
        ),
        Product(
            "Ringklocka med gravyr",
            (Variant("Mässing", "345.00", "NC-RK"),),
            "Norrsken Cykel",
            90,
            4,
            personal=("Gravyr", ("Farmor", "Elsa & Nils", "Håll till höger!", "Åka fort")),
        ),
        Product(
            "Service: vinterkoll",
            (Variant("", "795.00", "NC-SRV"),),
            "Norrsken Cykel",
            0,
            3,
            is_digital=True,
        ),
    ),
    shippings=(
        Shipping("Ombud", "59.00", "OMBUD", 15),
        Shipping("Hemleverans", "129.00", "HEM", 6),
        Shipping("Hämta i butiken, Umeå", "0.00", "PICKUP", 3, is_pickup=True),
    ),
    carriers=(
        Carrier("PostNord SE", "https://spara.postnord.example/{number}", "0037340", 13),
        Carrier("DB Schenker", "https://spara.schenker.example/{number}", "SEUM", 8),
    ),
    brand=Brand(
        accent="#1B5E4B",
        text="#16211D",
        ground="#EDF2F0",
        font="SANS",
        footer="Vi cyklar hela vintern. Svara på mejlet så hjälper vi dig.",
        legal="Norrsken Cykel AB, Västra Esplanaden 9, 903 26 Umeå\nOrg.nr 000000-0000\n"
        "30 dagars öppet köp.",
    ),
    gateways=("Klarna", "Swish", "shopify_payments"),
    codes=(("DUBB10", 10), ("VINTERKOLL", 15)),
    gift_notes=("Det är en present, kan ni ta bort kvittot?", "Lämna hos grannen på nr 14."),
    staff_notes=(
        "Kunden undrar om däcken passar 700C. Svarat ja.",
        "Fraktskada på ramen, ärende hos Schenker.",
    ),
    companies=("Luleå Cykelbud AB", "Ångkraft Fastigheter AB"),
    campaigns=("vinterdack", "nyhetsbrev-47"),
    tags=("verkstad", "cykelbud"),
    first_number=30118,
    share=17,
    free_shipping_from="1000.00",
    buyer_locale="sv-SE",
    phone="+467017406##",
)
