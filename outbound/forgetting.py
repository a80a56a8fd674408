"""Deliveries are kept for a month, and what belongs to removed endpoints goes."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from outbound.models import (
    Delivery,
    DeliveryAttempt,
    Endpoint,
    EndpointNotice,
    EndpointState,
    Replay,
)

KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 2_000
MOST: Final = 200_000  # of one call, so that it ends


def forget(*, now: datetime) -> int:
    """Take away what was settled more than a month ago; how many deliveries went.

    What still waits is kept however old. Wants a scope of every store.
    """
    before = now - KEPT
    gone = 0
    while gone < MOST:
        taken = _forget_some(before)
        gone += taken
        if taken < AT_ONCE:
            break
    Replay.objects.filter(ended_at__lt=before).delete()
    EndpointNotice.objects.filter(created_at__lt=before).delete()
    return gone + sum(
        _forget_endpoint(endpoint)
        for endpoint in Endpoint.objects.filter(state=EndpointState.REMOVED).order_by("pk")[:20]
    )


def _forget_some(before: datetime) -> int:
    old = Delivery.objects.filter(settled_at__lt=before).order_by("settled_at")
    return _delete(list(old.values_list("pk", flat=True)[:AT_ONCE]))


def _forget_endpoint(endpoint: Endpoint) -> int:
    """Some of it each time; the row itself when nothing hangs on it any more."""
    rows = Delivery.objects.filter(endpoint=endpoint).order_by("pk")
    gone = 0
    while gone < MOST:
        taken = _delete(list(rows.values_list("pk", flat=True)[:AT_ONCE]))
        gone += taken
        if taken < AT_ONCE:
            endpoint.delete()
            break
    return gone


@transaction.atomic
def _delete(ids: list[int]) -> int:
    DeliveryAttempt.objects.filter(delivery_id__in=ids).delete()
    # Their attempts are gone: nothing is left to be collected and cascaded row by row.
    Delivery.objects.filter(pk__in=ids)._raw_delete("default")
    return len(ids)
