"""Many messages at a time: what a person chose by a search is done row by row, in the background.

# Note [A batch is complete when each row is]
A batch walks a store's rows by the index of its list, a chunk at a time, and commits its place with
what it did: a worker that dies goes on where it was, and nothing is done twice. Letting a message
go is not yet its end; so a batch that has met all rows waits until none of them is on its way.
Rows that came after it began are not met: it walks from its beginning into the past.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext, gettext_noop

from common import jobs
from common.errors import DomainError
from common.killpoint import killpoint
from messaging import deeds
from messaging.addresses import one_line
from messaging.models import Batch, Deed, Message, MessageQuerySet, Suppression
from messaging.states import IN_HAND, STOPS_ALL, State

CHUNK: Final = 50
LEASE: Final = timedelta(seconds=60)
MOST_FORESEEN: Final = 10_000
_ON_THEIR_WAY: Final = (State.PLANNED, *IN_HAND)
NO_ADDRESS: Final = gettext_noop("it has no address: send it again to one")
SUPPRESSED: Final = gettext_noop("the address is on the list of addresses not to write to")

# Which states a deed is for.
FOR: Final[dict[Deed, tuple[State, ...]]] = {
    Deed.RELEASE: (State.HELD, State.FAILED),
    Deed.CANCEL: (State.HELD, State.PLANNED),
    Deed.REPEAT: (State.UNKNOWN,),
    Deed.MARK_SENT: (State.UNKNOWN,),
}


class BatchRefused(DomainError):
    """The deed does not fit what was chosen, or nobody said why."""

    code = "batch-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages: of these stores, in this state; "" is any."""

    store_ids: tuple[int, ...]
    state: State
    reason: str = ""
    kind: str = ""

    def rows(self, store_id: int) -> MessageQuerySet:
        rows = Message.objects.filter(store_id=store_id, state=self.state)
        if self.reason:
            rows = rows.filter(reason=self.reason)
        return rows.filter(kind=self.kind) if self.kind else rows

    def as_json(self) -> dict[str, str]:
        return {"state": self.state, "reason": self.reason, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Foresight:
    """What a deed would do just now. Counts stop at MOST_FORESEEN, the newest."""

    count: int
    is_more: bool
    stays: dict[str, int]  # why, how many

    @property
    def goes_count(self) -> int:
        return self.count - sum(self.stays.values())


def wanted_of(batch: Batch) -> Wanted:
    said: dict[str, Any] = batch.wanted
    return Wanted(
        store_ids=tuple(batch.store_ids),
        state=State(said["state"]),
        reason=said["reason"],
        kind=said["kind"],
    )


def foresee(*, wanted: Wanted, deed: Deed) -> Foresight:
    """A dry run: how many would go, how many stay and why. One query a store, one for the whys."""
    found: list[int] = []
    for store_id in wanted.store_ids:
        left = MOST_FORESEEN + 1 - len(found)
        rows = wanted.rows(store_id).order_by("-planned_at", "-id").values_list("pk", flat=True)
        found.extend(rows[:left])
        if len(found) > MOST_FORESEEN:
            break
    shown = found[:MOST_FORESEEN]
    stays = _obstacles(shown) if deed in (Deed.RELEASE, Deed.REPEAT) else {}
    return Foresight(len(shown), len(found) > MOST_FORESEEN, stays)


def _obstacles(message_ids: list[int]) -> dict[str, int]:
    listed = Suppression.objects.in_force().filter(
        store_id=OuterRef("store_id"),
        channel=OuterRef("channel"),
        address=Lower(OuterRef("recipient")),
        cause__in=STOPS_ALL,
    )
    counts = Message.objects.filter(pk__in=message_ids).aggregate(
        none=Count("pk", filter=Q(recipient="")),
        listed=Count("pk", filter=Q(Exists(listed), ~Q(recipient=""))),
    )
    said = {NO_ADDRESS: counts["none"], SUPPRESSED: counts["listed"]}
    return {why: count for why, count in said.items() if count}


@transaction.atomic
def begin(
    *, wanted: Wanted, deed: Deed, agency_id: int, because: str, actor: str, now: datetime
) -> Batch:
    """Do it to all of them, in the background. Raises BatchRefused."""
    if wanted.state not in FOR[deed]:
        raise BatchRefused(gettext("This cannot be done to messages in that state."))
    if not one_line(because):
        raise BatchRefused(gettext("Say why: it stands on the page of the batch."))
    if not wanted.store_ids:
        raise BatchRefused(gettext("Choose at least one store."))
    batch = Batch.objects.create(
        agency_id=agency_id,
        deed=deed,
        store_ids=sorted(wanted.store_ids),
        wanted=wanted.as_json(),
        because=one_line(because),
        actor=actor[:254],
        created_at=now,
        foreseen_count=foresee(wanted=wanted, deed=deed).count,
        last_at=now,
    )
    jobs.defer("messaging.run_batches")
    return batch


def cancel_batch(*, batch: Batch, now: datetime) -> bool:
    """Stop before the next chunk; what was done stays done. False if it had ended."""
    running = Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING)
    return bool(running.update(state=Batch.State.CANCELLED, finished_at=now))


