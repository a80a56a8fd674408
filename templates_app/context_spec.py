"""The variables a template may use: names as in Shopify's notification templates, and ours.

`messaging/context/` builds this, `templates_app/samples.py` shows it for each kind, the engine
refuses anything else. Rules that hold for all of it:

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

What a message is about beside its order, and where that stands:

    an edit      → notifyhub.edit, added_line_items, removed_line_items
    a refund     → amount, refund_line_items, transactions (kind "refund"), notifyhub.refund
    a fulfilment → fulfillment, notifyhub.parcels
    a checkout   → url, line_items, the sums known of it; no order, so no order_status_url
    a draft      → invoice_url, custom_message, reserve_inventory_until and all sums
    a gift card  → gift_card; line_items may be absent
    staff        → has_high_risks?, gateway, fulfillment_aborted: only with STAFF_NEW_ORDER
"""

from typing import Any, Final, Required, TypedDict

from common.money import exponent
from templates_app.context_parts import (
    Address,
    Answer,
    Customer,
    Discount,
    DiscountApplication,
    Edit,
    Fulfillment,
    GiftCard,
    LineItem,
    Location,
    Money,
    Parcel,
    Payment,
    PaymentTerms,
    Pickup,
    Promise,
    Promo,
    QuantityOfLine,
    RefundMade,
    ShippingMethod,
    Shop,
    Suborder,
    TaxLine,
    Transaction,
)

__all__ = ["Context", "Money", "NotifyHub", "assert_plain", "liquid_amount"]


_TEXT: Final = frozenset({str})
_SINGLE: Final = frozenset({str, int, float, bool, type(None)})
_HOLDING: Final = frozenset({dict, list})
_PLAIN: Final = _SINGLE | _HOLDING
_PARTS: Final = 100_000  # what holds itself ends in the slow way


def liquid_amount(minor: int, currency: str) -> Money:
    """Our minor units as Shopify's Liquid counts: the amount × 100."""
    factor = whole_factor(currency)
    if factor:
        return minor * factor
    amount = minor / 10 ** (exponent(currency) - 2)
    return int(amount) if amount.is_integer() else amount


def whole_factor(currency: str) -> int:
    """What makes the amount × 100 of a minor unit; 0 where no whole number does."""
    decimals = exponent(currency)
    return (1, 10, 100)[2 - decimals] if decimals <= 2 else 0


def assert_plain(value: object, path: str = "context") -> None:
    """Raise TypeError naming the first value in it that is not plain data."""
    if not _is_plain(value):
        _find_odd(value, path)


def _is_plain(value: object) -> bool:
    """By whole dicts and lists, since every mail is looked at."""
    waiting: list[Any] = [value]
    for _ in range(_PARTS):
        if not waiting:
            return True
        each = waiting.pop()
        if type(each) not in _HOLDING:
            return False
        parts = each
        if type(each) is dict:
            parts = each.values()
            if not _TEXT.issuperset(map(type, each)):
                return False
        kinds = set(map(type, parts))
        if not kinds <= _PLAIN:
            return False
        if not kinds <= _SINGLE:
            waiting += [part for part in parts if type(part) not in _SINGLE]
    return False


def _find_odd(value: object, path: str) -> None:
    kind = type(value)
    if kind is dict:
        for key, inner in value.items():  # type: ignore[attr-defined]  # narrowed by exact type
            if type(key) is not str:
                raise TypeError(f"{path} has the key {key!r}, not a str")
            _find_odd(inner, f"{path}.{key}")
    elif kind is list:
        for index, inner in enumerate(value):  # type: ignore[arg-type]  # as above
            _find_odd(inner, f"{path}[{index}]")
    elif kind not in _SINGLE:
        raise TypeError(f"{path} is a {kind.__name__}, not plain data")


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
    pickup: Pickup
    parcels: list[Parcel]
    promise: Promise  # absent: no promise is shown
    edit: Edit
    refund: RefundMade
    review_url: str
    address_check_url: str
    preferences_url: str
    feedback_yes_url: str  # where a reader says that the mail was of use, or …
    feedback_no_url: str
    step: int  # of reminders of a basket: which one this is, from 1
    survey_url: str  # where its reader says what stopped them; absent: nobody asks
    survey: list[Answer]  # the same, with a reason chosen
    has_consent: bool  # to advertising; absent is no
    expires_on: str  # of a gift card, a draft's reservation or a pickup
    promo: Promo  # absent: nothing is promoted
    is_test: bool
    json_ld: dict[str, object]  # of the order, for mail programs; made by rendering


_Odd = TypedDict("_Odd", {"has_high_risks?": bool}, total=False)  # a name of Shopify's


class Context(_Odd, total=False):
    """Everything on the top level. Required keys are in every mail; the rest may be absent."""

    shop: Required[Shop]
    currency: Required[str]  # ISO 4217 of every amount here
    notifyhub: Required[NotifyHub]

    shop_name: str
    id: int
    name: str  # "#1001"
    order_name: str  # the same
    order_number: int
    confirmation_number: str
    po_number: str
    date: str  # the same as created_at
    created_at: str
    email: str
    phone: str
    customer: Customer | None
    order: Suborder

    line_items: list[LineItem]
    subtotal_line_items: list[LineItem]  # without what was taken out by an edit
    unfulfilled_line_items: list[LineItem]
    added_line_items: list[LineItem]
    removed_line_items: list[LineItem]
    return_line_items: list[LineItem]
    refund_line_items: list[QuantityOfLine]
    item_count: int

    subtotal_price: Money
    shipping_price: Money
    tax_price: Money
    total_price: Money
    total_tax: Money
    total_discounts: Money
    total_tip: Money
    total_tip_received: Money
    total_duties: Money | None  # None: nothing was declared
    total_outstanding: Money
    net_payment: Money  # the total less what was paid back
    amount: Money  # paid back by this refund
    refund_amount: Money
    total_refunded_amount: Money
    discount_applications: list[DiscountApplication]
    cart_level_discount_applications: list[DiscountApplication]
    discounts: list[Discount]
    discounts_amount: Money
    discounts_savings: Money
    tax_lines: list[TaxLine]
    transactions: list[Transaction]
    payment_terms: PaymentTerms | None

    requires_shipping: bool
    has_shipping_address: bool
    has_billing_address: bool
    shipping_address: Address | None
    billing_address: Address | None
    shipping_method: ShippingMethod | None
    shipping_methods: list[ShippingMethod]
    delivery_method: str  # "shipping" | "local" | "pick-up" | "none"
    delivery_instructions: str
    pickup_instructions: str
    consolidated_estimated_delivery_time: str
    location: Location | None
    fulfillment: Fulfillment | None
    fulfillments: list[Fulfillment]
    fulfillment_status: str
    service_name: str

    order_status_url: str
    checkout_payment_collection_url: str
    invoice_url: str
    url: str  # back to an abandoned checkout
    unsubscribe_url: str
    custom_message: str
    reserve_inventory_until: str
    gift_card: GiftCard | None

    added_subtotal: Money
    added_tax_total: Money
    added_total: Money
    return_subtotal: Money
    return_tax_total: Money
    return_total: Money
    exchange_type: str
    exchange_balance: Money
    exchange_total: Money
    parent_order: Suborder | None
    child_order: Suborder | None

    financial_status: str  # "paid", "pending", "authorized", …
    cancelled: bool
    cancelled_at: str | None
    cancel_reason: str
    note: str
    attributes: dict[str, str]
    tags: list[str]

    gateway: str  # staff only, with the two below
    fulfillment_aborted: bool
    fulfillment_url: str
