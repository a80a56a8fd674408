"""Buyers' data for programs: copies, erasures, and how long a store keeps what."""

import base64
import hashlib
from typing import Any, ClassVar, Final
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
from intake.buyers import asking, erasing, retaining
from intake.buyers.erasing import Asked, Somebody
from intake.buyers.retaining import BOUNDS, Choices, Sort
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.models import AskedBy, DataExport, ErasureKind, ExportState, Store, Tombstone
from stores.roles import Verb

STORE_ID: Final = "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11"
SOMEBODY: Final = "Either `email`, or Shopify's number of the customer."


class CopyOut(serializers.Serializer[DataExport]):
    """A copy of everything kept of one buyer, and how far it is."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    asked_by = serializers.ChoiceField(choices=AskedBy.choices)
    email = serializers.CharField(help_text="Empty once the copy was dropped")
    customer_shopify_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=ExportState.choices)
    steps_done = serializers.IntegerField(source="step")
    steps = serializers.IntegerField()
    rows_count = serializers.IntegerField()
    asked_at = UtcTime()
    due_at = UtcTime(help_text="By then the buyer must have it")
    made_at = UtcTime(allow_null=True)
    kept_until = UtcTime(allow_null=True)
    taken_at = UtcTime(allow_null=True, help_text="When it was first handed out")
    taken_by = serializers.CharField()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: DataExport) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class SomebodyIn(Strict):
    """One buyer of one store."""

    store = serializers.UUIDField()
    email = serializers.EmailField(max_length=254, required=False, help_text=SOMEBODY)
    customer_shopify_id = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, help_text=SOMEBODY
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("email" in attrs) == ("customer_shopify_id" in attrs):
            raise serializers.ValidationError({"email": SOMEBODY}, "required")
        return attrs


class ErasureIn(SomebodyIn):
    """Whom to forget. It cannot be undone."""

    reason = serializers.CharField(max_length=500)
    confirm = serializers.CharField(
        max_length=254, help_text="The same e-mail or number once more: this cannot be undone"
    )


class ArchiveOut(serializers.Serializer[Any]):
    """The copy itself."""

    name = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the ZIP")
    zip_base64 = serializers.CharField(help_text="A ZIP of data.json and read.html, in base64")


class ErasureOut(serializers.Serializer[Tombstone]):
    """An erasure that was done. It names nobody."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=ErasureKind.choices)
    asked_by = serializers.ChoiceField(choices=AskedBy.choices)
    actor = serializers.CharField()
    reason = serializers.CharField()
    orders_count = serializers.IntegerField()
    erased_at = UtcTime()
    replayed_at = UtcTime(allow_null=True, help_text="Done again after a restored dump")

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Tombstone) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class DroppedOut(serializers.Serializer[Any]):
    """What was last dropped of one sort."""

    sort = serializers.ChoiceField(choices=[(sort.value, sort.value) for sort in Sort])
    looked_at = UtcTime(allow_null=True)
    dropped_at = UtcTime(allow_null=True)
    last_count = serializers.IntegerField()
    total_count = serializers.IntegerField()


def _days(name: str, words: str, **more: Any) -> serializers.IntegerField:
    least, most = BOUNDS[name]
    return serializers.IntegerField(
        min_value=least, max_value=most, help_text=f"{words} {least}–{most}.", **more
    )


class RetentionIn(Strict):
    """What is left out stays as it is."""

    webhooks_days = _days("webhooks_days", "Shopify's webhooks as they came.", required=False)
    words_days = _days(
        "words_days",
        "Words of mails; null: as everywhere here.",
        required=False,
        allow_null=True,
    )
    baskets_days = _days("baskets_days", "Baskets that were left.", required=False)
    exports_days = _days("exports_days", "Copies of a buyer's data.", required=False)
    orders_months = _days(
        "orders_months",
        "Who bought; null: for as long as the store is connected.",
        required=False,
        allow_null=True,
    )


class RetentionOut(serializers.Serializer[Any]):
    """How long a store keeps what, and what was last dropped for it."""

    webhooks_days = serializers.IntegerField()
    words_days = serializers.IntegerField(allow_null=True)
    baskets_days = serializers.IntegerField()
    exports_days = serializers.IntegerField()
    orders_months = serializers.IntegerField(allow_null=True)
    dropped = DroppedOut(many=True)


