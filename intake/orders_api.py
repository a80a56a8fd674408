"""Orders that another system took than Shopify: the same way as a webhook, from its own door."""

from typing import ClassVar
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query
from intake import taking
from intake.orders_shapes import (
    ANSWER_EXAMPLE,
    BODY_EXAMPLE,
    TakenOrderIn,
    TakenOrderOut,
    order_data,
)
from orders.models import Order
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb


class StoreOrders(ApiView):
    verbs: ClassVar = {"POST": Verb.RECORD_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "store_orders_record",
        "Bring in an order",
        body=TakenOrderIn,
        out={200: TakenOrderOut, 201: TakenOrderOut},
        body_example=BODY_EXAMPLE,
        example=ANSWER_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Tell of an order that another system took: it goes the way of Shopify's own.

        It is recorded, its days are promised, and its buyer gets the confirmation, if the store
        sends that. The same `external_id` again is the same order: 200 instead of 201, what
        changed counts, and nothing is said twice. An order placed before the store began to send
        is recorded, and its mail held.
        """
        store = self._store(public_id)
        now = timezone.now()
        data = order_data(self.read_body(request, TakenOrderIn), now=now)
        is_new = not Order.objects.filter(store=store, shopify_id=data.shopify_id).exists()
        order, reason = taking.take_order(store=store, data=data, now=now)
        return self.shown(TakenOrderOut, order, status=201 if is_new else 200, reason=reason)

    def _store(self, public_id: UUID) -> Store:
        for store in self.actor.stores:
            if store.public_id == public_id:
                return store
        raise Http404
