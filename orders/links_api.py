"""The link to an order's status page over the API."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict
from orders.links import LONGEST_REASON, renew_link
from orders.listing import order_or_404
from stores.api_base import ApiView
from stores.roles import Verb


class RenewalIn(Strict):
    """Why the old link must not work any more; the timeline tells it."""

    because = serializers.CharField(max_length=LONGEST_REASON)


class LinkOut(serializers.Serializer[Any]):
    """The page's address, which is its only key."""

    status_url = serializers.CharField()


class LinkRenewal(ApiView):
    verbs: ClassVar = {"POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_link_renew",
        "Renew the link to the status page",
        body=RenewalIn,
        out=LinkOut,
        body_example={"because": "It was posted in public"},
        example={"status_url": "https://notifyhub.example/s/Zk3v0J8xW2mQ5tY7uB1nC4dE6fG9hJ0L"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Give the order's status page another address; the old one is unknown at once.

        The time after which the page is put away begins anew.
        """
        wanted = self.read_body(request, RenewalIn)
        order = order_or_404(public_id)
        token = renew_link(
            order=order, actor=self.actor.label, because=wanted["because"], now=timezone.now()
        )
        return self.shown(LinkOut, {"status_url": f"{settings.NOTIFYHUB_BASE_URL}/s/{token}"})
