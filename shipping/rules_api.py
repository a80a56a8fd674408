"""How long things take to leave and to arrive, for programs."""

from dataclasses import fields
from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query
from shipping import processing_csv, processing_times, transit_times
from shipping.models import Calendar, ProcessingTime, TransitTime
from shipping.processing_times import ProcessingDraft
from shipping.rule_changes import By, Outcome, hold_rules
from shipping.rules_shapes import (
    ProcessingChangesIn,
    ProcessingTimeFilters,
    ProcessingTimeIn,
    ProcessingTimeOut,
    TableIn,
    TakenOut,
    TransitChangesIn,
    TransitTimeFilters,
    TransitTimeIn,
    TransitTimeOut,
)
from shipping.transit_times import TransitDraft
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb

STORE: dict[str, str] = {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}
SAID = {"changed_at": "2026-11-20T09:12:00Z", "changed_by": "Jonas Berg"}
PROCESSING_EXAMPLE = {
    "id": "3c0d5f3e-2a55-4c52-9d6e-5f0e9a8b7c61",
    "store": STORE,
    "level": "PRODUCT",
    "target": "8412345678901",
    "label": "Sweater, made to order",
    "min_days": 2,
    "max_days": 5,
    "calendar": None,
    "is_dropshipped": False,
    **SAID,
}
TRANSIT_EXAMPLE = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02",
    "store": STORE,
    "country": "NO",
    "postcode": "9",
    "carrier": "",
    "method": "",
    "min_days": 3,
    "max_days": 5,
    "runs_daily": False,
    **SAID,
}


class RuleView(ApiView):
    """Who changes, and of which store."""

    @property
    def by(self) -> By:
        return By(self.actor.label, timezone.now())

    def store_named(self, public_id: UUID) -> Store:
        (store_id,) = self.stores_named(public_id)
        return next(one for one in self.actor.stores if one.pk == store_id)


def _calendar(store: Store, public_id: UUID | None) -> Calendar | None:
    return get_object_or_404(Calendar, store=store, public_id=public_id) if public_id else None


