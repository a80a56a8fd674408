"""The confirmation once more, and the right address for it: what stands behind the forms."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import DomainError
from messaging import typos
from messaging.correcting import BeingSent
from messaging.limits import SentTooOften
from orders.models import Order
from statuspage import codes, mailing, turns
from statuspage.deeds import not_the_buyer
from statuspage.masking import masked_email
from statuspage.showing import (
    framed,
    is_too_long,
    network_of,
    order_or_404,
    shown,
    to,
    too_often,
)
from statuspage.turns import HOUR, TEN_MINUTES, Share

MAILS_PER_NETWORK = 20  # an hour: a household's, an office's
LONGEST = 320


@csrf_exempt
@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """POST /s/<token>/again: the confirmation once more, to the address on file alone."""
    order, now = order_or_404(token), timezone.now()
    with framed(order):
        if is_too_long(request):
            return HttpResponse(status=413)
        if seconds := turns.wait_for(_mails_of(request), now=now):
            return too_often(request, order, seconds, now)
        try:
            mailing.send_again(order=order, nonce=request.POST.get("nonce", ""), now=now)
        except SentTooOften as refusal:
            wait = int((refusal.may_go_at - now).total_seconds()) + 1
            return too_often(request, order, wait, now)
        except BeingSent:
            return to(order, "done", "busy")
        except DomainError:
            return to(order, "done", "paused")
        return to(order, "done", "sent")


@csrf_exempt
@require_POST
def email(request: HttpRequest, token: str) -> HttpResponse:
    """POST /s/<token>/email: mail a code to another address, once the buyer is known."""
    order, now = order_or_404(token), timezone.now()
    with framed(order):
        refusal = not_the_buyer(request, order)
        if refusal is not None:
            return refusal
        typed = request.POST.get("address", "").strip()[:LONGEST]
        meant = typos.suggest(typed)
        if meant is not None and not request.POST.get("sure"):
            return shown(request, order, "meant", _meant(request, typed, meant.address))
        if seconds := turns.wait_for(_mails_of(request), now=now):
            return too_often(request, order, seconds, now)
        label = mailing.buyer_label(order)
        try:
            codes.send_code(order=order, address=typed, actor=label, now=now)
        except SentTooOften as refused:
            wait = int((refused.may_go_at - now).total_seconds()) + 1
            return too_often(request, order, wait, now)
        except DomainError as refused:
            said = {**_meant(request, typed, ""), "fault": str(refused)}
            return shown(request, order, "meant", said, status=422)
        return to(order, "code")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    """GET /s/<token>/code asks for the six digits; POST takes them and corrects the address."""
    order, now = order_or_404(token), timezone.now()
    with framed(order):
        if request.method != "POST":
            return _ask_code(request, order, "")
        if is_too_long(request):
            return HttpResponse(status=413)
        guesses = [Share(f"code:{order.pk}:{network_of(request)}", 10, TEN_MINUTES)]
        if seconds := turns.wait_for(guesses, now=now, is_guess=True):
            return too_often(request, order, seconds, now)
        try:
            row = codes.check_code(order=order, said=request.POST.get("code", ""), now=now)
        except codes.WrongCode as wrong:
            return _ask_code(request, order, str(wrong), is_over=wrong.is_over)
        outcome = mailing.correct_by_code(code=row, now=now)
        return to(order, "done", "kept" if outcome == mailing.Corrected.KEPT else "corrected")


def _ask_code(
    request: HttpRequest, order: Order, fault: str, *, is_over: bool = False
) -> HttpResponse:
    row = codes.open_code(order, timezone.now())
    if row is None and not fault:
        fault, is_over = _("There is no code to type in: ask for one."), True
    context = {
        "address": masked_email(row.recipient) if row else "",
        "fault": fault,
        "is_over": is_over or row is None,
    }
    return shown(request, order, "code", context, status=422 if fault else 200)


def _meant(request: HttpRequest, typed: str, meant: str) -> dict[str, str]:
    return {"typed": typed, "meant": meant, "who": request.POST.get("who", "")[:LONGEST]}


def _mails_of(request: HttpRequest) -> list[Share]:
    return [Share(f"mails:{network_of(request)}", MAILS_PER_NETWORK, HOUR)]
