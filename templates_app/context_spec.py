"""The variables a template may use: names as in Shopify's notification templates, and ours.

`messaging/context.py` builds this, `templates_app/samples.py` shows it, the engine refuses anything
else. Rules that hold for all of it:

1. **Plain values only**: dict (str keys), list, str, int, float, bool, None. Never a model, never
   a Decimal, date or lazy string. `assert_plain` checks it before each render.
2. **Money is the amount × 100**, as in Shopify's Liquid, whatever the currency's exponent:
   NOK 1 849,00 → 184900 · JPY 1 850 → 185000 · KWD 1.234 → 123.4 (a float only where the third
   decimal is not zero, else an int: KWD 1.230 → 123). `liquid_amount(minor, currency)` converts;
   the filters divide by 100 and round to the currency's exponent. All amounts of one context are
   in one currency, the one the buyer saw, named by `currency`.
3. **Times** are ISO 8601 text with an offset, in the store's zone ("2026-11-18T10:07:09+01:00"):
   `date` prints them as they stand.
4. **Unknown is absent, None or ""**, never the text "None". A list is never None.
5. Buyer's text is raw: escaping is the engine's. URLs are http(s), checked by the builder.

What the money means (so that the rows of a mail add up):

    sum(line.final_line_price) - sum(cart_level_discount_applications.total_allocated_amount
                                     where target_type == "line_item")     == subtotal_price
    subtotal_price + shipping_price + total_tip + total_duties
        + (0 if notifyhub.taxes_included else tax_price)                  == total_price

`line.final_line_price` is after the line's own discounts and before cart-level ones;
`shipping_price` is what the buyer pays for it, after shipping discounts.
"""

from typing import NotRequired, TypedDict

from common.money import exponent

Money = int | float


def liquid_amount(minor: int, currency: str) -> Money:
    """Our minor units as Shopify's Liquid counts: the amount × 100."""
    decimals = exponent(currency)
    if decimals <= 2:
        return minor * (1, 10, 100)[2 - decimals]
    amount = minor / 10 ** (decimals - 2)
    return int(amount) if amount.is_integer() else amount


def assert_plain(value: object, path: str = "context") -> None:
    """Raise TypeError naming the first value in it that is not plain data."""
    kind = type(value)
    if kind is dict:
        for key, inner in value.items():  # type: ignore[attr-defined]  # narrowed by exact type
            if type(key) is not str:
                raise TypeError(f"{path} has the key {key!r}, not a str")
            assert_plain(inner, f"{path}.{key}")
    elif kind is list:
        for index, inner in enumerate(value):  # type: ignore[arg-type]  # as above
            assert_plain(inner, f"{path}[{index}]")
    elif kind not in (str, int, float, bool, type(None)):
        raise TypeError(f"{path} is a {kind.__name__}, not plain data")


class Address(TypedDict, total=False):
    first_name: str
    last_name: str
    name: str
    company: str
    address1: str
    address2: str
    city: str
    province: str
    province_code: str
    zip: str
    country: str  # in words
    country_code: str  # two letters: decides the order of the lines
    phone: str


class Shop(TypedDict, total=False):
    name: str
    email: str
    url: str  # https://fjelloggarn.example
    domain: str
    permanent_domain: str  # x.myshopify.com
    currency: str
    email_logo_url: str  # as the brand's, for imported templates
    email_logo_width: int
    email_accent_color: str
    # Of moneyInEmails, e.g. "{{amount_with_comma_separator}} kr"; "" or absent: the locale's.
    # Used only while `currency` is the shop's own.
    money_format: str
    money_with_currency_format: str
    address: Address


class Customer(TypedDict, total=False):
    first_name: str
    last_name: str
    name: str
    email: str
    phone: str
    locale: str


class DiscountApplication(TypedDict, total=False):
    title: str  # the code or the name of the automatic discount
    type: str  # "discount_code" | "automatic" | "manual" | "script"
    target_type: str  # "line_item" | "shipping_line"
    target_selection: str  # "all" | "entitled" | "explicit"
    value: float
    value_type: str  # "percentage" | "fixed_amount"
    total_allocated_amount: Money


class DiscountAllocation(TypedDict):
    amount: Money
    discount_application: DiscountApplication


