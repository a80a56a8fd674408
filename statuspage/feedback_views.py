"""Thumbs on the page and in mails. Looking changes nothing: scanners GET every link of a mail.

The token in the address is the reader's word that they read the mail; see Note [No token against
forgery] in showing.py.
"""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from messaging import tokens
from messaging.models import Message
from orders.models import Order
from statuspage import turns
from statuspage.feedback import LONGEST, give_feedback
from statuspage.frame import guarded
from statuspage.models import Feedback, FeedbackOn
from statuspage.page_settings import settings_of
from statuspage.showing import framed, is_too_long, network_of, order_or_404, shown, too_often
from statuspage.turns import HOUR, Share
from stores.scope import store_scope

PER_NETWORK: Final = 60  # an hour: an office's buyers share one
PER_ORDER: Final = 20  # an hour
_THUMBS: Final = {"yes": True, "no": False}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def on_page(request: HttpRequest, token: str) -> HttpResponse:
    """/s/<token>/feedback: whether the order's page is of use."""
    order = order_or_404(token)
    with framed(order):
        if not settings_of(order.store_id).asks_feedback:
            raise Http404
        return _answered(request, order, FeedbackOn.PAGE, None)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def on_mail(request: HttpRequest, token: str) -> HttpResponse:
    """/f/<token>: whether that mail was of use. Forged tokens and erased people answer 404."""
    named = tokens.read_token(token)
    if named is None or named.kind is not tokens.TokenKind.FEEDBACK:
        raise Http404
    with store_scope(named.store_id):
        rows = Message.objects.select_related("order__store", "revision").exclude(recipient="")
        message = rows.filter(pk=named.message_id, order__redacted_at=None).first()
    if message is None or message.order is None:
        raise Http404
    with framed(message.order):
        return _answered(request, message.order, FeedbackOn.MAIL, message)


def _answered(
    request: HttpRequest, order: Order, on: FeedbackOn, message: Message | None
) -> HttpResponse:
    if request.method != "POST":
        return _page(request, order, on, message)
    if is_too_long(request):
        return HttpResponse(status=413)
    is_good = _THUMBS.get(request.POST.get("good", ""))
    if is_good is None:
        return _page(request, order, on, message, fault=_("Choose yes or no."))
    now = timezone.now()
    shares = [
        Share(f"feedback:{network_of(request)}", PER_NETWORK, HOUR),
        Share(f"feedback:{order.pk}", PER_ORDER, HOUR),
    ]
    if seconds := turns.wait_for(shares, now=now):
        return too_often(request, order, seconds, now)
    give_feedback(
        order=order,
        on=on,
        message=message,
        is_good=is_good,
        text=request.POST.get("text", "")[:LONGEST],
        now=now,
    )
    # Its result is fetched: reloading it says nothing twice.
    return guarded(HttpResponseRedirect(f"{request.path}?kept=1", status=303))


def _page(
    request: HttpRequest, order: Order, on: FeedbackOn, message: Message | None, fault: str = ""
) -> HttpResponse:
    """The question with both answers. What was written before is not shown to whoever looks."""
    held = Feedback.objects.filter(order=order, on=on, message=message)
    said = held.values_list("is_good", flat=True).first()
    context: dict[str, Any] = {
        "is_mail": message is not None,
        "what": message.get_kind_display() if message else "",
        "said": said,
        "leaning": _THUMBS.get(request.GET.get("good", ""), said),
        "is_kept": said is not None and "kept" in request.GET and not fault,
        "longest": LONGEST,
        "fault": fault,
    }
    return shown(request, order, "feedback", context, status=422 if fault else 200)
