"""Bells of the roll-ups."""

from celery import shared_task
from django.utils import timezone

from analytics import services
from stores.scope import every_store


@shared_task(name="analytics.fold", acks_late=True)
def fold(**_later: object) -> None:
    with every_store(because="one feed of all stores is folded in its own order"):
        services.fold_activity(now=timezone.now())
