"""The page's word that a person is there: its script, and where that says so.

See Note [A person at the other end] in tracking/beacons.py. The witness is the word: there is no
log-in and no cookie, hence nothing for a foreign page to borrow, and no CSRF token to ask for.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from common import visitors
from orders.models import Order
from statuspage.notices import A_DAY, javascript
from statuspage.queries import order_by_token
from stores.scope import store_scope
from tracking import beacons, recording


def witness_of(request: HttpRequest, order: Order) -> dict[str, str] | None:
    """What the page needs to bear witness; None unless a mail about the order led here."""
    word = beacons.witness_for(order=order, named=request.GET.get(beacons.PARAMETER, ""))
    if not word:
        return None
    return {
        "word": word,
        "url": reverse("statuspage-seen", args=[order.token]),
        "script": reverse("statuspage-witness"),
    }


def script_of(witness: dict[str, str]) -> str:
    """The script's place in the page."""
    return format_html(
        '<script src="{script}" data-url="{url}" data-word="{word}" defer></script>', **witness
    )


@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """GET /witness.js"""
    return javascript("witness.js", A_DAY)


@csrf_exempt
@require_POST
def seen(request: HttpRequest, token: str) -> HttpResponse:
    """POST /s/<token>/seen: the page was used. The same answer whatever comes of it."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > beacons.LONGEST:
        return HttpResponse(status=413)
    order = order_by_token(token)
    if order is None:
        raise Http404
    with store_scope(order.store_id):
        beacons.record_beacon(
            order=order,
            witness=request.body.decode("utf-8", "replace"),
            at=timezone.now(),
            user_agent=recording.user_agent_of(request.META),
            ip=visitors.network_of(request.META, settings.NOTIFYHUB_PROXY_COUNT),
        )
    return HttpResponse(status=204)
