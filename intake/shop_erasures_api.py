"""Erasing all buyers of a store, for programs: asked for here, done by a job."""

from typing import ClassVar, Final
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
from intake.buyers import erasing_shops
from intake.buyers.erasing import Asked
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.models import AskedBy, ShopErasure, ShopErasureState, Store
from stores.roles import Verb


class ShopErasureIn(Strict):
    """That everybody who bought in the store is to be forgotten. It cannot be undone."""

    reason = serializers.CharField(max_length=500)
    confirm = serializers.CharField(
        max_length=254, help_text="The store's `shop_domain`: this cannot be undone"
    )


class ShopErasureOut(serializers.Serializer[ShopErasure]):
    """How far it is. Once done it stands among `erasures/` too, by the same id."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    asked_by = serializers.ChoiceField(choices=AskedBy.choices)
    actor = serializers.CharField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(choices=ShopErasureState.choices)
    trouble = serializers.CharField(help_text="What went wrong the last time it was tried")
    orders_count = serializers.IntegerField()
    asked_at = UtcTime()
    done_at = UtcTime(allow_null=True)

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: ShopErasure) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


EXAMPLE: Final = {
    "id": "5c0f7d1e-2f0a-4a44-9a43-7c1b2a3d4e5f",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "asked_by": "PROGRAM",
    "actor": "API key ERP",
    "reason": "The client closed the shop",
    "state": "WAITING",
    "trouble": "",
    "orders_count": 0,
    "asked_at": "2026-11-20T09:12:00Z",
    "done_at": None,
}


class ShopErasures(ApiView):
    verbs: ClassVar = {"GET": Verb.HANDLE_PRIVACY, "POST": Verb.HANDLE_PRIVACY}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("shop-erasures", ("asked_at", "id"))

    @described(
        "store_erasures_list",
        "List erasures of all of a store's buyers",
        out=page_of(ShopErasureOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Those that staff and programs asked for, and how far each is."""
        rows = ShopErasure.objects.filter(store=get_object_or_404(Store, public_id=public_id))
        return self.listed(ShopErasureOut, rows, keyset=self.keyset)

    @described(
        "store_erasures_create",
        "Erase all buyers of a store",
        body=ShopErasureIn,
        out={202: ShopErasureOut},
        body_example={
            "confirm": "fjell-garn.myshopify.com",
            "reason": "The client closed the shop",
        },
        example=EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """As Shopify's `shop/redact`: a job forgets everybody, in seconds to minutes. List it to
        see that it is DONE. Asked for again while it waits, it is the same one.

        409 `erasure-not-confirmed`: `confirm` is not the shop's address.
        """
        store = get_object_or_404(Store, public_id=public_id)
        wanted = self.read_body(request, ShopErasureIn)
        asked = erasing_shops.ask_for_shop(
            store=store,
            confirmed=wanted["confirm"],
            asked=Asked(AskedBy.PROGRAM, self.actor.label, wanted["reason"]),
            now=timezone.now(),
        )
        return self.shown(ShopErasureOut, asked, status=202)
