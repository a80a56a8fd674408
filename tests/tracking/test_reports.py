"""What mail services report, from their signed post to the message it is about."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common.outgoing.calls import Answer
from messaging.models import Attempt, Message, Sender, Suppression
from messaging.states import Outcome, State, Transport
from stores.models import Agency, Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import fresh, make_messages
from tests.factories.stores import make_store
from tests.tracking.mail_services import SAY, Post
from tests.tracking.signing import BASIC, BY_PASSWORD, secret_of, sign
from tracking import providers, reporting
from tracking.models import Finding, Report, ReportKind

SERVICES = sorted(SAY)
# What a service does not tell of, or Anymail does not know.
UNSAID = {("postal", "complained"), ("mandrill", "delivered")}
SAID = [
    (service, kind)
    for service in SERVICES
    for kind in ("delivered", "bounced", "returned", "complained")
    if (service, kind) not in UNSAID
]


def make_account(store: Store, service: str, **fields: Any) -> Sender:
    with store_scope(store.pk):
        return Sender.objects.create(
            **{
                "store": store,
                "transport": Transport.ESP,
                "service": service,
                "from_email": "post@fjelloggarn.example",
                "webhook_secret": secret_of(service),
                **fields,
            }
        )


def make_handed_over(sender: Sender, provider_id: str) -> Message:
    """A message that this account has handed over, and the service's own name of it."""
    now = timezone.now()
    (message,) = make_messages(sender.store, 1, state=State.SENT, sent_at=now, sender=sender)
    with store_scope(sender.store_id):
        Attempt.objects.create(
            store=sender.store,
            message=message,
            number=1,
            sender=sender,
            transport=sender.transport,
            outcome=Outcome.ACCEPTED,
            provider_id=provider_id,
            started_at=now,
            ended_at=now,
        )
    return message


def path_of(sender: Sender, service: str = "") -> str:
    sender.refresh_from_db(fields=["public_id"])
    return f"/t/esp/{service or sender.service}/{sender.public_id}"


def post(sender: Sender, said: Post, *, secret: str = "", client: Client | None = None) -> int:
    with every_store(because="a test posts"):
        path = path_of(sender)
    url = f"http://127.0.0.1:8000{path}"
    signed = sign(sender.service, said, url=url, secret=secret)
    response = (client or Client()).post(
        path, signed.body, content_type=signed.content_type, headers=signed.headers
    )
    return response.status_code


def settle() -> int:
    with every_store(because="a test settles"):
        return reporting.settle_reports(now=timezone.now())


def reports() -> list[Report]:
    with every_store(because="a test looks"):
        return list(Report.objects.order_by("id"))


@pytest.mark.django_db
@pytest.mark.parametrize(("service", "kind"), SAID)
def test_each_service_is_understood(store: Store, service: str, kind: str) -> None:
    sender = make_account(store, service)
    theirs = "12345" if service == "mailjet" else "<their-name@mail.example>"
    message = make_handed_over(sender, theirs)

    assert post(sender, SAY[service](kind, message.public_id.hex, theirs)) == 200
    settle()

    row = fresh(message)
    assert [report.finding for report in reports()] == [Finding.NEWS]
    assert (row.delivered_at is not None) == (kind == "delivered")
    assert (row.bounced_at is not None) == (kind in ("bounced", "returned"))
    assert (row.complained_at is not None) == (kind == "complained")
    with store_scope(store.pk):
        stopped = Suppression.objects.in_force().of(row.recipient).exists()
    assert stopped == (kind in ("bounced", "complained"))


@pytest.mark.django_db
@pytest.mark.parametrize("service", SERVICES)
def test_who_does_not_know_the_secret_is_refused(store: Store, service: str) -> None:
    sender = make_account(store, service)
    message = make_handed_over(sender, "theirs")
    said = SAY[service]("bounced", message.public_id.hex, "theirs")

    other = "hub:guess" if service in BY_PASSWORD else "whsec_" + "b" * 32
    assert post(sender, said, secret=other) == 401
    unsigned = Client().post(path_of_plain(sender), said.body, content_type=said.content_type)

    assert unsigned.status_code == 401
    assert not reports()


def path_of_plain(sender: Sender) -> str:
    with every_store(because="a test posts"):
        return path_of(sender)


@pytest.mark.django_db
@pytest.mark.parametrize("service", SERVICES)
def test_an_account_without_a_secret_believes_nobody(store: Store, service: str) -> None:
    sender = make_account(store, service, webhook_secret="")

    assert post(sender, SAY[service]("bounced", "0" * 32, "theirs")) == 401
    assert not reports()


