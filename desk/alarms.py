"""Parcels to look after: what is amiss in all stores, longest first, each settled in one click."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import pieces
from common.keyset import Place, read_place
from shipping import alarm_listing, alarms
from shipping.following import carrier_of, link_of
from shipping.models import Alarm, AlarmKind
from stores.admin_base import actor_of, may
from stores.roles import Verb

ON_A_PAGE: Final = 50
# Worst first: what is lost or goes back before what only takes long.
LOOKS: Final[dict[str, tuple[str, str]]] = {
    AlarmKind.EXCEPTION: ("bad", "alert"),
    AlarmKind.RETURNING: ("bad", "bounce"),
    AlarmKind.NOT_SENT: ("bad", "clock"),
    AlarmKind.LATE: ("warn", "clock"),
    AlarmKind.STALLED: ("warn", "pause"),
    AlarmKind.NOT_SCANNED: ("warn", "unknown"),
    AlarmKind.SILENCE: ("warn", "mail"),
}
ADVICE: Final[dict[str, Promise]] = {
    AlarmKind.EXCEPTION: gettext_lazy("Ask the carrier, then tell the buyer what happens next."),
    AlarmKind.RETURNING: gettext_lazy("Check the address with the buyer, then send it again."),
    AlarmKind.NOT_SENT: gettext_lazy("Send it off, or tell the buyer another day."),
    AlarmKind.LATE: gettext_lazy("Tell the buyer another day."),
    AlarmKind.STALLED: gettext_lazy("Ask the carrier where it is."),
    AlarmKind.NOT_SCANNED: gettext_lazy("Was it handed over, and is the number right?"),
    AlarmKind.SILENCE: gettext_lazy("Write to the buyer how it stands."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One alarm as a line of the queue, or as the banner of its order."""

    alarm: Alarm

    @property
    def badge(self) -> SafeString:
        tone, symbol = LOOKS[self.alarm.kind]
        return pieces.state(self.alarm.get_kind_display(), tone=tone, symbol=symbol)

    @property
    def what_to_do(self) -> Promise:
        return ADVICE[self.alarm.kind]

    @property
    def carrier(self) -> str:
        return carrier_of(self.alarm.parcel) if self.alarm.parcel else ""

    @property
    def link(self) -> str:
        return link_of(self.alarm.parcel) if self.alarm.parcel else ""


def page(request: HttpRequest) -> HttpResponse:
    """The queue. Four queries beside who asks, however many stores and alarms."""
    _must(request, Verb.VIEW_ORDERS)
    actor = actor_of(request)
    store, kind = request.GET.get("store", ""), request.GET.get("kind", "")
    store_ids = [one.pk for one in actor.stores if not store or str(one.pk) == store]
    is_known = not kind or kind in AlarmKind
    place = read_place(request.GET.get("after"))
    found = alarm_listing.queue(
        store_ids=store_ids if is_known else [],
        kind=kind,
        after=(place.at, place.id) if place else None,
        limit=ON_A_PAGE + 1,
    )
    rows = [Row(alarm) for alarm in found[:ON_A_PAGE]]
    more = found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else None
    counts = alarm_listing.count_open(store_ids)
    context = {
        **admin.site.each_context(request),
        "title": _("Parcels to look after"),
        "crumbs": [(_("Parcels to look after"), "")],
        "verdict": _verdict(counts),
        "worst": _worst(counts),
        "rows": rows,
        "chips": list(_chips(request, counts, kind)),
        "more": _link(request, after=str(Place(more.since, more.pk))) if more else "",
        "first": _link(request) if place else "",
        "stores": actor.stores,
        "chosen": {"store": store, "kind": kind},
        "may_settle": may(request, Verb.HANDLE_PARCELS),
    }
    return TemplateResponse(request, "desk/alarms.html", context)


def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The button beside one: it is looked after."""
    alarm = Alarm.objects.select_related("order").filter(pk=pk).first()
    if alarm is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.HANDLE_PARCELS)
    is_news = alarms.settle_alarm(
        alarm=alarm,
        actor=actor_of(request).label,
        because=request.POST.get("because", ""),
        now=timezone.now(),
    )
    words = _("%(order)s: looked after.") if is_news else _("%(order)s: this was over before.")
    messages.info(request, words % {"order": alarm.order})
    return _back(request)


def settle_many(request: HttpRequest) -> HttpResponse:
    """Those that were ticked, with one word on what was done."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.HANDLE_PARCELS)
    keys = [key for key in request.POST.getlist("alarm") if key.isdecimal() and len(key) < 19]
    ticked = Alarm.objects.filter(pk__in=[int(key) for key in keys[: alarms.MANY]])
    done = alarms.settle_alarms(
        alarms=ticked.order_by("pk"),
        actor=actor_of(request).label,
        because=request.POST.get("because", ""),
        now=timezone.now(),
    )
    words = ngettext("%(n)s is looked after.", "%(n)s are looked after.", done)
    messages.info(request, words % {"n": formats.number_format(done)})
    return _back(request)


def _verdict(counts: Counter[str]) -> str:
    count = sum(counts.values())
    if not count:
        return _("Every parcel is on its way as it should be.")
    words = ngettext("%(n)s thing is amiss.", "%(n)s things are amiss.", count)
    return words % {"n": pieces.bounded(count, alarm_listing.COUNTED)}


def _worst(counts: Counter[str]) -> str:
    """What to begin with."""
    kind = next((kind for kind in LOOKS if counts[kind]), None)
    if kind is None or len(+counts) < 2:
        return ""
    words = _("Begin with: %(kind)s (%(n)s).")
    return words % {"kind": AlarmKind(kind).label, "n": formats.number_format(counts[kind])}


def _chips(request: HttpRequest, counts: Counter[str], chosen: str) -> Iterable[dict[str, Any]]:
    total = sum(counts.values())
    for kind, words in [("", _("All")), *((one, AlarmKind(one).label) for one in LOOKS)]:
        count = counts[kind] if kind else total
        if count or kind == chosen:
            yield {
                "words": words,
                "count": pieces.bounded(count, alarm_listing.COUNTED),
                "link": _link(request, kind=kind),
                "is_chosen": kind == chosen,
            }


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if wanted and is_ours else reverse("admin:alarms_changelist"))


def _link(request: HttpRequest, **changes: str) -> str:
    kept = {name: request.GET[name] for name in ("store", "kind") if request.GET.get(name)}
    return "?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def _must(request: HttpRequest, verb: Verb) -> None:
    if not may(request, verb):
        raise PermissionDenied
