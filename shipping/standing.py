"""What the parcels of an order come to, said to the room below: see orders/standing.py.

Call `settle_order` in every verb that moves a parcel, in its transaction, the order locked.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orders import standing
from orders.models import Order
from orders.stages import Way
from orders.standing import settle_stage
from shipping.models import Direction, Parcel, ParcelEvent, ParcelState

State = ParcelState
_STUCK: Final = frozenset({State.FAILURE, State.EXCEPTION})
_FETCH: Final = frozenset({State.READY_FOR_PICKUP})

Word = tuple[str, datetime | None]  # a parcel's state, and when it came to be


def settle_order(*, order: Order, now: datetime) -> bool:
    """Say where the order stands, by its parcels. True if it stands elsewhere. Four statements."""
    way, way_at = way_of(order)
    return settle_stage(order=order, now=now, way=way, way_at=way_at)


def settle_new(*, now: datetime) -> int:
    """Settle a chunk of the orders told before stages were kept; how many. 0: none is left.

    Call it inside every_store. Whoever is being written to is left for the next turn.
    """
    return standing.settle_new(now=now, ways_of=ways_of)


def settle_orders(*, order_ids: Sequence[int], now: datetime) -> None:
    """Settle orders whose parcels were written in bulk, as settle_order does one."""
    standing.settle_many(order_ids=order_ids, now=now, ways_of=ways_of)


def way_of(order: Order) -> tuple[Way, datetime | None]:
    """What all its parcels come to; the worst counts. Two statements."""
    return ways_of([order.pk]).get(order.pk, (Way.UNKNOWN, None))


def ways_of(order_ids: Collection[int]) -> dict[int, tuple[Way, datetime | None]]:
    """What the parcels of each of these orders come to. Two statements."""
    parcels: dict[int, list[Parcel]] = defaultdict(list)
    for parcel in Parcel.objects.filter(order_id__in=order_ids):
        parcels[parcel.order_id].append(parcel)
    events: dict[int, list[_Said]] = defaultdict(list)
    rows = ParcelEvent.objects.filter(order_id__in=order_ids).order_by("at", "id")
    columns = ("order_id", "parcel_id", "fulfilment_id", "state", "at")
    for order_id, *said in rows.values_list(*columns):
        events[order_id].append(_Said(*said))
    return {order_id: _way(parcels[order_id], events[order_id]) for order_id in {*parcels, *events}}


@dataclass(frozen=True, slots=True)
class _Said:
    """An event: of one parcel, or of all of a fulfilment."""

    parcel_id: int | None
    fulfilment_id: int | None
    state: str
    at: datetime


def _way(parcels: Sequence[Parcel], events: Sequence[_Said]) -> tuple[Way, datetime | None]:
    boxed = {parcel.fulfilment_id for parcel in parcels if parcel.direction == Direction.OUT}
    # Local deliveries are told of without a parcel.
    bare = {
        said.fulfilment_id: (said.state, said.at)
        for said in events
        if said.parcel_id is None and said.fulfilment_id not in boxed
    }
    out = [_word(each, events) for each in parcels if each.direction == Direction.OUT]
    back = [_word(each, events) for each in parcels if each.direction == Direction.RETURN]
    return worst([*out, *bare.values()], back)


def _word(parcel: Parcel, events: Sequence[_Said]) -> Word:
    """Its state, and when that was last said."""
    if parcel.state == State.DELIVERED and parcel.delivered_at:
        return parcel.state, parcel.delivered_at
    times = [
        said.at
        for said in events
        if said.state == parcel.state
        and (said.parcel_id or parcel.pk) == parcel.pk
        and (said.parcel_id or said.fulfilment_id == parcel.fulfilment_id)
    ]
    return parcel.state, max(times, default=parcel.shipped_at or parcel.changed_at)


def worst(out: Sequence[Word], back: Sequence[Word] = ()) -> tuple[Way, datetime | None]:
    """Of what goes to the buyer and what comes back; each with when it came to be.

    Nothing counts as delivered before all is; then it is since the last of it.
    """
    stuck = [word for word in out if word[0] in _STUCK]
    if stuck:
        return Way.STUCK, _first(stuck)
    returning = [word for word in out if word[0] == State.RETURNING]
    returning += [word for word in back if word[0] not in (State.DELIVERED, State.RETURNED)]
    if returning:
        return Way.RETURNING, _first(returning)
    returned = [word for word in out if word[0] == State.RETURNED] + list(back)
    if returned:
        return Way.RETURNED, _last(returned)
    heard = [word for word in out if word[0]]
    if not heard:
        return Way.UNKNOWN, None
    if all(state == State.DELIVERED for state, _at in out):
        return Way.DELIVERED, _last(out)
    fetch = [word for word in out if word[0] in _FETCH]
    return (Way.TO_FETCH, _first(fetch)) if fetch else (Way.MOVING, _first(heard))


def _first(words: Sequence[Word]) -> datetime | None:
    return min((at for _state, at in words if at), default=None)


def _last(words: Sequence[Word]) -> datetime | None:
    return max((at for _state, at in words if at), default=None)
