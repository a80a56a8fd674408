"""A buyer's telephone number put right: on the order, on texts that wait, and in Shopify."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from messaging import phones
from messaging.addresses import one_line
from messaging.models import Message, MessageBody
from messaging.services import CannotBeWrittenTo
from messaging.states import NOT_STARTED, Channel
from orders import correcting as orders
from orders.models import Order


@transaction.atomic
def correct_number(
    *,
    order: Order,
    phone: str,
    actor: str,
    because: str,
    now: datetime,
    is_customers: bool = False,
) -> bool:
    """Call and text that number about this order from now on, and about the buyer's later ones if
    `is_customers`. False if that was so, or the buyer's data was erased. Raises CannotBeWrittenTo.

    Texts that wait go to it; what was not sent for want of a number is sent by hand.
    """
    number = _dialled(order, phone)
    is_new = orders.correct_phone(
        order=order,
        phone=number,
        actor=actor,
        because=one_line(because),
        now=now,
        is_customers=is_customers,
    )
    if is_new:
        readdress_texts(order=order, number=number)
    return is_new


def readdress_texts(*, order: Order, number: str) -> int:
    """Send texts that wait to the order's corrected number; how many.

    Not those of which a person said where they go. Whether the number wants texts is asked again by
    the worker that is about to send.
    """
    waiting = Message.objects.filter(
        order=order, channel=Channel.SMS, sequence=0, actor="", state__in=NOT_STARTED
    )
    ids = list(waiting.exclude(recipient=number).values_list("pk", flat=True))
    moved = Message.objects.filter(pk__in=ids, state__in=NOT_STARTED).update(recipient=number)
    MessageBody.objects.filter(message_id__in=ids).delete()  # words kept for the old number
    return moved


def _dialled(order: Order, phone: str) -> str:
    """As networks want it. Raises CannotBeWrittenTo."""
    address = order.shipping_address or order.billing_address or {}
    country = str(address.get("country_code") or order.store.country or "")
    number = phones.as_dialled(phone, country)
    if not number:
        raise CannotBeWrittenTo(
            _("No number that takes messages: write it with its country, as +47 91 23 45 67.")
        )
    return number
