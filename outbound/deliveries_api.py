"""Deliveries for programs: listed with request and answer, sent again, replayed."""

from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import Choice, Filters
from common.api.paging import Keyset
from common.api.problems import Problem
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict
from outbound import places, queries, redriving, replaying
from outbound.api import EndpointView
from outbound.data import Place
from outbound.examples import DELIVERY_EXAMPLE, DELIVERY_ROW_EXAMPLE, REPLAY_EXAMPLE
from outbound.models import Delivery, DeliveryState, Replay
from outbound.shapes import DeliveryOut, DeliveryRowOut, RedriveIn, RedrivenOut, ReplayIn, ReplayOut
from stores.api_base import ApiView
from stores.roles import Verb


class DeliveryFilters(Filters):
    """Filters of an endpoint's deliveries."""

    state = Choice("state", choices=DeliveryState.choices)


class Deliveries(EndpointView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": DeliveryFilters}
    keyset: ClassVar = Keyset("deliveries", ("created_at", "id"))

    @described(
        "deliveries_list",
        "List an endpoint's deliveries",
        out=page_of(DeliveryRowOut),
        example=page_example(DELIVERY_ROW_EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Newest first, for 30 days after they were settled."""
        rows = Delivery.objects.filter(endpoint=self.endpoint(public_id))
        return self.listed(DeliveryRowOut, _told(self.narrowed(rows)), keyset=self.keyset)


class DeliveryView(ApiView):
    """A view of one delivery within the caller's reach."""

    def delivery(self, public_id: UUID) -> Delivery:
        rows = _told(queries.deliveries_within_reach(self.actor))
        found: Delivery = get_object_or_404(rows, public_id=public_id)
        return found


class OneDelivery(DeliveryView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": Query}

    @described("deliveries_read", "Read a delivery", out=DeliveryOut, example=DELIVERY_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What was posted, each attempt, and what was answered."""
        return self.shown(DeliveryOut, self.delivery(public_id))


class Redrive(DeliveryView):
    verbs: ClassVar = {"POST": Verb.MANAGE_ENDPOINTS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "deliveries_redrive", "Deliver again", out=DeliveryRowOut, example=DELIVERY_ROW_EXAMPLE
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """The same body under the same `webhook-id`, on a fresh schedule of retries.

        409 `delivery-open`: it is under way. 409 `endpoint-asleep`: enable the endpoint first.
        """
        self.read_body(request, Strict)
        delivery = self.delivery(public_id)
        redriving.redrive(delivery=delivery, now=timezone.now())
        return self.shown(DeliveryRowOut, self.delivery(public_id))


class RedriveFailed(EndpointView):
    @described(
        "endpoints_redrive",
        "Deliver again what was given up",
        body=RedriveIn,
        out=RedrivenOut,
        body_example={"since": "2026-11-19T00:00:00Z"},
        example={"redriven_count": 118, "is_complete": True},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """All deliveries made since then that were given up. 409 `endpoint-asleep`."""
        said = self.read_body(request, RedriveIn)
        redriven = redriving.redrive_failed(
            endpoint=self.endpoint(public_id), since=said["since"], now=timezone.now()
        )
        return self.shown(RedrivenOut, redriven)


class TestEvent(EndpointView):
    @described(
        "endpoints_test",
        "Send a test event",
        out={201: DeliveryRowOut},
        example=DELIVERY_ROW_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """`endpoint.tested` is posted at once, whatever kinds the endpoint wants.

        Read the delivery to see what was answered. 409 `endpoint-asleep`: enable it first.
        """
        self.read_body(request, Strict)
        made = redriving.send_test_event(endpoint=self.endpoint(public_id), now=timezone.now())
        rows = _told(Delivery.objects.filter(pk=made.pk))
        return self.shown(DeliveryRowOut, rows.get(), status=201)


class Replaying(EndpointView):
    @described(
        "endpoints_replay",
        "Replay events",
        body=ReplayIn,
        out={201: ReplayOut},
        body_example={"since": "2026-11-19T00:00:00Z"},
        example=REPLAY_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Tell again what happened since a time, or after a `cursor` of `GET /events/`.

        The deliveries are new ones with the events' old ids, so your dedupe knows them.
        409 `replay-runs`: wait for the one that runs. 409 `replay-too-far`: begin later.
        """
        said = self.read_body(request, ReplayIn)
        endpoint = self.endpoint(public_id)
        start = said.get("since") or self.place(said["after"])
        replay = replaying.replay(
            endpoint=endpoint, start=start, actor=self.actor.label, now=timezone.now()
        )
        return self.shown(ReplayOut, replay, status=201)

    def place(self, after: str) -> Place:
        try:
            return places.read_cursor(after, agency_id=self.actor.agency_id)
        except places.BadCursor as error:
            raise Problem("bad-cursor") from error


class Replays(EndpointView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("replays", ("created_at", "id"))

    @described(
        "replays_list",
        "List an endpoint's replays",
        out=page_of(ReplayOut),
        example=page_example(REPLAY_EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Newest first, with how far each is."""
        rows = Replay.objects.filter(endpoint=self.endpoint(public_id))
        return self.listed(ReplayOut, rows.select_related("endpoint"), keyset=self.keyset)


class ReplayStop(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_ENDPOINTS}
    query_classes: ClassVar = {"POST": Query}

    @described("replays_stop", "Stop a replay", out=ReplayOut, example=REPLAY_EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """It reads no further; what it has made already still goes. 409 `replay-over`."""
        self.read_body(request, Strict)
        rows = queries.replays_within_reach(self.actor).select_related("endpoint")
        replay = get_object_or_404(rows, public_id=public_id)
        replaying.stop_replay(replay=replay, now=timezone.now())
        return self.shown(ReplayOut, replay)


def _told(rows: QuerySet[Delivery, Delivery]) -> QuerySet[Delivery, Delivery]:
    """With what an answer says of other rows. An order's row is wide."""
    return rows.select_related("endpoint", "store", "order").only(
        *("public_id", "event_id", "type", "state", "attempts_count", "next_at", "status"),
        *("error", "replay_id", "happened_at", "created_at", "settled_at", "body"),
        *("endpoint__public_id", "store__public_id", "order__public_id"),
    )
