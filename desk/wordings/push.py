"""Push the agency's words to its stores: choose, see what would change, decide, begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.pieces import state
from desk import kinds
from desk.wordings.common import (
    block_names,
    compare,
    may_publish_for_all,
    needs,
    numbers,
    shown,
)
from stores.admin_base import actor_of
from stores.models import Agency, Store
from stores.roles import Verb
from templates_app import comparing, forecasting, rolling
from templates_app.data import NotificationKind
from templates_app.forecasting import Forecast, Outcome
from templates_app.models import Decision, Template

ROWS_SHOWN: Final = 200  # of thousands nobody decides one by one; conflicts come first
LOOKS: Final = {
    Outcome.CONFLICT: ("warn", "alert"),
    Outcome.LOCKED: ("hold", "lock"),
    Outcome.CHANGED: ("good", "send"),
    Outcome.UNCHANGED: ("", "ok"),
}
STAGES: Final = {
    "100": _("All at once"),
    "50,100": _("Half of the stores, then all"),
    "10,50,100": _("A tenth, then half, then all"),
    "1,10,50,100": _("One in a hundred first, then a tenth, half, all"),
}
WAITS: Final = {"1": _("1 hour"), "4": _("4 hours"), "24": _("1 day"), "72": _("3 days")}


@dataclass(frozen=True, slots=True)
class Row:
    """One mail of one store, and what would become of it."""

    forecast: Forecast

    @property
    def name(self) -> str:
        return f"decision-{self.forecast.store.pk}-{self.forecast.kind}"

    @property
    def badge(self) -> Any:
        tone, symbol = LOOKS[self.forecast.outcome]
        return state(self.forecast.outcome.label, tone=tone, symbol=symbol)

    @property
    def blocks(self) -> str:
        return self._names(self.forecast.changed)

    @property
    def conflicts(self) -> str:
        return self._names(self.forecast.conflicts)

    @property
    def locked(self) -> str:
        return self._names(self.forecast.locked)

    def _names(self, keys: Sequence[str]) -> str:
        return block_names(keys, self.forecast.blocks, self.forecast.sent.blocks)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the form names, of what there is."""

    masters: list[Template]
    stores: list[Store]
    kinds: list[str]
    store_ids: list[int]

    @property
    def templates(self) -> list[Template]:
        return [master for master in self.masters if master.kind in self.kinds]

    @property
    def is_all(self) -> bool:
        return len(self.store_ids) == len(self.stores)

    @property
    def among(self) -> list[Store]:
        return [store for store in self.stores if store.pk in self.store_ids]


def page(request: HttpRequest) -> HttpResponse:
    """GET: the choice, and what it would do. POST: begin."""
    needs(request, Verb.EDIT_TEMPLATES)
    if request.method == "POST":
        return _begin(request)
    chosen = _chosen(request, request.GET)
    found = _forecasts(request, chosen)
    changing = [one for one in found if one.outcome != Outcome.UNCHANGED]
    order = list(LOOKS)
    changing.sort(key=lambda one: (order.index(one.outcome), one.store.name, one.kind))
    return shown(
        request,
        "push",
        gettext("Push to stores"),
        masters=[(one, kinds.words(one.kind)) for one in chosen.masters],
        chosen=chosen,
        rows=[Row(one) for one in changing[:ROWS_SHOWN]],
        hidden_count=max(0, len(changing) - ROWS_SHOWN),
        mail_count=len(changing),
        store_count=len({one.store.pk for one in changing}),
        same_count=len(found) - len(changing),
        conflict_count=sum(one.outcome == Outcome.CONFLICT for one in found),
        is_asked=bool(chosen.templates and chosen.among),
        lacks_mails="chosen" in request.GET and not chosen.templates,
        lacks_stores="chosen" in request.GET and not chosen.among,
        from_draft=may_publish_for_all(request),
        stages=STAGES.items(),
        waits=WAITS.items(),
        decisions=Decision.choices,
    )


def difference(request: HttpRequest) -> HttpResponse:
    """One mail of one store: what it sends beside what it would send."""
    needs(request, Verb.EDIT_TEMPLATES)
    chosen = _chosen(request, request.GET)
    if len(chosen.templates) != 1 or len(chosen.among) != 1:
        raise Http404
    (store,), (template,) = chosen.among, chosen.templates
    place = (store.pk, template.kind)
    takes = request.GET.get("decision") == Decision.TAKE_AGENCY
    (forecast,) = forecasting.dry_run(
        templates=[template],
        stores=[store],
        from_draft=may_publish_for_all(request),
        take=[place] if takes else (),
    )
    now = (gettext("Sends now"), comparing.before_push(forecast))
    then = (gettext("Would send"), comparing.after_push(forecast))
    return shown(
        request,
        "difference",
        store.name,
        (gettext("Push to stores"), reverse("admin:template-push")),
        heading=kinds.words(template.kind),
        compared=compare(request, now, then, leading=store.locale),
        back="",
    )


def _begin(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request, request.POST)
    agency = Agency.objects.get(pk=actor_of(request).agency_id)
    stages = request.POST.get("stages", "100")
    hours = request.POST.get("wait", "24")
    push = rolling.Push(
        templates=chosen.templates,
        stores=chosen.among,
        stages=[int(percent) for percent in (stages if stages in STAGES else "100").split(",")],
        wait=timedelta(hours=int(hours) if hours in WAITS else 24),
        decisions=_decisions(request.POST),
        note=request.POST.get("note", "").strip()[:500],
        from_draft=may_publish_for_all(request),
    )
    actor, now = actor_of(request).label, timezone.now()
    try:
        rollout = rolling.start_rollout(agency=agency, push=push, actor=actor, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('admin:template-push')}?{_query(chosen)}")
    return redirect("admin:template-rollout", rollout.public_id)


def _chosen(request: HttpRequest, said: QueryDict) -> Chosen:
    """By default every store; a kind only where it is named."""
    actor = actor_of(request)
    masters = Template.objects.filter(agency_id=actor.agency_id, store=None)
    order = NotificationKind.values
    stores = list(actor.stores)
    named = set(numbers(said.getlist("store")))
    is_all = not named and "chosen" not in said
    return Chosen(
        masters=sorted(masters, key=lambda one: order.index(one.kind)),
        stores=stores,
        kinds=said.getlist("kind"),
        store_ids=[store.pk for store in stores if is_all or store.pk in named],
    )


def _forecasts(request: HttpRequest, chosen: Chosen) -> list[Forecast]:
    if not chosen.templates or not chosen.among:
        return []
    return forecasting.dry_run(
        templates=chosen.templates,
        stores=chosen.among,
        from_draft=may_publish_for_all(request),
    )


def _decisions(said: QueryDict) -> dict[tuple[int, str], Decision]:
    found = {}
    for name, value in said.items():
        start, _dash, rest = name.partition("-")
        store_id, _dash, kind = rest.partition("-")
        if start == "decision" and value in Decision and numbers([store_id]):
            found[int(store_id), kind] = Decision(str(value))
    return found


def _query(chosen: Chosen) -> str:
    query = QueryDict(mutable=True)
    query.setlist("kind", chosen.kinds)
    if not chosen.is_all:
        query.setlist("store", [str(pk) for pk in chosen.store_ids])
        query["chosen"] = "1"
    return query.urlencode()
