"""One promise, as the API shows it."""

from typing import Any

from rest_framework import serializers

from common.api.shapes import UtcTime
from shipping.models import Cause, Promise
from shipping.promising.data import Why


class PromisedLineOut(serializers.Serializer[Any]):
    """What is promised of one line; `why` says what is missing where it has no day."""

    line = serializers.IntegerField(help_text="Its place among the order's lines, from 0")
    ships_by_on = serializers.CharField(help_text="A day, or empty")
    from_on = serializers.CharField(help_text="A day, or empty")
    to_on = serializers.CharField(help_text="A day, or empty")
    why = serializers.ChoiceField(choices=[each.value for each in Why], allow_blank=True)
    is_sent = serializers.BooleanField()
    is_there = serializers.BooleanField(default=False)
    is_dropshipped = serializers.BooleanField()


class PromiseOut(serializers.Serializer[Promise]):
    """One promise: the dates that mail, page and storefront show alike."""

    id = serializers.UUIDField(source="public_id")
    version = serializers.IntegerField()
    is_current = serializers.BooleanField()
    cause = serializers.ChoiceField(choices=Cause.choices)
    because = serializers.CharField()
    actor = serializers.CharField(help_text="Who set it; empty: the store's rules")
    made_at = UtcTime()
    ships_by = UtcTime(allow_null=True, help_text="The moment after which something is late")
    ships_by_on = serializers.DateField(allow_null=True, help_text="The day by which all leaves")
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True, help_text="null: cannot be said")
    shipped_at = UtcTime(allow_null=True)
    settled_at = UtcTime(allow_null=True, help_text="When all was delivered")
    is_kept = serializers.BooleanField(allow_null=True)
    lines = PromisedLineOut(many=True)
    steps = serializers.ListField(
        child=serializers.DictField(), help_text="How it was worked out, in codes and days"
    )
