"""Who is told of what is found: once, when they may be, and when it is over."""

import smtplib
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from fleet import alert_mails, alerts, services
from fleet.alerts import NobodyToTell, OddAlert, Wish
from fleet.hours import after_quiet, next_digest
from fleet.kinds import FindingKind as Kind
from fleet.kinds import Severity
from fleet.models import Alert, AlertRule, AlertState, Moment, Rhythm
from messaging.models import Message
from messaging.states import State
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import agency_scope, every_store, store_scope
from tests.factories.stores import make_member, make_store
from tests.factories.worlds import make_message, make_order
from tests.fleet.test_looking import NOON, look

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def staff_mail(settings: Settings) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://127.0.0.1:1"


def tell(agency: Agency, **wish: Any) -> AlertRule:
    with agency_scope(agency.pk, [], is_whole=True):
        return alerts.add_alert(agency_id=agency.pk, wish=Wish(**wish), actor="Mina", now=NOON)


def fail(store: Store) -> Message:
    return make_message(make_order(store), State.FAILED)


def mend(store: Store) -> None:
    with store_scope(store.pk):
        Message.objects.update(state=State.NOT_SENT)


def send(at: datetime) -> list[EmailMessage]:
    """What leaves then."""
    before = len(mail.outbox)
    with every_store(because="a test sends what is due"):
        alert_mails.send_due(now=at)
    return mail.outbox[before:]


def states(agency: Agency) -> list[tuple[str, str]]:
    with every_store(because="a test reads"):
        rows = Alert.objects.filter(agency=agency).order_by("id")
        return list(rows.values_list("moment", "state"))


def test_a_trouble_is_told_once_and_its_end_once(agency: Agency, store: Store, owner: User) -> None:
    tell(agency, user=owner)
    fail(store)
    look(store)
    fail(store)
    look(store, at=NOON + MINUTE)

    (first,) = send(NOON + MINUTE)
    assert send(NOON + 2 * MINUTE) == []
    mend(store)
    look(store, at=NOON + 10 * MINUTE)
    assert send(NOON + 11 * MINUTE) == []
    (over,) = send(NOON + 26 * MINUTE)

    assert first.to == [owner.email]
    assert store.name in first.subject
    assert "2 mails could not be sent." in first.body
    assert f"/admin/stores/{store.pk}/health/" in first.body
    assert "Over:" in over.subject
    assert send(NOON + timedelta(days=1)) == []


def test_what_goes_on_is_not_told_to_be_over(agency: Agency, store: Store, owner: User) -> None:
    tell(agency, user=owner)
    message = fail(store)
    look(store)
    send(NOON)
    mend(store)
    look(store, at=NOON + 2 * MINUTE)
    with store_scope(store.pk):
        Message.objects.filter(pk=message.pk).update(state=State.FAILED)
    look(store, at=NOON + 4 * MINUTE)
    assert send(NOON + timedelta(hours=1)) == []
    mend(store)
    look(store, at=NOON + timedelta(hours=2))

    (over,) = send(NOON + timedelta(hours=3))

    assert "Over:" in over.subject


def test_what_was_over_before_anybody_was_told_is_not_told(
    agency: Agency, store: Store, owner: User
) -> None:
    tell(agency, user=owner, rhythm=Rhythm.DIGEST, digest_hour=8)
    fail(store)
    look(store)
    mend(store)
    look(store, at=NOON + 5 * MINUTE)

    assert send(NOON + timedelta(days=2)) == []
    assert states(agency) == [(Moment.BEGAN, AlertState.DROPPED)]


@pytest.mark.parametrize(
    ("wish", "is_told"),
    [
        ({}, True),
        ({"least_severity": Severity.WARN}, True),
        ({"kinds": (Kind.SILENT,)}, False),
        ({"kinds": (Kind.SILENT, Kind.FAILED)}, True),
        ({"is_active": False}, False),
    ],
)
def test_only_what_was_asked_for_is_told(
    agency: Agency, store: Store, owner: User, wish: dict[str, Any], is_told: bool
) -> None:
    tell(agency, user=owner, **wish)
    fail(store)
    look(store)

    assert bool(send(NOON)) is is_told


def test_nobody_hears_of_a_store_they_do_not_see(agency: Agency, store: Store) -> None:
    other = make_store(agency)
    limited = make_member(agency, Role.SUPPORT, stores=[other])
    tell(agency, user=limited)
    tell(agency, address="ops@nordlinje.example")
    fail(store)
    look(store)

    (told,) = send(NOON)

    assert told.to == ["ops@nordlinje.example"]
    with agency_scope(agency.pk, [], is_whole=True), pytest.raises(NobodyToTell):
        alerts.add_alert(
            agency_id=agency.pk, wish=Wish(user=limited, store=store), actor="", now=NOON
        )


