"""Does what has waited too long: the house goes on while broker, beat or workers are away.

# Note [Without a bell]
Rows are the truth, so whoever looks at them can do the work. While the broker is away Celery's
workers hear nothing, nor does anybody ring. This process needs no broker: four times a second it
looks, and itself does what has been due for more than a second. Where the bell works it finds
nothing.
Claims and leases are those of the workers, so it may run beside them, and as often as one likes.
"""

import logging
import threading
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from intake import services as intake
from intake.models import Webhook
from messaging import queries, sending
from messaging.crew import Crew
from messaging.models import Message
from messaging.states import Lane
from stores.scope import every_store

PAUSE: Final = 0.25  # seconds between two looks
OVERDUE: Final = timedelta(seconds=1)
BULK_OVERDUE: Final = timedelta(seconds=30)  # lanes in which nobody waits

logger = logging.getLogger(__name__)


def stand_in(is_over: threading.Event) -> None:
    """Look until told to stop. See Note [Without a bell]."""
    was_needed = False
    while not is_over.wait(PAUSE):
        try:
            is_needed = _look(is_over)
        except (DatabaseError, InterfaceError):
            logger.exception("Could not look for what is overdue")
            connection.close()
            continue
        finally:
            close_old_connections()
        if is_needed and not was_needed:
            logger.warning("standing-in.needed")
        was_needed = is_needed


def _look(is_over: threading.Event) -> bool:
    """Do all that is overdue; whether there was any."""
    is_needed = False
    with Crew() as crew:
        while not is_over.is_set() and do_overdue(now=queries.database_now(), crew=crew):
            is_needed = True
    return is_needed


def do_overdue(*, now: datetime, crew: Crew | None = None) -> int:
    """One helping of what has been due for too long, and what comes of it; how many rows."""
    done = 0
    with every_store(because="what is overdue may be any store's"):
        webhooks = Webhook.objects.due(now - OVERDUE).exists()
        messages = Message.objects.due(now - OVERDUE).filter(lane__lt=Lane.MARKETING).exists()
        bulk = Message.objects.due(now - BULK_OVERDUE).exists()
    if webhooks:
        done += intake.handle_due(now=now)
    if webhooks or messages:
        done += sending.send_due(now=queries.database_now(), is_urgent=True, crew=crew)
    if bulk:
        done += sending.send_due(now=queries.database_now(), crew=crew)
    return done
