"""Incidents for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import incident_words, incidents
from analytics.models import Incident, Measure
from common.api.filters import Filters, Flag
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.roles import Verb


class IncidentOut(serializers.Serializer[Incident]):
    """Something went wrong far more often than usual."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    sender = serializers.UUIDField(
        source="sender.public_id",
        default=None,
        allow_null=True,
        help_text="By which most of it left",
    )
    domain = serializers.CharField(help_text="Recipients at this domain, of several stores")
    measure = serializers.ChoiceField(choices=Measure.choices)
    explanation = serializers.SerializerMethodField()
    what_to_do = serializers.SerializerMethodField()
    since_at = UtcTime(help_text="The messages are counted from then")
    tried_count = serializers.IntegerField()
    troubled_count = serializers.IntegerField()
    usual_rate = serializers.FloatField(help_text="What this may be on a usual day, 0 to 1")
    opened_at = UtcTime()
    closed_at = UtcTime(allow_null=True, help_text="Null: it goes on")
    noted_at = UtcTime(allow_null=True)
    noted_by = serializers.CharField()

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Incident) -> dict[str, str] | None:
        return store_ref(self.context, row.store_id) if row.store_id else None

    def get_explanation(self, row: Incident) -> str:
        """What happened, in a sentence."""
        return incident_words.sentence(row)

    def get_what_to_do(self, row: Incident) -> str:
        """The next step, in words."""
        return incident_words.what_to_do(row)


class IncidentFilters(Filters):
    """Filters of the list of incidents."""

    is_open = Flag(
        "closed_at",
        "isnull",
        allow_null=True,
        default=None,
        help_text="Those that go on, or are over",
    )


EXAMPLE: dict[str, Any] = {
    "id": "b0d3e0a4-6f0e-4b51-8a6e-1f4f7f1f0a01",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "sender": None,
    "domain": "",
    "measure": "BOUNCES",
    "explanation": "Fjell & Garn: 15 of 50 messages came back; usual is up to 2 %.",
    "what_to_do": "Look at the wrong addresses.",
    "since_at": "2026-11-20T09:00:00Z",
    "tried_count": 50,
    "troubled_count": 15,
    "usual_rate": 0.02,
    "opened_at": "2026-11-20T09:12:00Z",
    "closed_at": None,
    "noted_at": None,
    "noted_by": "",
}


class Incidents(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_FIGURES}
    query_classes: ClassVar = {"GET": IncidentFilters}
    keyset: ClassVar = Keyset("incidents", ("opened_at", "id"))

    @described(
        "incidents_list",
        "List incidents",
        out=page_of(IncidentOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """What came back, failed or was marked as spam far more often than usual, newest first."""
        rows = self.narrowed(Incident.objects.filter(agency_id=self.actor.agency_id))
        return self.listed(IncidentOut, rows.select_related("store", "sender"), keyset=self.keyset)


class IncidentNote(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "incidents_note",
        "Note an incident",
        out=IncidentOut,
        example={**EXAMPLE, "noted_at": "2026-11-20T09:20:00Z", "noted_by": "API key ERP"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody has it in hand: the start page says other things first.

        It stays open until things are as usual again. The first who notes it counts.
        """
        self.read_body(request, Strict)
        rows = Incident.objects.filter(agency_id=self.actor.agency_id)
        rows = rows.select_related("store", "sender")
        incident = get_object_or_404(rows, public_id=public_id)
        incidents.note_incident(incident=incident, actor=self.actor.label, now=timezone.now())
        return self.shown(IncidentOut, get_object_or_404(rows, public_id=public_id))
