"""Orders archived many at a time by what a list finds, for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from orders import archiving_many
from orders.archiving_many import MOST_FORESEEN, Deed, Wanted
from orders.funnel import AGE_WORDS
from orders.models import OrderBatch
from orders.stages import Stage, Step
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.roles import Verb

STAGES = [*Stage.choices, *Step.choices]
AGE_NAMES = [(name, name) for name in AGE_WORDS]


class OrderBatchOut(serializers.Serializer[OrderBatch]):
    """Orders found by filters, put away or taken out again one chunk after the other."""

    id = serializers.UUIDField(source="public_id")
    deed = serializers.ChoiceField(choices=Deed.choices)
    state = serializers.ChoiceField(choices=OrderBatch.State.choices)
    stores = serializers.SerializerMethodField()
    stage = serializers.CharField(source="wanted.stage")
    age = serializers.CharField(source="wanted.age")
    tag = serializers.CharField(source="wanted.tag")
    financial_state = serializers.CharField(source="wanted.financial_state")
    actor = serializers.CharField()
    created_at = UtcTime()
    finished_at = UtcTime(allow_null=True)
    foreseen_count = serializers.IntegerField(help_text="When it began; stops at 10,000")
    done_count = serializers.IntegerField()
    passed_count = serializers.IntegerField(help_text="Met, but changed meanwhile by others")

    @extend_schema_field(StoreRefOut(many=True))
    def get_stores(self, batch: OrderBatch) -> list[dict[str, str]]:
        return [store_ref(self.context, store_id) for store_id in batch.store_ids]


class OrdersForeseenOut(serializers.Serializer[Any]):
    """How many orders it would meet just now."""

    count = serializers.IntegerField(help_text="Stops at 10,000")
    is_more = serializers.BooleanField(help_text="There are more; they are met all the same")


class OrderBatchIn(Strict):
    """Filters of the list of orders; what is left out is any."""

    deed = serializers.ChoiceField(choices=Deed.choices)
    stores = serializers.ListField(
        child=serializers.UUIDField(),
        default=None,
        allow_null=True,
        allow_empty=False,
        max_length=5000,
        help_text="Null: all that the key reaches",
    )
    stage = serializers.ChoiceField(choices=STAGES, default="", allow_blank=True)
    age = serializers.ChoiceField(
        choices=AGE_NAMES, default="", allow_blank=True, help_text="For how long at that stage"
    )
    tag = serializers.CharField(max_length=255, default="", allow_blank=True)
    financial_state = serializers.RegexField(
        r"^[A-Z_]{0,40}$", default="", allow_blank=True, help_text="Such as `PAID`"
    )


EXAMPLE = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d12",
    "deed": "ARCHIVE",
    "state": "RUNNING",
    "stores": [{"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}],
    "stage": "DELIVERED",
    "age": "",
    "tag": "",
    "financial_state": "PAID",
    "actor": "API key ERP",
    "created_at": "2026-11-20T09:12:00Z",
    "finished_at": None,
    "foreseen_count": 812,
    "done_count": 200,
    "passed_count": 0,
}
BODY_EXAMPLE = {"deed": "ARCHIVE", "stage": "DELIVERED", "financial_state": "PAID"}


class OrderBatchView(ApiView):
    """What names orders by filters."""

    def wanted(self, said: dict[str, Any]) -> Wanted:
        named = self.actor.store_ids if said["stores"] is None else self._named(said["stores"])
        return Wanted(
            store_ids=tuple(sorted(named)),
            stage=said["stage"],
            age=said["age"],
            tag=said["tag"],
            financial_state=said["financial_state"],
            asked_at=timezone.now(),
        )

    def batch(self, public_id: UUID) -> OrderBatch:
        rows = OrderBatch.objects.within_stores(self.actor.store_ids)
        found = rows.filter(public_id=public_id, agency_id=self.actor.agency_id).first()
        if found is None:
            raise Http404
        return found

    def _named(self, stores: list[UUID]) -> set[int]:
        known = {store.public_id: store.pk for store in self.actor.stores}
        if any(public_id not in known for public_id in stores):
            words = {"stores": "There is no such store here."}
            raise serializers.ValidationError(words, code="unknown")
        return {known[public_id] for public_id in stores}


class Foresee(OrderBatchView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_batches_dry_run",
        "See which orders would be archived",
        body=OrderBatchIn,
        out=OrdersForeseenOut,
        body_example=BODY_EXAMPLE,
        example={"count": 812, "is_more": False},
    )
    def post(self, request: Request) -> Response:
        """How many orders the filters find. Changes nothing."""
        said = self.read_body(request, OrderBatchIn)
        count = archiving_many.foresee(wanted=self.wanted(said), deed=Deed(said["deed"]))
        answer = {"count": min(count, MOST_FORESEEN), "is_more": count > MOST_FORESEEN}
        return self.shown(OrdersForeseenOut, answer)


class OrderBatches(OrderBatchView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("order-batches", ("created_at", "id"))

    @described(
        "order_batches_list",
        "List batches of orders",
        out=page_of(OrderBatchOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Those that touch no store beyond the key's, newest first."""

        def fetch(position: Any, limit: int) -> list[OrderBatch]:
            return archiving_many.newest(
                agency_id=self.actor.agency_id,
                store_ids=self.actor.store_ids,
                before=position,
                limit=limit,
            )

        return self.listed(OrderBatchOut, fetch, keyset=self.keyset)

    @described(
        "order_batches_create",
        "Archive all orders that filters find",
        body=OrderBatchIn,
        out={201: OrderBatchOut},
        body_example=BODY_EXAMPLE,
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Begins at once, in the background; read it again for how far it is.

        Orders that come later are not met. 409 `order-batch-refused`: the key reaches no store.
        """
        said = self.read_body(request, OrderBatchIn)
        batch = archiving_many.begin(
            wanted=self.wanted(said),
            deed=Deed(said["deed"]),
            agency_id=self.actor.agency_id,
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(OrderBatchOut, OrderBatch.objects.get(pk=batch.pk), status=201)


class OneOrderBatch(OrderBatchView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query}

    @described("order_batches_read", "Read a batch of orders", out=OrderBatchOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """How far it is."""
        return self.shown(OrderBatchOut, self.batch(public_id))


class CancelOrderBatch(OrderBatchView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described("order_batches_cancel", "Stop a batch of orders", out=OrderBatchOut, example=EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Stops before its next orders; what was done stays done. Twice changes nothing."""
        self.read_body(request, Strict)
        archiving_many.cancel_batch(batch=self.batch(public_id), now=timezone.now())
        return self.shown(OrderBatchOut, self.batch(public_id))
