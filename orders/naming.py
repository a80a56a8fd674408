"""How a program names an order: by its id, or as the shop shows it."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from common.api.shapes import Strict
from orders.models import Order
from stores.api_base import ApiView


class OrderNamedIn(Strict):
    """Names one order."""

    order = serializers.UUIDField(required=False, help_text="This, or `order_name`")
    order_name = serializers.CharField(
        required=False, max_length=64, help_text="As Shopify shows it: `#1001`"
    )
    store = serializers.UUIDField(required=False, help_text="Whose `order_name` it is")

    def validate(self, wanted: dict[str, Any]) -> dict[str, Any]:
        if ("order" in wanted) == ("order_name" in wanted):
            raise serializers.ValidationError(
                {"order": "Name the order once: by `order` or by `order_name`."}
            )
        return wanted


class NamesOrders(ApiView):
    """A view whose body names orders."""

    def order_named(self, wanted: Mapping[str, Any]) -> Order:
        """The order that the body names. Raises ValidationError. One query."""
        rows = Order.objects.all().placed().select_related("store")
        if "order" in wanted:
            found = list(rows.filter(public_id=wanted["order"]))
        else:
            stores = self.stores_named(wanted.get("store"))
            found = list(rows.filter(store_id__in=stores, name=wanted["order_name"])[:2])
        if len(found) > 1:
            raise serializers.ValidationError(
                {"store": "Several stores have an order of this name: say which."}, "several"
            )
        if not found:
            name = "order" if "order" in wanted else "order_name"
            raise serializers.ValidationError({name: "There is no such order here."}, "unknown")
        return found[0]
