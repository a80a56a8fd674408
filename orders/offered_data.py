"""What may yet become an order, or came of one, as plain frozen values."""

from dataclasses import dataclass, field
from datetime import date, datetime

from orders.data import (
    BuyerData,
    DiscountData,
    LineData,
    OriginData,
    PaymentTermsData,
    TaxData,
    TotalsData,
)


@dataclass(frozen=True, slots=True)
class CheckoutData:
    token: str
    currency: str
    presentment_currency: str
    started_at: datetime | None = None
    changed_at: datetime | None = None
    shopify_id: int | None = None
    name: str = ""
    totals: TotalsData = field(default_factory=TotalsData)
    is_tax_included: bool = False
    buyer: BuyerData = field(default_factory=BuyerData)
    origin: OriginData = field(default_factory=OriginData)
    completed_at: datetime | None = None
    recover_url: str = ""
    shipping_title: str = ""
    lines: tuple[LineData, ...] = ()
    discounts: tuple[DiscountData, ...] = ()
    tax_lines: tuple[TaxData, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftData:
    """An order that staff wrote down for a buyer to pay."""

    shopify_id: int
    changed_at: datetime
    currency: str
    presentment_currency: str
    name: str = ""
    state: str = ""
    started_at: datetime | None = None
    completed_at: datetime | None = None
    invoice_sent_at: datetime | None = None
    totals: TotalsData = field(default_factory=TotalsData)
    is_tax_included: bool = False
    buyer: BuyerData = field(default_factory=BuyerData)
    invoice_url: str = ""
    shipping_title: str = ""
    order_shopify_id: int | None = None
    payment_terms: PaymentTermsData | None = None
    lines: tuple[LineData, ...] = ()
    discounts: tuple[DiscountData, ...] = ()
    tax_lines: tuple[TaxData, ...] = ()


@dataclass(frozen=True, slots=True)
class GiftCardData:
    """A gift card as Shopify's API shows it: no webhook speaks of one. Never its whole code."""

    shopify_id: int
    currency: str
    initial_minor: int
    balance_minor: int
    changed_at: datetime
    last_characters: str = ""
    url: str = ""
    pass_url: str = ""
    expires_on: date | None = None
    is_enabled: bool = True
    message: str = ""
    recipient_name: str = ""
    recipient_email: str = ""
    order_shopify_id: int | None = None
    customer_shopify_id: int | None = None
