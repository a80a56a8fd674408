"""What the buyer asks of the shop: another delivery address, help with a problem, a return."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import DomainError
from orders.models import LineItem, Order
from statuspage import asking, identity, turns
from statuspage.asking_words import PROBLEMS, RETURNS
from statuspage.deeds import show_mine
from statuspage.delivery import TYPED, faults_of, read_address
from statuspage.frame import guarded
from statuspage.models import BuyerRequest, RequestState
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
from statuspage.turns import HOUR, Share

REQUESTS_PER_NETWORK = 20  # an hour


@csrf_exempt
@require_POST
def address(request: HttpRequest, token: str) -> HttpResponse:
    """POST /s/<token>/address: another delivery address, from the buyer alone."""
    order = order_or_404(token)
    with framed(order):
        if is_too_long(request):
            return HttpResponse(status=413)
        if not identity.is_known(request, order):
            return to(order, "mine")
        typed = {name: request.POST.get(name, "")[:200] for name in TYPED}
        wanted = read_address(typed, order.shipping_address)
        if faults := faults_of(wanted):
            return show_mine(request, order, typed=typed, faults=faults)
        return _asked(
            request,
            order,
            lambda now: asking.ask_address(order=order, address=wanted, now=now),
            lambda fault: show_mine(request, order, typed=typed, faults={"": fault}),
        )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, token: str) -> HttpResponse:
    """POST /s/<token>/problem: something is wrong. GET shows the form alone."""
    order = order_or_404(token)
    with framed(order):
        if not settings_of(order.store_id).takes_problems:
            return to(order, "order")
        form = {"reasons": PROBLEMS, "chosen": "", "text": "", "fault": ""}
        if request.method != "POST":
            return shown(request, order, "problem", form)
        if is_too_long(request):
            return HttpResponse(status=413)
        reason, text = request.POST.get("reason", "")[:20], request.POST.get("text", "")
        kept = {**form, "chosen": reason, "text": text[: asking.LONGEST]}
        return _asked(
            request,
            order,
            lambda now: asking.report_problem(order=order, reason=reason, text=text, now=now),
            lambda fault: shown(request, order, "problem", {**kept, "fault": fault}, status=422),
        )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def goods(request: HttpRequest, token: str) -> HttpResponse:
    """GET /s/<token>/return: what may go back; POST asks for it."""
    order = order_or_404(token)
    with framed(order):
        settings = settings_of(order.store_id)
        if settings.return_url:
            return guarded(redirect(settings.return_url))
        if not settings.takes_returns:
            return to(order, "order")
        rows = LineItem.objects.filter(order=order, current_quantity__gt=0).order_by("position")
        lines = list(rows)
        form = {"lines": lines, "reasons": RETURNS, "chosen": "", "text": "", "fault": ""}
        if request.method != "POST":
            return shown(request, order, "return", form)
        if is_too_long(request):
            return HttpResponse(status=413)
        pieces = [asking.Piece(line.position, _count(request, line)) for line in lines]
        reason, text = request.POST.get("reason", "")[:20], request.POST.get("text", "")
        kept = {**form, "chosen": reason, "text": text[: asking.LONGEST]}
        return _asked(
            request,
            order,
            lambda now: asking.ask_return(
                order=order, pieces=pieces, reason=reason, text=text, now=now
            ),
            lambda fault: shown(request, order, "return", {**kept, "fault": fault}, status=422),
        )


def _asked(
    request: HttpRequest,
    order: Order,
    ask: Callable[..., BuyerRequest],
    again: Callable[[str], HttpResponse],
) -> HttpResponse:
    """Ask, then show that it was asked; what is wrong with it stands in the form again."""
    now = timezone.now()
    share = Share(f"asks:{network_of(request)}", REQUESTS_PER_NETWORK, HOUR)
    if seconds := turns.wait_for([share], now=now):
        return too_often(request, order, seconds, now)
    try:
        made = ask(now)
    except asking.AskedTooOften as refusal:
        wait = int((refusal.may_go_at - now).total_seconds()) + 1
        return too_often(request, order, wait, now)
    except DomainError as refusal:
        return again(str(refusal))
    return to(order, "done", "moved" if made.state == RequestState.DONE else "asked")


def _count(request: HttpRequest, line: LineItem) -> int:
    said = request.POST.get(f"line-{line.position}", "0")[:6]
    return int(said) if said.isascii() and said.isdecimal() else 0
