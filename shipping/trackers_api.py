"""Services that follow a store's parcels, for programs: their accounts and secrets."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from shipping import trackers
from shipping.models import Tracker, TrackerAccount
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import StoreFilters
from stores.roles import Verb


class TrackerAccountOut(serializers.Serializer[TrackerAccount]):
    """A store's account with a service. Its secret is never shown."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    service = serializers.ChoiceField(choices=Tracker.choices, source="tracker")
    url = serializers.SerializerMethodField(help_text="Where its webhooks go")
    is_on = serializers.BooleanField()
    heard_at = UtcTime(allow_null=True, help_text="When it last spoke")
    created_at = UtcTime()
    created_by = serializers.CharField()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: TrackerAccount) -> dict[str, str]:
        return store_ref(self.context, row.store_id)

    def get_url(self, row: TrackerAccount) -> str:
        path = reverse("intake-tracking", args=[row.public_id])
        request: Request = self.context["request"]
        return str(request.build_absolute_uri(path))


class TrackerAccountIn(Strict):
    store = serializers.UUIDField()
    service = serializers.ChoiceField(choices=Tracker.choices)
    secret = serializers.CharField(
        max_length=trackers.LONGEST, help_text="What the service signs its webhooks with"
    )


class TrackerChangesIn(Strict):
    is_on = serializers.BooleanField(required=False)
    secret = serializers.CharField(
        required=False,
        max_length=trackers.LONGEST,
        help_text="A new one; the one before counts for a day more",
    )


EXAMPLE: dict[str, Any] = {
    "id": "0b5a7c1e-8a52-4a39-9d4f-2f1f3a6c9e11",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "service": "AFTERSHIP",
    "url": "https://notifyhub.example/in/carriers/0b5a7c1e-8a52-4a39-9d4f-2f1f3a6c9e11",
    "is_on": True,
    "heard_at": "2026-11-20T09:12:00Z",
    "created_at": "2026-11-01T08:00:00Z",
    "created_by": "Jonas Berg",
}


class _View(ApiView):
    def serializer_context(self) -> Mapping[str, Any]:
        return {**super().serializer_context(), "request": self.request}


class TrackerAccounts(_View):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": StoreFilters, "POST": Query}
    keyset: ClassVar = Keyset("tracking-services", ("id",))

    @described(
        "tracking_services_list",
        "List tracking services",
        out=page_of(TrackerAccountOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Which services tell of the parcels of the key's stores; the newest first."""
        rows = TrackerAccount.objects.filter(
            store_id__in=self.stores_named(self.query.get("store"))
        )
        return self.listed(TrackerAccountOut, rows, keyset=self.keyset)

    @described(
        "tracking_services_add",
        "Add a tracking service",
        body=TrackerAccountIn,
        out={201: TrackerAccountOut},
        body_example={
            "store": EXAMPLE["store"]["id"],
            "service": "AFTERSHIP",
            "secret": "whsec_5f0e9a8b7c61",
        },
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Then let the service send its webhooks to `url`.

        409 `tracker-is-there`, `bad-tracker-secret`.
        """
        wanted = self.read_body(request, TrackerAccountIn)
        (store_id,) = self.stores_named(wanted["store"])
        account = trackers.add_account(
            store=next(one for one in self.actor.stores if one.pk == store_id),
            tracker=Tracker(wanted["service"]),
            secret=wanted["secret"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(TrackerAccountOut, account, status=201)


class OneTrackerAccount(_View):
    verbs: ClassVar = {
        "GET": Verb.VIEW_STORES,
        "PATCH": Verb.MANAGE_STORES,
        "DELETE": Verb.MANAGE_STORES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}

    def account(self, public_id: UUID) -> TrackerAccount:
        found: TrackerAccount = get_object_or_404(TrackerAccount, public_id=public_id)
        return found

    @described(
        "tracking_services_read",
        "Read a tracking service",
        out=TrackerAccountOut,
        example=EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """One of them."""
        return self.shown(TrackerAccountOut, self.account(public_id))

    @described(
        "tracking_services_change",
        "Switch a tracking service, or change its secret",
        body=TrackerChangesIn,
        out=TrackerAccountOut,
        body_example={"is_on": False},
        example={**EXAMPLE, "is_on": False},
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is named is changed. 409 `bad-tracker-secret`."""
        wanted = self.read_body(request, TrackerChangesIn)
        account = self.account(public_id)
        if "secret" in wanted:
            trackers.rotate_secret(account=account, secret=wanted["secret"], now=timezone.now())
        if "is_on" in wanted:
            trackers.switch(account=account, is_on=wanted["is_on"])
        return self.shown(TrackerAccountOut, self.account(public_id))

    @described(
        "tracking_services_remove",
        "Remove a tracking service",
        out=TrackerAccountOut,
        example=EXAMPLE,
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Its webhooks are refused from now on. What it told of parcels stays."""
        account = self.account(public_id)
        answer = self.shown(TrackerAccountOut, account)
        trackers.remove_account(account=account)
        return answer
