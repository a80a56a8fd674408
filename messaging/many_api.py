"""Parcels, messages and suppressions, many at once, each with its outcome: common/api/bulk.py."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.bulk import EXAMPLE, BulkResultsOut, bulk_of, results_of
from common.api.schema import described
from common.api.shapes import Query
from messaging import listing, parcel_news, services
from messaging.parcels_shapes import ParcelIn, draft_of
from messaging.rules_api import SuppressionIn, suppressed
from messaging.shapes import PlanIn
from orders.naming import NamesOrders, OrderNamedIn
from stores.api_base import ApiView
from stores.roles import Verb


class OrderMessageIn(OrderNamedIn, PlanIn):
    """Which kind of thing is said of which order."""


class ManyParcels(NamesOrders):
    verbs: ClassVar = {"POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "parcels_bulk",
        "Add many parcels",
        body=bulk_of(ParcelIn),
        out=BulkResultsOut,
        body_example={
            "items": [
                {"order_name": "#1001", "number": "370722150123456789"},
                {"order_name": "#1002", "number": "370722150123456796"},
            ]
        },
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Add a parcel to each order, as `POST parcels/` does; their buyers are told.

        `id` is the parcel's, also where the order has that number already.
        """
        wanted = self.read_body(request, bulk_of(ParcelIn))
        actor, now = self.actor.label, timezone.now()

        def add(item: Mapping[str, Any]) -> object:
            order = self.order_named(item)
            parcel = parcel_news.add_parcel(order=order, draft=draft_of(item), actor=actor, now=now)
            return parcel.public_id

        return self.shown(BulkResultsOut, results_of(wanted["items"], add))


class ManyMessages(NamesOrders):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "messages_bulk",
        "Plan many messages",
        body=bulk_of(OrderMessageIn),
        out=BulkResultsOut,
        body_example={"items": [{"order_name": "#1001", "kind": "ORDER_CONFIRMATION"}]},
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Say one kind of thing to the buyer of each order, once. Bears being repeated.

        `id` is the message's, also where it was decided before; whether it goes, and if not why,
        stands in its `state` and `reason`.
        """
        wanted = self.read_body(request, bulk_of(OrderMessageIn))
        now = timezone.now()

        def plan(item: Mapping[str, Any]) -> object:
            order, kind = self.order_named(item), item["kind"]
            planned = services.plan_message(order=order, kind=kind, now=now)
            return (planned or listing.first_said(order=order, kind=kind)).public_id

        return self.shown(BulkResultsOut, results_of(wanted["items"], plan))


class ManySuppressions(ApiView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "suppressions_bulk",
        "Write no more to many addresses",
        body=bulk_of(SuppressionIn),
        out=BulkResultsOut,
        body_example={
            "items": [
                {
                    "store": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11",
                    "address": "kari@example.com",
                    "detail": "From our old system",
                }
            ]
        },
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """No message of the store goes to these addresses any more, until they are lifted.

        `id` is the entry's, also where it stood there by hand already.
        """
        wanted = self.read_body(request, bulk_of(SuppressionIn))
        now = timezone.now()

        def suppress(item: Mapping[str, Any]) -> object:
            row, _is_new = suppressed(self, item, now)
            return row.public_id

        return self.shown(BulkResultsOut, results_of(wanted["items"], suppress))
