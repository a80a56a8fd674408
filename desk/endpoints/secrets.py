"""Signing secrets: shown once, changed with an overlap, the old one ended."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.endpoints import common
from outbound import services
from outbound.models import Endpoint
from stores.roles import Verb


def rotate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new secret; the one before signs as well for a day, unless it is known to others."""
    endpoint = common.endpoint_of(request, public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.MANAGE_ENDPOINTS)
    is_leaked = request.POST.get("old") == "ends"
    secret = services.rotate_secret(endpoint=endpoint, at_once=is_leaked, now=timezone.now())
    return shown(request, endpoint, secret, is_new=False)


def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The receiver has changed over: the old secret signs no more."""
    endpoint = common.endpoint_of(request, public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.MANAGE_ENDPOINTS)
    is_news = services.end_previous_secret(endpoint=endpoint, now=timezone.now())
    said = _("The old secret signs no more.") if is_news else _("There was no old secret any more.")
    messages.info(request, said)
    return redirect("admin:endpoints_change", endpoint.public_id)


def shown(request: HttpRequest, endpoint: Endpoint, secret: str, *, is_new: bool) -> HttpResponse:
    """The answer to the request that made it, and nowhere else: no address leads here again."""
    context = common.context(
        request,
        _("Signing secret"),
        endpoint=endpoint,
        secret=secret,
        is_new=is_new,
        overlap=int(services.OVERLAP / timedelta(hours=1)),
    )
    return TemplateResponse(request, "desk/endpoints/secret.html", context)
