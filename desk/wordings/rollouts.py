"""Roll-outs: the list, how far one is, and steering it."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import keyset
from common.errors import DomainError
from common.pieces import state
from desk import kinds
from desk.wordings.common import needs, shown
from stores.admin_base import actor_of, may
from stores.roles import Verb
from templates_app import progress, rolling
from templates_app.models import Rollout, RolloutItem

PAGE: Final = 50
ITEMS_SHOWN: Final = 200
State, Item = Rollout.State, RolloutItem.State
LOOKS: Final = {
    State.RUNNING: ("good", "send"),
    State.PAUSED: ("warn", "pause"),
    State.DONE: ("good", "ok"),
    State.CANCELLED: ("", "x"),
    State.ROLLING_BACK: ("hold", "resend"),
    State.ROLLED_BACK: ("", "resend"),
}
ITEM_LOOKS: Final = {
    Item.REFUSED: ("bad", "fail"),
    Item.WAITING: ("hold", "clock"),
    Item.DONE: ("good", "ok"),
    Item.UNCHANGED: ("", "ok"),
    Item.SKIPPED: ("", "pause"),
    Item.UNDONE: ("", "resend"),
    Item.KEPT: ("", "lock"),
}
Deed = Callable[..., Rollout]
# What may be done in which state: name, words, the verb, what it means.
DEEDS: Final[dict[str, tuple[Any, Deed, frozenset[str], Any]]] = {
    "pause": (
        _("Pause"),
        rolling.pause_rollout,
        frozenset({State.RUNNING}),
        _("Paused. What is published stays; nothing more is, until you resume it."),
    ),
    "resume": (
        _("Go on"),
        rolling.resume_rollout,
        frozenset({State.PAUSED}),
        _("It goes on now, and tries again what could not be published."),
    ),
    "cancel": (
        _("Cancel the rest"),
        rolling.cancel_rollout,
        frozenset({State.RUNNING, State.PAUSED}),
        _("Cancelled. Stores that have the new words keep them, until you roll it back."),
    ),
    "roll_back": (
        _("Roll back"),
        rolling.roll_back_rollout,
        frozenset({State.RUNNING, State.PAUSED, State.DONE, State.CANCELLED}),
        _("Each store is given again what it sent before, word for word, within a minute."),
    ),
}


def listed(request: HttpRequest) -> HttpResponse:
    """Newest first. Two queries beside who asks."""
    needs(request, Verb.VIEW_TEMPLATES)
    rows = progress.rollouts_seen().order_by("-created_at", "-pk")
    place = keyset.read_place(request.GET.get("older"))
    if place is not None:
        rows = rows.filter(created_at__lte=place.at).exclude(created_at=place.at, pk__gte=place.id)
    page = keyset.cut(
        list(rows[: PAGE + 1]),
        size=PAGE,
        place_of=lambda row: keyset.Place(row.created_at, row.pk),
        older_than=place,
    )
    stages = progress.progress_of(page.rows)
    return shown(
        request,
        "rollouts",
        gettext("Roll-outs"),
        rows=[_summary(row, stages[row.pk]) for row in page.rows],
        older=page.older,
    )


def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is, and what stopped it."""
    needs(request, Verb.VIEW_TEMPLATES)
    rollout = _rollout_or_404(public_id)
    stages = progress.progress_of([rollout])[rollout.pk]
    may_steer = may(request, Verb.EDIT_TEMPLATES) and progress.sees_every_store(rollout)
    items = RolloutItem.objects.filter(rollout=rollout, store__isnull=False)
    troubled = items.filter(state__in=(Item.REFUSED, Item.KEPT)).select_related("store")
    rest = items.exclude(state__in=(Item.REFUSED, Item.KEPT)).select_related("store")
    found = [
        *troubled.order_by("pk")[:ITEMS_SHOWN],
        *rest.order_by("pk")[:ITEMS_SHOWN],
    ]
    return shown(
        request,
        "rollout",
        gettext("Roll-out"),
        (gettext("Roll-outs"), reverse("admin:template-rollouts")),
        **_summary(rollout, stages),
        stages=stages,
        items=[(item, _item_badge(item), kinds.words(item.kind)) for item in found],
        hidden_count=max(0, sum(stage.total for stage in stages) - len(found)),
        deeds=[
            (name, words)
            for name, (words, _verb, states, _meaning) in DEEDS.items()
            if may_steer and rollout.state in states
        ],
        is_moving=rollout.state in Rollout.AT_WORK and rollout.next_at <= timezone.now(),
        waits_for_next=rollout.state == State.RUNNING and rollout.next_at > timezone.now(),
        sees_all=may_steer or not may(request, Verb.EDIT_TEMPLATES),
    )


def steer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Pause, resume, cancel, roll back."""
    rollout = _rollout_or_404(public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    needs(request, Verb.EDIT_TEMPLATES)
    if not progress.sees_every_store(rollout):
        raise PermissionDenied
    name = request.POST.get("deed", "")
    if name not in DEEDS:
        messages.error(request, gettext("Nothing was done: choose what to do."))
        return redirect("admin:template-rollout", public_id)
    _words, verb, _states, meaning = DEEDS[name]
    try:
        verb(rollout=rollout, actor=actor_of(request).label, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, str(meaning))
    return redirect("admin:template-rollout", public_id)


def badge(rollout: Rollout) -> SafeString:
    tone, symbol = LOOKS[State(rollout.state)]
    return state(rollout.get_state_display(), tone=tone, symbol=symbol)


def _summary(rollout: Rollout, stages: list[progress.Stage]) -> dict[str, Any]:
    total = sum(stage.total for stage in stages)
    settled = sum(stage.settled for stage in stages)
    return {
        "rollout": rollout,
        "badge": badge(rollout),
        "kinds": [kinds.words(kind) for kind in rollout.kinds],
        "total": total,
        "settled": settled,
        "share": 100 * settled // total if total else 100,
    }


def _item_badge(item: RolloutItem) -> SafeString:
    tone, symbol = ITEM_LOOKS[Item(item.state)]
    return state(item.get_state_display(), tone=tone, symbol=symbol)


def _rollout_or_404(public_id: UUID) -> Rollout:
    """Of a roll-out that touches none of one's stores nothing is told."""
    if not progress.rollouts_seen().filter(public_id=public_id).exists():
        raise Http404
    return get_object_or_404(Rollout, public_id=public_id)
