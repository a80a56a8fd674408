"""Incidents: seen in figures, once for each cause, told to people, and over by themselves."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analytics import incidents, warning
from analytics.models import FlowHour, Incident, IncidentNotice, Measure
from analytics.tasks import watch
from messaging import arrivals
from messaging.models import Message
from messaging.states import Reason, State
from messaging.telling import tell
from orders.models import ActivityKind
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.analytics.feeds import read_on
from tests.factories.messaging import make_messages, make_sender
from tests.factories.stores import make_member, make_store

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(minute=40, second=0, microsecond=0)
HOUR = timedelta(hours=1)


def flow(store: Store, at: datetime, **fields: Any) -> None:
    with store_scope(store.pk):
        FlowHour.objects.create(
            store=store, hour=at.replace(minute=0), **{"domain": "example.com", **fields}
        )


def usual(store: Store, *, bounced: int = 1, **fields: Any) -> None:
    """Two quiet weeks: a hundred messages a day."""
    for day in range(2, 15):
        at = NOW - timedelta(days=day)
        flow(store, at, tried_count=100, bounced_count=bounced, **fields)


def _folded() -> int:
    """All six facts."""
    return read_on(incidents.fold_flow, lambda read: read >= 6)


def seen(now: datetime = NOW) -> list[Incident]:
    with every_store(because="a test watches"):
        incidents.watch(now=now)
        return list(Incident.objects.select_related("store", "sender").order_by("pk"))


@pytest.mark.django_db(transaction=True)  # only what is committed is folded
def test_what_is_told_of_messages_is_counted_in_the_hour_they_left(store: Store) -> None:
    sent = NOW - 3 * HOUR
    good, back, bad, gone = make_messages(store, 4, state=State.SENT, sent_at=sent)
    with store_scope(store.pk):
        Message.objects.filter(pk=bad.pk).update(recipient="x@Other.example")
        for message in (good, back):
            tell(message, ActivityKind.MESSAGE_SENT, sent, key="sent")
        arrivals.record_bounce(message=back, at=NOW, is_hard=True, line="550 no")
        arrivals.record_complaint(message=good, at=NOW)
        for message, reason in ((bad, Reason.NO_SUCH_ADDRESS), (gone, Reason.REFUSED)):
            message.reason = reason
            tell(message, ActivityKind.MESSAGE_FAILED, NOW, key="failed")

    with every_store(because="a test folds"):
        first, again = _folded(), incidents.fold_flow()
        rows = FlowHour.objects.order_by("hour", "domain").values_list(
            "domain", "tried_count", "bounced_count", "failed_count", "complained_count"
        )
        found = list(rows)

    assert first >= 6
    assert again == 0
    assert found == [
        ("example.com", 2, 1, 0, 1),
        ("example.com", 1, 0, 1, 0),
        ("other.example", 1, 1, 0, 0),
    ]


def test_a_burst_opens_one_incident_and_says_its_figures(store: Store) -> None:
    usual(store)
    flow(store, NOW, tried_count=50, bounced_count=15)

    (incident,) = seen()
    assert seen() == [incident]

    assert (incident.store, incident.sender, incident.domain) == (store, None, "")
    assert (incident.measure, incident.closed_at) == (Measure.BOUNCES, None)
    assert (incident.tried_count, incident.troubled_count) == (50, 15)
    assert incident.usual_rate == pytest.approx(0.02, abs=0.005)


def test_what_is_usual_for_a_store_is_no_incident(store: Store) -> None:
    usual(store, bounced=8)
    flow(store, NOW, tried_count=200, bounced_count=16)

    assert seen() == []


def test_a_few_bounces_are_no_incident(store: Store) -> None:
    flow(store, NOW, tried_count=19, bounced_count=19)

    assert seen() == []


@pytest.mark.parametrize(
    ("column", "measure"),
    [("failed_count", Measure.FAILURES), ("complained_count", Measure.COMPLAINTS)],
)
def test_failures_and_complaints_are_watched_too(
    store: Store, column: str, measure: Measure
) -> None:
    flow(store, NOW, tried_count=100, **{column: 20})

    assert [one.measure for one in seen()] == [measure]


def test_the_sender_by_whom_most_of_it_left_is_named(store: Store) -> None:
    sound, broken = make_sender(store, port=1), make_sender(store, port=2)
    flow(store, NOW, tried_count=80, bounced_count=1, sender=sound)
    flow(store, NOW, tried_count=40, bounced_count=20, sender=broken)

    (incident,) = seen()

    assert (incident.store, incident.sender) == (store, broken)


def test_a_mailbox_service_that_refuses_all_is_one_incident_of_its_domain(
    agency: Agency, store: Store
) -> None:
    for one in (store, make_store(agency), make_store(agency)):
        flow(one, NOW, tried_count=40, bounced_count=0)
        flow(one, NOW, tried_count=30, bounced_count=20, domain="gmx.de")

    (incident,) = seen()

    assert (incident.store, incident.domain) == (None, "gmx.de")
    assert (incident.tried_count, incident.troubled_count) == (90, 60)


def test_a_bad_list_of_one_store_is_that_stores_incident(agency: Agency, store: Store) -> None:
    flow(make_store(agency), NOW, tried_count=40, domain="gmx.de")
    flow(store, NOW, tried_count=60, bounced_count=40, domain="gmx.de")

    (incident,) = seen()

    assert (incident.store, incident.domain) == (store, "")


def test_agencies_are_not_added_together(store: Store) -> None:
    for one in (store, make_store()):
        flow(one, NOW, tried_count=15, bounced_count=10, domain="gmx.de")

    assert seen() == []


def test_it_is_over_when_mail_looks_usual_and_does_not_open_again_for_the_same(
    store: Store,
) -> None:
    usual(store)
    flow(store, NOW, tried_count=50, bounced_count=15)
    (incident,) = seen()

    flow(store, NOW + 2 * HOUR, tried_count=40, bounced_count=0)
    later = seen(NOW + 2 * HOUR)
    flow(store, NOW + 4 * HOUR, tried_count=50, bounced_count=15)
    again = seen(NOW + 4 * HOUR)

    assert [one.closed_at for one in later] == [NOW + 2 * HOUR]
    assert [one.closed_at for one in again] == [NOW + 2 * HOUR, None]
    assert again[0] == incident


def test_it_is_over_after_a_day_without_mail(store: Store) -> None:
    flow(store, NOW, tried_count=50, bounced_count=15)
    seen()

    states = [seen(NOW + hours * HOUR)[0].closed_at is None for hours in (2, 12, 25)]

    assert states == [True, True, False]


def test_only_who_can_mend_it_is_told_once(agency: Agency, store: Store, settings: Any) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://mail.example"
    owner = make_member(agency, Role.OWNER)
    make_member(agency, Role.SUPPORT)
    elsewhere = make_member(agency, Role.MANAGER, stores=[make_store(agency)])
    flow(store, NOW, tried_count=50, bounced_count=15)
    flow(store, timezone.now(), tried_count=50, bounced_count=15, domain="other.example")

    watch()
    watch()

    (sent,) = mail.outbox
    assert sent.to == [owner.email]
    assert elsewhere.email not in sent.to
    assert store.name in sent.subject
    assert "/admin/incidents/" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_without_a_mail_server_the_notice_stays_here(agency: Agency, store: Store) -> None:
    make_member(agency, Role.OWNER)
    flow(store, NOW, tried_count=50, bounced_count=15)
    seen()

    with every_store(because="a test sends"):
        assert warning.send_notices(agency=agency, now=NOW) == 0
        assert IncidentNotice.objects.filter(sent_at=None).count() == 1


def test_a_refusing_mail_server_is_asked_again(
    agency: Agency, store: Store, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://mail.example"
    make_member(agency, Role.OWNER)
    flow(store, NOW, tried_count=50, bounced_count=15)
    seen()

    def refuse(*_: object) -> None:
        raise OSError("nobody there")

    with every_store(because="a test sends"), monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        refused = warning.send_notices(agency=agency, now=NOW)
        trouble = IncidentNotice.objects.get().trouble
    with every_store(because="a test sends"):
        sent = warning.send_notices(agency=agency, now=NOW)

    assert (refused, trouble, sent) == (0, "nobody there", 1)


def test_watching_quiet_stores_costs_the_same_for_one_and_for_thirty(
    agency: Agency, store: Store
) -> None:
    def cost() -> int:
        with every_store(because="a test counts"), CaptureQueriesContext(connection) as queries:
            incidents.watch(now=NOW)
        return len(queries)

    flow(store, NOW, tried_count=500, bounced_count=4)
    for_one = cost()
    for _ in range(29):
        flow(make_store(agency), NOW, tried_count=500, bounced_count=4, domain=uuid.uuid4().hex)

    assert for_one == cost() == 2


def test_old_hours_are_forgotten(store: Store) -> None:
    flow(store, NOW - timedelta(days=17), tried_count=1)
    flow(store, NOW - timedelta(days=15), tried_count=1)

    with every_store(because="a test forgets"):
        assert incidents.forget_flow(now=NOW) == 1


def test_noting_is_once(store: Store, owner: User) -> None:
    flow(store, NOW, tried_count=50, bounced_count=15)
    (incident,) = seen()

    with store_scope(store.pk):
        said = [
            incidents.note_incident(incident=incident, actor=who, now=NOW)
            for who in ("Mina", "Ole")
        ]
        incident.refresh_from_db()

    assert (said, incident.noted_by) == ([True, False], "Mina")
