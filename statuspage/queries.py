"""Reads for the page: an order by its token, and the rows that the page is made of."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from orders.models import Fulfilment, LineItem, Order, Refund
from shipping import queries as shipping
from shipping.models import Parcel, ParcelEvent
from statuspage.facts import Facts
from statuspage.models import PageSettings
from stores.models import Store
from stores.scope import every_store


def order_by_token(token: str) -> Order | None:
    """The order behind a link, with its store; None for any other text. One query."""
    with every_store(because="the token names the order, and so the store"):
        orders = Order.objects.placed().filter(token=token, redacted_at=None)
        return orders.select_related("store").first()


def store_by_public_id(public_id: UUID) -> Store | None:
    """The store that a look-up page belongs to, unless it has left. One query."""
    with every_store(because="the address names the store"):
        stores = Store.objects.exclude(state=Store.State.UNINSTALLED)
        return stores.filter(public_id=public_id).first()


def facts_of(order: Order, settings: PageSettings, locale: str, now: datetime) -> Facts:
    """Six queries, however long the order is. Runs in the store's scope and time zone."""
    parcels = Parcel.objects.filter(order=order).select_related("own_carrier")
    return Facts(
        order=order,
        settings=settings,
        lines=list(LineItem.objects.filter(order=order).order_by("position")),
        fulfilments=list(Fulfilment.objects.filter(order=order).order_by("shipped_at", "id")),
        parcels=list(parcels.order_by("shipped_at", "fulfilment_id", "position", "id")),
        events=list(ParcelEvent.objects.filter(order=order).order_by("-at", "-id")),
        refunds=list(Refund.objects.filter(order=order).order_by("refunded_at", "id")),
        promises=shipping.promises_of(order.pk),
        today=timezone.localtime(now).date(),
        locale=locale,
    )
