"""Does what has waited too long: the house goes on while broker, beat or workers are away.

# Note [Without a bell]
Rows are the truth, so whoever looks at them can do the work. While the broker is away Celery's
workers hear nothing, nor does anybody ring. This process needs no broker: four times a second it
looks, and itself does what has been due for more than a second. Where the bell works it finds
nothing.
Claims and leases are those of the workers, so it may run beside them, and as often as one likes.
Webhooks to other programs have a thread of their own, since their receivers may take their time,
and a mail may not wait for them.
"""

import logging
import threading
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from automations import calling
from automations import queries as rules_queries
from automations import reading as rules
from automations.models import RuleCall, RuleRun
from intake import services as intake
from intake.models import Webhook
from messaging import queries, sending, stages
from messaging.crew import Crew
from messaging.models import Message
from messaging.states import Lane
from outbound import claiming, feeding, reading
from outbound.posting import Posting
from stores.scope import every_store

PAUSE: Final = 0.25  # seconds between two looks
OVERDUE: Final = timedelta(seconds=1)
CALLS_PAUSE: Final = 2.0
CALLS_OVERDUE: Final = timedelta(seconds=15)
RULES_OVERDUE: Final = timedelta(seconds=5)
BULK_OVERDUE: Final = timedelta(seconds=30)  # lanes in which nobody waits

logger = logging.getLogger(__name__)


def stand_in(is_over: threading.Event) -> None:
    """Look until told to stop. See Note [Without a bell]."""
    calls = threading.Thread(target=_call_out, args=(is_over,), name="webhooks", daemon=True)
    calls.start()
    was_needed = False
    while not is_over.wait(PAUSE):
        try:
            is_needed = _look(is_over)
            stages.write_due()
        except (DatabaseError, InterfaceError):
            logger.exception("Could not look for what is overdue")
            connection.close()
            continue
        finally:
            close_old_connections()
        if is_needed and not was_needed:
            logger.warning("standing-in.needed")
        was_needed = is_needed
    calls.join(CALLS_PAUSE)


def _call_out(is_over: threading.Event) -> None:
    while not is_over.wait(CALLS_PAUSE):
        try:
            call_overdue(now=queries.database_now())
        except (DatabaseError, InterfaceError):
            logger.exception("Could not look for overdue webhooks")
            connection.close()
        finally:
            close_old_connections()


def call_overdue(*, now: datetime) -> int:
    """Tell other programs what they should have heard by now; how many calls were made."""
    before = now - CALLS_OVERDUE
    with every_store(because="what is overdue may be for any endpoint"):
        if feeding.behind(before=before):
            reading.read_all(clock=queries.database_now, seconds=5.0)
        if RuleCall.objects.due(before).exists():
            calling.call_all(clock=queries.database_now, seconds=5.0)
        if not claiming.endpoints_due(now=before, limit=1):
            return 0
        logger.warning("standing-in.calls")
        return Posting(clock=queries.database_now).run(seconds=5.0)


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
        runs = RuleRun.objects.due(now - RULES_OVERDUE).exists()
        if runs or rules_queries.stores_behind(before=now - RULES_OVERDUE):
            done += rules.read_all(clock=queries.database_now, seconds=5.0)
    if webhooks:
        done += intake.handle_due(now=now)
    if webhooks or messages:
        done += sending.send_due(now=queries.database_now(), is_urgent=True, crew=crew)
    if bulk:
        done += sending.send_due(now=queries.database_now(), crew=crew)
    return done
