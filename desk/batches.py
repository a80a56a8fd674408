"""Many messages at a time: what it would do, begin it, how far it is, stop it."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common import keyset, pieces
from common.errors import DomainError
from desk import kinds
from messaging import batches
from messaging.batches import FOR, MOST_FORESEEN, Wanted
from messaging.models import Batch, Deed
from messaging.states import Reason, State
from stores.access import Actor
from stores.admin_base import actor_of, may
from stores.roles import Verb

PAGE: Final = 50
LOOKS: Final = {
    Batch.State.RUNNING: ("hold", "send"),
    Batch.State.SETTLING: ("hold", "clock"),
    Batch.State.DONE: ("good", "ok"),
    Batch.State.CANCELLED: ("", "x"),
}
# What the button says of all messages in a state, and what it will mean for the buyers.
BUTTONS: Final[dict[Deed, Any]] = {
    Deed.RELEASE: _("Let all of them go"),
    Deed.CANCEL: _("Send none of them"),
    Deed.REPEAT: _("Send all of them once more"),
    Deed.MARK_SENT: _("Take all of them as sent"),
}
MEANS: Final[dict[Deed, Any]] = {
    Deed.RELEASE: _("They go out now, in their order. Buyers get them once."),
    Deed.CANCEL: _("Buyers do not get them. Each says so on its order's timeline."),
    Deed.REPEAT: _("They go out once more; a buyer whose mail did arrive gets it twice."),
    Deed.MARK_SENT: _("Nothing goes out. A buyer whose mail did not arrive gets none."),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A deed for all messages that a list shows, as a link."""

    words: str
    link: str


def choices(request: HttpRequest) -> list[Choice]:
    """What may be done to all of the list in view: it must be narrowed to one state."""
    state = request.GET.get("state", "")
    if not may(request, Verb.SEND_MESSAGES) or state not in State:
        return []
    said = {name: request.GET[name] for name in ("state", "store") if request.GET.get(name)}
    begin = reverse("admin:batches_add")
    return [
        Choice(str(BUTTONS[deed]), f"{begin}?{urlencode({**said, 'deed': deed.value})}")
        for deed, states in FOR.items()
        if state in states
    ]


def listed(request: HttpRequest) -> HttpResponse:
    """Newest first. One query beside who asks."""
    if not may(request, Verb.VIEW_MESSAGES):
        raise PermissionDenied
    actor = actor_of(request)
    place = keyset.read_place(request.GET.get("older"))
    rows = batches.newest(
        agency_id=actor.agency_id,
        store_ids=actor.store_ids,
        before=(place.at, place.id) if place else None,
        limit=PAGE + 1,
    )
    found = keyset.cut(
        rows,
        size=PAGE,
        place_of=lambda row: keyset.Place(row.created_at, row.pk),
        older_than=place,
    )
    return _shown(
        request,
        "batches",
        gettext("Batches"),
        rows=[_summary(row, actor) for row in found.rows],
        older=found.older,
    )


def begin(request: HttpRequest) -> HttpResponse:
    """GET says what would happen; POST begins it."""
    if not may(request, Verb.SEND_MESSAGES):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    said = request.POST if request.method == "POST" else request.GET
    actor = actor_of(request)
    wanted, deed = _wanted(said, actor)
    if request.method == "POST":
        return _begin(request, wanted, deed, actor)
    found = batches.foresee(wanted=wanted, deed=deed)
    return _shown(
        request,
        "batch_new",
        str(BUTTONS[deed]),
        (gettext("Batches"), reverse("admin:batches_changelist")),
        deed=deed,
        button=BUTTONS[deed],
        means=MEANS[deed],
        wanted=wanted,
        verdict=_verdict(found, wanted),
        whose=_whose(wanted.store_ids, actor),
        stays=[(gettext(why), count) for why, count in found.stays.items()],
        found=found,
        store=said.get("store", ""),
    )


