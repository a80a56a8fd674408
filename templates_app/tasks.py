"""Bells of the room: publish what is due, and take roll-outs further."""

import time

from celery import shared_task
from django.utils import timezone

from stores.scope import every_store
from templates_app import advancing, publishing

LONGEST = 40.0  # seconds; then the task ends, and beat's next bell goes on


@shared_task(name="templates_app.publish_due", acks_late=True, time_limit=300)
def publish_due(**_later: object) -> int:
    with every_store(because="publications of all agencies come due"):
        return publishing.publish_due(now=timezone.now())


@shared_task(name="templates_app.advance_rollouts", acks_late=True, time_limit=300)
def advance_rollouts(**_later: object) -> int:
    """Until no roll-out is due; how many chunks were worked."""
    worked, end = 0, time.monotonic() + LONGEST
    with every_store(because="roll-outs of all agencies go on"):
        while time.monotonic() < end:
            chunks = advancing.advance_rollouts(now=timezone.now())
            worked += chunks
            if not chunks:
                break
    return worked
