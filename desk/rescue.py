"""Wrong addresses of all stores: oldest first, each with what was probably meant and one button."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import pieces
from common.errors import DomainError
from common.keyset import Place, read_place
from messaging import rescue_listing, rescuing
from messaging.models import RescueCase, RescueCause
from stores.admin_base import actor_of, may
from stores.roles import Verb

ON_A_PAGE: Final = 50
LOOKS: Final = {
    RescueCause.MISTYPED: ("warn", "unknown"),
    RescueCause.BOUNCED: ("bad", "bounce"),
    RescueCause.COMPLAINED: ("bad", "shield"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a line of the queue, or as the banner of its order."""

    case: RescueCase

    @property
    def badge(self) -> SafeString:
        tone, symbol = LOOKS[RescueCause(self.case.cause)]
        return pieces.state(self.case.get_cause_display(), tone=tone, symbol=symbol)

    @property
    def is_probable(self) -> bool:
        """Sure enough to be corrected together with others."""
        return rescuing.is_probable(self.case.suggestion, self.case.score)

    @property
    def what(self) -> str:
        """What happened, and what it means for the buyer."""
        return {
            RescueCause.MISTYPED: _("The mail went out all the same, perhaps to a stranger."),
            RescueCause.BOUNCED: _("The buyer got nothing, and nothing more is sent there."),
            RescueCause.COMPLAINED: _("Somebody there wants no mail, so nothing more is sent."),
        }[RescueCause(self.case.cause)]


def page(request: HttpRequest) -> HttpResponse:
    """The queue, and above it what are probably slips. Three queries beside who asks."""
    _must(request, Verb.VIEW_MESSAGES)
    actor = actor_of(request)
    store, cause = request.GET.get("store", ""), request.GET.get("cause", "")
    store_ids = [one.pk for one in actor.stores if not store or str(one.pk) == store]
    is_known = not cause or cause in RescueCause
    place = read_place(request.GET.get("after"))
    found = rescue_listing.queue(
        store_ids=store_ids if is_known else [],
        cause=cause,
        after=(place.at, place.id) if place else None,
        limit=ON_A_PAGE + 1,
    )
    rows = [Row(case) for case in found[:ON_A_PAGE]]
    more = found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else None
    context = {
        **admin.site.each_context(request),
        "title": _("Wrong addresses"),
        "crumbs": [(_("Wrong addresses"), "")],
        "verdict": _verdict(rows, is_whole=more is None and place is None),
        "rows": rows,
        "probable": [row for row in rows if row.is_probable],
        "more": _link(request, after=str(Place(more.opened_at, more.pk))) if more else "",
        "first": _link(request) if place else "",
        "stores": actor.stores,
        "causes": RescueCause.choices,
        "chosen": {"store": store, "cause": cause},
        "may_send": may(request, Verb.SEND_MESSAGES),
    }
    return TemplateResponse(request, "desk/rescue.html", context)


def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """The button beside an address: correct, send again and close."""
    case = _case(pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.SEND_MESSAGES)
    actor, now = actor_of(request).label, timezone.now()
    address = request.POST.get("address", "").strip()[:320]
    try:
        sent = rescuing.mend(case=case, address=address, actor=actor, now=now)
    except DomainError as refusal:
        messages.error(request, f"{case.order}: {refusal}")
    else:
        words = _("%(order)s: it goes to %(address)s now.")
        if sent is None:
            words = _("%(order)s: this was decided before, so nothing was sent.")
        messages.info(request, words % {"order": case.order, "address": address})
    return _back(request)


def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """The address is right, or nothing can be done."""
    case = _case(pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.SEND_MESSAGES)
    because = request.POST.get("because", "")
    actor, now = actor_of(request).label, timezone.now()
    if rescuing.dismiss(case=case, because=because, actor=actor, now=now):
        messages.info(request, _("%(order)s: left as it is.") % {"order": case.order})
    else:
        messages.info(request, _("%(order)s: this was decided before.") % {"order": case.order})
    return _back(request)


def mend_all(request: HttpRequest) -> HttpResponse:
    """Those that the page had shown as probable slips, and no others."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.SEND_MESSAGES)
    shown = [int(key) for key in request.POST.getlist("case") if key.isdecimal() and len(key) < 19]
    rows = RescueCase.objects.probable_typos().filter(pk__in=shown[: rescuing.AT_ONCE])
    cases = list(rows.select_related("order").order_by("opened_at", "pk"))
    done = rescuing.mend_all(cases=cases, actor=actor_of(request).label, now=timezone.now())
    words = ngettext(
        "%(n)s address was corrected, and its mail goes out.",
        "%(n)s addresses were corrected, and their mails go out.",
        done.mended,
    )
    messages.info(request, words % {"n": formats.number_format(done.mended)})
    for case, why in done.refused[:5]:
        messages.error(request, f"{case.order}: {why}")
    if len(done.refused) > 5:
        rest = _("%(n)s more could not be corrected; they stay in the list.")
        messages.error(request, rest % {"n": len(done.refused) - 5})
    return redirect("admin:rescue_changelist")


def _verdict(rows: list[Row], *, is_whole: bool) -> str:
    if not rows:
        return _("No address waits for you.")
    count = formats.number_format(len(rows))
    if not is_whole:
        return _("More than %(n)s addresses wait for you.") % {"n": count}
    words = ngettext("%(n)s address waits for you.", "%(n)s addresses wait for you.", len(rows))
    return words % {"n": count}


def _case(pk: int) -> RescueCase:
    case = RescueCase.objects.select_related("order").filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if wanted and is_ours else reverse("admin:rescue_changelist"))


def _link(request: HttpRequest, **changes: str) -> str:
    kept = {name: request.GET[name] for name in ("store", "cause") if request.GET.get(name)}
    return "?" + urlencode({**kept, **changes})


def _must(request: HttpRequest, verb: Verb) -> None:
    if not may(request, verb):
        raise PermissionDenied
