"""Shopify's parcels beside ours: which row each number of a snapshot is.

# Note [One number, one row]
A fulfilment's snapshot is a list of numbers by place. Each finds its row in this order: the row of
that number, or which staff gave another number instead of it; a parcel of ours with that number
that no fulfilment names; the row at its place, whose number was changed there. Else it is new. A
row that Shopify names no longer goes, but for one of ours: that becomes ours alone again. What
staff said of a carrier stays. So a parcel keeps its row and its address whatever becomes of its
number, and staff's word and Shopify's may come in any order.

# Note [Former numbers are told, not remembered]
The numbers of older snapshots are read from the facts that each snapshot leaves, also one that
comes late: so any order of arrival ends in the same `former`. Only what staff changed is
remembered in the row itself, since no snapshot says it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F

from orders.data import FulfilmentData, ParcelData
from orders.models import Activity, ActivityKind, Fulfilment, Order
from shipping.following import settle
from shipping.models import CarrierGround, Direction, Origin, Parcel
from shipping.numbers import key_of

OURS: Final = "STAFF"
THEIRS: Final = "SHOPIFY"
_HEARD: Final = ("delivered_at", "first_scanned_at", "heard_at", "expected_at")
_TOLD: Final = (
    *("fulfilment", "position", "number", "company", "url", "former"),
    *("state", *_HEARD, "shipped_at", "changed_at"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a snapshot once said: this number, at this place of the fulfilment."""

    number: str
    company: str
    url: str
    place: int | None  # None: told before places were kept
    at: datetime


def match_parcels(*, order: Order, fulfilment: Fulfilment, data: FulfilmentData) -> None:
    """Let the rows say what this newest snapshot says. The order is locked.

    Two statements where nothing moved, however many parcels.
    """
    of_order = Parcel.objects.filter(store_id=order.store_id, order=order)
    rows = list(of_order.filter(direction=Direction.OUT).order_by("position", "pk"))
    theirs = [row for row in rows if row.fulfilment_id == fulfilment.pk]
    ours = [row for row in rows if row.fulfilment_id is None]
    chosen = _chosen(data.parcels, theirs, ours)
    _let_go(row for row in theirs if row not in chosen)
    _make_room(theirs, chosen)
    kept: list[Parcel] = []
    new: list[Parcel] = []
    for place, (told, row) in enumerate(zip(data.parcels, chosen, strict=True)):
        parcel = row or Parcel(store_id=order.store_id, order=order, created_at=data.shipped_at)
        parcel.fulfilment, parcel.position = fulfilment, place
        _say(parcel, told, data, is_redacted=order.redacted_at is not None)
        (kept if row else new).append(parcel)
    Parcel.objects.bulk_create(new)
    Parcel.objects.bulk_update(kept, _TOLD)
    settle([*kept, *new])


def row_of(fulfilment: Fulfilment, place: int, told: ParcelData, data: FulfilmentData) -> Parcel:
    """A parcel of an order that has none yet; saves nothing."""
    order = fulfilment.order
    parcel = Parcel(store_id=order.store_id, order=order, created_at=data.shipped_at)
    parcel.fulfilment, parcel.position = fulfilment, place
    _say(parcel, told, data, is_redacted=order.redacted_at is not None)
    return parcel


def recall_former(fulfilment: Fulfilment) -> None:
    """See Note [Former numbers are told, not remembered]. Two queries, one more a changed row."""
    of_order = Parcel.objects.filter(order_id=fulfilment.order_id, direction=Direction.OUT)
    living = list(of_order.order_by("position", "pk"))
    rows = [row for row in living if row.fulfilment_id == fulfilment.pk]
    facts = _told_of(fulfilment) if rows else []
    known = {key_of(each.number) for each in facts}
    heirs = _heirs(facts, {key_of(row.number) for row in living})
    for row in rows:
        kept = [
            each
            for each in row.former
            if each.get("by") == OURS or key_of(each["number"]) not in known
        ]
        names = {key_of(each["number"]) for each in kept}
        told = heirs.get(key_of(row.number), ())
        former = [*kept, *(each for each in told if key_of(each["number"]) not in names)]
        former.sort(key=lambda each: (each["until"], each["number"]))
        if former != row.former:
            Parcel.objects.filter(pk=row.pk).update(former=former)


