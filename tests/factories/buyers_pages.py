"""Orders in every state that a buyer's page tells of; each opens its own scope."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from orders.models import Fulfilment, LineItem, Order, Refund
from shipping.models import Cause, Direction, Parcel, ParcelEvent, Promise
from statuspage.models import FaqEntry
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_order

ADDRESS: Final = {
    "name": "Ingrid Solheim",
    "address1": "Ullbakken 12",
    "zip": "5006",
    "city": "Bergen",
    "country_code": "NO",
    "phone": "+47 912 34 567",
}
HAN: Final = "线"
LONG: Final = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3
)
ARABIC: Final = "وشاح صوف منسوج يدويًا"


@dataclass(frozen=True, slots=True)
class Told:
    """An order, and the moment at which all of it happened."""

    order: Order
    now: datetime

    def line(self, place: int, title: str, **fields: Any) -> LineItem:
        return LineItem.objects.create(
            **{
                "store": self.order.store,
                "order": self.order,
                "position": place,
                "shopify_id": self.order.shopify_id * 1000 + place,
                "title": title,
                "quantity": 1,
                "current_quantity": 1,
                "total_minor": 36100,
                "presentment_total_minor": 36100,
                **fields,
            }
        )

    def sent(self, number: int, lines: dict[int, int], **fields: Any) -> Fulfilment:
        base = self.order.shopify_id * 1000
        return Fulfilment.objects.create(
            **{
                "store": self.order.store,
                "order": self.order,
                "shopify_id": base + number,
                "state": "SUCCESS",
                "lines": [{"line": base + place, "quantity": n} for place, n in lines.items()],
                "shipped_at": self.now - timedelta(days=2),
                "changed_at": self.now - timedelta(days=2),
                **fields,
            }
        )

    def parcel(self, fulfilment: Fulfilment | None, *states: str, **fields: Any) -> Parcel:
        """Scanned in these states, oldest first, a second after the other: all of them today."""
        count = len(states)
        times = [self.now - timedelta(seconds=count - place) for place in range(count)]
        parcel = Parcel.objects.create(
            **{
                "store": self.order.store,
                "order": self.order,
                "fulfilment": fulfilment,
                "position": Parcel.objects.filter(order=self.order).count(),
                "number": "37052188441007",
                "company": "PostNord",
                "url": "https://tracking.postnord.com/?id=37052188441007",
                "state": states[-1] if states else "",
                "shipped_at": self.now - timedelta(days=2),
                "delivered_at": times[-1] if states[-1:] == ("DELIVERED",) else None,
                "first_scanned_at": times[0] if states else None,
                **fields,
            }
        )
        for state, at in zip(states, times, strict=True):
            ParcelEvent.objects.create(
                store=self.order.store,
                order=self.order,
                parcel=parcel,
                state=state,
                at=at,
                city="Bergen",
            )
        return parcel

    def promise(self, *days: tuple[int, int], ships_in: int | None = None) -> Promise:
        """Promised in turn to come between so many days from today; the last counts."""
        today = timezone.localtime(self.now).date()
        for version, (first, last) in enumerate(days, 1):
            Promise.objects.filter(order=self.order).update(is_current=False)
            promise = Promise.objects.create(
                store=self.order.store,
                order=self.order,
                version=version,
                cause=Cause.PLACED if version == 1 else Cause.STAFF,
                made_at=self.now,
                from_on=today + timedelta(days=first),
                to_on=today + timedelta(days=last),
                ships_by=None if ships_in is None else self.now + timedelta(days=ships_in),
                ships_by_on=None if ships_in is None else today + timedelta(days=ships_in),
            )
        return promise


def _placed(told: Told) -> None:
    told.promise((3, 4), ships_in=1)


def _packed(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}))
    told.promise((2, 3))


def _on_its_way(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "CONFIRMED", "CARRIER_PICKED_UP", "IN_TRANSIT")
    told.promise((1, 1))


def _in_two_parcels(told: Told) -> None:
    """The mockup's: one on its way, the rest not sent."""
    told.line(3, "Garnnøste i valnøtt")
    told.parcel(told.sent(1, {1: 1, 2: 2}), "CARRIER_PICKED_UP", "IN_TRANSIT")
    told.promise((4, 5), ships_in=2)


def _moved(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "IN_TRANSIT", "DELAYED")
    told.promise((0, 1), (3, 5))


def _late(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "IN_TRANSIT")
    told.promise((-4, -2))


def _today(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "IN_TRANSIT", "OUT_FOR_DELIVERY")
    told.promise((0, 0))


def _partly_delivered(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1}), "IN_TRANSIT", "DELIVERED")
    told.parcel(told.sent(2, {2: 2}), "IN_TRANSIT", number="00370700000000000000")
    told.promise((1, 2))


