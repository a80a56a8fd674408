"""A store's checklist: what it lacks, and what Shopify sends beside us."""

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from common import pieces
from common.errors import DomainError
from desk import kinds
from messaging import guarding
from messaging.checklist import Checklist, Step, checklist_of
from messaging.guarding import Clash
from messaging.states import Native
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

LOOKS: Final = {
    Clash.TWICE: ("bad", "alert"),
    Clash.NOBODY: ("bad", "alert"),
    Clash.PLAIN: ("warn", "alert"),
}


def page(request: HttpRequest, store_id: int) -> HttpResponse:
    """The steps. Eight queries at most beside who asks."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    store = _store_or_404(request, store_id)
    found = checklist_of(store)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Checklist"),
        "crumbs": [
            (gettext("Stores"), reverse("admin:stores_store_changelist")),
            (store.name, reverse("admin:stores_store_change", args=[store.pk])),
            (gettext("Checklist"), ""),
        ],
        "store": store,
        "verdict": _verdict(found),
        "lines": [(line, _link(line.step, store)) for line in found.lines],
        "kinds": [(one, kinds.words(one.kind), _badge(one)) for one in found.kinds],
        "natives": Native.choices,
        "may_change": may(request, Verb.MANAGE_STORES),
    }
    return TemplateResponse(request, "desk/checklist.html", context)


def say(request: HttpRequest, store_id: int) -> HttpResponse:
    """Keep what a person saw in Shopify's settings."""
    store = _store_or_404(request, store_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    kind, state = request.POST.get("kind", ""), request.POST.get("native", "")
    if state not in Native:
        messages.error(request, gettext("Nothing was changed: choose what Shopify sends."))
        return redirect("admin:checklist", store.pk)
    try:
        row = guarding.record_native(
            store=store,
            kind=kind,
            state=Native(state),
            actor=actor_of(request).label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, f"{kinds.words(row.kind)}: {row.get_state_display()}.")
    return redirect("admin:checklist", store.pk)


def _verdict(found: Checklist) -> str:
    if found.is_done:
        return gettext("This store is ready.")
    left = len(found.lines) - found.done_count
    return ngettext("%(n)s step is left.", "%(n)s steps are left.", left) % {"n": left}


def _link(step: Step, store: Store) -> tuple[str, str]:
    """Where the step is taken, and what the button says; the kinds stand below."""
    listed = reverse("admin:messaging_sender_changelist") + f"?store={store.pk}"
    links: dict[Step, tuple[str, str]] = {
        Step.ORDERS: (
            reverse("admin:stores_store_change", args=[store.pk]),
            gettext("Look at the connection"),
        ),
        Step.WORDS: (reverse("admin:template-store", args=[store.pk]), gettext("Look at mails")),
        Step.SENDER: (listed, gettext("Look at senders")),
        Step.DOMAIN: (listed, gettext("Look at the domain")),
        Step.NATIVE: ("#natives", gettext("Say what goes out")),
        Step.SENT: (
            reverse("admin:messaging_message_changelist") + f"?store={store.pk}",
            gettext("Look at messages"),
        ),
    }
    return links[step]


def _badge(one: guarding.Guarded) -> Any:
    """Red only where somebody has looked: before that it is a step to take, not an alarm."""
    if one.clash is None:
        return pieces.state(gettext("In order"), tone="good", symbol="ok")
    tone, symbol = LOOKS[one.clash]
    tone = tone if one.native != Native.UNKNOWN else "warn"
    return pieces.state(one.clash.label, tone=tone, symbol=symbol)


def _store_or_404(request: HttpRequest, store_id: int) -> Store:
    found = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if found is None:
        raise Http404
    return found
