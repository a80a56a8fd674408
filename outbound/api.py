"""Endpoints for programs: made, changed, paused, given new secrets."""

from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict
from outbound import services
from outbound.data import EndpointWish
from outbound.examples import ENDPOINT_EXAMPLE, SECRET_EXAMPLE, STORE_ID
from outbound.models import Endpoint
from outbound.queries import endpoints_within_reach
from outbound.shapes import (
    EnablingIn,
    EndpointChangesIn,
    EndpointIn,
    EndpointOut,
    NewSecretOut,
    RotationIn,
)
from stores.api_base import ApiView
from stores.roles import Verb


class EndpointView(ApiView):
    """A view of one endpoint within the caller's reach."""

    query_classes: ClassVar = {"POST": Query}
    verbs: ClassVar = {"POST": Verb.MANAGE_ENDPOINTS}

    def endpoint(self, public_id: UUID) -> Endpoint:
        found: Endpoint = get_object_or_404(endpoints_within_reach(self.actor), public_id=public_id)
        return found


class Endpoints(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_ENDPOINTS}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("endpoints", ("created_at", "id"))

    @described(
        "endpoints_list",
        "List webhook endpoints",
        out=page_of(EndpointOut),
        example=page_example(ENDPOINT_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Newest first. Those of the whole agency are shown to who sees all of its stores."""
        return self.listed(EndpointOut, endpoints_within_reach(self.actor), keyset=self.keyset)

    @described(
        "endpoints_create",
        "Make a webhook endpoint",
        body=EndpointIn,
        out={201: NewSecretOut},
        body_example={"url": ENDPOINT_EXAMPLE["url"], "kinds": ["ORDER_PLACED"], "store": STORE_ID},
        example=SECRET_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """It gets what happens from now on, signed with the secret that is shown this once.

        409 `address-refused`: nothing is posted there. 409 `endpoint-beyond-reach`: you see less
        than it would be told, or a sandbox store and a test endpoint were not put together.
        409 `too-many-endpoints`.
        """
        said = self.read_body(request, EndpointIn)
        store = None
        if said["store"]:
            (store_id,) = self.stores_named(said["store"])
            store = next(one for one in self.actor.stores if one.pk == store_id)
        endpoint, secret = services.create_endpoint(
            wish=EndpointWish(
                said["url"], said.get("description", ""), tuple(said.get("kinds", ()))
            ),
            store=store,
            is_test=said["is_test"],
            actor=self.actor,
            now=timezone.now(),
        )
        return self.shown(NewSecretOut, endpoint, status=201, secret=secret)


class OneEndpoint(EndpointView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_STORES,
        "PATCH": Verb.MANAGE_ENDPOINTS,
        "DELETE": Verb.MANAGE_ENDPOINTS,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}

    @described(
        "endpoints_read", "Read a webhook endpoint", out=EndpointOut, example=ENDPOINT_EXAMPLE
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """What it is to hear, and how it fares."""
        return self.shown(EndpointOut, self.endpoint(public_id))

    @described(
        "endpoints_change",
        "Change a webhook endpoint",
        body=EndpointChangesIn,
        out=EndpointOut,
        body_example={"kinds": []},
        example=ENDPOINT_EXAMPLE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """From now on it is so. What already waits goes as it is, to a new address too.

        409 `address-refused`: nothing is posted there.
        """
        said = self.read_body(request, EndpointChangesIn)
        endpoint = self.endpoint(public_id)
        wish = EndpointWish(
            said.get("url", endpoint.url),
            said.get("description", endpoint.description),
            tuple(said.get("kinds", endpoint.kinds)),
        )
        services.change_endpoint(endpoint=endpoint, wish=wish, now=timezone.now())
        return self.shown(EndpointOut, endpoint)

    @described(
        "endpoints_remove", "Remove a webhook endpoint", out=EndpointOut, example=ENDPOINT_EXAMPLE
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Nothing is posted there any more; its deliveries go, and its secrets at once."""
        endpoint = self.endpoint(public_id)
        answer = self.shown(EndpointOut, endpoint)
        services.remove_endpoint(endpoint=endpoint, now=timezone.now())
        return answer


class SecretRotation(EndpointView):
    @described(
        "endpoints_rotate_secret",
        "Rotate a signing secret",
        body=RotationIn,
        out=NewSecretOut,
        body_example={"at_once": False},
        example=SECRET_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """A new secret, shown this once. For 24 hours the one before signs as well."""
        said = self.read_body(request, RotationIn)
        endpoint = self.endpoint(public_id)
        secret = services.rotate_secret(
            endpoint=endpoint, at_once=said["at_once"], now=timezone.now()
        )
        return self.shown(NewSecretOut, endpoint, secret=secret)


class PreviousSecretEnd(EndpointView):
    @described(
        "endpoints_end_previous_secret",
        "End the secret before",
        out=EndpointOut,
        example=ENDPOINT_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """From now on only the newest secret signs. To say so twice changes nothing."""
        self.read_body(request, Strict)
        endpoint = self.endpoint(public_id)
        services.end_previous_secret(endpoint=endpoint, now=timezone.now())
        return self.shown(EndpointOut, endpoint)


class Pause(EndpointView):
    @described(
        "endpoints_pause", "Pause a webhook endpoint", out=EndpointOut, example=ENDPOINT_EXAMPLE
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Nothing is posted until it is enabled. What happens meanwhile is not lost."""
        self.read_body(request, Strict)
        endpoint = self.endpoint(public_id)
        services.pause_endpoint(endpoint=endpoint, now=timezone.now())
        return self.shown(EndpointOut, endpoint)


class Enabling(EndpointView):
    @described(
        "endpoints_enable",
        "Enable a webhook endpoint",
        body=EnablingIn,
        out=EndpointOut,
        body_example={"from_now": False},
        example=ENDPOINT_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It goes on where it stopped, paused or disabled; `from_now` leaves out the time between.

        To enable an active one changes nothing.
        """
        said = self.read_body(request, EnablingIn)
        endpoint = self.endpoint(public_id)
        services.enable_endpoint(endpoint=endpoint, from_now=said["from_now"], now=timezone.now())
        return self.shown(EndpointOut, endpoint)
