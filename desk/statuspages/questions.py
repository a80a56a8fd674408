"""The questions of a store's page: written, moved and taken away."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from desk.statuspages.pages import store_or_404
from statuspage import faq
from statuspage.models import FaqEntry
from stores.admin_base import actor_of, may
from stores.roles import Verb


def add(request: HttpRequest, store_id: int) -> HttpResponse:
    """A new one, at the end."""
    store = store_or_404(request, store_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    locale = request.POST.get("locale", "")[:16]
    try:
        faq.add_question(
            store=store,
            locale=locale,
            question=request.POST.get("question", ""),
            answer=request.POST.get("answer", ""),
            actor=actor_of(request).label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return _back(store.pk, locale)


def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Other words for it."""

    def write(entry: FaqEntry) -> None:
        faq.change_question(
            entry=entry,
            question=request.POST.get("question", ""),
            answer=request.POST.get("answer", ""),
            actor=actor_of(request).label,
            now=timezone.now(),
        )

    return _done(request, public_id, write)


def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One place up or down."""
    by = -1 if request.POST.get("to") == "up" else 1

    def shift(entry: FaqEntry) -> None:
        actor = actor_of(request).label
        faq.move_question(entry=entry, by=by, actor=actor, now=timezone.now())

    return _done(request, public_id, shift)


def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    def take_away(entry: FaqEntry) -> None:
        faq.remove_question(entry=entry)
        messages.info(request, _("“%(question)s” is gone.") % {"question": entry.question})

    return _done(request, public_id, take_away)


def _done(request: HttpRequest, public_id: UUID, deed: Callable[[FaqEntry], None]) -> HttpResponse:
    entry = FaqEntry.objects.select_related("store").filter(public_id=public_id).first()
    if entry is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    try:
        deed(entry)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return _back(entry.store_id, entry.locale)


def _back(store_id: int, locale: str) -> HttpResponse:
    named = urlencode({"store": store_id, "locale": locale})
    return redirect(f"{reverse('admin:statuspages_changelist')}?{named}#questions")
