"""What comes back from telephones: answers of buyers, and what their networks did with a text."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from messaging import arrivals, consenting, phones, stop_words
from messaging.consenting import Word
from messaging.models import Message, Sender, Suppression
from messaging.states import Channel, Ground, Purpose, SuppressionCause
from messaging.suppressing import suppress_recipient

_PURPOSES: Final = (Purpose.MARKETING, Purpose.ORDERS)
# Twilio's codes for numbers that take no texts, now or ever: the others may work another day.
_NO_SUCH_NUMBER: Final = frozenset({"30005", "30006", "21211", "21614"})
_ANSWERED_STOP: Final = "21610"


@transaction.atomic
def record_answer(*, sender: Sender, number: str, text: str, now: datetime) -> str:
    """Heed what a buyer answered: "STOP", "START", or "" for what only people understand.

    STOP ends every text of the store to the number; START lets news about orders come again, and
    offers only after they were agreed to anew. To say the same again changes nothing.
    """
    dialled = phones.as_dialled(number) or number.strip()[:40]
    if not dialled:
        return ""
    if stop_words.asks_to_stop(text):
        _stop(sender, dialled, now)
        return "STOP"
    if stop_words.asks_to_start(text):
        _start(sender, dialled, now)
        return "START"
    return ""


def record_fate(
    *, sender: Sender, key: UUID, status: str, code: str, line: str, now: datetime
) -> bool:
    """What the network said of a text: delivered, undelivered or failed. False for anything else.

    False too for a text that this account did not send.
    """
    mine = Message.objects.filter(store_id=sender.store_id, channel=Channel.SMS, public_id=key)
    message = mine.filter(sender=sender).first()
    if message is None:
        return False
    if status == "delivered":
        return arrivals.record_delivery(message=message, at=now, line=line)
    if status not in ("undelivered", "failed"):
        return False
    if code == _ANSWERED_STOP:
        _stop(sender, message.recipient, now)
    is_hard = code in _NO_SUCH_NUMBER
    return arrivals.record_bounce(message=message, at=now, is_hard=is_hard, line=line)


def _stop(sender: Sender, number: str, now: datetime) -> None:
    store = sender.store
    suppress_recipient(
        store=store, address=number, channel=Channel.SMS, cause=SuppressionCause.STOP, now=now
    )
    for purpose in _PURPOSES:
        consenting.record_consent(
            store=store, word=_word(number, purpose, is_given=False), at=now, now=now
        )


def _start(sender: Sender, number: str, now: datetime) -> None:
    listed = Suppression.objects.in_force().of(number, Channel.SMS)
    listed.filter(store_id=sender.store_id, cause=SuppressionCause.STOP).update(
        lifted_at=now, lifted_by="", lifted_because=gettext("Answered START")
    )
    consenting.record_consent(
        store=sender.store, word=_word(number, Purpose.ORDERS, is_given=True), at=now, now=now
    )


def _word(number: str, purpose: Purpose, *, is_given: bool) -> Word:
    return Word(
        channel=Channel.SMS,
        address=number,
        purpose=purpose,
        is_given=is_given,
        ground=Ground.ANSWER,
    )
