"""Which mails are to be audited, what is found, and what people decide about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
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
from templates_app.auditing import AuditRefused, AuditSearch
from templates_app.data import NotificationKind
from templates_app.models import Audit, AuditEntry, Brand, Template
from tests.factories.stores import make_store
from tests.factories.templates_app import make_confirmation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def everywhere(store: Store) -> Any:
    with every_store(because="a test works in all stores"):
        yield


@pytest.fixture
def template(store: Store, everywhere: None) -> Template:
    made = make_confirmation(store.agency)
    Template.objects.update(created_at=NOW, changed_at=NOW)
    Brand.objects.update(to_audit=[])
    return made


def mails() -> set[tuple[int | None, str, str]]:
    rows = Audit.objects.filter(closed_at=None)
    return set(rows.values_list("store_id", "kind", "cause"))


def by_calendar(agency: Agency, days: int) -> int:
    return audit_opening.open_by_calendar(agency=agency, now=NOW + timedelta(days=days))


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


def items_of(audit: Audit) -> dict[str, str]:
    return {one["item"]: one["state"] for one in audit.checklist}


def test_the_checklist_says_what_is_found(template: Template, store: Store) -> None:
    Store.objects.filter(pk=store.pk).update(locale="fi")
    services.save_brand(agency=store.agency, fields={"accent": "#445566"}, now=NOW)
    auditing.open_audits(agency=store.agency, now=NOW)
    Template.objects.update(changed_at=NOW + timedelta(days=900))

    auditing.fill_checklists(now=NOW + timedelta(days=800))

    of_store = Audit.objects.get(store=store)
    of_agency = Audit.objects.get(store=None)
    assert items_of(of_store)["LANGUAGES"] == "BAD"
    assert items_of(of_store)["BRAND"] == "OK"  # it wears the brand of the day
    assert items_of(of_agency)["BRAND"] == "LOOK"  # frozen with the one before
    assert items_of(of_agency)["AGE"] == "LOOK"
    assert items_of(of_agency)["DRAFT"] == "LOOK"
    assert items_of(of_agency)["LOGO"] == "LOOK"
    assert of_store.worst == Audit.Worst.BAD
    assert of_store.checklist[0]["state"] == "BAD"


def test_checklists_cost_the_same_queries_for_many_stores(template: Template, store: Store) -> None:
    def cost() -> int:
        services.save_brand(
            agency=store.agency, fields={"footer": f"{Store.objects.count()}"}, now=NOW
        )
        auditing.open_audits(agency=store.agency, now=NOW)
        with CaptureQueriesContext(connection) as said:
            auditing.fill_checklists(now=NOW)
        return len(said)

    few = cost()
    for _ in range(40):
        make_store(store.agency)

    assert cost() == few


def test_nothing_that_should_be_mended_is_signed_off_without_a_note(template: Template) -> None:
    by_calendar(template.agency, 400)
    Store.objects.update(locale="fi")
    sign = {"audits": list(Audit.objects.all()), "actor": "Mina", "now": NOW}

    with pytest.raises(AuditRefused):
        auditing.sign_off(**sign, note=" \u202e\r\n ")  # type: ignore[arg-type]  # mixed values
    count = auditing.sign_off(**sign, note="No Finn buys here\r\n")  # type: ignore[arg-type]  # mixed values
    again = auditing.sign_off(**sign, note="Once more")  # type: ignore[arg-type]  # mixed values

    assert (count, again) == (1, 0)
    entry = AuditEntry.objects.get()
    assert (entry.deed, entry.actor, entry.note) == ("SIGNED_OFF", "Mina", "No Finn buys here")
    assert {"LANGUAGES"} <= {one["item"] for one in entry.checklist}


def test_what_was_decided_is_never_changed(template: Template) -> None:
    by_calendar(template.agency, 400)
    auditing.sign_off(audits=Audit.objects.all(), actor="Mina", note="Read it", now=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(actor="Somebody else")


@pytest.mark.parametrize("days", [0, -1, 400])
def test_an_audit_waits_for_a_day_to_come_and_a_reason(template: Template, days: int) -> None:
    by_calendar(template.agency, 170)
    audit = Audit.objects.get()
    put_off = {"audit": audit, "actor": "Mina", "now": NOW}
    today = NOW.date()

    with pytest.raises(AuditRefused):
        auditing.postpone(**put_off, until=today + timedelta(days=days), note="Sale")  # type: ignore[arg-type]  # mixed values
    with pytest.raises(AuditRefused):
        auditing.postpone(**put_off, until=today + timedelta(days=30), note=" ")  # type: ignore[arg-type]  # mixed values
    auditing.postpone(**put_off, until=today + timedelta(days=30), note="Sale")  # type: ignore[arg-type]  # mixed values

    audit.refresh_from_db()
    assert audit.due_on == today + timedelta(days=30)
    assert AuditEntry.objects.get().note == "Sale"


def test_only_a_member_is_given_an_audit(
    template: Template, marketer: User, intruder: User
) -> None:
    by_calendar(template.agency, 170)
    audit = Audit.objects.get()

    auditing.give(audit=audit, user_id=marketer.pk, actor="Mina", now=NOW)
    with pytest.raises(AuditRefused):
        auditing.give(audit=audit, user_id=intruder.pk, actor="Mina", now=NOW)

    audit.refresh_from_db()
    assert audit.owner == marketer


def test_the_list_is_walked_from_the_longest_overdue_and_the_worst(
    template: Template, store: Store
) -> None:
    agency = store.agency
    for _ in range(6):
        make_store(agency)
    services.save_brand(agency=agency, fields={"accent": "#445566"}, now=NOW)
    auditing.open_audits(agency=agency, now=NOW)
    for place, audit in enumerate(Audit.objects.order_by("pk")):
        audit.due_on = NOW.date() + timedelta(days=place % 2)
        audit.worst = place % 3
        audit.save()

    seen: list[Audit] = []
    after = None
    while page := auditing.due(AuditSearch(agency_id=agency.pk), after=after, limit=3):
        seen += page
        after = (page[-1].due_on, page[-1].worst, page[-1].pk)

    whole = sorted(Audit.objects.all(), key=lambda one: (one.due_on, -one.worst, one.pk))
    assert [one.pk for one in seen] == [one.pk for one in whole]
    assert len(seen) == 8


def test_a_kind_without_words_of_ours_is_audited_too(everywhere: None, store: Store) -> None:
    """An imported template of a kind that we have no default for has no revision yet."""
    template = Template.objects.create(
        agency=store.agency,
        store=store,
        kind=NotificationKind.REVIEW_REQUEST,
        name="Theirs",
        created_at=NOW,
        changed_at=NOW,
    )
    audit = audit_opening.open_audit(template=template, cause=Audit.Cause.IMPORT, now=NOW)

    auditing.look_at([audit], now=NOW)

    assert items_of(audit) == {"NOT_PUBLISHED": "BAD"}
