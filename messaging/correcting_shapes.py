"""How the API reads what is to be sent again, and shows what came or would come of it."""

from typing import Any

from rest_framework import serializers

from common.api import problems
from common.api.shapes import Strict
from messaging.correcting_many import AT_ONCE
from messaging.correction import OF_AN_ORDER, Scope, Words
from messaging.editing import MOST_LINES, BlockEdit, Edits
from messaging.states import Channel

_OF_AN_ORDER = [(kind.value, kind.label) for kind in OF_AN_ORDER]


class BlockEditIn(Strict):
    """What becomes of one block of the mail, in this message alone."""

    texts = serializers.DictField(
        child=serializers.CharField(max_length=5_000, allow_blank=True),
        default=dict,
        help_text="By name, in the reader's language; Liquid is read",
    )
    settings = serializers.DictField(
        default=dict, help_text='By name: `{"is_shown": false}` leaves the block out'
    )


class EditsIn(Strict):
    """Words for this one message. The template stays as it is."""

    subject = serializers.CharField(max_length=200, default="", allow_blank=True)
    lines = serializers.CharField(
        max_length=MOST_LINES, default="", allow_blank=True, help_text="Plain words, on top"
    )
    blocks = serializers.DictField(
        child=BlockEditIn(), default=dict, help_text="By key, as the template names them"
    )


class ForeseeIn(Strict):
    recipient = serializers.EmailField(
        max_length=320, default="", allow_blank=True, help_text="Empty: the same as before"
    )
    words = serializers.ChoiceField(
        choices=Words.choices, default=Words.NOW, help_text="As first sent, or written anew"
    )
    edits = EditsIn(required=False, help_text="Only where it is written anew")


class SendAgainIn(ForeseeIn):
    because = serializers.CharField(max_length=200, help_text="For colleagues, on the timeline")
    scope = serializers.ChoiceField(
        choices=Scope.choices, default=Scope.MESSAGE, help_text="For what the address counts"
    )
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    phone = serializers.CharField(
        max_length=40, default="", allow_blank=True, help_text="For a channel that is no e-mail"
    )
    nonce = serializers.CharField(
        max_length=100,
        default="",
        allow_blank=True,
        help_text="The same again sends nothing more; the header Idempotency-Key says it too",
    )


class SendIn(SendAgainIn):
    kind = serializers.ChoiceField(choices=_OF_AN_ORDER)


class SendManyIn(Strict):
    messages = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=AT_ONCE
    )
    because = serializers.CharField(max_length=200)
    words = serializers.ChoiceField(choices=Words.choices, default=Words.NOW)
    nonce = serializers.CharField(max_length=100, default="", allow_blank=True)
    is_dry_run = serializers.BooleanField(default=False, help_text="Say only what would come of it")


class ChangeOut(serializers.Serializer[Any]):
    """One place where the new message differs from the first."""

    part = serializers.CharField(help_text="A block, or empty where none is known for it")
    was = serializers.CharField()
    now = serializers.CharField()


class FieldOut(serializers.Serializer[Any]):
    """A text that the reader sees, and where it is edited."""

    block = serializers.CharField()
    name = serializers.CharField(help_text="Empty: the block's own Liquid, a setting `source`")
    value = serializers.CharField()
    is_locked = serializers.BooleanField()


class ForeseenOut(serializers.Serializer[Any]):
    """The message as it would be. Nothing was planned."""

    recipient = serializers.CharField()
    subject = serializers.CharField(source="foreseen.mail.subject", default="")
    html = serializers.CharField(source="foreseen.mail.html", default="")
    text = serializers.CharField(source="foreseen.mail.text", default="")
    changes = ChangeOut(source="foreseen.changes", many=True)
    fields_ = FieldOut(source="foreseen.fields", many=True)
    complaints = serializers.ListField(
        source="foreseen.complaints", child=serializers.CharField(), help_text="Why there is none"
    )

    def get_fields(self) -> dict[str, Any]:
        named = super().get_fields()  # a serializer has a property `fields`, hence the underscore
        named["fields"] = named.pop("fields_")
        return named


def edits_of(wanted: dict[str, Any]) -> Edits | None:
    """What was read as EditsIn."""
    given = wanted.get("edits")
    if not given:
        return None
    blocks = {key: BlockEdit(**edit) for key, edit in given["blocks"].items()}
    return Edits(subject=given["subject"], lines=given["lines"], blocks=blocks) or None


def fields_of(wanted: dict[str, Any], nonce: str) -> dict[str, Any]:
    """What was read as SendAgainIn, as Correction's own fields."""
    fields: dict[str, Any] = {
        name: wanted[name]
        for name in ("recipient", "words", "because", "scope", "channel")
        if name in wanted
    }
    if fields.get("channel", Channel.EMAIL) != Channel.EMAIL:
        fields["recipient"] = wanted["phone"]
    return {**fields, "edits": edits_of(wanted), "nonce": nonce or wanted.get("nonce", "")}


FORESEEN_EXAMPLE: dict[str, Any] = {
    "recipient": "kari@example.com",
    "subject": "Takk for bestillingen #1001",
    "html": "<!doctype html>…",
    "text": "Takk for bestillingen, Kari …",
    "changes": [{"part": "To", "was": "kari@exampel.com", "now": "kari@example.com"}],
    "fields": [
        {
            "block": "greeting",
            "name": "title",
            "value": "Takk for bestillingen, Kari",
            "is_locked": False,
        }
    ],
    "complaints": [],
}
OUTCOMES_EXAMPLE: dict[str, Any] = {
    "results": [
        {
            "index": 0,
            "status": "REFUSED",
            "problem": {
                **problems.body("refused", "At most 3 messages a day are sent again for an order."),
                "type": "urn:problem-type:sent-too-often",
                "code": "sent-too-often",
            },
        }
    ]
}
