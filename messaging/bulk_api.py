"""Many messages at a time, and the kill switch."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from messaging import batches, halting
from messaging.batches import Wanted
from messaging.models import Batch, Deed, Halt, Sender
from messaging.states import Reason, State
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.models import Store
from stores.roles import Verb
from templates_app.data import NotificationKind


class StaysOut(serializers.Serializer[Any]):
    because = serializers.CharField()
    count = serializers.IntegerField()


class ForesightOut(serializers.Serializer[Any]):
    """What a deed would do just now; counted up to the newest 10,000."""

    count = serializers.IntegerField()
    is_more = serializers.BooleanField(help_text="There are more; they are met all the same")
    goes_count = serializers.IntegerField()
    stays = serializers.SerializerMethodField()

    @extend_schema_field(StaysOut(many=True))
    def get_stays(self, found: batches.Foresight) -> list[dict[str, Any]]:
        return [{"because": why, "count": count} for why, count in found.stays.items()]


class BatchOut(serializers.Serializer[Batch]):
    """One deed done to many messages."""

    id = serializers.UUIDField(source="public_id")
    deed = serializers.ChoiceField(choices=Deed.choices)
    state = serializers.ChoiceField(
        choices=Batch.State.choices,
        help_text="SETTLING: all were met, and some of them are still on their way",
    )
    stores = serializers.SerializerMethodField()
    message_state = serializers.CharField(source="wanted.state")
    message_reason = serializers.CharField(source="wanted.reason")
    message_kind = serializers.CharField(source="wanted.kind")
    because = serializers.CharField()
    actor = serializers.CharField()
    created_at = UtcTime()
    finished_at = UtcTime(allow_null=True)
    foreseen_count = serializers.IntegerField(help_text="When it began; stops at 10,000")
    done_count = serializers.IntegerField()
    refused = serializers.SerializerMethodField()

    @extend_schema_field(StoreRefOut(many=True))
    def get_stores(self, batch: Batch) -> list[dict[str, str]]:
        return [store_ref(self.context, store_id) for store_id in batch.store_ids]

    @extend_schema_field(StaysOut(many=True))
    def get_refused(self, batch: Batch) -> list[dict[str, Any]]:
        return [{"because": why, "count": count} for why, count in batch.refusals.items()]


class WantedIn(Strict):
    deed = serializers.ChoiceField(choices=Deed.choices)
    state = serializers.ChoiceField(choices=State.choices)
    reason = serializers.ChoiceField(choices=Reason.choices, default="", allow_blank=True)
    kind = serializers.ChoiceField(choices=NotificationKind.choices, default="", allow_blank=True)
    stores = serializers.ListField(
        child=serializers.UUIDField(),
        default=None,
        allow_null=True,
        allow_empty=False,
        max_length=5000,
        help_text="Null: all that the key reaches",
    )


class BatchIn(WantedIn):
    because = serializers.CharField(max_length=200, help_text="For colleagues; it is kept")


class HaltOut(serializers.Serializer[Halt]):
    """Messages of a store that wait because a person stopped them."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    kind = serializers.CharField(help_text="Empty: every kind")
    sender = serializers.UUIDField(
        source="sender.public_id", allow_null=True, default=None, help_text="Null: every sender"
    )
    because = serializers.CharField()
    actor = serializers.CharField()
    halted_at = UtcTime()
    lifted_at = UtcTime(allow_null=True)

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Halt) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class HaltsOut(serializers.Serializer[Any]):
    halts = HaltOut(many=True)


class HaltIn(Strict):
    stores = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=5000
    )
    kind = serializers.ChoiceField(choices=NotificationKind.choices, default="", allow_blank=True)
    sender = serializers.UUIDField(default=None, allow_null=True)
    because = serializers.CharField(max_length=200)


_STORE = {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}
FORESIGHT_EXAMPLE = {
    "count": 118,
    "is_more": False,
    "goes_count": 116,
    "stays": [{"because": batches.NO_ADDRESS, "count": 2}],
}
BATCH_EXAMPLE = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02",
    "deed": "RELEASE",
    "state": "RUNNING",
    "stores": [_STORE],
    "message_state": "FAILED",
    "message_reason": "",
    "message_kind": "",
    "because": "The mail server is back",
    "actor": "Jonas Berg",
    "created_at": "2026-11-20T09:12:00Z",
    "finished_at": None,
    "foreseen_count": 118,
    "done_count": 50,
    "refused": [],
}
HALT_EXAMPLE = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d03",
    "store": _STORE,
    "kind": "ORDER_CONFIRMATION",
    "sender": None,
    "because": "Prices were wrong in the shop",
    "actor": "Jonas Berg",
    "halted_at": "2026-11-20T09:12:00Z",
    "lifted_at": None,
}


