"""What may have changed between planning an advertising message and sending it."""

from messaging import checkouts, consenting, planning
from messaging.models import Message
from messaging.states import Reason
from messaging.subjects import subject_of
from orders.models import Checkout


def reason_not_to(message: Message) -> Reason | None:
    """Why it must not go any more. No query for what does not advertise, else two to five."""
    if not planning.is_marketing(message.kind) or message.is_test:
        return None
    subject = subject_of(message.about)
    stopped = checkouts.reason_not_to(message, subject) if isinstance(subject, Checkout) else None
    if stopped:
        return stopped
    ticked = message.order.has_consent if message.order else _ticked(subject)
    standing = consenting.standing_for(
        store_id=message.store_id,
        kind=message.kind,
        channel=message.channel,
        address=message.recipient,
        ticked=ticked,
    )
    if standing.is_opted_out:
        return Reason.OPTED_OUT
    return None if standing.may_advertise else Reason.NO_CONSENT


def _ticked(subject: object) -> bool:
    return isinstance(subject, Checkout) and subject.has_consent
