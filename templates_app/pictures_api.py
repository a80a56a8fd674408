"""Pictures over the API: list, upload, remove."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.problems import Problem
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import StoreFilters
from stores.models import Agency
from stores.roles import Verb
from templates_app import pictures, removal
from templates_app.models import Picture
from templates_app.picture_addresses import web_address


class UseOut(serializers.Serializer[Any]):
    """What shows a picture."""

    place = serializers.ChoiceField(choices=[place.value for place in removal.Place])
    store = serializers.SerializerMethodField()
    kind = serializers.CharField(help_text="Of which message; empty for a brand")

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, use: removal.Use) -> dict[str, str] | None:
        return store_ref(self.context, use.store_id) if use.store_id else None


class PictureOut(serializers.Serializer[Picture]):
    """A picture that mails can show."""

    id = serializers.CharField(source="token")
    store = serializers.SerializerMethodField()
    name = serializers.CharField()
    url = serializers.SerializerMethodField()
    format = serializers.ChoiceField(source="form", choices=Picture.Form.choices)
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    byte_count = serializers.IntegerField()
    notes = serializers.SerializerMethodField()
    uses = UseOut(many=True, help_text="Which brands and drafts show it")
    created_at = UtcTime()
    created_by = serializers.CharField()

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Picture) -> dict[str, str] | None:
        """Null: of the agency, for all its stores."""
        return store_ref(self.context, row.store_id) if row.store_id else None

    @extend_schema_field(serializers.URLField())
    def get_url(self, row: Picture) -> str:
        """Where mails find it; for ever the same bytes."""
        return web_address(row.path)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_notes(self, row: Picture) -> list[str]:
        """What was done to the uploaded file, in sentences."""
        return pictures.what_became(row)


class PictureIn(Strict):
    file = serializers.FileField(
        allow_empty_file=True, max_length=255, help_text="PNG, JPEG, GIF or WebP, at most 10 MB"
    )
    store = serializers.UUIDField(required=False, help_text="Absent: for all stores of the agency")


class RemovalOut(serializers.Serializer[Any]):
    """What became of a picture that was removed."""

    is_gone = serializers.BooleanField(
        help_text="False: it is offered no longer, and served for older mails for two years"
    )


EXAMPLE = {
    "id": "3f0c7a525a0e4b8e9a513b0a4a6a5b11",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "name": "logo.png",
    "url": "https://pictures.example/i/3f0c7a525a0e4b8e9a513b0a4a6a5b11.png",
    "format": "PNG",
    "width": 480,
    "height": 120,
    "byte_count": 9120,
    "notes": ["It was turned into a PNG, which every mail client shows."],
    "uses": [],
    "created_at": "2026-11-20T09:12:00Z",
    "created_by": "Jonas Berg",
}


class Pictures(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": StoreFilters, "POST": Query}
    parser_classes = (MultiPartParser,)
    keyset: ClassVar = Keyset("pictures", ("created_at", "id"))

    @described(
        "pictures_list",
        "List pictures",
        out=page_of(PictureOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Pictures of the agency and of the key's stores, newest first."""
        named = self.query.get("store")
        store_ids = self.stores_named(named) if named else None

        def fetch(position: Any, limit: int) -> list[Picture]:
            rows = pictures.page_of_pictures(
                agency_id=self.actor.agency_id, store_ids=store_ids, before=position, limit=limit
            )
            return removal.with_uses(rows)

        return self.listed(PictureOut, fetch, keyset=self.keyset)

    @described(
        "pictures_create",
        "Upload a picture",
        body={"multipart/form-data": PictureIn},
        out={201: PictureOut},
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Send `multipart/form-data` with a field `file`. It is drawn anew as PNG or JPEG.

        At most 1,200 px wide and 200 kB afterwards; EXIF, places and profiles are left out. The
        same picture again is the one that is there. 409 `picture-refused` says what to upload
        instead.
        """
        if not str(request.content_type).startswith("multipart/form-data"):
            words = "Send the picture as `multipart/form-data`, in a field `file`."
            raise Problem("unsupported-media-type", words)
        wanted = self.read_body(request, PictureIn)
        store = None
        if "store" in wanted:
            (store_id,) = self.stores_named(wanted["store"])
            store = next(one for one in self.actor.stores if one.pk == store_id)
        picture = pictures.keep_picture(
            agency=Agency(pk=self.actor.agency_id),
            store=store,
            data=pictures.read_upload(wanted["file"]),
            name=wanted["file"].name,
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(PictureOut, removal.with_uses([picture])[0], status=201)


class OnePicture(ApiView):
    verbs: ClassVar = {"DELETE": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"DELETE": Query}

    @described(
        "pictures_remove",
        "Remove a picture",
        out=RemovalOut,
        example={"is_gone": False},
    )
    def delete(self, request: Request, token: str) -> Response:
        """Offer it no longer. What older mails show is served for two years more.

        409 `picture-in-use` while a brand, a draft or a published mail shows it. A picture of the
        agency is removed by keys for all stores only.
        """
        picture = get_object_or_404(Picture, token=token, removed_at=None)
        if picture.store_id is None and not self.actor.has_all_stores:
            raise Problem("forbidden", "A picture of the agency needs a key for all its stores.")
        is_gone = removal.remove_picture(
            picture=picture, actor=self.actor.label, now=timezone.now()
        )
        return self.shown(RemovalOut, {"is_gone": is_gone})
