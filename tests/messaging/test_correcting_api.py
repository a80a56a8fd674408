"""What programs ask to be sent again: one, of an order, many; and what it would say."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import sending
from messaging.models import Message
from messaging.states import Reason, State
from orders.models import Order
from stores import named_calls
from stores.models import Store
from stores.roles import Verb
from stores.scope import every_store, store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.messaging import make_messages, make_order, make_words, plan
from tests.factories.stores import make_store
from tests.messaging.corrections import RIGHT, TYPO, make_sent
from tests.problems import refusal

pytestmark = pytest.mark.django_db
WHY = {"because": "She phoned"}


@pytest.fixture
def sent(store: Store) -> Message:
    return make_sent(store)


def again(api: KeyClient, message: Message, headers: Any = None, **wanted: Any) -> Any:
    path = f"messages/{message.public_id}/send-again/"
    return api.post(path, {**WHY, **wanted}, **({"headers": headers} if headers else {}))


def test_address_scope_words_and_edits_are_said_in_one_call(
    api: KeyClient, sent: Message, store: Store
) -> None:
    edits = {"lines": "Sorry.", "blocks": {"greeting": {"texts": {"title": "Hei igjen"}}}}

    answer = again(api, sent, recipient=RIGHT, scope="ORDER", edits=edits)
    sending.send_due(now=timezone.now())

    assert answer.status_code == 201
    body = api.get(f"messages/{answer.json()['id']}/body/").json()
    assert "Sorry." in body["text"]
    assert "Hei igjen" in body["text"]
    with store_scope(store.pk):
        order = Order.objects.get()
    assert (order.email, order.shopify_email) == (RIGHT, TYPO)


NAMED: dict[str, Any] = {"headers": {"Idempotency-Key": "click-1"}}


def test_a_nonce_sends_once(api: KeyClient, sent: Message, store: Store) -> None:
    first, second = again(api, sent, nonce="click-1"), again(api, sent, nonce="click-1")

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    with store_scope(store.pk):
        assert Message.objects.count() == 2


def test_an_idempotency_key_sends_once_and_is_answered_the_same(
    api: KeyClient, sent: Message, store: Store
) -> None:
    first, second = again(api, sent, **NAMED), again(api, sent, **NAMED)
    other = again(api, sent, **NAMED, because="Something else")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert refusal(other) == (422, "idempotency-mismatch")
    with store_scope(store.pk):
        assert Message.objects.count() == 2


def test_an_idempotency_key_still_sends_once_when_its_answer_is_forgotten(
    api: KeyClient, sent: Message, store: Store
) -> None:
    first = again(api, sent, **NAMED)
    (other,) = make_messages(store, 1, state=State.SENT, sent_at=timezone.now())

    def wait_a_day() -> None:
        with every_store(because="a day goes by"):
            named_calls.forget_old(now=timezone.now() + timedelta(days=2))

    wait_a_day()
    second = again(api, sent, **NAMED)
    wait_a_day()

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert refusal(again(api, other, **NAMED)) == (409, "nonce-used")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"words": "AS_SENT", "edits": {"subject": "x"}}, "nothing-to-say"),
        ({"channel": "SMS"}, "recipient-cannot-be-written-to"),
        ({"edits": {"blocks": {"legal": {"settings": {"is_shown": False}}}}}, "block-locked"),
        ({"edits": {"blocks": {"none": {"texts": {"a": "b"}}}}}, "block-refused"),
        ({"edits": {"subject": "{{ broken"}}, "template-refused"),
    ],
)
def test_a_refusal_has_its_code(api: KeyClient, sent: Message, wanted: Any, code: str) -> None:
    assert refusal(again(api, sent, **wanted)) == (409, code)


def test_an_order_without_address_and_without_mail_is_told(api: KeyClient, store: Store) -> None:
    make_words(store)
    order = make_order(store, email="")
    path = f"orders/{order.public_id}/send/"

    refused = api.post(path, {"kind": "ORDER_CONFIRMATION", **WHY})
    first = api.post(path, {"kind": "ORDER_CONFIRMATION", "recipient": RIGHT, **WHY})
    wordless = api.post(path, {"kind": "REVIEW_REQUEST", "recipient": RIGHT, **WHY})

    assert refusal(refused) == (409, "recipient-cannot-be-written-to")
    assert first.status_code == 201
    said = first.json()
    assert (said["recipient"], said["sequence"], said["corrects"]) == (RIGHT, 0, None)
    assert refusal(wordless) == (409, "nothing-to-say")


def test_a_preview_shows_words_and_differences_and_plans_nothing(
    api: KeyClient, sent: Message, store: Store
) -> None:
    path = f"messages/{sent.public_id}/preview-again/"

    shown = api.post(path, {"recipient": RIGHT, "edits": {"subject": "Ny"}}).json()
    broken = api.post(path, {"edits": {"subject": "{{ broken"}}).json()

    assert shown["subject"] == "Ny"
    assert {"part": "To", "was": TYPO, "now": RIGHT} in shown["changes"]
    assert {"part": "Subject", "was": sent.subject, "now": "Ny"} in shown["changes"]
    assert "<html" in shown["html"]
    assert ("greeting", "title") in {(one["block"], one["name"]) for one in shown["fields"]}
    assert (broken["html"], len(broken["complaints"])) == ("", 1)
    with store_scope(store.pk):
        assert Message.objects.count() == 1


def codes_of(results: list[dict[str, Any]]) -> list[str]:
    return [one.get("problem", {}).get("code", "") for one in results]


def test_many_are_sent_each_by_itself(api: KeyClient, store: Store) -> None:
    make_words(store)
    fine = make_messages(store, 3, state=State.SENT, sent_at=timezone.now())
    (waits,) = make_messages(store, 1, state=State.HELD, reason=Reason.TOO_OLD)
    foreign = plan(make_order(make_store()))
    named = [str(one.public_id) for one in (*fine, waits, foreign)]
    body = {"messages": named, "nonce": "lost on Tuesday", **WHY}

    foreseen = api.post("messages/send-again/", {**body, "is_dry_run": True}).json()["results"]
    with store_scope(store.pk):
        assert Message.objects.filter(corrects__isnull=False).count() == 0
    done = api.post("messages/send-again/", body).json()["results"]
    repeated = api.post("messages/send-again/", body).json()["results"]

    codes = ["", "", "", "message-still-waits", "not-found"]
    assert codes_of(foreseen) == codes_of(done) == codes
    assert [one["index"] for one in done] == [0, 1, 2, 3, 4]
    assert [bool(one.get("id")) for one in done] == [True, True, True, False, False]
    assert not any("id" in one for one in foreseen)
    assert done == repeated
    with every_store(because="a test counts what was sent"):
        assert Message.objects.filter(corrects__isnull=False).count() == 3


def test_a_dry_run_counts_what_goes_before(api: KeyClient, store: Store, settings: Any) -> None:
    make_words(store)
    settings.NOTIFYHUB_SENT_BY_HAND_PER_HOUR = 2
    rows = make_messages(store, 3, state=State.SENT, sent_at=timezone.now())
    body = {"messages": [str(row.public_id) for row in rows], **WHY}

    foreseen = api.post("messages/send-again/", {**body, "is_dry_run": True}).json()["results"]
    done = api.post("messages/send-again/", body).json()["results"]

    assert codes_of(foreseen) == ["", "", "sent-too-often"]
    assert codes_of(done) == codes_of(foreseen)


def test_another_agencys_rows_are_as_unknown_as_none(api: KeyClient) -> None:
    foreign = make_order(make_store(), email="canary@example.com")
    message = plan(foreign)
    for path, there, none in (
        ("messages/{}/send-again/", message.public_id, uuid4()),
        ("messages/{}/preview-again/", message.public_id, uuid4()),
        ("orders/{}/send/", foreign.public_id, uuid4()),
    ):
        wanted = {} if "preview" in path else {"kind": "ORDER_CONFIRMATION", **WHY}
        wanted = WHY if "send-again" in path else wanted
        refused = api.post(path.format(there), wanted)
        assert refusal(refused) == (404, "not-found")
        assert refused.content == api.post(path.format(none), wanted).content


def test_only_who_may_send_sends(store: Store, sent: Message) -> None:
    reader = KeyClient(make_client(store.agency, verbs=[Verb.VIEW_MESSAGES, Verb.VIEW_ORDERS]).text)

    for path in ("send-again", "preview-again"):
        answer = reader.post(f"messages/{sent.public_id}/{path}/", WHY)
        assert refusal(answer) == (403, "forbidden")


def test_a_preview_costs_a_constant_number_of_queries(api: KeyClient, sent: Message) -> None:
    path = f"messages/{sent.public_id}/preview-again/"
    api.post(path, {})
    with CaptureQueriesContext(connection) as asked:
        api.post(path, {})

    assert len(asked) <= 20, [query["sql"][:90] for query in asked]
