"""Bølgeblik, Svendborg: stoneware, in Danish kroner."""

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

DENMARK = Country(
    code="DK",
    name="Denmark",
    places=(
        Place("København K", ("1112", "1208", "1350")),
        Place("København N", ("2200",)),
        Place("Aarhus C", ("8000",)),
        Place("Odense C", ("5000",)),
        Place("Aalborg", ("9000", "9200")),
        Place("Svendborg", ("5700",)),
        Place("Ærøskøbing", ("5970",)),
        Place("Rønne", ("3700",)),
        Place("Skagen", ("9990",)),
    ),
    streets=(
        "Vestergade {n}",
        "Strandvejen {n}, 2. th",
        "Møllegade {n}",
        "Åboulevarden {n}, 1. tv",
        "Havnepladsen {n}",
        "Kirkestræde {n}",
        "Lærkevej {n}",
    ),
)
DANISH_NAMES = Names(
    first=words(
        "Mette Søren Kirsten Anders Freja Rasmus Birgitte Jens Karen Mikkel Signe "
        "Thøger Else Niels Pernille Åge Maja Frederik Gitte Asger"
    ),
    last=words(
        "Holm Kjær Bjerregaard Lauritsen Østergaard Thygesen Skov Vinther Dalsgaard "
        "Nørgaard Bech Krogh Søndergaard Toft Brask Iversen"
    ),
    mail_domains=("postkassen.example", "oresund.example", "nordmail.example"),
)


def _glazes(price: str, sku: str) -> tuple[Variant, ...]:
    glazes = ("Tang", "Sand", "Kridt", "Dybblå")
    return tuple(Variant(glaze, price, f"{sku}-{glaze[:3].upper()}") for glaze in glazes)


BOLGEBLIK = Shop(
    key="bolgeblik",
    number=2,
    name="Bølgeblik",
    primary_domain="bolgeblik.example",
    country=DENMARK,
    currency="DKK",
    locale="da",
    timezone="Europe/Copenhagen",
    names=DANISH_NAMES,
    tax=Tax("Moms", "0.25", is_included=True),
    products=(
        Product("Kop «Brænding», 2 dl", _glazes("189.00", "BB-KOP"), "Bølgeblik", 340, 24),
        Product(
            "Skål «Sund»",
            tuple(
                Variant(f"Ø {cm} cm", price, f"BB-SKL-{cm}")
                for cm, price in ((12, "219.00"), (18, "329.00"), (26, "549.00"))
            ),
            "Bølgeblik",
            900,
            14,
        ),
        Product("Fad, håndgjort", _glazes("749.00", "BB-FAD"), "Bølgeblik", 1900, 5),
        Product("Vase «Ærø»", _glazes("465.00", "BB-VAS"), "Bølgeblik", 1300, 8),
        Product("Tallerken, dyb", _glazes("245.00", "BB-TAL"), "Bølgeblik", 680, 15),
        Product("Fyrfadsstage", _glazes("98.00", "BB-FYR"), "Bølgeblik", 210, 11),
        Product(
            "Dåbskop med navn",
            (Variant("Kridt", "325.00", "BB-DAB"),),
            "Bølgeblik",
            330,
            4,
            personal=("Navn", ("Alma", "Viggo", "Ellen Marie", "Bjørk", "Carl Åge")),
        ),
        Product(
            "Drejekursus, lørdag",
            (Variant("", "895.00", "BB-KUR"),),
            "Bølgeblik",
            0,
            3,
            is_digital=True,
        ),
        Product(
            "Gavekort",
            (Variant("300 kr.", "300.00", "BB-GK-300"), Variant("750 kr.", "750.00", "BB-GK-750")),
            "Bølgeblik",
            0,
            2,
            is_digital=True,
            is_gift_card=True,
        ),
    ),
    shippings=(
        Shipping("Pakkeshop", "45.00", "PAKKESHOP", 18),
        Shipping("Hjemmelevering", "69.00", "HJEM", 7),
        Shipping("Hent i værkstedet", "0.00", "PICKUP", 2, is_pickup=True),
    ),
    carriers=(
        Carrier("GLS Denmark", "https://pakke.gls.example/{number}", "5901", 8),
        Carrier("DAO", "https://spor.dao.example/{number}", "00057126", 12),
    ),
    brand=Brand(
        accent="#24527A",
        text="#1D2730",
        ground="#EEF2F5",
        font="SERIF",
        footer="Drejet og brændt i Svendborg. To kopper er aldrig helt ens.",
        legal="Bølgeblik ApS, Havnepladsen 4, 5700 Svendborg\nCVR 00 00 00 00\n14 dages returret.",
        social={"Instagram": "https://bilder.example/bolgeblik"},
    ),
    gateways=("MobilePay", "shopify_payments"),
    codes=(("SENSOMMER", 10), ("KOPPEN20", 20)),
    gift_notes=(
        "Til bryllup lørdag – skriv gerne et kort: «Til lykke, Ane og Bo».",
        "Må gerne stilles i skuret.",
    ),
    staff_notes=(
        "En kop gik i stykker undervejs; ny sendt uden beregning.",
        "Vil gerne hente fredag efter 16.",
    ),
    companies=("Kaffebaren Krogh ApS", "Sundby Højskole"),
    campaigns=("efteraar", "nyhedsbrev-46"),
    tags=("gave", "erhverv"),
    first_number=7410,
    share=18,
    free_shipping_from="600.00",
    abroad=(Abroad(GERMANY, GERMAN_NAMES, "de-DE", "EUR", "0.1340", 7),),
    buyer_locale="da-DK",
)
