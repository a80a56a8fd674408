"""Notices about one order on a buyer's device: the offer on the page, its scripts, yes and no.

The token in the address is the buyer's word: there is no log-in and no cookie, hence nothing for a
foreign page to borrow, and no CSRF token to ask for. A body in JSON lets no foreign page's form in.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from messaging import devices, queries, vapid
from messaging.devices import NotADevice, Subscription
from messaging.states import Channel
from orders.models import Order
from statuspage.queries import order_by_token
from stores.scope import store_scope

SCRIPTS: Final = Path(__file__).parent / "scripts"
_BODY_LIMIT: Final = 4096
A_DAY: Final = "public, max-age=86400"


def offer_of(order: Order) -> dict[str, str] | None:
    """What the page needs to offer notices; None where the store sends none. One query at most."""
    key = vapid.public_key()
    if not key or not queries.has_way(store_id=order.store_id, channel=Channel.PUSH):
        return None
    return {"key": key, **addresses_of(order)}


def addresses_of(order: Order) -> dict[str, str]:
    """Where its scripts are, and where they speak to."""
    return {
        "url": reverse("statuspage-device", args=[order.token]),
        "worker": reverse("statuspage-worker"),
        "script": reverse("statuspage-notices"),
    }


@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """GET /notices.js"""
    return javascript("notices.js", A_DAY)


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """GET /push-worker.js, at the root, so that it may serve the pages below /s/."""
    return javascript("push-worker.js", "no-cache")


@csrf_exempt
@require_http_methods(["POST", "DELETE"])
def device(request: HttpRequest, token: str) -> HttpResponse:
    """POST /s/<token>/device tells this device of the order; DELETE tells it no more.

    Unknown tokens and erased orders answer the same 404.
    """
    order = order_by_token(token)
    if order is None:
        raise Http404
    said = _read(request)
    if said is None:
        return JsonResponse({"detail": "Send what the browser's subscription says."}, status=400)
    with store_scope(order.store_id):
        if request.method == "DELETE":
            devices.unsubscribe_device(order=order, endpoint=said.endpoint)
            return HttpResponse(status=204)
        try:
            devices.subscribe_device(
                order=order, subscription=said, locale=order.locale, now=timezone.now()
            )
        except NotADevice as refusal:
            return JsonResponse({"detail": str(refusal)}, status=409)
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> Subscription | None:
    """The subscription in the body; keys may be absent where it is only named."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.content_type != "application/json" or not length.isdecimal():
        return None
    if int(length) > _BODY_LIMIT:
        return None
    try:
        said: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    keys = said.get("keys") or {} if isinstance(said, dict) else None
    if not isinstance(keys, dict):
        return None
    found = (said.get("endpoint"), keys.get("p256dh", ""), keys.get("auth", ""))
    if not all(isinstance(part, str) for part in found) or not found[0]:
        return None
    return Subscription(*found)


def javascript(name: str, caching: str) -> HttpResponse:
    """A script of the page, to be kept so long."""
    response = HttpResponse(_text_of(name), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = caching
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@cache
def _text_of(name: str) -> bytes:
    return (SCRIPTS / name).read_bytes()
