"""A store's accounts: written down, put in order, tried again; by page and by API."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from messaging import accounts, queries, sender_words, senders
from messaging.channels.outcomes import Away, Refused
from messaging.channels.replies import Stage
from messaging.models import Sender, SenderPulse
from messaging.states import Reason, Transport
from stores.models import Store, User
from stores.roles import Verb
from stores.scope import store_scope
from tests.factories import stores as make
from tests.factories.keys import KeyClient, make_key
from tests.factories.messaging import fresh, make_messages, make_sender

pytestmark = pytest.mark.django_db


def order_of(store: Store) -> list[str]:
    with store_scope(store.pk):
        return [sender.name for sender in queries.all_senders_of_store(store.pk)]


def make_three(store: Store) -> list[Sender]:
    return [
        make_sender(store, port=1, name=name, position=place)
        for place, name in enumerate(["first", "second", "third"])
    ]


def test_a_new_account_stands_last_and_one_that_lacks_something_is_refused(store: Store) -> None:
    make_three(store)
    now = timezone.now()
    with store_scope(store.pk):
        sender = Sender(store=store, name="fourth", transport=Transport.CAPTURE)
        senders.save_sender(sender=sender, now=now)
        lacking = Sender(store=store, transport=Transport.ESP, service="postmark", per_minute=0)
        with pytest.raises(senders.SenderIncomplete) as caught:
            senders.save_sender(sender=lacking, now=now)

    assert order_of(store) == ["first", "second", "third", "fourth"]
    assert set(caught.value.problems) == {"from_email", "password", "per_minute"}


def test_a_mended_account_starts_afresh_and_what_waited_goes(store: Store) -> None:
    sender, now = make_sender(store, port=1, per_minute=60), timezone.now()
    waiting = make_messages(
        store, 3, reason=Reason.LOGIN_REFUSED, run_after=now + timedelta(minutes=5)
    )
    with store_scope(store.pk):
        wrong = Refused(Stage.LOGIN, 535, "5.7.8 Wrong")
        slow = Refused(Stage.DATA, 421, "4.7.0 Slow down")
        accounts.note(sender=sender, results=[slow, wrong], now=now)
        sender.password = "mended"
        waited = senders.save_sender(sender=sender, now=now)
        pulse = SenderPulse.objects.get(sender=sender)

    assert waited == 3
    assert (sender.trouble, sender.waits_until) == ("", None)
    assert (pulse.trips_count, pulse.rate, pulse.slowed_at) == (0, None, None)
    assert all(fresh(message).run_after <= now + timedelta(seconds=1) for message in waiting)


def test_accounts_change_places_and_stop_at_the_ends(store: Store) -> None:
    first, _, third = make_three(store)
    now = timezone.now()
    with store_scope(store.pk):
        assert senders.move_sender(sender=third, by=-1, now=now)
        assert not senders.move_sender(sender=first, by=-1, now=now)

    assert order_of(store) == ["first", "third", "second"]


def test_an_order_names_accounts_of_the_store_once(store: Store) -> None:
    first, _, third = make_three(store)
    elsewhere = make.make_store(make.make_agency(name="Somebody else"), name="Elsewhere")
    foreign = make_sender(elsewhere, port=1)
    now = timezone.now()
    with store_scope(store.pk):
        for ids in ([first, first], [first, foreign]):
            with pytest.raises(senders.OrderUnknown):
                senders.reorder_senders(
                    store_id=store.pk,
                    channel="EMAIL",
                    order=[each.public_id for each in ids],
                    now=now,
                )
        senders.reorder_senders(
            store_id=store.pk, channel="EMAIL", order=[third.public_id], now=now
        )

    assert order_of(store) == ["third", "first", "second"]


def test_words_say_since_when_how_many_wait_and_who_takes_over(store: Store) -> None:
    first, second, _ = make_three(store)
    now = timezone.now().replace(hour=12, minute=1, second=0)
    with store_scope(store.pk):
        accounts.note(sender=first, results=[Away(Stage.CONNECT, "nobody")], now=now)
        chain = queries.senders_of_store(store.pk)
        alone = sender_words.sentence(first, waiting_count=37, now=now, chain=[first])
        helped = sender_words.sentence(first, waiting_count=0, now=now, chain=chain)
        well = sender_words.sentence(second, waiting_count=0, now=now, chain=chain)

    assert "does not answer since" in alone
    assert "37 mails wait; none is lost." in alone
    assert "Next try" in alone
    assert "second takes over meanwhile." in helped
    assert well == "Stands by."


# The page


@pytest.fixture
def client(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def test_the_list_costs_the_same_for_one_and_for_many(client: Client, store: Store) -> None:
    make_three(store)
    url = reverse("admin:messaging_sender_changelist")
    client.get(url)
    before = _count(client, url)
    assert before <= 16
    for place in range(3, 12):
        make_sender(store, port=1, position=place)

    assert _count(client, url) == before


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_the_page_shows_the_trouble_and_its_buttons_do_what_they_say(
    client: Client, store: Store
) -> None:
    first, second, _ = make_three(store)
    now = timezone.now()
    make_messages(store, 4, reason=Reason.SERVER_AWAY, run_after=now + timedelta(minutes=5))
    with store_scope(store.pk):
        accounts.note(sender=first, results=[Away(Stage.CONNECT, "nobody there")], now=now)

    page = client.get(reverse("admin:messaging_sender_change", args=[first.pk])).content.decode()
    answer = client.post(reverse("admin:messaging_sender_resume", args=[first.pk]), follow=True)
    client.post(reverse("admin:messaging_sender_move", args=[second.pk]), {"by": "-1"})

    assert "The mail server does not answer since" in page
    assert "4 mails wait; none is lost." in page
    assert "nobody there" in page
    assert order_of(store) == ["second", "first", "third"]
    assert "4 mails waited for this sender and go out now." in answer.content.decode()
    with store_scope(store.pk):
        assert Sender.objects.get(pk=first.pk).trouble == ""


def test_a_mail_service_is_entered_and_its_key_is_never_shown(client: Client, store: Store) -> None:
    said: dict[str, Any] = {
        "store": store.pk,
        "transport": "ESP",
        "service": "mailgun",
        "is_active": "on",
        "from_email": "post@fjelloggarn.example",
        "port": 587,
        "security": "STARTTLS",
        "connections": 4,
        "new_password": "key-very-secret",
        "new_webhook_secret": "signing-secret",
        "mailgun__api_url": "EU",
    }
    url = reverse("admin:messaging_sender_add")
    lacking = client.post(url, {**said, "new_password": ""})
    unasked = client.post(url, {name: said[name] for name in said if name != "mailgun__api_url"})
    client.post(reverse("admin:messaging_sender_add"), said)

    with store_scope(store.pk):
        sender = Sender.objects.get()
    page = client.get(reverse("admin:messaging_sender_change", args=[sender.pk])).content.decode()
    assert "Look at what Mailgun wants to know" in unasked.content.decode()
    assert "Mailgun: Region" in unasked.content.decode()
    assert "A mail service needs its key." in lacking.content.decode()
    assert sender.options == {"api_url": "EU"}
    assert (sender.password, sender.webhook_secret) == ("key-very-secret", "signing-secret")
    assert "key-very-secret" not in page
    assert "signing-secret" not in page
    assert "Mailgun: Region" in page
    assert "Postal: " not in page  # only what the chosen service wants


# The API


@pytest.fixture
def key(store: Store) -> KeyClient:
    _, text = make_key(store.agency, [Verb.VIEW_STORES, Verb.MANAGE_STORES])
    return KeyClient(text)


def _put(key: KeyClient, path: str, data: dict[str, Any]) -> Any:
    return key.put(path, data, "application/json")


def _patch(key: KeyClient, path: str, data: dict[str, Any]) -> Any:
    return key.patch(path, data, "application/json")


def test_programs_keep_accounts_without_seeing_their_secrets(key: KeyClient, store: Store) -> None:
    base = f"/api/v1/stores/{store.public_id}/senders/"
    refused = key.post(base, {"transport": "ESP", "service": "postmark"})
    made = key.post(
        base,
        {
            "transport": "ESP",
            "service": "postmark",
            "secret": "key-very-secret",
            "from_email": "post@fjelloggarn.example",
            "options": {"message_stream": "outbound"},
        },
    )
    one = f"/api/v1/senders/{made.json()['id']}/"
    changed = _patch(key, one, {"per_minute": 600})
    listed = key.get(base)

    assert (refused.status_code, refused.json()["code"]) == (409, "sender-incomplete")
    assert made.status_code == 201
    assert changed.json()["per_minute"] == 600
    assert changed.json()["has_secret"] is True
    assert [each["service"] for each in listed.json()["senders"]] == ["postmark"]
    for answer in (made, changed, listed, key.get(one)):
        assert "key-very-secret" not in answer.content.decode()
    with store_scope(store.pk):
        assert Sender.objects.get().password == "key-very-secret"


def test_programs_put_accounts_in_order_and_resume_them(key: KeyClient, store: Store) -> None:
    first, second, third = make_three(store)
    elsewhere = make.make_store(make.make_agency(name="Somebody else"), name="Elsewhere")
    foreign = make_sender(elsewhere, port=1)
    order = f"/api/v1/stores/{store.public_id}/senders/order/"
    with store_scope(store.pk):
        accounts.note(sender=third, results=[Away(Stage.CONNECT, "nobody")], now=timezone.now())

    put = _put(key, order, {"senders": [str(third.public_id), str(first.public_id)]})
    stolen = _put(key, order, {"senders": [str(foreign.public_id)]})
    resumed = key.post(f"/api/v1/senders/{third.public_id}/resume/", {})

    assert [each["name"] for each in put.json()["senders"]] == ["third", "first", "second"]
    assert put.json()["senders"][0]["explanation"].startswith("The mail server does not answer")
    assert (stolen.status_code, stolen.json()["code"]) == (409, "sender-order-unknown")
    assert resumed.json()["sender"]["trouble"] == ""
    assert key.get(f"/api/v1/senders/{foreign.public_id}/").status_code == 404
    assert order_of(store) == ["third", "first", "second"]
    assert second.position == 1
