"""What the form of a parcel says, as a draft; and what it asks when the carrier is not clear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from orders.data import QuantityData
from orders.models import LineItem, Order
from shipping.carriers import detecting, naming
from shipping.carriers.data import Candidate
from shipping.data import ParcelDraft
from shipping.following import carrier_of, habit_of
from shipping.models import Carrier, Direction, Origin, Parcel

MOST_CANDIDATES: Final = 6
NOBODY: Final = "-"  # the radio that says: I do not know


class FormRefused(DomainError):
    """What was typed cannot be read. `field` stands beside it."""

    code = "form-refused"

    def __init__(self, words: str, field: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order that may be in the parcel."""

    row: LineItem
    quantity: str


@dataclass(slots=True)
class ParcelForm:
    """A form as it is shown: what was typed stays, and stands beside what was wrong with it."""

    order: Order
    said: Mapping[str, Any]
    parcel: Parcel | None = None
    error: str = ""
    error_field: str = ""
    candidates: Sequence[Candidate] = ()
    lines: list[Line] = field(default_factory=list)
    carriers: list[str] = field(default_factory=list)
    may_tell_shopify: bool = False
    is_return: bool = False

    def refuse(self, refusal: DomainError) -> None:
        self.error = str(refusal)
        self.error_field = getattr(refusal, "field", "")


def form_of(
    order: Order, said: Mapping[str, Any], *, parcel: Parcel | None = None, knows_shopify: bool
) -> ParcelForm:
    """Two queries: the order's lines, and the store's own carriers."""
    values = dict(said.items()) or _held(parcel)
    rows = LineItem.objects.filter(order=order, requires_shipping=True, shopify_id__isnull=False)
    own = Carrier.objects.filter(store_id=order.store_id, is_retired=False)
    names = [*own.order_by("name").values_list("name", flat=True)]
    return ParcelForm(
        order=order,
        said=values,
        parcel=parcel,
        lines=[
            Line(row, str(values.get(f"line-{row.shopify_id}", "")))
            for row in rows.order_by("position")
        ],
        carriers=[*names, *(name for _code, name in naming.names())],
        may_tell_shopify=knows_shopify,
        is_return=values.get("direction") == Direction.RETURN,
    )


def _held(parcel: Parcel | None) -> dict[str, str]:
    """What the form begins with."""
    if parcel is None:
        return {"direction": Direction.OUT, "tells_buyer": "on"}
    lines = {f"line-{each['line']}": str(each["quantity"]) for each in parcel.lines}
    return {
        **lines,
        "number": parcel.number,
        "company": carrier_of(parcel),
        "url": parcel.url,
        "direction": parcel.direction,
        "tells_buyer": "on",
    }


def draft_of(order: Order, said: Mapping[str, Any]) -> ParcelDraft:
    """The draft that the form says. Raises FormRefused. No statement."""
    chosen = _text(said, "carrier")
    company = _text(said, "company") if chosen in ("", NOBODY) else ""
    return ParcelDraft(
        number=_text(said, "number"),
        company=company,
        carrier="" if chosen == NOBODY else chosen,
        url=_text(said, "url"),
        direction=Direction.RETURN if said.get("direction") == Direction.RETURN else Direction.OUT,
        lines=tuple(_lines(said)),
        shipped_at=_moment(said),
        origin=Origin.STAFF,
        tells_buyer=bool(said.get("tells_buyer")),
        tells_shopify=bool(said.get("tells_shopify")),
    )


def open_candidates(order: Order, said: Mapping[str, Any]) -> tuple[Candidate, ...]:
    """Carriers to choose among, likeliest first, where nobody said and the number does not decide.

    Empty once it was asked, or where nothing is to be asked. One statement at most.
    """
    number = _text(said, "number")
    if not number or _text(said, "carrier") or _text(said, "company"):
        return ()
    country = (order.shipping_address or {}).get("country_code") or ""
    found = detecting.detect(
        number,
        destination=str(country),
        origin=order.store.country,
        habit=habit_of(order.store_id),
    )
    return () if detecting.decided(found) else tuple(found[:MOST_CANDIDATES])


def _lines(said: Mapping[str, Any]) -> list[QuantityData]:
    found = []
    for name, value in said.items():
        typed = str(value).strip()
        if not name.startswith("line-") or not typed:
            continue
        number = name.removeprefix("line-")
        if not (number.isascii() and number.isdigit() and len(number) < 20):
            continue
        if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
            raise FormRefused(gettext("How many of each line: a whole number."), name)
        if int(typed):
            found.append(QuantityData(int(number), int(typed)))
    return found


def _moment(said: Mapping[str, Any]) -> datetime | None:
    """In the store's time zone, which the page is shown in."""
    typed = _text(said, "shipped_at")
    if not typed:
        return None
    try:
        at = datetime.fromisoformat(typed)
        return at if at.tzinfo else timezone.make_aware(at)
    except (ValueError, OverflowError):
        raise FormRefused(
            gettext("When it was sent: a day and a time, as in 2026-11-24 14:30."), "shipped_at"
        ) from None


def _text(said: Mapping[str, Any], name: str) -> str:
    return str(said.get(name) or "").replace("\0", "").strip()
