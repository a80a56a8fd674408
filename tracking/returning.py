"""Verbs of returned mail: kept as what a mail service would have reported, and told likewise."""

import hashlib
from datetime import datetime

from messaging.models import Attempt, Message, Sender
from tracking import reporting
from tracking.data import Returned, Told


def store_of(returned: Returned) -> int | None:
    """Whose message it is; None: there is none any more. Call it inside every_store. One query."""
    rows = Message.objects.filter(public_id=returned.message_key)
    return rows.values_list("store_id", flat=True).first()


def keep_returned(*, store_id: int, returned: Returned, now: datetime) -> bool:
    """Keep what a server says of a message, once however often it says so.

    False if the message was never handed to anybody. The time is when we heard: servers' clocks
    and strangers' headers are no better.
    """
    message = Message.objects.filter(store_id=store_id, public_id=returned.message_key).first()
    sender = _sender_of(message) if message else None
    if sender is None:
        return False
    said = f"returned\0{returned.message_key}\0{returned.kind}\0{returned.line}"
    told = Told(
        kind=returned.kind,
        at=now,
        key=hashlib.sha256(said.encode("utf-8", "replace")).hexdigest(),
        message_key=returned.message_key,
        provider_id="",
        line=returned.line,
    )
    reporting.keep_reports(sender=sender, said=[told], now=now)
    return True


def _sender_of(message: Message) -> Sender | None:
    """Through whom it left: as the message says, else its last try."""
    if message.sender is not None:
        return message.sender
    tries = Attempt.objects.filter(message=message, sender__isnull=False).select_related("sender")
    last = tries.order_by("-pk").first()
    return last.sender if last else None
