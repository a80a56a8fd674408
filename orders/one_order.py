"""One order with all that is known of it, as the API shows it.

A room above may know more of an order (its messages): it inherits the view and adds that.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from common.api import flat
from common.api.shapes import MoneyOut, UtcTime, money
from orders.listing import ROW_EXAMPLE, OrderRowOut
from orders.models import DeliveryMethod, Fulfilment, LineItem, Order, Refund
from orders.queries import LISTED
from stores.api_base import ApiView
from stores.reading import Reading, read_together
from stores.roles import Verb

SUMS = (
    "subtotal",
    "shipping",
    "tax",
    "discount",
    "tip",
    "duties",
    "total",
    "current_total",
)


class AddressOut(serializers.Serializer[Any]):
    """A postal address as the buyer wrote it; what they left out is empty."""

    name = serializers.CharField(default="")
    company = serializers.CharField(default="")
    address1 = serializers.CharField(default="")
    address2 = serializers.CharField(default="")
    zip = serializers.CharField(default="")
    city = serializers.CharField(default="")
    province = serializers.CharField(default="")
    country = serializers.CharField(default="")
    country_code = serializers.CharField(default="")
    phone = serializers.CharField(default="")


class TotalsOut(serializers.Serializer[Any]):
    """The sums of an order. `current_total` is after edits and refunds."""

    subtotal = MoneyOut()
    shipping = MoneyOut()
    tax = MoneyOut()
    discount = MoneyOut()
    tip = MoneyOut()
    duties = MoneyOut()
    total = MoneyOut()
    current_total = MoneyOut()


class LineOut(serializers.Serializer[LineItem]):
    """One line, in the store's currency."""

    shopify_id = serializers.CharField(
        allow_null=True, help_text="By which a parcel says what is in it"
    )
    title = serializers.CharField()
    variant_title = serializers.CharField()
    sku = serializers.CharField()
    vendor = serializers.CharField()
    quantity = serializers.IntegerField()
    current_quantity = serializers.IntegerField(help_text="After edits and refunds")
    price = serializers.SerializerMethodField()
    discount = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()
    requires_shipping = serializers.BooleanField()
    is_gift_card = serializers.BooleanField()
    image_url = serializers.CharField()

    @extend_schema_field(MoneyOut)
    def get_price(self, line: LineItem) -> dict[str, Any]:
        return money(line.price_minor, self.context["currency"])

    @extend_schema_field(MoneyOut)
    def get_discount(self, line: LineItem) -> dict[str, Any]:
        return money(line.discount_minor, self.context["currency"])

    @extend_schema_field(MoneyOut)
    def get_total(self, line: LineItem) -> dict[str, Any]:
        return money(line.total_minor, self.context["currency"])


class FulfilmentOut(serializers.Serializer[Fulfilment]):
    """Lines that left together."""

    shopify_id = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    parcel_state = serializers.CharField()
    shipped_at = UtcTime(allow_null=True)


class RefundOut(serializers.Serializer[Refund]):
    """Money given back."""

    shopify_id = serializers.CharField()
    amount = serializers.SerializerMethodField()
    refunded_at = UtcTime()

    @extend_schema_field(MoneyOut)
    def get_amount(self, refund: Refund) -> dict[str, Any]:
        return money(refund.amount_minor, self.context["currency"])


class OrderOut(OrderRowOut):
    """One order with all that is known of it."""

    phone = serializers.CharField()
    locale = serializers.CharField(help_text="As Shopify said it, such as nb-NO; empty: unknown")
    changed_at = UtcTime()
    closed_at = UtcTime(allow_null=True)
    cancel_reason = serializers.CharField()
    is_tax_included = serializers.BooleanField()
    delivery_method = serializers.ChoiceField(choices=DeliveryMethod.choices)
    shipping_title = serializers.CharField()
    customer_note = serializers.CharField()
    source_name = serializers.CharField(
        help_text="What Shopify calls `sales_channel`: its word, or the number of an app"
    )
    shipping_address = AddressOut(allow_null=True)
    billing_address = AddressOut(allow_null=True)
    totals = serializers.SerializerMethodField()
    presentment_totals = serializers.SerializerMethodField(
        help_text="The same as the buyer saw them"
    )
    refunded = serializers.SerializerMethodField()
    lines = serializers.SerializerMethodField()
    fulfilments = FulfilmentOut(many=True)
    refunds = serializers.SerializerMethodField()

    @extend_schema_field(TotalsOut)
    def get_totals(self, order: Order) -> dict[str, Any]:
        return {name: money(getattr(order, f"{name}_minor"), order.currency) for name in SUMS}

    @extend_schema_field(TotalsOut)
    def get_presentment_totals(self, order: Order) -> dict[str, Any]:
        seen, currency = order.presentment, order.presentment_currency
        return {name: money(seen.get(f"{name}_minor", 0), currency) for name in SUMS}

    @extend_schema_field(MoneyOut)
    def get_refunded(self, order: Order) -> dict[str, Any]:
        return money(order.refunded_minor, order.currency)

    @extend_schema_field(LineOut(many=True))
    def get_lines(self, order: Order) -> Any:
        return _shaped(LineOut, order.lines.all(), order.currency)

    @extend_schema_field(RefundOut(many=True))
    def get_refunds(self, order: Order) -> Any:
        return _shaped(RefundOut, order.refunds.all(), order.currency)


