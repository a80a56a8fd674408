"""The serializers of tests/bench/plain_api.py: ModelSerializers with the same fields as ours."""

from typing import Any

from rest_framework import serializers

from messaging import words
from messaging.models import Message
from orders.models import Fulfilment, LineItem, Order, Refund
from orders.one_order import SUMS
from stores.middleware import zone
from stores.models import Store


class StoreSerializer(serializers.ModelSerializer[Store]):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Store
        fields = ("id", "name")


def _money(amount: int, currency: str) -> dict[str, Any]:
    return {"amount_minor": amount, "currency": currency}


class OrderRowSerializer(serializers.ModelSerializer[Order]):
    id = serializers.UUIDField(source="public_id")
    store = StoreSerializer()
    shopify_id = serializers.CharField()
    total = serializers.SerializerMethodField()

    class Meta:
        model = Order
        fields: tuple[str, ...] = (
            "id",
            "store",
            "shopify_id",
            "external_id",
            "name",
            "placed_at",
            "buyer_name",
            "email",
            "total",
            "sales_channel",
            "financial_state",
            "fulfilment_state",
            "stage",
            "step",
            "stage_since",
            "cancelled_at",
            "archived_at",
            "tags",
            "is_test",
        )

    def get_total(self, order: Order) -> Any:
        return _money(order.total_minor, order.currency)


class LineSerializer(serializers.ModelSerializer[LineItem]):
    shopify_id = serializers.CharField()
    price = serializers.SerializerMethodField()
    discount = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()

    class Meta:
        model = LineItem
        fields = (
            "shopify_id",
            "title",
            "variant_title",
            "sku",
            "vendor",
            "quantity",
            "current_quantity",
            "price",
            "discount",
            "total",
            "requires_shipping",
            "is_gift_card",
            "image_url",
        )

    def get_price(self, line: LineItem) -> Any:
        return _money(line.price_minor, line.order.currency)

    def get_discount(self, line: LineItem) -> Any:
        return _money(line.discount_minor, line.order.currency)

    def get_total(self, line: LineItem) -> Any:
        return _money(line.total_minor, line.order.currency)


class FulfilmentSerializer(serializers.ModelSerializer[Fulfilment]):
    shopify_id = serializers.CharField()

    class Meta:
        model = Fulfilment
        fields = ("shopify_id", "name", "state", "parcel_state", "shipped_at")


class RefundSerializer(serializers.ModelSerializer[Refund]):
    shopify_id = serializers.CharField()
    amount = serializers.SerializerMethodField()

    class Meta:
        model = Refund
        fields = ("shopify_id", "amount", "refunded_at")

    def get_amount(self, refund: Refund) -> Any:
        return _money(refund.amount_minor, refund.order.currency)


class AddressSerializer(serializers.Serializer[Any]):
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


class OrderSerializer(OrderRowSerializer):
    shipping_address = AddressSerializer()
    billing_address = AddressSerializer()
    totals = serializers.SerializerMethodField()
    presentment_totals = serializers.SerializerMethodField()
    refunded = serializers.SerializerMethodField()
    lines = LineSerializer(many=True)
    fulfilments = FulfilmentSerializer(many=True)
    refunds = RefundSerializer(many=True)

    class Meta(OrderRowSerializer.Meta):
        fields = (
            *OrderRowSerializer.Meta.fields,
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
            "totals",
            "presentment_totals",
            "refunded",
            "lines",
            "fulfilments",
            "refunds",
        )

    def get_totals(self, order: Order) -> Any:
        return {name: _money(getattr(order, f"{name}_minor"), order.currency) for name in SUMS}

    def get_presentment_totals(self, order: Order) -> Any:
        seen, currency = order.presentment, order.presentment_currency
        return {name: _money(seen.get(f"{name}_minor", 0), currency) for name in SUMS}

    def get_refunded(self, order: Order) -> Any:
        return _money(order.refunded_minor, order.currency)


class OrderRefSerializer(serializers.ModelSerializer[Order]):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Order
        fields = ("id", "name")


class MessageRowSerializer(serializers.ModelSerializer[Message]):
    id = serializers.UUIDField(source="public_id")
    store = StoreSerializer()
    order = OrderRefSerializer()
    explanation = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields: tuple[str, ...] = (
            "id",
            "store",
            "order",
            "kind",
            "channel",
            "recipient",
            "subject",
            "state",
            "reason",
            "explanation",
            "planned_at",
            "sent_at",
            "delivered_at",
            "bounced_at",
            "complained_at",
            "first_opened_at",
            "first_clicked_at",
            "opened_by_person_at",
            "clicked_by_person_at",
            "opened_by_machine_at",
            "clicked_by_machine_at",
        )

    def get_explanation(self, message: Message) -> str:
        return words.sentence(message, zone=zone(message.store.timezone))


class MessageSerializer(MessageRowSerializer):
    what_to_do = serializers.SerializerMethodField()
    corrects = serializers.UUIDField(source="corrects.public_id", default=None)

    class Meta(MessageRowSerializer.Meta):
        fields = (
            *MessageRowSerializer.Meta.fields,
            "what_to_do",
            "recipient_name",
            "locale",
            "sequence",
            "corrects",
            "detail",
            "changed_at",
            "run_after",
            "attempts_count",
            "open_count",
            "click_count",
            "actor",
            "because",
        )

    def get_what_to_do(self, message: Message) -> str:
        return words.what_to_do(message)
