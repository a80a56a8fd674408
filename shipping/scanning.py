"""What is said of parcels: kept once, and one state out of it. See Note [One life …] in life.py."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from common.errors import DomainError
from orders.activity import Fact, record_facts
from orders.models import ActivityKind, Order
from shipping.life import Said, Scan, settled
from shipping.models import Origin, Parcel, ParcelEvent
from shipping.standing import settle_order

# Beyond the widest difference of two clocks: some carriers write the time of the place, no zone.
AHEAD: Final = timedelta(hours=26)
OLDEST: Final = timedelta(days=366)  # that people say of a parcel
LIFE: Final = ("state", "first_scanned_at", "heard_at", "delivered_at", "expected_at")
_BY_PEOPLE: Final = frozenset({Origin.STAFF, Origin.API, Origin.CSV})


class NotYetHappened(DomainError):
    """A scan of tomorrow."""

    code = "scan-lies-ahead"


class TooLongAgo(DomainError):
    """A scan of years ago: a slip of the hand."""

    code = "scan-too-long-ago"


def record_scan(*, parcel: Parcel, scan: Scan, now: datetime) -> ParcelEvent | None:
    """Keep one thing said of a parcel, once, and settle the parcel by it. None: known already.

    Raises NotYetHappened or TooLongAgo for what a person says of tomorrow, or of years ago.
    """
    if scan.origin in _BY_PEOPLE:
        _check_time(scan.at, now)
    told = record_scans(parcel=parcel, scans=[scan], now=now)
    return told[0] if told else None


@transaction.atomic
def record_scans(*, parcel: Parcel, scans: Iterable[Scan], now: datetime) -> list[ParcelEvent]:
    """Keep what was said of a parcel, each once; those that are new, in order. Locks the order.

    As many statements however many are told. What lies further ahead than AHEAD is a carrier's
    broken clock, and is left out. Nothing is kept of a parcel that was taken away meanwhile.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=parcel.order_id)
    held = Parcel.objects.filter(pk=parcel.pk).first()
    if held is None:
        return []
    told = {_key(held, scan): scan for scan in scans if scan.at <= now + AHEAD}
    rows = ParcelEvent.objects.filter(store_id=held.store_id, key__in=list(told))
    known = {row.key: row for row in rows}
    new = [_event(order, held, key, scan) for key, scan in told.items() if key not in known]
    ParcelEvent.objects.bulk_create(new)
    _note_estimates(known, told)
    record_facts(store_id=held.store_id, facts=_facts(held, new))
    settle_parcels(store_id=held.store_id, order_id=held.order_id)
    settle_order(order=order, now=now)
    return sorted(new, key=lambda event: (event.at, event.pk))


def settle_parcels(*, store_id: int, order_id: int) -> None:
    """Bring an order's parcels to what was said of them. Its lock is held. Two or three queries."""
    theirs = Parcel.objects.filter(store_id=store_id, order_id=order_id)
    parcels = list(theirs.select_related("fulfilment").order_by("pk"))
    if not parcels:
        return
    events = list(ParcelEvent.objects.filter(store_id=store_id, order_id=order_id))
    changed = [parcel for parcel in parcels if move(parcel, events)]
    if changed:
        Parcel.objects.bulk_update(changed, LIFE)


def move(parcel: Parcel, events: Sequence[ParcelEvent]) -> bool:
    """Put on the row what its order's events make of it; whether that changes it.

    `parcel.fulfilment` is at hand.
    """
    life = settled(_said_of(parcel, events))
    before = [getattr(parcel, name) for name in LIFE]
    after = [getattr(life, name) for name in LIFE]
    for name, value in zip(LIFE, after, strict=True):
        setattr(parcel, name, value)
    return before != after


def is_of_former(event: ParcelEvent, parcel: Parcel) -> bool:
    """Whether it was said of a number that the parcel no longer has."""
    if event.number:
        return plain(event.number) != plain(parcel.number)
    if event.parcel_id:
        return False
    # Shopify's events name no number: those before the change were of the former.
    since = renumbered_at(parcel)
    return since is not None and event.at <= since