def _delivered(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED")
    told.promise((0, 1))


def _attempted(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY")


def _amiss(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "IN_TRANSIT", "EXCEPTION")


def _came_back(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "RETURNING", "RETURNED")


def _at_a_pickup_point(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "IN_TRANSIT", "READY_FOR_PICKUP")


def _renumbered(told: Told) -> None:
    former = [{"number": "RR123456785SE", "company": "PostNord", "url": "", "until": ""}]
    told.parcel(told.sent(1, {1: 1, 2: 2}), former=former)


def _nobody_knows_whose(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), company="", url="", number="123456789012")


def _pickup(told: Told) -> None:
    _changed(told, delivery_method="PICKUP", shipping_title="Fjell & Garn, Ålesund")
    origin = {"address1": "Kaivegen 00", "zip": "6002", "city": "Ålesund", "country_code": "NO"}
    fulfilment = told.sent(1, {1: 1, 2: 2}, origin=origin, parcel_state="READY_FOR_PICKUP")
    ParcelEvent.objects.create(
        store=told.order.store,
        order=told.order,
        fulfilment=fulfilment,
        state="READY_FOR_PICKUP",
        at=told.now,
    )


def _local(told: Told) -> None:
    _changed(told, delivery_method="LOCAL")
    told.sent(1, {1: 1, 2: 2})
    told.promise((0, 0))


def _digital(told: Told) -> None:
    _changed(told, delivery_method="NONE", shipping_address=None)
    LineItem.objects.filter(order=told.order).update(requires_shipping=False)


def _elsewhere(told: Told) -> None:
    told.sent(1, {1: 1, 2: 2}, service="shipbob-fulfillment")


def _cancelled(told: Told) -> None:
    _changed(told, cancelled_at=told.now, financial_state="REFUNDED")
    LineItem.objects.filter(order=told.order).update(current_quantity=0)
    _paid_back(told, 65900)


def _refunded(told: Told) -> None:
    told.parcel(told.sent(1, {1: 1, 2: 2}), "DELIVERED")
    told.parcel(None, "IN_TRANSIT", direction=Direction.RETURN, number="RETURN0001")
    _changed(told, financial_state="PARTIALLY_REFUNDED")
    _paid_back(told, 29800)


def _archived(told: Told) -> None:
    _delivered(told)
    _changed(told, archived_at=told.now)


def _right_to_left(told: Told) -> None:
    _changed(told, shipping_address={**ADDRESS, "name": "ليلى حداد", "city": "حيفا"})
    LineItem.objects.filter(order=told.order).update(title=ARABIC)
    told.parcel(told.sent(1, {1: 1, 2: 2}), "IN_TRANSIT")
    ParcelEvent.objects.filter(order=told.order).update(city="حيفا")


def _long(told: Told) -> None:
    LineItem.objects.filter(order=told.order).update(title=LONG[:255], variant_title=LONG[:255])
    _changed(told, shipping_address={**ADDRESS, "address1": LONG, "city": LONG})
    told.parcel(told.sent(1, {1: 1, 2: 2}), "IN_TRANSIT", company=LONG[:100], number="9" * 100)
    ParcelEvent.objects.filter(order=told.order).update(city=LONG[:255])


def _of_many_lines(told: Told) -> None:
    for place in range(3, 251):
        told.line(place, f"Garnnøste nummer {place}, håndspunnet i merinoull", variant_title="M")
    every = dict.fromkeys(range(1, 200), 1)
    told.parcel(told.sent(1, every), "IN_TRANSIT", "DELIVERED")
    told.promise((2, 4), ships_in=1)


def _crowded(told: Told) -> None:
    """All that makes a page long, in letters of three bytes."""
    LineItem.objects.filter(order=told.order).update(title=HAN * 255, variant_title=HAN * 255)
    for place in range(3, 60):
        told.line(place, HAN * 255, variant_title="&" * 255)
    for number in range(1, 13):
        told.parcel(told.sent(number, {1: 1}), *["IN_TRANSIT"] * 9, company=HAN * 100)
    ParcelEvent.objects.filter(order=told.order).update(city=HAN * 255)
    FaqEntry.objects.bulk_create(
        FaqEntry(
            store=told.order.store,
            locale="en",
            position=place,
            question=f"{place}{HAN * 198}",
            answer=HAN * (4000 if place == 3 else 300),
            changed_at=told.now,
        )
        for place in range(30)
    )


def _of_many_parcels(told: Told) -> None:
    states = ("CONFIRMED", "CARRIER_PICKED_UP", *["IN_TRANSIT"] * 18)
    for number in range(1, 13):
        told.parcel(told.sent(number, {1: 1}), *states, number=f"3705218844{number:04}")


STATES: Final[dict[str, Callable[[Told], None]]] = {
    made.__name__.lstrip("_"): made
    for made in (
        _placed, _packed, _on_its_way, _in_two_parcels, _moved, _late, _today,
        _partly_delivered, _delivered, _attempted, _amiss, _came_back, _at_a_pickup_point,
        _renumbered, _nobody_knows_whose, _pickup, _local, _digital, _elsewhere, _cancelled,
        _refunded, _archived, _right_to_left, _long, _of_many_lines, _of_many_parcels, _crowded,
    )
}  # fmt: skip


def make_page(store: Store, state: str, **fields: Any) -> Order:
    """An order of three things in that state."""
    now = timezone.now()
    order = make_order(
        store,
        **{
            "locale": "en",
            "placed_at": now - timedelta(days=3),
            "changed_at": now - timedelta(days=3),
            "delivery_method": "SHIPPING",
            "shipping_address": ADDRESS,
            "total_minor": 65900,
            "subtotal_minor": 65900,
            "payments": [{"gateway": "x", "card_company": "Visa", "last_digits": "4242"}],
            **fields,
        },
    )
    with store_scope(store.pk), timezone.override(store.timezone):
        LineItem.objects.filter(order=order).delete()
        told = Told(order, now)
        told.line(1, "Strikkepakke «Vidde»", variant_title="M, mosegrønn")
        told.line(2, "Rundpinne i bjørk", quantity=2, current_quantity=2)
        STATES[state](told)
    return order


def _changed(told: Told, **fields: Any) -> None:
    Order.objects.filter(pk=told.order.pk).update(**fields)
    for name, value in fields.items():
        setattr(told.order, name, value)


def _paid_back(told: Told, minor: int) -> None:
    Refund.objects.create(
        store=told.order.store,
        order=told.order,
        shopify_id=told.order.shopify_id * 1000 + 900,
        amount_minor=minor,
        presentment_amount_minor=minor,
        refunded_at=told.now,
    )
