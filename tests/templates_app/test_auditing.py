"""What is found in a mail to be audited, and what people decide about it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stores.models import Store, User
from stores.scope import every_store
from templates_app import audit_opening, auditing, services
from templates_app.auditing import AuditRefused, AuditSearch
from templates_app.data import NotificationKind
from templates_app.models import Audit, AuditEntry, Template
from tests.factories.stores import make_store
from tests.templates_app.audits import NOW, by_calendar, items_of, make_audited

pytestmark = pytest.mark.django_db


@pytest.fixture
def everywhere(store: Store) -> Any:
    with every_store(because="a test works in all stores"):
        yield


@pytest.fixture
def template(store: Store, everywhere: None) -> Template:
    return make_audited(store)


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
