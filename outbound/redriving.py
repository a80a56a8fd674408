"""Telling again what was told, or given up; and a test event.

A delivery goes again as it was: the same `webhook-id`, the same body, so that a receiver knows it.
"""

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from outbound import events
from outbound.data import Event, Redriven
from outbound.models import Delivery, DeliveryState, Endpoint, EndpointState

MOST_AT_ONCE: Final = 10_000


class EndpointAsleep(DomainError):
    """Nothing is sent to an endpoint that is paused or switched off."""

    code = "endpoint-asleep"


class DeliveryOpen(DomainError):
    """It is under way already."""

    code = "delivery-open"


@transaction.atomic
def send_test_event(*, endpoint: Endpoint, now: datetime) -> Delivery:
    """Have `endpoint.tested` delivered, at once and beside all that waits. Raises EndpointAsleep.

    It goes whatever kinds of events the endpoint wants.
    """
    row = awake(endpoint)
    store = row.store.public_id if row.store else None
    about = {"kind": "", "at": now, "store": store, "order": None, "message": None, "details": {}}
    event = Event(f"evt_{uuid.uuid4().hex[:24]}", events.TESTED, now, about)
    delivery = Delivery.objects.create(
        agency_id=row.agency_id,
        endpoint=row,
        store_id=row.store_id,
        event_id=event.id,
        type=event.type,
        queue=f"test:{event.id}",
        body=events.written(event),
        next_at=now,
        happened_at=now,
        created_at=now,
    )
    delivery.refresh_from_db()
    jobs.defer("outbound.send_due")
    return delivery


@transaction.atomic
def redrive(*, delivery: Delivery, now: datetime) -> Delivery:
    """Have it go again, also one that was delivered. Raises EndpointAsleep, DeliveryOpen.

    It begins the schedule of retries anew, and what comes after it of its order waits for it.
    """
    awake(delivery.endpoint)
    settled = Delivery.objects.filter(pk=delivery.pk, settled_at__isnull=False)
    if not settled.update(**_anew(now)):
        raise DeliveryOpen(_("It is under way already; it needs no sending again."))
    delivery.refresh_from_db()
    jobs.defer("outbound.send_due")
    return delivery


@transaction.atomic
def redrive_failed(*, endpoint: Endpoint, since: datetime, now: datetime) -> Redriven:
    """Have all go again that were given up and were made since, the oldest first.

    At most MOST_AT_ONCE; `is_complete` says whether those were all. Raises EndpointAsleep.
    """
    awake(endpoint)
    failed = Delivery.objects.filter(
        endpoint=endpoint, state=DeliveryState.FAILED, created_at__gte=since
    )
    found = list(
        failed.order_by("created_at", "pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1]
    )
    again = Delivery.objects.filter(pk__in=found[:MOST_AT_ONCE], state=DeliveryState.FAILED)
    count = again.update(**_anew(now))
    if count:
        jobs.defer("outbound.send_due")
    return Redriven(count, is_complete=len(found) <= MOST_AT_ONCE)


def awake(endpoint: Endpoint) -> Endpoint:
    """The endpoint, locked. Raises EndpointAsleep."""
    row = Endpoint.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
    found = row.get(pk=endpoint.pk)
    if found.state != EndpointState.ACTIVE:
        raise EndpointAsleep(
            _("Nothing is sent to an endpoint that is paused or switched off: enable it first.")
        )
    return found


def _anew(now: datetime) -> dict[str, object]:
    return {
        "state": DeliveryState.WAITING,
        "next_at": now,
        "round_count": 0,
        "settled_at": None,
    }
