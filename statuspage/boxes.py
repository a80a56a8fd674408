"""The cards of the page: each parcel, what left without one, and what has not left yet."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import accumulate
from typing import Any, Final

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.models import DeliveryMethod, Fulfilment
from shipping import following
from shipping.models import Direction, Parcel, ParcelEvent, ParcelState, Promise
from shipping.promise_words import days_in_words
from statuspage.data import Box, Follow, Scan
from statuspage.facts import Facts
from statuspage.moments import day, local_day, moment

CAME_TO_NOTHING: Final = frozenset({"CANCELLED", "ERROR", "FAILURE"})
# A box still in the house, or of which the carrier knows the label alone.
ANNOUNCED: Final = frozenset(
    {"", ParcelState.LABEL_PURCHASED, ParcelState.LABEL_PRINTED, ParcelState.CONFIRMED}
)
OURSELVES: Final = frozenset({"", "manual"})  # what Shopify calls goods that the shop sends
# Whatever carriers say.
LONGEST_PLACE: Final = 60
LONGEST_WORDS: Final = 120
MOST_CANDIDATES: Final = 3
Held = dict[int, int]


def boxes_of(facts: Facts) -> tuple[Box, ...]:
    """What is for the buyer, as it left, then what has not left. No query."""
    sent = [_of_parcel(facts, each) for each in _parcels(facts, Direction.OUT)]
    sent += [_of_fulfilment(facts, each) for each in _bare(facts)]
    waiting = _waiting(facts, _left(facts))
    found = [*sent, *([waiting] if waiting else [])]
    return tuple(_numbered(box, number, len(found)) for number, box in enumerate(found, 1))


def returns_of(facts: Facts) -> tuple[Box, ...]:
    """Parcels on their way back."""
    found = [_of_parcel(facts, each) for each in _parcels(facts, Direction.RETURN)]
    if len(found) == 1:
        return (replace(found[0], number=1, title=_("Your return")),)
    return tuple(_numbered(box, number, len(found)) for number, box in enumerate(found, 1))


def _live(facts: Facts) -> dict[int, Fulfilment]:
    return {row.pk: row for row in facts.fulfilments if row.state not in CAME_TO_NOTHING}


def _parcels(facts: Facts, direction: str) -> list[Parcel]:
    live = _live(facts)
    return [
        parcel
        for parcel in facts.parcels
        if parcel.direction == direction
        and (parcel.fulfilment_id is None or parcel.fulfilment_id in live)
    ]


def _bare(facts: Facts) -> Iterator[Fulfilment]:
    """What left without a parcel; a stub of Shopify's, of which nothing is known, is nothing."""
    boxed = {parcel.fulfilment_id for parcel in facts.parcels}
    for row in _live(facts).values():
        if row.pk not in boxed and (row.changed_at or _events_of(facts, row)):
            yield row


def _events_of(facts: Facts, row: Fulfilment) -> list[ParcelEvent]:
    return [event for event in facts.events if event.fulfilment_id == row.pk]


def _held(rows: Sequence[Mapping[str, Any]]) -> Held:
    held: Counter[int] = Counter()
    for row in rows:
        if row.get("line"):
            held[int(row["line"])] += int(row.get("quantity") or 0)
    return dict(held)


def _in_parcel(facts: Facts, parcel: Parcel) -> Held:
    """What is in it, as far as anybody said."""
    if parcel.lines:
        return _held(parcel.lines)
    fulfilment = _live(facts).get(parcel.fulfilment_id or 0)
    return _held(fulfilment.lines) if fulfilment else {}


def _left(facts: Facts) -> Held:
    """What must be shipped and is in nothing that left."""
    gone: Counter[int] = Counter()
    for fulfilment in _live(facts).values():
        gone.update(_held(fulfilment.lines))
    for parcel in facts.parcels:
        if parcel.fulfilment_id is None and parcel.direction == Direction.OUT:
            gone.update(_held(parcel.lines))
    left: Held = {}
    for line in facts.lines:
        key = line.shopify_id or -line.position - 1
        if line.requires_shipping and line.current_quantity > gone.get(key, 0):
            left[key] = line.current_quantity - gone.get(key, 0)
    return left


