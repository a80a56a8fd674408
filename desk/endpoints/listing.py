"""All endpoints, and one of them: how it fares, and what can be done about it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.endpoints import common, kinds
from desk.endpoints.deliveries import Line
from outbound.models import (
    Delivery,
    DeliveryState,
    Endpoint,
    EndpointState,
    Replay,
    ReplayState,
)
from outbound.queries import endpoints_within_reach
from outbound.replaying import REACH
from outbound.services import OVERLAP
from stores.admin_base import actor_of
from stores.roles import Verb

LAST: Final = 8  # deliveries, on the page of one
REPLAYS: Final = 3
COUNTED: Final = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One endpoint as a line of the list."""

    endpoint: Endpoint

    @property
    def badge(self) -> SafeString:
        return common.badge(self.endpoint)

    @property
    def whose(self) -> str:
        return common.whose(self.endpoint)

    @property
    def trouble(self) -> str:
        return common.trouble(self.endpoint)

    @property
    def events(self) -> str:
        count = len(self.endpoint.kinds)
        if not count:
            return _("All events")
        words = ngettext("%(n)s kind of event", "%(n)s kinds of events", count)
        return words % {"n": formats.number_format(count)}


def page(request: HttpRequest) -> HttpResponse:
    """Those in trouble first. One query beside who asks: an agency has at most fifty."""
    common.must(request, Verb.VIEW_STORES)
    found = endpoints_within_reach(actor_of(request)).select_related("store")
    rows = sorted(found.order_by("-created_at", "-pk"), key=_urgency)
    context = common.context(
        request, _("Endpoints"), rows=[Row(row) for row in rows], verdict=_verdict(rows)
    )
    return TemplateResponse(request, "desk/endpoints/list.html", context)


def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Five queries beside who asks, however much was delivered."""
    endpoint = common.endpoint_of(request, public_id)
    common.must(request, Verb.VIEW_STORES)
    now = timezone.now()
    last = Delivery.objects.filter(endpoint=endpoint).select_related("order")
    replays = Replay.objects.filter(endpoint=endpoint).order_by("-created_at", "-pk")[:REPLAYS]
    context = common.context(
        request,
        str(endpoint)[:60],
        endpoint=endpoint,
        row=Row(endpoint),
        is_active=endpoint.state == EndpointState.ACTIVE,
        types=kinds.words_of(endpoint.kinds),
        lines=[Line(each, endpoint) for each in last.order_by("-created_at", "-pk")[:LAST]],
        waiting=_count(endpoint, DeliveryState.WAITING),
        failed=_count(endpoint, DeliveryState.FAILED),
        replays=[_progress(each) for each in replays],
        overlap=int(OVERLAP / timedelta(hours=1)),
        day_ago=common.typed(now - timedelta(days=1)),
        earliest=common.typed(now - REACH + timedelta(minutes=1)),
        latest=common.typed(now),
    )
    context["is_moving"] = any(each["is_running"] for each in context["replays"])
    context["again_in"] = 5  # seconds: somebody may be choosing a day beside it
    return TemplateResponse(request, "desk/endpoints/one.html", context)


def _count(endpoint: Endpoint, state: DeliveryState) -> str:
    """A bounded count: what is more than a thousand is said so."""
    rows = Delivery.objects.filter(endpoint=endpoint, state=state)
    count = rows.order_by()[: COUNTED + 1].count()
    if not count:
        return ""
    return formats.number_format(min(count, COUNTED)) + ("+" if count > COUNTED else "")


def _progress(replay: Replay) -> dict[str, Any]:
    total = max(replay.total_count, 1)
    return {
        "replay": replay,
        "is_running": replay.state == ReplayState.RUNNING,
        "share": min(100, round(100 * replay.read_count / total)),
    }


def _urgency(endpoint: Endpoint) -> int:
    if endpoint.state == EndpointState.DISABLED:
        return 0
    if endpoint.state == EndpointState.ACTIVE and endpoint.failing_since:
        return 1
    return 2


def _verdict(rows: list[Endpoint]) -> str:
    ill = sum(_urgency(row) < 2 for row in rows)
    if not rows:
        return _("No other program is told of anything.")
    if ill:
        words = ngettext("%(n)s endpoint takes no events.", "%(n)s endpoints take no events.", ill)
        return words % {"n": formats.number_format(ill)}
    words = ngettext(
        "%(n)s endpoint, and nothing is amiss.", "%(n)s endpoints, and nothing is amiss.", len(rows)
    )
    return words % {"n": formats.number_format(len(rows))}
