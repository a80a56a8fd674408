"""Parcels as staff, programs and files add, renumber and remove them, and what the buyer is told.

The deed and its mail are one transaction: the buyer hears of all that is kept, and of nothing else.
"""

from datetime import datetime

from django.db import transaction

from messaging import announcing, promise_news, services
from messaging.models import Message
from messaging.states import NOT_STARTED
from messaging.subjects import about_of
from orders.models import Order
from shipping import parcels
from shipping.data import ParcelDraft
from shipping.models import Parcel
from shipping.writing_back import ask_write_back


@transaction.atomic
def add_parcel(*, order: Order, draft: ParcelDraft, actor: str, now: datetime) -> Parcel:
    """Add a parcel and tell the buyer once, and Shopify, as the draft says.

    Raises what shipping.parcels.add_parcel raises.
    """
    parcel = parcels.add_parcel(order=order, draft=draft, actor=actor, now=now)
    promise_news.promise_order(order=parcel.order, now=now)
    if draft.tells_shopify:
        ask_write_back(parcel=parcel, actor=actor, now=now)
    if parcel.fulfilment is not None:
        announcing.announce_fulfilment(fulfilment=parcel.fulfilment, now=now)
        return parcel
    announcing.announce_parcel(parcel=parcel, now=now, actor=actor, is_silent=not draft.tells_buyer)
    return parcel


@transaction.atomic
def change_number(
    *,
    parcel: Parcel,
    draft: ParcelDraft,
    actor: str,
    because: str = "",
    now: datetime,
) -> bool:
    """Give a parcel the number of the draft and tell the buyer once. False: it has it already.

    Raises what shipping.parcels.change_number raises.
    """
    is_news = parcels.change_number(
        parcel=parcel, draft=draft, actor=actor, because=because, now=now
    )
    if is_news and draft.tells_shopify:
        ask_write_back(parcel=parcel, actor=actor, now=now)
    if is_news and draft.tells_buyer:
        announcing.announce_number(parcel=parcel, now=now)
    return is_news


@transaction.atomic
def remove_parcel(*, parcel: Parcel, actor: str, because: str, now: datetime) -> None:
    """Take a parcel away, and with it what waits to be said of it.

    Raises what shipping.parcels.remove_parcel raises.
    """
    order, about = parcel.order, about_of(parcel)
    parcels.remove_parcel(parcel=parcel, actor=actor, because=because, now=now)
    promise_news.promise_order(order=order, now=now)
    waiting = Message.objects.filter(order=order, state__in=NOT_STARTED)
    for message in waiting.filter(about__startswith="parcel:"):
        if message.about == about or message.about.startswith(f"{about}:"):
            services.cancel_message(message=message, actor=actor, now=now)
