"""All that a store says of its times, for the reckoning. See Note [Rules have a version]."""

import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from typing import Final

from django.db.models import QuerySet

from shipping.models import (
    Calendar,
    CalendarDay,
    CollectionProduct,
    DeliverySettings,
    Level,
    ProcessingTime,
    TransitTime,
)
from shipping.promising import data
from shipping.promising.data import CalendarRules, ProcessingRule, Rules, SpecialDays, TransitRule
from shipping.promising.days import usual_workdays
from shipping.rule_changes import version_of
from stores.models import Store

MOST_KEPT: Final = 200_000  # rules of all stores together, in one process


@dataclass(slots=True)
class _Kept:
    """The rules of the stores asked for last, each with its version."""

    most: int = MOST_KEPT
    size: int = 0
    rules: OrderedDict[int, tuple[object, Rules, int]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, store_id: int, version: object) -> Rules | None:
        with self.lock:
            known, rules, _size = self.rules.get(store_id, (None, None, 0))
            if known != version:
                return None
            self.rules.move_to_end(store_id)
            return rules

    def keep(self, store_id: int, version: object, rules: Rules) -> None:
        size = 1 + len(rules.processing) + len(rules.transit) + len(rules.collections)
        with self.lock:
            self.size += size - self.rules.pop(store_id, (None, None, 0))[2]
            self.rules[store_id] = (version, rules, size)
            while self.size > self.most and len(self.rules) > 1:
                self.size -= self.rules.popitem(last=False)[1][2]


_kept = _Kept()


def rules_of(store: Store) -> Rules:
    """The store's rules as they are now. One query where they are known, seven otherwise."""
    return rules_with_version(store)[0]


def rules_with_version(store: Store) -> tuple[Rules, int]:
    """The same, with what names them until one is changed."""
    version = version_of(store.pk)
    name = (version, store.timezone, store.country)
    known = _kept.find(store.pk, name) if version else None
    if known is not None:
        return known, version
    rules = _read(store)
    if version:  # without one, nobody would notice a change
        _kept.keep(store.pk, name, rules)
    return rules, version


def usual_calendar(store: Store) -> CalendarRules:
    """What counts for a store without calendars: the usual days of its country, to midnight."""
    country = store.country.upper()
    return CalendarRules(timezone=store.timezone, workdays=usual_workdays(country), country=country)


def calendar_rules(store: Store, row: Calendar, days: tuple[SpecialDays, ...]) -> CalendarRules:
    """A calendar as the reckoning wants it."""
    return CalendarRules(
        timezone=row.timezone or store.timezone,
        cutoff=row.cutoff,
        workdays=frozenset(row.workdays),
        country=row.country,
        subdivision=row.subdivision,
        special=days,
        name=row.name,
    )


def calendars_of(store: Store) -> tuple[dict[int, CalendarRules], CalendarRules]:
    """The store's calendars by row number, and the one used where none is named. Two queries."""
    days: dict[int, list[SpecialDays]] = defaultdict(list)
    special = CalendarDay.objects.filter(store=store).order_by("first", "pk")
    for row in special:
        days[row.calendar_id].append(SpecialDays(row.first, row.last, row.is_open, row.note))
    usual = usual_calendar(store)
    found: dict[int, CalendarRules] = {}
    for calendar in Calendar.objects.filter(store=store):
        made = calendar_rules(store, calendar, tuple(days[calendar.pk]))
        found[calendar.pk] = made
        usual = made if calendar.is_default else usual
    return found, usual


def _read(store: Store) -> Rules:
    calendars, usual = calendars_of(store)
    settings = DeliverySettings.objects.filter(store=store).first() or DeliverySettings()
    processing = _processing(store, calendars)
    return Rules(
        calendar=usual,
        processing=processing,
        transit=_transit(TransitTime.objects.filter(store=store)),
        collections=_collections(store, processing),
        mixed=data.Mixed(settings.mixed_cart),
        is_shown=settings.is_shown,
    )


def _processing(
    store: Store, calendars: dict[int, CalendarRules]
) -> dict[tuple[str, str], ProcessingRule]:
    return {
        (row.level, row.target): ProcessingRule(
            level=data.Level(row.level),
            target=row.target,
            min_days=row.min_days,
            max_days=row.max_days,
            calendar=calendars.get(row.calendar_id) if row.calendar_id else None,
            is_dropshipped=row.is_dropshipped,
            label=row.label,
        )
        for row in ProcessingTime.objects.filter(store=store).iterator()
    }


def _transit(rows: QuerySet[TransitTime, TransitTime]) -> tuple[TransitRule, ...]:
    return tuple(
        TransitRule(
            min_days=row.min_days,
            max_days=row.max_days,
            country=row.country,
            postcode=row.postcode,
            carrier=row.carrier,
            method=row.method,
            runs_daily=row.runs_daily,
        )
        for row in rows.order_by("pk")
    )


def _collections(
    store: Store, processing: dict[tuple[str, str], ProcessingRule]
) -> dict[int, tuple[int, ...]]:
    """Of each product, those of its collections that have a processing time."""
    wanted = [int(target) for level, target in processing if level == Level.COLLECTION]
    if not wanted:
        return {}
    found: dict[int, list[int]] = defaultdict(list)
    rows = CollectionProduct.objects.filter(store=store, collection__in=wanted)
    for product, collection in rows.order_by("collection").values_list("product", "collection"):
        found[product].append(collection)
    return {product: tuple(collections) for product, collections in found.items()}