def _shaped(shape: type[serializers.Serializer[Any]], rows: Iterable[Any], currency: str) -> Any:
    with flat.lent(shape, {"currency": currency}) as write:
        return [write(row) for row in rows]


_SUM = {"amount_minor": 184900, "currency": "NOK"}
_ADDRESS = {
    "name": "Kari Nordmann",
    "company": "",
    "address1": "Storgata 1",
    "address2": "",
    "zip": "0155",
    "city": "Oslo",
    "province": "",
    "country": "Norway",
    "country_code": "NO",
    "phone": "",
}
ORDER_EXAMPLE = {
    **ROW_EXAMPLE,
    "phone": "",
    "locale": "nb-NO",
    "changed_at": "2026-11-20T09:12:03Z",
    "closed_at": None,
    "cancel_reason": "",
    "is_tax_included": True,
    "delivery_method": "SHIPPING",
    "shipping_title": "Hjemlevering",
    "customer_note": "",
    "source_name": "web",
    "shipping_address": _ADDRESS,
    "billing_address": _ADDRESS,
    "totals": dict.fromkeys(SUMS, _SUM),
    "presentment_totals": dict.fromkeys(SUMS, _SUM),
    "refunded": {"amount_minor": 0, "currency": "NOK"},
    "lines": [],
    "fulfilments": [],
    "refunds": [],
}


OF_ORDER: Final = Reading(
    Order,
    (
        "id",
        "placed_at",
        *LISTED,
        "phone",
        "locale",
        "changed_at",
        "closed_at",
        "cancel_reason",
        "is_tax_included",
        "delivery_method",
        "shipping_title",
        "customer_note",
        "source_name",
        "shipping_address",
        "billing_address",
        "presentment",
        "presentment_currency",
        "refunded_minor",
        *(f"{name}_minor" for name in SUMS if name != "total"),
    ),
    by="public_id",
    filters={"placed_at__isnull": False},
)
# What stands within it, in its order; the lines in that of the shop.
WITHIN: Final[dict[str, Reading[Any]]] = {
    "lines": Reading(
        LineItem,
        (
            "shopify_id",
            "title",
            "variant_title",
            "sku",
            "vendor",
            "quantity",
            "current_quantity",
            "price_minor",
            "discount_minor",
            "total_minor",
            "requires_shipping",
            "is_gift_card",
            "image_url",
        ),
        by="order__public_id",
        order_by=("position",),
    ),
    "fulfilments": Reading(
        Fulfilment,
        ("shopify_id", "name", "state", "parcel_state", "shipped_at"),
        by="order__public_id",
        order_by=("shipped_at", "pk"),
    ),
    "refunds": Reading(
        Refund,
        ("shopify_id", "amount_minor", "refunded_at"),
        by="order__public_id",
        order_by=("refunded_at", "pk"),
    ),
}


def order_in_full(public_id: UUID) -> Order | None:
    """What is shown of one order, with all within it; None: there is none here. One query."""
    (found, *within) = read_together([OF_ORDER, *WITHIN.values()], public_id)
    if not found:
        return None
    order: Order = found[0]
    # Where prefetch_related() puts them.
    order._prefetched_objects_cache = dict(zip(WITHIN, within, strict=True))  # type: ignore[attr-defined]  # Django's own
    return order


class OneOrder(ApiView):
    """The newest snapshot of an order, in the shape of the room that shows it."""

    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    shape: ClassVar[type[OrderOut]] = OrderOut

    def order(self, public_id: UUID) -> Response:
        order = order_in_full(public_id)
        if order is None:
            raise Http404
        return self.shown(self.shape, order)
