"""The order's one note that Shopify shows too, for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from orders import field_writing, shop_notes
from orders.listing import order_or_404
from orders.models import OrderWrite, WriteState, WrittenField
from stores.api_base import ApiView
from stores.roles import Verb


class ShopNoteIn(Strict):
    text = serializers.CharField(
        max_length=shop_notes.LONGEST,
        allow_blank=True,
        help_text="The whole note; empty takes it away",
    )


class OrderWriteOut(serializers.Serializer[OrderWrite]):
    """What is on its way to Shopify, or did not get there."""

    field = serializers.ChoiceField(choices=WrittenField.choices)
    state = serializers.ChoiceField(choices=WriteState.choices)
    detail = serializers.CharField(help_text="Why Shopify does not have it")
    asked_at = UtcTime()


class ShopNoteOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    shopify_text = serializers.CharField(
        allow_null=True, help_text="What Shopify still says instead; null: the same"
    )
    writes = OrderWriteOut(many=True)


NOTE_EXAMPLE = {
    "text": "Leave it at number 12.",
    "shopify_text": "",
    "writes": [{"field": "NOTE", "state": "DUE", "detail": "", "asked_at": "2026-11-20T10:00:00Z"}],
}


class ShopNote(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "PUT": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described("order_shop_note", "Read the note in Shopify", out=ShopNoteOut, example=NOTE_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The one note that Shopify shows on the order, and what of it is still on its way."""
        return self._show(public_id)

    @described(
        "order_shop_note_set",
        "Write the note in Shopify",
        body=ShopNoteIn,
        out=ShopNoteOut,
        body_example={"text": "Leave it at number 12."},
        example=NOTE_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """It stands here at once and in Shopify within seconds, if the store's rule says so."""
        wanted = self.read_body(request, ShopNoteIn)
        order = order_or_404(public_id)
        shop_notes.change_shop_note(
            order=order, text=wanted["text"], actor=self.actor.label, now=timezone.now()
        )
        return self._show(public_id)

    def _show(self, public_id: UUID) -> Response:
        order = order_or_404(public_id)
        shown = {
            "text": order.customer_note,
            "shopify_text": order.shopify_note,
            "writes": field_writing.fields_of(order),
        }
        return self.shown(ShopNoteOut, shown)
