"""What a person decides about a message of which nobody knows whether it was sent."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from messaging import ringing
from messaging.models import Message
from messaging.planning import EXPIRY
from messaging.services import CannotBeWrittenTo
from messaging.states import State
from messaging.telling import tell
from orders.models import ActivityKind


@transaction.atomic
def repeat_unknown(*, message: Message, actor: str, now: datetime) -> bool:
    """Send it once more, with the same Message-ID and words. False if it is known by now.

    Raises CannotBeWrittenTo where the buyer was erased in the meantime.
    """
    if not message.recipient:
        raise CannotBeWrittenTo(gettext("This message has no address: send it again to one."))
    unknown = Message.objects.filter(pk=message.pk, state=State.UNKNOWN)
    is_repeated = unknown.update(
        state=State.PLANNED,
        reason="",
        changed_at=now,
        run_after=now,
        repeated_at=now,
        expires_at=now + EXPIRY,
        claims_count=0,
    )
    if not is_repeated:
        return False
    message.refresh_from_db()
    tell(message, ActivityKind.MESSAGE_PLANNED, now, key=f"repeated:{now:%s.%f}", actor=actor)
    ringing.ring(message.lane)
    return True
