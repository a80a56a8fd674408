"""Who sends an order's goods, for people to see: the shop, a service, somebody outside, nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.models import DeliveryMethod, Fulfilment, Order
from shipping.models import Direction, Origin, Parcel

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# What Shopify names where the shop itself sends, and where nothing is sent at all.
_OWN: Final = frozenset({"", "manual", "gift_card"})
_CAME_TO_NOTHING: Final = frozenset({"CANCELLED", "ERROR", "FAILURE"})


class Way(models.TextChoices):
    SHOP = "SHOP", _("Sent by the shop")
    SERVICE = "SERVICE", _("Sent by a service")
    OUTSIDE = "OUTSIDE", _("Sent outside Shopify")
    LOCAL = "LOCAL", _("Brought by the shop")
    PICKUP = "PICKUP", _("Picked up by the buyer")
    DIGITAL = "DIGITAL", _("Nothing to send: digital")


@dataclass(frozen=True, slots=True)
class SentBy:
    """How it goes to the buyer; `name`: the services that send it, if any do."""

    way: Way
    name: str = ""

    @property
    def words(self) -> "StrPromise | str":
        """For staff and buyers alike."""
        if self.way == Way.SERVICE and self.name:
            return gettext("Sent by %(service)s") % {"service": self.name}
        return self.way.label


def sent_by(
    order: Order, *, fulfilments: Iterable[Fulfilment], parcels: Sequence[Parcel]
) -> SentBy:
    """Out of the order's rows; no statement."""
    if order.delivery_method == DeliveryMethod.PICKUP:
        return SentBy(Way.PICKUP)
    live = [row for row in fulfilments if row.state not in _CAME_TO_NOTHING and row.changed_at]
    services = [row.service for row in live if row.service.casefold() not in _OWN]
    if services:
        return SentBy(Way.SERVICE, ", ".join(dict.fromkeys(map(service_name, services))))
    if order.delivery_method == DeliveryMethod.LOCAL:
        return SentBy(Way.LOCAL)
    outward = [row for row in parcels if row.direction == Direction.OUT]
    if not live and any(row.origin != Origin.SHOPIFY for row in outward):
        return SentBy(Way.OUTSIDE)
    is_digital = order.delivery_method == DeliveryMethod.NONE and not outward
    return SentBy(Way.DIGITAL if is_digital else Way.SHOP)


def service_name(handle: str) -> str:
    """As people write it: Shopify tells the handle, such as "amazon_marketplace_web"."""
    words = handle.replace("_", " ").replace("-", " ").split()
    return " ".join(word if word.isupper() else word.capitalize() for word in words)