def _of_parcel(facts: Facts, parcel: Parcel) -> Box:
    said = [
        event
        for event in facts.events
        if event.parcel_id == parcel.pk
        or (event.parcel_id is None and event.fulfilment_id == (parcel.fulfilment_id or 0))
    ]
    url, carrier = following.link_of(parcel), following.carrier_of(parcel)
    maybe = () if carrier or not parcel.number else _maybe(facts, parcel)
    delivered_at = parcel.delivered_at
    is_delivered = parcel.state == ParcelState.DELIVERED or delivered_at is not None
    return Box(
        number=0,
        title="",
        note=_note(facts, parcel.state, delivered_at, parcel.expected_at),
        is_good=is_delivered,
        state=parcel.state,
        scans=_scans(facts, said, parcel.shipped_at),
        tracking_number=parcel.number,
        carrier=carrier,
        url=url if url.startswith("https://") else "",
        maybe=maybe,
        former=tuple(str(row.get("number") or "") for row in parcel.former if row.get("number")),
        city=_city(said),
        lines=tuple(_in_parcel(facts, parcel).items()),
        about="" if said else _("The carrier has not scanned it yet."),
        is_delivered=is_delivered,
        delivered_on=local_day(delivered_at) if delivered_at else None,
    )


def _maybe(facts: Facts, parcel: Parcel) -> tuple[Follow, ...]:
    country = str((facts.order.shipping_address or {}).get("country_code") or "")
    found = following.candidates_of(parcel, destination=country)
    return tuple(
        Follow(name=each.name, url=each.url if each.url.startswith("https://") else "")
        for each in found[:MOST_CANDIDATES]
    )


def _of_fulfilment(facts: Facts, row: Fulfilment) -> Box:
    """Goods that left without a number: a pickup, a van of the shop, a letter, a warehouse."""
    said = _events_of(facts, row)
    state = said[0].state if said else row.parcel_state
    came = [event.at for event in said if event.state == ParcelState.DELIVERED]
    is_delivered = state == ParcelState.DELIVERED
    delivered_at = min(came) if came and is_delivered else None
    is_elsewhere = row.service not in OURSELVES
    return Box(
        number=0,
        title="",
        note=_note(facts, state, delivered_at, None),
        is_good=is_delivered or state == ParcelState.READY_FOR_PICKUP,
        about=_about_bare(facts, row.service if is_elsewhere else ""),
        state=state,
        scans=_scans(facts, said, row.shipped_at),
        city=_city(said),
        lines=tuple(_held(row.lines).items()),
        is_delivered=is_delivered,
        delivered_on=local_day(delivered_at) if delivered_at else None,
    )


def _about_bare(facts: Facts, service: str) -> str:
    if facts.order.delivery_method == DeliveryMethod.PICKUP:
        return ""
    if facts.order.delivery_method == DeliveryMethod.LOCAL:
        return _("We bring it ourselves.")
    if service:
        name = service.replace("-", " ").replace("_", " ").title()
        return _("It was sent for us by %(service)s, without a tracking number.") % {
            "service": name
        }
    return _("It was sent without a tracking number.")


def _waiting(facts: Facts, left: Held) -> Box | None:
    if not left or facts.order.cancelled_at:
        return None
    promise = facts.promise
    about, note = "", ""
    if promise and promise.ships_by_on and promise.ships_by_on >= facts.today:
        about = _ships_by(facts, promise.ships_by_on)
    if promise and promise.to_on and promise.to_on >= facts.today:
        note = _arrives(facts, promise, left)
    return Box(
        number=0,
        title="",
        note=note,
        about=about or _not_sent(facts),
        lines=tuple(left.items()),
        is_sent=False,
    )


def _ships_by(facts: Facts, on: date) -> str:
    if facts.order.delivery_method == DeliveryMethod.PICKUP:
        return _("Ready for you at the latest on %(day)s.") % {"day": day(on)}
    return _("We send it at the latest on %(day)s.") % {"day": day(on)}


