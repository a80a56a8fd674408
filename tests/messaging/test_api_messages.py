"""Messages over the API: listed, read, planned, released, cancelled, sent again."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.models import Message, MessageBody
from messaging.models.body import forgotten
from messaging.packing import Words
from messaging.states import Reason, State
from stores.models import Store
from stores.roles import Verb
from stores.scope import every_store
from tests.factories.experiments import make_experiment
from tests.factories.keys import KeyClient, make_client
from tests.factories.messages import make_message
from tests.factories.messaging import make_words
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

HELD: dict[str, Any] = {"state": State.HELD, "reason": Reason.TOO_OLD, "sent_at": None}
DEEDS = ("release", "cancel", "send-again")


def test_messages_are_listed_newest_first(api: KeyClient, store: Store) -> None:
    now = timezone.now()
    sibling = make_store(store.agency)
    for minutes, where in enumerate([store, sibling, store]):
        make_message(
            make_order(where), subject=f"{minutes}", planned_at=now - timedelta(minutes=minutes)
        )

    rows = api.get("messages/").json()["results"]

    assert [row["subject"] for row in rows] == ["0", "1", "2"]
    assert rows[0]["store"]["name"] == store.name
    assert rows[0]["explanation"].startswith("Handed over, ")


def test_what_became_of_messages_is_said_and_looked_for(api: KeyClient, store: Store) -> None:
    now = timezone.now()
    facts: dict[str, dict[str, Any]] = {
        "DELIVERED": {"delivered_at": now},
        "OPENED": {"delivered_at": now, "first_opened_at": now},
        "CLICKED": {"first_clicked_at": now},
        "DELAYED": {"reason": Reason.MAILBOX_BUSY},
        "BOUNCED": {"bounced_at": now, "reason": Reason.NO_SUCH_ADDRESS},
        "COMPLAINED": {"delivered_at": now, "complained_at": now, "first_opened_at": now},
    }
    for name, fields in facts.items():
        make_message(make_order(store), subject=name, **fields)

    def found(arrival: str) -> dict[str, str]:
        rows = api.get("messages/", {"arrival": arrival}).json()["results"]
        return {row["subject"]: row["explanation"] for row in rows}

    assert found("BOUNCED") == {"BOUNCED": "Came back: no such address"}
    assert found("COMPLAINED") == {"COMPLAINED": "Marked as spam"}
    delayed = "Delayed: the mailbox cannot take it now; the mail service keeps trying"
    assert found("DELAYED") == {"DELAYED": delayed}
    assert set(found("DELIVERED")) == {"DELIVERED", "OPENED", "COMPLAINED"}
    assert found("DELIVERED")["DELIVERED"].startswith("Delivered, ")
    assert set(found("OPENED")) == {"OPENED", "COMPLAINED"}
    assert set(found("CLICKED")) == {"CLICKED"}


def test_messages_can_be_narrowed(api: KeyClient, store: Store) -> None:
    order = make_order(store)
    sent = make_message(order)
    held = make_message(make_order(store, email="siv@example.com"), **HELD)

    def found(**asked: str) -> list[str]:
        return [row["id"] for row in api.get("messages/", asked).json()["results"]]

    assert found(state="SENT") == [str(sent.public_id)]
    assert found(state="HELD", kind="ORDER_CONFIRMATION") == [str(held.public_id)]
    assert found(order=str(order.public_id)) == [str(sent.public_id)]
    assert found(recipient="SIV@example.com") == [str(held.public_id)]
    assert found(planned_since="2100-01-01T00:00:00Z") == []
    assert found(channel="EMAIL") == [str(held.public_id), str(sent.public_id)]
    assert found(channel="SMS") == []
    assert found(sent_since="2020-01-01T00:00:00Z") == [str(sent.public_id)]
    assert found(sent_since="2100-01-01T00:00:00Z") == []
    assert refusal(api.get("messages/", {"state": "LOST"})) == (422, "invalid")
    assert refusal(api.get("messages/", {"arrival": "LOST"})) == (422, "invalid")
    assert refusal(api.get("messages/", {"stat": "SENT"})) == (422, "invalid")


def test_messages_of_a_test_are_found_by_its_arms(api: KeyClient, store: Store) -> None:
    experiment = make_experiment(store, running=False)
    in_test = {"experiment_id": experiment.pk, "epoch": 1, "unit_hash": 1}
    control, other = (make_message(make_order(store), arm=arm, **in_test) for arm in (0, 1))
    make_message(make_order(store))

    def found(**asked: str) -> list[str]:
        return [row["id"] for row in api.get("messages/", asked).json()["results"]]

    test = str(experiment.public_id)
    assert found(experiment=test) == [str(other.public_id), str(control.public_id)]
    assert found(experiment=test, arm="0") == [str(control.public_id)]
    assert found(experiment=test, arm="2") == []
    assert found(experiment=str(uuid4())) == []
    refused = api.get("messages/", {"arm": "1"})
    assert refusal(refused) == (422, "invalid")
    assert [one["field"] for one in refused.json()["errors"]] == ["arm"]


def test_a_message_says_why_it_waits(api: KeyClient, store: Store) -> None:
    message = make_message(make_order(store), **HELD)

    said = api.get(f"messages/{message.public_id}/").json()

    assert (said["state"], said["reason"]) == ("HELD", "TOO_OLD")
    assert said["explanation"] == "Held, waits for a person: the order is older than a day"
    assert said["what_to_do"] == "Release it, or leave it."
    assert said["corrects"] is None


def test_the_words_of_a_message_are_read_apart(api: KeyClient, store: Store) -> None:
    message = make_message(make_order(store))

    said = api.get(f"messages/{message.public_id}/body/").json()

    assert said == {
        "subject": message.subject,
        "html": "<p>Hei Kari!</p>",
        "text": "Hei Kari!",
        "headers": [["To", "kari@example.com"]],
    }


def test_a_message_is_planned_once(api: KeyClient, store: Store) -> None:
    path = f"orders/{make_order(store).public_id}/messages/"

    first = api.post(path, {"kind": "ORDER_CONFIRMATION"})
    again = api.post(path, {"kind": "ORDER_CONFIRMATION"})

    assert first.status_code == 201
    assert first.json()["state"] == "PLANNED"
    assert again.status_code == 200
    assert again.json()["id"] == first.json()["id"]


def test_a_plan_says_why_nothing_is_sent(api: KeyClient, store: Store) -> None:
    nobody = make_order(store, email="")

    said = api.post(f"orders/{nobody.public_id}/messages/", {"kind": "ORDER_CONFIRMATION"})

    assert said.status_code == 201
    assert (said.json()["state"], said.json()["reason"]) == ("NOT_SENT", "NO_ADDRESS")


@pytest.mark.parametrize("kind", ["ABANDONED_CHECKOUT", "order_confirmation", "", None, 7, ["x"]])
def test_what_cannot_be_said_of_an_order_is_refused(
    api: KeyClient, store: Store, kind: Any
) -> None:
    path = f"orders/{make_order(store).public_id}/messages/"

    assert refusal(api.post(path, {"kind": kind})) == (422, "invalid")
    assert api.post(path, {"kind": "ORDER_CONFIRMATION"}).status_code == 201


@pytest.mark.parametrize(
    "field", ["id", "store", "state", "recipient", "sent_at", "lane", "revision", "open_count"]
)
def test_a_plan_takes_nothing_but_its_kind(api: KeyClient, store: Store, field: str) -> None:
    path = f"orders/{make_order(store).public_id}/messages/"

    refused = api.post(path, {"kind": "ORDER_CONFIRMATION", field: "SENT"})

    assert refusal(refused) == (422, "invalid")
    with every_store(because="a test looks"):
        assert not Message.objects.exists()


def test_a_held_message_is_released_once(api: KeyClient, store: Store) -> None:
    message = make_message(make_order(store), **HELD)
    path = f"messages/{message.public_id}/release/"

    assert api.post(path).json()["state"] == "PLANNED"
    assert refusal(api.post(path)) == (409, "message-not-held")


def test_a_waiting_message_is_cancelled_once(api: KeyClient, store: Store) -> None:
    message = make_message(make_order(store), **HELD)
    path = f"messages/{message.public_id}/cancel/"

    cancelled = api.post(path).json()

    assert (cancelled["state"], cancelled["reason"]) == ("NOT_SENT", "CANCELLED")
    assert refusal(api.post(path)) == (409, "message-has-started")


def test_a_message_is_sent_again_to_a_better_address(api: KeyClient, store: Store) -> None:
    make_words(store)
    message = make_message(make_order(store))

    again = api.post(
        f"messages/{message.public_id}/send-again/",
        {"because": "Mistyped", "recipient": "kari.n@example.com"},
    )

    assert again.status_code == 201
    said = again.json()
    assert said["corrects"] == str(message.public_id)
    assert (said["recipient"], said["sequence"]) == ("kari.n@example.com", 1)
    assert (said["actor"], said["because"]) == ("API key ERP", "Mistyped")


def test_the_source_of_a_message_is_the_mail_itself(api: KeyClient, store: Store) -> None:
    message = make_message(make_order(store))
    with every_store(because="a test gives the mail a sender"):
        MessageBody.objects.filter(message=message).delete()
        words = Words("<p>Hei</p>", "Hei", [("From", "a@example.com"), ("To", "b@example.com")])
        MessageBody.of(message, words, now=timezone.now()).save(force_insert=True)

    answer = api.get(f"messages/{message.public_id}/source/")

    assert answer["Content-Type"] == "message/rfc822"
    mail = message_from_bytes(answer.content, policy=default)
    assert (mail["From"], mail["To"]) == ("a@example.com", "b@example.com")
    with every_store(because="a test forgets the words"):
        MessageBody.objects.filter(message=message).update(**forgotten(timezone.now()))
    assert refusal(api.get(f"messages/{message.public_id}/source/")) == (404, "not-found")
    assert api.get(f"messages/{message.public_id}/body/").json()["html"] == ""


def test_nobody_is_flooded(api: KeyClient, store: Store) -> None:
    make_words(store)
    message = make_message(make_order(store))
    path = f"messages/{message.public_id}/send-again/"

    answers = [api.post(path, {"because": "Again"}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [201, 201, 201, 409]
    assert refusal(answers[3]) == (409, "sent-too-often")


def test_who_may_only_look_sends_nothing(store: Store) -> None:
    order = make_order(store)
    message = make_message(order, **HELD)
    reader = make_client(store.agency, [Verb.VIEW_MESSAGES, Verb.VIEW_ORDERS])

    assert reader.get(f"messages/{message.public_id}/").status_code == 200
    for deed in DEEDS:
        assert refusal(reader.post(f"messages/{message.public_id}/{deed}/"))[0] == 403
    planned = reader.post(f"orders/{order.public_id}/messages/", {"kind": "ORDER_CONFIRMATION"})
    assert refusal(planned) == (403, "forbidden")


def test_another_agencys_message_is_as_unknown_as_none(api: KeyClient) -> None:
    foreign = make_order(make_store(), buyer_name="Canary Bird", email="canary@example.com")
    message = make_message(foreign, **HELD)

    for part in ("", "body/"):
        refused = api.get(f"messages/{message.public_id}/{part}")
        assert refusal(refused) == (404, "not-found")
        assert refused.content == api.get(f"messages/{uuid4()}/{part}").content
    for deed in DEEDS:
        refused = api.post(f"messages/{message.public_id}/{deed}/", {"because": "x"})
        wanted = 404 if deed == "send-again" else 422  # release and cancel take no fields
        assert refusal(refused)[0] == wanted
        assert refusal(api.post(f"messages/{message.public_id}/{deed}/"))[0] in {404, 422}
    planned = api.post(f"orders/{foreign.public_id}/messages/", {"kind": "ORDER_CONFIRMATION"})
    assert refusal(planned) == (404, "not-found")
    assert b"anary" not in api.get("messages/").content
    asked = {"order": str(foreign.public_id)}
    assert api.get("messages/", asked).json()["results"] == []
    with every_store(because="a test looks"):
        message.refresh_from_db()
    assert message.state == State.HELD


@pytest.mark.parametrize("path", ["messages/", "messages/{}/", "messages/{}/body/"])
def test_a_page_costs_as_many_queries_for_fifty_rows_as_for_one(
    api: KeyClient, store: Store, path: str
) -> None:
    message = make_message(make_order(store))
    url = path.format(message.public_id)
    api.warm()
    with CaptureQueriesContext(connection) as for_one:
        api.get(url)
    for _ in range(49):
        make_message(make_order(store))

    with CaptureQueriesContext(connection) as for_many:
        api.get(url)

    assert len(for_many) == len(for_one) == 2  # the key; what is asked for
