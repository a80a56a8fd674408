"""Orders that no webhook brought: what of them waits for a yes or no, and the answer.

# Note [Late finds]
An order found late goes the way of all orders. Where it is older than a day its confirmation is
HELD (messaging/planning.py), as of any old order; here it is noted that it was the connection that
failed, so that staff are asked once for all of them: "12 orders arrived while the connection was
down - send confirmations?" The answer is kept first, and carried out after.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Max, Min

from common import jobs
from common.killpoint import killpoint
from intake.models import Find, FindState, Reconciliation
from messaging import services as messaging
from messaging.models import Message
from messaging.models.message import MessageQuerySet
from messaging.states import Reason, State
from orders.models import Order
from stores.models import Store
from templates_app.data import NotificationKind

AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a store's staff: how many orders wait, placed from when to when."""

    store_id: int
    count: int
    first_at: datetime
    last_at: datetime


def record_find(*, run: Reconciliation, order: Order, now: datetime) -> bool:
    """Note an order that nothing had told of. True: its confirmation waits for a yes or no."""
    asks = _held(order.pk).exists()
    find = Find(
        store_id=order.store_id,
        run=run,
        order=order,
        found_at=now,
        state=FindState.ASKED if asks else FindState.TAKEN,
    )
    Find.objects.bulk_create([find], ignore_conflicts=True)
    return asks


def questions(*, store_ids: list[int] | None = None) -> dict[int, Question]:
    """What is asked, by store; of all stores in scope, or of these. One query."""
    rows = Find.objects.filter(state=FindState.ASKED)
    if store_ids is not None:
        rows = rows.filter(store_id__in=store_ids)
    asked = rows.values("store_id").annotate(
        count=Count("pk"), first=Min("order__placed_at"), last=Max("order__placed_at")
    )
    return {
        row["store_id"]: Question(row["store_id"], row["count"], row["first"], row["last"])
        for row in asked.order_by("store_id")
    }


@transaction.atomic
def answer_finds(*, store: Store, is_yes: bool, actor: str, now: datetime) -> int:
    """Say whether the late finds of the store get their confirmations; of how many.

    What is found afterwards is asked about anew. 0: somebody had answered.
    """
    asked = Find.objects.filter(store=store, state=FindState.ASKED)
    count = asked.update(
        state=FindState.YES if is_yes else FindState.NO,
        answered_by=actor[:254],
        answered_at=now,
    )
    if count:
        jobs.defer("intake.carry_out_answers", store_id=store.pk)
    return count


@transaction.atomic
def carry_out_answers(*, store_id: int, now: datetime, limit: int = AT_ONCE) -> int:
    """Let go, or leave, the confirmations that were answered about; how many orders. 0: all done.

    What a person did with one of them meanwhile stands.
    """
    waiting = Find.objects.select_for_update(skip_locked=True, of=("self",))
    waiting = waiting.filter(store_id=store_id, state__in=[FindState.YES, FindState.NO])
    rows = list(waiting.order_by("id")[:limit])
    for find in rows:
        is_yes = find.state == FindState.YES
        for message in _held(find.order_id).select_related("order"):
            if is_yes:
                messaging.release_message(message=message, actor=find.answered_by, now=now)
            else:
                messaging.cancel_message(message=message, actor=find.answered_by, now=now)
        killpoint("finding.answered")
        find.state = FindState.SENT if is_yes else FindState.LEFT
    Find.objects.bulk_update(rows, ["state"])
    return len(rows)


def stores_with_answers() -> list[int]:
    """Those for which an answer is still to be carried out. Wants every store in scope."""
    rows = Find.objects.filter(state__in=[FindState.YES, FindState.NO])
    return list(rows.order_by().values_list("store_id", flat=True).distinct())


def _held(order_id: int) -> MessageQuerySet:
    return Message.objects.filter(
        order_id=order_id,
        kind=NotificationKind.ORDER_CONFIRMATION,
        state=State.HELD,
        reason=Reason.TOO_OLD,
    )
