"""What telephones and their networks tell us: signed, heeded once, and for the right store."""

import uuid
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from messaging import queries, stop_words
from messaging.models import Consent, Message, Sender, Suppression
from messaging.states import Channel, Reason, State, SuppressionCause
from messaging.twilio_doors import signature_of
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.messaging import fresh, make_messages
from tests.factories.stores import make_store
from tests.factories.ways import NUMBER, make_text_sender
from tests.messaging.sms_services import TOKEN

pytestmark = pytest.mark.django_db
Call = Callable[..., HttpResponse]


@pytest.fixture
def sender(store: Store) -> Sender:
    return make_text_sender(store)


def answer(sender: Sender, text: str, *, token: str = TOKEN, number: str = NUMBER) -> int:
    form = {"From": number, "To": sender.from_phone, "Body": text, "MessageSid": "SM1"}
    return _call(f"/t/sms/{sender.public_id}", form, token)


def fate(sender: Sender, key: uuid.UUID, status: str, code: str = "") -> int:
    form = {"MessageSid": "SM1", "MessageStatus": status, "ErrorCode": code, "To": NUMBER}
    return _call(f"/t/sms/{sender.public_id}/{key}", form, TOKEN)


def _call(path: str, form: dict[str, str], token: str) -> int:
    signed = signature_of(url=f"http://127.0.0.1:8000{path}", form=form, token=token)
    return Client().post(path, form, headers={"X-Twilio-Signature": signed}).status_code


def stopped(store: Store) -> bool:
    with store_scope(store.pk):
        return queries.is_suppressed(store_id=store.pk, address=NUMBER, channel=Channel.SMS)


def text_of(sender: Sender, **fields: object) -> Message:
    (message,) = make_messages(
        sender.store,
        1,
        **{
            "channel": Channel.SMS,
            "recipient": NUMBER,
            "sender": sender,
            "state": State.SENT,
            "sent_at": timezone.now(),
            **fields,
        },
    )
    return message


def test_the_signature_is_twilios_own() -> None:
    # The example of twilio.com/docs/usage/security.
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    assert signature_of(url=url, form=form, token="12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_stop_ends_all_texts_of_the_store_and_start_lets_order_news_come_again(
    store: Store, sender: Sender
) -> None:
    assert answer(sender, " Stopp! ") == 200
    assert stopped(store)
    assert answer(sender, "STOP") == 200
    with store_scope(store.pk):
        said = list(Consent.objects.order_by("id").values_list("purpose", "is_given", "ground"))
    assert said == [("MARKETING", False, "ANSWER"), ("ORDERS", False, "ANSWER")]

    assert answer(sender, "start") == 200
    assert not stopped(store)
    with store_scope(store.pk):
        last = Consent.objects.order_by("-id").values_list("purpose", "is_given").first()
        row = Suppression.objects.get(cause=SuppressionCause.STOP)
    assert last == ("ORDERS", True)
    assert row.lifted_because == "Answered START"


@pytest.mark.parametrize(
    "text", ["Please stop by tomorrow", "When does it arrive?", "", "🧶", "STOPP NOW PLEASE"]
)
def test_a_sentence_is_for_people(store: Store, sender: Sender, text: str) -> None:
    assert answer(sender, text) == 200
    assert not stopped(store)


@pytest.mark.parametrize(
    "text",
    ["stop", "Stopp.", "AVSLUTT", "afmeld", "Avsluta", "abmelden", "arrêt", "ARRET", "退订", "td"],
)
def test_stop_is_understood_in_our_languages(text: str) -> None:
    assert stop_words.asks_to_stop(text)
    assert not stop_words.asks_to_start(text)


def test_a_forged_call_an_unknown_account_and_a_foreign_one_change_nothing(
    store: Store, sender: Sender
) -> None:
    elsewhere = make_text_sender(make_store(store.agency, name="Other"), password="theirs")

    assert answer(sender, "STOP", token="wrong") == 403
    assert answer(sender, "STOP", token="theirs") == 403
    assert answer(Sender(public_id=uuid.uuid4(), from_phone="x"), "STOP") == 403
    assert Client().post(f"/t/sms/{sender.public_id}", {"Body": "STOP"}).status_code == 403
    assert Client().get(f"/t/sms/{sender.public_id}").status_code == 405
    assert not stopped(store)
    assert answer(elsewhere, "STOP", token="theirs") == 200
    assert not stopped(store)


def test_an_account_without_a_token_believes_nobody(store: Store) -> None:
    assert answer(make_text_sender(store, password=""), "STOP", token="") == 403


def test_the_address_is_ours_and_not_the_requests(
    store: Store, sender: Sender, settings: Settings
) -> None:
    settings.NOTIFYHUB_BASE_URL = "https://hub.example"
    path, form = f"/t/sms/{sender.public_id}", {"From": NUMBER, "Body": "STOP"}
    signed = signature_of(url=f"https://hub.example{path}", form=form, token=TOKEN)

    called = Client().post(path, form, headers={"X-Twilio-Signature": signed})

    assert called.status_code == 200
    assert stopped(store)


def test_a_text_that_arrived_says_so_once(sender: Sender) -> None:
    message = text_of(sender)

    assert [fate(sender, message.public_id, "sent")] == [204]
    assert fresh(message).delivered_at is None
    assert [fate(sender, message.public_id, "delivered") for _ in range(2)] == [204, 204]
    assert fresh(message).delivered_at is not None


@pytest.mark.parametrize(
    ("code", "reason", "is_stopped"),
    [("30005", Reason.NO_SUCH_ADDRESS, True), ("30003", Reason.REFUSED, False)],
)
def test_a_text_that_did_not_arrive_says_why(
    store: Store, sender: Sender, code: str, reason: Reason, is_stopped: bool
) -> None:
    message = text_of(sender)

    assert fate(sender, message.public_id, "undelivered", code) == 204

    row = fresh(message)
    assert (row.state, row.reason) == (State.SENT, reason)
    assert row.bounced_at is not None
    assert stopped(store) is is_stopped


def test_a_carrier_that_says_stop_is_heeded(store: Store, sender: Sender) -> None:
    assert fate(sender, text_of(sender).public_id, "failed", "21610") == 204
    assert stopped(store)


def test_a_doubt_is_settled_by_the_networks_word(sender: Sender) -> None:
    message = text_of(sender, state=State.UNKNOWN, reason=Reason.CONNECTION_LOST, sent_at=None)

    fate(sender, message.public_id, "delivered")

    row = fresh(message)
    assert row.state == State.SENT
    assert row.delivered_at is not None


def test_one_account_says_nothing_of_anothers_texts(store: Store, sender: Sender) -> None:
    other = make_text_sender(store, username="AC2")
    message = text_of(other)
    mail = text_of(sender, channel=Channel.EMAIL)

    assert fate(sender, message.public_id, "delivered") == 204
    assert fate(sender, mail.public_id, "delivered") == 204
    assert fresh(message).delivered_at is None
    assert fresh(mail).delivered_at is None
    with every_store(because="nothing was kept"):
        assert not Suppression.objects.exists()
