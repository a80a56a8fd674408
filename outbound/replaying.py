"""A stretch of the feed told once more, in steps, beside what happens meanwhile.

The deliveries are new ones with the events' old ids (`webhook-id`), so a receiver that keeps these
knows what it has. Among themselves the replayed events of an order come in order; what happens
meanwhile does not wait for them.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from common.killpoint import killpoint
from outbound import feeding, places, redriving
from outbound.data import Place
from outbound.models import Endpoint, Replay, ReplayState

REACH: Final = timedelta(days=30)
MOST_EVENTS: Final = 100_000
# More of a replay is read once fewer deliveries wait, so that it never stands in the way for long.
MOST_OPEN: Final = 1_000


class ReplayRuns(DomainError):
    """One replay at a time."""

    code = "replay-runs"


class ReplayTooFar(DomainError):
    """It would begin too long ago, or be of too much."""

    code = "replay-too-far"


class ReplayOver(DomainError):
    """It is done, or was stopped."""

    code = "replay-over"


@transaction.atomic
def replay(*, endpoint: Endpoint, start: Place | datetime, actor: str, now: datetime) -> Replay:
    """Tell again what was recorded from a time on, or came after a place in the feed.

    Up to where the endpoint has read by now. Raises EndpointAsleep, ReplayRuns, ReplayTooFar.
    """
    row = redriving.awake(endpoint)
    if Replay.objects.filter(endpoint=row, state=ReplayState.RUNNING).exists():
        raise ReplayRuns(_("A replay runs already. Wait until it is done, or stop it."))
    earliest = now - REACH
    if isinstance(start, datetime):
        if start < earliest:
            raise ReplayTooFar(_("A replay goes back at most 30 days."))
        since, place = start, places.place_before(start, store_ids=feeding.stores_of(row))
    else:
        since, place = earliest, start
    until = Place(row.cursor_xid, row.cursor_id)
    stores = feeding.stores_of(row)
    total = feeding.count(stores, after=place, until=until, since=since, most=MOST_EVENTS + 1)
    if total > MOST_EVENTS:
        raise ReplayTooFar(
            _("That is more than %(n)s events. Begin later, or read GET /api/v1/events/ instead.")
            % {"n": MOST_EVENTS}
        )
    made = Replay.objects.create(
        agency_id=row.agency_id,
        endpoint=row,
        store_id=row.store_id,
        since=since,
        cursor_xid=place.xid,
        cursor_id=place.id,
        until_xid=until.xid,
        until_id=until.id,
        total_count=total,
        created_by=actor[:254],
        created_at=now,
    )
    made.refresh_from_db()
    jobs.defer("outbound.read_on")
    return made


@transaction.atomic
def stop_replay(*, replay: Replay, now: datetime) -> Replay:
    """Read no further. What was made of it already still goes. Raises ReplayOver."""
    running = Replay.objects.filter(pk=replay.pk, state=ReplayState.RUNNING)
    if not running.update(state=ReplayState.CANCELLED, ended_at=now):
        raise ReplayOver(_("It is over already."))
    replay.refresh_from_db()
    return replay


@transaction.atomic
def replay_on(*, replay_id: int, now: datetime) -> int:
    """One batch; how many rows were read. 0 also where others do it, or enough waits.

    Like Note [Each event once]: deliveries and cursor are one transaction.
    """
    endpoint_id = Replay.objects.filter(pk=replay_id).values_list("endpoint_id", flat=True).first()
    endpoint = feeding.locked(endpoint_id) if endpoint_id else None
    if endpoint is None or feeding.open_count(endpoint, MOST_OPEN) >= MOST_OPEN:
        return 0
    running = Replay.objects.filter(pk=replay_id, state=ReplayState.RUNNING)
    row = running.select_for_update().first()
    if row is None:
        return 0
    rows = feeding.read(
        feeding.stores_of(endpoint),
        after=Place(row.cursor_xid, row.cursor_id),
        until=Place(row.until_xid, row.until_id),
        limit=feeding.BATCH,
    )
    wanted = [each for each in rows if each.recorded_at >= row.since]
    made = feeding.make(endpoint, wanted, now=now, replay=row)
    row.read_count += len(wanted)
    row.made_count += made
    if len(rows) < feeding.BATCH:
        row.state, row.ended_at = ReplayState.DONE, now
    if rows:
        row.cursor_xid, row.cursor_id = rows[-1].xid, rows[-1].id
    row.save()
    if made:
        jobs.defer("outbound.send_due")
    killpoint("outbound.replayed")
    return len(rows)
