"""The weekly mail to who has audits to do: once, in their language, about what they may see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage

from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import every_store
from templates_app import audit_opening, reminding
from templates_app.models import Audit, AuditReminder, Template
from tests.factories.stores import make_member, make_store
from tests.factories.templates_app import make_confirmation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def template(store: Store) -> Any:
    with every_store(because="a test works in all stores"):
        yield make_confirmation(store.agency)


@pytest.fixture(autouse=True)
def _server(settings: Any) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://mail.example"


def due_audit(template: Template) -> None:
    audit_opening.open_audit(template=template, cause=Audit.Cause.BY_HAND, now=NOW)
    Audit.objects.update(due_on=NOW.date() - timedelta(days=1))


def test_the_owner_is_reminded_once_a_week_in_their_language(
    template: Template, agency: Agency, mailoutbox: list[Any]
) -> None:
    owner = make_member(agency, Role.OWNER, name="Mina Lie")
    User.objects.filter(pk=owner.pk).update(language="nb")
    due_audit(template)

    for hours in (0, 1, 24, 96):
        reminding.remind_auditors(agency=agency, now=NOW + timedelta(hours=hours))
    next_week = reminding.remind_auditors(agency=agency, now=NOW + timedelta(days=7))

    assert [mail.to for mail in mailoutbox] == [[owner.email]] * 2
    assert next_week == 1
    assert mailoutbox[0].subject.startswith("Nordlinje: 1 ")
    assert f"/admin/audits/{Audit.objects.get().pk}/" in mailoutbox[0].body
    assert "Mina" in mailoutbox[0].body


def test_who_sees_no_template_of_that_store_reads_nothing_of_it(
    template: Template, store: Store, agency: Agency, mailoutbox: list[Any]
) -> None:
    sister = make_store(agency)
    make_member(agency, Role.OWNER, stores=[sister])
    make_member(agency, Role.ANALYST)
    due_audit(template)
    Audit.objects.update(store=store)

    reminding.remind_auditors(agency=agency, now=NOW)

    assert mailoutbox == []


def test_nobody_is_written_to_where_nothing_is_due(
    template: Template, agency: Agency, owner: User, mailoutbox: list[Any]
) -> None:
    reminding.remind_auditors(agency=agency, now=NOW)

    assert mailoutbox == []
    assert not AuditReminder.objects.exists()


def test_a_server_that_refuses_is_asked_again_the_next_day(
    template: Template,
    agency: Agency,
    owner: User,
    mailoutbox: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due_audit(template)
    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", _refuses)
        reminding.remind_auditors(agency=agency, now=NOW)
    trouble = AuditReminder.objects.get().trouble

    reminding.remind_auditors(agency=agency, now=NOW + timedelta(days=1))

    assert trouble == "450 later"
    assert len(mailoutbox) == 1


def test_without_a_server_the_words_are_kept_and_nothing_leaves(
    template: Template,
    agency: Agency,
    owner: User,
    mailoutbox: list[Any],
    settings: Any,
) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = ""
    due_audit(template)

    reminding.remind_auditors(agency=agency, now=NOW)

    assert mailoutbox == []
    assert AuditReminder.objects.get().due_count == 1


def _refuses(*_: object) -> None:
    raise OSError("450 later")
