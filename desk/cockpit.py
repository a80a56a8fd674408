"""The start page: a verdict, what waits for a person, today's figures, the stores worst first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.queries import Figures, figures_by_hour, figures_by_store, sent_by_day
from common import pieces
from desk import charts
from desk.findings import Finding, Signs, findings
from desk.incidents import Row as Incident
from desk.incidents import unnoted
from desk.queues import Queue, Waiting, queues, waiting
from desk.today import Figure, Times, figures, hours_of, times
from intake.models import Webhook
from messaging import guarding, promo_pools
from messaging.models import Sender
from stores.admin_base import actor_of
from stores.models import Credential, Store
from stores.roles import Verb

DAYS = 10
HEALTHY = 8  # of those that run well, so many are shown at once


@dataclass(frozen=True, slots=True)
class StoreRow:
    store: Store
    tone: str
    finding: Finding | None
    others: int
    spark: Any
    today: Figures
    heard_at: datetime | None
    failed: int


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
    """Fifteen statements, however many stores and messages there are."""
    now, actor = timezone.now(), actor_of(request)
    incidents = unnoted(request)
    clock = times(now)
    left = waiting(actor.store_ids)
    by_hour = figures_by_hour([clock.today, *clock.same_days])
    by_store = figures_by_store(clock.so_far, clock.same_hours)
    by_day = sent_by_day((clock.today[0] - timedelta(days=DAYS - 1), clock.today[1]))
    heard = _heard(actor.store_ids)
    weeks = _weeks(by_hour, clock)
    signs = _signs(actor.stores, by_store, left, heard, weeks)
    rows = [_row(sign, by_store, by_day, clock, now) for sign in signs]
    rows.sort(
        key=lambda row: (["bad", "warn", "good"].index(row.tone), -row.failed, row.store.name)
    )
    total = sum((today for today, _before in by_store.values()), Figures())
    before = sum((past for _today, past in by_store.values()), Figures())
    shown, folded = _groups(rows, show_all="all" in request.GET)
    return Cockpit(
        incidents=incidents,
        verdict=_verdict(rows, incidents),
        rest=_rest(rows),
        now=now,
        heard_at=max((at for at in heard.values() if at), default=None),
        prompt=_prompt(total),
        queues=queues(left, {store.pk: store.name for store in actor.stores}, actor, now),
        figures=figures(total, before, weeks, actor.stores),
        has_usual=weeks > 0,
        chart=_chart(by_hour, clock, weeks),
        groups=shown,
        folded=folded,
        stores_count=len(rows),
    )


def _weeks(by_hour: dict[datetime, Figures], clock: Times) -> int:
    """In how many of the weeks before we were there to count: usual is their mean, or not known."""
    return sum(any(since <= hour < until for hour in by_hour) for since, until in clock.same_days)


def _heard(store_ids: frozenset[int]) -> dict[int, datetime | None]:
    """When each store last sent a webhook: one look into the index for each, in one statement."""
    of_store = Webhook.objects.filter(store_id=OuterRef("pk")).order_by("-received_at")
    rows = Store.objects.annotate(heard_at=Subquery(of_store.values("received_at")[:1]))
    return dict(rows.values_list("pk", "heard_at"))


def _signs(
    stores: Sequence[Store],
    by_store: dict[int, tuple[Figures, Figures]],
    left: Waiting,
    heard: dict[int, datetime | None],
    weeks: int,
) -> list[Signs]:
    in_trouble = {
        row.store_id: row for row in Sender.objects.filter(is_active=True).exclude(trouble="")
    }
    without_secret = set(
        Credential.objects.filter(webhook_secret="").values_list("store_id", flat=True)
    )
    counts = {name: Counter(row[0] for row in rows) for name, rows in left.by_state.items()}
    dry_pools = promo_pools.found_empty()
    twice = guarding.twice_counts()
    nothing = Figures()
    return [
        Signs(
            store=store,
            failed=counts["FAILED"][store.pk],
            unknown=counts["UNKNOWN"][store.pk],
            held=counts["HELD"][store.pk],
            addresses=counts["ADDRESSES"][store.pk],
            aside=counts["ASIDE"][store.pk],
            dry_pools=dry_pools[store.pk],
            twice=twice[store.pk],
            domains=counts["DOMAINS"][store.pk],
            audits=counts["AUDITS"][store.pk],
            orders_today=by_store.get(store.pk, (nothing, nothing))[0].orders,
            orders_usual=by_store.get(store.pk, (nothing, nothing))[1].orders / max(weeks, 1),
            sender=in_trouble.get(store.pk),
            has_secret=store.pk not in without_secret,
            heard_at=heard.get(store.pk),
        )
        for store in stores
    ]


def _row(
    signs: Signs,
    by_store: dict[int, tuple[Figures, Figures]],
    by_day: dict[int, dict[Any, int]],
    clock: Times,
    now: datetime,
) -> StoreRow:
    found = findings(signs, now)
    found.sort(key=lambda one: one.tone)  # bad before warn
    first = timezone.localtime(clock.today[0]).date()
    days = [first - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    of_store = by_day.get(signs.store.pk, {})
    return StoreRow(
        store=signs.store,
        tone=found[0].tone if found else "good",
        finding=found[0] if found else None,
        others=max(len(found) - 1, 0),
        spark=charts.spark([of_store.get(day, 0) for day in days]),
        today=by_store.get(signs.store.pk, (Figures(), Figures()))[0],
        heard_at=signs.heard_at,
        failed=signs.failed,
    )


def _groups(
    rows: list[StoreRow], *, show_all: bool
) -> tuple[list[tuple[str, int, list[StoreRow]]], int]:
    titles = {"bad": _("Act now"), "warn": _("Look this week"), "good": _("Runs well")}
    groups = []
    folded = 0
    for tone, title in titles.items():
        of_tone = [row for row in rows if row.tone == tone]
        shown = of_tone
        if tone == "good" and not show_all:
            shown = of_tone[:HEALTHY]
            folded = len(of_tone) - len(shown)
        if of_tone:
            groups.append((title, len(of_tone), shown))
    return groups, folded


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
