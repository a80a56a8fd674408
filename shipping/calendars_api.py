"""Calendars, collections and how a store promises, for programs."""

from dataclasses import fields
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query
from shipping import calendars, delivery_settings, processing_times
from shipping.calendars import CalendarDraft, SpecialDay
from shipping.delivery_settings import DeliveryChoices, settings_of
from shipping.models import Calendar, CalendarDay, CollectionProduct
from shipping.rule_changes import hold_rules
from shipping.rules_api import SAID, STORE, RuleView
from shipping.rules_shapes import (
    CalendarChangesIn,
    CalendarIn,
    CalendarOut,
    DeliverySettingsIn,
    DeliverySettingsOut,
    ProductOut,
    ProductsIn,
    ProductsOut,
)
from stores.api_filters import StoreFilters
from stores.models import Store
from stores.roles import Verb

CALENDAR_EXAMPLE = {
    "id": "3c0d5f3e-2a55-4c52-9d6e-5f0e9a8b7c61",
    "store": STORE,
    "name": "Workshop in Ål",
    "is_default": True,
    "workdays": [0, 1, 2, 3, 4],
    "country": "NO",
    "subdivision": "",
    "cutoff": "14:00",
    "timezone": "Europe/Oslo",
    "days": [
        {"first": "2026-07-06", "last": "2026-07-24", "is_open": False, "note": "Fellesferie"}
    ],
    **SAID,
}
SETTINGS_EXAMPLE = {
    "is_shown": True,
    "mixed_cart": "LATEST",
    "tells_delays": True,
    "tells_silence": False,
    "risk_hours": 24,
    "silence_days": 5,
    "first_scan_days": 3,
    "stalled_days": 5,
    **SAID,
}
CHOSEN = tuple(field.name for field in fields(DeliveryChoices))
DRAFTED = ("name", "workdays", "country", "subdivision", "cutoff", "timezone")


def _days(said: list[dict[str, Any]] | None) -> list[SpecialDay] | None:
    return None if said is None else [SpecialDay(**one) for one in said]


class CalendarView(RuleView):
    @property
    def rows(self) -> Any:
        days = Prefetch("days", CalendarDay.objects.order_by("first", "pk"))
        return Calendar.objects.select_related("store").prefetch_related(days)

    def row(self, public_id: UUID) -> Calendar:
        found: Calendar = get_object_or_404(self.rows, public_id=public_id)
        return found


