"""The stores of the start page, worst first: read from what the last look kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import pieces
from desk import charts
from desk.fleet import mending
from fleet import words
from fleet.kinds import FindingKind
from fleet.models import Finding, StoreHealth
from fleet.services import worst
from orders.search import name_key
from stores.models import Store

HEALTHY: Final = 8  # of those that run well, so many are shown at once
CELLS: Final = {
    FindingKind.LAG: "lag",
    FindingKind.SILENT: "heard",
    FindingKind.BOUNCES: "bounced",
    FindingKind.COMPLAINTS: "complained",
    FindingKind.TWICE: "twice",
    FindingKind.DOMAIN: "domains",
    FindingKind.AUDITS: "audit",
    FindingKind.PARCELS: "parcels",
    FindingKind.FAILED: "failed",
}
_TITLES: Final = {
    "bad": gettext_lazy("Act now"),
    "warn": gettext_lazy("Look this week"),
    "good": gettext_lazy("Runs well"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a store; tinted where it is why the store stands there."""

    label: str
    said: Any
    tone: str = ""


@dataclass(frozen=True, slots=True)
class StoreRow:
    store: Store
    tone: str
    finding: mending.Shown | None
    others: int
    health: StoreHealth | None
    tones: dict[str, str]  # of the cells that are why it stands there
    now: datetime

    @property
    def spark(self) -> Any:
        """Drawn only for a row that is shown, as the cells are: most run well and are folded."""
        return charts.spark(self.health.days if self.health else [])

    @property
    def cells(self) -> list[Cell]:
        return _cells(self.health, self.tones, self.now)

    @property
    def failed(self) -> int:
        return self.health.failed_count if self.health else 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stores are asked for."""

    text: str = ""
    tone: str = ""
    kind: str = ""
    country: str = ""
    is_all: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> "Wanted":
        given = request.GET
        return cls(
            text=given.get("q", "").strip()[:100],
            tone=given.get("show", "") if given.get("show", "") in _TITLES else "",
            kind=given.get("kind", "") if given.get("kind", "") in FindingKind else "",
            country=given.get("country", "")[:2].upper(),
            is_all="all" in given,
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.tone or self.kind or self.country)


def rows_of(stores: Sequence[Store], now: datetime) -> tuple[list[StoreRow], dict[int, set[str]]]:
    """Every store with what is wrong with it, worst first; and its kinds. Two queries."""
    health = {row.store_id: row for row in StoreHealth.objects.all()}
    found: dict[int, list[Finding]] = {}
    for row in Finding.objects.open():
        found.setdefault(row.store_id, []).append(row)
    rows = []
    for store in stores:
        of_store = sorted(found.get(store.pk, []), key=worst)
        rows.append(_row(store, health.get(store.pk), of_store, now))
    order = ["bad", "warn", "good"]
    rows.sort(key=lambda row: (order.index(row.tone), -row.failed, row.store.name))
    return rows, {pk: {row.kind for row in of_store} for pk, of_store in found.items()}


def narrowed(
    rows: Sequence[StoreRow], kinds: dict[int, set[str]], wanted: Wanted
) -> list[StoreRow]:
    """Those that were asked for."""
    key = name_key(wanted.text)
    return [
        row
        for row in rows
        if (not wanted.tone or row.tone == wanted.tone)
        and (not wanted.kind or wanted.kind in kinds.get(row.store.pk, ()))
        and (not wanted.country or row.store.country == wanted.country)
        and (key in name_key(row.store.name) or key in row.store.shop_domain)
    ]


def groups(
    rows: Sequence[StoreRow], *, shows_all: bool
) -> tuple[list[tuple[str, int, list[StoreRow]]], int]:
    """By how soon; of those that run well some, and how many more there are."""
    found, folded = [], 0
    for tone, title in _TITLES.items():
        of_tone = [row for row in rows if row.tone == tone]
        shown = of_tone
        if tone == "good" and not shows_all:
            shown = of_tone[:HEALTHY]
            folded = len(of_tone) - len(shown)
        if of_tone:
            found.append((str(title), len(of_tone), shown))
    return found, folded


def countries(rows: Sequence[StoreRow]) -> list[tuple[str, int]]:
    """Where the stores are, if they are in several countries; most stores first."""
    counts = Counter(row.store.country for row in rows if row.store.country)
    found = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return found[:8] if len(found) > 1 else []


def kinds_found(kinds: dict[int, set[str]]) -> list[tuple[str, str, int]]:
    """What is wrong somewhere: kind, words, how many stores."""
    counts = Counter(kind for found in kinds.values() for kind in found)
    return [(kind.value, str(kind.label), counts[kind]) for kind in FindingKind if counts[kind]]


def _row(store: Store, health: StoreHealth | None, found: list[Finding], now: datetime) -> StoreRow:
    tones = {
        CELLS[kind]: mending.tone_of(one.severity)
        for one in found
        if (kind := FindingKind(one.kind)) in CELLS
    }
    first = mending.shown(found[0], now) if found else None
    return StoreRow(
        store=store,
        tone=first.tone if first else "good",
        finding=first,
        others=max(len(found) - 1, 0),
        health=health,
        tones=tones,
        now=now,
    )


def _cells(health: StoreHealth | None, tones: dict[str, str], now: datetime) -> list[Cell]:
    if health is None:
        labels = (_("Lag"), _("Last webhook"), _("Came back"), _("Spam"), _("Twice"), _("DNS"))
        return [
            Cell(label, pieces.EMPTY) for label in (*labels, _("Audit"), _("Tests"), _("Parcels"))
        ]
    heard = pieces.ago(health.heard_at, now) if health.heard_at else pieces.EMPTY
    return [
        Cell(_("Lag"), words.for_long(health.lag_seconds), tones.get("lag", "")),
        Cell(_("Last webhook"), heard, tones.get("heard", "")),
        Cell(_("Came back"), words.share(health.bounced_bp), tones.get("bounced", "")),
        Cell(_("Spam"), words.share(health.complained_bp), tones.get("complained", "")),
        Cell(_("Twice"), health.twice_count, tones.get("twice", "")),
        Cell(_("DNS"), health.domains_count or _("ok"), tones.get("domains", "")),
        Cell(_("Audit"), _audit(health.audit_days), tones.get("audit", "")),
        Cell(_("Tests"), health.tests_count),
        Cell(_("Parcels"), words.counted(health.parcels_count), tones.get("parcels", "")),
    ]


def _audit(days: int | None) -> str:
    if days is None:
        return pieces.EMPTY
    if days < 0:
        return _("%(n)s d late") % {"n": -days}
    return _("%(n)s d") % {"n": days}


def looked_at(rows: Sequence[StoreRow]) -> datetime | None:
    """When the oldest of these looks was."""
    return min((row.health.looked_at for row in rows if row.health), default=None)
