"""How the API shows messages, and what it reads."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.expanding import Expand, ExpandField, Expansion, expanded_of
from common.api.shapes import Query, Strict, UtcTime
from messaging import correction, expanding, words
from messaging.filters import MessageFilters
from messaging.models import Message, MessageBody
from messaging.states import Channel, Reason, State
from orders import listing
from orders.models import Activity
from stores.api_base import StoreRefOut, store_ref
from stores.middleware import zone
from stores.roles import Verb
from stores.stores_api import StoreOut
from templates_app.data import NotificationKind

OF_AN_ORDER = [(kind.value, kind.label) for kind in correction.OF_AN_ORDER]

_LATER = "The first; known 15 minutes later, and taken back where more is known since"


class OrderRefOut(serializers.Serializer[Any]):
    """Which order."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


EXPANSIONS: Final = {
    "order": Expansion(
        expanding.order_of, listing.OrderRowOut, Verb.VIEW_ORDERS, help_text="Null: of none"
    ),
    "store": Expansion(expanding.store_of, StoreOut, Verb.VIEW_STORES),
}


class MessageRowOut(serializers.Serializer[Message]):
    """A message as it is listed."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    order = OrderRefOut(allow_null=True)
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    channel = serializers.ChoiceField(choices=Channel.choices)
    recipient = serializers.CharField(help_text="Empty: none, or erased")
    subject = serializers.CharField(help_text="Empty until it has been rendered")
    state = serializers.ChoiceField(choices=State.choices)
    reason = serializers.ChoiceField(choices=Reason.choices, allow_blank=True)
    explanation = serializers.SerializerMethodField()
    planned_at = UtcTime()
    sent_at = UtcTime(allow_null=True)
    delivered_at = UtcTime(allow_null=True, help_text="As its mail service told us")
    bounced_at = UtcTime(allow_null=True, help_text="It came back; `reason` and `detail` say why")
    complained_at = UtcTime(allow_null=True, help_text="It was marked as spam")
    first_opened_at = UtcTime(allow_null=True, help_text="By whomever; known at once")
    first_clicked_at = UtcTime(allow_null=True, help_text="By whomever; known at once")
    opened_by_person_at = UtcTime(allow_null=True, help_text=_LATER)
    clicked_by_person_at = UtcTime(allow_null=True, help_text=_LATER)
    opened_by_machine_at = UtcTime(allow_null=True, help_text=_LATER)
    clicked_by_machine_at = UtcTime(allow_null=True, help_text=_LATER)
    expanded = expanded_of("Message", EXPANSIONS)(required=False)

    @extend_schema_field(StoreRefOut)
    def get_store(self, message: Message) -> dict[str, str]:
        return store_ref(self.context, message.store_id)

    def get_explanation(self, message: Message) -> str:
        """State and reason in words, times in the store's zone."""
        store = self.context["stores"][message.store_id]
        return words.sentence(message, zone=zone(store.timezone))


class MessageOut(MessageRowOut):
    """One message with all that is known of it, but for its words."""

    what_to_do = serializers.SerializerMethodField()
    recipient_name = serializers.CharField()
    locale = serializers.CharField()
    sequence = serializers.IntegerField(help_text="0: by itself; then what was sent again")
    corrects = serializers.UUIDField(source="corrects.public_id", default=None, allow_null=True)
    detail = serializers.CharField(help_text="The mail server's own line, if it said one")
    changed_at = UtcTime(help_text="When `state` last changed")
    run_after = UtcTime(help_text="It goes out no earlier")
    attempts_count = serializers.IntegerField()
    open_count = serializers.IntegerField()
    click_count = serializers.IntegerField()
    actor = serializers.CharField(help_text="Who asked for it; empty: the store's own rule")
    because = serializers.CharField()

    def get_what_to_do(self, message: Message) -> str:
        """The next step for a person; empty where none is needed."""
        return words.what_to_do(message)


class BodyOut(serializers.Serializer[MessageBody]):
    """The exact words."""

    subject = serializers.CharField(source="message.subject")
    html = serializers.CharField()
    text = serializers.CharField()
    headers = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2),
        help_text="Name and value, in the order of the mail",
    )


class MessageActivityOut(listing.ActivityOut):
    """One thing that happened, and the message it is about."""

    message = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"], "format": "uuid"})
    def get_message(self, activity: Activity) -> str | None:
        public_id = self.context["message_of"](activity.message_id)
        return public_id and str(public_id)


class OneMessageQuery(Query):
    """What a read message brings along."""

    expand = ExpandField(EXPANSIONS)


class ListedMessageFilters(MessageFilters):
    """Filters of the list of messages."""

    expand = Expand(EXPANSIONS)


class PlanIn(Strict):
    kind = serializers.ChoiceField(choices=OF_AN_ORDER)


MESSAGE_ID = "3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"
MESSAGE_ROW_EXAMPLE: dict[str, Any] = {
    "id": MESSAGE_ID,
    "store": listing.ROW_EXAMPLE["store"],
    "order": {"id": listing.ORDER_ID, "name": "#1001"},
    "kind": "ORDER_CONFIRMATION",
    "channel": "EMAIL",
    "recipient": "kari@example.com",
    "subject": "Takk for bestillingen #1001",
    "state": "SENT",
    "reason": "",
    "explanation": "Opened by a person",
    "planned_at": "2026-11-20T09:12:04Z",
    "sent_at": "2026-11-20T09:12:05Z",
    "delivered_at": "2026-11-20T09:12:07Z",
    "bounced_at": None,
    "complained_at": None,
    "first_opened_at": "2026-11-20T09:12:09Z",
    "first_clicked_at": None,
    "opened_by_person_at": "2026-11-20T09:40:00Z",
    "clicked_by_person_at": None,
    "opened_by_machine_at": "2026-11-20T09:12:09Z",
    "clicked_by_machine_at": None,
}
MESSAGE_EXAMPLE: dict[str, Any] = {
    **MESSAGE_ROW_EXAMPLE,
    "what_to_do": "",
    "recipient_name": "Kari Nordmann",
    "locale": "nb",
    "sequence": 0,
    "corrects": None,
    "detail": "",
    "changed_at": "2026-11-20T09:12:05Z",
    "run_after": "2026-11-20T09:12:04Z",
    "attempts_count": 1,
    "open_count": 2,
    "click_count": 0,
    "actor": "",
    "because": "",
}
BODY_EXAMPLE = {
    "subject": "Takk for bestillingen #1001",
    "html": "<!doctype html>…",
    "text": "Hei Kari! …",
    "headers": [["From", "Fjell & Garn <hei@fjellgarn.example>"], ["To", "kari@example.com"]],
}
SOURCE_EXAMPLE = "From: Fjell & Garn <hei@fjellgarn.example>\r\nTo: kari@example.com\r\n…"
ACTIVITY_EXAMPLE: dict[str, Any] = {
    **listing.ACTIVITY_EXAMPLE,
    "kind": "MESSAGE_SENT",
    "title": "Message sent",
    "data": {"kind": "ORDER_CONFIRMATION", "channel": "EMAIL", "sequence": 0, "state": "SENT"},
    "message": MESSAGE_ID,
}
