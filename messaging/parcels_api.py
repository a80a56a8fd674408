"""Parcels for programs: shops' warehouses and services that send outside Shopify.

Here and not in shipping, since buyers are told of them.
"""

from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset, Position
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query
from common.merging import newest_page
from messaging import parcel_news
from messaging.parcels_shapes import (
    EXAMPLE,
    EXPANSIONS,
    OneParcelQuery,
    ParcelChangeIn,
    ParcelFilters,
    ParcelIn,
    ParcelOut,
    RemovalQuery,
    draft_of,
    lines_of,
)
from orders.listing import order_or_404
from orders.naming import NamesOrders
from shipping import parcels
from shipping.models import Parcel
from stores.api_base import ApiView
from stores.roles import Verb

BODY_EXAMPLE = {
    "order_name": "#1001",
    "number": "370722150123456789",
    "lines": [{"line": "9000000000001", "quantity": 2}],
}


def parcels_shown() -> QuerySet[Parcel]:
    return Parcel.objects.select_related("order__store", "own_carrier", "fulfilment")


def parcel_or_404(public_id: UUID) -> Parcel:
    found: Parcel = get_object_or_404(parcels_shown(), public_id=public_id)
    return found


class Parcels(NamesOrders):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"GET": ParcelFilters, "POST": Query}
    expansions: ClassVar = EXPANSIONS
    keyset: ClassVar = Keyset("parcels", ("created_at", "id"))

    @described(
        "parcels_list", "List parcels", out=page_of(ParcelOut), example=page_example(EXAMPLE)
    )
    def get(self, request: Request) -> Response:
        """Parcels of the stores that the key reaches, newest first."""
        rows = self.narrowed(Parcel.objects.all())
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Position | None, limit: int) -> list[Parcel]:
            wanted = newest_page(
                rows, time="created_at", owners=store_ids, before=position, limit=limit
            )
            found = parcels_shown().in_bulk(wanted)
            return [found[pk] for pk in wanted if pk in found]

        return self.listed(ParcelOut, fetch, keyset=self.keyset)

    @described(
        "parcels_add",
        "Add a parcel",
        body=ParcelIn,
        out={200: ParcelOut, 201: ParcelOut},
        body_example=BODY_EXAMPLE,
        example=EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Add a parcel to an order, before or after it is sent off at Shopify; tell the buyer.

        When Shopify names the same number, the two become one. 200: the order has this number
        already, or this `Idempotency-Key` made it more than a day ago. 409 `not-a-parcel`,
        `lines-do-not-match`, `nothing-is-sent`, `number-was-replaced`, `order-is-forgotten`,
        `parcel-not-for-shopify`.
        """
        wanted = self.read_body(request, ParcelIn)
        order, now = self.order_named(wanted), timezone.now()
        parcel = parcel_news.add_parcel(
            order=order,
            draft=draft_of(wanted, nonce=self.nonce),
            actor=self.actor.label,
            now=now,
        )
        status = 201 if parcel.created_at == now else 200
        return self.shown(ParcelOut, parcel_or_404(parcel.public_id), status=status)


class OneParcel(ApiView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_ORDERS,
        "PATCH": Verb.HANDLE_PARCELS,
        "DELETE": Verb.HANDLE_PARCELS,
    }
    query_classes: ClassVar = {"GET": OneParcelQuery, "PATCH": Query, "DELETE": RemovalQuery}
    expansions: ClassVar = EXPANSIONS

    @described("parcels_read", "Read a parcel", out=ParcelOut, example=EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """One parcel; what carriers said of it stands below `scans/`."""
        return self.shown(ParcelOut, parcel_or_404(public_id))

    @described(
        "parcels_change",
        "Change a parcel",
        body=ParcelChangeIn,
        out=ParcelOut,
        body_example={"number": "370722150123456796", "because": "The label was printed anew"},
        example=EXAMPLE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Another number, carrier, link or contents; what you leave out stays.

        The buyer is told of a new number once; the old one stands in `former`. 409
        `number-is-taken`, `not-a-parcel`, `lines-do-not-match`, `order-is-forgotten`.
        """
        wanted = self.read_body(request, ParcelChangeIn)
        parcel, actor, now = parcel_or_404(public_id), self.actor.label, timezone.now()
        draft = draft_of(wanted)
        says_carrier = bool(draft.company or draft.carrier or draft.url)
        with transaction.atomic():
            is_renumbered = "number" in wanted and parcel_news.change_number(
                parcel=parcel, draft=draft, actor=actor, because=wanted["because"], now=now
            )
            if says_carrier and not is_renumbered:
                parcels.set_carrier(parcel=parcel, draft=draft, actor=actor, now=now)
            if "lines" in wanted:
                parcels.change_lines(parcel=parcel, lines=lines_of(wanted), actor=actor, now=now)
        return self.shown(ParcelOut, parcel_or_404(public_id))

    @described("parcels_remove", "Take a parcel away", out=ParcelOut, example=EXAMPLE)
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Take away one that was added by mistake; the timeline keeps what was said of it.

        409 `parcel-is-shopifys`, `no-reason`.
        """
        parcel = parcel_or_404(public_id)
        answer = self.shown(ParcelOut, parcel)
        parcel_news.remove_parcel(
            parcel=parcel,
            actor=self.actor.label,
            because=self.query["because"],
            now=timezone.now(),
        )
        return answer


class ParcelsOfOrder(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("order_parcels", ("created_at", "id"))

    @described(
        "order_parcels_list",
        "List an order's parcels",
        out=page_of(ParcelOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """To the buyer and back, newest first."""
        rows = parcels_shown().filter(order=order_or_404(public_id))
        return self.listed(ParcelOut, rows, keyset=self.keyset)
