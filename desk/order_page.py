"""What the page of one order shows: gathered here, laid out in templates/desk/order.html."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.keyset import read_place
from desk import credits, kinds, order_facts, rescue, states
from desk.alarms import Row as Amiss
from desk.drawer import Drawer, open_drawer
from desk.order_facts import PromiseBox
from desk.parcels.rows import OrderParcels, rows_of
from desk.resending import Resending, open_resending
from desk.timeline import CHOICES, Timeline, counts, read_timeline
from messaging import words
from messaging.models import Message, RescueCase
from messaging.states import Arrival, State
from orders import archiving, customer_tags, field_writing, tag_changing
from orders.contacting import Channel
from orders.models import CustomerTagWrite, LineItem, Note, Order, OrderWrite, TagWrite
from statuspage.models import BuyerRequest, Feedback, RequestState
from stores.admin_base import may
from stores.roles import Verb

_TROUBLE = (State.FAILED, State.UNKNOWN, State.HELD)
_GONE_WRONG = (Arrival.BOUNCED, Arrival.COMPLAINED)


@dataclass(frozen=True, slots=True)
class OrderPage:
    order: Order
    lines: Sequence[LineItem]
    sums: list[tuple[str, int]]
    messages: list[Message]
    parcels: OrderParcels
    timeline: Timeline
    credits: list[SafeString]
    show: str
    choices: list[tuple[str, str, str]]
    addresses: list[tuple[str, list[str]]]
    trouble: Message | None
    rescues: list[rescue.Row]
    drawer: Drawer | None
    may_note: bool
    may_handle: bool
    may_send: bool
    may_resend: bool
    status_url: str
    resend: Resending | None
    promise: PromiseBox | None
    amiss: list[Amiss]
    requests: Sequence[BuyerRequest]
    feedback: Sequence[Feedback]
    packing: Sequence[Note]
    tag_writes: list[TagWrite]
    customer_tag_writes: list[CustomerTagWrite]
    writes_tags: bool
    field_writes: list[OrderWrite]
    writes_corrections: bool
    contact_ways: list[tuple[str, Any]]

    @property
    def has_open_request(self) -> bool:
        return any(one.state == RequestState.OPEN for one in self.requests)


def said_of(order: Order) -> list[Message]:
    """The order's last messages, newest first. One query."""
    rows = Message.objects.for_order(order.pk).select_related("variant")
    return list(rows.order_by("-id")[:50])


def gather(request: HttpRequest, order: Order, resend: Resending | None = None) -> OrderPage:
    """Everything of one order, in a number of queries that does not depend on it.

    `resend`: the drawer as it was posted, instead of what the address names.
    """
    messages = said_of(order)
    may_send = may(request, Verb.SEND_MESSAGES)
    if may_send and resend is None:
        resend = open_resending(request, order, messages)
    cases = list(RescueCase.objects.open().filter(order=order).order_by("id")[:10])
    rescued = {case.message_id for case in cases}
    show = request.GET.get("show", "all")
    show = show if show in CHOICES else "all"
    counted, rule = counts(order.pk), archiving.settings_of(order.store)
    return OrderPage(
        order=order,
        lines=list(LineItem.objects.filter(store=order.store_id, order=order).order_by("position")),
        sums=_sums(order),
        messages=messages,
        parcels=rows_of(order, request),
        timeline=read_timeline(
            order_id=order.pk, show=show, before=read_place(request.GET.get("before"))
        ),
        credits=credits.sentences(order, timezone.now()),
        show=show,
        choices=[
            ("all", _("All"), counted["all"]),
            ("messages", _("Messages"), counted["messages"]),
            ("parcels", _("Parcels"), counted["parcels"]),
            ("staff", _("Staff"), counted["staff"]),
        ],
        addresses=_addresses(order),
        trouble=_trouble(messages, rescued),
        rescues=[rescue.Row(case) for case in cases],
        drawer=open_drawer(request, messages),
        may_note=may(request, Verb.NOTE_ORDERS),
        may_handle=may(request, Verb.HANDLE_PARCELS),
        may_send=may_send,
        may_resend=may_send and not order.is_stub and order.redacted_at is None,
        status_url=request.build_absolute_uri(reverse("statuspage-order", args=[order.token])),
        resend=resend,
        promise=order_facts.promise_box(order),
        amiss=order_facts.amiss(order),
        requests=order_facts.requests_of(order),
        feedback=order_facts.feedback_of(order),
        packing=order_facts.packing_notes(order),
        tag_writes=tag_changing.writes_of(order),
        customer_tag_writes=customer_tags.writes_of(order),
        writes_tags=rule.writes_tags,
        field_writes=field_writing.fields_of(order),
        writes_corrections=rule.writes_corrections,
        contact_ways=list(Channel.choices),
    )


def _trouble(messages: Sequence[Message], rescued: set[int | None]) -> Message | None:
    """The newest that a person should look at; what came back and was said again is mended.

    What came back is told with its address, which is to be corrected first.
    """
    mended = {one.corrects_id for one in messages} | rescued
    for one in messages:
        is_gone_wrong = words.arrival_of(one) in _GONE_WRONG and one.pk not in mended
        if is_gone_wrong or (one.state in _TROUBLE and one.pk not in rescued):
            return one
    return None


def _sums(order: Order) -> list[tuple[str, int]]:
    """From the lines to the total; a sum that is nothing is left out."""
    parts = [
        (_("Discounts"), -order.discount_minor),
        (_("Shipping"), order.shipping_minor),
        (_("Duties"), order.duties_minor),
        (_("Tip"), order.tip_minor),
        (_("Tax"), 0 if order.is_tax_included else order.tax_minor),
    ]
    return [(words, minor) for words, minor in parts if minor]


def _addresses(order: Order) -> list[tuple[str, list[str]]]:
    found = []
    shipping, billing = order.shipping_address, order.billing_address
    if shipping:
        found.append((_("Ship to"), address_lines(shipping)))
    if billing and billing != shipping:
        found.append((_("Bill to"), address_lines(billing)))
    return found


def address_lines(address: dict[str, Any]) -> list[str]:
    """An address as it stands on a parcel, without empty lines."""
    place = " ".join(filter(None, (address.get("zip"), address.get("city"))))
    parts = [
        address.get("name"),
        address.get("company"),
        address.get("address1"),
        address.get("address2"),
        place,
        address.get("province"),
        address.get("country") or address.get("country_code"),
    ]
    return [str(part) for part in parts if part]


def trouble_words(message: Message) -> dict[str, str]:
    """What happened, what it means for the buyer, and what to do, in one notice."""
    kind = {"kind": kinds.words(message.kind)}
    heads: dict[str, str] = {
        State.FAILED: _("%(kind)s could not be sent.") % kind,
        State.UNKNOWN: _("%(kind)s may have been sent; we do not know, and do not guess.") % kind,
        State.HELD: _("%(kind)s is held: nothing leaves until you say so.") % kind,
        Arrival.BOUNCED: _("%(kind)s came back: the buyer has not got it.") % kind,
        Arrival.COMPLAINED: _("%(kind)s was marked as spam.") % kind,
    }
    arrival = words.arrival_of(message)
    tone, symbol = states.LOOKS[State(message.state)]
    if arrival:
        tone, symbol = words.ARRIVAL_TONES[arrival], states.ARRIVALS[arrival]
    return {
        "head": heads[arrival or State(message.state)],
        "why": "" if arrival == Arrival.COMPLAINED else words.reason_in_words(message),
        "next": words.what_to_do(message),
        "detail": message.detail,
        "tone": tone,
        "symbol": symbol,
    }
