"""Where a shop is connected by our app: its name, and what Shopify will ask about it."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from stores import installing, scopes
from stores.admin_base import actor_of, may
from stores.connecting_admin import browser_of, refused
from stores.roles import Verb
from stores.shopify import app


def page(request: HttpRequest) -> HttpResponse:
    """GET: which shop? POST: what Shopify will ask, beside the link that leads there."""
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    begun = None
    if request.method == "POST":
        try:
            begun = installing.begin_install(
                shop=request.POST.get("shop", ""),
                actor=actor_of(request),
                browser=browser_of(request),
                now=timezone.now(),
            )
        except DomainError as refusal:
            return refused(request, refusal)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Connect a store"),
        "crumbs": [
            (gettext("Stores"), reverse("admin:stores_store_changelist")),
            (gettext("Connect a store"), ""),
        ],
        "begun": begun,
        "scopes": scopes.asked(),
        "connection": {
            "has_app": app.is_there(),
            "shop": app.shop_of(request.GET.get("shop", "")),
        },
        "may_paste": actor_of(request).has_all_stores,
    }
    return TemplateResponse(request, "desk/install.html", context)


ROUTES: Final[list[tuple[str, Callable[..., Any], str]]] = [("install/", page, "install")]
