"""What buyers ask for, to programs: what waits, and the answer."""

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
from messaging.shapes import OrderRefOut
from statuspage import asking, requests_listing, telling_shops
from statuspage.asking_words import reason_in_words
from statuspage.models import BuyerRequest, RequestKind, RequestState, ShopState
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import OfStore
from stores.roles import Verb


class AskedAddressOut(serializers.Serializer[Any]):
    """Where the goods should go."""

    name = serializers.CharField()
    company = serializers.CharField()
    address1 = serializers.CharField()
    address2 = serializers.CharField()
    zip = serializers.CharField()
    city = serializers.CharField()
    province = serializers.CharField()
    country_code = serializers.CharField()
    phone = serializers.CharField()


class AskedLineOut(serializers.Serializer[Any]):
    """So much of one line should go back."""

    line = serializers.IntegerField(allow_null=True, help_text="Shopify's id of the line")
    quantity = serializers.IntegerField()


class BuyerRequestOut(serializers.Serializer[BuyerRequest]):
    """One thing that a buyer asked for on the status page."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    order = OrderRefOut()
    kind = serializers.ChoiceField(choices=RequestKind.choices)
    reason = serializers.CharField(help_text="As chosen in the form; empty for an address")
    explanation = serializers.SerializerMethodField(help_text="`reason` in words")
    text = serializers.CharField(help_text="In the buyer's words; empty once erased")
    address = serializers.SerializerMethodField()
    lines = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=RequestState.choices)
    asked_at = UtcTime()
    settled_at = UtcTime(allow_null=True)
    settled_by = serializers.CharField(help_text="Empty: it waits, or the store's rule did it")
    answer = serializers.CharField()
    shop_state = serializers.ChoiceField(
        choices=ShopState.choices, help_text="Whether Shopify was told of a new address"
    )
    shop_detail = serializers.CharField(help_text="Why not, in Shopify's words")

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: BuyerRequest) -> dict[str, str]:
        return store_ref(self.context, row.store_id)

    @extend_schema_field(serializers.CharField())
    def get_explanation(self, row: BuyerRequest) -> str:
        return reason_in_words(row)

    @extend_schema_field(AskedAddressOut(allow_null=True))
    def get_address(self, row: BuyerRequest) -> dict[str, Any] | None:
        if row.kind != RequestKind.ADDRESS or not row.data:
            return None
        names: list[str] = list(AskedAddressOut().get_fields())
        return {name: row.data.get(name, "") for name in names}

    @extend_schema_field(AskedLineOut(many=True))
    def get_lines(self, row: BuyerRequest) -> list[dict[str, Any]]:
        asked = row.data.get("lines", []) if row.kind == RequestKind.RETURN else []
        return [{"line": each["line"], "quantity": each["quantity"]} for each in asked]


class RequestFilters(Filters):
    """Filters of the list of requests."""

    store = OfStore()
    kind = Choice(choices=RequestKind.choices)
    state = Choice(choices=RequestState.choices)


class RequestAnswerIn(Strict):
    is_granted = serializers.BooleanField(help_text="False: it is refused")
    answer = serializers.CharField(
        max_length=asking.LONGEST,
        default="",
        allow_blank=True,
        help_text="Mailed to the buyer, and on the page; a refusal needs one",
    )


EXAMPLE: dict[str, Any] = {
    "id": "3f7d1f7e-6c0b-4a57-9d3c-7f1f2c7c9a01",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "order": {"id": "5d0a4b0e-62b1-4f0c-9f43-6f7c8f4a2d55", "name": "#10482"},
    "kind": "PROBLEM",
    "reason": "DAMAGED",
    "explanation": "The parcel is damaged",
    "text": "The corner is crushed and one ball of yarn is wet.",
    "address": None,
    "lines": [],
    "state": "OPEN",
    "asked_at": "2026-11-20T09:12:00Z",
    "settled_at": None,
    "settled_by": "",
    "answer": "",
    "shop_state": "",
    "shop_detail": "",
}


class Requests(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": RequestFilters}
    keyset: ClassVar = Keyset("requests", ("asked_at", "id"))

    @described(
        "requests_list",
        "List what buyers ask for",
        out=page_of(BuyerRequestOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """New delivery addresses, problems and returns asked for on status pages, newest first."""
        rows = self.narrowed(BuyerRequest.objects.all())
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Any, limit: int) -> list[BuyerRequest]:
            return requests_listing.newest_requests(
                rows, store_ids=store_ids, before=position, limit=limit
            )

        return self.listed(BuyerRequestOut, fetch, keyset=self.keyset)


class OneRequest(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query}

    @described("requests_get", "Get what a buyer asks for", out=BuyerRequestOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """One request, with its answer once there is one."""
        return self.shown(BuyerRequestOut, request_or_404(public_id))


class Settlement(ApiView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "requests_settle",
        "Answer a buyer's request",
        body=RequestAnswerIn,
        out=BuyerRequestOut,
        body_example={"is_granted": True, "answer": "A new ball of yarn leaves tomorrow."},
        example={
            **EXAMPLE,
            "state": "DONE",
            "settled_at": "2026-11-20T10:02:00Z",
            "settled_by": "Jonas Berg",
            "answer": "A new ball of yarn leaves tomorrow.",
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Do what was asked, or refuse it; the buyer is mailed the answer.

        A granted delivery address counts at once, and Shopify is told of it. To settle twice
        changes nothing. 409 `request-refused` for a refusal without an answer.
        """
        wanted = self.read_body(request, RequestAnswerIn)
        asking.settle_request(
            request=request_or_404(public_id),
            is_granted=wanted["is_granted"],
            answer=wanted["answer"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(BuyerRequestOut, request_or_404(public_id))


class TellIn(Strict):
    by_hand = serializers.BooleanField(
        default=False, help_text="A person changed it in Shopify: nothing is to be told any more"
    )


class Telling(ApiView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "requests_tell",
        "Tell Shopify of a new address again",
        body=TellIn,
        out=BuyerRequestOut,
        body_example={"by_hand": False},
        example={**EXAMPLE, "kind": "ADDRESS", "state": "DONE", "shop_state": "DUE"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """After Shopify refused, or did not answer for a day. Else nothing is changed."""
        wanted = self.read_body(request, TellIn)
        asked = request_or_404(public_id)
        if wanted["by_hand"]:
            telling_shops.told_by_hand(request=asked)
        else:
            telling_shops.tell_again(request=asked, now=timezone.now())
        return self.shown(BuyerRequestOut, request_or_404(public_id))


def request_or_404(public_id: UUID) -> BuyerRequest:
    rows = BuyerRequest.objects.select_related("order", "store")
    return get_object_or_404(rows, public_id=public_id)
