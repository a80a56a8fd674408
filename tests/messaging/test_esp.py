"""Handing over to mail services by HTTP: what each answer means, and that nobody is held."""

import socket
import time
import uuid

import pytest

from common.outgoing.talk import Talk
from messaging.channels.bounded_http import BoundedSession
from messaging.channels.esp import EspCourier, ServiceAccount
from messaging.channels.mail_services import SERVICES, problems, settings_of
from messaging.channels.outcomes import Away, Lost, Outgoing, Receipt, Refused
from messaging.channels.replies import Remedy
from messaging.envelope import Envelope
from messaging.states import Reason
from tests.messaging import mail_services as fake
from tests.messaging.mail_services import Answer, Behaviour, Call, Service, mail_service

DEADLINE = 0.8
KEY = uuid.UUID("6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02")
MESSAGE_ID = f"<{KEY.hex}@fjelloggarn.example>"


def outgoing(**headers: str) -> Outgoing:
    pairs = {
        "From": "=?utf-8?q?Fjell_=26_Garn?= <post@fjelloggarn.example>",
        "To": '"Ødegård, Åse" <ase@example.com>',
        "Reply-To": "svar@fjelloggarn.example",
        "Subject": "Takk for bestillingen, Åse",
        "Date": "Sun, 22 Nov 2026 04:00:00 +0000",
        "Message-ID": MESSAGE_ID,
        "Auto-Submitted": "auto-generated",
        "X-Entity-Ref-ID": "abc",
        **headers,
    }
    return Outgoing(
        KEY,
        Envelope(
            "post@fjelloggarn.example", "ase@example.com", list(pairs.items()), "<p>Hei", "Hei"
        ),
    )


RIGHT = "right"


def courier(name: str, url: str, *, secret: str = RIGHT, **options: str) -> EspCourier:
    account = ServiceAccount(SERVICES[name], secret, dict(options), DEADLINE, api_url=url)
    return EspCourier(account)


def hand_over(name: str, service: Service, **options: str) -> Receipt:
    one = courier(name, service.url, **options)
    try:
        one.open()
        return one.hand_over(outgoing())
    finally:
        one.close()


def test_postmark_gets_the_mail_with_our_message_id_and_our_key() -> None:
    with mail_service(Service(fake.like_postmark)) as service:
        receipt = hand_over("postmark", service, message_stream="outbound")

    assert receipt.provider_id == "pm-4711"
    (call,) = service.calls
    said = call.json
    assert call.path == "/email"
    assert said["From"] == "Fjell & Garn <post@fjelloggarn.example>"
    assert said["To"] == '"Ødegård, Åse" <ase@example.com>'
    assert said["ReplyTo"] == "svar@fjelloggarn.example"
    assert said["Subject"] == "Takk for bestillingen, Åse"
    assert (said["HtmlBody"], said["TextBody"]) == ("<p>Hei", "Hei")
    assert said["MessageStream"] == "outbound"
    assert said["Metadata"] == {"notifyhub": KEY.hex}
    headers = {pair["Name"]: pair["Value"] for pair in said["Headers"]}
    assert headers["Message-ID"] == MESSAGE_ID
    assert headers["X-PM-KeepID"] == "true"
    assert "Date" not in headers


def test_sendgrid_gets_the_mail() -> None:
    with mail_service(Service(fake.like_sendgrid)) as service:
        receipt = hand_over("sendgrid", service)

    (call,) = service.calls
    assert call.path == "/mail/send"
    assert call.json["custom_args"]["notifyhub"] == KEY.hex
    assert call.json["personalizations"][0]["to"][0]["email"] == "ase@example.com"
    assert call.json["headers"]["Message-ID"] == MESSAGE_ID
    # SendGrid's events name the message by what Anymail gave it to carry.
    assert receipt.provider_id == call.json["personalizations"][0]["custom_args"]["anymail_id"]


def test_mailgun_gets_the_mail_for_the_from_addresss_domain() -> None:
    with mail_service(Service(fake.like_mailgun)) as service:
        receipt = hand_over("mailgun", service)

    (call,) = service.calls
    assert call.path == "/fjelloggarn.example/messages"
    assert call.form["v:notifyhub"] == KEY.hex
    assert call.form["h:Message-Id"] == MESSAGE_ID
    assert receipt.provider_id == "<mg-4711@fjelloggarn.example>"


def test_resend_delivers_the_same_key_once() -> None:
    with mail_service(Service(fake.like_resend)) as service:
        one = courier("resend", service.url)
        first = one.hand_over(outgoing())
        service.rudeness = fake.resets
        with pytest.raises(Lost):
            one.hand_over(outgoing())
        service.rudeness = None
        again = one.hand_over(outgoing())
        one.close()

    assert one.honours_keys
    assert (first.provider_id, again.provider_id) == ("re-4711", "re-4711")
    assert len(service.calls) == 3
    assert len(service.sent) == 1
    assert {call.headers["Idempotency-Key"] for call in service.calls} == {KEY.hex}


