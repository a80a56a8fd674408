"""Wrong addresses for programs: what waits, and what is done about it."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import Choice, Filters
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from messaging import rescue_listing, rescuing
from messaging.correction import Scope
from messaging.models import RescueCase, RescueCause, RescueState
from messaging.shapes import OrderRefOut
from messaging.states import Channel
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import OfStore
from stores.roles import Verb

# A corrected address counts at least for its order.
SCOPES = [one for one in Scope.choices if one[0] != Scope.MESSAGE]


class RescueCaseOut(serializers.Serializer[RescueCase]):
    """An address of an order that a person should look at."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    order = OrderRefOut()
    message = serializers.UUIDField(
        source="message.public_id",
        default=None,
        allow_null=True,
        help_text="What went, or is to go, there",
    )
    channel = serializers.ChoiceField(choices=Channel.choices)
    address = serializers.CharField(help_text="Empty: erased with the buyer")
    cause = serializers.ChoiceField(choices=RescueCause.choices)
    explanation = serializers.CharField(source="get_cause_display", help_text="`cause` in words")
    detail = serializers.CharField(help_text="The mail server's own line")
    suggestion = serializers.CharField(help_text="What was probably meant; empty: not known")
    score = serializers.FloatField(help_text="How sure the suggestion is, 0 to 1")
    state = serializers.ChoiceField(choices=RescueState.choices)
    opened_at = UtcTime()
    closed_at = UtcTime(allow_null=True)
    closed_by = serializers.CharField()
    because = serializers.CharField()
    correction = serializers.UUIDField(
        source="correction.public_id",
        default=None,
        allow_null=True,
        help_text="The message sent instead",
    )

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: RescueCase) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class RescueCaseFilters(Filters):
    """Filters of the list of wrong addresses."""

    store = OfStore()
    cause = Choice(choices=RescueCause.choices)
    state = Choice(choices=RescueState.choices, default=RescueState.OPEN)


class MendIn(Strict):
    address = serializers.CharField(
        max_length=320,
        default="",
        allow_blank=True,
        help_text="The right one; without it the suggestion is taken",
    )
    scope = serializers.ChoiceField(
        choices=SCOPES,
        default=Scope.ORDER,
        help_text="Whether the customer's address is corrected, too",
    )


class DismissIn(Strict):
    because = serializers.CharField(
        max_length=200, default="", allow_blank=True, help_text="For colleagues; it is kept"
    )


EXAMPLE: dict[str, Any] = {
    "id": "0b5a7c1e-8a52-4a39-9d4f-2f1f3a6c9e11",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "order": {"id": "5d0a4b0e-62b1-4f0c-9f43-6f7c8f4a2d55", "name": "#10482"},
    "message": "7c1de0a2-15a3-4a59-8a0f-54a1b8f7ac10",
    "channel": "EMAIL",
    "address": "anna@gnail.com",
    "cause": "BOUNCED",
    "explanation": "Came back",
    "detail": "550 5.1.1 No such user",
    "suggestion": "anna@gmail.com",
    "score": 0.9,
    "state": "OPEN",
    "opened_at": "2026-11-20T09:12:00Z",
    "closed_at": None,
    "closed_by": "",
    "because": "",
    "correction": None,
}


class RescueCases(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES}
    query_classes: ClassVar = {"GET": RescueCaseFilters}
    keyset: ClassVar = Keyset("rescue-cases", ("opened_at", "id"))

    @described(
        "rescue_cases_list",
        "List wrong addresses",
        out=page_of(RescueCaseOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Addresses that look mistyped or proved to be wrong, newest first."""
        rows = self.narrowed(RescueCase.objects.all())
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Any, limit: int) -> list[RescueCase]:
            return rescue_listing.newest_cases(
                rows, store_ids=store_ids, before=position, limit=limit
            )

        return self.listed(RescueCaseOut, fetch, keyset=self.keyset)


class _Deed(ApiView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    def case(self, public_id: UUID) -> RescueCase:
        rows = RescueCase.objects.select_related("order", "message", "correction")
        return get_object_or_404(rows, public_id=public_id)


class Mend(_Deed):
    @described(
        "rescue_cases_mend",
        "Correct an address and send again",
        body=MendIn,
        out=RescueCaseOut,
        body_example={"address": "anna@gmail.com"},
        example={
            **EXAMPLE,
            "state": "MENDED",
            "closed_at": "2026-11-20T09:20:00Z",
            "closed_by": "Jonas Berg",
            "correction": "1e0b6e0a-2a43-4d3e-8f3c-0c4a4a5b9d77",
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """The mail goes once more, to the right address, and the case is closed.

        To mend it twice sends once. 409 `recipient-cannot-be-written-to`, `sent-too-often`,
        `same-address`, `nothing-to-send-again`.
        """
        wanted = self.read_body(request, MendIn)
        case = self.case(public_id)
        rescuing.mend(
            case=case,
            address=wanted["address"] or case.suggestion,
            scope=Scope(wanted["scope"]),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(RescueCaseOut, self.case(public_id))


class Dismissal(_Deed):
    @described(
        "rescue_cases_dismiss",
        "Leave an address as it is",
        body=DismissIn,
        out=RescueCaseOut,
        body_example={"because": "The buyer says that it is right"},
        example={
            **EXAMPLE,
            "state": "DISMISSED",
            "closed_at": "2026-11-20T09:20:00Z",
            "closed_by": "Jonas Berg",
            "because": "The buyer says that it is right",
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Close the case and send nothing. To do so twice changes nothing."""
        wanted = self.read_body(request, DismissIn)
        rescuing.dismiss(
            case=self.case(public_id),
            because=wanted["because"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(RescueCaseOut, self.case(public_id))
