"""POST /t/esp/<service>/<sender> and /t/returned: what became of messages, as others tell it."""

import logging
import re
from typing import Any, Final
from uuid import UUID

from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailCoreWebhookView
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common.outgoing.calls import NoAnswer, call
from common.outgoing.urls import AddressRefused
from messaging.models import Sender
from stores.scope import every_store, store_scope
from tracking import providers, reporting, returned, returning

BODY_LIMIT: Final = 1_000_000  # SendGrid's largest batch is 768 kB
_AMAZON: Final = re.compile(r"https://sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/")

logger = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receive_report(request: HttpRequest, service: str, public_id: UUID) -> HttpResponse:
    """200 when all is kept, also what could not be read: services would repeat it for nothing."""
    if request.method != "POST":  # some services look whether anybody is there
        return HttpResponse()
    if _length(request) > BODY_LIMIT:
        return HttpResponse(status=413)
    sender = _sender(service, public_id)
    if sender is None:
        return HttpResponse(status=404)
    try:
        view = providers.proven(request, sender=sender)
    except providers.NotTheService:
        logger.warning("tracking.report.refused", extra={"sender": sender.pk, "service": service})
        # Amazon sends its password only after it was asked for it.
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="NotifyHub"'})
    now = timezone.now()
    said = providers.read(view, request, service=service, now=now)
    with store_scope(sender.store_id):
        reporting.keep_reports(sender=sender, said=said, now=now)
    _confirm_subscription(view, request)
    return HttpResponse()


@csrf_exempt
@require_http_methods(["POST"])
def receive_returned(request: HttpRequest) -> HttpResponse:
    """A mail that came back, as it is (message/rfc822), from a mail service's inbound webhook.

    Its own address is its proof: Note [Return paths] in messaging/return_paths.py. 204 also for
    what is none of ours, so that nobody learns anything, and services do not repeat it.
    """
    if _length(request) > BODY_LIMIT:
        return HttpResponse(status=413)
    said = returned.read(request.body, brought_to=request.GET.get("to", "")[:320])
    if said is None:
        return HttpResponse(status=204)
    with every_store(because="a returned mail names its message, and the message its store"):
        store_id = returning.store_of(said)
    if store_id is not None:
        with store_scope(store_id):
            returning.keep_returned(store_id=store_id, returned=said, now=timezone.now())
    return HttpResponse(status=204)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else BODY_LIMIT + 1


def _sender(service: str, public_id: UUID) -> Sender | None:
    """The account that this address belongs to, if it is one of that service."""
    if service not in providers.RECIPES:
        return None
    with every_store(because="the address names a sender, and the sender its store"):
        return Sender.objects.filter(public_id=public_id, service=service).first()


def _confirm_subscription(view: AnymailCoreWebhookView, request: HttpRequest) -> None:
    """Amazon reports only to who follows a link of its own; the password has been checked."""
    if not isinstance(view, AmazonSESTrackingWebhookView):
        return
    told: dict[str, Any] = view._parse_sns_message(request)
    link = str(told.get("SubscribeURL", ""))
    if told.get("Type") != "SubscriptionConfirmation" or not _AMAZON.match(link):
        return
    try:
        answer = call("GET", link, deadline=5.0)
    except (AddressRefused, NoAnswer) as error:
        logger.warning("tracking.report.unconfirmed", extra={"error": str(error)})
        return
    if answer.status >= 400:
        logger.warning("tracking.report.unconfirmed", extra={"status": answer.status})
