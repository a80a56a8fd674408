"""The start page: a verdict, what waits for a person, today's figures, the stores worst first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.queries import Figures, Span, figures_by_hour
from common import pieces
from desk import charts
from desk.fleet.rows import (
    StoreRow,
    Wanted,
    countries,
    groups,
    kinds_found,
    looked_at,
    narrowed,
    rows_of,
)
from desk.incidents import Row as Incident
from desk.incidents import unnoted
from desk.queues import Queue, queues, waiting
from desk.today import Figure, Times, figures, hours_of, times
from fleet import services
from stores.admin_base import actor_of
from stores.roles import Verb


@dataclass(frozen=True, slots=True)
class Cockpit:
    verdict: str
    rest: str
    incidents: list[Incident]
    now: datetime
    heard_at: datetime | None
    prompt: str
    queues: list[Queue]
    figures: list[Figure]
    has_usual: bool
    chart: Any
    groups: list[tuple[str, int, list[StoreRow]]]
    folded: int
    stores_count: int
    shown_count: int
    wanted: Wanted
    countries: list[tuple[str, int]]
    kinds: list[tuple[str, str, int]]
    looked_at: datetime | None


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold asks this for the start page."""
    actor = actor_of(request)
    return {
        **context,
        "title": _("Cockpit"),
        "crumbs": [(_("Cockpit"), "")],
        "cockpit": gather(request),
        "verbs": actor.verbs,
        "may_connect": actor.may(Verb.MANAGE_STORES),
    }


def gather(request: HttpRequest) -> Cockpit:
    """Twenty statements at most, however many stores and messages there are.

    Stores that nobody has looked at yet are looked at first; that takes some twenty more, once.
    """
    now, actor = timezone.now(), actor_of(request)
    services.look_at_new(stores=actor.stores, now=now)
    incidents = unnoted(request)
    clock = times(now)
    left = waiting(actor.store_ids)
    by_hour = figures_by_hour(actor.store_ids, [clock.today, *clock.same_days])
    weeks = _weeks(by_hour, clock)
    rows, kinds = rows_of(actor.stores, now)
    total = _sum(by_hour, [clock.so_far])
    before = _sum(by_hour, clock.same_hours)
    wanted = Wanted.of(request)
    asked = narrowed(rows, kinds, wanted)
    shown, folded = groups(asked, shows_all=wanted.is_all or wanted.is_narrow)
    return Cockpit(
        incidents=incidents,
        verdict=_verdict(rows, incidents),
        rest=_rest(rows),
        now=now,
        heard_at=max(
            (row.health.heard_at for row in rows if row.health and row.health.heard_at),
            default=None,
        ),
        prompt=_prompt(total),
        queues=queues(left, {store.pk: store.name for store in actor.stores}, actor, now),
        figures=figures(total, before, weeks, actor.stores),
        has_usual=weeks > 0,
        chart=_chart(by_hour, clock, weeks),
        groups=shown,
        folded=folded,
        stores_count=len(rows),
        shown_count=len(asked),
        wanted=wanted,
        countries=countries(rows),
        kinds=kinds_found(kinds),
        looked_at=looked_at(rows),
    )


def _sum(by_hour: dict[datetime, Figures], spans: Sequence[Span]) -> Figures:
    """All hours within one of the spans together."""
    within = (
        figures_
        for hour, figures_ in by_hour.items()
        if any(since <= hour < until for since, until in spans)
    )
    return sum(within, Figures())


def _weeks(by_hour: dict[datetime, Figures], clock: Times) -> int:
    """In how many of the weeks before we were there to count: usual is their mean, or not known."""
    return sum(any(since <= hour < until for hour in by_hour) for since, until in clock.same_days)


def _verdict(rows: list[StoreRow], incidents: list[Incident]) -> str:
    if incidents:
        return incidents[0].words
    bad = sum(row.tone == "bad" for row in rows)
    if not rows:
        return _("No store is connected yet.")
    if bad:
        return ngettext("%(n)s store needs you now.", "%(n)s stores need you now.", bad) % {
            "n": formats.number_format(bad)
        }
    return _("Nothing needs you now.")


def _rest(rows: list[StoreRow]) -> str:
    warn = sum(row.tone == "warn" for row in rows)
    good = sum(row.tone == "good" for row in rows)
    waits = ngettext("%(n)s can wait", "%(n)s can wait", warn) % {"n": warn}
    runs = ngettext("%(n)s runs well", "%(n)s run well", good) % {"n": good}
    if warn and good:
        return _("%(waits)s, %(runs)s.") % {"waits": waits, "runs": runs}
    return pieces.as_sentence(waits if warn else runs if good else "")


def _prompt(total: Figures) -> str:
    if not total.sent:
        return ""
    part = round(100 * total.prompt / total.sent)
    return _("%(part)s %% of today's messages left within a minute.") % {"part": part}


def _chart(by_hour: dict[datetime, Figures], clock: Times, weeks: int) -> Any:
    hours = hours_of(by_hour, clock, weeks)
    busiest = max(hours, key=lambda hour: hour.sent, default=None)
    finding = _("Messages handed over per hour today.")
    if busiest and busiest.sent:
        most = _("Most at %(hour)s: %(n)s.") % {"hour": busiest.label, "n": busiest.sent}
        finding = pieces.in_a_row(finding, most)
    return charts.per_hour(hours, finding)
