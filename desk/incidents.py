"""Incidents: what goes wrong far more often than usual, with the next step; the open ones first."""

from dataclasses import dataclass
from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import incident_words, incidents
from analytics.models import Incident, Measure
from common import pieces
from common.keyset import Place, read_place
from stores.admin_base import actor_of, may
from stores.roles import Verb

ON_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    incident: Incident

    @property
    def badge(self) -> SafeString:
        if self.incident.closed_at:
            return pieces.state(_("Over"), tone="good", symbol="check")
        return pieces.state(_("Goes on"), tone="bad", symbol="alert")

    @property
    def words(self) -> str:
        return incident_words.sentence(self.incident)

    @property
    def what_to_do(self) -> str:
        return incident_words.what_to_do(self.incident)

    @property
    def link(self) -> str:
        """Where the rows behind it stand."""
        if self.incident.measure == Measure.FAILURES:
            page = reverse("admin:messaging_message_changelist") + "?state=FAILED"
            return f"{page}&store={self.incident.store_id}" if self.incident.store_id else page
        page = reverse("admin:rescue_changelist")
        return f"{page}?store={self.incident.store_id}" if self.incident.store_id else page


def unnoted(request: HttpRequest) -> list[Row]:
    """Those that no person has seen yet, newest first: they lead the start page. One query."""
    rows = Incident.objects.open().filter(agency_id=actor_of(request).agency_id, noted_at=None)
    return [Row(one) for one in rows.select_related("store", "sender").newest_first()[:10]]


def page(request: HttpRequest) -> HttpResponse:
    """The list. One query beside who asks."""
    if not may(request, Verb.VIEW_FIGURES):
        raise PermissionDenied
    rows = Incident.objects.filter(agency_id=actor_of(request).agency_id)
    place = read_place(request.GET.get("older"))
    if place:
        rows = rows.filter(Q(opened_at__lt=place.at) | Q(opened_at=place.at, pk__lt=place.id))
    found = list(rows.select_related("store", "sender").newest_first()[: ON_A_PAGE + 1])
    shown = found[:ON_A_PAGE]
    last = shown[-1] if len(found) > ON_A_PAGE else None
    context = {
        **admin.site.each_context(request),
        "title": _("Incidents"),
        "crumbs": [(_("Incidents"), "")],
        "verdict": _verdict(shown, is_first=place is None),
        "rows": [Row(one) for one in sorted(shown, key=lambda one: one.closed_at is not None)],
        "older": str(Place(last.opened_at, last.pk)) if last else "",
        "is_first": place is None,
        "may_note": may(request, Verb.MANAGE_STORES),
        "may_look": may(request, Verb.VIEW_MESSAGES),
    }
    return TemplateResponse(request, "desk/incidents.html", context)


def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The button: a person has it in hand, and the start page says other things first."""
    rows = Incident.objects.select_related("store", "sender")
    incident = rows.filter(pk=pk, agency_id=actor_of(request).agency_id).first()
    if incident is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    actor, now = actor_of(request).label, timezone.now()
    if incidents.note_incident(incident=incident, actor=actor, now=now):
        messages.info(request, _("Noted: it stands here until it is over."))
    else:
        messages.info(request, _("Somebody had noted it before."))
    return redirect("admin:incidents_changelist")


def _verdict(shown: list[Incident], *, is_first: bool) -> str:
    going_on = sum(one.closed_at is None for one in shown)
    if not shown and is_first:
        return _("Nothing has gone wrong more often than usual.")
    if not going_on:
        return _("All is as usual now.")
    words = ngettext("%(n)s incident goes on.", "%(n)s incidents go on.", going_on)
    return words % {"n": going_on}
