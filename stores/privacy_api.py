"""What a store sees of its readers, and on what ground."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from stores import privacy
from stores.api_base import ApiView
from stores.models import Store, TrackingMode
from stores.roles import Verb


class SeeingOut(serializers.Serializer[Any]):
    """How a store may see its readers. `decided` is empty where the law of its country decides."""

    decided = serializers.ChoiceField(choices=TrackingMode.choices, allow_blank=True)
    in_force = serializers.ChoiceField(choices=TrackingMode.choices)
    basis = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = UtcTime(allow_null=True)
    are_links_tagged = serializers.BooleanField()
    link_domains = serializers.ListField(child=serializers.CharField())


class SeeingIn(Strict):
    """What is left out stays as it is; a `mode` needs its `basis` with it."""

    mode = serializers.ChoiceField(choices=TrackingMode.choices, allow_blank=True, required=False)
    basis = serializers.CharField(max_length=2000, allow_blank=True, default="")
    are_links_tagged = serializers.BooleanField(required=False)
    link_domains = serializers.ListField(
        child=serializers.CharField(max_length=253),
        required=False,
        max_length=privacy.MOST_DOMAINS,
        help_text="Hosts of the shop besides its Shopify domain and its web address",
    )


EXAMPLE = {
    "decided": "INDIVIDUAL",
    "in_force": "INDIVIDUAL",
    "basis": "Agreed to at the checkout",
    "decided_by": "API key ERP",
    "decided_at": "2026-11-20T09:12:00Z",
    "are_links_tagged": True,
    "link_domains": ["garn.example"],
}
BODY_EXAMPLE = {"mode": "INDIVIDUAL", "basis": "Agreed to at the checkout"}


class Seeing(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described("store_seeing", "Read what a store sees of readers", out=SeeingOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Nothing, sums, or each reader; who decided it, when, and on what legal basis."""
        return self._shown(get_object_or_404(Store, public_id=public_id))

    @described(
        "store_seeing_set",
        "Decide what a store sees of readers",
        body=SeeingIn,
        out=SeeingOut,
        body_example=BODY_EXAMPLE,
        example=EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """It holds from the next mail on. An empty `mode` leaves it to the law of the country.

        409 `basis-missing`: to see each reader needs a `basis`. 409 `no-domain`: one of
        `link_domains` is no host name.
        """
        wanted = self.read_body(request, SeeingIn)
        store = get_object_or_404(Store, public_id=public_id)
        if "mode" in wanted:
            choice = privacy.Choice(wanted["mode"], wanted["basis"])
            privacy.decide_tracking(
                store=store, choice=choice, actor=self.actor.label, now=timezone.now()
            )
        privacy.name_links(
            store=store,
            is_tagged=wanted.get("are_links_tagged", store.are_links_tagged),
            domains=wanted.get("link_domains", store.link_domains),
        )
        return self._shown(store)

    def _shown(self, store: Store) -> Response:
        last = privacy.last_decision(store_id=store.pk)
        values = {
            "decided": store.tracking_mode,
            "in_force": store.tracks,
            "basis": last.basis if last else "",
            "decided_by": last.actor if last else "",
            "decided_at": last.at if last else None,
            "are_links_tagged": store.are_links_tagged,
            "link_domains": store.link_domains,
        }
        return self.shown(SeeingOut, values)
