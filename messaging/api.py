"""Messages: what was said, to whom, what became of it; planned, released and cancelled.

Sending again: correcting_api.py.
"""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.renderers import Json
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict
from common.errors import DomainError
from messaging import listing, order_shapes, services, settling
from messaging.envelope import envelope_of
from messaging.models import Message, MessageBody
from messaging.order_shapes import (
    ListedOrderFilters,
    ListedOrderOut,
    OneOrderQuery,
    OrderOut,
)
from messaging.shapes import (
    ACTIVITY_EXAMPLE,
    BODY_EXAMPLE,
    EXPANSIONS,
    MESSAGE_EXAMPLE,
    MESSAGE_ROW_EXAMPLE,
    SOURCE_EXAMPLE,
    BodyOut,
    ListedMessageFilters,
    MessageActivityOut,
    MessageOut,
    MessageRowOut,
    OneMessageQuery,
    PlanIn,
)
from messaging.states import Channel
from orders.listing import ROW_EXAMPLE, OrderList, Timeline, order_or_404
from orders.models import Activity
from orders.one_order import ORDER_EXAMPLE, OneOrder
from stores.api_base import ApiView
from stores.roles import Verb


class NotHeld(DomainError):
    """Only what is held or failed is released."""

    code = "message-not-held"


class HasStarted(DomainError):
    """Only what has not started is cancelled."""

    code = "message-has-started"


class NotUnknown(DomainError):
    """Only what may or may not have been sent is settled by hand."""

    code = "message-not-unknown"


