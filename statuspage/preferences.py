"""Where a reader says what they want to be written about. Looking changes nothing; POST does.

The token in the address is the reader's word that they read the mail: there is no log-in and no
cookie, hence nothing for a foreign page to borrow, and no CSRF token to ask for. Mail programs POST
here by themselves (RFC 8058), and scanners GET every link.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from messaging import consenting, tokens
from messaging.models import Consent, Message
from messaging.states import Channel, Ground, Purpose
from statuspage.frame import for_buyer, frame_of, guarded, locale_of
from statuspage.masking import masked_recipient
from stores.models import TrackingMode
from stores.scope import store_scope


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """GET /p/<token> shows; POST changes. Unknown tokens and erased people answer the same 404."""
    named = tokens.read_token(token)
    if named is None or named.kind is not tokens.TokenKind.PREFERENCES:
        raise Http404
    with store_scope(named.store_id):
        messages = Message.objects.select_related("store", "order")
        message = messages.filter(pk=named.message_id).exclude(recipient="").first()
        if message is None:
            raise Http404
        if request.method == "POST":
            return _said(request, message)
        return _page(request, message)


def _said(request: HttpRequest, message: Message) -> HttpResponse:
    """One click in a mail program, or a button of the page."""
    is_one_click = request.POST.get("List-Unsubscribe", "").lower() == "one-click"
    is_about_seeing = not is_one_click and "seen" in request.POST
    choice = "no" if is_one_click else request.POST.get("seen" if is_about_seeing else "offers", "")
    if choice not in ("yes", "no"):
        return HttpResponse(status=400)
    word = consenting.Word(
        channel=Channel(message.channel),
        address=message.recipient,
        purpose=Purpose.TRACKING if is_about_seeing else Purpose.MARKETING,
        is_given=choice == "yes",
        ground=Ground.ONE_CLICK if is_one_click else Ground.BUYER,
    )
    now = timezone.now()
    consenting.record_consent(store=message.store, word=word, at=now, now=now, order=message.order)
    if is_one_click:
        return HttpResponse(status=200)
    return HttpResponseRedirect(request.path)


def _page(request: HttpRequest, message: Message) -> HttpResponse:
    store = message.store
    locale = locale_of(store, message.locale)
    word, seeing = (_last_word(message, of) for of in (Purpose.MARKETING, Purpose.TRACKING))
    with for_buyer(store, locale):
        context = {
            **frame_of(store, locale),
            "reader": masked_recipient(message.recipient),
            "gets_offers": word.is_given if word else _ticked(message),
            "since": word.at if word else None,
            "sees_readers": store.tracks is TrackingMode.INDIVIDUAL,
            "is_seen": seeing is None or seeing.is_given,
        }
        return guarded(render(request, "statuspage/preferences.html", context))


def _last_word(message: Message, purpose: Purpose) -> Consent | None:
    return consenting.last_word(
        store_id=message.store_id,
        channel=message.channel,
        address=message.recipient,
        purpose=purpose,
    )


def _ticked(message: Message) -> bool:
    """What was said with the purchase; who was reminded of a checkout had agreed."""
    return message.order.has_consent if message.order else True
