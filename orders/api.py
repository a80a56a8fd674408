"""Notes that staff write on an order, and its tags. The order: one_order.py; lists: listing.py."""

from typing import ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime, opaque_id
from orders import services, tag_changing
from orders.listing import order_or_404
from orders.models import Note, Order
from stores.api_base import ApiView
from stores.roles import Verb


class NoteOut(serializers.Serializer[Note]):
    """What staff wrote to each other. Buyers never see it."""

    id = serializers.SerializerMethodField()
    text = serializers.CharField()
    author = serializers.CharField(source="author_name")
    is_for_packers = serializers.BooleanField(help_text="Shown to who packs the order")
    created_at = UtcTime()

    def get_id(self, note: Note) -> str:
        return opaque_id("note", note.pk)


class NoteIn(Strict):
    text = serializers.CharField(max_length=5000)
    is_for_packers = serializers.BooleanField(
        default=False, help_text="Show it to who packs the order"
    )


class TagsOut(serializers.Serializer[Order]):
    """What the order is tagged with: Shopify's tags, as changed here."""

    tags = serializers.ListField(child=serializers.CharField())


class TagIn(Strict):
    tag = serializers.CharField(max_length=255)


NOTE_EXAMPLE = {
    "id": "9c1b7d5f0a3e4c2b8d6f0a12",
    "text": "Called; will fetch it on Friday.",
    "author": "Jonas Berg",
    "is_for_packers": False,
    "created_at": "2026-11-20T10:00:00Z",
}


class Notes(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("notes", ("created_at", "id"))

    @described(
        "order_notes_list",
        "List an order's notes",
        out=page_of(NoteOut),
        example=page_example(NOTE_EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """What staff wrote on the order, newest first."""
        rows = Note.objects.filter(order=order_or_404(public_id))
        return self.listed(NoteOut, rows, keyset=self.keyset)

    @described(
        "order_notes_create",
        "Write a note",
        body=NoteIn,
        out={201: NoteOut},
        body_example={"text": "Called; will fetch it on Friday."},
        example=NOTE_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Write a note on the order. It shows on the timeline; the buyer never sees it."""
        wanted = self.read_body(request, NoteIn)
        note = services.add_note(
            order=order_or_404(public_id),
            author_id=self.actor.user_id,
            author_name=self.actor.label,
            text=wanted["text"],
            is_for_packers=wanted["is_for_packers"],
            now=timezone.now(),
        )
        return self.shown(NoteOut, note, status=201)


class Tags(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_tags_add",
        "Tag an order",
        body=TagIn,
        out=TagsOut,
        body_example={"tag": "gift"},
        example={"tags": ["gift", "vip"]},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Tag the order, and in Shopify too if the store wants so. Case does not matter.

        To tag it twice changes nothing. Answers with all its tags.
        """
        wanted = self.read_body(request, TagIn)
        order = order_or_404(public_id)
        tag_changing.change_tag(
            order=order,
            tag=wanted["tag"],
            is_added=True,
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(TagsOut, order)


class TagRemoval(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_tags_remove",
        "Take a tag away",
        body=TagIn,
        out=TagsOut,
        body_example={"tag": "gift"},
        example={"tags": ["vip"]},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take a tag away, and in Shopify too if the store wants so.

        A tag that the order does not have changes nothing. Answers with those that are left.
        """
        wanted = self.read_body(request, TagIn)
        order = order_or_404(public_id)
        tag_changing.change_tag(
            order=order,
            tag=wanted["tag"],
            is_added=False,
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(TagsOut, order)
