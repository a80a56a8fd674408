"""Handing a text message over: what each answer means, and what silence does."""

import contextlib
import time
import uuid
from typing import Any

import pytest

from messaging.channels.outcomes import Away, Lost, Outgoing, Receipt, Refused
from messaging.channels.replies import Remedy
from messaging.channels.sms import SmsAccount, SmsCourier
from messaging.envelope import Envelope
from messaging.states import Reason
from tests.messaging import mail_services as rude
from tests.messaging.mail_services import Service, answers, mail_service
from tests.messaging.sms_services import ACCOUNT, TOKEN, like_twilio

KEY = uuid.UUID("12345678123456781234567812345678")


def courier(service: Service, **changes: Any) -> SmsCourier:
    about: dict[str, Any] = {
        "base_url": service.url.rstrip("/"),
        "username": ACCOUNT,
        "token": TOKEN,
        "sender": "Fjell Garn",
        "deadline": 1.0,
        "may_be_private": True,
    }
    return SmsCourier(SmsAccount(**(about | changes)))


def hand(service: Service, to: str = "+4791234567", **changes: Any) -> Receipt:
    with contextlib.closing(courier(service, **changes)) as one:
        return one.hand_over(outgoing(to))


def outgoing(to: str = "+4791234567", text: str = "Order #1001 is on its way.") -> Outgoing:
    return Outgoing(KEY, Envelope("Fjell Garn", to, [], "", text))


def test_a_text_is_taken_and_gets_the_services_own_id() -> None:
    with mail_service(Service(like_twilio)) as service:
        receipt = hand(service, callback_url="https://hub.example/t/sms/{key}")

    assert receipt.provider_id == "SM" + "0" * 30 + "01"
    assert receipt.line == "queued"
    assert service.sent[0].form == {
        "To": "+4791234567",
        "From": "Fjell Garn",
        "Body": "Order #1001 is on its way.",
        "StatusCallback": f"https://hub.example/t/sms/{KEY}",
    }


def test_a_pool_of_numbers_is_named_instead_of_one() -> None:
    with mail_service(Service(like_twilio)) as service:
        hand(service, sender="MG0123")

    assert service.sent[0].form["MessagingServiceSid"] == "MG0123"
    assert "From" not in service.sent[0].form


def test_one_connection_serves_many_texts() -> None:
    with mail_service(Service(like_twilio)) as service:
        one = courier(service)
        for _ in range(5):
            one.hand_over(outgoing())
        one.close()

    assert len(service.sent) == 5


@pytest.mark.parametrize(
    ("to", "remedy", "reason", "suppresses"),
    [
        ("+15005550001", Remedy.NEVER, Reason.BAD_PHONE, True),
        ("+15005550009", Remedy.NEVER, Reason.BAD_PHONE, True),
        ("+15005550004", Remedy.NEVER, Reason.SUPPRESSED, True),
        ("+15005550003", Remedy.NEVER, Reason.REFUSED, False),
        ("+15005550002", Remedy.NEVER, Reason.REFUSED, False),
    ],
)
def test_what_twilio_says_of_a_number(
    to: str, remedy: Remedy, reason: Reason, suppresses: bool
) -> None:
    with mail_service(Service(like_twilio)) as service, pytest.raises(Refused) as refused:
        hand(service, to)

    meaning = refused.value.meaning
    assert (meaning.remedy, meaning.reason, meaning.suppresses) == (remedy, reason, suppresses)
    assert refused.value.line.startswith("21")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"token": "wrong"}, Reason.LOGIN_REFUSED),
        ({"sender": "+15005550000"}, Reason.REFUSED),
        ({"username": "AC-another"}, Reason.REFUSED),
    ],
)
def test_what_concerns_the_account_makes_all_its_texts_wait(
    changes: dict[str, Any], reason: Reason
) -> None:
    with mail_service(Service(like_twilio)) as service, pytest.raises(Refused) as refused:
        hand(service, **changes)

    assert (refused.value.meaning.remedy, refused.value.meaning.reason) == (Remedy.SENDER, reason)
    assert "wrong" not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "body", "remedy", "reason"),
    [
        (429, '{"code": 20429, "message": "Too many"}', Remedy.SENDER, Reason.SERVER_BUSY),
        (429, "", Remedy.SENDER, Reason.SERVER_BUSY),
        (500, "<html>", Remedy.LATER, Reason.SERVER_BUSY),
        (503, "", Remedy.LATER, Reason.SERVER_BUSY),
        (401, "", Remedy.SENDER, Reason.LOGIN_REFUSED),
        (302, "", Remedy.SENDER, Reason.REFUSED),
        (200, '{"sid": "SM1", "error_code": 21610}', Remedy.NEVER, Reason.SUPPRESSED),
    ],
)
def test_what_other_answers_mean(status: int, body: str, remedy: Remedy, reason: Reason) -> None:
    behaves = answers(status, body, retry_after="7", location="http://127.0.0.1:1/")
    with mail_service(Service(behaves)) as service, pytest.raises(Refused) as refused:
        hand(service)

    assert (refused.value.meaning.remedy, refused.value.meaning.reason) == (remedy, reason)
    assert refused.value.retry_after == 7.0
    assert len(service.calls) == 1


@pytest.mark.parametrize("body", ["", "[]", "<html>ok</html>", '{"status": "queued"}'])
def test_a_yes_that_cannot_be_read_is_a_doubt(body: str) -> None:
    with mail_service(Service(answers(201, body))) as service, pytest.raises(Lost):
        hand(service)


@pytest.mark.parametrize("rudeness", [rude.is_silent, rude.drips, rude.drips_its_body, rude.resets])
def test_no_answer_after_the_whole_request_is_a_doubt_within_the_deadline(
    rudeness: rude.Rudeness,
) -> None:
    began = time.monotonic()
    with (
        mail_service(Service(answers(201, '{"sid": "SM1"}'), rudeness)) as service,
        pytest.raises(Lost),
    ):
        hand(service)

    assert time.monotonic() - began < 3.0


@pytest.mark.parametrize("rudeness", [rude.drips_a_refusal, rude.never_ends])
def test_a_refusal_counts_however_long_it_goes_on(rudeness: rude.Rudeness) -> None:
    began = time.monotonic()
    with mail_service(Service(answers(400), rudeness)) as service, pytest.raises(Refused):
        hand(service)

    assert time.monotonic() - began < 3.0


def test_nobody_there_means_that_nothing_was_accepted() -> None:
    with mail_service(Service(like_twilio)) as service:
        pass

    with pytest.raises(Away):
        hand(service)


def test_an_address_inside_our_own_network_is_not_talked_to() -> None:
    with mail_service(Service(like_twilio)) as service, pytest.raises(Away, match="private"):
        hand(service, may_be_private=False)

    assert service.calls == []
