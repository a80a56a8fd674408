"""The parts a context is made of: people, goods, money and parcels. See context_spec.py."""

from typing import NotRequired, TypedDict

Money = int | float


class Address(TypedDict, total=False):
    first_name: str
    last_name: str
    name: str
    company: str
    address1: str
    address2: str
    street: str  # address1 and address2 on one line
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
    phone: str
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
    default_address: Address | None


class DiscountApplication(TypedDict, total=False):
    title: str  # the code or the name of the automatic discount
    type: str  # "discount_code" | "automatic" | "manual" | "script"
    target_type: str  # "line_item" | "shipping_line"
    target_selection: str  # "all" | "entitled" | "explicit"
    value: float
    value_type: str  # "percentage" | "fixed_amount"
    total_allocated_amount: Money


class Discount(TypedDict, total=False):
    """How templates of before 2018 name a discount."""

    code: str
    title: str
    type: str
    amount: Money
    savings: Money  # the same below zero


class DiscountAllocation(TypedDict):
    amount: Money
    discount_application: DiscountApplication


class Group(TypedDict, total=False):
    """What several lines were bought as: a bundle."""

    id: str
    title: str
    quantity: int


class LineItem(TypedDict, total=False):
    id: int
    title: str  # product's name, as the order kept it
    presentment_title: str  # the same: Shopify's webhooks give no other
    product: dict[str, object]  # {"title": str, "vendor": str, "featured_image": …}
    variant: dict[str, object]  # {"title": str, "sku": str}; "Default Title" is not shown
    variant_title: str
    sku: str
    vendor: str
    quantity: int
    current_quantity: int  # what is left after edits and refunds
    price: Money  # of one, before discounts
    original_price: Money  # the same as price
    final_price: Money  # of one, after the line's own discounts
    original_line_price: Money  # quantity × price
    final_line_price: Money  # after the line's own discounts
    line_price: Money  # the same as final_line_price
    total_discount: Money  # the line's own discounts
    discount_allocations: list[DiscountAllocation]  # line-level ones only
    image: dict[str, str] | None  # {"src": url, "alt": str}
    url: str
    requires_shipping: bool
    gift_card: bool
    properties: list[list[str]]  # [name, value]; names beginning with "_" are the shop's secrets
    refunded_quantity: int
    # What no webhook says of a line stands empty, so that a template's question has an answer.
    selling_plan_allocation: None
    unit_price: None
    unit_price_measurement: None
    bundle_parent: None
    bundle_components: list["LineItem"]
    nested_line_parent: None
    nested_lines: list["LineItem"]
    groups: list[Group]


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
    created_at: str
    # credit_card_company, credit_card_last_four_digits,
    # gift_card: {"last_four_characters", "balance"} | None
    payment_details: dict[str, object]


class NextPayment(TypedDict):
    due_at: str
    amount_due: Money


class PaymentTerms(TypedDict, total=False):
    type: str  # "net" | "fixed" | "receipt" | "fulfillment"
    name: str  # "Net 30"
    next_payment: NextPayment | None


class QuantityOfLine(TypedDict, total=False):
    """So many of one line: in a fulfilment, a refund or a return."""

    quantity: int
    line_item: LineItem
    subtotal: Money  # of a refund's lines


class Fulfillment(TypedDict, total=False):
    item_count: int
    created_at: str
    updated_at: str
    estimated_delivery_at: str | None
    tracking_company: str
    tracking_number: str | None
    tracking_numbers: list[str]
    tracking_url: str | None
    tracking_urls: list[str]
    service_name: str
    shipping_address: Address | None
    fulfillment_line_items: list[QuantityOfLine]
    line_items: list[LineItem]  # the same goods, in the quantity that is in it


class Location(TypedDict, total=False):
    name: str
    address1: str
    address2: str
    city: str
    province: str
    zip: str
    country: str
    phone: str


class GiftCard(TypedDict, total=False):
    balance: Money
    initial_value: Money
    currency: str
    last_four_characters: str  # never the whole code: it is the money
    expires_on: str | None  # "2027-11-30"
    url: str  # where the buyer sees the code
    pass_url: str  # Apple Wallet
    message: str
    customer: Customer | None  # whom it is for
    enabled: bool
    expired: bool


class Suborder(TypedDict, total=False):
    """`order`, and an exchange's `parent_order` and `child_order`."""

    id: int
    name: str
    order_number: int
    email: str
    customer: Customer | None
    customer_order_url: str
    order_status_url: str
    total_outstanding: Money
    line_items: list[LineItem]
    discounts: list[Discount]
    discounts_savings: Money
    subtotal_price: Money
    shipping_price: Money
    tax_price: Money
    total_price: Money


class Payment(TypedDict):
    """One line of "how it was paid", in words for the buyer."""

    label: str  # "Visa •••• 4242", "Vipps", "Klarna"; "" unknown
    amount: Money
    is_gift_card: bool
    last_characters: str  # of the gift card


class Goods(TypedDict, total=False):
    """One row of things: in a parcel, a refund or an edit."""

    title: str
    variant: str
    quantity: int
    image: dict[str, str] | None
    amount: Money


class Parcel(TypedDict, total=False):
    number: str
    company: str
    url: str
    state: str  # "in_transit", …; "" nothing heard
    # Empty where several parcels share a fulfilment: nobody says what is in which. The goods then
    # stand in `fulfillment.fulfillment_line_items`.
    items: list[Goods]
    is_changed: bool  # its number came later than the parcel
    old_number: str


class Promise(TypedDict, total=False):
    """Days as "2026-11-24"."""

    from_on: str
    to_on: str
    ships_by_on: str
    was_from_on: str  # before it changed
    was_to_on: str


class Promo(TypedDict, total=False):
    """Decided for each message: messaging/promoting.py."""

    is_allowed: bool  # absent is no
    code: str  # of this message alone; "" where no pool gave one and Shopify made none
    expires_on: str  # the code's last day, with the two below: of a code made for one basket
    percent: int
    amount: Money  # in the shop's currency
    today: str  # in the store's zone, as "2026-11-24"; absent: now


class Answer(TypedDict):
    """A reason why a basket was left, in the reader's language."""

    label: str
    url: str


class Edit(TypedDict):
    added: list[Goods]
    removed: list[Goods]


class RefundMade(TypedDict):
    amount: Money
    reason: NotRequired[str]  # what staff wrote for the buyer; "" if nothing
    lines: list[Goods]


class Pickup(TypedDict, total=False):
    name: str
    address: str
    hours: str
    instructions: str
