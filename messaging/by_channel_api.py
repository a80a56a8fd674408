"""Who tells the buyers of one sales channel: what a store says otherwise than for all orders."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from messaging import by_channel
from messaging.by_channel import Told
from messaging.models import ChannelMode
from messaging.states import Teller
from orders.channels import SalesChannel
from stores.api_base import ApiView, StoreRefOut
from stores.models import Store
from stores.roles import Verb
from templates_app.data import NotificationKind


class ChannelModeOut(serializers.Serializer[ChannelMode]):
    """Who tells the buyers of one channel about one kind."""

    sales_channel = serializers.ChoiceField(choices=SalesChannel.choices)
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    teller = serializers.ChoiceField(choices=Teller.choices)
    instead = serializers.ChoiceField(
        choices=NotificationKind.choices,
        allow_blank=True,
        help_text="What is sent in its place; empty: the kind itself",
    )
    variant = serializers.CharField(
        source="variant_label",
        help_text="The template's variant whose words are used; empty: the template's own",
    )
    actor = serializers.CharField()
    changed_at = UtcTime()


class ChannelModesOut(serializers.Serializer[Any]):
    """What a store says of single channels; all others are as `modes` say."""

    store = StoreRefOut()
    channel_modes = ChannelModeOut(many=True)


class ChannelModeIn(Strict):
    sales_channel = serializers.ChoiceField(choices=SalesChannel.choices)
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    teller = serializers.ChoiceField(
        choices=Teller.choices, help_text="`MARKETPLACE_SENDS` for marketplaces only"
    )
    instead = serializers.ChoiceField(
        choices=NotificationKind.choices,
        default="",
        allow_blank=True,
        help_text="Of an order confirmation",
    )
    variant = serializers.CharField(
        max_length=8, default="", allow_blank=True, help_text="Such as `B`; it must be published"
    )


class ChannelAndKindIn(Strict):
    sales_channel = serializers.ChoiceField(choices=SalesChannel.choices)
    kind = serializers.ChoiceField(choices=NotificationKind.choices)


_EXAMPLE = {
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "channel_modes": [
        {
            "sales_channel": "EBAY",
            "kind": "ORDER_CONFIRMATION",
            "teller": "MARKETPLACE_SENDS",
            "instead": "",
            "variant": "",
            "actor": "Jonas Berg",
            "changed_at": "2026-11-20T09:12:00Z",
        }
    ],
}


class ChannelModes(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described(
        "store_channel_modes",
        "Read who sends what by sales channel",
        out=ChannelModesOut,
        example=_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Only what was said of single channels: what is missing is as for all orders.

        Whatever stands here, nothing that advertises goes to an address of a marketplace, and no
        link or picture in a mail to one is watched.
        """
        return shown(self, get_object_or_404(Store, public_id=public_id))

    @described(
        "store_channel_modes_set",
        "Choose who sends what by sales channel",
        body=ChannelModeIn,
        out=ChannelModesOut,
        body_example={
            "sales_channel": "EBAY",
            "kind": "ORDER_CONFIRMATION",
            "teller": "MARKETPLACE_SENDS",
        },
        example=_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """Choose for one channel and kind; it counts for orders that come from now on.

        To say the same twice changes nothing. 409 `not-by-channel`, `no-such-wording`.
        """
        wanted = self.read_body(request, ChannelModeIn)
        store = get_object_or_404(Store, public_id=public_id)
        by_channel.set_channel_mode(
            store=store,
            kind=wanted["kind"],
            sales_channel=wanted["sales_channel"],
            told=Told(Teller(wanted["teller"]), wanted["instead"], wanted["variant"]),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return shown(self, store)


class ClearChannelMode(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "store_channel_modes_clear",
        "Treat a sales channel as all orders again",
        body=ChannelAndKindIn,
        out=ChannelModesOut,
        body_example={"sales_channel": "EBAY", "kind": "ORDER_CONFIRMATION"},
        example={**_EXAMPLE, "channel_modes": []},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Forget what was said of the channel and kind. Twice is as once."""
        wanted = self.read_body(request, ChannelAndKindIn)
        store = get_object_or_404(Store, public_id=public_id)
        by_channel.clear_channel_mode(
            store=store, kind=wanted["kind"], sales_channel=wanted["sales_channel"]
        )
        return shown(self, store)


def shown(view: ApiView, store: Store) -> Response:
    rows = by_channel.choices_of([store.pk])
    return view.shown(ChannelModesOut, {"store": store, "channel_modes": rows})
