"""Carriers as programs read and write them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.filters import Flag
from common.api.shapes import Strict, UtcTime
from shipping.carriers.data import Candidate
from shipping.models import Carrier
from shipping.own_carriers import LONGEST_NAME, LONGEST_PHONE, LONGEST_URL
from stores.api_base import StoreRefOut, store_ref
from stores.api_filters import StoreFilters

LONGEST_NUMBER = 100


class CarrierOut(serializers.Serializer[Carrier]):
    """A carrier of a store's own."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    name = serializers.CharField()
    url_template = serializers.CharField(help_text="`{number}` stands for the tracking number")
    phone = serializers.CharField()
    is_retired = serializers.BooleanField(help_text="No longer offered; its parcels keep it")
    created_at = UtcTime()
    created_by = serializers.CharField()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Carrier) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class CarrierFilters(StoreFilters):
    is_retired = Flag(allow_null=True, default=None)


class CarrierChangesIn(Strict):
    name = serializers.CharField(required=False, max_length=LONGEST_NAME)
    url_template = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_URL,
        help_text="https, with `{number}` once",
    )
    phone = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_PHONE)


class CarrierIn(CarrierChangesIn):
    store = serializers.UUIDField()
    name = serializers.CharField(max_length=LONGEST_NAME)


class KnownOut(serializers.Serializer[Any]):
    """A carrier of our table."""

    code = serializers.CharField()
    name = serializers.CharField()
    has_link = serializers.BooleanField(help_text="Its parcels can be followed by their number")


class KnownListOut(serializers.Serializer[Any]):
    results = KnownOut(many=True)


class DetectIn(Strict):
    number = serializers.CharField(max_length=LONGEST_NUMBER)
    store = serializers.UUIDField(
        required=False, help_text="Its country and its usual carriers weigh in"
    )
    company = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_NAME,
        help_text="Whom Shopify or staff named: never overridden",
    )
    country = serializers.RegexField(
        r"\A[A-Za-z]{2}\Z",
        required=False,
        allow_blank=True,
        default="",
        help_text="Where the parcel goes, in two letters",
    )


class CandidateOut(serializers.Serializer[Candidate]):
    """A carrier whose parcel it may be."""

    code = serializers.CharField(help_text="Empty: named, and not of our table")
    name = serializers.CharField()
    confidence = serializers.FloatField(help_text="0 to 1, of all that it may be")
    is_checked = serializers.BooleanField(help_text="A check digit of this carrier's agrees")
    is_named = serializers.BooleanField(help_text="Shopify or staff said so")
    url = serializers.CharField(help_text="Empty where none is known or safe to follow")


class DetectOut(serializers.Serializer[Any]):
    """`carrier` is null where the number leaves it open: then ask a person."""

    carrier = CandidateOut(allow_null=True)
    candidates = CandidateOut(many=True, help_text="Likeliest first")
