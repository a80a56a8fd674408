"""Where a reader says what they want to be written about. Looking changes nothing; POST does.

The token in the address is the reader's word that they read the mail: there is no log-in and no
cookie, hence nothing for a foreign page to borrow, and no CSRF token to ask for. Mail programs POST
here by themselves (RFC 8058), and scanners GET every link.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common import locales
from messaging import consenting, tokens
from messaging.models import Message
from messaging.states import Channel, Ground, Purpose
from statuspage.masking import masked_recipient
from statuspage.views import POLICY
from stores.scope import store_scope
from templates_app.queries import resolved_brand


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
    """One click in a mail program, or the button of the page."""
    is_one_click = request.POST.get("List-Unsubscribe", "").lower() == "one-click"
    choice = "no" if is_one_click else request.POST.get("offers", "")
    if choice not in ("yes", "no"):
        return HttpResponse(status=400)
    word = consenting.Word(
        channel=Channel(message.channel),
        address=message.recipient,
        purpose=Purpose.MARKETING,
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
    offered = {locales.normal(code): code for code, _name in settings.LANGUAGES}
    locale = locales.resolve([message.locale, store.locale], offered)
    word = consenting.last_word(
        store_id=store.pk,
        channel=message.channel,
        address=message.recipient,
        purpose=Purpose.MARKETING,
    )
    with translation.override(offered[locale]), timezone.override(store.timezone):
        brand = resolved_brand(store)
        context = {
            "store": store,
            "brand": brand,
            "palette": brand.palette().as_dict(),
            "locale": locale,
            "reader": masked_recipient(message.recipient),
            "gets_offers": word.is_given if word else _ticked(message),
            "since": word.at if word else None,
        }
        response = render(request, "statuspage/preferences.html", context)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Security-Policy"] = POLICY
    return response


def _ticked(message: Message) -> bool:
    """What was said with the purchase; who was reminded of a checkout had agreed."""
    return message.order.has_consent if message.order else True
