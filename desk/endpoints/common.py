"""What all pages about endpoints share: who may, which row, how it looks."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import pieces
from outbound.models import Delivery, DeliveryState, DisabledBecause, Endpoint, EndpointState
from outbound.queries import deliveries_within_reach, endpoints_within_reach
from stores.admin_base import actor_of, may
from stores.roles import Verb

_DELIVERY: Final = {
    DeliveryState.WAITING: ("", "clock"),
    DeliveryState.CLAIMED: ("", "send"),
    DeliveryState.DELIVERED: ("good", "check"),
    DeliveryState.FAILED: ("bad", "fail"),
    DeliveryState.SKIPPED: ("", "x"),
}


def must(request: HttpRequest, verb: Verb) -> None:
    if not may(request, verb):
        raise PermissionDenied


def endpoint_of(request: HttpRequest, public_id: UUID) -> Endpoint:
    """The endpoint, if it is within reach; whether something may be done to it, `must` says."""
    rows = endpoints_within_reach(actor_of(request)).select_related("store")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def delivery_of(request: HttpRequest, public_id: UUID) -> Delivery:
    """Likewise."""
    rows = deliveries_within_reach(actor_of(request)).select_related("endpoint", "order", "store")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def badge(endpoint: Endpoint) -> SafeString:
    if endpoint.state == EndpointState.PAUSED:
        return pieces.state(_("Paused"), tone="hold", symbol="pause")
    if endpoint.state == EndpointState.DISABLED:
        return pieces.state(_("Switched off"), tone="bad", symbol="alert")
    if endpoint.failing_since:
        return pieces.state(_("Takes nothing"), tone="warn", symbol="alert")
    return pieces.state(_("Gets events"), tone="good", symbol="check")


def delivery_badge(delivery: Delivery, endpoint: Endpoint) -> SafeString:
    tone, symbol = _DELIVERY[DeliveryState(delivery.state)]
    words = delivery.get_state_display()
    is_tried = endpoint.state == EndpointState.ACTIVE and bool(delivery.error)
    if delivery.state == DeliveryState.WAITING and is_tried:
        tone, words = "warn", _("Is tried again")
    return pieces.state(words, tone=tone, symbol=symbol)


def trouble(endpoint: Endpoint) -> str:
    """What is wrong with it, in sentences; "" where nothing is."""
    if endpoint.state == EndpointState.DISABLED:
        why = DisabledBecause(endpoint.disabled_because).label
        said = "" if endpoint.disabled_because == DisabledBecause.GONE else endpoint.last_error
        return pieces.in_a_row(pieces.as_sentence(why), said)
    if endpoint.state == EndpointState.ACTIVE and endpoint.failing_since:
        words = _("It has taken no event since %(when)s.")
        when = pieces.moment(endpoint.failing_since, timezone.now())
        return pieces.in_a_row(words % {"when": when}, endpoint.last_error)
    return ""


def whose(endpoint: Endpoint) -> str:
    return endpoint.store.name if endpoint.store else _("All stores of the agency")


def context(
    request: HttpRequest, title: str, *, endpoint: Endpoint | None = None, **more: Any
) -> dict[str, Any]:
    """What every page of them needs, with the way back."""
    crumbs = [(_("Endpoints"), reverse("admin:endpoints_changelist"))]
    if endpoint is not None:
        address = reverse("admin:endpoints_change", args=[endpoint.public_id])
        crumbs.append((str(endpoint)[:60], address))
    if title != crumbs[-1][0]:
        crumbs.append((title, ""))
    crumbs[-1] = (crumbs[-1][0], "")
    return {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": crumbs,
        "endpoint": endpoint,
        "may_manage": may(request, Verb.MANAGE_ENDPOINTS),
        **more,
    }


def moment_of(text: str) -> datetime | None:
    """What an `<input type=datetime-local>` says, in the time zone of who is asked."""
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        return None
    if found is None or not 2000 <= found.year <= 2200:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def typed(at: datetime) -> str:
    """The same the other way."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
