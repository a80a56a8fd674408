"""What staff decided about messages: who sends which, and to whom none go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import Choice, Filters, Flag, Text
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict, UtcTime
from messaging import listing, modes, queries, suppressing
from messaging.models import DeliveryMode, Suppression
from messaging.models.sender import SuppressionQuerySet
from messaging.routing import Ways
from messaging.states import Channel, Mode, SuppressionCause
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import OfStore
from stores.models import Store
from stores.roles import Verb
from templates_app.data import NotificationKind


class ModeOut(serializers.Serializer[DeliveryMode]):
    """Who sends one kind of message."""

    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    mode = serializers.ChoiceField(choices=Mode.choices)
    channels = serializers.ListField(
        child=serializers.ChoiceField(choices=Channel.choices),
        help_text="By which ways, the first that reaches the buyer; the next if it came back",
    )
    takes_phone_as_consent = serializers.BooleanField(
        help_text="Whether a number given with the order is agreement to texts about it"
    )
    actor = serializers.CharField(help_text="Who said so; empty: nobody did, and we send")
    changed_at = UtcTime(allow_null=True)


class ModesOut(serializers.Serializer[Any]):
    """Who sends what for a store: one entry for each kind that has words."""

    store = StoreRefOut()
    modes = ModeOut(many=True)


class ModeIn(Strict):
    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in modes.kinds()])
    mode = serializers.ChoiceField(choices=Mode.choices)
    channels = serializers.ListField(
        child=serializers.ChoiceField(choices=Channel.choices),
        required=False,
        min_length=1,
        max_length=len(Channel),
        help_text="Ways in order, each with a sender of the store; absent: they stay",
    )
    takes_phone_as_consent = serializers.BooleanField(
        default=False, help_text="Counts with `channels` only"
    )


class SuppressionOut(serializers.Serializer[Suppression]):
    """An address that the store does not write to."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    address = serializers.CharField()
    cause = serializers.ChoiceField(choices=SuppressionCause.choices)
    explanation = serializers.CharField(source="get_cause_display", help_text="`cause` in words")
    detail = serializers.CharField(help_text="The mail server's own line, or a person's words")
    actor = serializers.CharField(help_text="Who put it here; empty: it followed from a message")
    suppressed_at = UtcTime()
    lifted_at = UtcTime(allow_null=True, help_text="Null: in force")
    lifted_by = serializers.CharField()
    lifted_because = serializers.CharField()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Suppression) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class SuppressionFilters(Filters):
    """Filters of the list of suppressions."""

    store = OfStore()
    address = Text(method="of", max_length=320, help_text="Exactly")
    cause = Choice(choices=SuppressionCause.choices)
    is_lifted = Flag(
        method="lifted",
        default=False,
        help_text="Those that were lifted, instead of those in force",
    )

    def of(self, rows: SuppressionQuerySet, _column: str, address: str) -> SuppressionQuerySet:
        return rows.of(address)

    def lifted(self, rows: SuppressionQuerySet, _column: str, said: bool) -> SuppressionQuerySet:
        return rows.filter(lifted_at__isnull=not said)


class SuppressionIn(Strict):
    store = serializers.UUIDField()
    address = serializers.EmailField(max_length=320)
    detail = serializers.CharField(
        max_length=200, default="", allow_blank=True, help_text="Why; for colleagues"
    )


class LiftIn(Strict):
    because = serializers.CharField(max_length=200, help_text="For colleagues; it is kept")


_STORE = {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}
MODES_EXAMPLE = {
    "store": _STORE,
    "modes": [
        {
            "kind": "ORDER_CONFIRMATION",
            "mode": "SHOPIFY_SENDS",
            "channels": ["EMAIL"],
            "takes_phone_as_consent": False,
            "actor": "Jonas Berg",
            "changed_at": "2026-11-20T09:12:00Z",
        }
    ],
}
SUPPRESSION_EXAMPLE = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02",
    "store": _STORE,
    "channel": "EMAIL",
    "address": "kari@example.com",
    "cause": "STAFF",
    "explanation": "Entered by a person",
    "detail": "Asked us on the phone",
    "actor": "Jonas Berg",
    "suppressed_at": "2026-11-20T09:12:00Z",
    "lifted_at": None,
    "lifted_by": "",
    "lifted_because": "",
}


