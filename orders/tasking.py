"""Tasks for staff: given once, done once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from orders.activity import Fact, record_once
from orders.models import ActivityKind, Order, StaffTask


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWish:
    """What is to be done; the same key again is the same task."""

    key: str
    title: str
    text: str = ""
    due_at: datetime | None = None


@transaction.atomic
def give_task(
    *, store_id: int, order: Order | None, task: TaskWish, actor: str, now: datetime
) -> StaffTask:
    """Ask somebody of the staff to do this; it shows on the order's timeline until it is done."""
    row, is_new = StaffTask.objects.get_or_create(
        store_id=store_id,
        key=task.key[:100],
        defaults={
            "order": order,
            "title": task.title[:200],
            "text": task.text,
            "due_at": task.due_at,
            "given_by": actor[:254],
            "given_at": now,
        },
    )
    if is_new:
        row.refresh_from_db()  # its public id is the database's
        _tell(row, ActivityKind.TASK_GIVEN, actor, now)
    return row


@transaction.atomic
def finish_task(*, task: StaffTask, actor: str, now: datetime) -> bool:
    """It is done. False if it was."""
    open_ = StaffTask.objects.filter(pk=task.pk, done_at=None)
    if not open_.update(done_at=now, done_by=actor[:254]):
        return False
    task.refresh_from_db()
    _tell(task, ActivityKind.TASK_DONE, actor, now)
    return True


def _tell(task: StaffTask, kind: ActivityKind, actor: str, now: datetime) -> None:
    if task.order_id is None:
        return
    about = {"task": str(task.public_id), "title": task.title}
    key = f"task:{task.public_id}:{kind}".lower()
    record_once(store_id=task.store_id, fact=Fact(kind, now, key, task.order_id, about, actor))
