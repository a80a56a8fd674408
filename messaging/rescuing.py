"""What people do about wrong addresses: correct and send again, or leave as it is.

Locks: the order's row, then the case. A case is closed once, by whoever comes first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from common.errors import DomainError
from messaging import correcting, services
from messaging.addresses import mailable, one_line
from messaging.correction import Correction, Scope
from messaging.models import Message, RescueCase, RescueState
from orders.models import Order

AT_ONCE: Final = 200  # cases that one click mends
SURE_ENOUGH: Final = 0.8  # of a suggestion that is taken without a look at each


class NothingToSendAgain(DomainError):
    """No mail of the order went to this address: send a kind of it from the order."""

    code = "nothing-to-send-again"


class SameAddress(DomainError):
    """A correction names another address."""

    code = "same-address"


def is_probable(suggestion: str, score: float) -> bool:
    """Whether it may be corrected together with others, without a look at each."""
    return bool(suggestion) and score >= SURE_ENOUGH


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of several cases."""

    mended: int
    refused: list[tuple[RescueCase, str]]


@transaction.atomic
def mend(
    *, case: RescueCase, address: str, actor: str, now: datetime, scope: Scope = Scope.ORDER
) -> Message | None:
    """Send again to the right address and close the case, once. None: it was closed before.

    Raises CannotBeWrittenTo, SentTooOften, SameAddress or NothingToSendAgain, and changes nothing.
    """
    wanted = address.strip()
    if not mailable(wanted):
        raise services.CannotBeWrittenTo(
            gettext("Mail cannot reach this address: it is not spelled as one.")
        )
    if wanted.lower() == case.address.lower():
        raise SameAddress(gettext("This is the address that is wrong: enter another one."))
    order = Order.objects.select_for_update(of=("self",)).get(pk=case.order_id)
    row = RescueCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state != RescueState.OPEN:
        return None
    original = row.message or _last_to(order, row.address)
    if original is None:
        raise NothingToSendAgain(
            gettext("Nothing went to this address: send it from the order, to the right one.")
        )
    # It cancels the original if that has not left.
    correction = correcting.resend(
        correction=Correction.of_message(
            original,
            recipient=wanted,
            scope=scope,
            because=gettext("Wrong address: %(cause)s") % {"cause": row.get_cause_display()},
            actor=actor,
        ),
        now=now,
    )
    _close(row, RescueState.MENDED, actor, now, correction=correction)
    return correction


def dismiss(*, case: RescueCase, because: str, actor: str, now: datetime) -> bool:
    """Leave the address as it is, for a reason. False if the case was closed before."""
    reason = one_line(because) or gettext("The address is right")
    row = RescueCase.objects.open().filter(pk=case.pk).first()
    return row is not None and _close(row, RescueState.DISMISSED, actor, now, because=reason)


def probable(*, store_ids: Iterable[int], score: float = SURE_ENOUGH) -> list[RescueCase]:
    """What `mend_all` would correct, oldest first: shown to a person before it is done."""
    rows = RescueCase.objects.probable_typos().filter(
        store_id__in=list(store_ids), score__gte=score
    )
    return list(rows.select_related("store", "order").order_by("opened_at", "pk")[:AT_ONCE])


def mend_all(*, cases: Sequence[RescueCase], actor: str, now: datetime) -> Mended:
    """Take the suggestion of each, in a transaction of its own: a refusal stops no other."""
    mended, refused = 0, []
    for case in cases[:AT_ONCE]:
        try:
            done = mend(case=case, address=case.suggestion, actor=actor, now=now)
        except DomainError as refusal:
            refused.append((case, str(refusal)))
        else:
            mended += done is not None
    return Mended(mended, refused)


def _last_to(order: Order, address: str) -> Message | None:
    rows = Message.objects.for_order(order.pk).filter(recipient=address)
    return rows.order_by("-id").first()


def _close(case: RescueCase, state: RescueState, actor: str, now: datetime, **said: Any) -> bool:
    row = RescueCase.objects.open().filter(pk=case.pk)
    return bool(row.update(state=state, closed_at=now, closed_by=actor[:254], **said))