@pytest.mark.django_db
def test_secrets_of_the_settings_open_no_door(store: Store, settings: Any) -> None:
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": "global:one",
        "MAILGUN_API_KEY": "global",
        "MAILGUN_WEBHOOK_SIGNING_KEY": "global",
        "MAILTRAP_TRACKING_SECRET": "global",
    }
    for service, secret in [("postmark", "global:one"), ("mailgun", "global")]:
        sender = make_account(store, service)
        said = SAY[service]("bounced", "0" * 32, "theirs")
        assert post(sender, said, secret=secret) == 401


@pytest.mark.django_db
def test_an_old_and_a_new_secret_both_count_while_one_replaces_the_other(store: Store) -> None:
    sender = make_account(store, "postmark", webhook_secret=f"hub:older\n{BASIC}")
    message = make_handed_over(sender, "theirs")

    for secret in ("hub:older", BASIC):
        said = SAY["postmark"]("delivered", message.public_id.hex, "theirs")
        assert post(sender, said, secret=secret) == 200


@pytest.mark.django_db
def test_another_store_s_message_is_not_found_through_our_own_account(
    store: Store, agency: Agency
) -> None:
    rival = make_store(agency, name="Rival")
    theirs = make_handed_over(make_account(rival, "postmark"), "their-name")
    mine = make_account(store, "postmark")

    assert post(mine, SAY["postmark"]("bounced", theirs.public_id.hex, "their-name")) == 200
    assert post(mine, SAY["postmark"]("complained", "", "their-name")) == 200
    settle()
    with every_store(because="a test waits no half hour"):
        Report.objects.update(received_at=timezone.now() - timedelta(hours=1))
        Report.objects.update(run_after=timezone.now())
    settle()

    assert {report.finding for report in reports()} == {Finding.NO_MESSAGE}
    row = fresh(theirs)
    assert (row.bounced_at, row.complained_at) == (None, None)
    with every_store(because="a test looks"):
        assert not Suppression.objects.exists()


@pytest.mark.django_db
def test_the_same_report_forty_six_times_is_one(store: Store) -> None:
    sender = make_account(store, "sendgrid")
    message = make_handed_over(sender, "theirs")

    for _ in range(46):
        assert post(sender, SAY["sendgrid"]("bounced", message.public_id.hex, "theirs")) == 200
        settle()

    assert len(reports()) == 1
    assert reports()[0].line == "", "the server's words name people: the message has them now"


@pytest.mark.django_db
def test_a_report_of_another_service_s_address_is_not_answered(store: Store) -> None:
    sender = make_account(store, "postmark")
    said = SAY["postmark"]("delivered", "0" * 32, "theirs")
    headers = sign("postmark", said, url="").headers
    with every_store(because="a test posts"):
        wrong = path_of(sender, "brevo")

    for path in (wrong, "/t/esp/nobody/3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"):
        response = Client().post(path, said.body, said.content_type, headers=headers)
        assert response.status_code == 404


@pytest.mark.django_db
def test_too_large_a_body_is_not_read(store: Store) -> None:
    sender = make_account(store, "postmark")

    assert post(sender, Post(b"x" * 1_000_001)) == 413


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [b"", b"[", b"null", b"7", b'"x"', b"[1]", b"{}", b'{"event": 1}', b"\xff\x00", b"[" * 9000],
)
@pytest.mark.parametrize("service", SERVICES)
def test_nonsense_is_kept_or_refused_and_breaks_nothing(
    store: Store, service: str, body: bytes
) -> None:
    sender = make_account(store, service)
    said = Post(body)
    try:
        status = post(sender, said)
    except (ValueError, TypeError, RecursionError):  # it cannot even be signed
        status = post_unsigned(sender, body)

    assert status in (200, 401)
    assert all(report.kind == ReportKind.UNREADABLE for report in reports())


def post_unsigned(sender: Sender, body: bytes) -> int:
    response = Client().post(path_of_plain(sender), body, content_type="application/json")
    return response.status_code


@pytest.mark.django_db
def test_one_unreadable_event_of_a_batch_takes_no_other_with_it(store: Store) -> None:
    sender = make_account(store, "sendgrid")
    message = make_handed_over(sender, "theirs")
    batch = json.loads(SAY["sendgrid"]("delivered", message.public_id.hex, "theirs").body)

    assert post(sender, Post(json.dumps([{"no": "event"}, *batch, 7]).encode())) == 200
    settle()

    kinds = sorted(report.kind for report in reports())
    assert kinds == ["DELIVERED", "UNREADABLE", "UNREADABLE"]
    assert fresh(message).delivered_at


