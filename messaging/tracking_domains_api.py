"""A store's tracking domain over the API: read, named, and looked at."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from messaging import tracking_domain_words, tracking_domains
from messaging.domains_api import DnsRecordOut
from messaging.tracking_domains import TrackingDomainRefused
from stores.api_base import ApiView
from stores.models import Store, TrackingDomainState
from stores.roles import Verb


class TrackingDomainOut(serializers.Serializer[Any]):
    """The domain that tracked links are to begin with. Empty: ours."""

    domain = serializers.CharField()
    state = serializers.ChoiceField(choices=TrackingDomainState.choices)
    explanation = serializers.CharField()
    links_begin_with = serializers.CharField(help_text="In mails that leave now")
    looked_at = UtcTime(allow_null=True)
    lost_at = UtcTime(
        allow_null=True, help_text="Since when it is proven no more: mails that left name it still"
    )
    wanted = DnsRecordOut(many=True, help_text="What to paste into the domain's DNS")


class TrackingDomainIn(Strict):
    """An empty domain goes back to ours."""

    domain = serializers.CharField(
        max_length=253, allow_blank=True, help_text="Such as links.shop.example"
    )


EXAMPLE: Final = {
    "domain": "links.fjellgarn.example",
    "state": "MISSING",
    "explanation": "The DNS knows no links.fjellgarn.example. Add the record below; it may take "
    "an hour to be seen.",
    "links_begin_with": "https://hub.example",
    "looked_at": "2026-11-20T09:12:00Z",
    "lost_at": None,
    "wanted": [{"name": "links.fjellgarn.example", "type": "CNAME", "value": "hub.example"}],
}


def _values(store: Store) -> dict[str, Any]:
    record = tracking_domains.record_of(store)
    return {
        "domain": store.tracking_domain,
        "state": store.tracking_domain_state,
        "explanation": tracking_domain_words.words_of(store),
        "links_begin_with": store.tracking_url,
        "looked_at": store.tracking_domain_at,
        "lost_at": store.tracking_domain_lost_at,
        "wanted": [record] if record else [],
    }


class StoreTrackingDomain(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described(
        "store_tracking_domain", "Read a tracking domain", out=TrackingDomainOut, example=EXAMPLE
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Which domain tracked links begin with, and what the last look found."""
        return self.shown(TrackingDomainOut, _values(get_object_or_404(Store, public_id=public_id)))

    @described(
        "store_tracking_domain_set",
        "Name a tracking domain",
        body=TrackingDomainIn,
        out=TrackingDomainOut,
        body_example={"domain": "links.fjellgarn.example"},
        example=EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """Mails use it once a look has proven it: POST to `check/`, or wait for the daily one.

        409 `tracking-domain-refused` says what is wrong with it.
        """
        wanted = self.read_body(request, TrackingDomainIn)
        store = get_object_or_404(Store, public_id=public_id)
        tracking_domains.name_domain(store=store, domain=wanted["domain"])
        return self.shown(TrackingDomainOut, _values(store))


class CheckTrackingDomain(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}
    in_steps: ClassVar = frozenset({"POST"})  # asks the DNS; to look once more does no harm

    @described(
        "store_tracking_domain_check",
        "Check a tracking domain",
        out=TrackingDomainOut,
        example=EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Ask the DNS and the domain itself now; it takes some seconds at most.

        409 `tracking-domain-refused` where none is named.
        """
        self.read_body(request, Strict)
        store = get_object_or_404(Store, public_id=public_id)
        if not store.tracking_domain:
            raise TrackingDomainRefused("No domain is named: PUT one first.")
        tracking_domains.look_at(store=store, now=timezone.now())
        return self.shown(TrackingDomainOut, _values(store))
