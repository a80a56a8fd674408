"""The page behind the status link. It shows; it changes nothing but its own copy."""

import logging
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import Error, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from orders.models import Order
from statuspage import copies, notices, witnesses
from statuspage.facts import Facts
from statuspage.feedback import thumbs_of
from statuspage.frame import HEADERS, POLICY, allowances, for_buyer, frame_of, guarded, locale_of
from statuspage.help import help_of
from statuspage.models import PageSettings
from statuspage.page_settings import settings_of
from statuspage.queries import facts_of, order_by_token
from statuspage.writing import USUAL, pages_of
from tracking.beacons import PARAMETER

HEAVIEST: Final = 29_000  # bytes, the script that sees readers not counted
ATTEMPTS: Final = 5

logger = logging.getLogger(__name__)


@require_safe
def order_status(request: HttpRequest, token: str) -> HttpResponse:
    """GET /s/<token>. An unknown token and an erased order answer the same 404."""
    order = order_by_token(token)
    if order is None:
        raise Http404
    now, store = timezone.now(), order.store
    locale = locale_of(store, order.locale)
    with for_buyer(store, locale):
        version = request.META.get(copies.VERSION_SEEN) or copies.version_of(order)
        settings = settings_of(store.pk)
        if is_over(order, settings, now):
            return _over(request, order, settings, locale)
        return _shown(request, order, settings, locale, version, now)


def is_over(order: Order, settings: PageSettings, now: datetime) -> bool:
    """Whether the link has had its time; a renewed one begins anew."""
    since = order.link_renewed_at or order.placed_at
    return since is not None and since + timedelta(days=settings.expires_days) < now


def _over(request: HttpRequest, order: Order, settings: PageSettings, locale: str) -> HttpResponse:
    """410: nothing of the order, and the way to a new link."""
    context = {**frame_of(order.store, locale), "settings": settings}
    return guarded(render(request, "statuspage/over.html", context, status=410))


def _shown(
    request: HttpRequest,
    order: Order,
    settings: PageSettings,
    locale: str,
    version: bytes,
    now: datetime,
) -> HttpResponse:
    facts = facts_of(order, settings, locale, now)
    help = help_of(order, settings=settings, parcels=facts.parcels, promise=facts.promise, now=now)
    offer, witness = notices.offer_of(order), witnesses.witness_of(request, order)
    context = {
        **frame_of(order.store, locale),
        "order": order,
        "settings": settings,
        "today": facts.today,
        "help": help,
        "feedback": thumbs_of(order, settings),
        "offer": offer,
    }
    response = _with_room(request, facts, context)
    for name, value in HEADERS:
        response[name] = value
    guarded(response, policy=allowances(request, offer, witness) + POLICY)
    if not request.GET.keys() - {PARAMETER}:
        until = copies.good_until(facts, [help.until], now)
        _keep(order, version, response, bool(offer), until)
    if witness:
        word = witnesses.script_of(witness).encode()
        response.content = response.content.replace(copies.MARK, word, 1)
        return response
    response["ETag"] = f'"{copies.etag_of(response.content)}"'
    return get_conditional_response(request, response["ETag"], None, response) or response


def _with_room(request: HttpRequest, facts: Facts, context: dict[str, Any]) -> HttpResponse:
    """The page with as much of the order as keeps it light."""
    room, page_within = USUAL, pages_of(facts)
    for _attempt in range(ATTEMPTS):
        page = page_within(room)
        response = render(request, "statuspage/page.html", {**context, "page": page})
        if len(response.content) <= HEAVIEST:
            break
        room = room.halved()
    return response


def _keep(
    order: Order, version: bytes, response: HttpResponse, has_notices: bool, until: datetime
) -> None:
    """A page that cannot be kept is shown all the same."""
    try:
        with transaction.atomic():
            copies.keep_copy(
                order=order,
                version=version,
                html=response.content,
                has_notices=has_notices,
                good_until=until,
            )
    except Error as error:
        logger.warning("statuspage.copy.lost", extra={"error": repr(error)})