def test_nobody_of_another_agency_can_be_told(agency: Agency, intruder: User) -> None:
    with agency_scope(agency.pk, [], is_whole=True), pytest.raises(NobodyToTell):
        alerts.add_alert(agency_id=agency.pk, wish=Wish(user=intruder), actor="", now=NOON)


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish(), NobodyToTell),
        (Wish(address="nobody"), NobodyToTell),
        (Wish(address="ops@example.com", kinds=("RAIN",)), OddAlert),
        (Wish(address="ops@example.com", timezone="Mars/Olympus"), OddAlert),
    ],
)
def test_odd_alerts_are_refused(agency: Agency, wish: Wish, error: type[Exception]) -> None:
    with agency_scope(agency.pk, [], is_whole=True), pytest.raises(error):
        alerts.add_alert(agency_id=agency.pk, wish=wish, actor="", now=NOON)


def test_what_the_server_refuses_waits_and_goes_later(
    agency: Agency, store: Store, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(agency, user=owner)
    fail(store)
    look(store)

    def refuse(_mail: EmailMessage) -> int:
        raise smtplib.SMTPServerDisconnected("come again")

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refuse)
        assert send(NOON) == []
    assert states(agency) == [(Moment.BEGAN, AlertState.WAITING)]
    assert send(NOON + timedelta(seconds=30)) == []
    assert len(send(NOON + 2 * MINUTE)) == 1
    assert states(agency) == [(Moment.BEGAN, AlertState.SENT)]


def test_a_worker_that_dies_with_an_alert_leaves_it_to_the_next(
    agency: Agency, store: Store, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(agency, user=owner)
    fail(store)
    look(store)

    def die(_mail: EmailMessage) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", die)
        with pytest.raises(KeyboardInterrupt):
            send(NOON)

    assert send(NOON + MINUTE) == []
    (again,) = send(NOON + 6 * MINUTE)
    assert again.to == [owner.email]


def test_a_mail_that_goes_again_is_the_same_mail(
    agency: Agency, store: Store, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(agency, user=owner)
    fail(store)
    look(store)
    seen: list[str] = []

    def die_after(sent: EmailMessage) -> int:
        seen.append(sent.extra_headers["Message-ID"])
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", die_after)
        with pytest.raises(KeyboardInterrupt):
            send(NOON)
    (again,) = send(NOON + 6 * MINUTE)

    assert [again.extra_headers["Message-ID"]] == seen


def test_a_digest_says_all_in_one_mail(agency: Agency, store: Store, owner: User) -> None:
    sister = make_store(agency, name="Sister")
    zone = "Europe/Oslo"
    tell(agency, user=owner, rhythm=Rhythm.DIGEST, digest_hour=8, timezone=zone)
    for one in (store, sister):
        fail(one)
    look(store, sister)
    assert send(NOON + timedelta(hours=10)) == []

    (digest,) = send(NOON + timedelta(days=1))

    assert "2 stores need you" in digest.subject
    assert "Sister" in digest.body
    assert store.name in digest.body


OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("at", "quiet", "until"),
    [
        ("2026-05-13T12:00", (22, 7), "2026-05-13T12:00"),
        ("2026-05-13T23:30", (22, 7), "2026-05-14T07:00"),
        ("2026-05-14T06:59", (22, 7), "2026-05-14T07:00"),
        ("2026-05-14T07:00", (22, 7), "2026-05-14T07:00"),
        ("2026-05-13T12:30", (12, 13), "2026-05-13T13:00"),
        ("2026-05-13T03:00", (0, 0), "2026-05-13T03:00"),
        # The night in which the clock is put forward from two to three.
        ("2026-03-29T01:30", (1, 6), "2026-03-29T06:00"),
        # And back from three to two.
        ("2026-10-25T01:30", (1, 6), "2026-10-25T06:00"),
    ],
)
def test_nobody_is_told_in_their_quiet_hours(at: str, quiet: tuple[int, int], until: str) -> None:
    found = after_quiet(datetime.fromisoformat(at).replace(tzinfo=OSLO), *quiet, OSLO)

    assert found.astimezone(OSLO) == datetime.fromisoformat(until).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-05-13T07:59", "2026-05-13T08:00"),
        ("2026-05-13T08:00", "2026-05-14T08:00"),
        ("2026-10-24T09:00", "2026-10-25T08:00"),
    ],
)
def test_a_digest_comes_at_the_readers_hour(at: str, due: str) -> None:
    found = next_digest(datetime.fromisoformat(at).replace(tzinfo=OSLO), 8, OSLO)

    assert found.astimezone(OSLO) == datetime.fromisoformat(due).replace(tzinfo=OSLO)


def test_without_an_account_for_staff_mail_nothing_leaves_and_nothing_is_lost(
    agency: Agency, store: Store, owner: User, settings: Settings
) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = ""
    tell(agency, user=owner)
    fail(store)
    look(store)

    assert send(NOON) == []
    assert states(agency) == [(Moment.BEGAN, AlertState.WAITING)]


def test_two_that_look_at_once_find_and_tell_it_once(
    agency: Agency, store: Store, owner: User
) -> None:
    tell(agency, user=owner)
    fail(store)
    for _ in range(3):
        with every_store(because="a test looks"):
            services.look_at(stores=[store], now=NOON)

    assert states(agency) == [(Moment.BEGAN, AlertState.WAITING)]