class LineItem(TypedDict, total=False):
    id: int
    title: str  # product's name, as the order kept it
    product: dict[str, object]  # {"title": str}
    variant: dict[str, object]  # {"title": str}; "" or "Default Title" is not shown
    sku: str
    vendor: str
    quantity: int
    price: Money  # of one, before discounts
    original_line_price: Money  # quantity × price
    final_line_price: Money  # after the line's own discounts
    line_price: Money  # the same as final_line_price
    discount_allocations: list[DiscountAllocation]  # line-level ones only
    image: dict[str, str] | None  # {"src": url, "alt": str}
    url: str
    requires_shipping: bool
    gift_card: bool
    properties: list[list[str]]  # [name, value]; names beginning with "_" are the shop's secrets
    refunded_quantity: int


class TaxLine(TypedDict):
    title: str
    price: Money
    rate: float  # 0.25
    rate_percentage: float  # 25


class ShippingMethod(TypedDict):
    title: str
    price: Money


class Transaction(TypedDict, total=False):
    kind: str  # "sale" | "capture" | "authorization" | "refund"
    status: str  # "success" | "pending" | "failure"
    gateway: str  # "gift_card", "klarna", …
    gateway_display_name: str
    amount: Money
    payment_details: dict[
        str, object
    ]  # credit_card_company, credit_card_last_four_digits, gift_card


class Payment(TypedDict):
    """One line of "how it was paid", in words for the buyer."""

    label: str  # "Visa •••• 4242", "Vipps", "Klarna"; "" unknown
    amount: Money
    is_gift_card: bool
    last_characters: str  # of the gift card


class NotifyHub(TypedDict, total=False):
    """What Shopify's variables do not say. All keys may be absent: blocks then leave it out."""

    brand: dict[str, object]  # required in a store's mail: resolved_brand(store).as_context()
    kind: str
    status_url: str  # our status page; the blocks fall back to order_status_url
    taxes_included: bool
    is_paid: bool
    payments: list[Payment]
    refunded: Money
    outstanding: Money
    help_url: str  # where a wrong order or address is mended; "" → only "reply to this mail"
    pickup: dict[str, str]  # {"name", "address", "hours"}
    promise: dict[
        str, str
    ]  # later: {"from_on", "to_on", "ships_by_on"}; absent: no promise is shown
    is_test: bool


class Context(TypedDict):
    """Everything on the top level. Required keys must be there; the rest may be absent."""

    shop: Shop
    name: str  # "#1001"
    order_name: str  # the same
    currency: str  # ISO 4217 of every amount here
    created_at: str
    line_items: list[LineItem]
    subtotal_line_items: list[LineItem]  # the same list, unless some were removed
    subtotal_price: Money
    shipping_price: Money
    tax_price: Money
    total_price: Money
    notifyhub: NotifyHub

    id: NotRequired[int]
    order_number: NotRequired[int]
    confirmation_number: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    customer: NotRequired[Customer | None]
    item_count: NotRequired[int]
    total_discounts: NotRequired[Money]
    total_tip: NotRequired[Money]
    total_duties: NotRequired[Money]
    discount_applications: NotRequired[list[DiscountApplication]]
    cart_level_discount_applications: NotRequired[list[DiscountApplication]]
    tax_lines: NotRequired[list[TaxLine]]
    transactions: NotRequired[list[Transaction]]
    shipping_method: NotRequired[ShippingMethod | None]
    requires_shipping: NotRequired[bool]
    delivery_method: NotRequired[str]  # "shipping" | "local" | "pick-up" | "none"
    shipping_address: NotRequired[Address | None]
    billing_address: NotRequired[Address | None]
    order_status_url: NotRequired[str]
    financial_status: NotRequired[str]  # "paid", "pending", "authorized", …
    fulfillment_status: NotRequired[str]
    cancelled_at: NotRequired[str | None]
    cancel_reason: NotRequired[str]
    note: NotRequired[str]
    attributes: NotRequired[dict[str, str]]
    tags: NotRequired[list[str]]
    unsubscribe_url: NotRequired[str]
    order: NotRequired[
        dict[str, object]
    ]  # {"name", "customer_order_url"}: the newest defaults use it
