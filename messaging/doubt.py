"""Of a message that may have been taken nobody says that it was not sent, whatever stops it."""

from messaging.models import Message
from messaging.states import Reason, State

_IN_DOUBT = (Reason.CONNECTION_LOST, Reason.WORKER_LOST)
_NOT_SENT = (State.FAILED, State.HELD, State.NOT_SENT)


def is_in_doubt(message: Message) -> bool:
    """Whether an earlier try may have been accepted."""
    return message.repeated_at is not None or message.reason in _IN_DOUBT


def as_far_as_known(message: Message, state: State, reason: Reason) -> tuple[State, Reason]:
    """What may be said of a message that is stopped now: as given, or that nobody knows."""
    if message.repeated_at is None or state not in _NOT_SENT:
        return state, reason
    known = message.reason in _IN_DOUBT
    return State.UNKNOWN, Reason(message.reason) if known else Reason.WORKER_LOST
