"""What changed in a credit, as changes that add up: a replay of them finds the same credit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Because(StrEnum):
    """Why a credit changed."""

    ORDER = "ORDER"  # the shop told of the order
    JOURNEY = "JOURNEY"  # the shop told of the visits before it
    VERDICT = "VERDICT"  # a click turned out to be a person's, or a machine's
    EDIT = "EDIT"
    REFUND = "REFUND"
    CANCEL = "CANCEL"
    RATE = "RATE"  # the rate of exchange of its day came to be known


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the credit."""

    message_id: int | None = None
    template: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a credit is worth. The agency's sums are None while the rate is not known."""

    orders: int = 0
    gross_minor: int = 0
    refund_minor: int = 0
    late_refund_minor: int = 0  # given back after the credit was frozen
    agency_gross_minor: int | None = None
    agency_refund_minor: int | None = None

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(
            self.orders - other.orders,
            self.gross_minor - other.gross_minor,
            self.refund_minor - other.refund_minor,
            self.late_refund_minor - other.late_refund_minor,
            _less(self.agency_gross_minor, other.agency_gross_minor),
            _less(self.agency_refund_minor, other.agency_refund_minor),
        )

    def __add__(self, other: "Sums") -> "Sums":
        return self - (NOTHING - other)

    def __bool__(self) -> bool:
        return any(
            (
                self.orders,
                self.gross_minor,
                self.refund_minor,
                self.late_refund_minor,
                self.agency_gross_minor,
                self.agency_refund_minor,
            )
        )


NOTHING = Sums()
NOBODY = Holder()


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has how much credit for an order, by one model."""

    holder: Holder = NOBODY
    sums: Sums = NOTHING


@dataclass(frozen=True, slots=True)
class Change:
    """So much more, or less, for one holder."""

    holder: Holder
    sums: Sums
    because: Because
    at: datetime


@dataclass(frozen=True, slots=True)
class Dates:
    """When what counts took place: facts are dated so, never by when we heard of them."""

    placed_at: datetime
    returned_at: datetime | None = None
    is_cancelled: bool = False


def changes(before: Standing, after: Standing, *, because: Because, dates: Dates) -> list[Change]:
    """What leads from one standing to the next: a new holder takes all, the old one loses all."""
    if before.holder == after.holder:
        return list(_moved(after.holder, after.sums - before.sums, because, dates))
    taken = _moved(before.holder, NOTHING - before.sums, because, dates)
    given = _moved(after.holder, after.sums, because, dates)
    return [*taken, *given]


def replay(made: Iterable[Change]) -> Standing:
    """The standing to which all changes of a credit add up."""
    held: dict[Holder, Sums] = {}
    for change in made:
        held[change.holder] = held.get(change.holder, NOTHING) + change.sums
    left = [Standing(holder, sums) for holder, sums in held.items() if sums]
    if len(left) > 1:
        raise ValueError(f"Changes leave credit with several holders: {left}")
    return left[0] if left else Standing()


def _moved(holder: Holder, sums: Sums, because: Because, dates: Dates) -> Iterable[Change]:
    """Sales are dated when the order was placed, refunds when they were given."""
    nothing = None if sums.agency_gross_minor is None else 0  # None: no rate is known
    sold = replace(sums, refund_minor=0, late_refund_minor=0, agency_refund_minor=nothing)
    back = replace(sums, orders=0, gross_minor=0, agency_gross_minor=nothing)
    if sold:
        why = because if sold.orders else _why(sold.gross_minor, Because.EDIT)
        yield Change(holder, sold, why, dates.placed_at)
    if back:
        why = Because.CANCEL if dates.is_cancelled else Because.REFUND
        moved = back.refund_minor or back.late_refund_minor
        yield Change(holder, back, _why(moved, why), dates.returned_at or dates.placed_at)


def _why(moved: int, why: Because) -> Because:
    """Where only the agency's sums moved, the rate came to be known."""
    return why if moved else Because.RATE


def _less(one: int | None, other: int | None) -> int | None:
    if one is None and other is None:
        return None
    return (one or 0) - (other or 0)
