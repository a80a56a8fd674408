"""What the invented shops say of their times, and what their open orders were promised."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from notifyhub.demo.bodies.lines import product_id
from notifyhub.demo.pouring import Poured
from notifyhub.demo.world import Shop
from shipping import calendars, delivery_settings, processing_times, promises, transit_times
from shipping.calendars import CalendarDraft, SpecialDay
from shipping.delivery_settings import DeliveryChoices
from shipping.models import Calendar, Cause
from shipping.processing_times import ProcessingDraft
from shipping.rule_changes import By
from shipping.transit_times import TransitDraft
from stores.models import Store

PROMISED_DAYS: Final = 14
WHO: Final = "Jonas Berg"


@dataclass(frozen=True, slots=True)
class Times:
    """Business days until it leaves, and until it has arrived there."""

    cutoff: time
    usual: tuple[int, int]
    ways: dict[str, tuple[int, int]]
    slower: dict[str, tuple[int, int]]  # by the product's title
    suppliers: dict[str, tuple[int, int]]  # by vendor, to the door
    workdays: tuple[int, ...] = (0, 1, 2, 3, 4)


NORDIC: Final = {"NO": (1, 3), "SE": (2, 4), "DK": (2, 4), "DE": (4, 7), "CN": (8, 14)}
TIMES: Final[dict[str, Times]] = {
    "fjell-garn": Times(
        time(14, 0),
        (1, 2),
        NORDIC,
        {"Kofte «Voss», håndstrikket": (2, 5)},
        {"Pinnemaker Eide": (4, 8)},
    ),
    "bolgeblik": Times(
        time(12, 0),
        (1, 2),
        {"DK": (1, 2), "SE": (2, 3), "NO": (3, 5), "DE": (2, 4)},
        {"Fad, håndgjort": (2, 5)},
        {},
        workdays=(1, 2, 3, 4),
    ),
    "norrsken-cykel": Times(
        time(15, 30),
        (1, 2),
        {"SE": (1, 3), "NO": (2, 5), "DK": (2, 4), "DE": (3, 6)},
        {"Ringklocka med gravyr": (3, 6)},
        {},
    ),
    "qinghe-tea": Times(
        time(16, 0),
        (0, 1),
        {"CN": (2, 4), "NO": (8, 14), "SE": (8, 14), "DK": (8, 14), "DE": (7, 12)},
        {},
        {"龙泉窑坊": (5, 9)},
    ),
    "redwood-pour-over": Times(time(11, 0), (0, 1), {"US": (2, 5), "CN": (7, 12)}, {}, {}),
}


def say_times(shop: Shop, store: Store, now: datetime) -> None:
    """Its calendar, processing and transit times, by the verbs."""
    times, by = TIMES[shop.key], By(WHO, now)
    calendar = _calendar(shop, store, times, by)
    said = [ProcessingDraft(level="STORE", min_days=times.usual[0], max_days=times.usual[1])]
    numbers = {product.title: product_id(shop, product) for product in shop.products}
    for title, (least, most) in times.slower.items():
        draft = ProcessingDraft(
            level="PRODUCT",
            target=str(numbers[title]),
            label=title,
            min_days=least,
            max_days=most,
            calendar=calendar,
        )
        said.append(draft)
    for vendor, (least, most) in times.suppliers.items():
        draft = ProcessingDraft(
            level="VENDOR", target=vendor, min_days=least, max_days=most, is_dropshipped=True
        )
        said.append(draft)
    for draft in said:
        processing_times.set_processing_time(store=store, draft=draft, by=by)
    for country, (least, most) in times.ways.items():
        way = TransitDraft(country=country, min_days=least, max_days=most)
        transit_times.set_transit_time(store=store, draft=way, by=by)
    choices = DeliveryChoices(tells_delays=True)
    delivery_settings.change_delivery_settings(store=store, choices=choices, by=by)


def promise_open(poured: list[Poured], now: datetime) -> int:
    """Promise the orders of the last days that have not left, as if when they were placed."""
    since = now - timedelta(days=PROMISED_DAYS)
    made = 0
    for one in poured:
        placed_at = one.order.placed_at
        if placed_at is None or placed_at < since:
            continue
        found = promises.promise_order(order=one.order, cause=Cause.PLACED, now=placed_at)
        made += found is not None
    return made


def _calendar(shop: Shop, store: Store, times: Times, by: By) -> Calendar:
    christmas = SpecialDay(
        first=by.now.date().replace(month=12, day=24),
        last=by.now.date().replace(month=12, day=31),
        note="24–31/12",
    )
    draft = CalendarDraft(
        name="Packing room",
        cutoff=times.cutoff,
        workdays=times.workdays,
        country=shop.country.code,
        timezone=shop.timezone,
        days=[christmas] if shop.key == "fjell-garn" else [],
    )
    return calendars.add_calendar(store=store, draft=draft, by=by)[0]