WRONG_KEY: list[tuple[str, Behaviour]] = [
    ("postmark", fake.like_postmark),
    ("sendgrid", fake.like_sendgrid),
    ("mailgun", fake.like_mailgun),
    ("resend", fake.like_resend),
]


@pytest.mark.parametrize(("name", "behaves"), WRONG_KEY, ids=[name for name, _ in WRONG_KEY])
def test_a_wrong_key_concerns_the_account_and_is_not_repeated(
    name: str, behaves: Behaviour
) -> None:
    with mail_service(Service(behaves)) as service:
        one = courier(name, service.url, secret="sk-wrong-4711")
        with pytest.raises(Refused) as caught:
            one.hand_over(outgoing())
        one.close()

    assert service.sent == []
    assert caught.value.meaning.remedy is Remedy.SENDER
    assert caught.value.meaning.reason == Reason.LOGIN_REFUSED
    assert caught.value.line


def test_no_answer_and_no_error_carries_the_key() -> None:
    secret = "sk-very-secret"
    echo = fake.answers(422, '{"message": "The key sk-very-secret may not send"}')
    with mail_service(Service(echo)) as service:
        one = courier("resend", service.url, secret=secret)
        with pytest.raises(Refused) as caught:
            one.hand_over(outgoing())
        one.close()

    assert "may not send" in caught.value.line
    error: BaseException | None = caught.value
    while error is not None:
        assert secret not in repr(error) + str(error)
        error = error.__cause__
    assert secret not in repr(one.account)


REFUSALS = [
    ("postmark", 422, '{"ErrorCode": 406, "Message": "Found inactive addresses: ase@example.com. '
     'Inactive recipients are ones that have generated a hard bounce."}', "NEVER", "REFUSED"),
    ("postmark", 422, '{"ErrorCode": 300, "Message": "Invalid metadata content."}',
     "NEVER", "REFUSED"),
    ("postmark", 500, "oops", "LATER", "SERVER_BUSY"),
    ("postmark", 503, '{"ErrorCode": 100, "Message": "Maintenance"}', "LATER", "SERVER_BUSY"),
    ("resend", 400, '{"message": "The from address is not allowed"}', "NEVER", "REFUSED"),
    ("resend", 402, "no credit", "SENDER", "REFUSED"),
    ("resend", 409, '{"name": "concurrent_idempotent_requests"}', "LATER", "SERVER_BUSY"),
    ("resend", 413, "too big", "NEVER", "REFUSED"),
    ("mailgun", 404, '{"message": "Domain not found"}', "SENDER", "REFUSED"),
    ("mandrill", 500, '{"status": "error", "code": -1, "name": "Invalid_Key"}',
     "SENDER", "LOGIN_REFUSED"),
    ("mandrill", 200, '[{"email": "ase@example.com", "status": "rejected", "_id": "x"}]',
     "NEVER", "REFUSED"),
    ("mailjet", 200, '{"Messages": [{"Status": "error", "Errors": [{"ErrorMessage": "No"}]}]}',
     "NEVER", "REFUSED"),
    ("postal", 200, '{"status": "error", "data": {"message": "No"}}', "NEVER", "REFUSED"),
    ("mailtrap", 200, '{"success": false, "errors": ["No"]}', "NEVER", "REFUSED"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "status", "body", "remedy", "reason"), REFUSALS)
def test_an_answer_decides(name: str, status: int, body: str, remedy: str, reason: str) -> None:
    with (
        mail_service(Service(fake.answers(status, body))) as service,
        pytest.raises(Refused) as caught,
    ):
        hand_over(name, service)

    assert caught.value.code == status
    assert caught.value.line
    assert (caught.value.meaning.remedy.value, caught.value.meaning.reason) == (remedy, reason)
    assert not caught.value.meaning.suppresses


def test_too_much_says_when_to_come_again() -> None:
    behaves = fake.answers(429, '{"message": "Too many requests"}', retry_after="17")
    with mail_service(Service(behaves)) as service, pytest.raises(Refused) as caught:
        hand_over("resend", service)

    assert caught.value.retry_after == 17.0
    assert caught.value.meaning.remedy is Remedy.SENDER
    assert caught.value.meaning.reason == Reason.SERVER_BUSY


IN_DOUBT = [
    ("silence", fake.is_silent),
    ("drips its answer", fake.drips),
    ("drips its answer's body", fake.drips_its_body),
    ("reset after the request", fake.resets),
]


