"""Who changed what, for programs."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import Choice, Filters, Number, Text, Time
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import UtcTime
from stores import changes
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.models import Change, ChangeDeed
from stores.roles import Verb


class RecordedChangeOut(serializers.Serializer[Change]):
    """One thing that was added, changed or removed."""

    id = serializers.UUIDField(source="public_id")
    at = UtcTime()
    deed = serializers.ChoiceField(choices=ChangeDeed.choices)
    thing = serializers.CharField(help_text="What it is, such as `stores_store`")
    thing_id = serializers.IntegerField(help_text="Tells things of one sort apart")
    name = serializers.CharField(help_text="What it was called then")
    store = serializers.SerializerMethodField()
    before = serializers.SerializerMethodField(help_text="Of a secret: `•••`, never its value")
    after = serializers.SerializerMethodField()
    who = serializers.CharField(help_text="`user:3`, `key:7`; empty for NotifyHub itself")
    label = serializers.CharField(  # type: ignore[assignment]  # a field of ours, not DRF's label
        help_text="Their name then"
    )
    door = serializers.CharField(help_text="`admin`, `api`, `job` or `command`; empty: by hand")
    through = serializers.CharField(help_text="Which page, operation or job")
    request = serializers.UUIDField(allow_null=True, help_text="What was done together has one")

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_before(self, row: Change) -> dict[str, Any] | None:
        return changes.read_back(row.thing, row.before)

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_after(self, row: Change) -> dict[str, Any] | None:
        return changes.read_back(row.thing, row.after)

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Change) -> dict[str, str] | None:
        if row.store_id is None or row.store_id not in self.context["stores"]:
            return None
        return store_ref(self.context, row.store_id)


class ChangeFilters(Filters):
    """Filters of the list of changes."""

    since = Time("at", help_text="Made at or after this time")
    until = Time("at", "lt", help_text="Made before this time")
    who = Text("who", max_length=40, help_text="`user:3` or `key:7`")
    thing = Text("thing", max_length=63, help_text="Such as `stores_store`")
    thing_id = Number("thing_id", min_value=1, max_value=2**63 - 1)
    deed = Choice("deed", choices=ChangeDeed.choices)


EXAMPLE: dict[str, Any] = {
    "id": "0b0f2c56-8f1e-4c0e-9f57-1d0c1a2b3c4d",
    "at": "2026-11-20T09:12:00Z",
    "deed": "CHANGED",
    "thing": "messaging_deliverymode",
    "thing_id": 12,
    "name": "ORDER_CONFIRMATION",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "before": {"mode": "SHOPIFY"},
    "after": {"mode": "WE_SEND"},
    "who": "user:3",
    "label": "Mina Haugen",
    "door": "admin",
    "through": "/admin/modes/4/",
    "request": "6b1f0c1e-4a53-4c7e-8a58-6f2d1c0b9a87",
}


class Changes(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_CHANGES}
    query_classes: ClassVar = {"GET": ChangeFilters}
    keyset: ClassVar = Keyset("changes", ("at", "id"))

    @described(
        "changes_list",
        "List what was changed",
        out=page_of(RecordedChangeOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Settings of the agency and its stores, newest first: who, through what, before, after.

        Nothing here can be edited or taken back. Orders and messages have timelines of their own.
        """
        rows = changes.within_reach(agency_id=self.actor.agency_id)
        return self.listed(RecordedChangeOut, self.narrowed(rows), keyset=self.keyset)
