"""Who the buyer is, and what only the buyer sees. See Note [Who holds the link, and who is …]."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from orders.models import Order
from shipping.models import Promise
from shipping.queries import parcels_by_order
from statuspage import faq, identity, turns
from statuspage.asking_words import asked_of
from statuspage.changing import address_window
from statuspage.delivery import has_province
from statuspage.page_settings import settings_of
from statuspage.showing import (
    framed,
    is_too_long,
    network_of,
    order_or_404,
    shown,
    to,
    too_often,
)


@csrf_exempt
@require_POST
def who(request: HttpRequest, token: str) -> HttpResponse:
    """POST /s/<token>/who: say what only the buyer knows, and be known for half an hour."""
    order = order_or_404(token)
    with framed(order):
        refusal = not_the_buyer(request, order)
        if refusal is not None:
            return refusal
        response = to(order, "mine")
        identity.remember(response, request, order)
        return response


@require_GET
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """GET /s/<token>/mine: the whole address, for whoever said whose it is."""
    order = order_or_404(token)
    with framed(order):
        if not identity.is_known(request, order):
            return shown(request, order, "who", {"may": identity.can_be_proved(order)})
        return show_mine(request, order)


def show_mine(
    request: HttpRequest,
    order: Order,
    *,
    typed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
) -> HttpResponse:
    """What the buyer sees and may change; again with what was typed, and what is wrong with it."""
    now, settings = timezone.now(), settings_of(order.store_id)
    parcels = parcels_by_order([order.pk]).get(order.pk, [])
    promise = Promise.objects.filter(order=order, is_current=True).first()
    address: dict[str, Any] = order.shipping_address or {}
    context = {
        "address": address,
        "fields": _fields(address, typed or address, faults or {}),
        "fault": (faults or {}).get("", ""),
        "window": address_window(order, settings, parcels=parcels, promise=promise, now=now),
        "asked": asked_of(order),
    }
    return shown(request, order, "mine", context, status=422 if faults else 200)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the form; `fills` is what browsers know it by."""

    name: str
    words: str
    value: str
    fills: str
    fault: str
    is_needed: bool


def _fields(
    address: Mapping[str, Any], typed: Mapping[str, Any], faults: Mapping[str, str]
) -> list[Field]:
    form = (
        ("name", _("Name"), "name", True),
        ("company", _("Company"), "organization", False),
        ("address1", _("Street and number"), "address-line1", True),
        ("address2", _("Flat, floor, c/o"), "address-line2", False),
        ("zip", _("Postcode"), "postal-code", False),
        ("city", _("Town"), "address-level2", True),
        ("province", _("State or region"), "address-level1", True),
        ("phone", _("Telephone"), "tel", False),
    )
    has_regions = has_province(str(address.get("country_code") or ""))
    return [
        Field(name, words, str(typed.get(name) or ""), fills, faults.get(name, ""), is_needed)
        for name, words, fills, is_needed in form
        if name != "province" or has_regions
    ]


@require_GET
def questions(request: HttpRequest, token: str) -> HttpResponse:
    """GET /s/<token>/questions: all that others ask, where the order's page has no room for it."""
    order = order_or_404(token)
    with framed(order):
        found = faq.questions_for(order.store, [order.locale])
        return shown(request, order, "questions", {"questions": found})


@require_GET
def done(request: HttpRequest, token: str, what: str) -> HttpResponse:
    """GET /s/<token>/done/<what>: what became of a deed, in words that anybody may read."""
    order = order_or_404(token)
    with framed(order):
        said = _results().get(what)
        if said is None:
            raise Http404
        title, *words = said
        return shown(request, order, "result", {"title": title, "words": words})


def not_the_buyer(request: HttpRequest, order: Order) -> HttpResponse | None:
    """What answers a deed of somebody who did not say whose order it is; None for its buyer."""
    if is_too_long(request):
        return HttpResponse(status=413)
    now = timezone.now()
    shares = identity.shares_of(order, network_of(request))
    if seconds := turns.wait_for(shares, now=now, is_guess=True):
        return too_often(request, order, seconds, now)
    if identity.is_buyers(order, request.POST.get("who", "")):
        turns.forgive(shares[0])
        return None
    fault = _("That is not what the order says. Is it the one you typed in when you bought?")
    context = {"may": identity.can_be_proved(order), "fault": fault}
    return shown(request, order, "who", context, status=422)


def _results() -> dict[str, tuple[str, ...]]:
    return {
        "sent": (
            _("The confirmation is on its way"),
            _("It goes to the address of the order. Have a look into the spam folder, too."),
        ),
        "corrected": (
            _("The address is corrected"),
            _("The confirmation is on its way to it, and all mails about this order go there."),
        ),
        "kept": (
            _("The address is corrected"),
            _(
                "All mails about this order go there from now on. The confirmation itself cannot be"
                " sent again at the moment; this page says the same."
            ),
        ),
        "asked": (
            _("The shop has it"),
            _("It answers by e-mail, and on the page of the order."),
        ),
        "moved": (
            _("The order goes to the new address"),
            _("The shop has been told."),
        ),
        "paused": (
            _("This mail cannot be sent from here"),
            _(
                "The shop itself sends it, or sends nothing at the moment. Write to the shop: it"
                " helps you."
            ),
        ),
        "busy": (
            _("The mail is being sent this moment"),
            _("Give it a minute, then look into your mailbox."),
        ),
    }
