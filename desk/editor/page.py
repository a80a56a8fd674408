"""The page itself, and how a store gets a template of its own."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from desk import kinds
from desk.editor.adopting import banner_of
from desk.editor.crumbs import crumbs_of
from desk.editor.doors import Opened, door
from desk.editor.state import state_of
from desk.editor.testing import colleagues
from desk.editor.words import words
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from templates_app import drafting
from templates_app.data import NotificationKind
from templates_app.models import Template
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
        "crumbs": [*crumbs_of(opened)[:-1], (title, "")],
        "history_url": reverse("admin:template-history", args=[template.pk]),
        "newer": banner_of(opened),
        "push_url": _push_of(opened),
        "sender_name": opened.store.name if opened.store else opened.actor.agency_name,
        "is_fullwidth": "1",
    }
    return TemplateResponse(request, "desk/editor.html", context)


def own(request: HttpRequest, kind: str) -> HttpResponse:
    """Open a store's own template of that kind. POST makes it if there is none; GET offers to."""
    actor = actor_of(request)
    store = next((one for one in actor.stores if str(one.public_id) == _asked(request)), None)
    if store is None or kind not in NotificationKind:
        raise Http404
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if not may(request, Verb.EDIT_TEMPLATES):
        raise PermissionDenied
    wanted = NotificationKind(kind)
    found = Template.objects.filter(store=store, kind=wanted).first()
    if found is None and request.method == "GET":
        return _offer(request, store, wanted)
    now = timezone.now()
    try:
        found = found or drafting.own_template(store=store, kind=wanted, actor=actor.label, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:template-store", store.pk)
    return redirect("admin:template-editor", found.pk)


def _offer(request: HttpRequest, store: Store, kind: NotificationKind) -> HttpResponse:
    """What a template of its own means, and the button that makes it."""
    words = kinds.words(kind)
    back = reverse("admin:template-store", args=[store.pk])
    context = {
        **admin.site.each_context(request),
        "title": words,
        "store": store,
        "back": back,
        "crumbs": [
            (gettext("Templates"), reverse("admin:templates_app_template_changelist")),
            (store.name, back),
            (words, ""),
        ],
    }
    return TemplateResponse(request, "desk/editor_offer.html", context)


def _push_of(opened: Opened) -> str:
    """Where an agency decides which of its stores get its words."""
    if opened.store or len(opened.actor.stores) < 2:
        return ""
    return f"{reverse('admin:template-push')}?{urlencode({'kind': opened.template.kind})}"


def _asked(request: HttpRequest) -> str:
    """The store's id as it is written everywhere."""
    try:
        return str(UUID(request.GET.get("store", "")))
    except ValueError:
        return ""