class ProcessingTimes(RuleView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": ProcessingTimeFilters, "POST": Query}
    keyset: ClassVar = Keyset("processing-times", ("id",))

    @described(
        "processing_times_list",
        "List processing times",
        out=page_of(ProcessingTimeOut),
        example=page_example(PROCESSING_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Of the stores of the key, the newest first. The most exact level of a line counts."""
        owners = self.stores_named(self.query.get("store"))
        rows = ProcessingTime.objects.filter(store_id__in=owners).select_related("calendar")
        return self.listed(ProcessingTimeOut, self.narrowed(rows), keyset=self.keyset)

    @described(
        "processing_times_set",
        "Set a processing time",
        body=ProcessingTimeIn,
        out={200: ProcessingTimeOut, 201: ProcessingTimeOut},
        body_example={
            "store": STORE["id"],
            "level": "PRODUCT",
            "target": "8412345678901",
            "label": "Sweater, made to order",
            "min_days": 2,
            "max_days": 5,
        },
        example=PROCESSING_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Say how long it takes for this level and target. 201: it is new. 200: it was there.

        To say the same twice changes nothing, so a repeated call needs no Idempotency-Key. It
        counts for orders from now on. 409 `delivery-rule-refused`.
        """
        wanted = self.read_body(request, ProcessingTimeIn)
        store = self.store_named(wanted.pop("store"))
        wanted["calendar"] = _calendar(store, wanted.get("calendar"))
        row, outcome = processing_times.set_processing_time(
            store=store, draft=ProcessingDraft(**wanted), by=self.by
        )
        status = 201 if outcome is Outcome.ADDED else 200
        return self.shown(ProcessingTimeOut, row, status=status)


class OneProcessingTime(RuleView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_STORES,
        "PATCH": Verb.MANAGE_STORES,
        "DELETE": Verb.MANAGE_STORES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}
    versioned_by: ClassVar = ProcessingTimeOut

    def lock(self) -> None:
        hold_rules(self._row(self.kwargs["public_id"]).store)

    @described(
        "processing_times_read",
        "Read a processing time",
        out=ProcessingTimeOut,
        example=PROCESSING_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """One of them."""
        return self.shown(ProcessingTimeOut, self._row(public_id))

    @described(
        "processing_times_change",
        "Change a processing time",
        body=ProcessingChangesIn,
        out=ProcessingTimeOut,
        body_example={"max_days": 7},
        example=PROCESSING_EXAMPLE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is named is changed, all else stays. 409 `delivery-rule-refused`."""
        wanted = self.read_body(request, ProcessingChangesIn)
        row = self._row(public_id)
        if "calendar" in wanted:
            wanted["calendar"] = _calendar(row.store, wanted["calendar"])
        told = {one.name: getattr(row, one.name) for one in fields(ProcessingDraft)}
        draft = ProcessingDraft(**told | wanted)
        row = processing_times.change_processing_time(row=row, draft=draft, by=self.by)
        return self.shown(ProcessingTimeOut, row)

    @described(
        "processing_times_remove",
        "Remove a processing time",
        out=ProcessingTimeOut,
        example=PROCESSING_EXAMPLE,
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        """The next level above it counts from now on."""
        row = self._row(public_id)
        answer = self.shown(ProcessingTimeOut, row)
        processing_times.remove_processing_time(row=row, by=self.by)
        return answer

    def _row(self, public_id: UUID) -> ProcessingTime:
        rows = ProcessingTime.objects.select_related("calendar", "store")
        return get_object_or_404(rows, public_id=public_id)


class ProcessingTable(RuleView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "processing_times_table",
        "Set many processing times by CSV",
        body=TableIn,
        out=TakenOut,
        body_example={
            "store": STORE["id"],
            "csv": "level,target,label,min,max,calendar,dropshipped\nvendor,Rauma,,2,5,,\n",
        },
        example={"added_count": 1, "changed_count": 0, "same_count": 0, "troubles": []},
    )
    def post(self, request: Request) -> Response:
        """All lines, or none where `troubles` names one. 409 `delivery-rule-refused`."""
        wanted = self.read_body(request, TableIn)
        store = self.store_named(wanted["store"])
        taken = processing_csv.set_processing_times(store=store, text=wanted["csv"], by=self.by)
        return self.shown(TakenOut, taken)


class TransitTimes(RuleView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": TransitTimeFilters, "POST": Query}
    keyset: ClassVar = Keyset("transit-times", ("id",))

    @described(
        "transit_times_list",
        "List transit times",
        out=page_of(TransitTimeOut),
        example=page_example(TRANSIT_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Of the stores of the key, the newest first."""
        owners = self.stores_named(self.query.get("store"))
        rows = TransitTime.objects.filter(store_id__in=owners)
        return self.listed(TransitTimeOut, self.narrowed(rows), keyset=self.keyset)

    @described(
        "transit_times_set",
        "Set a transit time",
        body=TransitTimeIn,
        out={200: TransitTimeOut, 201: TransitTimeOut},
        body_example={
            "store": STORE["id"],
            "country": "NO",
            "postcode": "9",
            "min_days": 3,
            "max_days": 5,
        },
        example=TRANSIT_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Say how long the way takes for this zone, carrier and rate. 201: new. 200: it was there.

        To say the same twice changes nothing. 409 `delivery-rule-refused`.
        """
        wanted = self.read_body(request, TransitTimeIn)
        store = self.store_named(wanted.pop("store"))
        row, outcome = transit_times.set_transit_time(
            store=store, draft=TransitDraft(**wanted), by=self.by
        )
        status = 201 if outcome is Outcome.ADDED else 200
        return self.shown(TransitTimeOut, row, status=status)


class OneTransitTime(RuleView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_STORES,
        "PATCH": Verb.MANAGE_STORES,
        "DELETE": Verb.MANAGE_STORES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}
    versioned_by: ClassVar = TransitTimeOut

    def lock(self) -> None:
        hold_rules(self._row(self.kwargs["public_id"]).store)

    @described(
        "transit_times_read", "Read a transit time", out=TransitTimeOut, example=TRANSIT_EXAMPLE
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """One of them."""
        return self.shown(TransitTimeOut, self._row(public_id))

    @described(
        "transit_times_change",
        "Change a transit time",
        body=TransitChangesIn,
        out=TransitTimeOut,
        body_example={"max_days": 7},
        example=TRANSIT_EXAMPLE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is named is changed, all else stays. 409 `delivery-rule-refused`."""
        wanted = self.read_body(request, TransitChangesIn)
        row = self._row(public_id)
        told = {one.name: getattr(row, one.name) for one in fields(TransitDraft)}
        draft = TransitDraft(**told | wanted)
        row = transit_times.change_transit_time(row=row, draft=draft, by=self.by)
        return self.shown(TransitTimeOut, row)

    @described(
        "transit_times_remove",
        "Remove a transit time",
        out=TransitTimeOut,
        example=TRANSIT_EXAMPLE,
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        """A less exact one counts from now on."""
        row = self._row(public_id)
        answer = self.shown(TransitTimeOut, row)
        transit_times.remove_transit_time(row=row, by=self.by)
        return answer

    def _row(self, public_id: UUID) -> TransitTime:
        return get_object_or_404(TransitTime.objects.select_related("store"), public_id=public_id)
