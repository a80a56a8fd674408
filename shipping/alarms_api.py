"""What is amiss with parcels and orders, for programs: the list, and settling one."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import Choice, Filters, Rows
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from shipping import alarm_listing, alarms
from shipping.models import Alarm, AlarmKind
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import OfStore
from stores.roles import Verb

STATES = ((alarm_listing.OPEN, "Amiss now"), (alarm_listing.OVER, "Over, or looked after"))


class AlarmOrderOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


class AlarmParcelOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField()
    state = serializers.CharField()


class AlarmOut(serializers.Serializer[Alarm]):
    """One trouble of one order or parcel."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    order = AlarmOrderOut()
    parcel = AlarmParcelOut(allow_null=True, help_text="Null: it is the whole order's")
    kind = serializers.ChoiceField(choices=AlarmKind.choices)
    explanation = serializers.CharField(source="get_kind_display", help_text="`kind` in words")
    since = UtcTime(help_text="When the trouble began")
    opened_at = UtcTime(help_text="When it was noticed")
    closed_at = UtcTime(allow_null=True)
    closed_by = serializers.CharField(help_text="Empty: news came, and it was over by itself")
    because = serializers.CharField(help_text="What was done")

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Alarm) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class AlarmFilters(Filters):
    """Filters of the list of alarms."""

    store = OfStore()
    kind = Choice(choices=AlarmKind.choices)
    state = Choice(method="standing", choices=STATES, default=alarm_listing.OPEN)

    def standing(self, rows: Rows, _column: str, state: str) -> Rows:
        return rows.filter(closed_at__isnull=state == alarm_listing.OPEN)


class SettleIn(Strict):
    because = serializers.CharField(
        max_length=500, default="", allow_blank=True, help_text="What was done; it is kept"
    )


EXAMPLE: dict[str, Any] = {
    "id": "0b5a7c1e-8a52-4a39-9d4f-2f1f3a6c9e11",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "order": {"id": "5d0a4b0e-62b1-4f0c-9f43-6f7c8f4a2d55", "name": "#10482"},
    "parcel": {
        "id": "7c1de0a2-15a3-4a59-8a0f-54a1b8f7ac10",
        "number": "370722150123456789",
        "state": "IN_TRANSIT",
    },
    "kind": "STALLED",
    "explanation": "Stands still on its way",
    "since": "2026-11-12T09:12:00Z",
    "opened_at": "2026-11-19T09:20:00Z",
    "closed_at": None,
    "closed_by": "",
    "because": "",
}


class Alarms(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": AlarmFilters}
    keyset: ClassVar = Keyset("alarms", ("opened_at", "id"))

    @described(
        "alarms_list",
        "List alarms",
        out=page_of(AlarmOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """What is amiss with parcels and orders, newest first."""
        rows = self.narrowed(Alarm.objects.all())
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Any, limit: int) -> list[Alarm]:
            return alarm_listing.newest_alarms(
                rows, store_ids=store_ids, before=position, limit=limit
            )

        return self.listed(AlarmOut, fetch, keyset=self.keyset)


class Settlement(ApiView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "alarms_settle",
        "Settle an alarm",
        body=SettleIn,
        out=AlarmOut,
        body_example={"because": "Asked Bring: it is found"},
        example={
            **EXAMPLE,
            "closed_at": "2026-11-20T09:20:00Z",
            "closed_by": "Jonas Berg",
            "because": "Asked Bring: it is found",
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody has looked after it. It comes back only if it goes wrong anew.

        To settle it twice changes nothing.
        """
        wanted = self.read_body(request, SettleIn)
        rows = Alarm.objects.select_related("order", "parcel")
        alarm = get_object_or_404(rows, public_id=public_id)
        alarms.settle_alarm(
            alarm=alarm, actor=self.actor.label, because=wanted["because"], now=timezone.now()
        )
        alarm.refresh_from_db(fields=["closed_at", "closed_by", "because"])
        return self.shown(AlarmOut, alarm)
