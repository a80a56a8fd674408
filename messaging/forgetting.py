"""Words of mails are kept for a time; then they are emptied, and the messages stay.

Small transactions, a store at a time, oldest first: stopped anywhere, the next call goes on there.
"""

import time
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from messaging.models import MessageBody
from messaging.models.body import forgotten
from stores.models import Store

AT_ONCE: Final = 500


def forget_old_words(*, now: datetime, until: float) -> tuple[int, bool]:
    """Empty what is older than its store keeps; how many, and whether none is left.

    `until` is a reading of time.monotonic(). Wants every store's scope.
    """
    count = 0
    stores = Store.objects.order_by("pk").values_list("pk", "words_kept_days")
    for store_id, days in stores:
        limit = now - timedelta(days=days or settings.NOTIFYHUB_BODY_DAYS)
        while emptied := empty_some(store_id=store_id, before=limit, now=now):
            count += emptied
            if time.monotonic() > until:
                return count, False
    return count, True


@transaction.atomic
def empty_some(*, store_id: int, before: datetime, now: datetime) -> int:
    """Empty up to AT_ONCE bodies of one store that are older; how many."""
    rows = MessageBody.objects.filter(store_id=store_id, forgotten_at=None, kept_at__lt=before)
    oldest = rows.order_by("kept_at").select_for_update(of=("self",), skip_locked=True)
    chosen = list(oldest.values_list("pk", flat=True)[:AT_ONCE])
    return MessageBody.objects.filter(pk__in=chosen).update(**forgotten(now)) if chosen else 0
