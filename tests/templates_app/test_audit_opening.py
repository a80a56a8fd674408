"""Which mails are to be audited: by the calendar, after a brand changed, and by whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.models import Agency, Store, User
from stores.scope import every_store, store_scope
from templates_app import (
    audit_opening,
    auditing,
    drafting,
    inheriting,
    publishing,
    services,
    tasks,
)
from templates_app.models import Audit, Brand, Template
from tests.factories.stores import make_store
from tests.factories.templates_app import make_confirmation
from tests.templates_app.audits import NOW, by_calendar, make_audited

pytestmark = pytest.mark.django_db


@pytest.fixture
def everywhere(store: Store) -> Any:
    with every_store(because="a test works in all stores"):
        yield


@pytest.fixture
def template(store: Store, everywhere: None) -> Template:
    return make_audited(store)


def mails() -> set[tuple[int | None, str, str]]:
    rows = Audit.objects.filter(closed_at=None)
    return set(rows.values_list("store_id", "kind", "cause"))


def test_a_template_comes_round_half_a_year_after_it_was_made(template: Template) -> None:
    agency = template.agency

    assert by_calendar(agency, 167) == 0
    assert by_calendar(agency, 168) == 1
    assert by_calendar(agency, 400) == 0  # one open audit a mail

    audit = Audit.objects.get()
    assert audit.due_on == (NOW + timedelta(days=182)).date()
    assert (audit.cause, audit.store_id, audit.owner) == ("CALENDAR", None, None)


@pytest.mark.parametrize(
    ("of_kind", "default", "days"),
    [
        ("", "", 182),
        ("", "QUARTER", 91),
        ("YEAR", "QUARTER", 365),
        ("QUARTER", "NEVER", 91),
        ("NEVER", "", None),
        ("", "NEVER", None),
    ],
)
def test_the_rhythm_is_the_templates_own_else_the_agencys(
    template: Template, of_kind: str, default: str, days: int | None
) -> None:
    agency = template.agency
    for kind, every in ((template.kind, of_kind), ("", default)):
        auditing.set_rhythm(
            agency=agency, store=None, kind=kind, every=every, actor="Mina", now=NOW
        )

    by_calendar(agency, 3_000)

    due = [audit.due_on for audit in Audit.objects.all()]
    assert due == ([] if days is None else [(NOW + timedelta(days=days)).date()])


def test_after_signing_off_the_rhythm_begins_anew(template: Template) -> None:
    agency = template.agency
    by_calendar(agency, 182)
    later = NOW + timedelta(days=190)

    count = auditing.sign_off(audits=Audit.objects.all(), actor="Mina", note="Read it", now=later)

    assert count == 1
    assert by_calendar(agency, 190 + 167) == 0
    assert by_calendar(agency, 190 + 168) == 1


def test_a_stores_brand_marks_that_stores_mails(template: Template, store: Store) -> None:
    make_store(store.agency)
    services.save_brand(agency=store.agency, store=store, fields={"accent": "#112233"}, now=NOW)

    opened = audit_opening.open_for_changed_brands(agency=store.agency, now=NOW)

    assert opened == 1
    assert mails() == {(store.pk, "ORDER_CONFIRMATION", "BRAND")}
    audit = Audit.objects.get()
    assert (audit.about, audit.due_on) == ("accent", (NOW + timedelta(days=7)).date())


def test_the_agencys_brand_marks_what_inherits_the_changed_field(
    template: Template, store: Store
) -> None:
    agency = store.agency
    own, inherits = make_store(agency), make_store(agency)
    for one, fields in ((own, {"accent": "#112233"}), (inherits, {"footer": "Hei"})):
        services.save_brand(agency=agency, store=one, fields=fields, now=NOW)
    Brand.objects.update(to_audit=[])
    services.save_brand(agency=agency, fields={"accent": "#445566"}, now=NOW)

    audit_opening.open_for_changed_brands(agency=agency, now=NOW)

    assert {store_id for store_id, _kind, _cause in mails()} == {None, store.pk, inherits.pk}


def test_saving_what_is_there_already_marks_nothing(template: Template, store: Store) -> None:
    save = {"agency": store.agency, "store": store, "fields": {"accent": "#112233"}, "now": NOW}
    services.save_brand(**save)  # type: ignore[arg-type]  # mixed values
    audit_opening.open_for_changed_brands(agency=store.agency, now=NOW)
    Audit.objects.update(closed_at=NOW)

    services.save_brand(**save)  # type: ignore[arg-type]  # mixed values

    assert audit_opening.open_for_changed_brands(agency=store.agency, now=NOW) == 0
    assert mails() == set()


def test_a_brand_change_hastens_what_is_open_and_opens_nothing_twice(
    template: Template, store: Store
) -> None:
    agency = store.agency
    by_calendar(agency, 170)
    services.save_brand(agency=agency, fields={"accent": "#445566"}, now=NOW)

    for _again in range(2):
        audit_opening.open_for_changed_brands(agency=agency, now=NOW + timedelta(days=170))

    assert sorted(mails(), key=str) == sorted(
        {(None, template.kind, "BRAND"), (store.pk, template.kind, "BRAND")}, key=str
    )
    shared = Audit.objects.get(store=None)
    assert shared.due_on == (NOW + timedelta(days=177)).date()


def test_who_sees_one_store_marks_the_mails_of_all(agency: Agency, store: Store) -> None:
    """The bell opens audits in every store, whoever rang it."""
    sister = make_store(agency)
    with every_store(because="a test"):
        make_confirmation(agency)
    with store_scope(store.pk):
        services.save_brand(agency=agency, fields={"accent": "#445566"}, now=NOW)

    tasks.open_audits()

    with every_store(because="a test looks"):
        assert {store_id for store_id, _kind, _cause in mails()} == {None, store.pk, sister.pk}
        assert not Audit.objects.filter(checked_at=None).exists()


def test_two_hundred_stores_cost_as_few_queries_as_two(template: Template, store: Store) -> None:
    agency = store.agency

    def cost(colour: str) -> int:
        services.save_brand(agency=agency, fields={"accent": colour}, now=NOW)
        with CaptureQueriesContext(connection) as said:
            auditing.open_audits(agency=agency, now=NOW)
        return len(said)

    make_store(agency)
    few = cost("#111111")
    Audit.objects.update(closed_at=NOW)
    for _ in range(60):
        make_store(agency)

    assert cost("#222222") == few
    assert Audit.objects.filter(closed_at=None).count() == 63


def test_who_published_last_looks_and_else_the_owners(
    template: Template, agency: Agency, owner: User
) -> None:
    template.refresh_from_db()
    blocks = [block for block in inheriting.draft_of(template) if block.type != "social"]
    drafting.save_draft(
        template=template, version=template.version, blocks=blocks, actor="x", now=NOW
    )
    publishing.publish_template(template=template, actor=owner.get_full_name(), now=NOW)

    by_calendar(agency, 200)

    assert Audit.objects.get().owner == owner
