"""Who sends the messages of one order, where that is not as in the rest of the store."""

from datetime import datetime

from django.db import transaction

from messaging import services
from messaging.models import Message, OrderMode
from messaging.states import NOT_STARTED, Mode, Reason
from orders.models import Order


@transaction.atomic
def set_order_mode(*, order: Order, kind: str, mode: Mode, actor: str, now: datetime) -> bool:
    """Say who tells this order's buyer of this kind from now on. False if it was so.

    Where it is not us, what we planned of that kind and has not left does not leave.
    """
    said = {"mode": mode, "actor": actor[:254], "changed_at": now}
    row, is_new = OrderMode.objects.get_or_create(
        store_id=order.store_id, order=order, kind=kind, defaults=said
    )
    is_changed = is_new or row.mode != mode
    if is_changed and not is_new:
        OrderMode.objects.filter(pk=row.pk).update(**said)
    if mode != Mode.WE_SEND:
        for message in Message.objects.filter(order=order, kind=kind, state__in=NOT_STARTED):
            is_changed |= services.stop_waiting(
                message=message, reason=Reason.RULE_OFF, actor=actor, now=now
            )
    return is_changed
