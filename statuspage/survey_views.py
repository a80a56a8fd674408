"""What stopped you? Asked by links of a reminder. Looking changes nothing: scanners GET every link.

The token in the address is the reader's word that they read the mail; see Note [No token against
forgery] in showing.py. A reason in the address (`?why=`) is only chosen beforehand; POST says it.
"""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from messaging import basket_rules, returning, surveying, tokens
from messaging.models import BasketAnswer, Message
from messaging.surveying import LONGEST, NoSuchReason
from orders.models import Checkout
from statuspage import turns
from statuspage.frame import for_buyer, frame_of, guarded, locale_of
from statuspage.showing import is_too_long, network_of
from statuspage.turns import HOUR, Share
from stores.scope import store_scope

PER_NETWORK: Final = 60  # an hour: an office's buyers share one
PER_BASKET: Final = 20  # an hour


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """/w/<token>. Forged tokens, other messages and erased people answer the same 404."""
    named = tokens.read_token(token)
    if named is None or named.kind is not tokens.TokenKind.SURVEY:
        raise Http404
    with store_scope(named.store_id):
        rows = Message.objects.select_related("store").exclude(recipient="")
        message = rows.filter(pk=named.message_id).first()
        basket = surveying.basket_of(message) if message else None
    if message is None or basket is None:
        raise Http404
    with for_buyer(message.store, locale_of(message.store, message.locale)):
        if request.method == "POST":
            return _answered(request, message, basket)
        return _page(request, message, basket)


def _answered(request: HttpRequest, message: Message, basket: Checkout) -> HttpResponse:
    if is_too_long(request):
        return HttpResponse(status=413)
    now = timezone.now()
    shares = [
        Share(f"survey:{network_of(request)}", PER_NETWORK, HOUR),
        Share(f"survey:{basket.pk}", PER_BASKET, HOUR),
    ]
    if seconds := turns.wait_for(shares, now=now):
        response = _page(request, message, basket, _("That was too often. Try later."), 429)
        response["Retry-After"] = str(max(seconds, 1))
        return response
    why, text = request.POST.get("why", ""), request.POST.get("text", "")
    try:
        surveying.answer_survey(message=message, why=why, text=text, now=now)
    except NoSuchReason as refusal:
        return _page(request, message, basket, str(refusal), 422)
    # Its result is fetched: reloading it says nothing twice.
    return guarded(HttpResponseRedirect(f"{request.path}?kept=1", status=303))


def _page(
    request: HttpRequest, message: Message, basket: Checkout, fault: str = "", status: int = 200
) -> HttpResponse:
    """The question, or thanks. What was written before is not shown to whoever looks."""
    store = message.store
    offered = returning.choices_of(basket_rules.rules_of(store_id=store.pk))
    held = surveying.answer_of(basket)
    said = _code_of(held, offered)
    asked = request.POST.get("why") or request.GET.get("why", "")
    context: dict[str, Any] = {
        **frame_of(store, locale_of(store, message.locale)),
        "offered": offered,
        "chosen": asked if asked in dict(offered) else said,
        "words_said": dict(offered).get(said, ""),
        "is_kept": held is not None and "kept" in request.GET and not fault,
        "is_open": basket.completed_at is None and bool(basket.recover_url),
        "longest": LONGEST,
        "fault": fault,
    }
    return guarded(render(request, "statuspage/survey.html", context, status=status))


def _code_of(held: BasketAnswer | None, offered: list[tuple[str, str]]) -> str:
    """Which of the reasons that are offered now was given; "" for none of them."""
    if held is None:
        return ""
    if not held.own_words:
        return held.reason
    return next((code for code, words in offered if words == held.own_words), "")
