"""Mails to look at again: which are due, what was found, who signed them off."""

from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, ngettext

from common.errors import DomainError
from desk import kinds
from desk.audit_rows import Row, rhythms_of
from stores.admin_base import actor_of, may
from stores.models import Agency, Membership, Store
from stores.roles import Verb
from templates_app import audit_opening, auditing
from templates_app.auditing import AuditRefused, AuditSearch, Load, Wish
from templates_app.models import Audit, AuditEntry, AuditReminder, AuditRhythm, Template

ON_A_PAGE: Final = 50


def page(request: HttpRequest) -> HttpResponse:
    """The list, the longest overdue first; below it how often, and the reminders of late."""
    _must(request, Verb.VIEW_TEMPLATES)
    actor, now = actor_of(request), timezone.now()
    agency = Agency.objects.get(pk=actor.agency_id)
    today = audit_opening.today_of(agency, now)
    search = _search(request, today)
    store = _store(request, request.GET.get("store", ""))
    found = auditing.due(search, after=_place(request), limit=ON_A_PAGE + 1)
    rows = [Row(audit, today) for audit in found[:ON_A_PAGE]]
    load = auditing.load(agency, now)
    reminders = AuditReminder.objects.filter(agency=agency).select_related("user")
    context = {
        **admin.site.each_context(request),
        "title": gettext("Audits"),
        "crumbs": [(gettext("Audits"), "")],
        "verdict": _verdict(load),
        "load": load,
        "rows": rows,
        "more": _after(request, found[ON_A_PAGE - 1]) if len(found) > ON_A_PAGE else "",
        "stores": actor.stores,
        "kinds": kinds.WORDS.items(),
        "chosen": request.GET,
        "may_edit": may(request, Verb.EDIT_TEMPLATES),
        "store": store,
        "rhythms": rhythms_of(agency, store),
        "every": AuditRhythm.Every.choices,
        "reminders": reminders.order_by("-created_at", "-pk")[:5],
    }
    return TemplateResponse(request, "desk/audits.html", context)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One audit: what is found now, what was decided, and the three things one can do."""
    _must(request, Verb.VIEW_TEMPLATES)
    audit = _audit(pk)
    now = timezone.now()
    today = audit_opening.today_of(audit.agency, now)
    entries = AuditEntry.objects.filter(audit=audit).order_by("-at", "-pk")
    members = Membership.objects.filter(agency_id=audit.agency_id).select_related("user")
    row = Row(audit, today)
    context = {
        **admin.site.each_context(request),
        "title": f"{row.title}: {row.where}",
        "crumbs": [(gettext("Audits"), "../"), (row.title, "")],
        "row": row,
        "entries": entries,
        "people": sorted((member.user for member in members), key=str),
        "may_edit": may(request, Verb.EDIT_TEMPLATES),
        "today": today,
    }
    return TemplateResponse(request, "desk/audit.html", context)


def sign_off(request: HttpRequest) -> HttpResponse:
    """Those ticked in the list, with one note."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.EDIT_TEMPLATES)
    keys = [int(key) for key in request.POST.getlist("audit") if _is_key(key)]
    if not keys:
        messages.error(request, gettext("Nothing was signed off: tick the mails you looked at."))
        return redirect("admin:audits_changelist")
    _sign_off(request, list(Audit.objects.filter(pk__in=keys[: auditing.MOST_AT_ONCE + 1])))
    return redirect("admin:audits_changelist")


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one off, put it off, or hand it on."""
    audit = _audit(pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.EDIT_TEMPLATES)
    deeds = {"sign_off": _sign_off_one, "postpone": _postpone, "give": _give, "look": _look}
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is not None:
        try:
            deed(request, audit)
        except DomainError as refusal:
            messages.error(request, str(refusal))
    return redirect("admin:audits_change", audit.pk)


def rhythm(request: HttpRequest) -> HttpResponse:
    """How often: of the agency, of its templates, and of those of the store that was chosen."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.EDIT_TEMPLATES)
    actor = actor_of(request)
    agency = Agency(pk=actor.agency_id)
    store = _store(request, request.POST.get("store", ""))
    try:
        count = auditing.set_rhythms(
            agency=agency,
            wishes=[
                Wish(one.template, request.POST[one.name])
                for one in rhythms_of(agency, store)
                if one.name in request.POST
            ],
            actor=actor.label,
            now=timezone.now(),
        )
        messages.info(request, _rhythms_said(count))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    query = {"rhythms": "1"} | ({"store": str(store.pk)} if store else {})
    return redirect(f"{reverse('admin:audits_changelist')}?{urlencode(query)}")


