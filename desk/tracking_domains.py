"""A store's tracking domain: which it is, whether it answers, and what to paste where."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common import pieces
from messaging import tracking_domain_words, tracking_domains
from messaging.tracking_domains import TrackingDomainRefused
from stores.admin_base import actor_of, may
from stores.models import Store, TrackingDomainState
from stores.roles import Verb

LOOKS: Final = {
    TrackingDomainState.UNSEEN: ("", "clock"),
    TrackingDomainState.LIVE: ("good", "check"),
    TrackingDomainState.MISSING: ("bad", "fail"),
    TrackingDomainState.ELSEWHERE: ("bad", "fail"),
    TrackingDomainState.UNREACHABLE: ("warn", "alert"),
    TrackingDomainState.TAKEN: ("bad", "fail"),
}


def page(request: HttpRequest, store_id: int) -> HttpResponse:
    """GET: how it stands. POST: name it. One query beside who asks."""
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    store, error, entered = _store_or_404(request, store_id), "", ""
    if request.method == "POST":
        entered = request.POST.get("domain", "")[:300]
        try:
            if tracking_domains.name_domain(store=store, domain=entered):
                messages.success(request, _("Kept. Add the record, then look."))
            return redirect("admin:tracking_domain", store_id)
        except TrackingDomainRefused as refusal:
            error = str(refusal)
    context = {
        **admin.site.each_context(request),
        "title": _("Tracking domain"),
        "crumbs": [
            (_("Stores"), reverse("admin:stores_store_changelist")),
            (store.name, reverse("admin:stores_store_change", args=[store.pk])),
            (_("Tracking domain"), ""),
        ],
        "store": store,
        "entered": entered or store.tracking_domain,
        "error": error,
        "badge": badge_of(store),
        "words": tracking_domain_words.words_of(store),
        "record": tracking_domains.record_of(store),
        "is_live": store.tracking_domain_state == TrackingDomainState.LIVE,
    }
    return TemplateResponse(
        request, "desk/tracking_domain.html", context, status=409 if error else 200
    )


def check(request: HttpRequest, store_id: int) -> HttpResponse:
    """The button: one look, then back."""
    store = _store_or_404(request, store_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    if not store.tracking_domain:
        messages.error(request, _("Name a domain first."))
    elif not tracking_domains.look_at(store=store, now=timezone.now()):
        messages.error(request, _("The name servers did not answer. Look again in some minutes."))
    return redirect("admin:tracking_domain", store_id)


def badge_of(store: Store) -> str:
    """Nothing where no domain is named."""
    if not store.tracking_domain:
        return ""
    state = TrackingDomainState(store.tracking_domain_state)
    tone, symbol = LOOKS[state]
    return pieces.state(str(state.label), tone=tone, symbol=symbol)


def _store_or_404(request: HttpRequest, store_id: int) -> Store:
    actor_of(request)
    store = Store.objects.filter(pk=store_id).first()
    if store is None:
        raise Http404
    return store


ROUTES: Final[list[tuple[str, Callable[..., Any], str]]] = [
    ("stores/<int:store_id>/tracking-domain/", page, "tracking_domain"),
    ("stores/<int:store_id>/tracking-domain/check/", check, "tracking_domain_check"),
]
