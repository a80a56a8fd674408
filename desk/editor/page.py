"""The page itself, and how a store gets a template of its own."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from desk import kinds
from desk.editor.doors import Opened, door
from desk.editor.state import state_of
from desk.editor.testing import colleagues
from desk.editor.words import words
from stores.admin_base import actor_of, may
from stores.roles import Verb
from templates_app import drafting
from templates_app.data import NotificationKind
from templates_app.queries import agency_template


@door("GET")
def page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Everything the script needs is in the page: it asks nobody before it shows."""
    template = opened.template
    title = kinds.words(template.kind)
    master = None
    if opened.store is not None:
        master = agency_template(agency_id=template.agency_id, kind=template.kind)
    context = {
        **admin.site.each_context(request),
        "title": title,
        "opened": opened,
        "master": master,
        "state": state_of(opened),
        "words": words(),
        "colleagues": colleagues(opened),
        "crumbs": _crumbs(opened, title),
        "history_url": _page_of("template-history", template.pk),
        "list_url": _page_of("templates_app_template_changelist"),
        "push_url": _page_of("template-push", template.pk) if opened.store is None else "",
        "sender_name": opened.store.name if opened.store else opened.actor.agency_name,
        "is_fullwidth": "1",
    }
    return TemplateResponse(request, "desk/editor.html", context)


def own(request: HttpRequest, kind: str) -> HttpResponse:
    """Open a store's own template of that kind, made if it has none."""
    actor = actor_of(request)
    store = next((one for one in actor.stores if str(one.public_id) == _asked(request)), None)
    if store is None or kind not in NotificationKind:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.EDIT_TEMPLATES):
        raise PermissionDenied
    try:
        template = drafting.own_template(
            store=store, kind=NotificationKind(kind), actor=actor.label, now=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(_page_of("templates_app_template_changelist") or "admin:index")
    return redirect("admin:template-editor", template.pk)


def _crumbs(opened: Opened, title: str) -> list[tuple[str, str]]:
    store = opened.store.name if opened.store else opened.actor.agency_name
    return [
        (gettext("Templates"), _page_of("templates_app_template_changelist")),
        (store, ""),
        (title, ""),
    ]


def _asked(request: HttpRequest) -> str:
    """The store's id as it is written everywhere."""
    try:
        return str(UUID(request.GET.get("store", "")))
    except ValueError:
        return ""


def _page_of(name: str, *args: Any) -> str:
    """The address of a page that may not be there."""
    try:
        return reverse(f"admin:{name}", args=args)
    except NoReverseMatch:
        return ""
