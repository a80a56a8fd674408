"""What an endpoint was told: the list, and one delivery with each attempt and its answer."""

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import pieces
from common.errors import DomainError
from common.keyset import Page, Place, cut, read_place
from desk.endpoints import common
from orders.models import Order
from outbound import redriving
from outbound.events import SUMS_CHANGED, TESTED, TYPES
from outbound.models import Delivery, DeliveryAttempt, DeliveryState, Endpoint, EndpointState
from stores.admin_base import actor_of
from stores.roles import Verb

ON_A_PAGE: Final = 50
ATTEMPTS: Final = 50
_OPEN: Final = (DeliveryState.WAITING, DeliveryState.CLAIMED)
_ALL_TYPES: Final = sorted({*TYPES.values(), SUMS_CHANGED, TESTED})


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery as a line of a list."""

    delivery: Delivery
    endpoint: Endpoint

    @property
    def badge(self) -> SafeString:
        return common.delivery_badge(self.delivery, self.endpoint)

    @property
    def answer(self) -> SafeString | str:
        return answer_of(self.delivery.status, self.delivery.error)


def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Newest first. Two queries beside who asks, three where an order is asked for."""
    endpoint = common.endpoint_of(request, public_id)
    common.must(request, Verb.VIEW_STORES)
    chosen = {name: request.GET.get(name, "")[:60] for name in ("state", "type", "order")}
    older, newer = read_place(request.GET.get("older")), read_place(request.GET.get("newer"))
    found = _page(_narrowed(request, endpoint, chosen), older=older, newer=newer)
    context = common.context(
        request,
        _("Deliveries"),
        endpoint=endpoint,
        lines=[Line(row, endpoint) for row in found.rows],
        older=_link(chosen, older=str(found.older)) if found.older else "",
        newer=_link(chosen, newer=str(found.newer)) if found.newer else "",
        chosen=chosen,
        is_narrowed=any(chosen.values()),
        states=DeliveryState.choices,
        types=_ALL_TYPES,
    )
    return TemplateResponse(request, "desk/endpoints/deliveries.html", context)


def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was asked and what came back, attempt by attempt. Two queries beside who asks."""
    delivery = common.delivery_of(request, public_id)
    common.must(request, Verb.VIEW_STORES)
    rows = DeliveryAttempt.objects.filter(delivery=delivery).order_by("-number", "-pk")
    attempts = [Attempt(row) for row in rows[:ATTEMPTS]]
    context = common.context(
        request,
        delivery.type,
        endpoint=delivery.endpoint,
        delivery=delivery,
        line=Line(delivery, delivery.endpoint),
        body=pretty(delivery.body),
        attempts=attempts,
        verdict=_verdict(delivery, attempts),
        is_open=delivery.state in _OPEN,
        is_moving=delivery.state in _OPEN and delivery.endpoint.state == EndpointState.ACTIVE,
    )
    return TemplateResponse(request, "desk/endpoints/delivery.html", context)


def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It goes once more, as it was."""
    delivery = common.delivery_of(request, public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.MANAGE_ENDPOINTS)
    try:
        redriving.redrive(delivery=delivery, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("It is sent again: the same event, under the same id."))
    return redirect("admin:endpoints_delivery", delivery.public_id)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call, as it is shown."""

    row: DeliveryAttempt

    @property
    def answer(self) -> SafeString | str:
        return answer_of(self.row.status, self.row.error)

    @property
    def asked(self) -> list[tuple[str, str]]:
        return _headers(self.row.request_headers)

    @property
    def answered(self) -> list[tuple[str, str]]:
        return _headers(self.row.response_headers)

    @property
    def body(self) -> str:
        return pretty(self.row.response_body)


def answer_of(status: int | None, error: str) -> SafeString | str:
    """The number that came back; else what was wrong; a dash before the first call."""
    if status is None:
        return pieces.state(_("No answer"), tone="bad", symbol="x") if error else pieces.EMPTY
    tone = "good" if 200 <= status < 300 else "bad"
    return pieces.state(status, tone=tone, symbol="check" if tone == "good" else "x")


def pretty(text: str) -> str:
    """JSON on lines of its own; what is none stays as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _narrowed(
    request: HttpRequest, endpoint: Endpoint, chosen: dict[str, str]
) -> QuerySet[Delivery, Delivery]:
    rows = Delivery.objects.filter(endpoint=endpoint).select_related("order")
    if chosen["state"] in DeliveryState:
        rows = rows.filter(state=chosen["state"])
    if chosen["type"]:
        rows = rows.filter(type=chosen["type"])
    if chosen["order"]:
        rows = rows.filter(order_id__in=_orders(request, chosen["order"]))
    return rows


def _orders(request: HttpRequest, said: str) -> list[int]:
    """Those of that number in the stores within reach."""
    digits = said.strip().lstrip("#")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 18:
        return []
    rows = Order.objects.filter(store_id__in=actor_of(request).store_ids, number=int(digits))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:100])


def _page(
    rows: QuerySet[Delivery, Delivery], *, older: Place | None, newer: Place | None
) -> Page[Delivery]:
    fetched = _beyond(rows, older=older, newer=newer)[: ON_A_PAGE + 1]
    return cut(
        list(fetched),
        size=ON_A_PAGE,
        place_of=lambda row: Place(row.created_at, row.pk),
        older_than=older,
        newer_than=newer,
    )


def _beyond(
    rows: QuerySet[Delivery, Delivery], *, older: Place | None, newer: Place | None
) -> QuerySet[Delivery, Delivery]:
    """From the named place on, away from it."""
    if newer is not None:
        later = Q(created_at__gt=newer.at) | Q(created_at=newer.at, pk__gt=newer.id)
        return rows.filter(later, created_at__gte=newer.at).order_by("created_at", "pk")
    if older is not None:
        earlier = Q(created_at__lt=older.at) | Q(created_at=older.at, pk__lt=older.id)
        rows = rows.filter(earlier, created_at__lte=older.at)
    return rows.order_by("-created_at", "-pk")


def _verdict(delivery: Delivery, attempts: list[Attempt]) -> str:
    """What became of it, as a sentence."""
    now = timezone.now()
    if delivery.state == DeliveryState.DELIVERED:
        seconds = f"{attempts[0].row.seconds:.2g}" if attempts else "0"
        return _("It was taken, in %(seconds)s s.") % {"seconds": seconds}
    if delivery.state == DeliveryState.FAILED:
        return _("It was given up. Mend the receiver, then send it again.")
    if delivery.state == DeliveryState.SKIPPED:
        return _("It was left out, as somebody chose.")
    if delivery.state == DeliveryState.CLAIMED:
        return _("It is on its way.")
    if delivery.endpoint.state != EndpointState.ACTIVE:
        return _("It waits until the endpoint is switched on.")
    if delivery.next_at > now and delivery.attempts_count:
        return _("It was not taken; it is tried again %(when)s.") % {
            "when": pieces.ago(delivery.next_at, now)
        }
    return _("It leaves at once.") if not delivery.attempts_count else _("It is tried again now.")


def _headers(said: Any) -> list[tuple[str, str]]:
    if not isinstance(said, dict):
        return []
    return [(str(name), str(value)) for name, value in said.items()]


def _link(chosen: dict[str, str], **place: str) -> str:
    return "?" + urlencode({**{name: value for name, value in chosen.items() if value}, **place})
