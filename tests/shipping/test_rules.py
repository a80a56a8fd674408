"""The rules of a store: what may be said, what is refused and why, and who said it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shipping import calendars, delivery_settings, processing_times, rules, transit_times
from shipping.calendars import CalendarDraft, SpecialDay
from shipping.delivery_settings import DeliveryChoices
from shipping.models import (
    Calendar,
    CalendarDay,
    Carrier,
    CollectionProduct,
    DeliverySettings,
    ProcessingTime,
    RuleChange,
    TransitTime,
)
from shipping.processing_times import ProcessingDraft
from shipping.rule_changes import By, RuleInUse, RuleRefused
from shipping.transit_times import TransitDraft
from stores.models import Store
from stores.scope import Scope
from tests.factories.stores import make_store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINA = By("Mina Lie", NOW)
LATER = By("Jonas Berg", NOW + timedelta(hours=1))
WHOLE = ProcessingDraft(level="STORE", min_days=1, max_days=2)
OSLO = CalendarDraft(name="Oslo", cutoff=time(14, 0), country="NO", timezone="Europe/Oslo")


def say(store: Store, **fields: object) -> ProcessingTime:
    draft = replace(WHOLE, **fields)  # type: ignore[arg-type]  # a test names real fields
    return processing_times.set_processing_time(store=store, draft=draft, by=MINA)[0]


def add(store: Store, **fields: object) -> Calendar:
    draft = replace(OSLO, **fields)  # type: ignore[arg-type]  # a test names real fields
    return calendars.add_calendar(store=store, draft=draft, by=MINA)[0]


def test_a_processing_time_is_said_once_and_can_be_said_otherwise(
    store: Store, inside: Scope
) -> None:
    first, added = processing_times.set_processing_time(store=store, draft=WHOLE, by=MINA)
    same, again = processing_times.set_processing_time(store=store, draft=WHOLE, by=LATER)
    assert (added, again, same.changed_at) == ("ADDED", "SAME", NOW)

    slower = replace(WHOLE, max_days=5)
    processing_times.set_processing_time(store=store, draft=slower, by=LATER)

    row = ProcessingTime.objects.get()
    assert (row.pk, row.max_days, row.changed_by) == (first.pk, 5, "Jonas Berg")
    kept = RuleChange.objects.order_by("pk")
    assert [(one.actor, one.before and one.before["max_days"]) for one in kept] == [
        ("Mina Lie", None),
        ("Jonas Berg", 2),
    ]
    assert kept[1].after["max_days"] == 5  # type: ignore[index]  # it was changed, not removed


@pytest.mark.parametrize(
    ("level", "typed", "kept"),
    [
        ("PRODUCT", "8412345678901", "8412345678901"),
        ("PRODUCT", " gid://shopify/Product/84 ", "84"),
        ("VARIANT", "gid://shopify/ProductVariant/7", "7"),
        ("PRODUCT", "https://admin.shopify.com/store/fjell/products/84", "84"),
        ("COLLECTION", "https://fjell.myshopify.com/admin/collections/9/", "9"),
        ("PRODUCT", "007", "7"),
        ("VENDOR", "  Rauma   ULLVAREFABRIKK ", "rauma ullvarefabrikk"),
        ("VENDOR", "STRASSE & Söhne", "strasse & söhne"),
        ("STORE", "whatever", ""),
    ],
)
def test_a_target_is_known_however_it_is_copied(level: str, typed: str, kept: str) -> None:
    assert processing_times.target_of(level, typed) == kept


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"min_days": 3, "max_days": 2}, "swap them"),
        ({"max_days": 366}, "from 0 to 365"),
        ({"min_days": -1}, "from 0 to 365"),
        ({"level": "SHELF"}, "one of: VARIANT, PRODUCT"),
        ({"level": "PRODUCT", "target": ""}, "Shopify's id"),
        ({"level": "PRODUCT", "target": "0"}, "Shopify's id"),
        ({"level": "PRODUCT", "target": "9" * 19}, "Shopify's id"),
        ({"level": "PRODUCT", "target": "١٢٣"}, "Shopify's id"),
        ({"level": "PRODUCT", "target": "gid://shopify/Collection/8"}, "Shopify's id"),
        ({"level": "VENDOR", "target": " \0 "}, "Name the vendor"),
        ({"level": "VENDOR", "target": "x" * 256}, "Name the vendor"),
        ({"label": "x" * 256}, "255 letters"),
    ],
)
def test_what_makes_no_sense_is_refused_and_says_what_to_do(
    store: Store, inside: Scope, fields: dict[str, object], words: str
) -> None:
    with pytest.raises(RuleRefused, match=words):
        say(store, **fields)

    assert not ProcessingTime.objects.exists()
    assert not RuleChange.objects.exists()


def test_another_stores_calendar_cannot_be_used(store: Store, inside: Scope) -> None:
    elsewhere = Calendar(store=make_store(), name="Elsewhere", cutoff=time(12))

    with pytest.raises(RuleRefused, match="another store's"):
        say(store, calendar=elsewhere)


def test_a_changed_rule_may_not_take_anothers_place(store: Store, inside: Scope) -> None:
    say(store)
    vendor = say(store, level="VENDOR", target="Rauma")

    with pytest.raises(RuleRefused, match="already") as refusal:
        processing_times.change_processing_time(row=vendor, draft=WHOLE, by=LATER)

    assert refusal.value.field == "target"
    moved = replace(WHOLE, level="VENDOR", target="Sandnes", max_days=9)
    processing_times.change_processing_time(row=vendor, draft=moved, by=LATER)
    assert str(ProcessingTime.objects.get(level="VENDOR")) == "Sandnes"


def test_what_is_removed_stays_in_the_record(store: Store, inside: Scope) -> None:
    row = say(store)

    assert processing_times.remove_processing_time(row=row, by=LATER)
    assert not processing_times.remove_processing_time(row=row, by=LATER)

    last = RuleChange.objects.order_by("-pk")[0]
    assert last.after is None
    assert last.before is not None
    assert last.before["min_days"] == 1
    assert RuleChange.objects.count() == 2


def test_the_first_calendar_is_the_default_and_another_can_be_chosen(
    store: Store, inside: Scope
) -> None:
    oslo, bergen = add(store), add(store, name="Bergen")
    assert (oslo.is_default, bergen.is_default) == (True, False)

    assert calendars.choose_default_calendar(calendar=bergen, by=LATER)
    assert not calendars.choose_default_calendar(calendar=bergen, by=LATER)

    assert [row.name for row in Calendar.objects.filter(is_default=True)] == ["Bergen"]


def test_a_calendar_that_is_needed_cannot_be_removed(store: Store, inside: Scope) -> None:
    oslo, bergen = add(store), add(store, name="Bergen")
    say(store, calendar=bergen)

    with pytest.raises(RuleInUse, match="1 processing time"):
        calendars.remove_calendar(calendar=bergen, by=LATER)
    with pytest.raises(RuleInUse, match="another default"):
        calendars.remove_calendar(calendar=oslo, by=LATER)

    say(store)
    assert calendars.remove_calendar(calendar=bergen, by=LATER)
    assert calendars.remove_calendar(calendar=oslo, by=LATER)  # the last may go
    assert not calendars.remove_calendar(calendar=oslo, by=LATER)
    assert not Calendar.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "a name"),
        ({"name": "x" * 101}, "a name"),
        ({"workdays": ()}, "at least one"),
        ({"workdays": (0, 7)}, "0 is Monday"),
        ({"country": "Norway"}, "two letters"),
        ({"country": "ZZ"}, "no public holidays"),
        ({"country": "DE", "subdivision": "XX"}, "Known: .*BY"),
        ({"country": "", "subdivision": "BY"}, "leave the region empty"),
        ({"timezone": "Oslo"}, "Europe/Oslo"),
        ({"days": (SpecialDay(first=date(2026, 1, 2), last=date(2026, 1, 1)),)}, "Swap them"),
        ({"days": (SpecialDay(first=date(2026, 1, 2), last=date(2027, 1, 3)),)}, "a year"),
        ({"days": (SpecialDay(first=date(2026, 1, 2), last=date(2026, 1, 3)),) * 2}, "each day"),
        (
            {"days": [SpecialDay(first=date(2026, 1, 1), last=date(2026, 1, 1), note="x" * 101)]},
            "A note",
        ),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(
    store: Store, inside: Scope, fields: dict[str, object], words: str
) -> None:
    with pytest.raises(RuleRefused, match=words):
        add(store, **fields)

    assert not Calendar.objects.exists()


def test_special_days_are_replaced_as_a_whole_or_left(store: Store, inside: Scope) -> None:
    summer = SpecialDay(first=date(2026, 7, 6), last=date(2026, 7, 24), note="Fellesferie")
    oslo = add(store, days=[summer])

    assert not calendars.change_calendar(calendar=oslo, draft=OSLO, by=LATER)
    sooner = replace(OSLO, cutoff=time(11, 30))
    assert calendars.change_calendar(calendar=oslo, draft=sooner, by=LATER)
    assert CalendarDay.objects.get().note == "Fellesferie"
    assert calendars.change_calendar(calendar=oslo, draft=replace(sooner, days=()), by=LATER)

    assert not CalendarDay.objects.exists()
    assert RuleChange.objects.count() == 3


def test_the_same_calendar_again_is_nothing_and_another_of_that_name_is_refused(
    store: Store, inside: Scope
) -> None:
    oslo = add(store)

    again, is_new = calendars.add_calendar(store=store, draft=OSLO, by=LATER)

    assert (again.pk, is_new) == (oslo.pk, False)
    with pytest.raises(RuleRefused, match="already"):
        add(store, cutoff=time(10))


def test_a_region_of_a_country_is_kept_as_the_holidays_know_it(store: Store, inside: Scope) -> None:
    row = add(store, country="de", subdivision="by")

    assert (row.country, row.subdivision) == ("DE", "BY")


def transit(store: Store, **fields: object) -> TransitTime:
    draft = TransitDraft(min_days=1, max_days=3, **fields)  # type: ignore[arg-type]  # see say
    return transit_times.set_transit_time(store=store, draft=draft, by=MINA)[0]


def test_a_transit_time_is_said_once_for_each_zone(store: Store, inside: Scope) -> None:
    transit(store, country="no", postcode="90 ", method=" Hjem  på  Døren ")
    transit(store, country="NO", postcode="90", method="hjem på døren", runs_daily=True)

    row = TransitTime.objects.get()
    assert (row.country, row.postcode, row.method) == ("NO", "90", "hjem på døren")
    assert row.runs_daily
    assert transit_times.remove_transit_time(row=row, by=LATER)
    assert not transit_times.remove_transit_time(row=row, by=LATER)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"country": "EU"}, "no country"),
        ({"country": "Norge"}, "two letters"),
        ({"postcode": "0150"}, "name that too"),
        ({"country": "NO", "postcode": "1" * 13}, "12 letters"),
        ({"method": "x" * 256}, "255 letters"),
        ({"carrier": "x" * 46}, "of the list"),
        ({"carrier": "own:0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11"}, "of the list"),
    ],
)
def test_a_transit_time_that_makes_no_sense_is_refused(
    store: Store, inside: Scope, fields: dict[str, object], words: str
) -> None:
    with pytest.raises(RuleRefused, match=words):
        transit(store, **fields)


def test_a_carrier_is_known_by_code_or_name_or_is_the_stores_own(
    store: Store, inside: Scope
) -> None:
    own = Carrier.objects.create(store=store, name="Lars the driver", created_at=NOW)

    found = [
        transit(store, country="NO", carrier=named).carrier
        for named in ("PostNord", "Lars the driver", "")
    ]

    assert found == ["postnord", f"own:{own.public_id}", ""]


def test_settings_are_kept_and_odd_ones_refused(store: Store, inside: Scope) -> None:
    choices = DeliveryChoices(mixed_cart="PER_LINE", tells_delays=True)

    delivery_settings.change_delivery_settings(store=store, choices=choices, by=MINA)
    delivery_settings.change_delivery_settings(store=store, choices=choices, by=LATER)

    row = DeliverySettings.objects.get()
    assert (row.mixed_cart, row.tells_delays, row.changed_by) == ("PER_LINE", True, "Mina Lie")
    for odd in ({"mixed_cart": "NEVER"}, {"risk_hours": 0}, {"silence_days": 61}):
        with pytest.raises(RuleRefused):
            delivery_settings.change_delivery_settings(
                store=store,
                choices=replace(choices, **odd),
                by=LATER,
            )
    assert RuleChange.objects.count() == 1


def test_a_collection_holds_what_was_named_last(store: Store, inside: Scope) -> None:
    def hold(*products: str) -> int:
        return processing_times.set_collection_products(
            store=store, collection="77", products=products, by=MINA
        )

    assert hold("1", "gid://shopify/Product/2", "2") == 2
    assert hold("2", "1") == 2
    assert hold("2", "3") == 2

    assert set(CollectionProduct.objects.values_list("product", flat=True)) == {2, 3}
    assert RuleChange.objects.count() == 2
    with pytest.raises(RuleRefused) as refusal:
        hold("two")
    assert refusal.value.field == "products"


def test_the_reckoning_gets_all_rules_in_seven_queries_and_then_in_one(
    store: Store, inside: Scope
) -> None:
    bergen = add(store, name="Bergen", timezone="")
    for vendor in ("Rauma", "Sandnes", "Dale"):
        say(store, level="VENDOR", target=vendor, calendar=bergen)
    say(store, level="COLLECTION", target="77")
    for collection in ("77", "78"):
        processing_times.set_collection_products(
            store=store, collection=collection, products=["1", "2"], by=MINA
        )
    transit(store, country="NO")

    with CaptureQueriesContext(
        connection,
    ) as first:
        found = rules.rules_of(store)
    with CaptureQueriesContext(connection) as again:
        assert rules.rules_of(store) is found

    assert (len(first), len(again)) == (7, 1)
    assert found.calendar.name == "Bergen"
    assert found.calendar.timezone == "Europe/Oslo"
    assert found.processing["VENDOR", "dale"].calendar == found.calendar
    assert found.collections == {1: (77,), 2: (77,)}
    assert [one.country for one in found.transit] == ["NO"]


def test_a_changed_rule_is_seen_at_once(store: Store, inside: Scope) -> None:
    say(store)
    assert rules.rules_of(store).processing["STORE", ""].max_days == 2

    say(store, max_days=7)
    assert rules.rules_of(store).processing["STORE", ""].max_days == 7

    processing_times.remove_processing_time(row=ProcessingTime.objects.get(), by=LATER)
    assert rules.rules_of(store).is_silent


def test_a_store_without_rules_promises_nothing_and_packs_on_its_countrys_days(
    store: Store, inside: Scope
) -> None:
    found = rules.rules_of(store)

    assert found.is_silent
    assert (found.calendar.country, found.calendar.timezone) == ("NO", "Europe/Oslo")
    assert found.calendar.cutoff == time.max


def test_what_is_kept_of_many_stores_is_bounded(store: Store, inside: Scope) -> None:
    kept = rules._Kept(most=5)
    found = rules.rules_of(store)

    for number in range(20):
        kept.keep(number, 1, found)

    assert len(kept.rules) == 5
    assert kept.find(19, 1) is found
    assert kept.find(19, 2) is None
    assert kept.find(0, 1) is None