def run_batches(*, now: datetime) -> int:
    """One chunk of one batch that nobody has in hand, or its end; how many rows were met.

    Call it inside every_store, until it returns 0. Times go by `now`.
    """
    batch = _take(now)
    if batch is None:
        return _finish(now)
    met = 0
    try:
        met = _do_chunk(batch, now)
    finally:
        Batch.objects.filter(pk=batch.pk).update(claimed_until=None)
    return met or 1


@transaction.atomic
def _take(now: datetime) -> Batch | None:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = Batch.objects.filter(free, state=Batch.State.RUNNING).order_by("id")
    batch = rows.select_for_update(skip_locked=True).first()
    if batch is not None:
        batch.claimed_until = now + LEASE
        batch.save(update_fields=["claimed_until"])
    return batch


@transaction.atomic
def _do_chunk(batch: Batch, now: datetime) -> int:
    """See Note [A batch is complete when each row is]."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != Batch.State.RUNNING:
        return 0
    if batch.place >= len(batch.store_ids):
        batch.state = Batch.State.SETTLING
        batch.save(update_fields=["state"])
        return 0
    rows = _next_rows(batch)
    changed = []
    for message in rows:
        refusal = deeds.do(Deed(batch.deed), message, actor=batch.actor, now=now)
        if refusal is None:
            changed.append(message.pk)
        else:
            batch.refusals[refusal] = batch.refusals.get(refusal, 0) + 1
    Message.objects.filter(pk__in=changed).update(batch=batch)
    killpoint("messaging.batch_chunk")
    batch.done_count += len(changed)
    if len(rows) == CHUNK:
        batch.last_at, batch.last_id = rows[-1].planned_at, rows[-1].pk
    else:
        batch.place, batch.last_at, batch.last_id = batch.place + 1, batch.created_at, None
    batch.save()
    return len(rows)


def _next_rows(batch: Batch) -> list[Message]:
    rows = wanted_of(batch).rows(batch.store_ids[batch.place]).select_related("store")
    earlier = Q(planned_at__lt=batch.last_at)
    if batch.last_id is None:
        earlier |= Q(planned_at=batch.last_at)
    else:
        earlier |= Q(planned_at=batch.last_at, id__lt=batch.last_id)
    return list(rows.filter(earlier).order_by("-planned_at", "-id")[:CHUNK])


def _finish(now: datetime) -> int:
    """Batches of which nothing is on its way any more are done. Always 0: no row was met."""
    on_their_way = Message.objects.filter(batch=OuterRef("pk"), state__in=_ON_THEIR_WAY)
    settled = Batch.objects.filter(~Exists(on_their_way), state=Batch.State.SETTLING)
    settled.update(state=Batch.State.DONE, finished_at=now)
    return 0


def on_their_way_count(batch: Batch) -> int:
    """Of a batch's messages, how many have no end yet. One query, by its own index."""
    return Message.objects.filter(batch=batch, state__in=_ON_THEIR_WAY).count()


def newest(
    *,
    agency_id: int,
    store_ids: frozenset[int],
    before: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[Batch]:
    """One keyset page of those that touch only these stores, newest first. One query.

    The next page begins `before=(page[-1].created_at, page[-1].pk)`.
    """
    rows = Batch.objects.within_stores(store_ids).filter(agency_id=agency_id)
    if before:
        at, last = before
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=last))
    return list(rows.order_by("-created_at", "-pk")[:limit])
