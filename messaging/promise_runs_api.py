"""Open orders of a store, promised anew after its times were changed; for programs."""

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
from messaging import promise_runs
from shipping.models import PromiseRun
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb


class PromiseRunOut(serializers.Serializer[PromiseRun]):
    """How far it is."""

    id = serializers.UUIDField(source="public_id")
    because = serializers.CharField()
    actor = serializers.CharField()
    started_at = UtcTime()
    finished_at = UtcTime(allow_null=True, help_text="Null: it is under way")
    seen_count = serializers.IntegerField(help_text="Orders looked at")
    changed_count = serializers.IntegerField(help_text="Orders promised anew")


class PromiseRunIn(Strict):
    because = serializers.CharField(max_length=1000, help_text="Stands in each promise's history")


EXAMPLE: dict[str, Any] = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d31",
    "because": "The warehouse is closed until Monday",
    "actor": "API key ERP",
    "started_at": "2026-11-20T09:12:00Z",
    "finished_at": None,
    "seen_count": 200,
    "changed_count": 187,
}


class PromiseRuns(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("promise-runs", ("started_at", "id"))

    @described(
        "promise_runs_list",
        "List renewals of promises",
        out=page_of(PromiseRunOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Newest first; the first is the one under way, if there is one."""
        store = get_object_or_404(Store, public_id=public_id)
        rows = PromiseRun.objects.filter(store=store)
        return self.listed(PromiseRunOut, rows, keyset=self.keyset)

    @described(
        "promise_runs_begin",
        "Promise open orders anew",
        body=PromiseRunIn,
        out={201: PromiseRunOut},
        body_example={"because": "The warehouse is closed until Monday"},
        example=EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """By the rules of now, in the background; what staff promised by hand stands.

        Buyers hear of what becomes later, if the store tells of delays. 409
        `promises-run-refused`: one is under way, or no reason was given.
        """
        wanted = self.read_body(request, PromiseRunIn)
        run = promise_runs.begin_run(
            store=get_object_or_404(Store, public_id=public_id),
            actor=self.actor.label,
            because=wanted["because"],
            now=timezone.now(),
        )
        return self.shown(PromiseRunOut, run, status=201)
