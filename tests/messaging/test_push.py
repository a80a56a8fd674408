"""Handing notices to push services: what the device reads, and what each answer means."""

import contextlib
import time
import uuid
from collections.abc import Callable

import pytest

from messaging.channels.outcomes import Away, Lost, Outgoing, Receipt, Refused
from messaging.channels.push import (
    LONGEST_PAYLOAD,
    PushAccount,
    PushCourier,
    is_push_service,
    payload_of,
)
from messaging.channels.replies import Remedy
from messaging.envelope import Envelope
from messaging.states import Reason
from tests.messaging import mail_services as rude
from tests.messaging.mail_services import Answer, Call, Service, answers, mail_service
from tests.messaging.push_services import PRIVATE_KEY, Browser, signer_of, taken

KEY = uuid.UUID("12345678123456781234567812345678")
HOSTS = ("fcm.googleapis.com", "*.push.apple.com")
TEXT = "Fjell & Garn: Bestilling #1001 er på vei 🧶"


def outgoing(service: Service, *browsers: Browser, text: str = TEXT) -> Outgoing:
    headers = [
        ("Subject", "Bestilling #1001 er på vei"),
        ("Link", "https://hub.example/t/c/abc"),
        ("Content-Language", "nb"),
    ]
    devices = tuple(browser.at(service.url) for browser in browsers)
    return Outgoing(KEY, Envelope("", "push #1001", headers, "", text, devices))


def hand(service: Service, *browsers: Browser, deadline: float = 1.0) -> Receipt:
    account = PushAccount(PRIVATE_KEY, "mailto:us@hub.example", ("127.0.0.1",), deadline, True)
    with contextlib.closing(PushCourier(account)) as courier:
        return courier.hand_over(outgoing(service, *browsers))


def by_path(**behaviours: Answer) -> Callable[[Call], Answer]:
    return lambda call: behaviours[call.path.rpartition("/")[2]]


def test_the_device_reads_what_we_said_and_nobody_else_can() -> None:
    phone = Browser()
    with mail_service(Service(lambda call: taken())) as service:
        receipt = hand(service, phone)

    call = service.sent[0]
    assert receipt == Receipt("1/1", "https://push.example/m/4711")
    assert phone.read(call.raw) == {
        "title": "Bestilling #1001 er på vei",
        "body": TEXT,
        "url": "https://hub.example/t/c/abc",
        "lang": "nb",
        "tag": KEY.hex,
    }
    assert b"1001" not in call.raw
    assert call.headers["Content-Encoding"] == "aes128gcm"
    assert (call.headers["Topic"], call.headers["Urgency"]) == (KEY.hex, "normal")
    assert call.headers["TTL"] == "86400"
    with pytest.raises(Exception, match=r".*"):
        Browser().read(call.raw)


def test_it_is_signed_for_that_service_alone() -> None:
    with mail_service(Service(lambda call: taken())) as service:
        hand(service, Browser())

    _key, claims = signer_of(service.sent[0].headers["Authorization"])
    assert claims["aud"] == service.url.rstrip("/")
    assert claims["sub"] == "mailto:us@hub.example"


def test_one_device_that_takes_it_is_enough_and_the_gone_ones_are_named() -> None:
    phone, old, older = Browser("/push/here"), Browser("/push/gone"), Browser("/push/lost")
    behaves = by_path(here=taken(), gone=Answer(410), lost=Answer(404))
    with mail_service(Service(behaves)) as service:
        receipt = hand(service, old, phone, older)

    assert receipt.line == "1/3"
    assert receipt.gone == (old.public_id, older.public_id)


