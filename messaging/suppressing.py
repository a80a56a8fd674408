"""Addresses that are not written to: put on the list, and taken off it for a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from common.errors import DomainError
from messaging.addresses import one_line
from messaging.models import Suppression
from messaging.states import Channel, SuppressionCause
from stores.models import Store


class ReasonIsMissing(DomainError):
    """Nobody writes to such an address again without saying why."""

    code = "reason-missing"


@transaction.atomic
def suppress_recipient(  # noqa: PLR0913 - one row of the list has these parts
    *,
    store: Store,
    address: str,
    cause: SuppressionCause,
    now: datetime,
    channel: Channel = Channel.EMAIL,
    detail: str = "",
    actor: str = "",
    message_id: int | None = None,
) -> bool:
    """Write no more to an address, for this cause. False if that was known."""
    _row, is_new = Suppression.objects.get_or_create(
        store=store,
        channel=channel,
        address=address.strip().lower(),
        cause=cause,
        lifted_at=None,
        defaults={
            "suppressed_at": now,
            "detail": detail,
            "actor": actor[:254],
            "message_id": message_id,
        },
    )
    return is_new


def lift_suppression(*, suppression: Suppression, actor: str, because: str, now: datetime) -> bool:
    """Take an address off the list; the row stays, with the reason. False if it was off already.

    Other causes for the same address stay in force. Raises ReasonIsMissing.
    """
    reason = one_line(because)
    if not reason:
        raise ReasonIsMissing(gettext("Say why this address may be written to again."))
    waiting = Suppression.objects.in_force().filter(pk=suppression.pk)
    said = {"lifted_at": now, "lifted_by": actor[:254], "lifted_because": reason}
    return bool(waiting.update(**said))
