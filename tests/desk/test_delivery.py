"""Delivery promise in the admin: a store's rules, what they come to, and what must leave."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shipping import calendars, processing_times, transit_times
from shipping.calendars import CalendarDraft
from shipping.models import (
    Calendar,
    CollectionProduct,
    DeliverySettings,
    ProcessingTime,
    Promise,
    PromiseRun,
    TransitTime,
)
from shipping.processing_times import ProcessingDraft
from shipping.rule_changes import By
from shipping.transit_times import TransitDraft
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import store_scope
from tests.factories.orders import make_order
from tests.factories.stores import make_member, make_store

# A Monday, 10:00 in Oslo.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINA = By("Mina Lie", NOW)


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def page(staff: Client, store: Store, query: str = "") -> str:
    return staff.get(f"/admin/delivery/?store={store.pk}{query}").content.decode()


def door(store: Store, what: str) -> str:
    return reverse(f"admin:delivery_{what}", args=[store.pk])


def say(store: Store, **fields: Any) -> ProcessingTime:
    draft = ProcessingDraft(**{"level": "STORE", "min_days": 1, "max_days": 2, **fields})
    with store_scope(store.pk):
        return processing_times.set_processing_time(store=store, draft=draft, by=MINA)[0]


def promised(store: Store, name: str, ships_by: datetime) -> Promise:
    order = make_order(store, name=name, placed_at=NOW - timedelta(days=3))
    with store_scope(store.pk):
        return Promise.objects.create(
            store=store,
            order=order,
            version=1,
            cause="PLACED",
            made_at=NOW - timedelta(days=3),
            ships_by=ships_by,
            ships_by_on=(ships_by - timedelta(hours=1)).date(),
            from_on=ships_by.date() + timedelta(days=1),
            to_on=ships_by.date() + timedelta(days=3),
        )


def test_a_store_without_rules_is_told_where_to_begin(store: Store, staff: Client) -> None:
    said = page(staff, store)

    assert "Nothing is promised yet" in said
    assert "Begin with one for the whole store" in said
    assert "The usual days" in said


def test_a_rule_is_added_changed_and_removed(store: Store, staff: Client) -> None:
    url = door(store, "processing")
    posted = {"level": "PRODUCT", "target": "84", "label": "Kofte", "min_days": 2, "max_days": 5}

    added = staff.post(url, posted, follow=True).content.decode()
    with store_scope(store.pk):
        row = ProcessingTime.objects.get()
    changed = staff.post(f"{url}?rule={row.public_id}", {**posted, "max_days": 7}, follow=True)
    form = staff.get(f"{url}?rule={row.public_id}").content.decode()

    assert "Kofte: counts for orders from now on" in added
    assert "2–7 business days" in changed.content.decode()
    assert "max_days 5 → 7" in changed.content.decode()
    assert 'value="7"' in form
    removed = staff.post(door(store, "processing_remove"), {"rule": row.public_id}, follow=True)
    assert "removed" in removed.content.decode()
    with store_scope(store.pk):
        assert not ProcessingTime.objects.exists()


@pytest.mark.parametrize(
    ("what", "posted", "words"),
    [
        ("processing", {"level": "PRODUCT", "target": "x", "min_days": 1, "max_days": 2}, "digits"),
        ("processing", {"level": "STORE", "min_days": 5, "max_days": 2}, "swap them"),
        ("processing", {"level": "STORE", "min_days": "", "max_days": 2}, "required"),
        ("transit", {"country": "EU", "min_days": 1, "max_days": 2}, "no country"),
        ("transit", {"postcode": "01", "min_days": 1, "max_days": 2}, "name that too"),
        ("calendar", {"name": "Oslo", "cutoff": "14:00", "workdays": []}, "required"),
        ("calendar", {"name": "Oslo", "cutoff": "x", "workdays": [0]}, "valid time"),
        (
            "calendar",
            {"name": "Oslo", "cutoff": "14:00", "workdays": [0], "days": "24.12."},
            "is no day",
        ),
        (
            "calendar",
            {"name": "Oslo", "cutoff": "14:00", "workdays": [0], "timezone": "Oslo"},
            "Europe/Oslo",
        ),
        ("settings", {"mixed_cart": "LATEST", "risk_hours": 0}, "greater than or equal to 1"),
        ("collection", {"collection": "77", "products": "one"}, "digits"),
        ("table", {"table": "nonsense"}, "missing: level, min, max"),
    ],
)
def test_what_makes_no_sense_stays_typed_and_is_named_beside_the_field(
    store: Store, staff: Client, what: str, posted: dict[str, Any], words: str
) -> None:
    answer = staff.post(door(store, what), posted)

    said = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="fielderror"' in said
    assert words in said
    for value in posted.values():
        if isinstance(value, str) and value not in ("", "STORE", "PRODUCT", "LATEST"):
            assert value in said


def test_a_calendar_is_kept_with_its_special_days(store: Store, staff: Client) -> None:
    posted = {
        "name": "Oslo",
        "cutoff": "14:00",
        "workdays": [0, 1, 2, 3, 4],
        "country": "NO",
        "days": "2026-07-06..2026-07-24 Fellesferie\n+2026-12-05 Saturday before Christmas\n",
    }

    staff.post(door(store, "calendar"), posted)
    with store_scope(store.pk):
        row = Calendar.objects.get()
        days = list(row.days.order_by("first").values_list("is_open", "note"))
    form = staff.get(f"{door(store, 'calendar')}?rule={row.public_id}").content.decode()

    assert days == [(False, "Fellesferie"), (True, "Saturday before Christmas")]
    assert row.is_default
    assert "2026-07-06..2026-07-24 Fellesferie" in form
    assert "+2026-12-05 Saturday before Christmas" in form


def test_another_default_is_chosen_and_a_needed_calendar_stays(store: Store, staff: Client) -> None:
    with store_scope(store.pk):
        for name in ("Oslo", "Bergen"):
            draft = CalendarDraft(name=name, cutoff=time(14))
            calendars.add_calendar(store=store, draft=draft, by=MINA)
        bergen = Calendar.objects.get(name="Bergen")

    chosen = staff.post(door(store, "default"), {"rule": bergen.public_id}, follow=True)
    kept = staff.post(door(store, "calendar_remove"), {"rule": bergen.public_id}, follow=True)

    assert "Bergen counts wherever" in chosen.content.decode()
    assert "choose another default first" in kept.content.decode()


def test_transit_settings_and_collections_are_kept(store: Store, staff: Client) -> None:
    staff.post(door(store, "transit"), {"country": "no", "min_days": 1, "max_days": 3})
    chosen = {
        "mixed_cart": "PER_LINE",
        "tells_delays": "on",
        "risk_hours": 48,
        "silence_days": 5,
        "first_scan_days": 3,
        "stalled_days": 5,
    }
    staff.post(door(store, "settings"), chosen)
    staff.post(door(store, "collection"), {"collection": "77", "products": "1, 2\n3"})

    with store_scope(store.pk):
        assert TransitTime.objects.get().country == "NO"
        settings = DeliverySettings.objects.get()
        assert CollectionProduct.objects.count() == 3
    assert (settings.mixed_cart, settings.is_shown, settings.risk_hours) == (
        "PER_LINE",
        False,
        48,
    )


def test_a_table_is_pasted_or_uploaded_and_its_faults_are_listed(
    store: Store, staff: Client
) -> None:
    url = door(store, "table")
    right = "level,target,min,max\nvendor,Rauma,1,2\n"

    wrong = staff.post(url, {"table": f"{right}vendor,Dale,9,1\n"}).content.decode()
    file = SimpleUploadedFile("times.csv", f"\ufeff{right}".encode())
    uploaded = staff.post(url, {"table": "", "file": file}, follow=True).content.decode()
    back = b"".join(staff.get(door(store, "table_file"))).decode()

    assert "Line 3:" in wrong
    assert "1 added, 0 changed" in uploaded
    assert "vendor,Rauma,Rauma,1,2" in back


@time_machine.travel(NOW, tick=False)
def test_it_can_be_tried_and_says_why(store: Store, staff: Client) -> None:
    say(store, level="PRODUCT", target="84", label="Kofte", min_days=2, max_days=5)
    with store_scope(store.pk):
        way = TransitDraft(country="NO", min_days=1, max_days=3)
        transit_times.set_transit_time(store=store, draft=way, by=MINA)

    said = page(staff, store, "&try=1&product=84&country=NO&at=2026-11-24T10:00")
    unknown = page(staff, store, "&try=1&product=85&country=NO")
    odd = page(staff, store, "&try=1&product=x&country=NO&at=nonsense")

    assert "Arrives Fri 27 Nov to Fri 4 Dec" in said
    assert 'value="2026-11-24T10:00"' in said  # as in the store, wherever staff are
    assert "Packed in 2 to 5 business days" in said
    assert "Processing time: 2–5 business days" in said
    assert "No day of arrival can be promised" in unknown
    assert "is not known, so nothing is promised" in unknown
    assert "Shopify&#x27;s id" in odd


@time_machine.travel(NOW, tick=False)
def test_what_is_late_stands_first_and_the_verdict_counts(store: Store, staff: Client) -> None:
    say(store)
    promised(store, "#late", NOW - timedelta(hours=5))
    promised(store, "#today", NOW + timedelta(hours=14))
    promised(store, "#later", NOW + timedelta(days=5))

    said = staff.get("/admin/delivery/leaving/").content.decode()

    assert "1 order is late to leave, 1 order must leave soon." in said
    assert said.index("#late") < said.index("#today")
    assert "#later" not in said
    assert "1 order must leave today, 1 is late." in page(staff, store)


@time_machine.travel(NOW, tick=False)
def test_the_list_of_what_must_leave_is_paged_and_kept_to_a_store(
    store: Store, agency: Agency, staff: Client
) -> None:
    other = make_store(agency, name="Other")
    for number in range(60):
        promised(store, f"#A{number:02}", NOW - timedelta(hours=100 - number))
    promised(other, "#B", NOW)

    with CaptureQueriesContext(connection) as few:
        only = staff.get(f"/admin/delivery/leaving/?store={other.pk}").content.decode()
    with CaptureQueriesContext(connection) as many:
        first = staff.get("/admin/delivery/leaving/").content.decode()
    link = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = staff.get(link.replace("&amp;", "&")).content.decode()

    assert "#B" in only
    assert "#A00" not in only
    assert "#A00" in first
    assert "#A59" not in first
    assert "#A59" in second
    assert "#A49" not in second
    assert len(few) == len(many)


def test_the_page_costs_the_same_for_few_rules_and_for_many(store: Store, staff: Client) -> None:
    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            say(store, level="VENDOR", target=f"V{number}")
            with store_scope(store.pk):
                way = TransitDraft(country="NO", postcode=str(number), min_days=1, max_days=3)
                transit_times.set_transit_time(store=store, draft=way, by=MINA)
                draft = CalendarDraft(name=f"C{number}", cutoff=time(14))
                calendars.add_calendar(store=store, draft=draft, by=MINA)

    fill(0, 2)
    page(staff, store)
    with CaptureQueriesContext(connection) as few:
        page(staff, store)
    fill(2, 32)
    with CaptureQueriesContext(connection) as many:
        said = page(staff, store)

    assert len(few) == len(many) <= 24
    assert "Older" in said
    older = said.partition("amp;older=")[2].partition("#")[0]
    assert "V0" in page(staff, store, f"&level=VENDOR&older={older}")


def test_open_orders_are_promised_anew_once_and_with_a_reason(store: Store, staff: Client) -> None:
    say(store)
    url = door(store, "renew")

    silent = staff.post(url, {"because": " "}, follow=True).content.decode()
    begun = staff.post(url, {"because": "The workshop is busy"}, follow=True).content.decode()
    twice = staff.post(url, {"because": "Again"}, follow=True).content.decode()

    assert "Say why" in silent
    assert "are being promised anew; this page says how far it is" in begun
    assert "already" in twice
    with store_scope(store.pk):
        assert PromiseRun.objects.get().because == "The workshop is busy"


def test_the_snippet_is_ready_to_copy(store: Store, staff: Client) -> None:
    said = staff.get(door(store, "snippet")).content.decode()

    assert f"data-store=&quot;{store.public_id}&quot; defer" in said
    assert "http://testserver/storefront.js" in said
    assert "{{ product.id }}" in said
    assert "runs no script of a theme in its checkout" in said


@pytest.mark.parametrize("role", [Role.ANALYST, Role.SUPPORT])
def test_who_may_only_look_is_offered_no_change(
    store: Store, agency: Agency, client: Client, role: Role
) -> None:
    say(store)
    client.force_login(make_member(agency, role))

    said = page(client, store)

    assert "Add a processing time" not in said
    assert ">Remove<" not in said
    assert ("What must leave" in said) is (role == Role.SUPPORT)
    assert client.post(door(store, "processing"), {}).status_code == 403