@pytest.mark.parametrize(
    ("status", "remedy", "reason"),
    [
        (410, Remedy.NEVER, Reason.NO_DEVICE),
        (404, Remedy.NEVER, Reason.NO_DEVICE),
        (413, Remedy.NEVER, Reason.REFUSED),
        (400, Remedy.NEVER, Reason.REFUSED),
        (401, Remedy.SENDER, Reason.LOGIN_REFUSED),
        (403, Remedy.SENDER, Reason.LOGIN_REFUSED),
        (429, Remedy.SENDER, Reason.SERVER_BUSY),
        (500, Remedy.LATER, Reason.SERVER_BUSY),
        (302, Remedy.NEVER, Reason.REFUSED),
    ],
)
def test_what_the_answers_mean(status: int, remedy: Remedy, reason: Reason) -> None:
    behaves = answers(status, "", retry_after="30", location="http://127.0.0.1:1/")
    with mail_service(Service(behaves)) as service, pytest.raises(Refused) as refused:
        hand(service, Browser())

    assert (refused.value.meaning.remedy, refused.value.meaning.reason) == (remedy, reason)
    assert len(service.calls) == 1
    if status == 429:
        assert refused.value.retry_after == 30.0


def test_what_may_pass_goes_before_what_is_gone() -> None:
    behaves = by_path(gone=Answer(410), busy=Answer(503))
    with mail_service(Service(behaves)) as service, pytest.raises(Refused) as refused:
        hand(service, Browser("/push/gone"), Browser("/push/busy"))

    assert refused.value.meaning.remedy is Remedy.LATER


@pytest.mark.parametrize("rudeness", [rude.is_silent, rude.drips, rude.resets])
def test_silence_after_the_request_is_a_doubt_within_one_deadline_for_all_devices(
    rudeness: rude.Rudeness,
) -> None:
    began = time.monotonic()
    service = Service(lambda call: taken(), rudeness)
    with mail_service(service), pytest.raises(Lost):
        hand(service, *(Browser(f"/push/{n}") for n in range(4)))

    assert time.monotonic() - began < 3.0


def test_the_same_notice_twice_has_one_topic_and_one_tag() -> None:
    phone = Browser()
    with mail_service(Service(lambda call: taken())) as service:
        hand(service, phone)
        hand(service, phone)

    first, second = service.sent
    assert first.headers["Topic"] == second.headers["Topic"]
    assert phone.read(first.raw)["tag"] == phone.read(second.raw)["tag"]


def test_nobody_there_means_that_nothing_was_taken() -> None:
    with mail_service(Service(lambda call: taken())) as service:
        pass

    with pytest.raises(Away):
        hand(service, Browser())


def test_no_device_at_all_cannot_be_told() -> None:
    with mail_service(Service(lambda call: taken())) as service, pytest.raises(Refused) as refused:
        hand(service)

    assert refused.value.meaning.reason == Reason.NO_DEVICE


def test_a_host_that_is_no_push_service_is_never_called() -> None:
    account = PushAccount(PRIVATE_KEY, "mailto:us@hub.example", HOSTS, 1.0, may_be_private=True)
    with mail_service(Service(lambda call: taken())) as service:
        with contextlib.closing(PushCourier(account)) as courier, pytest.raises(Refused):
            courier.hand_over(outgoing(service, Browser()))

        assert service.calls == []


@pytest.mark.parametrize(
    ("endpoint", "is_one"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://FCM.googleapis.com/fcm/send/abc", True),
        ("https://fcm.googleapis.com:443/x", True),
        ("https://api.push.apple.com/x", True),
        ("https://push.apple.com/x", False),
        ("https://evilpush.apple.com/x", False),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evil.example/fcm.googleapis.com", False),
        ("https://fcm.googleapis.com@evil.example/x", False),
        ("https://user@fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com/x\n", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1/x", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_browser_makers_services_are_called(endpoint: str, is_one: bool) -> None:
    assert is_push_service(endpoint, HOSTS) is is_one


def test_a_long_text_is_cut_to_what_services_take() -> None:
    service = Service(lambda call: taken(), url="https://push.example/")
    payload = payload_of(outgoing(service, text="订单" * 2000))

    assert len(payload) <= LONGEST_PAYLOAD
    assert "…" in payload.decode()


def test_keys_that_are_none_are_a_device_that_is_none() -> None:
    class Broken(Browser):
        p256dh = "AAAA"

    with mail_service(Service(lambda call: taken())) as service, pytest.raises(Refused) as refused:
        hand(service, Broken())

    assert refused.value.meaning.reason == Reason.NO_DEVICE
    assert service.calls == []
