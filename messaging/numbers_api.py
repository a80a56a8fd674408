"""A buyer's telephone number, for programs: read, and put right."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict
from messaging import number_correcting
from orders import field_writing
from orders.listing import order_or_404
from orders.shop_notes_api import OrderWriteOut
from stores.api_base import ApiView
from stores.roles import Verb


class PhoneIn(Strict):
    phone = serializers.CharField(
        max_length=40, help_text="With its country, or as it is dialled where the goods go"
    )
    because = serializers.CharField(max_length=200, help_text="For colleagues, on the timeline")
    is_customers = serializers.BooleanField(
        default=False, help_text="Also for the buyer's later orders"
    )


class PhoneOut(serializers.Serializer[Any]):
    phone = serializers.CharField()
    shopify_phone = serializers.CharField(
        allow_null=True, help_text="What Shopify still says instead; null: the same"
    )
    writes = OrderWriteOut(many=True)


EXAMPLE: Final = {
    "phone": "+4791234567",
    "shopify_phone": "+4791234576",
    "writes": [
        {"field": "PHONE", "state": "DUE", "detail": "", "asked_at": "2026-11-20T10:00:00Z"}
    ],
}


class Phone(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "PUT": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described("order_phone", "Read an order's telephone number", out=PhoneOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The one that is called and texted, and what of it is still on its way to Shopify."""
        return self._show(public_id)

    @described(
        "order_phone_set",
        "Correct an order's telephone number",
        body=PhoneIn,
        out=PhoneOut,
        body_example={"phone": "+47 91 23 45 67", "because": "Two digits were swapped"},
        example=EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """It stands here at once, texts that wait go there, and Shopify has it within seconds.

        409 `recipient-cannot-be-written-to`: it is no number that takes messages.
        """
        wanted = self.read_body(request, PhoneIn)
        number_correcting.correct_number(
            order=order_or_404(public_id), actor=self.actor.label, now=timezone.now(), **wanted
        )
        return self._show(public_id)

    def _show(self, public_id: UUID) -> Response:
        order = order_or_404(public_id)
        shown = {
            "phone": order.phone,
            "shopify_phone": order.shopify_phone,
            "writes": field_writing.fields_of(order),
        }
        return self.shown(PhoneOut, shown)