@pytest.mark.parametrize(("how", "rudeness"), IN_DOUBT, ids=[how for how, _ in IN_DOUBT])
def test_what_was_written_and_not_answered_may_have_been_accepted(
    how: str, rudeness: fake.Rudeness
) -> None:
    started = time.monotonic()

    with (
        mail_service(Service(fake.like_postmark, rudeness)) as service,
        pytest.raises(Lost) as caught,
    ):
        hand_over("postmark", service)

    assert len(service.calls) == 1
    assert str(caught.value)
    assert time.monotonic() - started < DEADLINE + 2


@pytest.mark.parametrize(
    ("status", "body"), [(504, "gateway timed out"), (200, "<html>hello"), (200, "{}")]
)
def test_an_answer_of_doubt_is_doubt(status: int, body: str) -> None:
    with mail_service(Service(fake.answers(status, body))) as service, pytest.raises(Lost):
        hand_over("resend", service)


def test_a_key_used_with_other_words_may_have_been_accepted() -> None:
    behaves = fake.answers(409, '{"name": "invalid_idempotent_request"}')
    with mail_service(Service(behaves)) as service, pytest.raises(Lost):
        hand_over("resend", service)


@pytest.mark.parametrize("rudeness", [fake.drips_a_refusal, fake.never_ends])
def test_a_refusal_counts_though_its_words_never_end(rudeness: fake.Rudeness) -> None:
    started = time.monotonic()

    with (
        mail_service(Service(fake.like_postmark, rudeness)) as service,
        pytest.raises(Refused) as caught,
    ):
        hand_over("sendgrid", service)

    assert caught.value.meaning.remedy is Remedy.NEVER
    assert time.monotonic() - started < DEADLINE + 2


def test_a_redirect_is_not_followed() -> None:
    with (
        mail_service(Service(fake.like_postmark, fake.redirects)) as service,
        pytest.raises(Refused) as caught,
    ):
        hand_over("postmark", service)

    assert caught.value.code == 302


def test_nobody_there_is_away_before_anything_is_marked() -> None:
    one = courier("postmark", "http://127.0.0.1:1/")

    with pytest.raises(Away):
        one.open()
    with pytest.raises(Away):
        one.hand_over(outgoing())

    one.close()


def test_one_connection_serves_many_mails() -> None:
    ports: set[int] = set()

    def behaves(call: Call) -> Answer:
        return fake.like_postmark(call)

    with mail_service(Service(behaves)) as service:
        one = courier("postmark", service.url)
        one.open()
        for _ in range(5):
            one.hand_over(outgoing())
            ports.add(one._talk.local_port)
        one.close()

    assert len(service.sent) == 5
    assert len(ports) == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.1.1", "100.64.0.1",
     "::1", "::ffff:10.0.0.1", "fe80::1%eth0", "fd00::1", "224.0.0.1"],
)  # fmt: skip
def test_a_private_address_is_not_talked_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a name server says a public name means."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    session = BoundedSession(Talk(deadline=DEADLINE, may_be_private=False))

    with pytest.raises(Exception, match="private network"):
        session.knock("https://postal.example/")

    session.close()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_takes_a_mail_in_its_own_words(name: str) -> None:
    """Anymail raises for what a service cannot carry; here nothing may stand in the way."""
    with mail_service(Service(fake.answers(429, "{}"))) as service:
        options = {"api_key": "public"} if SERVICES[name].second_key else {}
        options |= {"project_id": "p"} if name == "scaleway" else {}
        one = courier(name, service.url, **options)
        with pytest.raises(Refused) as caught:
            one.hand_over(outgoing(**{"List-Unsubscribe": "<https://fjelloggarn.example/u>"}))
        one.close()

    assert caught.value.code == 429
    assert "Hei" in service.calls[0].body


def test_options_are_choices_and_never_an_address_to_call() -> None:
    mailgun, postal = SERVICES["mailgun"], SERVICES["postal"]

    assert problems(mailgun, {"api_url": "EU"}) == {}
    assert set(problems(mailgun, {"api_url": "http://10.0.0.1/"})) == {"api_url"}
    assert set(problems(mailgun, {"colour": "red"})) == {"colour"}
    assert set(problems(mailgun, {"sender_domain": 7})) == {"sender_domain"}
    assert set(problems(postal, {})) == {"api_url"}
    assert set(problems(postal, {"api_url": "http://postal.example"})) == {"api_url"}
    assert problems(postal, {"api_url": "https://postal.example"}) == {}
    assert set(problems(SERVICES["mailjet"], {})) == {"api_key"}
    assert settings_of(mailgun, secret="s", options={"api_url": "EU"}) == {
        "api_key": "s",
        "api_url": "https://api.eu.mailgun.net/v3",
    }