def _rhythms_said(count: int) -> str:
    if not count:
        return gettext("Nothing was changed.")
    return gettext("It counts from the last time each mail was signed off.")


def open_one(request: HttpRequest) -> HttpResponse:
    """An audit because somebody wants one."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.EDIT_TEMPLATES)
    template = _template(request.POST.get("template", ""))
    if template is None:
        messages.error(request, gettext("Choose which mail is to be audited."))
        return redirect("admin:audits_changelist")
    audit = audit_opening.open_audit(
        template=template, cause=Audit.Cause.BY_HAND, now=timezone.now()
    )
    auditing.look_at([audit], now=timezone.now())
    return redirect("admin:audits_change", audit.pk)


def _sign_off(request: HttpRequest, audits: list[Audit]) -> None:
    try:
        count = auditing.sign_off(
            audits=audits,
            actor=actor_of(request).label,
            note=request.POST.get("note", ""),
            now=timezone.now(),
        )
    except AuditRefused as refusal:
        messages.error(request, str(refusal))
        return
    said = ngettext("%(n)s mail is signed off.", "%(n)s mails are signed off.", count)
    messages.info(request, said % {"n": count})


def _sign_off_one(request: HttpRequest, audit: Audit) -> None:
    _sign_off(request, [audit])


def _postpone(request: HttpRequest, audit: Audit) -> None:
    until = _day(request.POST.get("until", ""))
    if until is None:
        raise AuditRefused(gettext("Choose a day to come, within a year."))
    auditing.postpone(
        audit=audit,
        until=until,
        actor=actor_of(request).label,
        note=request.POST.get("note", ""),
        now=timezone.now(),
    )
    said = gettext("It is due again on %(day)s.")
    messages.info(request, said % {"day": formats.date_format(until, "DATE_FORMAT")})


def _give(request: HttpRequest, audit: Audit) -> None:
    chosen = request.POST.get("user", "")
    user_id = int(chosen) if _is_key(chosen) else None
    user = auditing.give(
        audit=audit, user_id=user_id, actor=actor_of(request).label, now=timezone.now()
    )
    name = user.get_full_name() if user else gettext("the agency's owners")
    messages.info(request, gettext("%(name)s will be reminded of it.") % {"name": name})


def _look(request: HttpRequest, audit: Audit) -> None:
    if audit.closed_at is None:
        auditing.look_at([audit], now=timezone.now())


def _must(request: HttpRequest, verb: Verb) -> None:
    if not may(request, verb):
        raise PermissionDenied


def _audit(pk: int) -> Audit:
    rows = Audit.objects.select_related("agency", "store", "owner", "template")
    audit = rows.filter(pk=pk).first()
    if audit is None:
        raise Http404
    return audit


def _template(key: str) -> Template | None:
    if not _is_key(key):
        return None
    return Template.objects.select_related("agency", "store").filter(pk=int(key)).first()


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _search(request: HttpRequest, today: date) -> AuditSearch:
    store = _store(request, request.GET.get("store", ""))
    kind = request.GET.get("kind", "")
    return AuditSearch(
        agency_id=actor_of(request).agency_id,
        store_id=store.pk if store else None,
        kind=kind if kind in kinds.WORDS else "",
        due_before=today if request.GET.get("due") == "OVERDUE" else None,
    )


def _store(request: HttpRequest, wanted: str) -> Store | None:
    """The chosen one, of those this person sees; None where none is chosen."""
    if not wanted:
        return None
    known: dict[str, Store] = {str(store.pk): store for store in actor_of(request).stores}
    if wanted not in known:
        raise Http404
    return known[wanted]


def _place(request: HttpRequest) -> tuple[date, int, int] | None:
    """Where the page begins: `2026-11-30.2.17`; None for what no link of ours says."""
    parts = request.GET.get("after", "").split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts[1:]):
        return None
    on = _day(parts[0])
    return (on, min(int(parts[1]), 9), min(int(parts[2]), 2**63 - 1)) if on else None


def _after(request: HttpRequest, audit: Audit) -> str:
    query = request.GET.copy()
    query["after"] = f"{audit.due_on.isoformat()}.{audit.worst}.{audit.pk}"
    return f"?{query.urlencode()}"


def _verdict(load: Load) -> str:
    if not load.this_week:
        return gettext("No mail is due this week.")
    said = ngettext(
        "%(n)s mail is due this week.", "%(n)s mails are due this week.", load.this_week
    )
    return said % {"n": formats.number_format(load.this_week)}
