"""The kill switch: what a person stopped, stopping more, and letting it go."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from common import keyset
from common.errors import DomainError
from desk import kinds
from messaging import halting, modes
from messaging.models import Halt, Sender
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

PAGE = 50


def page(request: HttpRequest) -> HttpResponse:
    """What is stopped, and the form. Two queries beside who asks."""
    if not may(request, Verb.VIEW_MESSAGES):
        raise PermissionDenied
    place = keyset.read_place(request.GET.get("older"))
    before = (place.at, place.id) if place else None
    actor = actor_of(request)
    rows = halting.halts_in_force(actor.store_ids, before=before, limit=PAGE + 1)
    found = keyset.cut(
        rows,
        size=PAGE,
        place_of=lambda row: keyset.Place(row.halted_at, row.pk),
        older_than=place,
    )
    senders = Sender.objects.select_related("store").order_by("store_id", "position", "pk")
    context = {
        **admin.site.each_context(request),
        "title": gettext("Stopped messages"),
        "crumbs": [(gettext("Stopped messages"), "")],
        "halts": [(row, _what(row)) for row in found.rows],
        "older": found.older,
        "stores": actor.stores,
        "kinds": [(kind.value, kinds.words(kind)) for kind in modes.kinds()],
        "senders": list(senders[:200]),
        "may_stop": may(request, Verb.SEND_MESSAGES),
    }
    return TemplateResponse(request, "desk/halts.html", context)


def stop(request: HttpRequest) -> HttpResponse:
    """Messages of the chosen stores wait from now on."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.SEND_MESSAGES):
        raise PermissionDenied
    actor = actor_of(request)
    try:
        rows = halting.halt(
            stores=_chosen(request, actor.stores),
            scope=_scope(request),
            because=request.POST.get("because", "").replace("\0", ""),
            actor=actor.label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:halts_changelist")
    if not rows:
        messages.error(request, gettext("Nothing was stopped: choose at least one store."))
        return redirect("admin:halts_changelist")
    words = ngettext(
        "Stopped at %(n)s store. What is due waits here, and nothing is lost.",
        "Stopped at %(n)s stores. What is due waits here, and nothing is lost.",
        len(rows),
    )
    messages.info(request, words % {"n": len(rows)})
    return redirect("admin:halts_changelist")


def lift(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let them go, with what waited."""
    row = get_object_or_404(Halt, public_id=public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.SEND_MESSAGES):
        raise PermissionDenied
    actor = actor_of(request)
    batch = halting.lift_halt(
        halt=row, agency_id=actor.agency_id, actor=actor.label, now=timezone.now()
    )
    if batch is None:
        messages.info(request, gettext("Somebody had let them go already."))
        return redirect("admin:halts_changelist")
    batch.refresh_from_db()
    return redirect("admin:batches_change", batch.public_id)


def _chosen(request: HttpRequest, stores: tuple[Store, ...]) -> list[Store]:
    named = set(request.POST.getlist("store"))
    if "all" in named:
        return list(stores)
    return [store for store in stores if str(store.pk) in named]


def _scope(request: HttpRequest) -> halting.Scope:
    kind, sender_id = request.POST.get("kind", ""), request.POST.get("sender", "")
    sender = None
    if sender_id:
        sender = get_object_or_404(Sender, public_id=_uuid(sender_id))
    return halting.Scope(
        kind=kind if kind in {one.value for one in modes.kinds()} else "", sender=sender
    )


def _uuid(text: str) -> Any:
    try:
        return UUID(text)
    except ValueError:
        return None


def _what(row: Halt) -> str:
    if row.kind and row.sender:
        return gettext("%(kind)s by %(sender)s") % {
            "kind": kinds.words(row.kind),
            "sender": row.sender,
        }
    if row.kind:
        return kinds.words(row.kind)
    return str(row.sender) if row.sender else gettext("Everything")
