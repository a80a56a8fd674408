"""Many orders archived at a time, or taken out again: chosen by a search, done in the background.

It walks a store's orders from the newest that stood there when it began into the past, a chunk at
a time, and commits its place with what it did: a worker that dies goes on where it was. It is the
way of messaging/batches.py, whose rows are messages; an order has no way of its own to wait for.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from common.killpoint import killpoint
from orders import archiving
from orders.funnel import AGES
from orders.models import Order, OrderBatch, OrderQuerySet
from orders.queries import OrderSearch, found
from orders.stages import OPEN

CHUNK: Final = archiving.AT_ONCE
LEASE: Final = timedelta(seconds=60)
MOST_FORESEEN: Final = 10_000
Deed = OrderBatch.Deed


class OrderBatchRefused(DomainError):
    """Nothing was chosen."""

    code = "order-batch-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which orders of these stores; "" is any. Of those not archived, or of those archived."""

    store_ids: tuple[int, ...]
    stage: str = ""
    age: str = ""
    tag: str = ""
    financial_state: str = ""
    asked_at: datetime  # what an age is counted from, also when the work is done later

    def as_json(self) -> dict[str, str]:
        said = asdict(self)
        said.pop("store_ids")
        return {**said, "asked_at": self.asked_at.isoformat()}

    @classmethod
    def of(cls, batch: OrderBatch) -> "Wanted":
        said = dict(batch.wanted)
        asked_at = datetime.fromisoformat(said.pop("asked_at"))
        return cls(store_ids=tuple(batch.store_ids), asked_at=asked_at, **said)

    def rows(self, store_id: int, deed: Deed) -> OrderQuerySet:
        search = OrderSearch(
            tag=self.tag,
            financial_state=self.financial_state,
            stage=self.stage,
            is_archived=deed == Deed.UNARCHIVE,
        )
        rows = found(Order.objects.filter(store_id=store_id).placed(), search)
        age = next((each for each in AGES if each.code == self.age), None)
        return rows.filter(aged(age.bounds(self.asked_at))) if age else rows


def aged(bounds: tuple[datetime, datetime]) -> Q:
    """Open orders that came where they stand between these moments."""
    after, upto = bounds
    return Q(stage_since__gt=after, stage_since__lte=upto, stage__in=OPEN)


def foresee(*, wanted: Wanted, deed: Deed) -> int:
    """How many it would meet; stops at MOST_FORESEEN + 1. One query a store at most."""
    count = 0
    for store_id in wanted.store_ids:
        rows = wanted.rows(store_id, deed).values("pk")
        count += rows[: MOST_FORESEEN + 1 - count].count()
        if count > MOST_FORESEEN:
            break
    return count


@transaction.atomic
def begin(*, wanted: Wanted, deed: Deed, agency_id: int, actor: str, now: datetime) -> OrderBatch:
    """Do it to all of them, in the background. Raises OrderBatchRefused."""
    if not wanted.store_ids:
        raise OrderBatchRefused(_("Choose at least one store."))
    batch = OrderBatch.objects.create(
        agency_id=agency_id,
        deed=deed,
        store_ids=sorted(wanted.store_ids),
        wanted=wanted.as_json(),
        actor=actor[:254],
        created_at=now,
        foreseen_count=min(foresee(wanted=wanted, deed=deed), MOST_FORESEEN),
    )
    jobs.defer("orders.archive_batches")
    return batch


def cancel_batch(*, batch: OrderBatch, now: datetime) -> bool:
    """Stop before the next chunk; what was done stays done. False if it had ended."""
    running = OrderBatch.objects.filter(pk=batch.pk, state=OrderBatch.State.RUNNING)
    return bool(running.update(state=OrderBatch.State.CANCELLED, finished_at=now))


def run_batches(*, now: datetime) -> int:
    """One chunk of one batch that nobody has in hand; at least 1 where there was one to run.

    Call it inside every_store, until it returns 0.
    """
    batch = _take(now)
    if batch is None:
        return 0
    try:
        return _do_chunk(batch, now) or 1
    finally:
        OrderBatch.objects.filter(pk=batch.pk).update(claimed_until=None)


@transaction.atomic
def _take(now: datetime) -> OrderBatch | None:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = OrderBatch.objects.filter(free, state=OrderBatch.State.RUNNING).order_by("id")
    batch = rows.select_for_update(skip_locked=True).first()
    if batch is not None:
        batch.claimed_until = now + LEASE
        batch.save(update_fields=["claimed_until"])
    return batch


@transaction.atomic
def _do_chunk(batch: OrderBatch, now: datetime) -> int:
    batch = OrderBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != OrderBatch.State.RUNNING:
        return 0
    if batch.place >= len(batch.store_ids):
        batch.state, batch.finished_at = OrderBatch.State.DONE, now
        batch.save(update_fields=["state", "finished_at"])
        return 0
    rows = _next_rows(batch)
    is_in = batch.deed == Deed.ARCHIVE
    move = archiving.archive_orders if is_in else archiving.unarchive_orders
    done = move(order_ids=[pk for pk, _at in rows], actor=batch.actor, now=now)
    killpoint("orders.archive_chunk")
    batch.done_count += done
    batch.passed_count += len(rows) - done
    if len(rows) == CHUNK:
        batch.last_id, batch.last_at = rows[-1]
    else:
        batch.place, batch.last_id, batch.last_at = batch.place + 1, None, None
    batch.save()
    return len(rows)


def _next_rows(batch: OrderBatch) -> list[tuple[int, Any]]:
    """Placed before it began, older than the last it met."""
    rows = Wanted.of(batch).rows(batch.store_ids[batch.place], Deed(batch.deed))
    rows = rows.filter(placed_at__lte=batch.created_at)
    if batch.last_at is not None and batch.last_id is not None:
        rows = rows.before(batch.last_at, batch.last_id)
    return list(rows.newest_first().values_list("pk", "placed_at")[:CHUNK])


def newest(
    *,
    agency_id: int,
    store_ids: frozenset[int],
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[OrderBatch]:
    """One keyset page of those that touch only these stores, newest first. One query."""
    rows = OrderBatch.objects.within_stores(store_ids).filter(agency_id=agency_id)
    if before:
        at, last = before
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=last))
    return list(rows.order_by("-created_at", "-pk")[:limit])
