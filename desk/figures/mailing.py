"""Reports by mail: who gets them, asked for and stopped."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics import reports
from analytics.models import FigureReport, Rhythm
from stores.access import Actor
from stores.admin_base import actor_of, may
from stores.models import Membership
from stores.roles import Verb


def page(request: HttpRequest) -> HttpResponse:
    """The reports of the agency; who may not give them to others sees their own. Two queries."""
    actor = _reader(request)
    rows = FigureReport.objects.filter(agency_id=actor.agency_id).select_related("user", "store")
    members = Membership.objects.filter(agency_id=actor.agency_id).select_related("user")
    may_give = may(request, Verb.MANAGE_STORES)
    if not may_give:
        me = actor.user_id or 0
        rows, members = rows.filter(user_id=me), members.filter(user_id=me)
    mine = actor.store_ids
    context = {
        **admin.site.each_context(request),
        "title": _("Reports by mail"),
        "crumbs": [(_("Statistics"), "../"), (_("Reports by mail"), "")],
        "rows": [one for one in rows.order_by("user__email", "pk") if _is_seen(one, mine)],
        "members": [
            one for one in members.order_by("user__email") if Verb.VIEW_FIGURES in one.verbs
        ],
        "stores": actor.stores,
        "rhythms": Rhythm.choices,
        "me": actor.user_id,
    }
    return TemplateResponse(request, "desk/figures/reports.html", context)


def ask(request: HttpRequest) -> HttpResponse:
    """The form: somebody gets figures from now on."""
    actor = _reader(request)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    said = request.POST
    user_id = said.get("user") or str(actor.user_id)
    if user_id != str(actor.user_id) and not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    members = Membership.objects.filter(agency_id=actor.agency_id).select_related("user")
    member = next((one for one in members if str(one.user_id) == user_id), None)
    store = next((one for one in actor.stores if str(one.pk) == said.get("store")), None)
    rhythm = said.get("rhythm", "")
    if member is None or (said.get("store") and store is None) or rhythm not in Rhythm.values:
        messages.error(request, _("Choose a person, a store and how often."))
        return redirect("admin:figures_reports")
    try:
        reports.ask_for_report(
            agency_id=actor.agency_id,
            user=member.user,
            store=store,
            rhythm=Rhythm(rhythm),
            actor=actor.label,
            now=timezone.now(),
        )
    except reports.NobodyToReportTo as error:
        messages.error(request, str(error))
    else:
        said_to = _("%(who)s gets the figures by mail from now on.")
        messages.info(request, said_to % {"who": member.user.email})
    return redirect("admin:figures_reports")


def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The button: no more of them."""
    actor = _reader(request)
    rows = FigureReport.objects.filter(agency_id=actor.agency_id, public_id=public_id)
    report = rows.first()
    if report is None or not _is_seen(report, actor.store_ids):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if report.user_id != actor.user_id and not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    reports.stop_report(report=report)
    messages.info(request, _("No more of these reports."))
    return redirect("admin:figures_reports")


def _reader(request: HttpRequest) -> Actor:
    if not may(request, Verb.VIEW_FIGURES):
        raise PermissionDenied
    return actor_of(request)


def _is_seen(report: FigureReport, store_ids: frozenset[int]) -> bool:
    return report.store_id is None or report.store_id in store_ids
