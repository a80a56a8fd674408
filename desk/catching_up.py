"""How a store keeps up with its shop: late finds, the passes over what changed, old orders."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from common import pieces
from common.errors import DomainError
from intake import backfilling, finding, reconciling
from intake.models import Backfill, BackfillState, Reconciliation, Watermark
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from stores.shopify.client import is_connected

PASSES: Final = 30
_LOOKS: Final = {
    BackfillState.PAUSED: ("hold", "pause"),
    BackfillState.DONE: ("good", "check"),
    BackfillState.CANCELLED: ("mute", "x"),
    BackfillState.FAILED: ("bad", "alert"),
}
Deed = Callable[[HttpRequest, Store], str]


def page(request: HttpRequest, store_id: int) -> HttpResponse:
    """The banner, the back-fill, and the passes, newest first. Six queries beside who asks."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    store = _store_or_404(request, store_id)
    backfill = Backfill.objects.filter(store=store).order_by("-started_at").first()
    marks = list(Watermark.objects.filter(store=store).order_by("subject"))
    context = {
        **admin.site.each_context(request),
        "title": gettext("Keeping up with Shopify"),
        "crumbs": [
            (gettext("Stores"), reverse("admin:stores_store_changelist")),
            (store.name, reverse("admin:stores_store_change", args=[store.pk])),
            (gettext("Keeping up with Shopify"), ""),
        ],
        "store": store,
        "question": finding.questions(store_ids=[store.pk]).get(store.pk),
        "backfill": backfill,
        "badge": _badge(backfill) if backfill else "",
        "trouble": gettext(backfill.problem) if backfill and backfill.problem else "",
        "is_connected": is_connected(store),
        "marks": [(mark, gettext(mark.problem) if mark.problem else "") for mark in marks],
        "passes": _passes(request, store),
        "only_finds": request.GET.get("finds") == "1",
        "may_manage": may(request, Verb.MANAGE_STORES),
        "may_send": may(request, Verb.SEND_MESSAGES),
    }
    return TemplateResponse(request, "desk/catching_up.html", context)


def _passes(request: HttpRequest, store: Store) -> dict[str, Any]:
    """A keyset page: those before a time, and where the next page begins."""
    rows = Reconciliation.objects.filter(store=store)
    if request.GET.get("finds") == "1":
        rows = rows.filter(Q(missing_count__gt=0) | Q(stale_count__gt=0))
    before = _moment(request.GET.get("before", ""))
    if before:
        rows = rows.filter(started_at__lt=before)
    found = list(rows.order_by("-started_at", "-id")[: PASSES + 1])
    more = found[PASSES - 1].started_at.isoformat() if len(found) > PASSES else ""
    return {"rows": found[:PASSES], "more": more}


def _moment(said: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(said.replace(" ", "+"))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _badge(backfill: Backfill) -> SafeString:
    tone, symbol = _LOOKS.get(BackfillState(backfill.state), ("", "clock"))
    return pieces.state(backfill.get_state_display(), tone=tone, symbol=symbol)


def _store_or_404(request: HttpRequest, store_id: int) -> Store:
    found = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if found is None:
        raise Http404
    return found


def _button(verb: Verb, deed: Deed) -> Callable[[HttpRequest, int], HttpResponse]:
    """A POST for one store; refusals are said on its page."""

    def view(request: HttpRequest, store_id: int) -> HttpResponse:
        store = _store_or_404(request, store_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, verb):
            raise PermissionDenied
        try:
            messages.info(request, deed(request, store))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:catching_up", store.pk)

    view.__doc__ = deed.__doc__
    return view


def _start(request: HttpRequest, store: Store) -> str:
    """Fetch the old orders: all, or those placed since a day."""
    since = (
        _moment(f"{request.POST['since']}T00:00:00+00:00") if request.POST.get("since") else None
    )
    backfilling.start_backfill(
        store=store, since=since, actor=actor_of(request).label, now=timezone.now()
    )
    return gettext("Started. Shopify gathers the orders now; nobody is written to.")


def _latest(store: Store) -> Backfill:
    row = Backfill.objects.filter(store=store).order_by("-started_at").first()
    if row is None:
        raise backfilling.NotPossibleNow(gettext("Nothing was started yet."))
    return row


def _pause(_request: HttpRequest, store: Store) -> str:
    """It stops where it is."""
    backfilling.pause_backfill(backfill=_latest(store), now=timezone.now())
    return gettext("Paused. It goes on from here when you resume it.")


def _resume(_request: HttpRequest, store: Store) -> str:
    """It goes on from there."""
    backfilling.resume_backfill(backfill=_latest(store), now=timezone.now())
    return gettext("It goes on.")


def _cancel(_request: HttpRequest, store: Store) -> str:
    """It ends; what is here stays."""
    backfilling.cancel_backfill(backfill=_latest(store), now=timezone.now())
    return gettext("Cancelled. The orders that were fetched stay.")


def _look(_request: HttpRequest, store: Store) -> str:
    """The next pass begins at once."""
    reconciling.look_now(store=store, now=timezone.now())
    return gettext("Shopify is asked within half a minute.")


def _answer(request: HttpRequest, store: Store) -> str:
    """Yes or no to the confirmations of late orders."""
    said = request.POST.get("send")
    if said not in ("yes", "no"):
        return gettext("Nothing was changed: say yes or no.")
    count = finding.answer_finds(
        store=store, is_yes=said == "yes", actor=actor_of(request).label, now=timezone.now()
    )
    if not count:
        return gettext("Somebody answered before you.")
    words = (
        ngettext("%(n)s confirmation goes out.", "%(n)s confirmations go out.", count)
        if said == "yes"
        else ngettext("%(n)s confirmation is not sent.", "%(n)s confirmations are not sent.", count)
    )
    return words % {"n": formats.number_format(count)}


_PATH: Final = "stores/<int:store_id>/catching-up/"
ROUTES: Final[list[tuple[str, Callable[..., HttpResponse], str]]] = [
    (_PATH, page, "catching_up"),
    (f"{_PATH}start/", _button(Verb.MANAGE_STORES, _start), "catching_up_start"),
    (f"{_PATH}pause/", _button(Verb.MANAGE_STORES, _pause), "catching_up_pause"),
    (f"{_PATH}resume/", _button(Verb.MANAGE_STORES, _resume), "catching_up_resume"),
    (f"{_PATH}cancel/", _button(Verb.MANAGE_STORES, _cancel), "catching_up_cancel"),
    (f"{_PATH}look/", _button(Verb.MANAGE_STORES, _look), "catching_up_look"),
    (f"{_PATH}answer/", _button(Verb.SEND_MESSAGES, _answer), "catching_up_answer"),
]