@pytest.mark.django_db
def test_a_report_that_overtakes_our_own_note_is_asked_again(store: Store) -> None:
    sender = make_account(store, "mailersend")
    now = timezone.now()
    (message,) = make_messages(
        store,
        1,
        state=State.TRANSMITTING,
        claim="3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02",
        claimed_until=now + timedelta(seconds=90),
    )
    said = SAY["postmark"]("delivered", message.public_id.hex, "theirs")
    account = make_account(store, "postmark")
    post(account, said)
    post(sender, SAY["mailersend"]("delivered", "", "not-noted-yet"))

    assert settle() == 2
    assert settle() == 0
    assert [report.finding for report in reports()] == ["", ""]

    with store_scope(store.pk):
        Message.objects.update(state=State.SENT, sent_at=now, claim=None, claimed_until=None)
        Report.objects.update(run_after=now)
    settle()
    assert fresh(message).delivered_at


@pytest.mark.django_db
def test_a_message_sent_by_smtp_is_known_by_its_message_id(store: Store) -> None:
    sender = make_account(store, "mailgun")
    message = make_handed_over(sender, "")
    said = SAY["mailgun"]("delivered", "", f"{message.public_id.hex}@fjelloggarn.example")

    post(sender, said)
    settle()

    assert fresh(message).delivered_at


@pytest.mark.django_db
def test_a_signature_of_last_week_is_a_replay(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for service in ("mailgun", "resend"):
        sender = make_account(store, service)
        said = SAY[service]("delivered", "0" * 32, "theirs")
        with monkeypatch.context() as patch:
            then = timezone.now().timestamp() - 7 * 86400
            patch.setattr("tests.tracking.signing.time.time", lambda then=then: then)
            signed = sign(service, said, url="")
        response = Client().post(
            path_of_plain(sender), signed.body, signed.content_type, headers=signed.headers
        )
        assert response.status_code == 401


@pytest.mark.django_db
def test_amazon_s_subscription_is_confirmed_at_amazon_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def call(method: str, url: str, **_options: Any) -> Answer:
        asked.append(f"{method} {url}")
        return Answer(200, (), b"", 0.1, "52.94.0.1")

    monkeypatch.setattr("tracking.views.call", call)
    sender = make_account(store, "amazon_ses")
    good = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription"
    for link in (
        good,
        "https://sns.eu-west-1.amazonaws.com.evil.example/",
        "http://169.254.169.254/",
    ):
        told = {"Type": "SubscriptionConfirmation", "MessageId": "1", "SubscribeURL": link}
        headers = {"x-amz-sns-message-type": told["Type"], "x-amz-sns-message-id": "1"}
        assert post(sender, Post(json.dumps(told).encode(), headers=headers)) == 200

    assert asked == [f"GET {good}"]


@pytest.mark.django_db
def test_old_reports_are_forgotten(store: Store) -> None:
    sender = make_account(store, "postmark")
    post(sender, SAY["postmark"]("delivered", "0" * 32, "theirs"))
    later = timezone.now() + timedelta(days=31)

    with every_store(because="a test waits a month"):
        assert reporting.prune_reports(now=timezone.now()) == 0
        assert reporting.prune_reports(now=later) == 1


@pytest.mark.django_db
def test_a_report_that_stumbles_stops_no_other_and_is_laid_aside_in_the_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = make_account(store, "postmark")
    message = make_handed_over(sender, "theirs")
    post(sender, SAY["postmark"]("bounced", message.public_id.hex, "theirs"))
    post(sender, SAY["postmark"]("complained", message.public_id.hex, "theirs"))

    def stumble(**_told: Any) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr("messaging.arrivals.record_bounce", stumble)
    for minutes in range(0, 60, 5):
        with every_store(because="a test settles"):
            reporting.settle_reports(now=timezone.now() + timedelta(minutes=minutes))

    assert {report.finding for report in reports()} == {Finding.KEPT_ASIDE, Finding.NEWS}
    assert fresh(message).complained_at


def test_every_service_whose_reports_anymail_reads_has_its_recipe() -> None:
    assert set(providers.RECIPES) == set(SAY)


@pytest.mark.django_db
def test_a_batch_costs_one_look_up_and_one_insert(
    store: Store, django_assert_num_queries: Any
) -> None:
    sender = make_account(store, "sendgrid")
    one = json.loads(SAY["sendgrid"]("delivered", "0" * 32, "theirs").body)[0]
    batch = [{**one, "sg_event_id": f"id-{number}"} for number in range(500)]
    said = Post(json.dumps(batch).encode())
    path = path_of_plain(sender)
    headers = sign("sendgrid", said, url="").headers

    with django_assert_num_queries(2):  # the sender, the insert
        assert Client().post(path, said.body, said.content_type, headers=headers).status_code == 200
    assert len(reports()) == 500
