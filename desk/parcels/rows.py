"""An order's parcels as its page shows them: templates/desk/parts/order_parcels.html."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import pieces
from orders.models import Fulfilment, LineItem, Order
from shipping import alarms
from shipping.following import carrier_of, link_of
from shipping.models import (
    Alarm,
    CarrierGround,
    Direction,
    Origin,
    Parcel,
    ParcelState,
    ParcelWriteBack,
    WriteState,
)
from shipping.queries import parcels_by_order
from shipping.senders import SentBy, sent_by
from stores.admin_base import may
from stores.roles import Verb

# Steps of a parcel, as five strokes.
STEPS: Final = {
    "LABEL_PURCHASED": 1,
    "LABEL_PRINTED": 1,
    "CONFIRMED": 1,
    "CARRIER_PICKED_UP": 2,
    "IN_TRANSIT": 3,
    "DELAYED": 3,
    "OUT_FOR_DELIVERY": 4,
    "ATTEMPTED_DELIVERY": 4,
    "READY_FOR_PICKUP": 4,
    "DELIVERED": 5,
}
_TONES: Final = {
    "": "",
    "DELIVERED": "good",
    "DELAYED": "warn",
    "ATTEMPTED_DELIVERY": "warn",
    "EXCEPTION": "bad",
    "FAILURE": "bad",
    "RETURNING": "warn",
    "RETURNED": "warn",
}
_WRITES: Final = {
    WriteState.DUE: ("hold", "clock"),
    WriteState.DONE: ("good", "check"),
    WriteState.REFUSED: ("bad", "fail"),
    WriteState.LOCAL: ("", "x"),
}


@dataclass(frozen=True, slots=True)
class ParcelRow:
    parcel: Parcel
    carrier: str
    link: str
    badge: SafeString
    step: int
    is_return: bool
    former: list[str]
    contents: str
    # Nobody said who brings it, and the number does not decide.
    is_carrier_open: bool
    origin: str  # "" for Shopify's own
    alarms: list[str]
    write_back: ParcelWriteBack | None
    write_badge: SafeString | None
    steps: range = field(default_factory=lambda: range(1, 6))

    @property
    def may_try_again(self) -> bool:
        return self.write_back is not None and self.write_back.state == WriteState.REFUSED


@dataclass(frozen=True, slots=True)
class OrderParcels:
    """All of an order's parcels. `sent_by.words` says who sends its goods."""

    order: Order
    rows: list[ParcelRow]
    sent_by: SentBy
    may_handle: bool


def rows_of(order: Order, request: HttpRequest) -> OrderParcels:
    """Five queries at most, however many parcels."""
    parcels = parcels_by_order([order.pk]).get(order.pk, [])
    fulfilments = list(Fulfilment.objects.filter(order=order))
    waiting = alarms.open_alarms([order.pk]).get(order.pk, []) if parcels else []
    asked = ParcelWriteBack.objects.filter(parcel__in=parcels) if parcels else []
    write_backs = {row.parcel_id: row for row in asked}
    titles = _titles(order) if any(parcel.lines for parcel in parcels) else {}
    return OrderParcels(
        order=order,
        rows=[_row(parcel, waiting, write_backs.get(parcel.pk), titles) for parcel in parcels],
        sent_by=sent_by(order, fulfilments=fulfilments, parcels=parcels),
        may_handle=may(request, Verb.HANDLE_PARCELS) and order.redacted_at is None,
    )


def state_badge(parcel: Parcel) -> SafeString:
    """Where it is, in words; a carrier's new word as it came."""
    names = dict(ParcelState.choices)
    words = names.get(parcel.state) or parcel.state.replace("_", " ").capitalize()
    symbol = "truck" if parcel.state else "clock"
    return pieces.state(words, tone=_TONES.get(parcel.state, "hold"), symbol=symbol)


def write_badge(row: ParcelWriteBack) -> SafeString:
    tone, symbol = _WRITES[WriteState(row.state)]
    return pieces.state(row.get_state_display(), tone=tone, symbol=symbol)


def _row(
    parcel: Parcel,
    waiting: Sequence[Alarm],
    write_back: ParcelWriteBack | None,
    titles: Mapping[int, str],
) -> ParcelRow:
    return ParcelRow(
        parcel=parcel,
        carrier=carrier_of(parcel),
        link=link_of(parcel),
        badge=state_badge(parcel),
        step=STEPS.get(parcel.state, 0),
        is_return=parcel.direction == Direction.RETURN,
        former=[str(each.get("number") or "") for each in parcel.former if each.get("number")],
        contents=_contents(parcel, titles),
        is_carrier_open=bool(parcel.number) and parcel.carrier_ground == CarrierGround.UNKNOWN,
        origin=parcel.get_origin_display() if parcel.origin != Origin.SHOPIFY else "",
        alarms=[alarm.get_kind_display() for alarm in waiting if alarm.parcel_id == parcel.pk],
        write_back=write_back,
        write_badge=write_badge(write_back) if write_back else None,
    )


def _titles(order: Order) -> dict[int, str]:
    rows = LineItem.objects.filter(order=order, shopify_id__isnull=False)
    return {row.shopify_id or 0: row.title for row in rows}


def _contents(parcel: Parcel, titles: Mapping[int, str]) -> str:
    """What is in it, as far as somebody said."""
    parts = [
        _("%(quantity)s × %(title)s")
        % {"quantity": each["quantity"], "title": titles.get(each["line"]) or pieces.EMPTY}
        for each in parcel.lines
    ]
    if len(parts) <= 3:
        return ", ".join(parts)
    more = ngettext("and %(n)s more", "and %(n)s more", len(parts) - 2) % {"n": len(parts) - 2}
    return f"{', '.join(parts[:2])}, {more}"
