"""The list of experiments: what runs, what is planned, what was decided; trouble first."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import keyset, pieces
from desk import kinds
from desk.experiments import summaries
from desk.experiments.common import needs_a_view, shown
from desk.experiments.days import day_of
from desk.experiments.figures import grouped
from desk.experiments.running import RUNNING
from desk.experiments.summaries import Summary
from stores.access import Actor
from stores.admin_base import actor_of
from templates_app.models import Experiment

PAGE: Final = 50
State = Experiment.State
TABS: Final[dict[str, tuple[Any, tuple[State, ...]]]] = {
    "running": (gettext_lazy("Running"), RUNNING),
    "planned": (gettext_lazy("Planned"), (State.DRAFT,)),
    "decided": (gettext_lazy("Decided"), (State.DONE,)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One test in one line."""

    experiment: Experiment
    badge: SafeString
    sentence: str
    where: str
    days: str
    given: str
    has_trouble: bool


def page(request: HttpRequest) -> HttpResponse:
    """One tab, newest first, with what needs a person above it. A constant number of queries."""
    needs_a_view(request)
    actor, now = actor_of(request), timezone.now()
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "running"
    place = keyset.read_place(request.GET.get("older"))
    found = keyset.cut(
        _fetched(TABS[tab][1], place),
        size=PAGE,
        place_of=lambda row: keyset.Place(row.created_at, row.pk),
        older_than=place,
    )
    told = summaries.of(found.rows, now=now)
    rows = [_row(one, told[one.pk], actor) for one in found.rows]
    rows.sort(key=lambda row: not row.has_trouble)
    return shown(
        request,
        "list",
        _("Experiments"),
        verdict=_verdict(tab, rows, is_all=place is None and found.older is None),
        tab=tab,
        tabs=[(code, words) for code, (words, _states) in TABS.items()],
        rows=rows,
        older=found.older,
        is_first=place is None,
    )


def _fetched(states: tuple[State, ...], place: keyset.Place | None) -> list[Experiment]:
    rows = Experiment.objects.filter(state__in=states).select_related("store").newest_first()
    if place is not None:
        rows = rows.filter(Q(created_at__lt=place.at) | Q(created_at=place.at, pk__lt=place.id))
    return list(rows[: PAGE + 1])


def _row(experiment: Experiment, told: Summary, actor: Actor) -> Row:
    store = experiment.store
    whose = store.name if store else pieces.stores_in_words(experiment.store_count)
    return Row(
        experiment=experiment,
        badge=pieces.state(told.chip, tone=told.tone, symbol=told.symbol),
        sentence=told.sentence,
        where=_("%(kind)s, %(stores)s") % {"kind": kinds.words(experiment.kind), "stores": whose},
        days=_days(experiment),
        given=grouped(told.given) if experiment.started_at else pieces.EMPTY,
        has_trouble=told.has_trouble,
    )


def _days(experiment: Experiment) -> str:
    if experiment.started_at is None:
        return pieces.EMPTY
    if experiment.state == State.DONE and experiment.decided_at:
        return day_of(experiment.decided_at)
    until = experiment.stopped_at or timezone.now()
    return grouped((until - experiment.started_at).days + 1)


def _verdict(tab: str, rows: list[Row], *, is_all: bool) -> str:
    troubled = sum(row.has_trouble for row in rows)
    if troubled:
        words = ngettext("%(n)s test needs you now.", "%(n)s tests need you now.", troubled)
        return words % {"n": troubled}
    if not rows:
        return {
            "running": _("No test is running."),
            "planned": _("No test is being planned."),
            "decided": _("No test was decided yet."),
        }[tab]
    count = len(rows)
    words = {
        "running": ngettext("%(n)s test is running.", "%(n)s tests are running.", count),
        "planned": ngettext(
            "%(n)s test is being planned.", "%(n)s tests are being planned.", count
        ),
        "decided": ngettext("%(n)s test was decided.", "%(n)s tests were decided.", count),
    }[tab]
    return words % {"n": pieces.bounded(count + int(not is_all), PAGE)}
