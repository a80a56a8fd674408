"""Bells of the room: each opens what it needs and makes one call, until nothing is due."""

import time

from celery import shared_task

from messaging import queries, sending

BUSY_FOR = 60  # seconds; then the task ends, and the sweeper's bell starts another


@shared_task(name="messaging.send_due", acks_late=True, soft_time_limit=150, time_limit=180)
def send_due(**_later: object) -> int:
    """Send until nothing is due. By the database's clock, which all workers share."""
    until = time.monotonic() + BUSY_FOR
    sent = 0
    while time.monotonic() < until:
        taken = sending.send_due(now=queries.database_now())
        if not taken:
            break
        sent += taken
    return sent
