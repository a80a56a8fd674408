"""Who is told of what is found: the list, and the form of one."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from fleet import alerts
from fleet.alerts import Wish
from fleet.kinds import FindingKind, Severity
from fleet.models import Alert, AlertRule, Rhythm
from fleet.reach import alerts_within_reach, check_reach
from stores.admin_base import actor_of, may
from stores.models import Membership
from stores.roles import Verb

LATELY: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One alert as a sentence."""

    rule: AlertRule

    @property
    def who(self) -> str:
        rule = self.rule
        return (rule.user.name or rule.user.email) if rule.user else rule.address

    @property
    def of_what(self) -> str:
        rule = self.rule
        if rule.kinds:
            kinds = ", ".join(str(FindingKind(kind).label) for kind in rule.kinds)
        else:
            kinds = _("Everything")
        soon = Severity(rule.least_severity).label
        return _("%(kinds)s, from “%(severity)s” on") % {"kinds": kinds, "severity": soon}

    @property
    def when(self) -> str:
        rule = self.rule
        hours = {"hour": f"{rule.digest_hour:02}:00", "zone": rule.timezone}
        if rule.rhythm == Rhythm.DIGEST:
            return _("Once a day at %(hour)s, %(zone)s") % hours
        if rule.quiet_from == rule.quiet_until:
            return _("At once")
        quiet = {"since": f"{rule.quiet_from:02}:00", "until": f"{rule.quiet_until:02}:00"}
        return _("At once, but not from %(since)s to %(until)s") % quiet


def page(request: HttpRequest) -> HttpResponse:
    """Three queries beside who asks: alerts, the people of the agency, what was told lately."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    rules = list(alerts_within_reach(actor_of(request)).order_by("id"))
    told = Alert.objects.filter(rule__in=rules).select_related("rule__user", "finding__store")
    context = {
        **_context(request, _("Alerts"), None),
        "rows": [Row(rule) for rule in rules],
        "told": list(told.order_by("-created_at", "-id")[:LATELY]),
        "may_change": may(request, Verb.MANAGE_STORES),
    }
    return TemplateResponse(request, "desk/fleet/alerts.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """The form below the list."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    actor = actor_of(request)
    try:
        wish = _wish(request)
        check_reach(actor, wish.store)
        alerts.add_alert(
            agency_id=actor.agency_id, wish=wish, actor=actor.label, now=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("Told from now on."))
    return redirect("admin:alerts_changelist")


def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The form of one."""
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    actor = actor_of(request)
    rule = get_object_or_404(alerts_within_reach(actor), public_id=public_id)
    status = 200
    if request.method == "POST":
        try:
            wish = _wish(request)
            check_reach(actor, wish.store)
            alerts.change_alert(rule=rule, wish=wish, actor=actor.label, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            status = 422
        else:
            messages.info(request, _("Changed, for what is found from now on."))
            return redirect("admin:alerts_changelist")
    context = _context(request, Row(rule).who, rule)
    return TemplateResponse(request, "desk/fleet/alert.html", context, status=status)


def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tell nobody by it any more."""
    rule = get_object_or_404(alerts_within_reach(actor_of(request)), public_id=public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    alerts.remove_alert(rule=rule)
    messages.info(request, _("Nobody is told by it any more."))
    return redirect("admin:alerts_changelist")


def _context(request: HttpRequest, title: str, rule: AlertRule | None) -> dict[str, Any]:
    actor = actor_of(request)
    members = Membership.objects.filter(agency_id=actor.agency_id, user__is_active=True)
    crumbs = [(_("Cockpit"), "/admin/"), (_("Alerts"), reverse("admin:alerts_changelist"))]
    crumbs = [*crumbs, (title, "")] if rule else [crumbs[0], (title, "")]
    chosen = rule or AlertRule(timezone=actor.timezone, user_id=actor.user_id)
    return {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": crumbs,
        "rule": chosen,
        "is_new": rule is None,
        "members": list(members.select_related("user").order_by("user__email")),
        "stores": actor.stores,
        "has_all_stores": actor.has_all_stores,
        "kinds": FindingKind.choices,
        "severities": [(one.value, one.label) for one in (Severity.BAD, Severity.WARN)],
        "rhythms": Rhythm.choices,
        "hours": [(hour, f"{hour:02}:00") for hour in range(24)],
    }


def _wish(request: HttpRequest) -> Wish:
    """As the form says; Raises OddAlert or NobodyToTell for what no form of ours posts."""
    given, actor = request.POST, actor_of(request)
    members = Membership.objects.filter(agency_id=actor.agency_id).select_related("user")
    user = next((m.user for m in members if str(m.user_id) == given.get("user", "")), None)
    address = given.get("address", "").strip()[:320]
    stores = {str(store.pk): store for store in actor.stores}
    rhythm = given.get("rhythm", "")
    named = given.get("store", "")
    if rhythm not in Rhythm or (named and named not in stores):
        raise alerts.OddAlert(_("Choose when, and of which store."))
    return Wish(
        user=None if address else user,
        address=address,
        store=stores.get(named),
        least_severity=Severity.WARN if given.get("severity") == "1" else Severity.BAD,
        kinds=tuple(kind for kind in given.getlist("kinds")[:50] if kind in FindingKind),
        rhythm=rhythm,
        digest_hour=_hour(given.get("digest_hour", "8")),
        quiet=(_hour(given.get("quiet_from", "0")), _hour(given.get("quiet_until", "0"))),
        timezone=given.get("timezone", "UTC").strip()[:64],
        tells_end="tells_end" in given,
        is_active="is_active" in given,
    )


def _hour(said: str) -> int:
    if not (said.isascii() and said.isdigit() and int(said) < 24):
        raise alerts.OddAlert(_("An hour is a number from 0 to 23."))
    return int(said)
