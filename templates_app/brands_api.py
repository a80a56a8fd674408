"""Brands: how the agency, or one of its stores, looks in its mails."""

from typing import Any, ClassVar
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
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.models import Agency, Store
from stores.roles import Verb
from templates_app import api_examples as examples
from templates_app import services
from templates_app.api import needs_every_store
from templates_app.models import Brand
from templates_app.picture_addresses import web_address
from templates_app.queries import agency_brand, resolved_brand


class FieldsOut(serializers.Serializer[Any]):
    """The fields of a brand; empty or null: inherited."""

    logo_url = serializers.SerializerMethodField()
    logo_width = serializers.IntegerField(allow_null=True)
    accent = serializers.CharField()
    text = serializers.CharField()
    ground = serializers.CharField()
    font = serializers.CharField()
    footer = serializers.CharField()
    legal = serializers.CharField()
    contact_email = serializers.CharField()
    website = serializers.CharField()
    social = serializers.DictField(child=serializers.CharField(), help_text="Name → address")

    def get_logo_url(self, row: Any) -> str:
        """The whole address, also of a picture that was uploaded."""
        return web_address(row.logo_url)


class BrandRowOut(serializers.Serializer[Brand]):
    """What was set for the agency or a store."""

    store = serializers.SerializerMethodField(help_text="Null: the agency's")
    own = FieldsOut(source="*", help_text="As it was set")
    changed_at = UtcTime()

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Brand) -> dict[str, str] | None:
        return store_ref(self.context, row.store_id) if row.store_id else None


class BrandOut(BrandRowOut):
    """What was set, and what is worn after inheritance."""

    worn = serializers.SerializerMethodField()
    changed_at = UtcTime(allow_null=True, help_text="Null: nothing was ever set")

    @extend_schema_field(FieldsOut)
    def get_worn(self, row: Brand) -> Any:
        return FieldsOut(self.context["worn"]).data


class BrandIn(Strict):
    """What is not named stays as it is; empty or null inherits."""

    logo_url = serializers.CharField(max_length=500, required=False, allow_blank=True)
    logo_width = serializers.IntegerField(required=False, allow_null=True)
    accent = serializers.CharField(max_length=7, required=False, allow_blank=True)
    text = serializers.CharField(max_length=7, required=False, allow_blank=True)
    ground = serializers.CharField(max_length=7, required=False, allow_blank=True)
    font = serializers.ChoiceField(choices=Brand.Font.choices, required=False, allow_blank=True)
    footer = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    legal = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    contact_email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    website = serializers.CharField(max_length=500, required=False, allow_blank=True)
    social = serializers.DictField(
        child=serializers.CharField(max_length=500, allow_blank=True), required=False
    )


class Brands(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("brands", ("changed_at", "id"))

    @described(
        "brands_list",
        "List brands",
        out=page_of(BrandRowOut),
        example=page_example({k: v for k, v in examples.BRAND.items() if k != "worn"}),
    )
    def get(self, request: Request) -> Response:
        """The agency's, and those of the key's stores that set something themselves."""
        rows = Brand.objects.filter(agency_id=self.actor.agency_id)
        return self.listed(BrandRowOut, rows, keyset=self.keyset)


class AgencyBrand(ApiView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_TEMPLATES,
        "PUT": Verb.EDIT_TEMPLATES,
        "DELETE": Verb.EDIT_TEMPLATES,
    }
    query_classes: ClassVar = {"GET": Query, "PUT": Query, "DELETE": Query}

    @described("brand_read", "Read the agency's brand", out=BrandOut, example=examples.BRAND)
    def get(self, request: Request) -> Response:
        """What stores wear unless they set something themselves."""
        return self.brand_of(Agency.objects.get(pk=self.actor.agency_id), None)

    @described(
        "brand_save",
        "Set the agency's brand",
        body=BrandIn,
        out=BrandOut,
        body_example={"accent": "#1F4D45"},
        example=examples.BRAND,
    )
    def put(self, request: Request) -> Response:
        """Worn at once where the agency's words are sent; frozen ones by the next roll-out.

        409 `brand-refused`.
        """
        wanted = self.read_body(request, BrandIn)
        needs_every_store(self.actor)
        agency = Agency.objects.get(pk=self.actor.agency_id)
        services.save_brand(agency=agency, fields=wanted, now=timezone.now())
        return self.brand_of(agency, None)

    @described("brand_remove", "Remove the agency's brand", out=BrandOut, example=examples.BRAND)
    def delete(self, request: Request) -> Response:
        """Its mails wear our own look again. Answers with what is worn now."""
        needs_every_store(self.actor)
        agency = Agency.objects.get(pk=self.actor.agency_id)
        services.remove_brand(agency=agency, now=timezone.now())
        return self.brand_of(agency, None)

    def brand_of(self, agency: Agency, store: Store | None) -> Response:
        row = Brand.objects.filter(agency=agency, store=store).first()
        worn = resolved_brand(store) if store else agency_brand(agency)
        return self.shown(BrandOut, row or Brand(agency=agency, store=store), worn=worn)


class StoreBrand(AgencyBrand):
    @described("store_brand_read", "Read a store's brand", out=BrandOut, example=examples.BRAND)
    def get(self, request: Request, public_id: UUID) -> Response:  # type: ignore[override]  # named by its store
        """What the store set itself, and what it wears."""
        store = self.store(public_id)
        return self.brand_of(store.agency, store)

    @described(
        "store_brand_save",
        "Set a store's brand",
        body=BrandIn,
        out=BrandOut,
        body_example={"footer": "Fjell & Garn, Bergen"},
        example=examples.BRAND,
    )
    def put(self, request: Request, public_id: UUID) -> Response:  # type: ignore[override]  # named by its store
        """Worn at once where it sends the agency's words; else when it next publishes.

        409 `brand-refused`.
        """
        wanted = self.read_body(request, BrandIn)
        store = self.store(public_id)
        services.save_brand(agency=store.agency, store=store, fields=wanted, now=timezone.now())
        return self.brand_of(store.agency, store)

    @described("store_brand_remove", "Remove a store's brand", out=BrandOut, example=examples.BRAND)
    def delete(self, request: Request, public_id: UUID) -> Response:  # type: ignore[override]  # named by its store
        """It wears the agency's look again. Answers with what is worn now."""
        store = self.store(public_id)
        services.remove_brand(agency=store.agency, store=store, now=timezone.now())
        return self.brand_of(store.agency, store)

    def store(self, public_id: UUID) -> Store:
        return get_object_or_404(Store.objects.select_related("agency"), public_id=public_id)
