"""Incidents open when far more goes wrong than usual, and close when it is over.

# Note [One cause, one incident]
A dead mailbox service troubles each store that writes to it; a bad list of one store troubles each
domain in it. So a domain has an incident only if stores share the trouble (no store has MOST of
it), and a store has none if domains with an incident explain MOST of its trouble. Where MOST of a
store's trouble left by one sender, that sender is named.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Sum

from analytics import warning
from analytics.flow_folding import FOLD, KINDS, SCREEN
from analytics.folding import BATCH
from analytics.models import FeedCursor, FlowHour, Incident, Measure
from analytics.surprise import (
    LEAST_TRIED,
    LEAST_TROUBLED,
    Count,
    is_over,
    surprising,
    usual_rate,
)

FLOW = "flow"
BATCHES_AT_ONCE: Final = 20
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
USUAL: Final = timedelta(days=14)  # before the last day: what is compared with
KEPT: Final = timedelta(days=16)
MOST: Final = 0.9
# Below these rates nobody is told. Complaints: what Gmail's and Yahoo's rules for senders allow.
FLOORS: Final = {Measure.BOUNCES: 0.02, Measure.FAILURES: 0.02, Measure.COMPLAINTS: 0.003}
_COLUMNS: Final = {
    Measure.BOUNCES: "bounced_count",
    Measure.FAILURES: "failed_count",
    Measure.COMPLAINTS: "complained_count",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Whose trouble, and which."""

    agency_id: int
    store_id: int | None
    sender_id: int | None
    domain: str
    measure: Measure

    @property
    def columns(self) -> dict[str, Any]:
        """Of its incident."""
        return {
            "agency_id": self.agency_id,
            "store_id": self.store_id,
            "sender_id": self.sender_id,
            "domain": self.domain,
            "measure": self.measure,
        }

    @property
    def rows(self) -> Any:
        found = FlowHour.objects.filter(store__agency_id=self.agency_id)
        if self.store_id:
            found = found.filter(store_id=self.store_id)
        if self.sender_id:
            found = found.filter(sender_id=self.sender_id)
        return found.filter(domain=self.domain) if self.domain else found

    def count(self, since: datetime, until: datetime | None = None) -> Count:
        rows = self.rows.filter(hour__gte=since)
        return _count(rows.filter(hour__lt=until) if until else rows, self.measure)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cause, and its counts of the last hour, two hours, and day."""

    cause: Cause
    windows: tuple[Count, ...]


def fold_flow() -> int:
    """Add what happened since the last call; how many facts were read. Wants every store."""
    read = 0
    for _batch in range(BATCHES_AT_ONCE):
        fresh = _fold_batch()
        read += fresh
        if fresh < BATCH:
            break
    return read


def watch(*, now: datetime) -> list[Incident]:
    """Close what is over, open what is new; the new ones. Wants a scope of every store.

    One statement over the rows of a day; a few more for each suspect, of which there are few.
    """
    close_incidents(now=now)
    suspects = [one for one in _screen(now) if surprising(one.windows, _floor(one.cause))]
    shared = [one for one in suspects if one.cause.domain and _is_shared(one.cause, now)]
    own = [one for one in suspects if one.cause.store_id and not one.cause.sender_id]
    senders = [one for one in suspects if one.cause.sender_id]
    own = [one for one in own if not _is_explained(one.cause, shared, now)]
    opened = (_open(one, now) for one in [*shared, *_with_senders(own, senders)])
    return [incident for incident in opened if incident]


def close_incidents(*, now: datetime) -> int:
    """Those whose mail looks usual again; how many."""
    closed = 0
    for incident in Incident.objects.open():
        cause = cause_of(incident)
        lately, today = cause.count(_hour(now) - HOUR), cause.count(_hour(now) - DAY)
        if is_over(lately, today, incident.usual_rate):
            closed += Incident.objects.open().filter(pk=incident.pk).update(closed_at=now)
    return closed


def note_incident(*, incident: Incident, actor: str, now: datetime) -> bool:
    """A person has seen it. False if somebody had."""
    unseen = Incident.objects.filter(pk=incident.pk, noted_at=None)
    return bool(unseen.update(noted_at=now, noted_by=actor[:254]))


def forget_flow(*, now: datetime) -> int:
    """Hours that nothing is compared with any more."""
    count, _by_table = FlowHour.objects.filter(hour__lt=now - KEPT).delete()
    return count


def cause_of(incident: Incident) -> Cause:
    return Cause(
        incident.agency_id,
        incident.store_id,
        incident.sender_id,
        incident.domain,
        Measure(incident.measure),
    )


def _screen(now: datetime) -> Iterator[Suspect]:
    hour = _hour(now)
    with connection.cursor() as cursor:
        cursor.execute(
            SCREEN,
            {
                "hour": hour,
                "two_hours": hour - HOUR,
                "day": hour - DAY,
                "least": LEAST_TROUBLED,
                "least_tried": LEAST_TRIED,
            },
        )
        rows = cursor.fetchall()
    for agency_id, store_id, sender_id, domain, *counts in rows:
        for place, measure in enumerate(Measure, start=1):
            windows = [Count(counts[at], counts[at + place]) for at in (0, 4, 8)]
            cause = Cause(agency_id, store_id, sender_id, domain, measure)
            yield Suspect(cause, tuple(windows))


@transaction.atomic
def _open(suspect: Suspect, now: datetime) -> Incident | None:
    """If it is unusual for whom it is about, too, and not what has just been over."""
    cause, hour = suspect.cause, _hour(now)
    known = _incidents_of(cause)
    if known.open().exists():
        return None
    spans = [hour, hour - HOUR, hour - DAY]
    last = known.order_by("-closed_at").first()
    if last and last.closed_at:
        spans = [max(since, _hour(last.closed_at) + HOUR) for since in spans]
    rate = usual_rate(cause.count(hour - DAY - USUAL, hour - DAY), _floor(cause))
    windows = {cause.count(since): since for since in dict.fromkeys(spans)}
    found = surprising(windows, rate)
    if found is None:
        return None
    incident, is_new = Incident.objects.get_or_create(
        **cause.columns,
        closed_at=None,
        defaults={
            "since_at": windows[found],
            "tried_count": found.tried,
            "troubled_count": found.troubled,
            "usual_rate": rate,
            "opened_at": now,
        },
    )
    if not is_new:
        return None
    warning.write_notices(incident=incident, now=now)
    return incident


def _incidents_of(cause: Cause) -> Any:
    return Incident.objects.filter(**cause.columns)


# See Note [One cause, one incident].
def _is_shared(cause: Cause, now: datetime) -> bool:
    by_store = _troubles(cause, "store_id", now)
    return bool(by_store) and max(by_store.values()) < MOST * sum(by_store.values())


def _is_explained(cause: Cause, shared: Iterable[Suspect], now: datetime) -> bool:
    mine = (cause.agency_id, cause.measure)
    domains = {
        one.cause.domain for one in shared if (one.cause.agency_id, one.cause.measure) == mine
    }
    if not domains:
        return False
    by_domain = _troubles(cause, "domain", now)
    explained = sum(count for domain, count in by_domain.items() if domain in domains)
    return explained >= MOST * sum(by_domain.values())


def _with_senders(own: Iterable[Suspect], senders: Iterable[Suspect]) -> Iterator[Suspect]:
    for one in own:
        whole = one.windows[-1].troubled
        by_one = (
            sender
            for sender in senders
            if replace(sender.cause, sender_id=None) == one.cause
            and sender.windows[-1].troubled >= MOST * whole
        )
        yield next(by_one, one)


def _troubles(cause: Cause, column: str, now: datetime) -> dict[Any, int]:
    rows = cause.rows.filter(hour__gte=_hour(now) - DAY)
    sums = rows.values_list(column).annotate(count=Sum(_COLUMNS[cause.measure]))
    return dict(sums.filter(count__gt=0))


def _count(rows: Any, measure: Measure) -> Count:
    sums = rows.aggregate(
        tried=Sum("tried_count", default=0), troubled=Sum(_COLUMNS[measure], default=0)
    )
    return Count(sums["tried"], sums["troubled"])


def _floor(cause: Cause) -> float:
    return FLOORS[cause.measure]


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


@transaction.atomic
def _fold_batch() -> int:
    FeedCursor.objects.get_or_create(name=FLOW)
    mine = FeedCursor.objects.select_for_update(skip_locked=True).filter(name=FLOW).first()
    if mine is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            FOLD, {"xid": mine.xid, "last_id": mine.last_id, "limit": BATCH, "kinds": KINDS}
        )
        count, xid, last_id = cursor.fetchone()
    if count:
        FeedCursor.objects.filter(pk=mine.pk).update(xid=xid, last_id=last_id)
    return int(count)