class Modes(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PUT": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described("store_modes", "Read who sends what", out=ModesOut, example=MODES_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """For each kind of message that has words: `WE_SEND`, `SHOPIFY_SENDS` or `OFF`."""
        return self.modes_of(get_object_or_404(Store, public_id=public_id))

    @described(
        "store_modes_set",
        "Choose who sends what",
        body=ModeIn,
        out=ModesOut,
        body_example={"kind": "ORDER_CONFIRMATION", "mode": "SHOPIFY_SENDS"},
        example=MODES_EXAMPLE,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """Choose for one kind; other kinds stay. It counts for orders that come from now on.

        What is planned or held already goes out unless it is cancelled. To say the same twice
        changes nothing. 409 `no-such-way`.
        """
        wanted = self.read_body(request, ModeIn)
        store = get_object_or_404(Store, public_id=public_id)
        modes.set_delivery_mode(
            store=store,
            kind=wanted["kind"],
            mode=Mode(wanted["mode"]),
            ways=_ways(wanted),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.modes_of(store)

    def modes_of(self, store: Store) -> Response:
        said = queries.modes_of([store.pk])
        rows = [
            said.get((store.pk, kind.value)) or DeliveryMode(store=store, kind=kind.value)
            for kind in modes.kinds()
        ]
        return self.shown(ModesOut, {"store": store, "modes": rows})


def _ways(wanted: dict[str, Any]) -> Ways | None:
    channels = wanted.get("channels")
    return Ways(tuple(channels), wanted["takes_phone_as_consent"]) if channels else None


class Suppressions(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES, "POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"GET": SuppressionFilters, "POST": Query}
    keyset: ClassVar = Keyset("suppressions", ("suppressed_at", "id"))

    @described(
        "suppressions_list",
        "List addresses not written to",
        out=page_of(SuppressionOut),
        example=page_example(SUPPRESSION_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Addresses that the stores of the key do not write to, newest first."""
        rows = self.narrowed(Suppression.objects.all())
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Any, limit: int) -> list[Suppression]:
            return listing.newest_suppressions(
                rows, store_ids=store_ids, before=position, limit=limit
            )

        return self.listed(SuppressionOut, fetch, keyset=self.keyset)

    @described(
        "suppressions_create",
        "Write no more to an address",
        body=SuppressionIn,
        out={200: SuppressionOut, 201: SuppressionOut},
        body_example={"store": _STORE["id"], "address": "kari@example.com"},
        example=SUPPRESSION_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """No message of the store goes to the address any more, until it is lifted.

        201: on the list now. 200: it was there by hand already, and this is that entry.
        """
        wanted = self.read_body(request, SuppressionIn)
        row, is_new = suppressed(self, wanted, timezone.now())
        return self.shown(SuppressionOut, row, status=201 if is_new else 200)


def suppressed(view: ApiView, wanted: Mapping[str, Any], now: datetime) -> tuple[Suppression, bool]:
    """The entry of an address that is put on the list by hand, and whether it is new."""
    (store_id,) = view.stores_named(wanted["store"])
    store = next(one for one in view.actor.stores if one.pk == store_id)
    cause = SuppressionCause.STAFF
    is_new = suppressing.suppress_recipient(
        store=store,
        address=wanted["address"],
        cause=cause,
        detail=wanted["detail"],
        actor=view.actor.label,
        now=now,
    )
    rows = Suppression.objects.in_force().of(wanted["address"])
    return get_object_or_404(rows, store=store, cause=cause), is_new


class Lift(ApiView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "suppressions_lift",
        "Write to an address again",
        body=LiftIn,
        out=SuppressionOut,
        body_example={"because": "The buyer asked for mail again"},
        example={
            **SUPPRESSION_EXAMPLE,
            "lifted_at": "2026-11-21T10:00:00Z",
            "lifted_by": "Jonas Berg",
            "lifted_because": "The buyer asked for mail again",
        },
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take the address off the list; the entry stays, with the reason.

        To lift it twice changes nothing. Other causes for the same address stay in force.
        409 `reason-missing`.
        """
        wanted = self.read_body(request, LiftIn)
        row = get_object_or_404(Suppression, public_id=public_id)
        suppressing.lift_suppression(
            suppression=row,
            actor=self.actor.label,
            because=wanted["because"],
            now=timezone.now(),
        )
        row.refresh_from_db()
        return self.shown(SuppressionOut, row)
