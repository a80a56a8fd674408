"""The archive, the stages and what staff said to buyers, for programs."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.bulk import BulkResultsOut, told
from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from orders import archiving, contacting
from orders.funnel import AGES, MOST, Funnel, Standing, funnels
from orders.listing import ROW_EXAMPLE, OrderRowOut, order_or_404
from orders.models import Order, OrderSettings
from orders.stages import Stage, Step
from stores.api_base import ApiView, StoreRefOut
from stores.models import Store
from stores.roles import Verb

_STORE = {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}


class ManyIn(Strict):
    """Orders by their ids, at most 200."""

    orders = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=archiving.AT_ONCE
    )
    archived = serializers.BooleanField(
        default=True, help_text="False takes them from the archive again"
    )


class PolicyIn(Strict):
    archive_after_days = serializers.IntegerField(
        min_value=1,
        max_value=archiving.MOST_DAYS,
        allow_null=True,
        help_text="Days after an order is done; null: only by hand",
    )
    writes_tags = serializers.BooleanField(
        default=True, help_text="Whether tags that staff change are changed in Shopify too"
    )
    writes_corrections = serializers.BooleanField(
        default=True,
        help_text="Whether notes and corrected e-mail addresses are written to Shopify too",
    )


class PolicyOut(serializers.Serializer[OrderSettings]):
    """What the store decided about its orders."""

    store = StoreRefOut()
    archive_after_days = serializers.IntegerField(allow_null=True)
    writes_tags = serializers.BooleanField()
    writes_corrections = serializers.BooleanField()
    actor = serializers.CharField(source="changed_by", help_text="Empty: nobody has decided yet")
    changed_at = UtcTime(allow_null=True)


class AgeOut(serializers.Serializer[Any]):
    """How many came there so many days ago: at least `from_days`, less than `to_days`."""

    from_days = serializers.IntegerField()
    to_days = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField(help_text="Stops at 1,000")
    is_more = serializers.BooleanField(help_text="There are more than were counted")


class StandingOut(serializers.Serializer[Standing]):
    """The open orders at one step."""

    stage = serializers.ChoiceField(choices=Stage.choices)
    step = serializers.ChoiceField(choices=Step.choices)
    ages = serializers.SerializerMethodField()
    oldest_at = UtcTime(allow_null=True)
    median_at = UtcTime(
        allow_null=True, help_text="Half of them came later; null where a count stopped"
    )

    @extend_schema_field(AgeOut(many=True))
    def get_ages(self, standing: Standing) -> list[dict[str, Any]]:
        days = (0, 1, 3, 7, None)
        return [
            {
                "from_days": days[place],
                "to_days": days[place + 1],
                "count": min(count, MOST),
                "is_more": count > MOST,
            }
            for place, count in enumerate(standing.counts[: len(AGES)])
        ]


class FunnelOut(serializers.Serializer[Funnel]):
    """A store's open orders by where they stand; steps where none stands are left out."""

    store = StoreRefOut()
    as_of = UtcTime()
    steps = StandingOut(many=True)


class ContactIn(Strict):
    channel = serializers.ChoiceField(choices=contacting.Channel.choices)
    text = serializers.CharField(max_length=4000, help_text="What was said; for colleagues only")


class ContactOut(serializers.Serializer[Any]):
    """That staff reached the buyer, and how."""

    channel = serializers.ChoiceField(choices=contacting.Channel.choices)
    text = serializers.CharField()
    actor = serializers.CharField()
    at = UtcTime()