class Calendars(CalendarView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": StoreFilters, "POST": Query}
    keyset: ClassVar = Keyset("calendars", ("id",))

    @described(
        "calendars_list",
        "List calendars",
        out=page_of(CalendarOut),
        example=page_example(CALENDAR_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """On which days, and until when, the stores of the key pack; the newest first."""
        rows = self.rows.filter(store_id__in=self.stores_named(self.query.get("store")))
        return self.listed(CalendarOut, rows, keyset=self.keyset)

    @described(
        "calendars_add",
        "Add a calendar",
        body=CalendarIn,
        out={200: CalendarOut, 201: CalendarOut},
        body_example={
            "store": STORE["id"],
            "name": "Workshop in Ål",
            "cutoff": "14:00",
            "country": "NO",
        },
        example=CALENDAR_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """The store's first is its default. 201: it is new. 200: the same stood there already.

        409 `delivery-rule-refused`, also where another calendar has the name.
        """
        wanted = self.read_body(request, CalendarIn)
        store = self.store_named(wanted.pop("store"))
        days = _days(wanted.pop("days", []))
        draft = CalendarDraft(**wanted, days=days)
        row, is_new = calendars.add_calendar(store=store, draft=draft, by=self.by)
        return self.shown(CalendarOut, self.row(row.public_id), status=201 if is_new else 200)


class OneCalendar(CalendarView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_STORES,
        "PATCH": Verb.MANAGE_STORES,
        "DELETE": Verb.MANAGE_STORES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}
    versioned_by: ClassVar = CalendarOut

    def lock(self) -> None:
        hold_rules(self.row(self.kwargs["public_id"]).store)

    @described("calendars_read", "Read a calendar", out=CalendarOut, example=CALENDAR_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """One of them, with its special days."""
        return self.shown(CalendarOut, self.row(public_id))

    @described(
        "calendars_change",
        "Change a calendar",
        body=CalendarChangesIn,
        out=CalendarOut,
        body_example={"cutoff": "12:00", "is_default": True},
        example=CALENDAR_EXAMPLE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is named is changed, all else stays; `days` are replaced as a whole.

        409 `delivery-rule-refused`.
        """
        wanted = self.read_body(request, CalendarChangesIn)
        row = self.row(public_id)
        days = _days(wanted.pop("days", None))
        told = {name: getattr(row, name) for name in DRAFTED} | wanted
        draft = CalendarDraft(**told, days=days)
        calendars.change_calendar(calendar=row, draft=draft, by=self.by)
        return self.shown(CalendarOut, self.row(public_id))

    @described(
        "calendars_remove",
        "Remove a calendar",
        out=CalendarOut,
        example=CALENDAR_EXAMPLE,
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        """409 `delivery-rule-in-use`: a processing time names it, or it is the default."""
        row = self.row(public_id)
        answer = self.shown(CalendarOut, row)
        calendars.remove_calendar(calendar=row, by=self.by)
        return answer


class Settings(RuleView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described(
        "store_delivery_settings",
        "Read how a store promises",
        out=DeliverySettingsOut,
        example=SETTINGS_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Whether buyers are shown dates, what mixed carts are promised, and when it is warned."""
        store = get_object_or_404(Store, public_id=public_id)
        return self.shown(DeliverySettingsOut, settings_of(store.pk))

    @described(
        "store_delivery_settings_set",
        "Choose how a store promises",
        body=DeliverySettingsIn,
        out=DeliverySettingsOut,
        body_example={"tells_delays": True},
        example=SETTINGS_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """What is left out stays. To say the same twice changes nothing."""
        wanted = self.read_body(request, DeliverySettingsIn)
        store = get_object_or_404(Store, public_id=public_id)
        held = settings_of(store.pk)
        told = {name: getattr(held, name) for name in CHOSEN}
        row = delivery_settings.change_delivery_settings(
            store=store, choices=DeliveryChoices(**told | wanted), by=self.by
        )
        return self.shown(DeliverySettingsOut, row)


class CollectionProducts(RuleView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": PageQuery, "PUT": Query}
    keyset: ClassVar = Keyset("collection-products", ("id",))

    @described(
        "collection_products_list",
        "List the products of a collection",
        out=page_of(ProductOut),
        example=page_example({"product": "8412345678901"}),
    )
    def get(self, request: Request, public_id: UUID, collection: int) -> Response:
        """As they were set here. `collection` is Shopify's id."""
        store = get_object_or_404(Store, public_id=public_id)
        number = int(processing_times.target_of("COLLECTION", str(collection)))
        rows = CollectionProduct.objects.filter(store=store, collection=number)
        return self.listed(ProductOut, rows, keyset=self.keyset)

    @described(
        "collection_products_set",
        "Set the products of a collection",
        body=ProductsIn,
        out=ProductsOut,
        body_example={"products": ["8412345678901"]},
        example={"count": 1},
    )
    def put(self, request: Request, public_id: UUID, collection: int) -> Response:
        """These and no others are in it, so that a collection's processing time finds them.

        To say the same twice changes nothing. 409 `delivery-rule-refused`.
        """
        wanted = self.read_body(request, ProductsIn)
        count = processing_times.set_collection_products(
            store=get_object_or_404(Store, public_id=public_id),
            collection=str(collection),
            products=wanted["products"],
            by=self.by,
        )
        return self.shown(ProductsOut, {"count": count})
