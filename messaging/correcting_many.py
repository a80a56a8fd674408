"""Many messages sent again at once, each by itself: what is refused says why, the others go."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from common.errors import DomainError
from common.killpoint import killpoint
from messaging import correcting
from messaging.correction import Correction
from messaging.limits import Ahead
from messaging.models import Message
from messaging.states import NOT_STARTED

AT_ONCE: Final = 200


class StillWaits(DomainError):
    """It has not gone out yet, so there is nothing to send again."""

    code = "message-still-waits"


@dataclass(frozen=True, slots=True)
class Wish:
    """How all of them are sent again. Each goes where it went before, or to its order's address."""

    words: str
    because: str
    actor: str
    nonce: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one, or would: the new message, or why there is none."""

    original: Message
    sent: Message | None = None
    refusal: DomainError | None = None


def resend_many(*, originals: Sequence[Message], wish: Wish, now: datetime) -> list[Outcome]:
    """Send each again that may be; the same ones again for the same nonce. At most AT_ONCE."""
    outcomes = []
    for original in originals[:AT_ONCE]:
        outcomes.append(_resent(original, wish, now))
        killpoint("messaging.sent_again")
    return outcomes


def check_many(*, originals: Sequence[Message], wish: Wish, now: datetime) -> list[Outcome]:
    """What `resend_many` would do, without doing it. About eight queries for each."""
    return list(_checked(originals[:AT_ONCE], wish, now))


def _resent(original: Message, wish: Wish, now: datetime) -> Outcome:
    try:
        sent = correcting.resend(correction=_correction(original, wish), now=now)
    except DomainError as refusal:
        return Outcome(original, refusal=refusal)
    return Outcome(original, sent=sent)


def _checked(originals: Sequence[Message], wish: Wish, now: datetime) -> Iterator[Outcome]:
    orders: Counter[int] = Counter()
    addresses: Counter[str] = Counter()
    for original in originals:
        try:
            correction = _correction(original, wish)
            order, address = correction.order.pk, correction.address
            gone = sum(orders.values())
            ahead = Ahead(of_order=orders[order], of_recipient=addresses[address], of_person=gone)
            correcting.check(correction=correction, now=now, ahead=ahead)
        except DomainError as refusal:
            yield Outcome(original, refusal=refusal)
            continue
        orders[order] += 1
        addresses[address] += 1
        yield Outcome(original)


def _correction(original: Message, wish: Wish) -> Correction:
    if original.state in NOT_STARTED:
        raise StillWaits(_("It has not gone out yet: release it, or cancel it."))
    nonce = f"{wish.nonce}:{original.pk}" if wish.nonce else ""
    return Correction.of_message(
        original, words=wish.words, because=wish.because, actor=wish.actor, nonce=nonce
    )
