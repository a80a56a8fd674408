"""Until when a buyer may give another delivery address, and whether goods may come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orders.models import DeliveryMethod, Order
from shipping.models import Direction, Parcel, ParcelState, Promise
from statuspage.models import AddressChange, PageSettings

# What has only been written on paper has not left.
_STILL_HERE = ("", ParcelState.LABEL_PURCHASED, ParcelState.LABEL_PRINTED, ParcelState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Window:
    """Whether the address may still be changed, and until when; None: until the goods leave."""

    is_open: bool
    until: datetime | None = None
    is_automatic: bool = False


CLOSED = Window(is_open=False)


def address_window(
    order: Order,
    settings: PageSettings,
    *,
    parcels: Sequence[Parcel],
    promise: Promise | None,
    now: datetime,
) -> Window:
    """Nothing may have left, and the goods must not be due to leave within the store's hours."""
    is_sent = order.delivery_method in (DeliveryMethod.SHIPPING, DeliveryMethod.LOCAL)
    if settings.address_change == AddressChange.NEVER or not is_sent or not order.shipping_address:
        return CLOSED
    if order.cancelled_at or order.redacted_at or has_left(order, parcels):
        return CLOSED
    until = None
    if promise is not None and promise.ships_by is not None:
        until = promise.ships_by - timedelta(hours=settings.address_hours)
        if now >= until:
            return CLOSED
    return Window(True, until, settings.address_change == AddressChange.AUTOMATIC)


def has_left(order: Order, parcels: Sequence[Parcel]) -> bool:
    """Whether any of the goods is on its way, or Shopify says that they are sent."""
    if order.fulfilment_state.upper() in ("FULFILLED", "PARTIAL"):
        return True
    return any(parcel.state not in _STILL_HERE for parcel in _outgoing(parcels))


def may_return(
    order: Order, settings: PageSettings, parcels: Sequence[Parcel], now: datetime
) -> bool:
    """Once something has left, until so many days after the last parcel arrived."""
    is_over = order.redacted_at or order.cancelled_at
    if not settings.takes_returns or is_over or not has_left(order, parcels):
        return False
    until = return_until(settings, parcels)
    return until is None or now < until


def return_until(settings: PageSettings, parcels: Sequence[Parcel]) -> datetime | None:
    """When returns end; None while not everything has arrived."""
    arrived = [parcel.delivered_at for parcel in _outgoing(parcels)]
    known = [at for at in arrived if at]
    if not known or len(known) < len(arrived):
        return None
    return max(known) + timedelta(days=settings.return_days)


def _outgoing(parcels: Sequence[Parcel]) -> list[Parcel]:
    return [parcel for parcel in parcels if parcel.direction == Direction.OUT]
