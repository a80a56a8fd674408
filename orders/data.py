"""What was bought, as plain frozen values: what parsing hands to the verbs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum twice: in the shop's currency, and in the currency the buyer saw."""

    shop_minor: int = 0
    presentment_minor: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.shop_minor + other.shop_minor, self.presentment_minor + other.presentment_minor
        )

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(
            self.shop_minor - other.shop_minor, self.presentment_minor - other.presentment_minor
        )

    def times(self, quantity: int) -> "Amount":
        return Amount(self.shop_minor * quantity, self.presentment_minor * quantity)


@dataclass(frozen=True, slots=True)
class AddressData:
    first_name: str = ""
    last_name: str = ""
    name: str = ""
    company: str = ""
    address1: str = ""
    address2: str = ""
    zip: str = ""
    city: str = ""
    province: str = ""
    province_code: str = ""
    country: str = ""
    country_code: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CustomerData:
    shopify_id: int
    email: str = ""
    phone: str = ""
    first_name: str = ""
    last_name: str = ""
    state: str = ""
    currency: str = ""
    changed_at: datetime | None = None
    tags: tuple[str, ...] | None = None  # None: nobody said


@dataclass(frozen=True, slots=True)
class AllocationData:
    """The part of a discount on one line; `discount` is its place in OrderData.discounts."""

    discount: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class LineData:
    shopify_id: int | None
    title: str
    quantity: int
    price: Amount
    variant_title: str = ""
    sku: str = ""
    vendor: str = ""
    current_quantity: int = 0
    total: Amount = Amount()
    discount: Amount = Amount()
    goods: Amount = Amount()  # what it earns: without tax; nothing for gift cards and tips
    allocations: tuple[AllocationData, ...] = ()
    product_shopify_id: int | None = None
    variant_shopify_id: int | None = None
    requires_shipping: bool = True
    is_gift_card: bool = False
    properties: tuple[tuple[str, str], ...] = ()
    image_url: str = ""


@dataclass(frozen=True, slots=True)
class DiscountData:
    title: str
    code: str = ""
    kind: str = ""
    value: str = ""
    value_type: str = ""
    target_type: str = ""
    target_selection: str = ""
    amount: Amount = Amount()


@dataclass(frozen=True, slots=True)
class TaxData:
    title: str
    rate: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class PaymentData:
    gateway: str
    card_company: str = ""
    last_digits: str = ""


@dataclass(frozen=True, slots=True)
class ParcelData:
    number: str
    company: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class QuantityData:
    """So many of one line: in a fulfilment or an edit."""

    line_shopify_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class RefundLineData:
    line_shopify_id: int
    quantity: int
    subtotal: Amount = Amount()


@dataclass(frozen=True, slots=True)
class RefundPaymentData:
    """One way by which money went back."""

    gateway: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class PaymentTermsData:
    """When an order on credit is to be paid; the sum is in the currency of the order."""

    kind: str
    name: str = ""
    due_at: datetime | None = None
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class FulfilmentData:
    shopify_id: int
    order_shopify_id: int
    shipped_at: datetime
    changed_at: datetime
    name: str = ""
    state: str = ""
    parcel_state: str = ""
    service: str = ""
    origin: AddressData | None = None  # where it was sent from, or is fetched
    lines: tuple[QuantityData, ...] = ()
    parcels: tuple[ParcelData, ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelEventData:
    shopify_id: int
    fulfilment_shopify_id: int
    order_shopify_id: int
    state: str
    at: datetime
    changed_at: datetime
    message: str = ""
    city: str = ""
    country: str = ""
    estimated_at: datetime | None = None  # when it will be delivered, as the carrier thinks


@dataclass(frozen=True, slots=True)
class RefundData:
    shopify_id: int
    order_shopify_id: int
    refunded_at: datetime
    amount: Amount = Amount()
    unlined: Amount = Amount()  # the part of it that neither lines nor shipping account for
    settled_count: int = 0
    note: str = ""
    lines: tuple[RefundLineData, ...] = ()
    payments: tuple[RefundPaymentData, ...] = ()


@dataclass(frozen=True, slots=True)
class EditData:
    shopify_id: int
    order_shopify_id: int
    at: datetime
    added: tuple[QuantityData, ...] = ()
    removed: tuple[QuantityData, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalsData:
    subtotal: Amount = Amount()
    shipping: Amount = Amount()
    tax: Amount = Amount()
    discount: Amount = Amount()
    tip: Amount = Amount()
    duties: Amount = Amount()
    total: Amount = Amount()
    # After edits and refunds.
    current_subtotal: Amount = Amount()
    current_tax: Amount = Amount()
    current_total: Amount = Amount()


@dataclass(frozen=True, slots=True)
class BuyerData:
    """Whom the order belongs to, as the order itself says."""

    email: str = ""
    phone: str = ""
    name: str = ""
    surname: str = ""
    locale: str = ""
    customer: CustomerData | None = None
    shipping_address: AddressData | None = None
    billing_address: AddressData | None = None
    note: str = ""
    note_attributes: tuple[tuple[str, str], ...] = ()
    has_consent: bool = False  # to advertising by e-mail, as said with this purchase


@dataclass(frozen=True, slots=True)
class OriginData:
    """Where the order came from, for attribution."""

    source_name: str = ""
    app_id: int | None = None  # of the app that made it
    landing_site: str = ""
    landing_site_ref: str = ""
    referring_site: str = ""
    checkout_token: str = ""


@dataclass(frozen=True, slots=True)
class OrderData:
    shopify_id: int
    placed_at: datetime
    changed_at: datetime
    currency: str
    presentment_currency: str
    external_id: str = ""  # what a system other than Shopify calls it
    name: str = ""
    number: int | None = None
    confirmation_number: str = ""
    po_number: str = ""
    totals: TotalsData = TotalsData()
    is_tax_included: bool = False
    financial_state: str = ""
    fulfilment_state: str = ""
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    closed_at: datetime | None = None
    buyer: BuyerData = BuyerData()
    origin: OriginData = OriginData()
    tags: tuple[str, ...] = ()
    delivery_method: str = "NONE"
    shipping_title: str = ""
    status_url: str = ""
    is_test: bool = False
    lines: tuple[LineData, ...] = ()
    discounts: tuple[DiscountData, ...] = ()
    tax_lines: tuple[TaxData, ...] = ()
    payments: tuple[PaymentData, ...] = ()
    payment_terms: PaymentTermsData | None = None
    outstanding: Amount | None = None  # still to be paid; None: not said
    fulfilments: tuple[FulfilmentData, ...] = ()
    refunds: tuple[RefundData, ...] = ()


@dataclass(frozen=True, slots=True)
class RedactionData:
    """Whom Shopify asks us to forget."""

    customer_shopify_id: int | None
    email: str
    order_shopify_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DataRequestData:
    """Of whom Shopify asks for a copy of all that is kept."""

    request_id: int | None
    customer_shopify_id: int | None
    email: str
    order_shopify_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Whose rows were written over, for the rooms above to forget what they know of them."""

    order_ids: list[int]
    checkout_ids: list[int]
    draft_ids: list[int]
    gift_card_ids: list[int]
    addresses: tuple[str, ...] = ()  # of the person; where everybody is forgotten, none
