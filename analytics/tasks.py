"""Bells of the roll-ups."""

from celery import shared_task
from django.utils import timezone

from analytics import (
    days,
    incidents,
    reports,
    services,
    steering,
    unit_folding,
    unit_keeping,
    warning,
)
from stores.models import Agency
from stores.scope import every_store


@shared_task(name="analytics.fold", acks_late=True)
def fold(**_later: object) -> None:
    with every_store(because="one feed of all stores is folded in its own order"):
        services.fold_activity(now=timezone.now())
        days.fold_days(now=timezone.now())


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


@shared_task(name="analytics.fold_units", acks_late=True, time_limit=240)
def fold_units(**_later: object) -> int:
    """How many facts were read."""
    with every_store(because="one feed of all stores is folded in its own order"):
        return unit_folding.fold_units(now=timezone.now())


@shared_task(name="analytics.steer_experiments", acks_late=True, time_limit=900)
def steer_experiments(**_later: object) -> int:
    """How many tests something happened to."""
    with every_store(because="each test is looked at when its look is due"):
        return steering.steer(now=timezone.now())


@shared_task(name="analytics.drop_units", acks_late=True, time_limit=900)
def drop_units(**_later: object) -> int:
    """How many units of tests decided long ago were dropped."""
    with every_store(because="units of all stores are kept equally long"):
        return unit_keeping.drop_units(now=timezone.now())


@shared_task(name="analytics.report", acks_late=True, time_limit=240)
def report(**_later: object) -> int:
    """How many reports left. Each agency's are written, and what waits is sent."""
    now = timezone.now()
    with every_store(because="each agency's members get the figures of its own stores"):
        for agency in Agency.objects.order_by("pk"):
            reports.write_reports(agency=agency, now=now)
        return sum(
            reports.send_reports(agency=agency, now=now) for agency in Agency.objects.order_by("pk")
        )
