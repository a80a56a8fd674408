"""The part of a store's page where it is connected to Shopify, looked after, and given up."""

import secrets
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from stores import asking, leaving, scopes
from stores.admin_base import may
from stores.asking import Presence
from stores.models import ConnectionKind, Credential, Store
from stores.roles import Verb
from stores.shopify import app
from stores.shopify.client import Lines

BROWSER: Final = "shopify_browser"


def browser_of(request: HttpRequest) -> str:
    """What only this log-in of this browser knows; made once."""
    mark: str = request.session.setdefault(BROWSER, secrets.token_urlsafe(24))
    return mark


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Said where one may try again."""
    messages.error(request, str(refusal))
    return redirect("admin:install")


class ConnectsStores:
    """For the admin of stores."""

    admin_site: Any
    opts: Any
    get_object: Callable[..., Any]
    change_form_outer_before_template = "desk/store_connection.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/check/", wrap(self.ask_shop), name="stores_store_check"),
            path("<path:object_id>/release/", wrap(self.give_up), name="stores_store_release"),
            *super().get_urls(),  # type: ignore[misc]  # a mixin
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        store = self.get_object(request, object_id) if object_id else None
        said = {"connection": self._connection(request, store), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, said)  # type: ignore[misc]  # a mixin

    def ask_shop(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask the shop whether it still knows us."""
        store = self._to_change(request, object_id, Verb.MANAGE_STORES)
        if isinstance(store, HttpResponse):
            return store
        with Lines() as lines:
            found = asking.presence(store=store, lines=lines, now=timezone.now())
        words = {
            Presence.THERE: gettext("The shop answers, and knows NotifyHub."),
            Presence.GONE: gettext("The shop does not know NotifyHub any more: connect it again."),
            Presence.UNKNOWN: gettext("The shop does not answer right now. Nothing was changed."),
        }
        say = messages.info if found == Presence.THERE else messages.warning
        say(request, words[found])
        return redirect("admin:stores_store_change", store.pk)

    def give_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give the shop up."""
        store = self._to_change(request, object_id, Verb.RELEASE_STORES)
        if isinstance(store, HttpResponse):
            return store
        try:
            typed = request.POST.get("shop", "")
            leaving.release_store(store=store, typed=typed, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            words = gettext("%(store)s is given up. Another agency may connect the shop now.")
            messages.info(request, words % {"store": store.name})
        return redirect("admin:stores_store_change", store.pk)

    def _to_change(self, request: HttpRequest, object_id: str, verb: Verb) -> Store | HttpResponse:
        store: Store = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, verb):
            raise PermissionDenied
        return store

    def _connection(self, request: HttpRequest, store: Store | None) -> dict[str, Any]:
        """What the page says of the connection; one statement."""
        kept = Credential.objects.filter(store=store).first() if store else None
        return {
            "has_app": app.is_there(),
            "shop": store.shop_domain if store else app.shop_of(request.GET.get("shop", "")),
            "kept": kept,
            "is_installed": bool(kept and kept.kind == ConnectionKind.INSTALLED),
            "is_gone": bool(store and store.state == Store.State.UNINSTALLED),
            "can_ask": bool(kept and kept.access_token),
            "missing": scopes.missing_of(kept),
            "may_connect": may(request, Verb.MANAGE_STORES),
            "may_release": may(request, Verb.RELEASE_STORES),
        }
