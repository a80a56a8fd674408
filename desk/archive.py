"""Orders archived many at a time: what it would do, begin it, how far it is, stop it; the rule."""

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
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common import keyset, pieces
from common.errors import DomainError
from desk.batches import Choice
from desk.states import MONEY
from orders import archiving, archiving_many
from orders.archiving_many import MOST_FORESEEN, Deed, Wanted
from orders.funnel import AGE_WORDS
from orders.models import OrderBatch
from orders.stages import Stage, Step
from stores.access import Actor
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

PAGE: Final = 50
LOOKS: Final = {
    OrderBatch.State.RUNNING: ("hold", "clock"),
    OrderBatch.State.DONE: ("good", "ok"),
    OrderBatch.State.CANCELLED: ("", "x"),
}
BUTTONS: Final[dict[Deed, Any]] = {
    Deed.ARCHIVE: _("Archive all of them"),
    Deed.UNARCHIVE: _("Take all of them from the archive"),
}
# What of the list a link carries on, by the names of the list's own filters.
SAID: Final = ("store", "stage", "age", "tag", "payment")
# What it cannot carry on: a list so narrowed has no button for all.
OTHERS: Final = ("q", "message", "goods")


def choices(request: HttpRequest) -> list[Choice]:
    """What may be done to all orders that the list in view finds."""
    given = {name: request.GET[name] for name in SAID if request.GET.get(name)}
    if not may(request, Verb.NOTE_ORDERS) or any(request.GET.get(name) for name in OTHERS):
        return []
    if given.get("stage", "") not in ("", *Stage, *Step):
        return []
    deed = Deed.UNARCHIVE if request.GET.get("archived") == "1" else Deed.ARCHIVE
    if request.GET.get("archived") == "all" or (deed == Deed.ARCHIVE and not given):
        return []
    link = f"{reverse('admin:order_batches_add')}?{urlencode({**given, 'deed': deed.value})}"
    return [Choice(str(BUTTONS[deed]), link)]


def listed(request: HttpRequest) -> HttpResponse:
    """Newest first. One query beside who asks."""
    if not may(request, Verb.VIEW_ORDERS):
        raise PermissionDenied
    actor = actor_of(request)
    place = keyset.read_place(request.GET.get("older"))
    rows = archiving_many.newest(
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
        "order_batches",
        gettext("Archived in bulk"),
        rows=[_summary(row, actor) for row in found.rows],
        older=found.older,
    )


def begin(request: HttpRequest) -> HttpResponse:
    """GET says what would happen; POST begins it."""
    if not may(request, Verb.NOTE_ORDERS):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    said = request.POST if request.method == "POST" else request.GET
    actor = actor_of(request)
    wanted, deed = _wanted(said, actor)
    if request.method == "POST":
        return _begin(request, wanted, deed, actor)
    count = archiving_many.foresee(wanted=wanted, deed=deed)
    words = ngettext("%(n)s order is concerned.", "%(n)s orders are concerned.", count)
    return _shown(
        request,
        "order_batch_new",
        str(BUTTONS[deed]),
        (gettext("Archived in bulk"), reverse("admin:order_batches_changelist")),
        button=BUTTONS[deed],
        deed=deed,
        is_archiving=deed == Deed.ARCHIVE,
        count=count,
        verdict=words % {"n": pieces.bounded(count, MOST_FORESEEN)}
        if count
        else gettext("There are none: nothing would be done."),
        about=_about(wanted),
        whose=_whose(wanted.store_ids, actor),
        said=[(name, said[name]) for name in SAID if said.get(name)],
    )


def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is. One query beside who asks."""
    if not may(request, Verb.VIEW_ORDERS):
        raise PermissionDenied
    actor = actor_of(request)
    batch = _batch_or_404(public_id, actor)
    return _shown(
        request,
        "order_batch",
        str(BUTTONS[Deed(batch.deed)]),
        (gettext("Archived in bulk"), reverse("admin:order_batches_changelist")),
        **_summary(batch, actor),
        is_moving=batch.state == OrderBatch.State.RUNNING,
        may_stop=batch.state == OrderBatch.State.RUNNING and may(request, Verb.NOTE_ORDERS),
    )


def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop before its next orders."""
    batch = _batch_or_404(public_id, actor_of(request))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.NOTE_ORDERS):
        raise PermissionDenied
    if archiving_many.cancel_batch(batch=batch, now=timezone.now()):
        messages.info(request, gettext("Stopped. What was done stays done."))
    else:
        messages.info(request, gettext("It had met all its orders already."))
    return redirect("admin:order_batches_change", batch.public_id)


