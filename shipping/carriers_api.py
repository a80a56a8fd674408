"""Carriers, and whose parcel a number is, for programs."""

from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query
from shipping import own_carriers
from shipping.carriers import linking, naming
from shipping.carriers.detecting import decided, detect
from shipping.carriers_shapes import (
    CarrierChangesIn,
    CarrierFilters,
    CarrierIn,
    CarrierOut,
    DetectIn,
    DetectOut,
    KnownListOut,
)
from shipping.following import habit_of
from shipping.models import Carrier
from shipping.own_carriers import CarrierDraft
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb

STORE: dict[str, str] = {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}
EXAMPLE = {
    "id": "3c0d5f3e-2a55-4c52-9d6e-5f0e9a8b7c61",
    "store": STORE,
    "name": "Fjordbud",
    "url_template": "https://fjordbud.example/track?id={number}",
    "phone": "+47 22 03 00 45",
    "is_retired": False,
    "created_at": "2026-11-20T09:12:00Z",
    "created_by": "Jonas Berg",
}
CANDIDATE = {
    "code": "posten",
    "name": "Posten",
    "confidence": 0.999,
    "is_checked": True,
    "is_named": False,
    "url": "https://sporing.posten.no/sporing/LX123456785NO",
}


class CarrierView(ApiView):
    def store_named(self, public_id: UUID) -> Store:
        (store_id,) = self.stores_named(public_id)
        return next(one for one in self.actor.stores if one.pk == store_id)


class Carriers(CarrierView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": CarrierFilters, "POST": Query}
    keyset: ClassVar = Keyset("carriers", ("id",))

    @described(
        "carriers_list",
        "List the stores' own carriers",
        out=page_of(CarrierOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Those that our table lacks or has no link to; the newest first."""
        rows = Carrier.objects.filter(store_id__in=self.stores_named(self.query.get("store")))
        return self.listed(CarrierOut, self.narrowed(rows), keyset=self.keyset)

    @described(
        "carriers_add",
        "Add a carrier",
        body=CarrierIn,
        out={200: CarrierOut, 201: CarrierOut},
        body_example={
            "store": STORE["id"],
            "name": EXAMPLE["name"],
            "url_template": EXAMPLE["url_template"],
        },
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """201: it is new, or was retired and is back. 200: it stood there already.

        409 `carrier-refused`, also where our table knows it.
        """
        wanted = self.read_body(request, CarrierIn)
        store = self.store_named(wanted.pop("store"))
        row, is_new = own_carriers.add_carrier(
            store=store,
            draft=CarrierDraft(**wanted),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(CarrierOut, row, status=201 if is_new else 200)


class OneCarrier(CarrierView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_ORDERS,
        "PATCH": Verb.MANAGE_STORES,
        "DELETE": Verb.MANAGE_STORES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}

    @described("carriers_read", "Read a carrier", out=CarrierOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """One of a store's own."""
        return self.shown(CarrierOut, get_object_or_404(Carrier, public_id=public_id))

    @described(
        "carriers_change",
        "Change a carrier",
        body=CarrierChangesIn,
        out=CarrierOut,
        body_example={"url_template": EXAMPLE["url_template"]},
        example=EXAMPLE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is named is changed; the links of all its parcels follow. 409 `carrier-refused`."""
        wanted = self.read_body(request, CarrierChangesIn)
        row = get_object_or_404(Carrier, public_id=public_id)
        told = {name: getattr(row, name) for name in ("name", "url_template", "phone")}
        draft = CarrierDraft(**{**told, **wanted})
        return self.shown(CarrierOut, own_carriers.change_carrier(carrier=row, draft=draft))

    @described(
        "carriers_retire",
        "Retire a carrier",
        out=CarrierOut,
        example={**EXAMPLE, "is_retired": True},
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        """It is offered no longer; its parcels keep it. To add it again brings it back."""
        row = get_object_or_404(Carrier, public_id=public_id)
        own_carriers.retire_carrier(carrier=row)
        row.is_retired = True
        return self.shown(CarrierOut, row)


class KnownCarriers(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "carriers_known",
        "List all carriers that are known",
        out=KnownListOut,
        example={"results": [{"code": "bring", "name": "Bring", "has_link": True}]},
    )
    def get(self, request: Request) -> Response:
        """Our table, by name: the same for every store, in one answer."""
        rows = [
            {"code": code, "name": name, "has_link": linking.has_link(code)}
            for code, name in naming.names()
        ]
        return self.shown(KnownListOut, {"results": rows})


class Detection(CarrierView):
    verbs: ClassVar = {"POST": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "carriers_detect",
        "Ask whose parcel a number is",
        body=DetectIn,
        out=DetectOut,
        body_example={"number": "LX123456785NO", "country": "NO"},
        example={"carrier": CANDIDATE, "candidates": [CANDIDATE]},
    )
    def post(self, request: Request) -> Response:
        """All that it may be, ranked. Nothing is kept."""
        wanted = self.read_body(request, DetectIn)
        store = self.store_named(wanted["store"]) if "store" in wanted else None
        candidates = detect(
            wanted["number"],
            company=wanted["company"],
            destination=wanted["country"],
            origin=store.country if store else "",
            habit=habit_of(store.pk) if store else None,
        )
        found = {"carrier": decided(candidates), "candidates": candidates}
        return self.shown(DetectOut, found)
