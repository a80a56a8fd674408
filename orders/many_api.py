"""Tags and notes on many orders at once, each with its own outcome: see common/api/bulk.py."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.bulk import EXAMPLE, BulkResultsOut, bulk_of, results_of
from common.api.schema import described
from common.api.shapes import Query, opaque_id
from orders import services
from orders.naming import NamesOrders, OrderNamedIn
from stores.roles import Verb


class OrderTagIn(OrderNamedIn):
    tag = serializers.CharField(max_length=255)
    is_removed = serializers.BooleanField(default=False, help_text="Take it away instead")


class OrderNoteIn(OrderNamedIn):
    text = serializers.CharField(max_length=5000)


class ManyTags(NamesOrders):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_tags_bulk",
        "Tag many orders",
        body=bulk_of(OrderTagIn),
        out=BulkResultsOut,
        body_example={
            "items": [
                {"order_name": "#1001", "tag": "gift"},
                {"order_name": "#1002", "tag": "gift", "is_removed": True},
            ]
        },
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Put a tag on each, or take it away; `id` is the order's. Bears being repeated."""
        wanted = self.read_body(request, bulk_of(OrderTagIn))
        actor, now = self.actor.label, timezone.now()

        def tag(item: Mapping[str, Any]) -> object:
            order = self.order_named(item)
            verb = services.untag_order if item["is_removed"] else services.tag_order
            verb(order=order, tag=item["tag"], actor=actor, now=now)
            return order.public_id

        return self.shown(BulkResultsOut, results_of(wanted["items"], tag))


class ManyNotes(NamesOrders):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_notes_bulk",
        "Write notes on many orders",
        body=bulk_of(OrderNoteIn),
        out=BulkResultsOut,
        body_example={"items": [{"order_name": "#1001", "text": "The strike delays it."}]},
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """A note on each; `id` is the note's. Repeat it with an `Idempotency-Key` only."""
        wanted = self.read_body(request, bulk_of(OrderNoteIn))
        actor, now = self.actor, timezone.now()

        def write(item: Mapping[str, Any]) -> object:
            note = services.add_note(
                order=self.order_named(item),
                author_id=actor.user_id,
                author_name=actor.label,
                text=item["text"],
                now=now,
            )
            return opaque_id("note", note.pk)

        return self.shown(BulkResultsOut, results_of(wanted["items"], write))