def _chosen(
    told: Sequence[ParcelData], theirs: Sequence[Parcel], ours: Sequence[Parcel]
) -> list[Parcel | None]:
    """A row for each place; None: a new one. See Note [One number, one row]."""
    free = list(theirs)
    chosen: list[Parcel | None] = [_take(free, each.number) for each in told]
    strangers = list(ours)
    for place, each in enumerate(told):
        if chosen[place] is None and each.number:
            chosen[place] = _take(strangers, each.number)
    for place in range(len(told)):
        if chosen[place] is None:
            found = next((row for row in free if row.position == place), None)
            if found is not None:
                free.remove(found)
            chosen[place] = found
    return chosen


def _take(rows: list[Parcel], number: str) -> Parcel | None:
    """The row of this number, else the one that staff gave another instead; taken out of them."""
    wanted = key_of(number)
    by_number = (row for row in rows if key_of(row.number) == wanted)
    by_former = (row for row in rows if wanted and wanted in _left_by_us(row))
    found = next(by_number, None) or next(by_former, None)
    if found is not None:
        rows.remove(found)
    return found


def _left_by_us(row: Parcel) -> set[str]:
    return {key_of(each["number"]) for each in row.former if each.get("by") == OURS}


def _let_go(rows: Iterable[Parcel]) -> None:
    """Rows that the fulfilment names no longer."""
    for row in rows:
        if row.origin == Origin.SHOPIFY:
            row.delete()
            continue
        ours = [each for each in row.former if each.get("by") == OURS]
        alone = Parcel.objects.filter(pk=row.pk)
        alone.update(fulfilment=None, position=0, former=ours)


def _make_room(theirs: Sequence[Parcel], chosen: Sequence[Parcel | None]) -> None:
    """Two rows may not have one place, not even while they change places."""
    moved = [
        row.pk
        for place, row in enumerate(chosen)
        if row is not None and row in theirs and row.position != place
    ]
    if moved:
        Parcel.objects.filter(pk__in=moved).update(position=-1 - F("position"))


def _say(row: Parcel, told: ParcelData, data: FulfilmentData, *, is_redacted: bool) -> None:
    """Shopify's word for number, carrier and link; what staff said stays."""
    row.shipped_at, row.changed_at = data.shipped_at, data.changed_at
    if is_redacted:
        row.number, row.url, row.former = "", "", []
        return
    is_other = key_of(told.number) != key_of(row.number)
    if is_other and key_of(told.number) in _left_by_us(row):
        return
    if is_other and row.number:
        for name, value in renumbered(row, told.number, data.changed_at, by=THEIRS).items():
            setattr(row, name, value)
    row.number = told.number
    is_staffs = row.carrier_ground == CarrierGround.STAFF
    if not is_staffs:
        row.company = told.company
    if told.url or is_other or not is_staffs:
        row.url = told.url


def renumbered(row: Parcel, number: str, at: datetime, *, by: str) -> dict[str, Any]:
    """The columns of a parcel that leaves its number for another: nothing is known of that yet."""
    former = [each for each in row.former if key_of(each["number"]) != key_of(number)]
    if row.number:
        old = {"number": row.number, "company": row.company, "url": row.url}
        former.append({**old, "until": at.isoformat(), "by": by})
    return {"former": former, "state": "", **dict.fromkeys(_HEARD)}


def _told_of(fulfilment: Fulfilment) -> list[Told]:
    rows = Activity.objects.filter(
        order_id=fulfilment.order_id,
        kind=ActivityKind.PARCEL_ADDED,
        key__startswith=f"parcel:{fulfilment.shopify_id}:",
    )
    found = rows.order_by("at", "id").values_list("at", "data")
    return [
        Told(
            number=str(data["number"]),
            company=str(data.get("company") or ""),
            url=str(data.get("url") or ""),
            place=data.get("place"),
            at=at,
        )
        for at, data in found
        if data.get("number")
    ]


def _heirs(facts: Sequence[Told], current: set[str]) -> dict[str, list[dict[str, Any]]]:
    """By each current number those it stands instead of: of its place, and told before it."""
    living = [each for each in facts if key_of(each.number) in current]
    found: dict[str, list[dict[str, Any]]] = {}
    for gone in facts:
        if key_of(gone.number) in current:
            continue
        at_place = [each for each in living if each.place == gone.place]
        later = [each for each in at_place if each.at > gone.at]
        heir = min(later, key=_when) if later else max(at_place, key=_when, default=None)
        if heir is None:
            continue
        old = {"number": gone.number, "company": gone.company, "url": gone.url}
        of_place = (each.at for each in facts if each.place == gone.place)
        until = next((at for at in of_place if at > gone.at), gone.at)
        found.setdefault(key_of(heir.number), []).append(
            {**old, "until": until.isoformat(), "by": THEIRS}
        )
    return found


def _when(told: Told) -> tuple[datetime, str]:
    return told.at, told.number
