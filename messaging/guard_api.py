"""What a new store still lacks, and what Shopify sends beside us."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from messaging import guarding
from messaging.checklist import Step, checklist_of
from messaging.guarding import Clash
from messaging.states import Mode, Native
from stores.api_base import ApiView, StoreRefOut
from stores.models import Store
from stores.roles import Verb


class StepOut(serializers.Serializer[Any]):
    step = serializers.ChoiceField(choices=Step.choices)
    is_done = serializers.BooleanField()
    why = serializers.CharField(help_text="What to do; empty where it is done")


class NativeOut(serializers.Serializer[Any]):
    """One kind that both could send."""

    kind = serializers.CharField()
    mode = serializers.ChoiceField(choices=Mode.choices)
    shopify = serializers.ChoiceField(source="native", choices=Native.choices)
    clash = serializers.ChoiceField(
        choices=[("", "None"), *Clash.choices], help_text="What is amiss between the two"
    )
    actor = serializers.CharField(source="said.actor", default="")
    said_at = UtcTime(source="said.said_at", allow_null=True, default=None)

    def to_representation(self, instance: Any) -> Any:
        shown = super().to_representation(instance)
        return {**shown, "clash": shown["clash"] or ""} if "clash" in shown else shown


class ChecklistOut(serializers.Serializer[Any]):
    store = StoreRefOut()
    is_done = serializers.BooleanField()
    steps = StepOut(many=True)
    kinds = NativeOut(many=True)


class NativeIn(Strict):
    kind = serializers.ChoiceField(
        choices=[(kind.value, kind.label) for kind in guarding.guarded_kinds()]
    )
    shopify = serializers.ChoiceField(choices=Native.choices)


CHECKLIST_EXAMPLE = {
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "is_done": False,
    "steps": [{"step": "ORDERS", "is_done": True, "why": ""}],
    "kinds": [
        {
            "kind": "ORDER_CONFIRMATION",
            "mode": "WE_SEND",
            "shopify": "LIVE",
            "clash": "TWICE",
            "actor": "Jonas Berg",
            "said_at": "2026-11-20T09:12:00Z",
        }
    ],
}


class ChecklistView(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described(
        "store_checklist",
        "Read what a store lacks",
        out=ChecklistOut,
        example=CHECKLIST_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The steps until its buyers hear of their orders from here, once and well."""
        return self._checklist(get_object_or_404(Store, public_id=public_id))

    @described(
        "store_checklist_native",
        "Say what Shopify sends",
        body=NativeIn,
        out=ChecklistOut,
        body_example={"kind": "ORDER_CONFIRMATION", "shopify": "SHORT"},
        example=CHECKLIST_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """As a person saw it in Shopify's settings: no API tells. Twice changes nothing."""
        said = self.read_body(request, NativeIn)
        store = get_object_or_404(Store, public_id=public_id)
        guarding.record_native(
            store=store,
            kind=said["kind"],
            state=Native(said["shopify"]),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self._checklist(store)

    def _checklist(self, store: Store) -> Response:
        found = checklist_of(store)
        shown = {
            "store": store,
            "is_done": found.is_done,
            "steps": found.lines,
            "kinds": found.kinds,
        }
        return self.shown(ChecklistOut, shown)
