"""Look at stores and remember what was found; forget what is old.

# Note [One finding a trouble]
A store has one open finding of each kind: it begins with the look that first sees it, ends with the
first that does not, and is written over in between (how many, how bad). What ended less than SOON
ago and is seen again goes on as the same finding, so that a trouble that comes and goes each minute
is one in the history, and is told once.

Whoever looks waits for whoever looks just then, so each beginning and each end is seen by one.
Beginning and end are facts of the feed: programs hear of them by the webhooks that they have
(outbound/), and alerts.py tells people.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from common.killpoint import killpoint
from fleet import alerts, looking
from fleet.data import Reading, Sign
from fleet.kinds import RANK, FindingKind, Severity
from fleet.models import Finding, HealthDay, StoreHealth
from orders.models import ActivityKind
from orders.services import record_activity
from stores.middleware import zone
from stores.models import Store

SOON: Final = timedelta(minutes=15)
GAP: Final = timedelta(minutes=10)  # nobody knows what was between looks further apart
AT_ONCE: Final = 500


def look_at(*, stores: Sequence[Store], now: datetime) -> int:
    """Look at these stores, and keep what is found; how many findings began or ended.

    Some twenty statements for any number of them, and two more for each beginning and end.
    """
    changed = 0
    for first in range(0, len(stores), AT_ONCE):
        changed += _look_at(stores[first : first + AT_ONCE], now)
    return changed


def look_at_new(*, stores: Sequence[Store], now: datetime) -> int:
    """Look at those of them that nobody has looked at yet; how many there were. One query."""
    known = set(StoreHealth.objects.values_list("store_id", flat=True))
    fresh = [store for store in stores if store.pk not in known]
    if fresh:
        look_at(stores=fresh, now=now)
    return len(fresh)


def forget_old(*, before: datetime) -> int:
    """Days and ended findings from before then; how many rows."""
    days, _ = HealthDay.objects.filter(day__lt=before.date()).delete()
    ended, _ = Finding.objects.filter(closed_at__lt=before).delete()
    return days + ended


@transaction.atomic
def _look_at(stores: Sequence[Store], now: datetime) -> int:
    _wait_for_others()
    readings = looking.read(stores, now)
    known = _known(stores, now)
    health = {row.store_id: row for row in StoreHealth.objects.filter(store__in=stores)}
    began: list[Finding] = []
    ended: list[Finding] = []
    still: list[Finding] = []
    again: list[Finding] = []
    for store in stores:
        signs = {sign.kind: sign for sign in readings[store.pk].signs}
        for kind, sign in signs.items():
            found = known.get((store.pk, kind))
            if found is None:
                began.append(_new(store, sign, now))
                continue
            if found.closed_at is not None:
                again.append(found)
            still.append(_seen_again(found, sign, now))
        ended += [
            found
            for (store_id, kind), found in known.items()
            if store_id == store.pk and kind not in signs and found.closed_at is None
        ]
    Finding.objects.bulk_create(began)
    for found in ended:
        found.closed_at = now
    columns = ["severity", "worst", "count", "about", "seen_at", "closed_at"]
    Finding.objects.bulk_update([*still, *ended], columns, batch_size=AT_ONCE)
    _keep_days(stores, readings, health, now)
    _keep_health(stores, readings, now)
    killpoint("fleet.found")
    _tell(began, again, ended, now)
    return len(began) + len(again) + len(ended)


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('fleet.look', 0))")


def _known(stores: Sequence[Store], now: datetime) -> dict[tuple[int, str], Finding]:
    """Those that stand, and those that have just ended, which may go on."""
    lately = Q(closed_at=None) | Q(closed_at__gt=now - SOON)
    rows = Finding.objects.filter(lately, store__in=stores).order_by("opened_at", "id")
    found: dict[tuple[int, str], Finding] = {}
    for row in rows:
        standing = found.get((row.store_id, row.kind))
        if standing is None or standing.closed_at is not None:
            found[row.store_id, row.kind] = row
    return found


def _new(store: Store, sign: Sign, now: datetime) -> Finding:
    return Finding(
        store=store,
        kind=sign.kind,
        severity=sign.severity,
        worst=sign.severity,
        count=sign.count,
        about=sign.about,
        opened_at=now,
        seen_at=now,
    )


def _seen_again(found: Finding, sign: Sign, now: datetime) -> Finding:
    found.severity, found.count, found.about = sign.severity, sign.count, sign.about
    found.worst = max(found.worst, sign.severity)
    found.seen_at, found.closed_at = now, None
    return found


def worst(found: Finding) -> tuple[int, int]:
    """For sorting: worst first."""
    return -found.severity, RANK[FindingKind(found.kind)]


def severity_of(signs: Iterable[Sign]) -> int:
    return max((sign.severity for sign in signs), default=int(Severity.GOOD))


def _keep_health(stores: Sequence[Store], readings: dict[int, Reading], now: datetime) -> None:
    rows = []
    for store in stores:
        figures = readings[store.pk].figures
        row = StoreHealth(
            store=store,
            severity=severity_of(readings[store.pk].signs),
            looked_at=now,
            **{name: getattr(figures, name) for name in _FIGURES},
        )
        row.days = list(figures.days)
        rows.append(row)
    StoreHealth.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["store"],
        update_fields=["severity", "looked_at", "days", *_FIGURES],
    )


_FIGURES: Final = (
    *("heard_at", "lag_seconds", "sent_count", "orders_count", "failed_count"),
    *("week_sent_count", "bounced_bp", "complained_bp", "twice_count", "domains_count"),
    *("tests_count", "parcels_count", "audit_days"),
)


def _keep_days(
    stores: Sequence[Store],
    readings: dict[int, Reading],
    health: dict[int, StoreHealth],
    now: datetime,
) -> None:
    """Today's row of each: the worst of the day, and for how long it was bad."""
    today = {store.pk: now.astimezone(zone(store.timezone)).date() for store in stores}
    rows = HealthDay.objects.filter(store__in=stores, day__in=set(today.values()))
    kept = {(row.store_id, row.day): row for row in rows}
    days = []
    for store in stores:
        figures, signs = readings[store.pk].figures, readings[store.pk].signs
        row = kept.get((store.pk, today[store.pk])) or HealthDay(store=store, day=today[store.pk])
        row.severity = max(row.severity, severity_of(signs))
        before = health.get(store.pk)
        if before is not None and before.severity == Severity.BAD:
            row.bad_seconds += int(min(now - before.looked_at, GAP).total_seconds())
        row.looks_count += 1
        if figures.lag_seconds is not None:
            row.lag_seconds = max(row.lag_seconds or 0, figures.lag_seconds)
        row.sent_count, row.orders_count = figures.sent_count, figures.orders_count
        days.append(row)
    columns = ["severity", "bad_seconds", "looks_count", "lag_seconds"]
    columns += ["sent_count", "orders_count"]
    for row in days:
        row.pk = None  # by store and day, whoever made it
    HealthDay.objects.bulk_create(
        days, update_conflicts=True, unique_fields=["store", "day"], update_fields=columns
    )


def _tell(
    began: Sequence[Finding], again: Sequence[Finding], ended: Sequence[Finding], now: datetime
) -> None:
    for found in sorted([*began, *again], key=lambda one: RANK[FindingKind(one.kind)]):
        _record(found, ActivityKind.FINDING_OPENED, now)
    for found in ended:
        _record(found, ActivityKind.FINDING_CLOSED, now)
    alerts.take_back_ends(again)
    alerts.write_alerts(began=began, ended=ended, now=now)


def _record(found: Finding, kind: ActivityKind, now: datetime) -> None:
    said: dict[str, Any] = {
        "finding": found.kind,
        "severity": Severity(found.severity).name,
        "count": found.count,
        "finding_id": found.pk,
    }
    key = f"finding:{found.pk}:{kind}:{now:%Y%m%dT%H%M%S}".lower()
    record_activity(store_id=found.store_id, order_id=None, kind=kind, at=now, key=key, data=said)
