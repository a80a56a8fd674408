"""Which tests share no buyer, and which buyers are in none."""

from typing import ClassVar
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query
from stores.api_base import ApiView
from stores.models import Agency, Store
from stores.roles import Verb
from templates_app import experiment_examples as examples
from templates_app import layering
from templates_app.experiment_shapes import HoldOutIn, HoldOutOut, LayerIn, LayerOut
from templates_app.models import HoldOut, Layer


class Layers(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("layers", ("created_at", "id"))

    @described(
        "experiments_layers",
        "List layers",
        out=page_of(LayerOut),
        example=page_example(examples.LAYER),
    )
    def get(self, request: Request) -> Response:
        """Tests in one layer share no buyer; layers know nothing of each other."""
        rows = Layer.objects.filter(agency_id=self.actor.agency_id)
        return self.listed(LayerOut, rows, keyset=self.keyset)

    @described(
        "experiments_make_layer",
        "Make a layer",
        body=LayerIn,
        out={201: LayerOut},
        body_example={"name": "Reminders"},
        example=examples.LAYER,
    )
    def post(self, request: Request) -> Response:
        """A further space of buckets, for mails of which a buyer may be in two tests at once.

        409 `layer-exists`.
        """
        wanted = self.read_body(request, LayerIn)
        layer = layering.make_layer(
            agency=Agency.objects.get(pk=self.actor.agency_id),
            name=wanted["name"],
            now=timezone.now(),
        )
        return self.shown(LayerOut, layer, status=201)


class StoreHoldOut(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "PUT": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    def store(self, public_id: UUID) -> Store:
        named = [store for store in self.actor.stores if store.public_id == public_id]
        if not named:
            raise Http404
        return Store.objects.get(pk=named[0].pk)

    @described("hold_out_read", "Read a hold-out", out=HoldOutOut, example=examples.HOLD_OUT)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Which share of the store's buyers is in no test."""
        store = self.store(public_id)
        found = HoldOut.objects.filter(store=store).first()
        return self.shown(HoldOutOut, found or HoldOut(store=store))

    @described(
        "hold_out_write",
        "Hold buyers out of all tests",
        body=HoldOutIn,
        out=HoldOutOut,
        body_example={"share_bp": 500},
        example=examples.HOLD_OUT,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """They read the template's own words: what all tests together are worth."""
        wanted = self.read_body(request, HoldOutIn)
        hold_out = layering.set_hold_out(
            store=self.store(public_id),
            share_bp=wanted["share_bp"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(HoldOutOut, hold_out)
