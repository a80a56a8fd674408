"""What makes an order unlike the plain one, and how often."""

from enum import Enum, auto
from random import Random
from typing import Final

from notifyhub.demo.world import Shop


class Oddity(Enum):
    """What makes an order unlike the plain one."""

    NO_EMAIL = auto()
    TYPING_ERROR = auto()
    GIFT_NOTE = auto()
    DISCOUNT = auto()
    REFUND = auto()
    CANCELLED = auto()
    PICKUP = auto()
    DIGITAL = auto()
    ABROAD = auto()
    TWO_PARCELS = auto()
    COMPANY = auto()
    PENDING = auto()
    PERSONAL = auto()
    STUCK_PARCEL = auto()
    TIP = auto()


# Out of a thousand orders.
OFTEN: Final = {
    Oddity.NO_EMAIL: 9,
    Oddity.TYPING_ERROR: 12,
    Oddity.GIFT_NOTE: 50,
    Oddity.DISCOUNT: 140,
    Oddity.REFUND: 34,
    Oddity.CANCELLED: 22,
    Oddity.PICKUP: 45,
    Oddity.DIGITAL: 50,
    Oddity.ABROAD: 45,
    Oddity.TWO_PARCELS: 40,
    Oddity.COMPANY: 22,
    Oddity.PENDING: 28,
    Oddity.PERSONAL: 30,
    Oddity.STUCK_PARCEL: 18,
    Oddity.TIP: 20,
}


def thrown(shop: Shop, chance: Random) -> frozenset[Oddity]:
    """What the dice make of an order; what cannot be together is not."""
    odd = {one for one, often in OFTEN.items() if chance.random() * 1000 < often}
    if not shop.abroad:
        odd.discard(Oddity.ABROAD)
    if not shop.tip or Oddity.ABROAD in odd:  # Shopify tells a tip in one currency only
        odd.discard(Oddity.TIP)
    if Oddity.DIGITAL in odd:
        odd -= {Oddity.PICKUP, Oddity.TWO_PARCELS, Oddity.STUCK_PARCEL, Oddity.PERSONAL}
    if Oddity.PICKUP in odd:
        odd -= {Oddity.TWO_PARCELS, Oddity.STUCK_PARCEL, Oddity.ABROAD}
    if Oddity.CANCELLED in odd:
        odd -= {Oddity.REFUND, Oddity.TWO_PARCELS, Oddity.STUCK_PARCEL}
    if Oddity.NO_EMAIL in odd:
        odd.discard(Oddity.TYPING_ERROR)
    return frozenset(odd)
