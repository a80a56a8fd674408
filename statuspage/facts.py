"""The rows that a page is made of, read once."""

from dataclasses import dataclass
from datetime import date

from orders.models import Fulfilment, LineItem, Order, Refund
from shipping.models import Parcel, ParcelEvent, Promise
from statuspage.models import PageSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The rows that a page is made of, and the day in the store's time zone."""

    order: Order
    settings: PageSettings
    lines: list[LineItem]
    fulfilments: list[Fulfilment]
    parcels: list[Parcel]
    events: list[ParcelEvent]  # newest first
    refunds: list[Refund]
    promises: list[Promise]  # newest first
    today: date
    locale: str

    @property
    def promise(self) -> Promise | None:
        """What counts now."""
        return next((row for row in self.promises if row.is_current), None)