class BulkView(ApiView):
    """What names many stores."""

    def stores(self, wanted: list[UUID] | None) -> list[Store]:
        by_id = {store.public_id: store for store in self.actor.stores}
        if wanted is None:
            return list(by_id.values())
        unknown = [public_id for public_id in wanted if public_id not in by_id]
        if unknown:
            words = f"There is no store {unknown[0]} here."
            raise serializers.ValidationError({"stores": words}, code="unknown")
        return [by_id[public_id] for public_id in dict.fromkeys(wanted)]

    def wanted(self, said: dict[str, Any]) -> Wanted:
        return Wanted(
            store_ids=tuple(store.pk for store in self.stores(said["stores"])),
            state=State(said["state"]),
            reason=said["reason"],
            kind=said["kind"],
        )

    def batch(self, public_id: UUID) -> Batch:
        rows = Batch.objects.within_stores(self.actor.store_ids)
        found = rows.filter(public_id=public_id).first()
        if found is None:
            raise Http404
        return found


class Foresee(BulkView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "message_batches_dry_run",
        "See what a batch would do",
        body=WantedIn,
        out=ForesightOut,
        body_example={"deed": "RELEASE", "state": "FAILED"},
        example=FORESIGHT_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """How many messages would go, and how many stay and why. Changes nothing."""
        said = self.read_body(request, WantedIn)
        found = batches.foresee(wanted=self.wanted(said), deed=Deed(said["deed"]))
        return self.shown(ForesightOut, found)


class Batches(BulkView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES, "POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("message-batches", ("created_at", "id"))

    @described(
        "message_batches_list",
        "List batches of messages",
        out=page_of(BatchOut),
        example=page_example(BATCH_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Those that touch no store beyond the key's, newest first."""

        def fetch(position: Any, limit: int) -> list[Batch]:
            return batches.newest(
                agency_id=self.actor.agency_id,
                store_ids=self.actor.store_ids,
                before=position,
                limit=limit,
            )

        return self.listed(BatchOut, fetch, keyset=self.keyset)

    @described(
        "message_batches_create",
        "Do something to many messages",
        body=BatchIn,
        out={201: BatchOut},
        body_example={
            "deed": "RELEASE",
            "state": "FAILED",
            "because": "The mail server is back",
        },
        example=BATCH_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Begins at once, in the background: read it again for how far it is.

        RELEASE is for HELD and FAILED messages, CANCEL for HELD and PLANNED, REPEAT and MARK_SENT
        for UNKNOWN. 409 `batch-refused`.
        """
        said = self.read_body(request, BatchIn)
        batch = batches.begin(
            wanted=self.wanted(said),
            deed=Deed(said["deed"]),
            agency_id=self.actor.agency_id,
            because=said["because"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        batch.refresh_from_db()
        return self.shown(BatchOut, batch, status=201)


class OneBatch(BulkView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES}
    query_classes: ClassVar = {"GET": Query}

    @described("message_batches_read", "Read a batch", out=BatchOut, example=BATCH_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """How far it is."""
        return self.shown(BatchOut, self.batch(public_id))


class CancelBatch(BulkView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described("message_batches_cancel", "Stop a batch", out=BatchOut, example=BATCH_EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Stops before its next messages; what was done stays done. Twice changes nothing."""
        self.read_body(request, Strict)
        batches.cancel_batch(batch=self.batch(public_id), now=timezone.now())
        return self.shown(BatchOut, self.batch(public_id))


class Halts(BulkView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES, "POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("halts", ("halted_at", "id"))

    @described(
        "halts_list",
        "List stopped messages",
        out=page_of(HaltOut),
        example=page_example(HALT_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """What a person stopped and nobody let go since, newest first."""

        def fetch(position: Any, limit: int) -> list[Halt]:
            return halting.halts_in_force(self.actor.store_ids, before=position, limit=limit)

        return self.listed(HaltOut, fetch, keyset=self.keyset)

    @described(
        "halts_create",
        "Stop messages",
        body=HaltIn,
        out={201: HaltsOut},
        body_example={
            "stores": [_STORE["id"]],
            "kind": "ORDER_CONFIRMATION",
            "because": "Prices were wrong in the shop",
        },
        example={"halts": [HALT_EXAMPLE]},
    )
    def post(self, request: Request) -> Response:
        """Messages of these stores wait, HELD, from now on; nothing is lost. One halt a store.

        409 `halt-refused`.
        """
        said = self.read_body(request, HaltIn)
        stores = self.stores(said["stores"])
        sender = None
        if said["sender"]:
            sender = get_object_or_404(Sender, public_id=said["sender"])
        rows = halting.halt(
            stores=stores,
            scope=halting.Scope(kind=said["kind"], sender=sender),
            because=said["because"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        fresh = Halt.objects.select_related("sender").filter(pk__in=[row.pk for row in rows])
        return self.shown(HaltsOut, {"halts": list(fresh.order_by("pk"))}, status=201)


class LiftHalt(BulkView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described("halts_lift", "Let stopped messages go", out=HaltOut, example=HALT_EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """What waited goes out, as a batch. Twice changes nothing."""
        self.read_body(request, Strict)
        row = get_object_or_404(Halt.objects.select_related("sender"), public_id=public_id)
        halting.lift_halt(
            halt=row,
            agency_id=self.actor.agency_id,
            actor=self.actor.label,
            now=timezone.now(),
        )
        row.refresh_from_db()
        return self.shown(HaltOut, row)
