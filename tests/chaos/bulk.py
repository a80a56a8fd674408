"""Batches and roll-outs shot between chunks: they go on where they were, nothing is done twice."""

from collections import Counter
from datetime import timedelta
from random import Random

from django.utils import timezone

from messaging import batches
from messaging.batches import Wanted
from messaging.models import Batch, Deed, Message
from messaging.states import Reason, State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.models import Revision, RolloutItem
from tests.chaos import deeds, shots
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.messaging import make_messages
from tests.factories.stores import make_agency, make_store
from tests.templates_app import fleets

BATCH, ROLL_OUT = "messaging.batch_chunk", "templates.rollout.chunk"
ALL = [("many messages at a time", BATCH), ("rolling words out", ROLL_OUT)]
CHUNK = 2


def shot_at(what: str, step: str, kills: int, chance: Random) -> Row:
    """So many workers die at this step."""
    row = Row(what, step, tried=kills)
    with row.timed():
        {BATCH: _shoot_batches, ROLL_OUT: _shoot_roll_out}[step](row, chance)
    return row


def _shoot_batches(row: Row, chance: Random) -> None:
    """Several at once, as one batch is in one hand at a time."""
    stores = [make_store() for _ in range(shots.AT_ONCE)]
    # Each death is after at most one chunk that was done.
    count = CHUNK * (row.tried + 2)
    begun = [_begin(store, count) for store in stores]
    _shoot(row, Shot(deeds.do_batches, arguments=(CHUNK,)), len(stores), chance)
    shots.finish(Shot(deeds.do_batches, arguments=(CHUNK,)))
    for store, batch in zip(stores, begun, strict=True):
        with store_scope(store.pk):
            states = list(Message.objects.values_list("state", flat=True))
            told = Activity.objects.filter(kind=ActivityKind.MESSAGE_PLANNED, actor="Jonas")
            times = Counter(told.values_list("message_id", flat=True))
        with every_store(because="a test looks at a batch"):
            done_count = Batch.objects.get(pk=batch.pk).done_count
        row.lost += sum(state != State.PLANNED for state in states)
        row.duplicates += sum(n > 1 for n in times.values())
        row.must(done_count == len(times) == count, f"{done_count} counted, {len(times)} told")
    row.must(row.lost == row.duplicates == 0, "lost or twice")


def _begin(store: Store, count: int) -> Batch:
    make_messages(store, count, state=State.FAILED, reason=Reason.REFUSED)
    with store_scope(store.pk):
        return batches.begin(
            wanted=Wanted(store_ids=(store.pk,), state=State.FAILED),
            deed=Deed.RELEASE,
            agency_id=store.agency_id,
            because="The mail server is back",
            actor="Jonas",
            now=timezone.now(),
        )


def _shoot_roll_out(row: Row, chance: Random) -> None:
    agency = make_agency()
    with every_store(because="a test begins a roll-out"):
        stores = fleets.make_fleet(agency, CHUNK * (row.tried + 2))
        fleets.say(fleets.master_of(agency), "help", title="Ny hjelp")
        fleets.push(agency, stores)
    _shoot(row, Shot(deeds.roll_out, arguments=(CHUNK,)), 1, chance)
    shots.finish(Shot(deeds.roll_out, arguments=(CHUNK,)))
    with every_store(because="a test looks at what became of it"):
        row.lost = sum("Ny hjelp" not in fleets.mail(store) for store in stores)
        revisions = Counter(
            Revision.objects.filter(store__in=stores).values_list("store_id", "number")
        )
        row.duplicates = sum(number > 2 for _, number in revisions)
        items = RolloutItem.objects.filter(store__in=stores)
        row.silent = sum(state != "DONE" for state in items.values_list("state", flat=True))
    row.must(len(revisions) == 2 * len(stores), f"{len(revisions)} revisions")
    row.must(row.lost == row.duplicates == row.silent == 0, "lost, twice or unfinished")


def _shoot(row: Row, shot: Shot, at_once: int, chance: Random) -> None:
    killed = 0
    while killed < row.tried:
        aimed = Shot(shot.deed, f"{row.step}:{chance.randint(1, 2)}", shot.arguments)
        ends = shots.fire([aimed] * min(at_once, row.tried - killed))
        row.must(any(end.is_killed for end in ends), f"not killed at {aimed.kill}")
        if row.violations:
            return
        killed += sum(end.is_killed for end in ends)
        with every_store(because="a minute passes"):
            Batch.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
