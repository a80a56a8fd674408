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
from shipping.models import Parcel, ParcelEvent, ParcelState
from stores.models import Store


@transaction.atomic
def record_parcels(*, fulfilment: Fulfilment, data: FulfilmentData, now: datetime) -> list[Parcel]:
    """Keep the parcels of a fulfilment's newest snapshot; an older one only tells of its parcels.

    Locks the order. `fulfilment` is the row that orders.services made of this data, or a newer one.
    """
    order = Order.objects.select_for_update().get(pk=fulfilment.order_id)
    held = Fulfilment.objects.get(pk=fulfilment.pk)
    record_facts(store_id=order.store_id, facts=facts_of_parcels(order, data))
    told, known = (
        freshness(data.changed_at, fulfilment_rank(data)),
        freshness(held.changed_at, held.rank),
    )
    if told >= known:
        _replace_parcels(order=order, fulfilment=held, data=data)
        _settle(held)
    return list(_parcels_of(held))


def record_order_parcels(*, order: Order, data: Iterable[FulfilmentData], now: datetime) -> None:
    """The parcels of all fulfilments that an order's snapshot carries."""
    told = {each.shopify_id: each for each in data}
    if not told:
        return
    rows = Fulfilment.objects.filter(store_id=order.store_id, shopify_id__in=told)
    for fulfilment in rows.order_by("pk"):
        record_parcels(fulfilment=fulfilment, data=told[fulfilment.shopify_id], now=now)


@transaction.atomic
def record_parcel_event(*, store: Store, data: ParcelEventData, now: datetime) -> ParcelEvent:
    """Keep what a carrier said of a fulfilment's parcels; its order may follow later."""
    fulfilment = orders.fulfilment_stub(
        store=store,
        order_shopify_id=data.order_shopify_id,
        shopify_id=data.fulfilment_shopify_id,
    )
    event = _kept_event(fulfilment, data)
    _settle(fulfilment)
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
    return event


@transaction.atomic
def redact_parcels(*, store_id: int, order_ids: list[int]) -> None:
    """Forget what leads to a person's door: numbers, links and what carriers wrote."""
    theirs = {"store_id": store_id, "order_id__in": order_ids}
    Parcel.objects.filter(**theirs).update(number="", url="")
    ParcelEvent.objects.filter(**theirs).update(message="", city="")


def facts_of_parcels(order: Order, data: FulfilmentData) -> Iterable[Fact]:
    for parcel in data.parcels:
        about = {"number": parcel.number, "company": parcel.company}
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


def _replace_parcels(*, order: Order, fulfilment: Fulfilment, data: FulfilmentData) -> None:
    is_redacted = order.redacted_at is not None
    rows = [
        Parcel(
            store_id=order.store_id,
            order=order,
            fulfilment=fulfilment,
            position=position,
            number="" if is_redacted else parcel.number,
            company=parcel.company,
            url="" if is_redacted else parcel.url,
            shipped_at=data.shipped_at,
            changed_at=data.changed_at,
        )
        for position, parcel in enumerate(data.parcels)
    ]
    held = Parcel.objects.filter(store_id=order.store_id, fulfilment=fulfilment)
    held.filter(position__gte=len(rows)).delete()
    Parcel.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["store", "fulfilment", "position"],
        update_fields=["order", "number", "company", "url", "shipped_at", "changed_at"],
    )


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


def _settle(fulfilment: Fulfilment) -> None:
    """Where a fulfilment's parcels are: the latest of its events and its own snapshot's word."""
    events = ParcelEvent.objects.filter(store_id=fulfilment.store_id, fulfilment=fulfilment)
    rows = events.values_list("at", "shopify_id", "state")
    said = [(at, shopify_id or 0, state) for at, shopify_id, state in rows]
    delivered = [at for at, _, state in said if state == ParcelState.DELIVERED]
    if fulfilment.parcel_state and fulfilment.changed_at:
        said.append((fulfilment.changed_at, 0, fulfilment.parcel_state))
    state = max(said)[2] if said else ""
    is_delivered = state == ParcelState.DELIVERED and delivered
    delivered_at = min(delivered) if is_delivered else None
    parcels = Parcel.objects.filter(store_id=fulfilment.store_id, fulfilment=fulfilment)
    parcels.update(state=state, delivered_at=delivered_at)
