"""Verbs of the roll-ups."""

from datetime import datetime

from django.db import connection, transaction

from analytics.folding import BATCH, FOLD, KINDS
from analytics.models import FeedCursor

ACTIVITY = "activity"
BATCHES_AT_ONCE = 20  # so that a task ends before its time limit, however far behind the roll-up is


def fold_activity(*, now: datetime) -> int:
    """Add what happened since the last call to the hourly figures; how many facts were read.

    Each row counts once. 0 also while another caller folds. Wants a scope of every store.
    """
    read = 0
    for _batch in range(BATCHES_AT_ONCE):
        fresh = _fold_batch()
        read += fresh
        if fresh < BATCH:
            break
    return read


@transaction.atomic
def _fold_batch() -> int:
    FeedCursor.objects.get_or_create(name=ACTIVITY)
    mine = FeedCursor.objects.select_for_update(skip_locked=True).filter(name=ACTIVITY).first()
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