COPY_EXAMPLE: Final = {
    "id": "6b1f0c1e-4a53-4c7e-8a58-6f2d1c0b9a87",
    "store": {"id": STORE_ID, "name": "Fjell & Garn"},
    "asked_by": "PROGRAM",
    "email": "kari@example.com",
    "customer_shopify_id": 7000000000001,
    "state": "READY",
    "steps_done": 43,
    "steps": 43,
    "rows_count": 118,
    "asked_at": "2026-11-20T09:12:00Z",
    "due_at": "2026-12-20T09:12:00Z",
    "made_at": "2026-11-20T09:12:04Z",
    "kept_until": "2026-12-04T09:12:04Z",
    "taken_at": None,
    "taken_by": "",
}
ERASURE_EXAMPLE: Final = {
    "id": "0b0f2c56-8f1e-4c0e-9f57-1d0c1a2b3c4d",
    "store": {"id": STORE_ID, "name": "Fjell & Garn"},
    "kind": "CUSTOMER",
    "asked_by": "PROGRAM",
    "actor": "API key ERP",
    "reason": "Asked for by telephone",
    "orders_count": 3,
    "erased_at": "2026-11-20T09:12:00Z",
    "replayed_at": None,
}
RETENTION_EXAMPLE: Final = {
    "webhooks_days": 30,
    "words_days": 400,
    "baskets_days": 180,
    "exports_days": 14,
    "orders_months": None,
    "dropped": [
        {
            "sort": "WEBHOOKS",
            "looked_at": "2026-11-20T09:00:00Z",
            "dropped_at": "2026-11-20T09:00:00Z",
            "last_count": 84,
            "total_count": 12044,
        }
    ],
}


class BuyersView(ApiView):
    """What names one buyer of one store."""

    def store_named(self, wanted: dict[str, Any]) -> Store:
        (store_id,) = self.stores_named(wanted["store"])
        return next(store for store in self.actor.stores if store.pk == store_id)

    def somebody(self, wanted: dict[str, Any]) -> Somebody:
        return Somebody(wanted.get("email", ""), wanted.get("customer_shopify_id"))


