"""What a program may ask to be sent, or sent again; and what that would say."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.bulk import BulkResultsOut, told
from common.api.schema import described
from common.api.shapes import Query, distinct
from messaging import correcting, correcting_many, foreseeing
from messaging.api import message_or_404
from messaging.correcting_many import Wish
from messaging.correcting_shapes import (
    FORESEEN_EXAMPLE,
    OUTCOMES_EXAMPLE,
    ForeseeIn,
    ForeseenOut,
    SendAgainIn,
    SendIn,
    SendManyIn,
    edits_of,
    fields_of,
)
from messaging.correction import Correction
from messaging.models import Message
from messaging.shapes import MESSAGE_EXAMPLE, MESSAGE_ID, MessageOut
from orders.listing import order_or_404
from stores.api_base import ApiView
from stores.roles import Verb

_SENT = {200: MessageOut, 201: MessageOut}


class Sending(ApiView):
    """What the doors below share."""

    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    def nonce_of(self, wanted: Mapping[str, Any]) -> str:
        """The header's, which holds longer than its answer is kept; else the field's."""
        given = wanted.get("nonce", "")
        return self.nonce or (given and f"{self.actor.key_id}:{self.actor.user_id}:{given}")

    def sent(self, correction: Correction) -> Response:
        now = timezone.now()
        message = correcting.resend(correction=correction, now=now)
        status = 201 if message.planned_at == now else 200
        return self.shown(MessageOut, message_or_404(message.public_id), status=status)


class SendAgain(Sending):
    @described(
        "messages_send_again",
        "Send a message again",
        body=SendAgainIn,
        out=_SENT,
        body_example={
            "because": "The buyer mistyped the address",
            "recipient": "kari@example.com",
            "scope": "ORDER",
            "edits": {"lines": "Sorry for the delay."},
        },
        example=MESSAGE_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Say it again as a new message, corrected as you say; the first stays as it is.

        200: this nonce sent it before, and this is that message. 409
        `recipient-cannot-be-written-to`, `sent-too-often`, `message-being-sent`, `nothing-to-say`,
        `words-not-kept`, `nonce-used`; for edits `block-locked`, `block-refused`,
        `template-refused`.
        """
        wanted = self.read_body(request, SendAgainIn)
        original = message_or_404(public_id)
        fields = fields_of(wanted, self.nonce_of(wanted))
        return self.sent(Correction.of_message(original, actor=self.actor.label, **fields))


class SendOfOrder(Sending):
    @described(
        "order_send",
        "Send a message of an order",
        body=SendIn,
        out=_SENT,
        body_example={
            "kind": "ORDER_CONFIRMATION",
            "because": "She gave her address on the phone",
            "recipient": "kari@example.com",
            "scope": "ORDER",
        },
        example=MESSAGE_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Say one kind of thing about the order, whether or not it was said before.

        If it was, the newest of that kind is sent again. Works for orders without an address, which
        you then name. Refusals as for `send-again/`.
        """
        wanted = self.read_body(request, SendIn)
        order = order_or_404(public_id)
        fields = fields_of(wanted, self.nonce_of(wanted))
        kind, actor = wanted["kind"], self.actor.label
        return self.sent(Correction.of_order(order, kind, actor=actor, **fields))


class SendManyAgain(Sending):
    in_steps: ClassVar = frozenset({"POST"})  # each message by itself, once by its nonce

    @described(
        "messages_send_many_again",
        "Send many messages again",
        body=SendManyIn,
        out=BulkResultsOut,
        body_example={
            "messages": [MESSAGE_ID],
            "because": "The mail server lost them",
            "is_dry_run": True,
        },
        example=OUTCOMES_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Each by itself: what is refused says why, and the others go.

        `id` is the new message's; a dry run has none to tell.
        """
        wanted = self.read_body(request, SendManyIn)
        named: list[UUID] = distinct(wanted["messages"])
        rows = Message.objects.select_related("order__store").filter(public_id__in=named)
        found = {row.public_id: row for row in rows}
        wish = Wish(
            words=wanted["words"],
            because=wanted["because"],
            actor=self.actor.label,
            nonce=self.nonce_of(wanted),
        )
        is_dry = wanted["is_dry_run"]
        verb = correcting_many.check_many if is_dry else correcting_many.resend_many
        originals = [found[one] for one in named if one in found]
        outcomes = verb(originals=originals, wish=wish, now=timezone.now())
        by_id = {one.original.public_id: one for one in outcomes}

        def outcome(original: UUID) -> UUID | None:
            if original not in by_id:
                raise Http404
            if refusal := by_id[original].refusal:
                raise refusal
            sent = by_id[original].sent
            return sent.public_id if sent else None

        return self.shown(BulkResultsOut, told(wanted["messages"], outcome))


class Foreseeing(Sending):
    @described(
        "messages_preview_again",
        "Preview a message that is sent again",
        body=ForeseeIn,
        out=ForeseenOut,
        body_example={"edits": {"subject": "Your order, with the right address"}},
        example=FORESEEN_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """What `send-again/` would say, how it differs from the first, and what can be edited."""
        wanted = self.read_body(request, ForeseeIn)
        correction = Correction.of_message(
            message_or_404(public_id),
            actor=self.actor.label,
            recipient=wanted["recipient"],
            words=wanted["words"],
            edits=edits_of(wanted),
        )
        foreseen = foreseeing.foresee(correction=correction, now=timezone.now())
        return self.shown(ForeseenOut, {"recipient": correction.address, "foreseen": foreseen})
