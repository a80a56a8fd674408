"""Verbs that forget opens and clicks one by one. What was found by them stays.

# Note [Forgotten hits take nothing back]
Judging looks at all hits of a message; once some are gone it could find that nobody opened it. So
a judgement is marked as partial before the first of its hits goes, and from then on only adds.
"""

from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from messaging.models import Message
from messaging.subjects import abouts_of
from orders.data import Forgotten
from tracking.models import Event, Judgement, Verdict
from tracking.parts import dropped_before, kept_since

AT_ONCE: Final = 5000

_OLD: Final = """
DELETE FROM {table} WHERE (id, at) IN (
  SELECT id, at FROM {table} WHERE at < %s ORDER BY at, id LIMIT %s
) AND at < %s
"""
_HITS: Final = _OLD.format(table="tracking_event")
_VERDICTS: Final = _OLD.format(table="tracking_verdict")


@transaction.atomic
def mark_partial(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Mark up to so many judgements whose hits go with the next parts; how many. Two statements.

    Until it says 0 no part may be dropped. See Note [Forgotten hits take nothing back].
    """
    old = Judgement.objects.filter(is_partial=False, first_hit_at__lt=dropped_before(now))
    chosen = list(old.order_by("first_hit_at").values_list("pk", flat=True)[:limit])
    return Judgement.objects.filter(pk__in=chosen).update(is_partial=True) if chosen else 0


@transaction.atomic
def forget_hits(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Forget up to so many hits that are too old and went with no part, and what was thought of
    each; how many hits. Three statements. See Note [Forgotten hits take nothing back].
    """
    since = kept_since(now)
    Judgement.objects.filter(is_partial=False, first_hit_at__lt=since).update(is_partial=True)
    with connection.cursor() as cursor:
        cursor.execute(_VERDICTS, [since, limit, since])
        cursor.execute(_HITS, [since, limit, since])
        return int(cursor.rowcount)


@transaction.atomic
def forget_persons_hits(*, store_id: int, who: Forgotten) -> int:
    """Forget what somebody who asked for it opened and clicked; how many hits. Four statements.

    The sums, and what stands on the messages, name nobody and stay.
    """
    theirs = Q(order_id__in=who.order_ids) | Q(order=None, about__in=abouts_of(who))
    messages = Message.objects.filter(theirs, store_id=store_id)
    ids = list(messages.values_list("pk", flat=True))
    return _forget({"store_id": store_id, "message_id__in": ids})


@transaction.atomic
def forget_stores_hits(*, store_id: int) -> int:
    """Forget all that was opened and clicked in a store's mails; how many hits."""
    return _forget({"store_id": store_id})


def _forget(whose: dict[str, Any]) -> int:
    """See Note [Forgotten hits take nothing back]."""
    Judgement.objects.filter(**whose).update(is_partial=True)
    Verdict.objects.filter(**whose).delete()
    return Event.objects.filter(**whose).delete()[0]
