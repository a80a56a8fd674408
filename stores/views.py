"""Where Shopify leads people to: back from its yes, and into a frame of the shop's admin."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from common.errors import DomainError
from stores import asking, binding, doing, embedding, installing
from stores.admin_base import actor_of
from stores.connecting_admin import browser_of, refused
from stores.roles import Verb
from stores.scope import store_scope
from stores.shopify import app
from stores.shopify.client import Lines

APP_BRIDGE = "https://cdn.shopify.com"


def callback(request: HttpRequest) -> HttpResponse:
    """Back from Shopify; a GET, as the protocol wants it, which works once."""
    inside: Any = admin.site.admin_view(_come_back)
    answer: HttpResponse = require_safe(inside)(request)
    return answer


def _come_back(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not actor.may(Verb.MANAGE_STORES):
        raise PermissionDenied
    try:
        with doing.somebody(actor, door="page", through=request.path):
            bound = installing.finish_install(
                said=request.GET.dict(),
                actor=actor,
                browser=browser_of(request),
                now=timezone.now(),
            )
    except DomainError as refusal:
        return refused(request, refusal)
    _learn(bound)
    words = (
        gettext("%(store)s is connected.")
        if bound.is_new
        else gettext("%(store)s is connected again, with all that was set up here.")
    )
    messages.info(request, words % {"store": bound.store.name})
    return redirect("admin:stores_store_change", bound.store.pk)


def _learn(bound: binding.Bound) -> None:
    """So that the store has its name at first sight; the job finds what does not answer now."""
    with store_scope(bound.store.pk), Lines() as lines:
        asking.presence(store=bound.store, lines=lines, now=timezone.now())


@require_safe
@xframe_options_exempt
def embedded(request: HttpRequest) -> HttpResponse:
    """In a frame of the shop's admin, for whom a session token of Shopify's speaks."""
    token = request.GET.get("id_token", "") or _bearer(request)
    claimed = app.shop_of(request.GET.get("shop", ""))
    if not token and request.GET.get("embedded") != "1":
        return redirect(f"{reverse('admin:install')}?shop={claimed}")
    if not token:
        # App Bridge fetches a session token, and loads this address once more with it.
        return _framed(request, {"shop": claimed, "waits": True}, shop=claimed)
    try:
        opened = embedding.open_embedded(session_token=token, now=timezone.now())
    except DomainError as refusal:
        return _framed(request, {"refusal": str(refusal)}, shop=claimed, status=403)
    said = {"opened": opened, "shop": opened.shop_domain, "store": opened.store}
    return _framed(request, said, shop=opened.shop_domain)


def _bearer(request: HttpRequest) -> str:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind == "Bearer" else ""


def _framed(
    request: HttpRequest, said: dict[str, Any], *, shop: str, status: int = 200
) -> HttpResponse:
    """A page that this shop's admin may frame, and nobody else."""
    context = {
        **said,
        "client_id": settings.SHOPIFY_API_KEY,
        "base_url": settings.NOTIFYHUB_BASE_URL,
    }
    response = render(request, "desk/shopify_app.html", context, status=status)
    framers = [f"https://{shop}", "https://admin.shopify.com"] if shop else ["'none'"]
    policy = {"frame-ancestors": framers, "script-src": ["'self'", APP_BRIDGE]}
    setattr(response, "_csp_replace", policy)  # noqa: B010 - django-csp's own way
    response["Cache-Control"] = "no-store"
    return response
