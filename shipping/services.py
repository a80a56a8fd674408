"""What may be done to parcels. Any order of arrival ends in the same rows, as with orders."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

from django.db import transaction

from orders import services as orders
from orders.activity import Fact, record_facts
from orders.data import FulfilmentData, ParcelEventData
from orders.freshness import freshness, fulfilment_rank, rank_of
from orders.models import ActivityKind, Fulfilment, Order
from shipping import matching
from shipping.models import Alarm, EarlyNews, Parcel, ParcelEvent, ParcelImportRow, Promise
from shipping.scanning import settle_parcels
from shipping.standing import settle_order
from stores.models import Store


@transaction.atomic
def record_parcels(*, fulfilment: Fulfilment, data: FulfilmentData, now: datetime) -> list[Parcel]:
    """Keep the parcels of a fulfilment's newest snapshot; an older one only tells of its parcels.

    Locks the order. `fulfilment` is the row that orders.services made of this data, or a newer one.
    """
    order = _keep_parcels(fulfilment, data)
    settle_parcels(store_id=order.store_id, order_id=order.pk)
    settle_order(order=order, now=now)
    return list(_parcels_of(fulfilment))


def record_order_parcels(*, order: Order, data: Iterable[FulfilmentData], now: datetime) -> None:
    """The parcels of all fulfilments that an order's snapshot carries; settled once, at the end."""
    told = {each.shopify_id: each for each in data}
    if not told:
        return
    rows = Fulfilment.objects.filter(store_id=order.store_id, shopify_id__in=told)
    with transaction.atomic():
        locked = [_keep_parcels(row, told[row.shopify_id]) for row in rows.order_by("pk")]
        for one in {each.pk: each for each in locked}.values():
            settle_parcels(store_id=one.store_id, order_id=one.pk)
            settle_order(order=one, now=now)


def _keep_parcels(fulfilment: Fulfilment, data: FulfilmentData) -> Order:
    """The fulfilment's order, locked; its parcels are not settled yet."""
    order = Order.objects.select_for_update().get(pk=fulfilment.order_id)
    held = Fulfilment.objects.get(pk=fulfilment.pk)
    record_facts(store_id=order.store_id, facts=facts_of_parcels(order, data))
    told, known = (
        freshness(data.changed_at, fulfilment_rank(data)),
        freshness(held.changed_at, held.rank),
    )
    if told >= known:
        matching.match_parcels(order=order, fulfilment=held, data=data)
    if order.redacted_at is None:
        matching.recall_former(held)
    return order


@transaction.atomic
def record_parcel_event(*, store: Store, data: ParcelEventData, now: datetime) -> ParcelEvent:
    """Keep what a carrier said of a fulfilment's parcels; its order may follow later."""
    fulfilment = orders.fulfilment_stub(
        store=store,
        order_shopify_id=data.order_shopify_id,
        shopify_id=data.fulfilment_shopify_id,
    )
    event = _kept_event(fulfilment, data)
    settle_parcels(store_id=fulfilment.store_id, order_id=fulfilment.order_id)
    is_redacted = fulfilment.order.redacted_at is not None
    about = {"state": data.state, "city": "" if is_redacted else data.city}
    fact = Fact(
        kind=ActivityKind.PARCEL_SCANNED,
        at=data.at,
        key=f"parcel_event:{data.shopify_id}",
        order_id=fulfilment.order_id,
        data=about,
    )
    record_facts(store_id=store.pk, facts=[fact])
    settle_order(order=fulfilment.order, now=now)
    return event


@transaction.atomic
def redact_parcels(*, store_id: int, order_ids: list[int]) -> None:
    """Forget what leads to a person's door: numbers, links and what carriers wrote."""
    theirs = {"store_id": store_id, "order_id__in": order_ids}
    keys = Parcel.objects.filter(**theirs).exclude(number="").values("number_key")
    EarlyNews.objects.filter(store_id=store_id, number_key__in=keys).delete()
    Parcel.objects.filter(**theirs).update(number="", url="", former=[])
    ParcelEvent.objects.filter(**theirs).update(message="", city="", number="")
    ParcelImportRow.objects.filter(**theirs).delete()
    Alarm.objects.filter(**theirs).update(because="")
    Promise.objects.filter(**theirs).update(because="")


def forget_early_news(*, store_id: int) -> None:
    """Forget what was said of numbers that no parcel of this store has."""
    EarlyNews.objects.filter(store_id=store_id).delete()


def facts_of_parcels(order: Order, data: FulfilmentData) -> Iterable[Fact]:
    for place, parcel in enumerate(data.parcels):
        about = {
            "number": parcel.number,
            "company": parcel.company,
            "url": parcel.url,
            "place": place,
        }
        # A number leads to a door, so a key that outlives erasure must not spell it.
        name = blake2b(parcel.number.encode(), digest_size=8).hexdigest()
        yield Fact(
            kind=ActivityKind.PARCEL_ADDED,
            at=data.changed_at,
            key=f"parcel:{data.shopify_id}:{name}",
            order_id=order.pk,
            data=about if order.redacted_at is None else {},
        )


def _parcels_of(fulfilment: Fulfilment) -> Iterable[Parcel]:
    rows = Parcel.objects.filter(store_id=fulfilment.store_id, fulfilment=fulfilment)
    return rows.order_by("position")


def _kept_event(fulfilment: Fulfilment, data: ParcelEventData) -> ParcelEvent:
    """The event's row, of its newest wording. The order's lock is held."""
    is_redacted = fulfilment.order.redacted_at is not None
    event = ParcelEvent(
        store_id=fulfilment.store_id,
        order_id=fulfilment.order_id,
        fulfilment=fulfilment,
        shopify_id=data.shopify_id,
        state=data.state,
        at=data.at,
        message="" if is_redacted else data.message,
        city="" if is_redacted else data.city,
        country=data.country,
        estimated_at=data.estimated_at,
        changed_at=data.changed_at,
        rank=rank_of(data),
    )
    rows = ParcelEvent.objects.filter(store_id=event.store_id, shopify_id=data.shopify_id)
    held = rows.first()
    if held is not None:
        if freshness(event.changed_at, event.rank) <= freshness(held.changed_at, held.rank):
            return held
        event.pk = held.pk
    event.save(force_update=held is not None)
    return event
