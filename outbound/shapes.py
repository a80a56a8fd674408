"""What the room's API says and takes."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.shapes import Strict, UtcTime
from orders.models import ActivityKind
from outbound.models import (
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    DisabledBecause,
    Endpoint,
    EndpointState,
    Replay,
    ReplayState,
)
from outbound.places import LONGEST_CURSOR
from stores.api_base import StoreRefOut, store_ref

# Removed ones are not shown.
STATES: Final = [
    (state.value, state.label) for state in EndpointState if state != EndpointState.REMOVED
]


class EndpointOut(serializers.Serializer[Endpoint]):
    """Where events are posted to, and how it fares. Its secret is never shown again."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField(help_text="Null: every store of the agency")
    url = serializers.CharField()
    description = serializers.CharField()
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=ActivityKind.choices),
        help_text="Which kinds of events; empty: all",
    )
    is_test = serializers.BooleanField(help_text="Hears sandbox stores, and nothing else")
    state = serializers.ChoiceField(choices=STATES)
    disabled_because = serializers.ChoiceField(
        choices=DisabledBecause.choices, allow_blank=True, help_text="Empty: it is not disabled"
    )
    disabled_at = UtcTime(allow_null=True)
    failing_since = UtcTime(allow_null=True, help_text="Null: the last call went well")
    last_error = serializers.CharField(help_text="What was wrong with the last failure, in words")
    rests_until = UtcTime(allow_null=True, help_text="After failures: when it is tried again")
    delivered_at = UtcTime(allow_null=True, help_text="The last delivery, to the minute")
    rotated_at = UtcTime(allow_null=True, help_text="When its secret was last changed")
    previous_secret_ends_at = UtcTime(
        allow_null=True, help_text="Until then the secret before signs as well"
    )
    created_by = serializers.CharField()
    created_at = UtcTime()
    changed_at = UtcTime()

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Endpoint) -> dict[str, str] | None:
        return store_ref(self.context, row.store_id) if row.store_id else None


class NewSecretOut(EndpointOut):
    """The endpoint with its signing secret, which is shown this once."""

    secret = serializers.SerializerMethodField(help_text="`whsec_…`")

    def get_secret(self, row: Endpoint) -> str:
        text: str = self.context["secret"]
        return text


class EndpointChangesIn(Strict):
    """What is named is changed, all else stays."""

    url = serializers.CharField(required=False, max_length=2000, help_text="https only")
    description = serializers.CharField(required=False, max_length=200, allow_blank=True)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=ActivityKind.choices),
        required=False,
        max_length=200,
        help_text="Which kinds of events; empty: all, also those to come",
    )


class EndpointIn(EndpointChangesIn):
    """A new endpoint."""

    url = serializers.CharField(max_length=2000, help_text="https only")
    store = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text="Null: every store of the agency, also those to come",
    )
    is_test = serializers.BooleanField(
        default=False, help_text="Hears sandbox stores, and nothing else"
    )


class RotationIn(Strict):
    at_once = serializers.BooleanField(
        default=False, help_text="The secret before signs no more; else for 24 hours"
    )


class EnablingIn(Strict):
    from_now = serializers.BooleanField(
        default=False, help_text="Leave out what happened meanwhile, and what waits"
    )


class DeliveryRowOut(serializers.Serializer[Delivery]):
    """One event on its way to one endpoint."""

    id = serializers.UUIDField(source="public_id")
    endpoint = serializers.UUIDField(source="endpoint.public_id")
    event_id = serializers.CharField(help_text="`webhook-id`: the same in every attempt and replay")
    type = serializers.CharField(help_text="Such as `order.placed`")
    store = serializers.UUIDField(source="store.public_id", default=None, allow_null=True)
    order = serializers.UUIDField(source="order.public_id", default=None, allow_null=True)
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    attempts_count = serializers.IntegerField()
    next_at = serializers.SerializerMethodField(help_text="The next attempt; null: there is none")
    status = serializers.IntegerField(allow_null=True, help_text="Of the last answer")
    error = serializers.CharField(help_text="What was wrong with the last attempt, in words")
    is_replay = serializers.SerializerMethodField()
    happened_at = UtcTime()
    created_at = UtcTime()
    settled_at = UtcTime(allow_null=True, help_text="When it was delivered, given up or left out")

    @extend_schema_field(UtcTime(allow_null=True))
    def get_next_at(self, row: Delivery) -> str | None:
        if row.state != DeliveryState.WAITING:
            return None
        said: str = UtcTime().to_representation(row.next_at)
        return said

    def get_is_replay(self, row: Delivery) -> bool:
        return row.replay_id is not None


