"""Figures by mail: who gets them, in what words, and each period once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings

from analytics import reports
from analytics.figures import Period
from analytics.models import FigureMail, FigureReport, OrderDay, Rhythm, StoreDay
from stores.models import Agency, Membership, Store, User
from stores.roles import Role
from stores.scope import every_store
from tests.factories.stores import make_agency, make_member, make_store

pytestmark = pytest.mark.django_db

ASKED = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
MONDAY = datetime(2026, 3, 9, 9, tzinfo=UTC)
PAGE = "/admin/figures/reports/"


def ask(
    agency: Agency, user: User, store: Store | None = None, rhythm: Rhythm = Rhythm.WEEKLY
) -> FigureReport:
    with every_store(because="a test asks for a report"):
        return reports.ask_for_report(
            agency_id=agency.pk, user=user, store=store, rhythm=rhythm, actor="Mina", now=ASKED
        )


def write(agency: Agency, now: datetime = MONDAY) -> int:
    with every_store(because="a test writes reports"):
        return reports.write_reports(agency=agency, now=now)


@override_settings(NOTIFYHUB_STAFF_EMAIL_URL="smtp://mail.example")
def send(agency: Agency, now: datetime = MONDAY) -> int:
    with every_store(because="a test sends reports"):
        return reports.send_reports(agency=agency, now=now)


def make_week(store: Store) -> None:
    with every_store(because="a test makes figures"):
        day = date(2026, 3, 5)
        StoreDay.objects.create(
            store=store, day=day, sent_count=80, tracked_count=80, opened_by_people_count=20
        )
        OrderDay.objects.create(
            store=store, day=day, currency="NOK", orders_count=5, gross_minor=100_000
        )


@pytest.mark.parametrize(
    ("rhythm", "today", "since", "until"),
    [
        (Rhythm.WEEKLY, date(2026, 3, 9), date(2026, 3, 2), date(2026, 3, 9)),
        (Rhythm.WEEKLY, date(2026, 3, 15), date(2026, 3, 2), date(2026, 3, 9)),
        (Rhythm.MONTHLY, date(2026, 3, 1), date(2026, 2, 1), date(2026, 3, 1)),
        (Rhythm.MONTHLY, date(2026, 1, 31), date(2025, 12, 1), date(2026, 1, 1)),
    ],
)
def test_a_report_is_of_the_last_whole_week_or_month(
    rhythm: Rhythm, today: date, since: date, until: date
) -> None:
    assert reports.last_period(rhythm, today) == Period(since, until)


def test_a_week_is_mailed_once_in_plain_words_and_as_a_page(
    agency: Agency, store: Store, owner: User
) -> None:
    make_week(store)
    report = ask(agency, owner)
    assert ask(agency, owner) == report

    assert (write(agency), write(agency)) == (1, 0)
    assert (send(agency), send(agency)) == (1, 0)

    (sent,) = mail.outbox
    assert sent.to == [owner.email]
    assert "7 days: 80 messages left and 5 orders came in." in sent.body
    assert "Opened by people: 25.0" in sent.body
    assert "/admin/figures/?since=2026-03-02&until=2026-03-08" in sent.body
    assert "1,000.00" in sent.alternatives[0][0]  # type: ignore[attr-defined]  # it has HTML
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_whose_sender_died_is_not_sent_again(
    agency: Agency, store: Store, owner: User
) -> None:
    ask(agency, owner)
    write(agency)
    with every_store(because="a test's worker took it, and died"):
        FigureMail.objects.update(sent_at=MONDAY)

    assert send(agency) == 0
    assert mail.outbox == []


def test_a_mail_server_that_refuses_is_asked_again_later(
    agency: Agency, store: Store, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(agency, owner)
    write(agency)

    def refuse(_mail: object) -> int:
        raise OSError("refused")

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMultiAlternatives, "send", refuse)
        assert send(agency) == 0
    with every_store(because="a test reads"):
        assert FigureMail.objects.get().trouble == "refused"
    assert send(agency) == 1


def test_a_report_begins_with_the_next_period_and_is_never_days_late(
    agency: Agency, store: Store, owner: User
) -> None:
    ask(agency, owner)

    assert write(agency, ASKED) == 0
    assert write(agency, MONDAY + timedelta(days=5)) == 0


def test_each_gets_the_stores_they_may_see_and_no_other_agencys(
    agency: Agency, store: Store
) -> None:
    make_week(store)
    make_week(make_store(agency))
    make_week(make_store(make_agency()))
    member = make_member(agency, Role.ANALYST)
    with every_store(because="a test narrows a member"):
        rows = Membership.objects.filter(user=member)
        rows.update(has_all_stores=False, store_ids=[store.pk])
    ask(agency, member)

    write(agency)

    with every_store(because="a test reads"):
        assert "80 messages left" in FigureMail.objects.get().text
        rows.delete()
    assert write(agency, MONDAY + timedelta(days=7)) == 0


def test_nobody_from_elsewhere_gets_a_report(agency: Agency, store: Store) -> None:
    stranger = make_member(make_agency(), Role.OWNER)

    with pytest.raises(reports.NobodyToReportTo):
        ask(agency, stranger)


def test_a_report_is_asked_for_and_stopped_on_its_page(
    agency: Agency, store: Store, owner: User
) -> None:
    client = Client()
    client.force_login(owner)
    assert b"Nobody gets figures by mail" in client.get(PAGE).content

    said = {"user": owner.pk, "store": store.pk, "rhythm": "MONTHLY"}
    client.post(f"{PAGE}ask/", said)
    with every_store(because="a test reads"):
        report = FigureReport.objects.get(user=owner, store=store)
    assert owner.email.encode() in client.get(PAGE).content
    client.post(f"{PAGE}{report.public_id}/stop/")

    with every_store(because="a test reads"):
        assert not FigureReport.objects.exists()


def test_an_analyst_may_ask_for_their_own_only(agency: Agency, store: Store, owner: User) -> None:
    client = Client()
    client.force_login(make_member(agency, Role.ANALYST))
    theirs = ask(agency, owner)

    assert client.post(f"{PAGE}ask/", {"user": owner.pk, "rhythm": "WEEKLY"}).status_code == 403
    assert client.post(f"{PAGE}ask/", {"rhythm": "WEEKLY"}).status_code == 302
    assert client.post(f"{PAGE}{theirs.public_id}/stop/").status_code == 403
    assert owner.email.encode() not in client.get(PAGE).content
    with every_store(because="a test reads"):
        assert FigureReport.objects.count() == 2
