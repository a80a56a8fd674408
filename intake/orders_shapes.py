"""An order as another system tells it over the API, and what we make of it."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from rest_framework import serializers

from common.api.shapes import Strict, UtcTime
from intake.parsing.reading import line_text, text
from orders.data import (
    AddressData,
    Amount,
    BuyerData,
    CustomerData,
    LineData,
    OrderData,
    OriginData,
    TotalsData,
)
from orders.foreign import number_of
from orders.listing import ROW_EXAMPLE, OrderRowOut
from orders.models import DeliveryMethod

PAID_STATES: Final = (
    *("PENDING", "AUTHORIZED", "PARTIALLY_PAID", "PAID"),
    *("PARTIALLY_REFUNDED", "REFUNDED", "VOIDED"),
)
SENT_STATES: Final = ("PARTIAL", "FULFILLED")
# So that no sum of them leaves a bigint.
MOST_MINOR: Final = 10**12
MOST_PIECES: Final = 10_000
MOST_LINES: Final = 250
CLOCKS_DIFFER: Final = timedelta(hours=1)


def _sum(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MOST_MINOR, **options)


def _words(limit: int = 255, **options: Any) -> serializers.CharField:
    return serializers.CharField(
        **{"max_length": limit, "required": False, "allow_blank": True, "default": "", **options}
    )


class PostalAddressIn(Strict):
    """A postal address; what is not known may be left out."""

    name = _words(help_text="Else the two names below")
    first_name = _words()
    last_name = _words()
    company = _words()
    address1 = _words()
    address2 = _words()
    zip = _words(40)
    city = _words()
    province = _words()
    country = _words()
    country_code = serializers.RegexField(
        r"^[A-Z]{2}\Z", required=False, default="", help_text="ISO 3166, such as NO"
    )
    phone = _words(40)


class BuyerIn(Strict):
    """Whom the order belongs to."""

    email = serializers.EmailField(required=False, default="", max_length=254)
    phone = _words(40)
    first_name = _words()
    last_name = _words()
    locale = _words(35, help_text="As `nb` or `zh-Hans`; empty: the store's language")
    accepts_marketing = serializers.BooleanField(
        required=False, default=False, help_text="Said yes to advertising with this purchase"
    )


class OrderLineIn(Strict):
    """One line of an order."""

    title = serializers.CharField(max_length=255)
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PIECES)
    price_minor = _sum(help_text="Of one piece, in minor units: 184900 NOK is 1,849.00")
    discount_minor = _sum(required=False, default=0, help_text="Of the whole line")
    variant_title = _words()
    sku = _words()
    vendor = _words()
    requires_shipping = serializers.BooleanField(required=False, default=True)
    is_gift_card = serializers.BooleanField(required=False, default=False)
    image_url = serializers.URLField(required=False, default="", max_length=2000)


class TakenOrderIn(Strict):
    """The order as it stands. To change it send the whole of it again with the same id."""

    external_id = serializers.RegexField(
        r"^[!-~]{1,128}\Z", help_text="What your system calls it: it is known by that, once"
    )
    name = _words(64, help_text="What the buyer knows it by; else `external_id`")
    placed_at = UtcTime(required=False, help_text="Else the moment of the call")
    changed_at = UtcTime(
        required=False,
        help_text="Of two calls the later one counts, however they arrive; else the call's moment",
    )
    currency = serializers.RegexField(r"^[A-Z]{3}\Z", help_text="ISO 4217; of every sum below")
    lines = serializers.ListField(child=OrderLineIn(), min_length=1, max_length=MOST_LINES)
    buyer = BuyerIn()
    shipping_address = PostalAddressIn(required=False, allow_null=True, default=None)
    billing_address = PostalAddressIn(required=False, allow_null=True, default=None)
    shipping_minor = _sum(required=False, default=0)
    shipping_title = _words(help_text="Such as the name of the service")
    delivery_method = serializers.ChoiceField(
        choices=DeliveryMethod.choices, required=False, default=DeliveryMethod.SHIPPING
    )
    tax_minor = _sum(required=False, default=0)
    is_tax_included = serializers.BooleanField(
        required=False, default=False, help_text="Whether the lines' prices hold the tax already"
    )
    financial_state = serializers.ChoiceField(choices=PAID_STATES, required=False, default="PAID")
    fulfilment_state = serializers.ChoiceField(
        choices=SENT_STATES,
        required=False,
        default="",
        allow_blank=True,
        help_text="Empty: nothing left yet. What is in the parcels: `POST parcels/`",
    )
    cancelled_at = UtcTime(required=False, allow_null=True, default=None)
    cancel_reason = _words(40)
    closed_at = UtcTime(required=False, allow_null=True, default=None)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=255), required=False, default=list, max_length=250
    )
    customer_note = _words(2000)
    is_test = serializers.BooleanField(
        required=False, default=False, help_text="Recorded; nobody is mailed"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        latest = timezone.now() + CLOCKS_DIFFER
        ahead = [
            name for name in ("placed_at", "changed_at") if (attrs.get(name) or latest) > latest
        ]
        if ahead:
            message = "This lies in the future: what comes after would be taken for older."
            raise serializers.ValidationError(dict.fromkeys(ahead, message), "future")
        return attrs


class TakenOrderOut(OrderRowOut):
    """The order as it is listed, and why its buyer hears nothing of it, if so."""

    reason = serializers.SerializerMethodField(help_text="Empty: nothing stands against a mail")

    def get_reason(self, _order: Any) -> str:
        return str(self.context["reason"] or "")


def order_data(wanted: dict[str, Any], *, now: datetime) -> OrderData:
    """What the verbs record, of a checked body."""
    known_as = wanted["external_id"]
    lines = tuple(
        _line(number_of(known_as, str(place)), line) for place, line in enumerate(wanted["lines"])
    )
    placed_at, changed_at = wanted.get("placed_at") or now, wanted.get("changed_at") or now
    return OrderData(
        shopify_id=number_of(known_as),
        external_id=known_as,
        placed_at=placed_at,
        changed_at=changed_at,
        currency=wanted["currency"],
        presentment_currency=wanted["currency"],
        name=line_text(wanted["name"], 64) or known_as[:64],
        totals=_totals(wanted, lines),
        is_tax_included=wanted["is_tax_included"],
        financial_state=wanted["financial_state"],
        fulfilment_state=wanted["fulfilment_state"],
        cancelled_at=wanted["cancelled_at"],
        cancel_reason=line_text(wanted["cancel_reason"], 40).upper(),
        closed_at=wanted["closed_at"],
        buyer=_buyer(wanted, changed_at),
        origin=OriginData(source_name="api"),
        tags=tuple(filter(None, dict.fromkeys(line_text(tag) for tag in wanted["tags"]))),
        delivery_method=wanted["delivery_method"],
        shipping_title=line_text(wanted["shipping_title"]),
        is_test=wanted["is_test"],
        lines=lines,
    )


def _line(number: int, line: dict[str, Any]) -> LineData:
    price, discount = _amount(line["price_minor"]), _amount(line["discount_minor"])
    total = price.times(line["quantity"]) - discount
    return LineData(
        shopify_id=number,
        title=line_text(line["title"]),
        quantity=line["quantity"],
        price=price,
        variant_title=line_text(line["variant_title"]),
        sku=line_text(line["sku"]),
        vendor=line_text(line["vendor"]),
        current_quantity=line["quantity"],
        total=total,
        discount=discount,
        goods=Amount() if line["is_gift_card"] else total,
        requires_shipping=line["requires_shipping"],
        is_gift_card=line["is_gift_card"],
        image_url=line["image_url"],
    )


def _totals(wanted: dict[str, Any], lines: tuple[LineData, ...]) -> TotalsData:
    subtotal = sum((line.total for line in lines), Amount())
    tax, shipping = _amount(wanted["tax_minor"]), _amount(wanted["shipping_minor"])
    total = subtotal + shipping + (Amount() if wanted["is_tax_included"] else tax)
    return TotalsData(
        subtotal=subtotal,
        shipping=shipping,
        tax=tax,
        discount=sum((line.discount for line in lines), Amount()),
        total=total,
        current_subtotal=subtotal,
        current_tax=tax,
        current_total=total,
    )


def _buyer(wanted: dict[str, Any], changed_at: datetime) -> BuyerData:
    buyer = wanted["buyer"]
    shipping, billing = _address(wanted["shipping_address"]), _address(wanted["billing_address"])
    first, last = line_text(buyer["first_name"]), line_text(buyer["last_name"])
    named = [(f"{first} {last}".strip(), last)]
    named += [(address.name, address.last_name) for address in (shipping, billing) if address]
    name, surname = next((pair for pair in named if pair[0]), ("", ""))
    return BuyerData(
        email=buyer["email"].lower(),
        phone=line_text(buyer["phone"], 40),
        name=name,
        surname=surname,
        locale=line_text(buyer["locale"], 35),
        customer=_customer(buyer, first, last, changed_at),
        shipping_address=shipping,
        billing_address=billing,
        note=text(wanted["customer_note"], 2000),
        has_consent=buyer["accepts_marketing"],
    )


def _customer(
    buyer: dict[str, Any], first: str, last: str, changed_at: datetime
) -> CustomerData | None:
    """One person over all their orders from elsewhere, known by the e-mail, else by the phone."""
    phone = line_text(buyer["phone"], 40)
    known_as = buyer["email"].lower() or phone
    if not known_as:
        return None
    return CustomerData(
        shopify_id=number_of("customer", known_as),
        email=buyer["email"].lower(),
        phone=phone,
        first_name=first,
        last_name=last,
        changed_at=changed_at,
    )


def _address(said: dict[str, Any] | None) -> AddressData | None:
    if said is None:
        return None
    clean = {name: line_text(value) for name, value in said.items()}
    clean["name"] = clean["name"] or f"{clean['first_name']} {clean['last_name']}".strip()
    return AddressData(**clean)


def _amount(minor: int) -> Amount:
    return Amount(minor, minor)


BODY_EXAMPLE: Final = {
    "external_id": "A-1001",
    "name": "A-1001",
    "currency": "NOK",
    "buyer": {"email": "kari@example.com", "first_name": "Kari", "last_name": "Nordmann"},
    "lines": [{"title": "Wool sweater", "quantity": 1, "price_minor": 184900, "sku": "SW-42"}],
    "shipping_address": {
        **{"name": "Kari Nordmann", "address1": "Storgata 1", "zip": "0155", "city": "Oslo"},
        "country_code": "NO",
    },
}
ANSWER_EXAMPLE: Final = {
    **ROW_EXAMPLE,
    **{"shopify_id": "", "external_id": "A-1001", "name": "A-1001", "tags": [], "reason": ""},
}
