"""One store's health: what is wrong now beside its button, its days, and what was wrong before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from desk.fleet import mending
from fleet import history, services, words
from fleet.kinds import Severity
from fleet.models import Finding, HealthDay, StoreHealth
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

DAYS: Final = 90
PER_PAGE: Final = 30
_COLOURS: Final = {"bad": "--bad-mark", "warn": "--warn-mark", "good": "--c1-mid"}


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that was wrong, or still is."""

    finding: Finding
    tone: str
    words: str
    lasted: str


def page(request: HttpRequest, store_id: int) -> HttpResponse:
    """Five queries beside who asks, however long the history."""
    store = _store(request, store_id)
    now = timezone.now()
    services.look_at_new(stores=[store], now=now)
    rows = Finding.objects.filter(store=store)
    standing = sorted(rows.open(), key=services.worst)
    place = history.place_of(request.GET.get("before", ""))
    page_of, earlier = history.page(store_id=store.pk, before=place, limit=PER_PAGE)
    health = StoreHealth.objects.filter(store=store).first()
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    days = list(HealthDay.objects.filter(store=store, day__gte=since).order_by("day"))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Health of %(store)s") % {"store": store.name},
        "crumbs": [(_("Cockpit"), "/admin/"), (store.name, "")],
        "store": store,
        "health": health,
        "standing": [mending.shown(found, now) for found in standing],
        "past": [_past(found, now) for found in page_of],
        "earlier": earlier,
        "is_first": place is None,
        "strip": strip(days, timezone.localdate()),
        "days_count": DAYS,
        "bad_hours": words.for_long(sum(day.bad_seconds for day in days)),
        "lag": words.for_long(health.lag_seconds if health else None),
        "bounced": words.share(health.bounced_bp if health else None),
        "complained": words.share(health.complained_bp if health else None),
        "verbs": actor_of(request).verbs,
        "may_open_store": may(request, Verb.MANAGE_STORES),
    }
    return TemplateResponse(request, "desk/fleet/store.html", context)


def look_again(request: HttpRequest, store_id: int) -> HttpResponse:
    """Do not wait for the next look: somebody has just mended it."""
    store = _store(request, store_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    services.look_at(stores=[store], now=timezone.now())
    messages.info(request, _("Looked at again."))
    return redirect("admin:store_health", store.pk)


def strip(days: list[HealthDay], today: date) -> SafeString:
    """A bar a day, as high as mails were sent, coloured by the worst it was; grey: unseen."""
    by_day = {row.day: row for row in days}
    top = max([1, *(row.sent_count for row in days)])
    bars = []
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        row = by_day.get(day)
        tall = round(4 + 36 * row.sent_count / top, 1) if row else 2
        colour = _COLOURS[mending.tone_of(row.severity)] if row else "--line-strong"
        said = _said_of_day(day, row)
        bars.append(((DAYS - 1 - back) * 8, round(42 - tall, 1), tall, colour, said))
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="6" height="{}" rx="1" fill="var({})"><title>{}</title></rect>',
        bars,
    )
    said = _("How the store did on each of the last %(n)s days.") % {"n": DAYS}
    return format_html(
        '<svg class="days" viewBox="0 0 {} 44" role="img" aria-label="{}" '
        'preserveAspectRatio="none">{}</svg>',
        DAYS * 8,
        said,
        drawn,
    )


def _said_of_day(day: date, row: HealthDay | None) -> str:
    if row is None:
        return f"{day}: {_('nobody looked')}"
    said = f"{day}: {Severity(row.severity).label}"
    if row.bad_seconds:
        said += ", " + _("in need for %(long)s") % {"long": words.for_long(row.bad_seconds)}
    return said


def _past(found: Finding, now: datetime) -> Past:
    lasted = int((found.lasted_until(now) - found.opened_at).total_seconds())
    return Past(
        finding=found,
        tone=mending.tone_of(found.worst),
        words=words.sentence(found, now),
        lasted=words.for_long(lasted),
    )


def _store(request: HttpRequest, store_id: int) -> Store:
    store = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if store is None:
        raise Http404
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    return store