def _not_sent(facts: Facts) -> str:
    if facts.order.delivery_method == DeliveryMethod.PICKUP:
        return _("We are getting it ready.")
    return _("It has not been sent yet.")


def _arrives(facts: Facts, promise: Promise, left: Held) -> str:
    """When what has not left will come: the days of its own lines, else of the whole order."""
    days = _days_of(facts, promise, left)
    words = days_in_words(days, facts.today, facts.locale)
    return _("Comes %(days)s") % {"days": words} if words else ""


@dataclass(frozen=True, slots=True)
class _Days:
    from_on: date | None
    to_on: date | None


def _days_of(facts: Facts, promise: Promise, left: Held) -> _Days:
    places = {line.position for line in facts.lines if line.shopify_id in left}
    dated = [
        (date.fromisoformat(row["from_on"]), date.fromisoformat(row["to_on"]))
        for row in promise.lines
        if row.get("line") in places and row.get("from_on") and row.get("to_on")
    ]
    if not dated:
        return _Days(promise.from_on, promise.to_on)
    return _Days(max(each[0] for each in dated), max(each[1] for each in dated))


def _note(
    facts: Facts, state: str, delivered_at: datetime | None, expected_at: datetime | None
) -> str:
    if state == ParcelState.DELIVERED or delivered_at:
        if delivered_at is None:
            return _("Delivered")
        return _("Delivered %(day)s") % {"day": day(local_day(delivered_at))}
    if state == ParcelState.READY_FOR_PICKUP:
        return _("Ready for pickup")
    if expected_at and local_day(expected_at) >= facts.today:
        return _("Comes %(days)s") % {"days": day(local_day(expected_at))}
    return ""


def _scans(
    facts: Facts, said: Sequence[ParcelEvent], shipped_at: datetime | None
) -> tuple[Scan, ...]:
    """What was said, newest first; then that it was packed."""
    rows = [
        Scan(words=_scan_words(event), at=event.at, when=moment(event.at, facts.today))
        for event in said
    ]
    if shipped_at and (not said or shipped_at <= said[-1].at):
        rows.append(Scan(words=_("Packed"), at=shipped_at, when=moment(shipped_at, facts.today)))
    return tuple(rows)


def _scan_words(event: ParcelEvent) -> str:
    known = dict(ParcelState.choices)
    words = str(known.get(event.state) or event.message or event.state.capitalize())
    return beside(clipped(words, LONGEST_WORDS), clipped(event.city, LONGEST_PLACE))


def _city(said: Sequence[ParcelEvent]) -> str:
    return next((event.city for event in said if event.city), "")


def _numbered(box: Box, number: int, count: int) -> Box:
    pieces = sum(quantity for _line, quantity in box.lines)
    name = _("Parcel %(number)s") % {"number": number} if count > 1 else _("The parcel")
    many = ngettext("%(count)s item", "%(count)s items", pieces) % {"count": pieces}
    return replace(box, number=number, title=beside(name, many) if pieces else name)


def in_which(boxes: Sequence[Box]) -> dict[int, tuple[int, ...]]:
    """Of each line the cards that hold some of it."""
    found: dict[int, list[int]] = defaultdict(list)
    for box in boxes:
        for line, _quantity in box.lines:
            found[line].append(box.number)
    return {line: tuple(numbers) for line, numbers in found.items()}


def clipped(text: str, most: int) -> str:
    """Not more letters than that, and fewer of those that are written with several bytes."""
    room = most + most // 2
    kept = text[:most]
    if len(escape(kept).encode()) > room:
        sizes = list(accumulate(len(escape(letter).encode()) for letter in kept))
        while sizes and sizes[-1] > room:
            del sizes[-max((sizes[-1] - room) // 6, 1) :]
        kept = kept[: len(sizes)]
    return text if kept == text else f"{kept[:-1].rstrip()}…"


def beside(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return _("%(first)s, %(second)s") % {"first": first, "second": second}
