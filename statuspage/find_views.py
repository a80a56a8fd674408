"""Where a buyer asks for the link again. See Note [Nobody learns whether] in finding.py."""

import uuid
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from statuspage import finding
from statuspage.frame import for_buyer, frame_of, guarded, locale_of
from statuspage.page_settings import settings_of
from statuspage.queries import store_by_public_id
from statuspage.visitors import network_of
from stores.models import Store

RETRY_AFTER: Final = str(int(finding.WINDOW.total_seconds()))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET /find/<store>/ asks; POST takes it, and always says the same.

    There is no log-in and no cookie, hence nothing for a foreign page to borrow.
    """
    store = store_by_public_id(public_id)
    if store is None:
        raise Http404
    locale = locale_of(store, *_wanted(request))
    with for_buyer(store, locale):
        state, status = "", 200
        if request.method == "POST":
            state, status = _asked(request, store)
        context = {
            **frame_of(store, locale),
            "settings": settings_of(store.pk),
            "state": state,
            "number": request.POST.get("number", "") if state == "incomplete" else "",
            "contact": request.POST.get("contact", "") if state == "incomplete" else "",
        }
        response = render(request, "statuspage/find.html", context, status=status)
    if status == 429:
        response["Retry-After"] = RETRY_AFTER
    return guarded(response)


def _asked(request: HttpRequest, store: Store) -> tuple[str, int]:
    number, contact = request.POST.get("number", ""), request.POST.get("contact", "")
    if not number.strip() or not contact.strip():
        return "incomplete", 400
    is_kept = finding.ask_for_link(
        store=store,
        number=number.replace("\0", ""),
        contact=contact.replace("\0", ""),
        network=network_of(request.META),
        now=timezone.now(),
    )
    return ("asked", 200) if is_kept else ("too_often", 429)


def _wanted(request: HttpRequest) -> list[str]:
    """The browser's languages, best first."""
    told = request.headers.get("Accept-Language", "")[:200]
    ranked = []
    for place, part in enumerate(told.split(",")[:10]):
        tag, _, quality = part.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        ranked.append((-weight, place, tag.strip()))
    return [tag for _weight, _place, tag in sorted(ranked) if tag and tag != "*"]
