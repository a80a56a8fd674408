"""Shopify told of a parcel's number, also again; for programs."""

from typing import ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from messaging.parcels_api import parcel_or_404
from shipping import writing_back
from shipping.models import ParcelWriteBack
from shipping.models.writing import WriteState
from stores.api_base import ApiView
from stores.roles import Verb


class WriteBackOut(serializers.Serializer[ParcelWriteBack]):
    """Whether Shopify has the number."""

    state = serializers.ChoiceField(choices=WriteState.choices)
    detail = serializers.CharField(help_text="The last thing that Shopify said")
    asked_at = UtcTime()
    settled_at = UtcTime(allow_null=True)


class WriteBack(ApiView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "parcels_write_back",
        "Tell Shopify of a parcel",
        out=WriteBackOut,
        example={
            "state": "DUE",
            "detail": "",
            "asked_at": "2026-11-20T09:12:00Z",
            "settled_at": None,
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """In a moment; also again after Shopify refused. 409 `parcel-not-for-shopify`."""
        self.read_body(request, Strict)
        row = writing_back.ask_write_back(
            parcel=parcel_or_404(public_id), actor=self.actor.label, now=timezone.now()
        )
        return self.shown(WriteBackOut, row)
