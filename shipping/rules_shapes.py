"""The rules of a store as programs read and write them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.filters import Choice, Rows, Text
from common.api.shapes import Strict, UtcTime, WallTime
from shipping.calendars import MOST_SPECIAL_DAYS
from shipping.models import (
    Calendar,
    CalendarDay,
    DeliverySettings,
    Level,
    MixedCart,
    ProcessingTime,
    TransitTime,
)
from shipping.models.promise import MOST_DAYS
from shipping.processing_csv import MOST_BYTES
from shipping.processing_times import MOST_PRODUCTS
from shipping.transit_times import LONGEST_WAY
from stores.api_base import StoreRefOut, store_ref
from stores.api_filters import StoreFilters


class _OfStore(serializers.Serializer[Any]):
    """What every rule says of itself."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Any) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class CalendarRefOut(serializers.Serializer[Calendar]):
    """Which calendar."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


class ProcessingTimeOut(_OfStore, serializers.Serializer[ProcessingTime]):
    """From order to dispatch, in business days: variant > product > collection > vendor > store."""

    level = serializers.ChoiceField(choices=Level.choices)
    target = serializers.CharField(
        help_text="Shopify's id of it; the vendor's name in small letters; empty: the whole store"
    )
    label = serializers.CharField()  # type: ignore[assignment]  # a column, named as everywhere
    min_days = serializers.IntegerField()
    max_days = serializers.IntegerField()
    calendar = CalendarRefOut(allow_null=True, help_text="Null: the store's default")
    is_dropshipped = serializers.BooleanField(
        help_text="Sent by the supplier: the days reach to the buyer's door"
    )
    changed_at = UtcTime(allow_null=True)
    changed_by = serializers.CharField()


class ProcessingTimeFilters(StoreFilters):
    level = Choice(choices=Level.choices)


class ProcessingChangesIn(Strict):
    """What is named is changed, all else stays."""

    level = serializers.ChoiceField(choices=Level.choices, required=False)
    target = serializers.CharField(
        max_length=300,
        allow_blank=True,
        required=False,
        help_text="Shopify's id, global id or address of it, or the vendor's name",
    )
    label = serializers.CharField(  # type: ignore[assignment]  # a column, named as everywhere
        max_length=255, allow_blank=True, required=False
    )
    min_days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, required=False)
    max_days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, required=False)
    calendar = serializers.UUIDField(
        allow_null=True, required=False, help_text="Null: the store's default"
    )
    is_dropshipped = serializers.BooleanField(required=False)


class ProcessingTimeIn(ProcessingChangesIn):
    store = serializers.UUIDField()
    level = serializers.ChoiceField(choices=Level.choices)
    target = serializers.CharField(
        max_length=300,
        allow_blank=True,
        default="",
        help_text="Shopify's id, global id or address of it, or the vendor's name",
    )
    min_days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS)
    max_days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS)


class TableIn(Strict):
    store = serializers.UUIDField()
    csv = serializers.CharField(
        max_length=MOST_BYTES,
        trim_whitespace=False,
        help_text="With a first line `level,target,label,min,max,calendar,dropshipped`",
    )


class TroubleOut(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    words = serializers.CharField()


class TakenOut(serializers.Serializer[Any]):
    """What came of a table: all of it, or nothing and what is wrong with its lines."""

    added_count = serializers.IntegerField()
    changed_count = serializers.IntegerField()
    same_count = serializers.IntegerField()
    troubles = TroubleOut(many=True)


class TransitTimeOut(_OfStore, serializers.Serializer[TransitTime]):
    """From dispatch to the door. Empty: any; the most exact one counts."""

    country = serializers.CharField()
    postcode = serializers.CharField(help_text="How it begins")
    carrier = serializers.CharField()
    method = serializers.CharField(help_text="The shipping rate's name, in small letters")
    min_days = serializers.IntegerField()
    max_days = serializers.IntegerField()
    runs_daily = serializers.BooleanField(
        help_text="False: business days of the country that it goes to"
    )
    changed_at = UtcTime(allow_null=True)
    changed_by = serializers.CharField()


class TransitTimeFilters(StoreFilters):
    country = Text(method="to", max_length=2)

    def to(self, rows: Rows, _column: str, country: str) -> Rows:
        return rows.filter(country=country.upper())


class TransitChangesIn(Strict):
    """What is named is changed, all else stays."""

    country = serializers.CharField(max_length=2, allow_blank=True, required=False)
    postcode = serializers.CharField(max_length=20, allow_blank=True, required=False)
    carrier = serializers.CharField(max_length=45, allow_blank=True, required=False)
    method = serializers.CharField(max_length=255, allow_blank=True, required=False)
    min_days = serializers.IntegerField(min_value=0, max_value=LONGEST_WAY, required=False)
    max_days = serializers.IntegerField(min_value=0, max_value=LONGEST_WAY, required=False)
    runs_daily = serializers.BooleanField(required=False)


class TransitTimeIn(TransitChangesIn):
    store = serializers.UUIDField()
    min_days = serializers.IntegerField(min_value=0, max_value=LONGEST_WAY)
    max_days = serializers.IntegerField(min_value=0, max_value=LONGEST_WAY)


class SpecialDayOut(serializers.Serializer[CalendarDay]):
    """Days, both ends meant, that are not as their weekday or the holidays say."""

    first = serializers.DateField()
    last = serializers.DateField()
    is_open = serializers.BooleanField()
    note = serializers.CharField()


class SpecialDayIn(Strict):
    first = serializers.DateField()
    last = serializers.DateField()
    is_open = serializers.BooleanField(default=False)
    note = serializers.CharField(max_length=100, allow_blank=True, default="")


class CalendarOut(_OfStore, serializers.Serializer[Calendar]):
    """On which days, and until when on each, a place of the store packs."""

    name = serializers.CharField()
    is_default = serializers.BooleanField()
    workdays = serializers.ListField(child=serializers.IntegerField(), help_text="0 is Monday")
    country = serializers.CharField(help_text="Whose public holidays are kept; empty: none")
    subdivision = serializers.CharField()
    cutoff = WallTime(help_text="Ordered by then counts on that day")
    timezone = serializers.CharField(help_text="Empty: the store's")
    days = SpecialDayOut(many=True, source="days.all")
    changed_at = UtcTime(allow_null=True)
    changed_by = serializers.CharField()


class CalendarChangesIn(Strict):
    """What is named is changed, all else stays; `days` are replaced as a whole."""

    name = serializers.CharField(max_length=100, required=False)
    workdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6),
        min_length=1,
        max_length=7,
        required=False,
        help_text="0 is Monday",
    )
    country = serializers.CharField(max_length=2, allow_blank=True, required=False)
    subdivision = serializers.CharField(max_length=10, allow_blank=True, required=False)
    cutoff = WallTime(required=False)
    timezone = serializers.CharField(max_length=64, allow_blank=True, required=False)
    days = serializers.ListField(child=SpecialDayIn(), max_length=MOST_SPECIAL_DAYS, required=False)
    is_default = serializers.BooleanField(
        required=False, help_text="True: choose it. Another is chosen by choosing that one."
    )


class CalendarIn(CalendarChangesIn):
    store = serializers.UUIDField()
    name = serializers.CharField(max_length=100)
    cutoff = WallTime()


class DeliverySettingsOut(serializers.Serializer[DeliverySettings]):
    """How a store promises, and when it is warned."""

    is_shown = serializers.BooleanField(help_text="Whether buyers are shown when things arrive")
    mixed_cart = serializers.ChoiceField(choices=MixedCart.choices)
    tells_delays = serializers.BooleanField(help_text="Buyers are written to when a date moves")
    tells_silence = serializers.BooleanField(help_text="Or after long silence")
    risk_hours = serializers.IntegerField(help_text="Warned so long before goods must leave")
    silence_days = serializers.IntegerField(help_text="Business days")
    first_scan_days = serializers.IntegerField(help_text="Business days")
    stalled_days = serializers.IntegerField(help_text="Business days")
    changed_at = UtcTime(allow_null=True)
    changed_by = serializers.CharField()


class DeliverySettingsIn(Strict):
    """What is left out stays as it is."""

    is_shown = serializers.BooleanField(required=False)
    mixed_cart = serializers.ChoiceField(choices=MixedCart.choices, required=False)
    tells_delays = serializers.BooleanField(required=False)
    tells_silence = serializers.BooleanField(required=False)
    risk_hours = serializers.IntegerField(min_value=1, max_value=720, required=False)
    silence_days = serializers.IntegerField(min_value=1, max_value=60, required=False)
    first_scan_days = serializers.IntegerField(min_value=1, max_value=60, required=False)
    stalled_days = serializers.IntegerField(min_value=1, max_value=60, required=False)


class ProductOut(serializers.Serializer[Any]):
    """A product of a collection."""

    product = serializers.CharField(help_text="Shopify's id")


class ProductsIn(Strict):
    products = serializers.ListField(
        child=serializers.CharField(max_length=300),
        max_length=MOST_PRODUCTS,
        help_text="Shopify's ids of all products that are in it",
    )


class ProductsOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
