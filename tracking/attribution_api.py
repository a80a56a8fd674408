"""Which messages orders came from, and how a store counts, for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import MoneyOut, Query, Strict, UtcTime, money
from orders.models import Order
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb
from tracking.attribution import counting
from tracking.attribution.ledger import Because
from tracking.attribution.reading import read_attribution
from tracking.attribution.rules import DEFAULT_DAYS, LONGEST_DAYS, SHORTEST_DAYS
from tracking.models import Attribution, AttributionEvent, AttributionSettings, OrderSource
from tracking.models.attribution import Evidence, Exclusion, Model

SOURCE_NAMES = (
    "source",
    "medium",
    "campaign",
    "content",
    "term",
    "ref",
    "click_id_kind",
    "referrer_host",
    "landing_path",
)


class CountingOut(serializers.Serializer[AttributionSettings]):
    """How a store counts its orders."""

    window_days = serializers.IntegerField(help_text="A click counts for so many days")
    counts_pos = serializers.BooleanField(help_text="Whether orders of Shopify POS are credited")
    counts_drafts = serializers.BooleanField(help_text="Whether orders made from drafts are")
    counts_subscriptions = serializers.BooleanField(help_text="Whether renewals are")
    tagged_refs = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_tagged_refs(self, row: AttributionSettings) -> list[str]:
        """Refs that become tags of the order; `*` at the end stands for any end."""
        return list(counting.refs_of(row))


class CountingIn(Strict):
    window_days = serializers.IntegerField(
        min_value=SHORTEST_DAYS, max_value=LONGEST_DAYS, default=DEFAULT_DAYS
    )
    counts_pos = serializers.BooleanField(default=False)
    counts_drafts = serializers.BooleanField(default=False)
    counts_subscriptions = serializers.BooleanField(default=False)
    tagged_refs = serializers.ListField(
        child=serializers.CharField(max_length=counting.LONGEST_REF + 1),
        max_length=counting.MOST_REFS,
        default=["*"],
        help_text="`spring*` for all that begin so, `*` for all; empty: none becomes a tag",
    )


class CreditOut(serializers.Serializer[Attribution]):
    """To which message the order is credited, by one model."""

    model = serializers.ChoiceField(choices=Model.choices)
    message = serializers.UUIDField(
        source="message.public_id",
        default=None,
        allow_null=True,
        help_text="Null: only its template is known",
    )
    template = serializers.CharField(help_text="Of a credit to a template only: its key")
    variant = serializers.CharField()
    evidence = serializers.ChoiceField(choices=Evidence.choices)
    touch_at = UtcTime(allow_null=True, help_text="When it was clicked; null: time not known")
    gross = serializers.SerializerMethodField()
    refunds = serializers.SerializerMethodField()
    net = serializers.SerializerMethodField()
    agency_net = serializers.SerializerMethodField()

    @extend_schema_field(MoneyOut)
    def get_gross(self, row: Attribution) -> dict[str, Any]:
        """Goods after discounts, without tax, shipping, tips and gift cards."""
        return money(row.gross_minor, row.currency)

    @extend_schema_field(MoneyOut)
    def get_refunds(self, row: Attribution) -> dict[str, Any]:
        return money(row.refund_minor + row.late_refund_minor, row.currency)

    @extend_schema_field(MoneyOut)
    def get_net(self, row: Attribution) -> dict[str, Any]:
        return money(row.net_minor, row.currency)

    @extend_schema_field(MoneyOut(allow_null=True))
    def get_agency_net(self, row: Attribution) -> dict[str, Any] | None:
        """In the agency's currency by the rate of the order's day; null: there was no rate."""
        if row.agency_gross_minor is None:
            return None
        return money(row.agency_gross_minor - (row.agency_refund_minor or 0), row.agency_currency)


class CreditChangeOut(serializers.Serializer[AttributionEvent]):
    """One change of a credit. All of them add up to it."""

    model = serializers.ChoiceField(source="attribution.model", choices=Model.choices)
    because = serializers.ChoiceField(choices=[(each.value, each.value) for each in Because])
    at = UtcTime()
    orders = serializers.IntegerField()
    gross = serializers.SerializerMethodField()
    refunds = serializers.SerializerMethodField()

    @extend_schema_field(MoneyOut)
    def get_gross(self, row: AttributionEvent) -> dict[str, Any]:
        return money(row.gross_minor, row.attribution.currency)

    @extend_schema_field(MoneyOut)
    def get_refunds(self, row: AttributionEvent) -> dict[str, Any]:
        return money(row.refund_minor + row.late_refund_minor, row.attribution.currency)


class SourceOut(serializers.Serializer[OrderSource]):
    """Where the order came from; empty: not known."""

    source = serializers.CharField()  # type: ignore[assignment]  # DRF takes fields out of the class
    medium = serializers.CharField()
    campaign = serializers.CharField()
    content = serializers.CharField()
    term = serializers.CharField()
    ref = serializers.CharField()
    click_id_kind = serializers.CharField(help_text="Such as `gclid`; its value is not kept")
    referrer_host = serializers.CharField()
    landing_path = serializers.CharField()


class AttributionOut(serializers.Serializer[Any]):
    """Models stand side by side: one order counts once by each, so never add them up."""

    source = SourceOut(allow_null=True)  # type: ignore[assignment]  # as above
    exclusion = serializers.ChoiceField(
        choices=Exclusion.choices, allow_blank=True, help_text="Why the order is credited to nobody"
    )
    is_final = serializers.BooleanField(help_text="Whether only refunds may still change it")
    frozen_at = UtcTime(allow_null=True)
    credits = CreditOut(many=True)
    changes = CreditChangeOut(many=True)


COUNTING_EXAMPLE: dict[str, Any] = {
    "window_days": 7,
    "counts_pos": False,
    "counts_drafts": False,
    "counts_subscriptions": False,
    "tagged_refs": ["spring*", "partner"],
}
EXAMPLE: dict[str, Any] = {
    "source": {
        **dict.fromkeys(SOURCE_NAMES, ""),
        "source": "notifyhub",
        "medium": "email",
        "campaign": "order_confirmation",
        "landing_path": "/products/tee",
    },
    "exclusion": "",
    "is_final": False,
    "frozen_at": "2026-05-13T12:00:00Z",
    "credits": [
        {
            "model": "nh_last",
            "message": "b0d3e0a4-6f0e-4b51-8a6e-1f4f7f1f0a01",
            "template": "",
            "variant": "",
            "evidence": "TOKEN",
            "touch_at": "2026-05-01T10:05:00Z",
            "gross": {"amount_minor": 7000, "currency": "EUR"},
            "refunds": {"amount_minor": 2000, "currency": "EUR"},
            "net": {"amount_minor": 5000, "currency": "EUR"},
            "agency_net": {"amount_minor": 5000, "currency": "EUR"},
        }
    ],
    "changes": [
        {
            "model": "nh_last",
            "because": "ORDER",
            "at": "2026-05-04T12:00:00Z",
            "orders": 1,
            "gross": {"amount_minor": 7000, "currency": "EUR"},
            "refunds": {"amount_minor": 0, "currency": "EUR"},
        },
        {
            "model": "nh_last",
            "because": "REFUND",
            "at": "2026-05-06T12:00:00Z",
            "orders": 0,
            "gross": {"amount_minor": 0, "currency": "EUR"},
            "refunds": {"amount_minor": 2000, "currency": "EUR"},
        },
    ],
}


class Counting(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described(
        "store_attribution",
        "Read how a store counts orders",
        out=CountingOut,
        example=COUNTING_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The window of clicks, which orders count, and which refs become tags."""
        store = get_object_or_404(Store, public_id=public_id)
        return self.shown(CountingOut, counting.settings_of(store_id=store.pk))

    @described(
        "store_attribution_set",
        "Choose how a store counts orders",
        body=CountingIn,
        out=CountingOut,
        body_example=COUNTING_EXAMPLE,
        example=COUNTING_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """It counts for orders that come from now on: what was counted stays as it was.

        What is left out gets its default. 409 `attribution-settings-invalid`.
        """
        wanted = self.read_body(request, CountingIn)
        store = get_object_or_404(Store, public_id=public_id)
        refs = tuple(wanted.pop("tagged_refs"))
        row = counting.change_counting(
            store=store, choices=counting.Choices(**wanted, tagged_refs=refs)
        )
        return self.shown(CountingOut, row)


class OrderAttribution(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "order_attribution", "Read where an order came from", out=AttributionOut, example=EXAMPLE
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Its source, and the messages it is credited to, by each model; docs/attribution.md."""
        order = get_object_or_404(Order.objects.all().placed(), public_id=public_id)
        found = read_attribution(order=order, now=timezone.now(), with_changes=True)
        return self.shown(AttributionOut, found)
