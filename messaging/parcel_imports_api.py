"""Parcels out of a CSV file, for programs: tried dry, read in, stopped, and what was bad."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from messaging import parcel_imports
from shipping.models import ParcelImport, ParcelImportRow
from shipping.parcel_files import COLUMNS
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.models import Store
from stores.roles import Verb

LINE_STATES = ParcelImportRow.State
LONGEST_FILE = 900_000


class ParcelImportOut(serializers.Serializer[ParcelImport]):
    """A file of parcels."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=ParcelImport.State.choices)
    line_count = serializers.IntegerField(source="rows_count")
    tells_buyers = serializers.BooleanField()
    tells_shopify = serializers.BooleanField()
    actor = serializers.CharField()
    created_at = UtcTime()
    begun_at = UtcTime(allow_null=True)
    finished_at = UtcTime(allow_null=True)

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: ParcelImport) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class ProgressOut(ParcelImportOut):
    """A file, and how many of its lines stand where."""

    counts = serializers.SerializerMethodField()

    @extend_schema_field(
        serializers.DictField(
            child=serializers.IntegerField(),
            help_text="By state of the line: " + ", ".join(LINE_STATES.values),
        )
    )
    def get_counts(self, row: ParcelImport) -> dict[str, int]:
        counts = parcel_imports.counts_of(row)
        return {state: counts.get(state, 0) for state in LINE_STATES.values}


class ImportLineOut(serializers.Serializer[ParcelImportRow]):
    """One line that could not be read in, as it was written, and what to do about it."""

    line = serializers.IntegerField()
    state = serializers.ChoiceField(choices=LINE_STATES.choices)
    order = serializers.CharField(source="order_name")
    number = serializers.CharField()
    carrier = serializers.CharField()
    url = serializers.CharField()
    shipped_at = serializers.CharField()
    direction = serializers.CharField()
    what_to_do = serializers.CharField(source="said")


class ImportFileIn(Strict):
    store = serializers.UUIDField()
    name = serializers.CharField(max_length=200, default="parcels.csv")
    csv = serializers.CharField(
        max_length=LONGEST_FILE,
        trim_whitespace=False,
        help_text=f"Its first line names columns: {', '.join(COLUMNS)}",
    )


class ImportBeginIn(Strict):
    tells_buyers = serializers.BooleanField(default=True)
    tells_shopify = serializers.BooleanField(default=False)


class ImportQuery(PageQuery):
    """Filters of the list of files."""

    store = serializers.UUIDField(required=False, help_text="Of this store only")


EXAMPLE: dict[str, Any] = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d21",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "name": "parcels.csv",
    "state": "CHECKED",
    "line_count": 2,
    "tells_buyers": True,
    "tells_shopify": False,
    "actor": "API key ERP",
    "created_at": "2026-11-20T09:12:00Z",
    "begun_at": None,
    "finished_at": None,
}
PROGRESS_EXAMPLE = {
    **EXAMPLE,
    "counts": {"WAITING": 1, "BAD": 1, "ADDED": 0, "KNOWN": 0, "REFUSED": 0},
}


class Imports(ApiView):
    verbs: ClassVar = {"GET": Verb.HANDLE_PARCELS, "POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"GET": ImportQuery, "POST": Query}
    keyset: ClassVar = Keyset("parcel-imports", ("created_at", "id"))

    @described(
        "parcel_imports_list",
        "List files of parcels",
        out=page_of(ParcelImportOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Files that were sent in the last 90 days, newest first."""
        store_ids = self.stores_named(self.query.get("store"))
        rows = ParcelImport.objects.filter(store_id__in=store_ids)
        return self.listed(ParcelImportOut, rows, keyset=self.keyset)

    @described(
        "parcel_imports_check",
        "Look a file of parcels through",
        body=ImportFileIn,
        out={201: ProgressOut},
        body_example={
            "store": EXAMPLE["store"]["id"],
            "csv": "order;number;carrier\n#1001;370722150123456789;Bring\n",
        },
        example=PROGRESS_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """A dry run: each line is checked, and no parcel is added before `begin/`.

        409 `file-refused`: it cannot be read as a list of parcels.
        """
        wanted = self.read_body(request, ImportFileIn)
        (store_id,) = self.stores_named(wanted["store"])
        source = parcel_imports.check_file(
            store=Store.objects.get(pk=store_id),
            name=wanted["name"],
            content=wanted["csv"].encode(),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(ProgressOut, source, status=201)


class OneImport(ApiView):
    verbs: ClassVar = {"GET": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "parcel_imports_read", "Read a file of parcels", out=ProgressOut, example=PROGRESS_EXAMPLE
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """What it would do, or how far it is."""
        return self.shown(ProgressOut, import_or_404(public_id))


class ImportLines(ApiView):
    verbs: ClassVar = {"GET": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"GET": PageQuery}

    @described(
        "parcel_imports_lines",
        "List the lines that cannot be read in",
        out=page_of(ImportLineOut),
        example=page_example(
            {
                "line": 3,
                "state": "BAD",
                "order": "#1002",
                "number": "3.70722E+17",
                "carrier": "Bring",
                "url": "",
                "shipped_at": "",
                "direction": "OUT",
                "what_to_do": "Format the column as text and paste the numbers anew.",
            }
        ),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """As they were written, each with what to do, in the order of the file."""
        rows = parcel_imports.troubled(import_or_404(public_id))

        def fetch(position: Any, limit: int) -> list[ParcelImportRow]:
            later = rows.filter(line__gt=position[0]) if position else rows
            return list(later[:limit])

        return self.listed(ImportLineOut, fetch, keyset=Keyset("parcel-import-lines", ("line",)))


class BeginImport(ApiView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "parcel_imports_begin",
        "Read a file of parcels in",
        body=ImportBeginIn,
        out=ProgressOut,
        body_example={"tells_buyers": True},
        example={**PROGRESS_EXAMPLE, "state": "RUNNING", "begun_at": "2026-11-20T09:13:00Z"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """In the background; of one that was stopped the rest. 409 `import-not-now`."""
        wanted = self.read_body(request, ImportBeginIn)
        parcel_imports.begin_import(
            source=import_or_404(public_id),
            tells_buyers=wanted["tells_buyers"],
            tells_shopify=wanted["tells_shopify"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(ProgressOut, import_or_404(public_id))


class CancelImport(ApiView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "parcel_imports_cancel",
        "Stop reading a file in",
        out=ProgressOut,
        example={**PROGRESS_EXAMPLE, "state": "CANCELLED"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Stops before the next line; what was added stays. Twice changes nothing."""
        self.read_body(request, Strict)
        parcel_imports.cancel_import(source=import_or_404(public_id), now=timezone.now())
        return self.shown(ProgressOut, import_or_404(public_id))


def import_or_404(public_id: UUID) -> ParcelImport:
    return get_object_or_404(ParcelImport, public_id=public_id)
