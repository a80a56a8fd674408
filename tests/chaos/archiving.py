"""Batches of orders shot within a chunk: each order is archived once, and told of once."""

from collections import Counter
from datetime import timedelta
from random import Random

from django.utils import timezone

from orders import archiving_many
from orders.archiving_many import Deed, Wanted
from orders.models import Activity, ActivityKind, Order, OrderBatch
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.orders import make_order
from tests.factories.stores import make_store

WHAT = "many orders archived at a time"
ALL = [(WHAT, "orders.archive_chunk")]
CHUNK = 2


def shot_at(what: str, step: str, kills: int, chance: Random) -> Row:
    """So many workers die at this step, several at once."""
    row = Row(what, step, tried=kills)
    with row.timed():
        _shoot(row, chance)
    return row


def archive(say: Say) -> None:
    """Go on with the orders that people put away in bulk."""
    archiving_many.CHUNK = CHUNK  # type: ignore[misc]  # smaller, so that few rows make many chunks
    with every_store(because="a test's worker"):
        while archiving_many.run_batches(now=timezone.now()):
            pass


def _shoot(row: Row, chance: Random) -> None:
    """Several at once, as one batch is in one hand at a time."""
    stores = [make_store() for _ in range(shots.AT_ONCE)]
    # Each death is after at most one chunk that was done.
    count = CHUNK * (row.tried + 2)
    begun = [_begin(store, count) for store in stores]
    killed = 0
    while killed < row.tried:
        kill = f"{row.step}:{chance.randint(1, 2)}"
        ends = shots.fire([Shot(archive, kill)] * min(len(stores), row.tried - killed))
        row.must(any(end.is_killed for end in ends), f"not killed at {kill}")
        for batch in begun:
            _must_agree(row, batch)
        if row.violations:
            return
        killed += sum(end.is_killed for end in ends)
        with every_store(because="a minute passes"):
            OrderBatch.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    shots.finish(Shot(archive))
    for store, batch in zip(stores, begun, strict=True):
        _reckon(row, store, batch, count)
    row.must(
        row.lost == row.duplicates == row.silent == 0,
        f"{row.lost} lost, {row.duplicates} twice, {row.silent} unfinished",
    )


def _begin(store: Store, count: int) -> OrderBatch:
    """Three orders of each minute, so that chunks end between orders of one moment."""
    now = timezone.now()
    for number in range(count):
        make_order(store, lines=0, placed_at=now - timedelta(minutes=1 + number // 3))
    with store_scope(store.pk):
        return archiving_many.begin(
            wanted=Wanted(store_ids=(store.pk,), asked_at=now),
            deed=Deed.ARCHIVE,
            agency_id=store.agency_id,
            actor="Jonas",
            now=now,
        )


def _must_agree(row: Row, batch: OrderBatch) -> None:
    """A death leaves the orders of its chunk and the batch's place as they were: both or none."""
    with every_store(because="a test looks at a batch"):
        done_count = OrderBatch.objects.get(pk=batch.pk).done_count
        orders = Order.objects.filter(store_id__in=batch.store_ids, archived_at__isnull=False)
        away_count = orders.count()
    row.must(done_count == away_count, f"{done_count} counted, {away_count} put away")


def _reckon(row: Row, store: Store, batch: OrderBatch, count: int) -> None:
    with every_store(because="a test looks at a batch"):
        ended = OrderBatch.objects.get(pk=batch.pk)
    with store_scope(store.pk):
        away = set(Order.objects.exclude(archived_at=None).values_list("pk", flat=True))
        told = Activity.objects.filter(kind=ActivityKind.ORDER_ARCHIVED, actor="Jonas")
        times = Counter(told.values_list("order_id", flat=True))
    row.lost += count - len(away)
    row.duplicates += sum(number > 1 for number in times.values())
    row.silent += ended.state != OrderBatch.State.DONE
    row.must(set(times) == away, f"{len(times)} told of {len(away)}")
    counts = (ended.done_count, ended.passed_count)
    row.must(counts == (count, 0), f"{counts} counted of {count}")
