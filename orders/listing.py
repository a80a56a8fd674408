"""Lists of orders and of what happened to one, as the API shows them.

A room above may know more of an order (its messages): it inherits these views and adds that.
"""

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset, Position
from common.api.schema import described, page_example, page_of
from common.api.shapes import MoneyOut, PageQuery, UtcTime, money, opaque_id
from orders.models import Activity, ActivityKind, Order
from orders.queries import OrderSearch, search_orders, timeline
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.roles import Verb

ORDER_ID = "b9d3cf5e-6a0d-4f7e-8c39-2f5f4b8f1a01"
ROW_EXAMPLE = {
    "id": ORDER_ID,
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "shopify_id": "5678901234567",
    "name": "#1001",
    "placed_at": "2026-11-20T09:12:00Z",
    "buyer_name": "Kari Nordmann",
    "email": "kari@example.com",
    "total": {"amount_minor": 184900, "currency": "NOK"},
    "financial_state": "PAID",
    "fulfilment_state": "",
    "cancelled_at": None,
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
    shopify_id = serializers.CharField(help_text="A number of up to 64 bits, hence text")
    name = serializers.CharField()
    placed_at = UtcTime()
    buyer_name = serializers.CharField()
    email = serializers.CharField()
    total = serializers.SerializerMethodField()
    financial_state = serializers.CharField(help_text="Shopify's, in upper case; empty: unknown")
    fulfilment_state = serializers.CharField(help_text="Shopify's, in upper case; empty: unknown")
    cancelled_at = UtcTime(allow_null=True)
    tags = serializers.ListField(child=serializers.CharField())
    is_test = serializers.BooleanField()

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


class OrderQuery(PageQuery):
    """Filters of the list of orders."""

    store = serializers.UUIDField(required=False, help_text="Of this store only")
    q = serializers.CharField(
        required=False,
        max_length=320,
        help_text="A number (`1001`, `#1001`), an e-mail, or how a buyer's name begins",
    )
    tag = serializers.CharField(required=False, max_length=255)
    financial_state = serializers.CharField(required=False, max_length=40)
    fulfilment_state = serializers.CharField(required=False, max_length=40)
    placed_since = UtcTime(required=False)
    placed_until = UtcTime(required=False, help_text="Not itself")


class OrderList(ApiView):
    """The list of orders, newest first: one index scan for each store."""

    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": OrderQuery}
    keyset: ClassVar = Keyset("orders", ("placed_at", "id"))

    @described(
        "orders_list", "Search orders", out=page_of(OrderRowOut), example=page_example(ROW_EXAMPLE)
    )
    def get(self, request: Request) -> Response:
        """Orders of the stores that the key reaches, newest first."""
        search = self.search()
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Position | None, limit: int) -> list[Order]:
            before = (position[0], position[1]) if position else None
            return search_orders(store_ids=store_ids, search=search, before=before, limit=limit)

        return self.listed(OrderRowOut, fetch, keyset=self.keyset)

    def search(self) -> OrderSearch:
        """What the parameters look for."""
        query = self.query
        return replace(
            OrderSearch(),
            text=query.get("q", ""),
            tag=query.get("tag", ""),
            financial_state=query.get("financial_state", "").upper(),
            fulfilment_state=query.get("fulfilment_state", "").upper(),
            placed_since=query.get("placed_since"),
            placed_until=query.get("placed_until"),
        )


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
