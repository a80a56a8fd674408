"""What an invented shop is made of: plain values, no Django."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random


@dataclass(frozen=True, slots=True)
class Variant:
    title: str  # "" where the product has only one
    price: str  # in major units of the shop's currency
    sku: str


@dataclass(frozen=True, slots=True)
class Product:
    title: str
    variants: tuple[Variant, ...]
    vendor: str
    grams: int = 300
    weight: int = 10  # how often it is bought, against the others
    is_digital: bool = False
    is_gift_card: bool = False
    # What a buyer may have written on it: the property's name, then possible values.
    personal: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    city: str
    zips: tuple[str, ...]
    province: str = ""
    province_code: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str
    places: tuple[Place, ...]
    streets: tuple[str, ...]  # "{n}" is the house number
    house_numbers: int = 90


@dataclass(frozen=True, slots=True)
class Names:
    first: tuple[str, ...]
    last: tuple[str, ...]
    mail_domains: tuple[str, ...]
    surname_first: bool = False
    # How names look in an e-mail address, where letters alone do not tell: {"王": "wang"}.
    latin: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carrier:
    name: str
    url: str  # "{number}" is the parcel's
    prefix: str
    digits: int
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Shipping:
    title: str
    price: str
    code: str
    weight: int = 10
    is_pickup: bool = False


@dataclass(frozen=True, slots=True)
class Tax:
    title: str
    rate: str
    is_included: bool


@dataclass(frozen=True, slots=True)
class Brand:
    accent: str
    text: str
    ground: str
    font: str
    footer: str
    legal: str
    social: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Abroad:
    """Buyers of another language or currency."""

    country: Country
    names: Names
    locale: str
    currency: str
    rate: str  # of the buyer's currency for one unit of the shop's
    weight: int


@dataclass(frozen=True, slots=True)
class Shop:
    key: str
    number: int  # tells the shops' ids apart
    name: str
    primary_domain: str
    country: Country
    currency: str
    locale: str
    timezone: str
    names: Names
    tax: Tax
    products: tuple[Product, ...]
    shippings: tuple[Shipping, ...]
    carriers: tuple[Carrier, ...]
    brand: Brand
    gateways: tuple[str, ...]
    codes: tuple[tuple[str, int], ...]  # code, per cent
    gift_notes: tuple[str, ...]
    staff_notes: tuple[str, ...]
    companies: tuple[str, ...]
    campaigns: tuple[str, ...]
    tags: tuple[str, ...]
    first_number: int
    share: int  # of the agency's orders
    free_shipping_from: str = ""
    tip: str = ""  # what a buyer may add; "" where nobody would
    abroad: tuple[Abroad, ...] = ()
    buyer_locale: str = ""  # as Shopify says it: "nb-NO"
    phone: str = ""  # a pattern from the range kept for fiction: "#" is a digit

    @property
    def shop_domain(self) -> str:
        return f"{self.key}-demo.myshopify.com"

    @property
    def email(self) -> str:
        return f"post@{self.primary_domain}"


def dice(*parts: object) -> Random:
    """The same fall for the same parts, in every process and version."""
    return Random("/".join(map(str, parts)))  # noqa: S311 -- invents a world, guards nothing


def words(text: str) -> tuple[str, ...]:
    """A list of names; `_` stands for the blank inside one."""
    return tuple(word.replace("_", " ") for word in text.split())


def minor(price: str, exponent: int = 2) -> int:
    """Minor units of a price in the catalogue."""
    return int(Decimal(price).scaleb(exponent))