class Orders(OrderList):
    """The list of orders, which may also be narrowed by what was said about them."""

    query_classes: ClassVar = {"GET": ListedOrderFilters}
    expansions: ClassVar = order_shapes.EXPANSIONS
    shape: ClassVar = ListedOrderOut

    @described(
        "orders_list",
        "Search orders",
        out=page_of(ListedOrderOut),
        example=page_example(ROW_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Orders of the stores that the key reaches, newest first."""
        return self.orders()


class ReadOrder(OneOrder):
    query_classes: ClassVar = {"GET": OneOrderQuery}
    expansions: ClassVar = order_shapes.EXPANSIONS
    shape: ClassVar = OrderOut

    @described("orders_read", "Read an order", out=OrderOut, example=ORDER_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The newest snapshot that the shop sent, with lines, fulfilments, refunds."""
        return self.order(public_id)


class OrderTimeline(Timeline):
    row: ClassVar = MessageActivityOut

    @described(
        "order_timeline",
        "Read an order's timeline",
        out=page_of(MessageActivityOut),
        example=page_example(ACTIVITY_EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """All that happened to the order and its messages, newest first."""
        return self.page(public_id)

    def entries(self, order_id: int, position: Any, limit: int) -> list[Activity]:
        rows = super().entries(order_id, position, limit)
        said = {row.message_id for row in rows if row.message_id}
        self._public_ids = listing.public_ids(message_ids=said)
        return rows

    def serializer_context(self) -> Mapping[str, Any]:
        # The list's serializer is made first, and asked only when the rows are there.
        return {**super().serializer_context(), "message_of": lambda pk: self._public_ids.get(pk)}


class Messages(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES}
    query_classes: ClassVar = {"GET": ListedMessageFilters}
    expansions: ClassVar = EXPANSIONS
    keyset: ClassVar = Keyset("messages", ("planned_at", "id"))

    @described(
        "messages_list",
        "List messages",
        out=page_of(MessageRowOut),
        example=page_example(MESSAGE_ROW_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Messages of the stores that the key reaches, newest first."""
        rows = self.narrowed(Message.objects.all())
        store_ids = self.stores_named(self.query.get("store"))

        def fetch(position: Any, limit: int) -> list[Message]:
            return listing.newest_messages(rows, store_ids=store_ids, before=position, limit=limit)

        return self.listed(MessageRowOut, fetch, keyset=self.keyset)


class OneMessage(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES}
    query_classes: ClassVar = {"GET": OneMessageQuery}
    expansions: ClassVar = EXPANSIONS

    @described("messages_read", "Read a message", out=MessageOut, example=MESSAGE_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What became of the message, and why. Its words: `body/`."""
        message = listing.one_message(public_id)
        if message is None:
            raise Http404
        return self.shown(MessageOut, message)


class Body(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES}
    query_classes: ClassVar = {"GET": Query}

    @described("messages_body", "Read a message's words", out=BodyOut, example=BODY_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The exact words as they were handed over. 404 until it has been rendered."""
        rows = MessageBody.objects.select_related("message")
        return self.shown(BodyOut, get_object_or_404(rows, message__public_id=public_id))


class SourceRenderer(Json):
    """The bytes of a mail as they are; refusals as everywhere."""

    media_type = "message/rfc822"
    format = "eml"

    def render(self, data: Any, *rest: Any, **named: Any) -> bytes:
        return data if isinstance(data, bytes) else super().render(data, *rest, **named)


class Source(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES}
    query_classes: ClassVar = {"GET": Query}
    renderer_classes = (SourceRenderer,)

    @described(
        "messages_source",
        "Read a message's source",
        out={
            (200, SourceRenderer.media_type): OpenApiResponse(
                OpenApiTypes.BINARY, examples=[OpenApiExample("answer", value=SOURCE_EXAMPLE)]
            )
        },
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The very bytes that a mail server is given. 404 until rendered, and once forgotten."""
        mails = MessageBody.objects.filter(message__channel=Channel.EMAIL)
        body = get_object_or_404(mails, message__public_id=public_id)
        if body.is_empty:
            raise Http404
        return Response(envelope_of(body.words).as_bytes())


class OrderMessages(ApiView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "order_messages_plan",
        "Plan a message",
        body=PlanIn,
        out={200: MessageOut, 201: MessageOut},
        body_example={"kind": "ORDER_CONFIRMATION"},
        example=MESSAGE_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Say one kind of thing to the order's buyer, once.

        201: decided now; `state` and `reason` say what, also where the answer is no. 200: it was
        decided before, and this is that message; to say it once more, `send-again/` it.
        """
        wanted = self.read_body(request, PlanIn)
        order = order_or_404(public_id)
        planned = services.plan_message(order=order, kind=wanted["kind"], now=timezone.now())
        if planned is not None:
            return self.shown(MessageOut, message_or_404(planned.public_id), status=201)
        return self.shown(MessageOut, listing.first_said(order=order, kind=wanted["kind"]))


class Release(ApiView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "messages_release", "Release a held message", out=MessageOut, example=MESSAGE_EXAMPLE
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Let a held or failed message go after all. 409 `message-not-held` if it is neither."""
        self.read_body(request, Strict)
        message = message_or_404(public_id)
        actor = self.actor.label
        if not services.release_message(message=message, actor=actor, now=timezone.now()):
            raise NotHeld(f"It is {message.state}; only HELD and FAILED messages are released.")
        return self.shown(MessageOut, message_or_404(public_id))


class Cancellation(ApiView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described("messages_cancel", "Cancel a message", out=MessageOut, example=MESSAGE_EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Do not send a message that has not started. 409 `message-has-started` if it has."""
        self.read_body(request, Strict)
        message = message_or_404(public_id)
        actor = self.actor.label
        if not services.cancel_message(message=message, actor=actor, now=timezone.now()):
            raise HasStarted(
                f"It is {message.state}; only PLANNED and HELD messages are cancelled."
            )
        return self.shown(MessageOut, message_or_404(public_id))


class MarkSent(ApiView):
    verbs: ClassVar = {"POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "messages_mark_sent", "Settle an unknown message", out=MessageOut, example=MESSAGE_EXAMPLE
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody knows that an UNKNOWN message arrived: it is SENT, and does not go once more.

        409 `message-not-unknown` if it is in no doubt.
        """
        self.read_body(request, Strict)
        message = message_or_404(public_id)
        actor = self.actor.label
        if not settling.settle_as_sent(message=message, actor=actor, now=timezone.now()):
            raise NotUnknown(f"It is {message.state}; only UNKNOWN messages are marked as sent.")
        return self.shown(MessageOut, message_or_404(public_id))


def message_or_404(public_id: UUID) -> Message:
    """A message of the open scope, with its order. One query."""
    rows = Message.objects.select_related("order__store", "corrects")
    return get_object_or_404(rows, public_id=public_id)
