"""What Shopify tells us of a store, for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from stores import subscriptions
from stores.api_base import ApiView
from stores.models import Store, Subscription, SubscriptionState
from stores.roles import Verb
from stores.shopify.documents import API_VERSION


class SubscriptionOut(serializers.Serializer[Subscription]):
    """One sort of Shopify's news, as it stood at the last look."""

    topic = serializers.CharField()
    state = serializers.ChoiceField(choices=SubscriptionState.choices)
    detail = serializers.CharField(help_text="The scope that is missing, or Shopify's words")
    api_version = serializers.CharField(help_text="Of Shopify's words in it; set for the app")
    since_at = UtcTime()


class SubscriptionsOut(serializers.Serializer[Any]):
    """All that we want to be told, and what was amiss."""

    is_kept = serializers.BooleanField(help_text="Whether they are looked at and mended daily")
    wanted_api_version = serializers.CharField()
    looked_at = UtcTime(allow_null=True)
    next_look_at = UtcTime(allow_null=True)
    problem = serializers.CharField(help_text="Why the last look failed; empty: it did not")
    vanished_at = UtcTime(allow_null=True, help_text="When some were found deleted, and made again")
    vanished_topics = serializers.ListField(child=serializers.CharField())
    topics = SubscriptionOut(many=True)


EXAMPLE = {
    "is_kept": True,
    "wanted_api_version": API_VERSION,
    "looked_at": "2026-11-20T09:12:00Z",
    "next_look_at": "2026-11-21T08:40:00Z",
    "problem": "",
    "vanished_at": None,
    "vanished_topics": [],
    "topics": [
        {
            "topic": "orders/create",
            "state": "PRESENT",
            "detail": "",
            "api_version": API_VERSION,
            "since_at": "2026-11-01T09:12:00Z",
        }
    ],
}


class _Shows(ApiView):
    def show(self, store: Store, *, status: int = 200) -> Response:
        return self.shown(SubscriptionsOut, subscriptions.state_of(store), status=status)


class StoreSubscriptions(_Shows):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "store_subscriptions",
        "Read what Shopify tells of a store",
        out=SubscriptionsOut,
        example=EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Its webhook subscriptions as of the last look, at most one day ago. Three statements."""
        return self.show(get_object_or_404(Store, public_id=public_id))


class SubscriptionsLook(_Shows):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "store_subscriptions_keep",
        "Let a store's subscriptions be mended",
        out={202: SubscriptionsOut},
        example=EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """They are looked at within seconds, and daily from now on.

        409 `store-not-connected`: the shop cannot be asked.
        """
        self.read_body(request, Strict)
        store = get_object_or_404(Store, public_id=public_id)
        subscriptions.ask_to_keep(store=store, now=timezone.now())
        return self.show(store, status=202)