class AttemptOut(serializers.Serializer[DeliveryAttempt]):
    """One call, and what came back."""

    number = serializers.IntegerField()
    at = UtcTime()
    seconds = serializers.FloatField()
    url = serializers.CharField()
    request_headers = serializers.DictField(
        child=serializers.CharField(), help_text="As they were sent; the signature is masked"
    )
    status = serializers.IntegerField(allow_null=True, help_text="Null: no answer came")
    response_headers = serializers.DictField(child=serializers.CharField())
    response_body = serializers.CharField(help_text="Its first 4,096 bytes")
    error = serializers.CharField(help_text="In words; empty: it was delivered")


class DeliveryOut(DeliveryRowOut):
    """A delivery with what is posted, and each attempt."""

    body = serializers.CharField(help_text="What is posted and signed, byte for byte")
    attempts = serializers.SerializerMethodField(help_text="The last fifty, the newest first")

    @extend_schema_field(AttemptOut(many=True))
    def get_attempts(self, row: Delivery) -> Any:
        newest = row.attempts.order_by("-number")[:50]
        return AttemptOut(newest, many=True).data  # type: ignore[arg-type]  # many=True takes rows


class RedriveIn(Strict):
    since = UtcTime(help_text="Deliveries made since then and given up go again")


class RedrivenOut(serializers.Serializer[Any]):
    redriven_count = serializers.IntegerField(source="count")
    is_complete = serializers.BooleanField(
        help_text="False: there are more than 10,000; ask again when these are through"
    )


class ReplayIn(Strict):
    """From when, or from where in the feed: one of the two."""

    since = UtcTime(required=False, help_text="What was recorded since then; at most 30 days")
    after = serializers.CharField(
        required=False, max_length=LONGEST_CURSOR, help_text="A `cursor` of `GET /events/`"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError({"since": "Name `since` or `after`, one of them."})
        return attrs


class ReplayOut(serializers.Serializer[Replay]):
    """A stretch of the feed told once more, and how far that is."""

    id = serializers.UUIDField(source="public_id")
    endpoint = serializers.UUIDField(source="endpoint.public_id")
    state = serializers.ChoiceField(choices=ReplayState.choices)
    since = UtcTime(help_text="Nothing that was recorded before is told again")
    total_count = serializers.IntegerField(help_text="Events to be read")
    read_count = serializers.IntegerField(help_text="Events read by now")
    made_count = serializers.IntegerField(help_text="Deliveries made of them by now")
    created_by = serializers.CharField()
    created_at = UtcTime()
    ended_at = UtcTime(allow_null=True)


class EventDataOut(serializers.Serializer[Any]):
    """Ids and codes. Who wants more asks the API with them."""

    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    at = UtcTime()
    store = serializers.UUIDField()
    order = serializers.UUIDField(allow_null=True)
    message = serializers.UUIDField(allow_null=True)
    details = serializers.DictField(help_text="Codes and counts, by the kind of event")


class EventOut(serializers.Serializer[Any]):
    """One event: the JSON that webhooks post."""

    id = serializers.CharField(help_text="`evt_` and the id of the entry in the order's timeline")
    type = serializers.CharField(help_text="Such as `order.placed`")
    timestamp = UtcTime(source="at", help_text="When it happened")
    data = EventDataOut()  # type: ignore[assignment]  # a field, not Serializer.data


class EventsOut(serializers.Serializer[Any]):
    """Some of the feed, oldest first."""

    results = EventOut(many=True)
    cursor = serializers.CharField(help_text="`after` of the next request, now or in a year")
    has_more = serializers.BooleanField(help_text="Whether there is more already")