def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is. Two queries beside who asks."""
    if not may(request, Verb.VIEW_MESSAGES):
        raise PermissionDenied
    actor = actor_of(request)
    batch = _batch_or_404(public_id, actor)
    return _shown(
        request,
        "batch",
        str(BUTTONS[Deed(batch.deed)]),
        (gettext("Batches"), reverse("admin:batches_changelist")),
        **_summary(batch, actor),
        left=batches.on_their_way_count(batch),
        refusals=[(gettext(why), count) for why, count in batch.refusals.items()],
        is_moving=batch.state in Batch.AT_WORK,
        may_stop=batch.state == Batch.State.RUNNING and may(request, Verb.SEND_MESSAGES),
    )


def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop before its next messages."""
    batch = _batch_or_404(public_id, actor_of(request))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.SEND_MESSAGES):
        raise PermissionDenied
    if batches.cancel_batch(batch=batch, now=timezone.now()):
        messages.info(request, gettext("Stopped. What was done stays done."))
    else:
        messages.info(request, gettext("It had met all its messages already."))
    return redirect("admin:batches_change", batch.public_id)


def _begin(request: HttpRequest, wanted: Wanted, deed: Deed, actor: Actor) -> HttpResponse:
    try:
        batch = batches.begin(
            wanted=wanted,
            deed=deed,
            agency_id=actor.agency_id,
            because=request.POST.get("because", "").replace("\0", ""),
            actor=actor.label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        said = {name: request.POST.get(name, "") for name in ("deed", "state", "store", "kind")}
        return redirect(f"{reverse('admin:batches_add')}?{urlencode(said)}")
    batch.refresh_from_db()
    return redirect("admin:batches_change", batch.public_id)


def _wanted(said: Any, actor: Actor) -> tuple[Wanted, Deed]:
    """What a link or the form named; 404 for what no link of ours names."""
    deed, state, kind = said.get("deed", ""), said.get("state", ""), said.get("kind", "")
    reason, store = said.get("reason", ""), said.get("store", "")
    is_known = deed in Deed and state in State and (not reason or reason in Reason)
    store_ids = tuple(sorted(actor.store_ids))
    if store:
        store_ids = tuple(pk for pk in store_ids if str(pk) == store)
    if not is_known or not store_ids or State(state) not in FOR[Deed(deed)]:
        raise Http404
    wanted = Wanted(store_ids=store_ids, state=State(state), reason=reason, kind=kind)
    return wanted, Deed(deed)


def _verdict(found: batches.Foresight, wanted: Wanted) -> str:
    if not found.count:
        return gettext("There are none: nothing would be done.")
    count = pieces.bounded(found.count + int(found.is_more), MOST_FORESEEN)
    words = ngettext("%(n)s message is concerned.", "%(n)s messages are concerned.", found.count)
    return words % {"n": count}


def _whose(store_ids: tuple[int, ...] | list[int], actor: Actor) -> str:
    names = [store.name for store in actor.stores if store.pk in set(store_ids)]
    if len(names) == 1:
        return names[0]
    return ngettext("%(n)s store", "%(n)s stores", len(names)) % {"n": len(names)}


def _summary(batch: Batch, actor: Actor) -> dict[str, Any]:
    met = batch.done_count + batch.refused_count
    said = batches.wanted_of(batch)
    return {
        "batch": batch,
        "badge": badge(batch),
        "deed": BUTTONS[Deed(batch.deed)],
        "whose": _whose(batch.store_ids, actor),
        "state": said.state.label,
        "kind": kinds.words(said.kind) if said.kind else "",
        "met": met,
        "share": min(100, 100 * met // batch.foreseen_count) if batch.foreseen_count else 100,
    }


def badge(batch: Batch) -> SafeString:
    tone, symbol = LOOKS[Batch.State(batch.state)]
    return pieces.state(batch.get_state_display(), tone=tone, symbol=symbol)


def _batch_or_404(public_id: UUID, actor: Actor) -> Batch:
    found = Batch.objects.within_stores(actor.store_ids).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest, page: str, title: str, *crumbs: tuple[str, str], **context: Any
) -> HttpResponse:
    listed_at = reverse("admin:messaging_message_changelist")
    place = [(gettext("Messages"), listed_at), *crumbs, (title, "")]
    frame = {**admin.site.each_context(request), "title": title, "crumbs": place}
    return TemplateResponse(request, f"desk/{page}.html", {**frame, **context})