def renumbered_at(parcel: Parcel) -> datetime | None:
    """When it got the number it has now; None: it always had it."""
    try:
        return max(datetime.fromisoformat(each["until"]) for each in parcel.former)
    except (ValueError, KeyError, TypeError):
        return None


def plain(number: str) -> str:
    """A number as it is compared: carriers' services leave out blanks and change the case.

    As Parcel.number_key, which the database keeps.
    """
    return re.sub(r"[^0-9A-Za-z]+", "", number).upper()


def _check_time(at: datetime, now: datetime) -> None:
    if at > now + timedelta(minutes=5):
        raise NotYetHappened(gettext("This time lies ahead: say when it happened."))
    if at < now - OLDEST:
        raise TooLongAgo(gettext("This is more than a year ago: look at the date again."))


def _said_of(parcel: Parcel, events: Sequence[ParcelEvent]) -> Iterator[Said]:
    former: set[str] = set()
    for event in events:
        is_theirs = event.parcel_id == parcel.pk
        is_all_theirs = event.parcel_id is None and event.fulfilment_id == parcel.fulfilment_id
        if not (is_theirs or is_all_theirs):
            continue
        if is_of_former(event, parcel):
            former.add(event.state)
            continue
        yield Said(
            state=event.state,
            at=event.at,
            name=event.key or f"{event.shopify_id or 0:020d}",
            expected_at=event.estimated_at,
            is_by_staff=event.origin in _BY_PEOPLE,
        )
    fulfilment = parcel.fulfilment
    if fulfilment and fulfilment.changed_at and fulfilment.parcel_state not in {"", *former}:
        yield Said(state=fulfilment.parcel_state, at=fulfilment.changed_at, is_snapshot=True)


def _key(parcel: Parcel, scan: Scan) -> str:
    """Names what was said. It outlives erasure, so it spells nothing."""
    told = (scan.origin, plain(scan.number), scan.state, scan.at.timestamp(), scan.message)
    whole = repr((*told, scan.city, scan.country, scan.actor)).encode("utf-8", "replace")
    return f"{parcel.pk}:{blake2b(whole, digest_size=16).hexdigest()}"


def _event(order: Order, parcel: Parcel, key: str, scan: Scan) -> ParcelEvent:
    is_redacted = order.redacted_at is not None
    return ParcelEvent(
        store_id=parcel.store_id,
        order_id=parcel.order_id,
        fulfilment_id=parcel.fulfilment_id,
        parcel=parcel,
        origin=scan.origin,
        key=key,
        number="" if is_redacted else scan.number,
        actor=scan.actor,
        state=scan.state,
        at=scan.at,
        message="" if is_redacted else scan.message,
        city="" if is_redacted else scan.city,
        country=scan.country,
        estimated_at=scan.expected_at,
        changed_at=scan.told_at,
    )


def _note_estimates(known: dict[str, ParcelEvent], told: dict[str, Scan]) -> None:
    """A carrier changes its mind without a new scan: the estimate told last stays."""
    changed = []
    for key, event in known.items():
        scan = told[key]
        said = (scan.told_at, scan.expected_at)
        if scan.expected_at is None or scan.told_at is None:
            continue
        held = (event.changed_at, event.estimated_at)
        if event.estimated_at is None or event.changed_at is None or said > held:
            event.changed_at, event.estimated_at = said
            changed.append(event)
    ParcelEvent.objects.bulk_update(changed, ["changed_at", "estimated_at"])


def _facts(parcel: Parcel, events: Iterable[ParcelEvent]) -> Iterator[Fact]:
    for event in events:
        if is_of_former(event, parcel):
            continue
        yield Fact(
            kind=ActivityKind.PARCEL_SCANNED,
            at=event.at,
            key=f"scan:{event.key}",
            order_id=event.order_id,
            data={"state": event.state, "city": event.city},
            actor=event.actor,
        )
