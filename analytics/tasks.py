"""Bells of the roll-ups."""

from celery import shared_task
from django.utils import timezone

from analytics import incidents, services, warning
from stores.models import Agency
from stores.scope import every_store


@shared_task(name="analytics.fold", acks_late=True)
def fold(**_later: object) -> None:
    with every_store(because="one feed of all stores is folded in its own order"):
        services.fold_activity(now=timezone.now())


@shared_task(name="analytics.watch", acks_late=True, time_limit=240)
def watch(**_later: object) -> int:
    """How many incidents opened. What was written about them is sent."""
    now = timezone.now()
    with every_store(because="the flow of all stores is watched, and each agency told of its own"):
        incidents.fold_flow()
        opened = incidents.watch(now=now)
        for agency in Agency.objects.order_by("pk"):
            warning.send_notices(agency=agency, now=now)
        incidents.forget_flow(now=now)
    return len(opened)
