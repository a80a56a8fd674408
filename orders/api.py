"""One order, and the notes that staff write on it. Lists: see orders/listing.py."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import MoneyOut, PageQuery, Query, Strict, UtcTime, money, opaque_id
from orders import services
from orders.listing import ROW_EXAMPLE, OrderRowOut, order_or_404
from orders.models import DeliveryMethod, Fulfilment, LineItem, Note, Order, Refund
from stores.api_base import ApiView
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
    source_name = serializers.CharField()
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
    serializer = shape(context={"currency": currency})
    return [serializer.to_representation(row) for row in rows]


class NoteOut(serializers.Serializer[Note]):
    """What staff wrote to each other. Buyers never see it."""

    id = serializers.SerializerMethodField()
    text = serializers.CharField()
    author = serializers.CharField(source="author_name")
    created_at = UtcTime()

    def get_id(self, note: Note) -> str:
        return opaque_id("note", note.pk)


class NoteIn(Strict):
    text = serializers.CharField(max_length=5000)


class TagsOut(serializers.Serializer[Order]):
    """What the order is tagged with: Shopify's tags, as changed here."""

    tags = serializers.ListField(child=serializers.CharField())


class TagIn(Strict):
    tag = serializers.CharField(max_length=255)


NOTE_EXAMPLE = {
    "id": "9c1b7d5f0a3e4c2b8d6f0a12",
    "text": "Called; will fetch it on Friday.",
    "author": "Jonas Berg",
    "created_at": "2026-11-20T10:00:00Z",
}
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


class OneOrder(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query}

    @described("orders_read", "Read an order", out=OrderOut, example=ORDER_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The newest snapshot that the shop sent, with lines, fulfilments, refunds."""
        rows = (
            Order.objects.all()
            .placed()
            .prefetch_related(
                Prefetch("lines", LineItem.objects.order_by("position")),
                Prefetch("fulfilments", Fulfilment.objects.order_by("shipped_at", "pk")),
                Prefetch("refunds", Refund.objects.order_by("refunded_at", "pk")),
            )
        )
        return self.shown(OrderOut, get_object_or_404(rows, public_id=public_id))


class Notes(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("notes", ("created_at", "id"))

    @described(
        "order_notes_list",
        "List an order's notes",
        out=page_of(NoteOut),
        example=page_example(NOTE_EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """What staff wrote on the order, newest first."""
        rows = Note.objects.filter(order=order_or_404(public_id))
        return self.listed(NoteOut, rows, keyset=self.keyset)

    @described(
        "order_notes_create",
        "Write a note",
        body=NoteIn,
        out={201: NoteOut},
        body_example={"text": "Called; will fetch it on Friday."},
        example=NOTE_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Write a note on the order. It shows on the timeline; the buyer never sees it."""
        wanted = self.read_body(request, NoteIn)
        note = services.add_note(
            order=order_or_404(public_id),
            author_id=self.actor.user_id,
            author_name=self.actor.label,
            text=wanted["text"],
            now=timezone.now(),
        )
        return self.shown(NoteOut, note, status=201)


class Tags(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_tags_add",
        "Tag an order",
        body=TagIn,
        out=TagsOut,
        body_example={"tag": "gift"},
        example={"tags": ["gift", "vip"]},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Tag the order, here: Shopify's own tags are left alone. Case does not matter.

        To tag it twice changes nothing. Answers with all its tags.
        """
        wanted = self.read_body(request, TagIn)
        order = order_or_404(public_id)
        services.tag_order(
            order=order, tag=wanted["tag"], actor=self.actor.label, now=timezone.now()
        )
        return self.shown(TagsOut, order)


class TagRemoval(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_tags_remove",
        "Take a tag away",
        body=TagIn,
        out=TagsOut,
        body_example={"tag": "gift"},
        example={"tags": ["vip"]},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take a tag away, here: also one that Shopify gave, which keeps it there.

        A tag that the order does not have changes nothing. Answers with those that are left.
        """
        wanted = self.read_body(request, TagIn)
        order = order_or_404(public_id)
        services.untag_order(
            order=order, tag=wanted["tag"], actor=self.actor.label, now=timezone.now()
        )
        return self.shown(TagsOut, order)