class _Move(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    def moved(self, public_id: UUID, *, is_archived: bool) -> Response:
        order = order_or_404(public_id)
        verb = archiving.archive_orders if is_archived else archiving.unarchive_orders
        verb(order_ids=[order.pk], actor=self.actor.label, now=timezone.now())
        return self.shown(OrderRowOut, order_or_404(public_id))


class Archive(_Move):
    @described(
        "order_archive",
        "Archive an order",
        out=OrderRowOut,
        example={**ROW_EXAMPLE, "archived_at": "2026-11-22T09:00:00Z"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It leaves the lists and the stages; searching still finds it. Twice changes nothing.

        It comes back by itself when it needs a person: goods come back or do not get through, money
        is owed after delivery, a mail comes back, or the buyer asks for something.
        """
        self.read_body(request, Strict)
        return self.moved(public_id, is_archived=True)


class Unarchive(_Move):
    @described(
        "order_unarchive", "Take an order from the archive", out=OrderRowOut, example=ROW_EXAMPLE
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It stands in the lists and stages again. Twice changes nothing."""
        self.read_body(request, Strict)
        return self.moved(public_id, is_archived=False)


class ArchiveMany(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "orders_archive",
        "Archive many orders",
        body=ManyIn,
        out=BulkResultsOut,
        body_example={"orders": ["b9d3cf5e-6a0d-4f7e-8c39-2f5f4b8f1a01"]},
        example={
            "results": [{"index": 0, "status": "OK", "id": "b9d3cf5e-6a0d-4f7e-8c39-2f5f4b8f1a01"}]
        },
    )
    def post(self, request: Request) -> Response:
        """Archive up to 200 orders at once, or take them out again. Bears being repeated."""
        wanted = self.read_body(request, ManyIn)
        rows = Order.objects.all().placed().filter(public_id__in=wanted["orders"])
        found = dict(rows.values_list("public_id", "pk"))
        verb = archiving.archive_orders if wanted["archived"] else archiving.unarchive_orders
        verb(order_ids=list(found.values()), actor=self.actor.label, now=timezone.now())

        def outcome(named: UUID) -> UUID:
            if named not in found:
                raise Http404
            return named

        return self.shown(BulkResultsOut, told(wanted["orders"], outcome))


POLICY_EXAMPLE = {
    "store": _STORE,
    "archive_after_days": 60,
    "writes_tags": True,
    "writes_corrections": True,
    "actor": "Mina Lund",
    "changed_at": "2026-11-20T09:12:00Z",
}


class Policy(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described(
        "store_archive_policy", "Read the rule for orders", out=PolicyOut, example=POLICY_EXAMPLE
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """When orders are archived by themselves, and whether tags go to Shopify."""
        store = get_object_or_404(Store, public_id=public_id)
        return self.shown(PolicyOut, archiving.settings_of(store))

    @described(
        "store_archive_policy_set",
        "Choose the rule for orders",
        body=PolicyIn,
        out=PolicyOut,
        body_example={"archive_after_days": 60},
        example=POLICY_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """Archive orders so many days after they are done; null leaves it to people."""
        wanted = self.read_body(request, PolicyIn)
        store = get_object_or_404(Store, public_id=public_id)
        decided = archiving.choose_policy(
            store=store,
            days=wanted["archive_after_days"],
            writes_tags=wanted["writes_tags"],
            writes_corrections=wanted["writes_corrections"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(PolicyOut, decided)


class StoreFunnel(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "store_funnel",
        "Read how many orders stand where",
        out=FunnelOut,
        example={
            "store": _STORE,
            "as_of": "2026-11-22T09:00:00Z",
            "steps": [
                {
                    "stage": "FULFILMENT",
                    "step": "TO_PACK",
                    "ages": [
                        {"from_days": 0, "to_days": 1, "count": 42, "is_more": False},
                        {"from_days": 1, "to_days": 3, "count": 12, "is_more": False},
                        {"from_days": 3, "to_days": 7, "count": 1, "is_more": False},
                        {"from_days": 7, "to_days": None, "count": 0, "is_more": False},
                    ],
                    "oldest_at": "2026-11-17T15:03:00Z",
                    "median_at": "2026-11-21T20:41:00Z",
                }
            ],
        },
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The store's open orders by step and age. The list of any: `GET /orders/?stage=`."""
        store = get_object_or_404(Store, public_id=public_id)
        now: datetime = timezone.now()
        (found,) = funnels(store_ids=[store.pk], now=now)
        shown = {"store": store, "as_of": now, "steps": found.standings}
        return self.shown(FunnelOut, shown)


class Contacts(ApiView):
    verbs: ClassVar = {"POST": Verb.NOTE_ORDERS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_contacts_create",
        "Note what was said to the buyer",
        body=ContactIn,
        out={201: ContactOut},
        body_example={"channel": "PHONE", "text": "Will fetch it on Friday."},
        example={
            "channel": "PHONE",
            "text": "Will fetch it on Friday.",
            "actor": "Jonas Berg",
            "at": "2026-11-20T10:00:00Z",
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Keep that staff reached the buyer outside of our mails. It shows on the timeline."""
        wanted = self.read_body(request, ContactIn)
        now = timezone.now()
        contacting.record_contact(
            order=order_or_404(public_id),
            channel=contacting.Channel(wanted["channel"]),
            text=wanted["text"],
            by=contacting.By(self.actor.user_id, self.actor.label),
            now=now,
        )
        return self.shown(ContactOut, {**wanted, "actor": self.actor.label, "at": now}, status=201)
