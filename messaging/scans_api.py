"""What was said of a parcel, for programs: the list, and adding to it.

Here and not in shipping, since buyers are told of some of it.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from messaging import scanning
from shipping.life import Scan
from shipping.models import Origin, Parcel, ParcelEvent, ParcelState
from shipping.queries import said_of_parcel
from stores.api_base import ApiView
from stores.roles import Verb

STATES = [one for one in ParcelState.choices if one[0]]


class ScanOut(serializers.Serializer[ParcelEvent]):
    """What was once said of a parcel."""

    state = serializers.CharField(
        help_text="Words of carriers that are not known stay as they came"
    )
    at = UtcTime()
    origin = serializers.ChoiceField(choices=Origin.choices)
    number = serializers.CharField(help_text="Of which number it was said; empty: of the parcel")
    message = serializers.CharField()
    city = serializers.CharField()
    country = serializers.CharField()
    expected_at = UtcTime(source="estimated_at", allow_null=True)
    actor = serializers.CharField()


class ScanIn(Strict):
    state = serializers.ChoiceField(choices=STATES)
    at = UtcTime(required=False, help_text="When it happened; now, if it is left out")
    message = serializers.CharField(max_length=500, default="", allow_blank=True)
    city = serializers.CharField(max_length=255, default="", allow_blank=True)
    country = serializers.CharField(max_length=64, default="", allow_blank=True)


EXAMPLE: dict[str, Any] = {
    "state": "IN_TRANSIT",
    "at": "2026-11-20T09:12:00Z",
    "origin": "API",
    "number": "",
    "message": "Left the hub",
    "city": "Oslo",
    "country": "NO",
    "expected_at": None,
    "actor": "Warehouse key",
}


class Scans(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("scans", ("at", "id"))

    def parcel(self, public_id: UUID) -> Parcel:
        rows = Parcel.objects.select_related("order__store", "fulfilment")
        found: Parcel = get_object_or_404(rows, public_id=public_id)
        return found

    @described(
        "parcels_scans_list",
        "List what was said of a parcel",
        out=page_of(ScanOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """By Shopify, carriers, staff and programs; newest first."""
        return self.listed(ScanOut, said_of_parcel(self.parcel(public_id)), keyset=self.keyset)

    @described(
        "parcels_scans_add",
        "Say where a parcel is",
        body=ScanIn,
        out={200: ScanOut, 201: ScanOut},
        body_example={"state": "IN_TRANSIT", "city": "Oslo", "country": "NO"},
        example=EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It moves the parcel as a carrier's word does, and tells the buyer what a mail is for.

        201: it is new. 200: the same was said before. 409 `scan-lies-ahead`,
        `scan-too-long-ago`.
        """
        wanted = self.read_body(request, ScanIn)
        now = timezone.now()
        parcel = self.parcel(public_id)
        scan = Scan(**{"at": now, **wanted}, origin=Origin.API, actor=self.actor.label[:254])
        event = scanning.record_scan(parcel=parcel, scan=scan, now=now)
        is_new = event is not None
        held = event or said_of_parcel(parcel).filter(state=scan.state, at=scan.at).first()
        return self.shown(ScanOut, held, status=201 if is_new else 200)