def rule(request: HttpRequest, store_id: int) -> HttpResponse:
    """When a store's orders are archived by themselves, and whether tags go to Shopify."""
    store = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if store is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    said = request.POST.get("days", "").strip()
    if said and not (said.isascii() and said.isdigit() and len(said) < 6):
        messages.error(request, gettext("Write the days as a whole number, or nothing."))
        return _back(store)
    try:
        archiving.choose_policy(
            store=store,
            days=int(said) if said else None,
            writes_tags="writes_tags" in request.POST,
            writes_corrections="writes_corrections" in request.POST,
            actor=actor_of(request).label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _back(store)
    if said:
        words = ngettext(
            "Orders of %(store)s are archived %(n)s day after they are done.",
            "Orders of %(store)s are archived %(n)s days after they are done.",
            int(said),
        )
        messages.info(request, words % {"store": store.name, "n": said})
    else:
        words = gettext("Orders of %(store)s are archived only by hand.")
        messages.info(request, words % {"store": store.name})
    return _back(store)


def _back(store: Store) -> HttpResponse:
    return redirect(f"{reverse('admin:funnel_changelist')}?store={store.pk}")


def _begin(request: HttpRequest, wanted: Wanted, deed: Deed, actor: Actor) -> HttpResponse:
    batch = archiving_many.begin(
        wanted=wanted,
        deed=deed,
        agency_id=actor.agency_id,
        actor=actor.label,
        now=timezone.now(),
    )
    batch.refresh_from_db()
    return redirect("admin:order_batches_change", batch.public_id)


def _wanted(said: Any, actor: Actor) -> tuple[Wanted, Deed]:
    """What a link or the form named; 404 for what no link of ours names."""
    given = {name: str(said.get(name, "")).replace("\0", "")[:255] for name in SAID}
    deed, stage, age = said.get("deed", ""), given["stage"], given["age"]
    is_known = deed in Deed and (not stage or stage in Stage or stage in Step)
    store_ids = tuple(sorted(actor.store_ids))
    if given["store"]:
        store_ids = tuple(pk for pk in store_ids if str(pk) == given["store"])
    if not is_known or not store_ids or (age and age not in AGE_WORDS):
        raise Http404
    wanted = Wanted(
        store_ids=store_ids,
        stage=stage,
        age=age,
        tag=given["tag"],
        financial_state=given["payment"],
        asked_at=timezone.now(),
    )
    return wanted, Deed(deed)


def _about(wanted: Wanted) -> str:
    """What was chosen, in the words of the list's filters."""
    stage = dict([*Stage.choices, *Step.choices]).get(wanted.stage, "")
    parts = [stage, AGE_WORDS.get(wanted.age, ""), wanted.tag]
    if wanted.financial_state in MONEY:
        parts.append(MONEY[wanted.financial_state][2])
    return " · ".join(str(part) for part in parts if part)


def _whose(store_ids: tuple[int, ...] | list[int], actor: Actor) -> str:
    names = [store.name for store in actor.stores if store.pk in set(store_ids)]
    return names[0] if len(names) == 1 else pieces.stores_in_words(len(names))


def _summary(batch: OrderBatch, actor: Actor) -> dict[str, Any]:
    met = batch.done_count + batch.passed_count
    is_over = batch.state == OrderBatch.State.DONE or not batch.foreseen_count
    tone, symbol = LOOKS[OrderBatch.State(batch.state)]
    return {
        "batch": batch,
        "badge": pieces.state(batch.get_state_display(), tone=tone, symbol=symbol),
        "deed": BUTTONS[Deed(batch.deed)],
        "whose": _whose(batch.store_ids, actor),
        "about": _about(Wanted.of(batch)),
        "met": met,
        "share": 100 if is_over else min(100, 100 * met // batch.foreseen_count),
    }


def _batch_or_404(public_id: UUID, actor: Actor) -> OrderBatch:
    found = OrderBatch.objects.within_stores(actor.store_ids).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest, page: str, title: str, *crumbs: tuple[str, str], **context: Any
) -> HttpResponse:
    place = [(gettext("Orders"), reverse("admin:orders_order_changelist")), *crumbs, (title, "")]
    frame = {**admin.site.each_context(request), "title": title, "crumbs": place}
    return TemplateResponse(request, f"desk/{page}.html", {**frame, **context})
