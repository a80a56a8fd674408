"""Lists of orders and of what happened to one, as the API shows them.

A room above may know more of an order (its messages): it inherits these views and adds that.
"""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from common.api.paging import Keyset, Position
from common.api.shapes import MoneyOut, PageQuery, UtcTime, money, opaque_id
from orders.channels import SalesChannel
from orders.foreign import is_foreign
from orders.models import Activity, ActivityKind, Order, OrderQuerySet
from orders.order_filters import OrderFilters
from orders.queries import listed_orders, timeline
from orders.stages import Stage, Step
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.roles import Verb

ORDER_ID = "b9d3cf5e-6a0d-4f7e-8c39-2f5f4b8f1a01"
ROW_EXAMPLE = {
    "id": ORDER_ID,
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "shopify_id": "5678901234567",
    "external_id": "",
    "name": "#1001",
    "placed_at": "2026-11-20T09:12:00Z",
    "buyer_name": "Kari Nordmann",
    "email": "kari@example.com",
    "total": {"amount_minor": 184900, "currency": "NOK"},
    "sales_channel": "ONLINE",
    "financial_state": "PAID",
    "fulfilment_state": "",
    "stage": "FULFILMENT",
    "step": "TO_PACK",
    "stage_since": "2026-11-20T09:12:03Z",
    "cancelled_at": None,
    "archived_at": None,
    "tags": ["gift"],
    "is_test": False,
}
ACTIVITY_EXAMPLE = {
    "id": "5f0c1b7d9a3e4c2b8d6f0a12",
    "kind": "ORDER_PLACED",
    "title": "Order placed",
    "at": "2026-11-20T09:12:00Z",
    "actor": "",
    "data": {"name": "#1001"},
}


class OrderRowOut(serializers.Serializer[Order]):
    """An order as it is listed."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    shopify_id = serializers.SerializerMethodField(
        help_text="A number of up to 64 bits, hence text; empty: another system took the order"
    )
    external_id = serializers.CharField(
        help_text="What the system that took the order calls it; empty: Shopify took it"
    )
    name = serializers.CharField()
    placed_at = UtcTime()
    buyer_name = serializers.CharField()
    email = serializers.CharField()
    total = serializers.SerializerMethodField()
    sales_channel = serializers.ChoiceField(
        choices=SalesChannel.choices,
        allow_blank=True,
        help_text="Where the buyer bought; empty: not said",
    )
    financial_state = serializers.CharField(help_text="Shopify's, in upper case; empty: unknown")
    fulfilment_state = serializers.CharField(help_text="Shopify's, in upper case; empty: unknown")
    stage = serializers.ChoiceField(
        choices=Stage.choices, allow_blank=True, help_text="Empty: not known yet"
    )
    step = serializers.ChoiceField(
        choices=Step.choices, allow_blank=True, help_text="Where exactly within the stage"
    )
    stage_since = UtcTime(allow_null=True, help_text="When the step began")
    cancelled_at = UtcTime(allow_null=True)
    archived_at = UtcTime(allow_null=True, help_text="Put away here; Shopify's word is `closed_at`")
    tags = serializers.ListField(child=serializers.CharField())
    is_test = serializers.BooleanField()

    def get_shopify_id(self, order: Order) -> str:
        return "" if is_foreign(order.shopify_id) else str(order.shopify_id)

    @extend_schema_field(StoreRefOut)
    def get_store(self, order: Order) -> dict[str, str]:
        return store_ref(self.context, order.store_id)

    @extend_schema_field(MoneyOut)
    def get_total(self, order: Order) -> dict[str, Any]:
        return money(order.total_minor, order.currency)


class ActivityOut(serializers.Serializer[Activity]):
    """One thing that happened."""

    id = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    title = serializers.SerializerMethodField()
    at = UtcTime()
    actor = serializers.CharField(help_text="Who did it; empty: the shop or its buyer")
    data = serializers.SerializerMethodField()  # type: ignore[assignment]  # a field, not Serializer.data

    def get_id(self, activity: Activity) -> str:
        return opaque_id(activity.store_id, activity.key)

    def get_title(self, activity: Activity) -> str:
        return str(ActivityKind(activity.kind).label)

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_data(self, activity: Activity) -> dict[str, Any]:
        return {name: value for name, value in activity.data.items() if not name.endswith("_id")}


class OrderList(ApiView):
    """The list of orders, newest first: one index scan for each store."""

    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": OrderFilters}
    keyset: ClassVar = Keyset("orders", ("placed_at", "id"))

    shape: ClassVar[type[OrderRowOut]] = OrderRowOut

    def orders(self) -> Response:
        rows = cast("OrderQuerySet", self.narrowed(Order.objects.all()))
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Position | None, limit: int) -> list[Order]:
            before = (position[0], position[1]) if position else None
            return listed_orders(rows, store_ids=store_ids, before=before, limit=limit)

        return self.listed(self.shape, fetch, keyset=self.keyset)


class Timeline(ApiView):
    """What happened to one order, newest first."""

    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("timeline", ("at", "id"))
    row: ClassVar[type[ActivityOut]] = ActivityOut

    def entries(self, order_id: int, position: Position | None, limit: int) -> list[Activity]:
        before = (position[0], position[1]) if position else None
        return timeline(order_id, before, limit)

    def page(self, public_id: UUID) -> Response:
        order = order_or_404(public_id)
        return self.listed(
            self.row,
            lambda position, limit: self.entries(order.pk, position, limit),
            keyset=self.keyset,
        )


def order_or_404(public_id: UUID) -> Order:
    """An order of the open scope that has been placed. One query."""
    return get_object_or_404(Order.objects.all().placed(), public_id=public_id)
