"""Parcels as they go in and out of the API."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.expanding import Expand, ExpandField, Expansion, expanded_of
from common.api.filters import Choice, Filters, Id, Rows, Text, Time
from common.api.shapes import Query, Strict, UtcTime
from messaging.expanding import order_of
from orders.data import QuantityData
from orders.listing import OrderRowOut, order_or_404
from orders.naming import OrderNamedIn
from shipping.data import ParcelDraft
from shipping.following import carrier_of, link_of
from shipping.models import CarrierGround, Direction, Origin, Parcel
from shipping.numbers import key_of
from stores.api_base import StoreRefOut, store_ref
from stores.api_filters import OfStore
from stores.roles import Verb

MOST_LINES: Final = 250
PARCEL_ID: Final = "3c0a2f53-7f0e-4a5f-9d5e-2f1f4c6b8d10"


class ParcelLineOut(serializers.Serializer[Any]):
    """So many of a line of the order, by its `shopify_id`."""

    line = serializers.CharField()
    quantity = serializers.IntegerField()


class FormerOut(serializers.Serializer[Any]):
    """A number that the parcel once had."""

    number = serializers.CharField()
    company = serializers.CharField(default="")
    until = UtcTime(allow_null=True, default=None)


class ParcelOrderOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


EXPANSIONS: Final = {"order": Expansion(order_of, OrderRowOut, Verb.VIEW_ORDERS)}


class ParcelOut(serializers.Serializer[Parcel]):
    """One box, whoever told us of it."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    order = ParcelOrderOut()
    number = serializers.CharField(help_text="Empty: it travels without one")
    former = FormerOut(many=True, help_text="What it was known by before, oldest first")
    carrier = serializers.CharField(
        help_text="A code of `carriers/known/`; empty: none of them, or not known"
    )
    carrier_name = serializers.SerializerMethodField()
    carrier_ground = serializers.ChoiceField(
        choices=CarrierGround.choices, help_text="Why it is thought to be with that carrier"
    )
    url = serializers.SerializerMethodField(help_text="Where it can be followed; empty: nowhere")
    direction = serializers.ChoiceField(choices=Direction.choices)
    origin = serializers.ChoiceField(choices=Origin.choices, help_text="Who told us of it first")
    lines = ParcelLineOut(many=True, help_text="Empty: nobody said what is in it")
    state = serializers.CharField(
        help_text="A word of ours, or a carrier's new one; empty: nothing heard yet"
    )
    shipped_at = UtcTime(allow_null=True)
    delivered_at = UtcTime(allow_null=True)
    heard_at = UtcTime(allow_null=True)
    expected_at = UtcTime(allow_null=True)
    created_at = UtcTime()
    expanded = expanded_of("Parcel", EXPANSIONS)(required=False)

    @extend_schema_field(StoreRefOut)
    def get_store(self, parcel: Parcel) -> dict[str, str]:
        return store_ref(self.context, parcel.store_id)

    def get_carrier_name(self, parcel: Parcel) -> str:
        return carrier_of(parcel)

    def get_url(self, parcel: Parcel) -> str:
        return link_of(parcel)


class ParcelFilters(Filters):
    """Filters of the list of parcels."""

    store = OfStore()
    order = Id(method="of_order")
    number = Text(
        method="known_by", max_length=200, help_text="The whole number, however it is spelled"
    )
    state = Text(method="standing", max_length=40, help_text="`UNKNOWN`: nothing heard yet")
    carrier = Text(max_length=40, help_text="A carrier's code")
    direction = Choice(choices=Direction.choices)
    created_since = Time("created_at")
    expand = Expand(EXPANSIONS)

    def of_order(self, rows: Rows, _column: str, order: UUID) -> Rows:
        return rows.filter(order=order_or_404(order))

    def known_by(self, rows: Rows, _column: str, number: str) -> Rows:
        return rows.filter(number_key=key_of(number)).exclude(number="")

    def standing(self, rows: Rows, _column: str, state: str) -> Rows:
        state = state.upper()
        return rows.filter(state="" if state == "UNKNOWN" else state)


class OneParcelQuery(Query):
    """What a read parcel brings along."""

    expand = ExpandField(EXPANSIONS)


class RemovalQuery(Query):
    """A body of a DELETE gets lost on the way, so the reason stands in the address."""

    because = serializers.CharField(
        default="", max_length=500, help_text="Needed: it stands on the order's timeline"
    )


class ParcelLineIn(Strict):
    line = serializers.RegexField(r"^[0-9]{1,19}\Z", help_text="`shopify_id` of the order's line")
    quantity = serializers.IntegerField(min_value=1, max_value=1_000_000)


class CarrierIn(Strict):
    """What says who brings it; all may be left out if the number says it."""

    carrier = serializers.CharField(
        default="", max_length=40, allow_blank=True, help_text="A code of `carriers/known/`"
    )
    carrier_name = serializers.CharField(
        default="", max_length=100, allow_blank=True, help_text="A name, also of an own carrier"
    )
    url = serializers.CharField(default="", max_length=2000, allow_blank=True)
    tells_buyer = serializers.BooleanField(default=True)
    tells_shopify = serializers.BooleanField(
        default=False, help_text="Enter the number at Shopify, which sends no mail of its own"
    )


class ParcelIn(CarrierIn, OrderNamedIn):
    number = serializers.CharField(default="", max_length=200, allow_blank=True)
    direction = serializers.ChoiceField(choices=Direction.choices, default=Direction.OUT)
    lines = serializers.ListField(child=ParcelLineIn(), required=False, max_length=MOST_LINES)
    shipped_at = UtcTime(required=False, allow_null=True, help_text="Now, if it is left out")


class ParcelChangeIn(CarrierIn):
    number = serializers.CharField(required=False, max_length=200)
    lines = serializers.ListField(child=ParcelLineIn(), required=False, max_length=MOST_LINES)
    because = serializers.CharField(default="", max_length=500, allow_blank=True)


def draft_of(wanted: Mapping[str, Any], *, nonce: str = "") -> ParcelDraft:
    return ParcelDraft(
        number=wanted.get("number", ""),
        company=wanted["carrier_name"],
        carrier=wanted["carrier"],
        url=wanted["url"],
        direction=wanted.get("direction", Direction.OUT),
        lines=lines_of(wanted),
        shipped_at=wanted.get("shipped_at"),
        origin=Origin.API,
        tells_buyer=wanted["tells_buyer"],
        tells_shopify=wanted["tells_shopify"],
        nonce=nonce,
    )


def lines_of(wanted: Mapping[str, Any]) -> tuple[QuantityData, ...]:
    return tuple(
        QuantityData(int(each["line"]), each["quantity"]) for each in wanted.get("lines", ())
    )


EXAMPLE: Final[dict[str, Any]] = {
    "id": PARCEL_ID,
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "order": {"id": "b9d3cf5e-6a0d-4f7e-8c39-2f5f4b8f1a01", "name": "#1001"},
    "number": "370722150123456789",
    "former": [],
    "carrier": "bring",
    "carrier_name": "Bring",
    "carrier_ground": "STAFF",
    "url": "https://sporing.bring.no/sporing/370722150123456789",
    "direction": "OUT",
    "origin": "API",
    "lines": [{"line": "9000000000001", "quantity": 2}],
    "state": "IN_TRANSIT",
    "shipped_at": "2026-11-20T12:00:00Z",
    "delivered_at": None,
    "heard_at": "2026-11-20T18:30:00Z",
    "expected_at": None,
    "created_at": "2026-11-20T12:00:00Z",
}
