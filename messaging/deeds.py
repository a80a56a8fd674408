"""One deed done to one message, as a batch does it; in words where it was refused."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop

from common.errors import DomainError
from messaging import deciding, services, settling
from messaging.models import Deed, Message

CHANGED: Final = gettext_noop("somebody was faster: it stands otherwise now")


def do(deed: Deed, message: Message, *, actor: str, now: datetime) -> str | None:
    """None if it was done, else why not."""
    try:
        is_done = {
            Deed.RELEASE: services.release_message,
            Deed.CANCEL: services.cancel_message,
            Deed.REPEAT: deciding.repeat_unknown,
            Deed.MARK_SENT: settling.settle_as_sent,
        }[deed](message=message, actor=actor, now=now)
    except DomainError as refusal:
        return str(refusal)
    return None if is_done else CHANGED
