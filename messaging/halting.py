"""The kill switch: messages of a store stop at once, all of them or those of one kind or sender.

What is halted is planned as ever and waits, HELD, when its turn comes; nothing is lost. A mail that
a worker has already begun to hand over cannot be called back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from common.errors import DomainError
from messaging import batches
from messaging.addresses import one_line
from messaging.batches import Wanted
from messaging.models import Batch, Deed, Halt, Sender
from messaging.states import Reason, State
from stores.models import Store


class HaltRefused(DomainError):
    """Nobody stops a shop's mail without saying why, or by another shop's sender."""

    code = "halt-refused"


@dataclass(frozen=True, slots=True)
class Scope:
    """What stops: everything of a store where neither is named."""

    kind: str = ""
    sender: Sender | None = None


@transaction.atomic
def halt(
    *, stores: Sequence[Store], scope: Scope, because: str, actor: str, now: datetime
) -> list[Halt]:
    """Stop these messages of these stores; one row a store. What is stopped already stays so.

    Raises HaltRefused.
    """
    reason = one_line(because)
    if not reason:
        raise HaltRefused(gettext("Say why these messages stop: colleagues will ask."))
    if scope.sender and {scope.sender.store_id} != {store.pk for store in stores}:
        raise HaltRefused(gettext("This sender belongs to another store."))
    return [
        Halt.objects.get_or_create(
            store=store,
            kind=scope.kind,
            sender=scope.sender,
            lifted_at=None,
            defaults={"because": reason, "actor": actor[:254], "halted_at": now},
        )[0]
        for store in stores
    ]


@transaction.atomic
def lift_halt(*, halt: Halt, agency_id: int, actor: str, now: datetime) -> Batch | None:
    """Let messages go again, and those that waited: as a batch. None if it was lifted before.

    What another halt still covers is held again when its turn comes.
    """
    waiting = Halt.objects.filter(pk=halt.pk, lifted_at=None)
    if not waiting.update(lifted_at=now, lifted_by=actor[:254]):
        return None
    wanted = Wanted(
        store_ids=(halt.store_id,), state=State.HELD, reason=Reason.HALTED, kind=halt.kind
    )
    return batches.begin(
        wanted=wanted,
        deed=Deed.RELEASE,
        agency_id=agency_id,
        because=gettext("The stop was lifted"),
        actor=actor,
        now=now,
    )


def halts_in_force(
    store_ids: Iterable[int], *, before: Sequence[Any] | None = None, limit: int = 50
) -> list[Halt]:
    """One keyset page, newest first, each with its store and sender. One query.

    The next page begins `before=(page[-1].halted_at, page[-1].pk)`.
    """
    rows = Halt.objects.filter(store_id__in=list(store_ids), lifted_at=None)
    if before:
        at, last = before
        rows = rows.filter(Q(halted_at__lt=at) | Q(halted_at=at, pk__lt=last))
    return list(rows.select_related("store", "sender").order_by("-halted_at", "-pk")[:limit])
