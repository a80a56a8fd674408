"""What Shopify tells us of a store: each sort of news, and why one is missing."""

from dataclasses import dataclass
from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import pieces
from common.errors import DomainError
from stores import scopes, subscriptions
from stores.admin_base import actor_of, may
from stores.models import Store, Subscription, SubscriptionState
from stores.roles import Verb
from stores.shopify.documents import API_VERSION

LOOKS: Final = {
    SubscriptionState.PRESENT: ("good", "check"),
    SubscriptionState.UNGRANTED: ("warn", "lock"),
    SubscriptionState.REFUSED: ("bad", "alert"),
}


@dataclass(frozen=True, slots=True)
class Line:
    row: Subscription

    @property
    def badge(self) -> SafeString:
        tone, symbol = LOOKS[SubscriptionState(self.row.state)]
        return pieces.state(self.row.get_state_display(), tone=tone, symbol=symbol)

    @property
    def why(self) -> str:
        if self.row.state == SubscriptionState.UNGRANTED:
            return _("Wants the permission %(scope)s. %(without)s") % {
                "scope": self.row.detail,
                "without": next(
                    (str(each.without) for each in scopes.WANTED if each.name == self.row.detail),
                    "",
                ),
            }
        if self.row.state == SubscriptionState.PRESENT and self.row.api_version != API_VERSION:
            return _("In Shopify's words of %(had)s; we read those of %(wanted)s.") % {
                "had": self.row.api_version,
                "wanted": API_VERSION,
            }
        return self.row.detail


def page(request: HttpRequest, store_id: int) -> HttpResponse:
    """Four statements beside who asks."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    store = _store_or_404(request, store_id)
    state = subscriptions.state_of(store)
    lines = [Line(row) for row in state["topics"]]
    missing = [line for line in lines if line.row.state != SubscriptionState.PRESENT]
    context = {
        **admin.site.each_context(request),
        "title": _("News from Shopify"),
        "crumbs": [
            (_("Stores"), reverse("admin:stores_store_changelist")),
            (store.name, reverse("admin:stores_store_change", args=[store.pk])),
            (_("News from Shopify"), ""),
        ],
        "store": store,
        "state": state,
        "lines": [*missing, *(line for line in lines if line not in missing)],
        "missing": len(missing),
        "may_change": may(request, Verb.MANAGE_STORES),
    }
    return TemplateResponse(request, "desk/subscriptions.html", context)


def keep(request: HttpRequest, store_id: int) -> HttpResponse:
    """The button: look now, and daily from now on."""
    store = _store_or_404(request, store_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    try:
        subscriptions.ask_to_keep(store=store, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("Shopify is asked within seconds; what is missing is made."))
    return redirect("admin:store_subscriptions", store.pk)


def _store_or_404(request: HttpRequest, store_id: int) -> Store:
    actor_of(request)
    return get_object_or_404(Store, pk=store_id)


ROUTES: Final = [
    ("stores/<int:store_id>/subscriptions/", page, "store_subscriptions"),
    ("stores/<int:store_id>/subscriptions/keep/", keep, "store_subscriptions_keep"),
]
