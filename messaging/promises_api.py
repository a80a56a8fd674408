"""What buyers are promised, for programs: to read, to set by hand, and what is at risk."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset, Position
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from messaging import promise_news
from messaging.promise_shapes import PromiseOut
from orders.listing import order_or_404
from shipping import queries, risk
from shipping.models import Promise
from shipping.promising_by_hand import LONGEST_REASON, HandPromise
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import StoreFilters
from stores.roles import Verb


class OrderPromiseOut(serializers.Serializer[Any]):
    """What an order is promised now, and all that it ever was, newest first."""

    current = PromiseOut(allow_null=True)
    history = PromiseOut(many=True)


class PromiseIn(Strict):
    """Days in the store's time zone."""

    from_on = serializers.DateField()
    to_on = serializers.DateField()
    ships_by_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The last day to send it"
    )
    because = serializers.CharField(
        max_length=LONGEST_REASON, help_text="Stands in the history; buyers do not see it"
    )


class AtRiskOut(serializers.Serializer[Promise]):
    """An order that is late to leave, or must leave soon."""

    order = serializers.UUIDField(source="order.public_id")
    name = serializers.CharField(source="order.name")
    store = serializers.SerializerMethodField()
    ships_by = UtcTime()
    ships_by_on = serializers.DateField()
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)
    is_late = serializers.SerializerMethodField()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Promise) -> dict[str, str]:
        return store_ref(self.context, row.store_id)

    def get_is_late(self, row: Promise) -> bool:
        return row.ships_by is not None and row.ships_by <= self.context["now"]


PROMISE_EXAMPLE: dict[str, Any] = {
    "id": "5a3c1f0e-7d41-4a53-8f6e-2b0c9d8e7f61",
    "version": 1,
    "is_current": True,
    "cause": "PLACED",
    "because": "",
    "actor": "",
    "made_at": "2026-11-18T09:07:14Z",
    "ships_by": "2026-11-20T23:00:00Z",
    "ships_by_on": "2026-11-20",
    "from_on": "2026-11-25",
    "to_on": "2026-11-26",
    "shipped_at": None,
    "settled_at": None,
    "is_kept": None,
    "lines": [
        {
            "line": 0,
            "ships_by_on": "2026-11-20",
            "from_on": "2026-11-25",
            "to_on": "2026-11-26",
            "why": "",
            "is_sent": False,
            "is_there": False,
            "is_dropshipped": False,
        }
    ],
    "steps": [{"code": "PACKED", "lines": [0], "level": "STORE", "min": 2, "max": 2, "closed": []}],
}
RISK_EXAMPLE = {
    "order": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11",
    "name": "#1042",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "ships_by": "2026-11-20T23:00:00Z",
    "ships_by_on": "2026-11-20",
    "from_on": "2026-11-25",
    "to_on": "2026-11-26",
    "is_late": True,
}
_BOTH = {"current": PROMISE_EXAMPLE, "history": [PROMISE_EXAMPLE]}


class OrderPromise(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "PUT": Verb.HANDLE_PARCELS}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described("order_promise", "Read an order's promise", out=OrderPromiseOut, example=_BOTH)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What the buyer is promised, and what was before. `current` is null where nothing is."""
        return self._both(order_or_404(public_id).pk)

    @described(
        "order_promise_set",
        "Promise other days",
        body=PromiseIn,
        out=OrderPromiseOut,
        body_example={
            "from_on": "2026-12-01",
            "to_on": "2026-12-03",
            "because": "The buyer agreed on the phone",
        },
        example=_BOTH,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """Set the days by hand; they stand until the parcels themselves say otherwise.

        Saying the same again changes nothing. Where they are later than what stood, and the store
        tells of delays, the buyer is written to. 409 `promise-refused`.
        """
        wanted = self.read_body(request, PromiseIn)
        order = order_or_404(public_id)
        because = wanted.pop("because")
        promise_news.set_promise(
            order=order,
            days=HandPromise(**wanted),
            actor=self.actor.label,
            because=because,
            now=timezone.now(),
        )
        return self._both(order.pk)

    def _both(self, order_id: int) -> Response:
        found = queries.promises_of(order_id)
        current = found[0] if found and found[0].is_current else None
        return self.shown(OrderPromiseOut, {"current": current, "history": found})


class AtRisk(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": StoreFilters}
    keyset: ClassVar = Keyset("promises_at_risk", ("ships_by", "id"))

    @described(
        "promises_at_risk",
        "List orders that must leave",
        out=page_of(AtRiskOut),
        example=page_example(RISK_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Late to leave first, longest late foremost; then what must leave within the hours that
        the store wants to be warned before."""
        stores, now = self.stores_named(self.query.get("store")), timezone.now()

        def fetch(position: Position | None, limit: int) -> list[Promise]:
            after = risk.Place(_moment(position[0]), position[1]) if position else None
            return risk.at_risk(stores, now, after=after, limit=limit)

        self.now = now
        return self.listed(AtRiskOut, fetch, keyset=self.keyset)

    def serializer_context(self) -> dict[str, Any]:
        return {**super().serializer_context(), "now": getattr(self, "now", timezone.now())}


def _moment(said: Any) -> datetime:
    return said if isinstance(said, datetime) else datetime.fromisoformat(said)
