"""Fjell & Garn, Bergen: yarn and jumpers, in Norwegian kroner."""

from notifyhub.demo.shops.germany import GERMAN_NAMES, GERMANY
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

NORWAY = Country(
    code="NO",
    name="Norway",
    places=(
        Place("Oslo", ("0155", "0352", "0468", "0577", "0661")),
        Place("Bergen", ("5003", "5015", "5034", "5055")),
        Place("Trondheim", ("7010", "7030", "7043")),
        Place("Stavanger", ("4005", "4012", "4021")),
        Place("Tromsø", ("9008", "9012")),
        Place("Kristiansand S", ("4610", "4621")),
        Place("Bodø", ("8003", "8009")),
        Place("Ålesund", ("6002", "6006")),
        Place("Lillehammer", ("2609", "2615")),
        Place("Voss", ("5700", "5704")),
        Place("Longyearbyen", ("9170",)),
    ),
    streets=(
        "Storgata {n}",
        "Kirkeveien {n}",
        "Fjellveien {n}",
        "Bjørkealléen {n}B",
        "Sjøgata {n}",
        "Myrvollveien {n}",
        "Skogstien {n}",
        "Nedre Strandgate {n}",
        "Grønnegata {n}, H0301",
        "Tverrlia {n}",
    ),
)
NORWEGIAN_NAMES = Names(
    first=words(
        "Ingrid Kari Solveig Astrid Marit Sigrid Ragnhild Nora Emma Ida Silje Hanne "
        "Turid Liv Lars Ola Bjørn Håkon Magnus Sindre Eirik Jonas Knut Øyvind Åsmund "
        "Torbjørn Anne_Grete Jan-Erik"
    ),
    last=words(
        "Haugen Berge Solberg Lunde Nygård Moen Hagen Bakken Strand Dahl Eide Aas "
        "Fjeldstad Røed Kvamme Øverli Myhre Sætre Tveit Brekke Skogheim Vangsnes "
        "Aas-Lundgren"
    ),
    mail_domains=(
        "fjordpost.example",
        "nordmail.example",
        "bredband.example",
        "skjaergard.example",
    ),
)


def _sizes(price: str, sku: str, colours: str = "Natur Mosegrønn Fjordblå") -> tuple[Variant, ...]:
    return tuple(
        Variant(f"{size} / {colour}", price, f"{sku}-{size}-{colour[:2].upper()}")
        for colour in colours.split()
        for size in ("S", "M", "L", "XL")
    )


FJELL_GARN = Shop(
    key="fjell-garn",
    number=1,
    name="Fjell & Garn",
    primary_domain="fjelloggarn.example",
    country=NORWAY,
    currency="NOK",
    locale="nb",
    timezone="Europe/Oslo",
    names=NORWEGIAN_NAMES,
    tax=Tax("MVA", "0.25", is_included=True),
    products=(
        Product("Ullgenser «Jotunheimen»", _sizes("1849.00", "FG-JOT"), "Fjell & Garn", 720, 9),
        Product("Kofte «Voss», håndstrikket", _sizes("2690.00", "FG-VOS"), "Fjell & Garn", 810, 3),
        Product("Lue med dusk", _sizes("449.00", "FG-LUE", "Rød Natur"), "Fjell & Garn", 120, 10),
        Product(
            "Merinogarn, 50 g",
            tuple(
                Variant(colour, "89.00", f"FG-MER-{place:02d}")
                for place, colour in enumerate(
                    ("Havtåke", "Tyttebær", "Lav", "Bjørk", "Ullhvit", "Natthimmel", "Rav"), 1
                )
            ),
            "Ullvaren Spinneri",
            55,
            26,
        ),
        Product(
            "Rundpinne, bjørk",
            tuple(
                Variant(mm, "129.00", f"FG-RP-{mm[0]}") for mm in ("3 mm", "4 mm", "5 mm", "6 mm")
            ),
            "Pinnemaker Eide",
            30,
            10,
        ),
        Product("Vottepakke «Selje»", (Variant("", "349.00", "FG-VOT"),), "Fjell & Garn", 210, 8),
        Product(
            "Babyteppe med navn",
            (Variant("Ullhvit", "1190.00", "FG-TEP-H"), Variant("Lysegrå", "1190.00", "FG-TEP-G")),
            "Fjell & Garn",
            540,
            4,
            personal=(
                "Navn på teppet",
                ("Ella", "Johannes", "Sunniva", "Ask", "Tuva & Tiril", "Åse"),
            ),
        ),
        Product(
            "Oppskrift: Jotunheimen (PDF)",
            (Variant("", "79.00", "FG-PDF-JOT"),),
            "Fjell & Garn",
            0,
            6,
            is_digital=True,
        ),
        Product(
            "Gavekort",
            (
                Variant("500 kr", "500.00", "FG-GK-500"),
                Variant("1 000 kr", "1000.00", "FG-GK-1000"),
            ),
            "Fjell & Garn",
            0,
            2,
            is_digital=True,
            is_gift_card=True,
        ),
        Product(
            "Ullvask, sitron og einer",
            (Variant("500 ml", "159.00", "FG-VASK"),),
            "Såpekoker Moen",
            560,
            7,
        ),
    ),
    shippings=(
        Shipping("Pakke i postkassen", "69.00", "POSTKASSE", 16),
        Shipping("Hentested i nærheten", "89.00", "HENTESTED", 8),
        Shipping("Hjem på kvelden", "149.00", "HJEM", 3),
        Shipping("Hent i butikken, Strandgaten", "0.00", "PICKUP", 2, is_pickup=True),
    ),
    carriers=(
        Carrier("Posten Norge", "https://sporing.posten.example/{number}", "7072", 13),
        Carrier("PostNord NO", "https://sporing.postnord.example/{number}", "00370722", 12),
    ),
    brand=Brand(
        accent="#1F4D45",
        text="#1C2723",
        ground="#EEF1EF",
        font="MIXED",
        footer="Strikket, spunnet og pakket i Bergen. Spørsmål? Svar på denne e-posten.",
        legal="Fjell & Garn AS, Strandgaten 18, 5013 Bergen\nOrg.nr. 999 999 999 MVA\n"
        "14 dagers angrerett.",
        social={"Instagram": "https://bilder.example/fjelloggarn"},
    ),
    gateways=("Vipps", "shopify_payments", "Klarna"),
    codes=(("HØST15", 15), ("GARN10", 10), ("VELKOMMEN", 10)),
    gift_notes=(
        "Gave til mamma, ikke legg ved prisen.",
        "Kan dere pakke det inn? Han fyller 40!",
        "Ring på hos naboen hvis vi ikke er hjemme.",
    ),
    staff_notes=(
        "Ringte: vil bytte til XL, sendes når den gamle er tilbake.",
        "Fargen Havtåke er utsolgt til torsdag. Kunden venter gjerne.",
        "Feil etasje i adressen, rettet med Posten.",
    ),
    companies=("Fløyen Barnehage SA", "Hotell Havblikk AS"),
    campaigns=("host-26", "nyhetsbrev-uke-46", "luer"),
    tags=("gave", "stamkunde", "bytte"),
    first_number=18204,
    share=30,
    free_shipping_from="1200.00",
    abroad=(Abroad(GERMANY, GERMAN_NAMES, "de-DE", "EUR", "0.0852", 5),),
    buyer_locale="nb-NO",
)
