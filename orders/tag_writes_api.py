"""Tags that staff changed and Shopify did not take yet, for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from orders import tag_changing
from orders.listing import order_or_404
from orders.models import TagWrite, WriteState
from stores.api_base import ApiView
from stores.roles import Verb


class TagWriteOut(serializers.Serializer[TagWrite]):
    """The last wish for one tag, on its way to Shopify."""

    tag = serializers.CharField()
    is_added = serializers.BooleanField(help_text="False: it is to be taken away")
    state = serializers.ChoiceField(choices=WriteState.choices)
    detail = serializers.CharField(help_text="Why Shopify does not have it")
    asked_at = UtcTime()


class TagWritesOut(serializers.Serializer[Any]):
    """What waits, or did not get there."""

    again_count = serializers.IntegerField(help_text="Wishes that are tried again now")
    tags = TagWriteOut(many=True)


class TagWritesAgain(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_tags_write_again",
        "Tell Shopify of tags again",
        out=TagWritesOut,
        example={
            "again_count": 1,
            "tags": [
                {
                    "tag": "gift",
                    "is_added": True,
                    "state": "DUE",
                    "detail": "",
                    "asked_at": "2026-11-20T10:00:00Z",
                }
            ],
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Try once more what Shopify refused, or what was kept here as it was not connected."""
        self.read_body(request, Strict)
        order = order_or_404(public_id)
        count = tag_changing.write_again(order=order, now=timezone.now())
        left = tag_changing.writes_of(order)
        return self.shown(TagWritesOut, {"again_count": count, "tags": left})