class Copies(BuyersView):
    verbs: ClassVar = {"GET": Verb.HANDLE_PRIVACY, "POST": Verb.HANDLE_PRIVACY}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("data-exports", ("asked_at", "id"))

    @described(
        "data_exports_list",
        "List copies of buyers' data",
        out=page_of(CopyOut),
        example=page_example(COPY_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Those that buyers asked for through Shopify, and those that staff asked for."""
        return self.listed(CopyOut, DataExport.objects.all(), keyset=self.keyset)

    @described(
        "data_exports_create",
        "Ask for a copy of a buyer's data",
        body=SomebodyIn,
        out={201: CopyOut},
        body_example={"store": STORE_ID, "email": "kari@example.com"},
        example={**COPY_EXAMPLE, "state": "WAITING", "made_at": None, "kept_until": None},
    )
    def post(self, request: Request) -> Response:
        """It is made in seconds to minutes: read it until it is READY, then `take/` it.

        409 `nothing-kept-of-them`: the store knows no such buyer.
        """
        wanted = self.read_body(request, SomebodyIn)
        made = asking.ask_for_copy(
            store=self.store_named(wanted),
            somebody=self.somebody(wanted),
            asked=Asked(AskedBy.PROGRAM, self.actor.label),
            now=timezone.now(),
        )
        return self.shown(CopyOut, made, status=201)


class CopyView(ApiView):
    def copy(self, public_id: UUID) -> DataExport:
        found: DataExport = get_object_or_404(DataExport, public_id=public_id)
        return found


class OneCopy(CopyView):
    verbs: ClassVar = {"GET": Verb.HANDLE_PRIVACY}
    query_classes: ClassVar = {"GET": Query}

    @described("data_exports_read", "Read how far a copy is", out=CopyOut, example=COPY_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Its state, when it is due, and until when it is kept."""
        return self.shown(CopyOut, self.copy(public_id))


class CopyTaking(CopyView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PRIVACY}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "data_exports_take",
        "Take a copy",
        out=ArchiveOut,
        example={"name": "buyers-data.zip", "sha256": "9f86d081…", "zip_base64": "UEsDBBQ…"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """The archive. That it was handed out, and to whom, is kept. 409 `copy-not-there`."""
        self.read_body(request, Strict)
        export = self.copy(public_id)
        data = asking.take_copy(export=export, actor=self.actor.label, now=timezone.now())
        told = {
            "name": f"buyers-data-{export.public_id}.zip",
            "sha256": hashlib.sha256(data).hexdigest(),
            "zip_base64": base64.b64encode(data).decode(),
        }
        return self.shown(ArchiveOut, told)


class CopyAgain(CopyView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PRIVACY}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "data_exports_make_again",
        "Make a copy again",
        out=CopyOut,
        example={**COPY_EXAMPLE, "state": "WAITING"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Of one that could not be made; any other is left as it is."""
        self.read_body(request, Strict)
        asking.make_again(export=self.copy(public_id), now=timezone.now())
        return self.shown(CopyOut, self.copy(public_id))


class Erasures(BuyersView):
    verbs: ClassVar = {"GET": Verb.HANDLE_PRIVACY, "POST": Verb.HANDLE_PRIVACY}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("erasures", ("erased_at", "id"))

    @described(
        "erasures_list",
        "List erasures",
        out=page_of(ErasureOut),
        example=page_example(ERASURE_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Who was erased is not kept; that, when and why it was done is."""
        return self.listed(ErasureOut, Tombstone.objects.all(), keyset=self.keyset)

    @described(
        "erasures_create",
        "Erase a buyer",
        body=ErasureIn,
        out={201: ErasureOut},
        body_example={
            "store": STORE_ID,
            "email": "kari@example.com",
            "confirm": "kari@example.com",
            "reason": "Asked for by telephone",
        },
        example=ERASURE_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """As when Shopify asks: everything that names the buyer is gone when this answers.

        409 `erasure-not-confirmed`: `confirm` says something else. 409 `nothing-kept-of-them`.
        409 `ledger-away`: it could not be written down, so nothing was erased; try again.
        """
        wanted = self.read_body(request, ErasureIn)
        done = erasing.erase_by_hand(
            store=self.store_named(wanted),
            somebody=self.somebody(wanted),
            confirmed=wanted["confirm"],
            asked=Asked(AskedBy.PROGRAM, self.actor.label, wanted["reason"]),
            now=timezone.now(),
        )
        return self.shown(ErasureOut, done, status=201)


class StoreRetention(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PATCH": Verb.HANDLE_PRIVACY}
    query_classes: ClassVar = {"GET": Query, "PATCH": Query}

    @described(
        "store_retention",
        "Read how long a store keeps what",
        out=RetentionOut,
        example=RETENTION_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Also what was last dropped of each sort, and how much so far."""
        return self._shown(get_object_or_404(Store, public_id=public_id))

    @described(
        "store_retention_set",
        "Say how long a store keeps what",
        body=RetentionIn,
        out=RetentionOut,
        body_example={"webhooks_days": 14, "orders_months": 36},
        example={**RETENTION_EXAMPLE, "webhooks_days": 14, "orders_months": 36},
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """It holds from the next round on, within hours. What was dropped does not come back."""
        wanted = self.read_body(request, RetentionIn)
        store = get_object_or_404(Store, public_id=public_id)
        now_at = retaining.choices_of(store=store)
        said = {name: wanted.get(name, getattr(now_at, name)) for name in BOUNDS}
        retaining.choose(
            store=store, choices=Choices(**said), actor=self.actor.label, now=timezone.now()
        )
        return self._shown(store)

    def _shown(self, store: Store) -> Response:
        choices = retaining.choices_of(store=store)
        known = retaining.last_dropped(store=store)
        told: dict[str, Any] = {name: getattr(choices, name) for name in BOUNDS}
        told["dropped"] = [known[sort] for sort in Sort if sort in known]
        return self.shown(RetentionOut, told)
