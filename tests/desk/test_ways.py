"""Which way a store's messages go: chosen on the page and by the API, and shown where they are."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from messaging import modes, sending
from messaging.models import DeliveryMode, Sender
from messaging.modes import NoSuchWay
from messaging.routing import Ways
from messaging.states import Channel, Mode, Transport
from stores.models import Store, User
from stores.roles import Verb
from stores.scope import store_scope
from templates_app.data import NotificationKind
from tests.factories.keys import make_client
from tests.factories.messaging import KIND, make_order, make_words, plan
from tests.factories.ways import make_push_sender, make_text_sender, say_ways
from tests.messaging.mail_services import Service, mail_service
from tests.messaging.sms_services import like_twilio
from tests.problems import refusal

pytestmark = pytest.mark.django_db
PAGE = "/admin/modes/"


def set_ways(store: Store, *channels: Channel, kind: str = KIND) -> DeliveryMode:
    return modes.set_delivery_mode(
        store=store,
        kind=kind,
        mode=Mode.WE_SEND,
        actor="Jonas Berg",
        now=timezone.now(),
        ways=Ways(tuple(channels)),
    )


def saved(store: Store) -> DeliveryMode:
    with store_scope(store.pk):
        return DeliveryMode.objects.get(store=store, kind=KIND)


def test_a_way_needs_an_account(store: Store) -> None:
    with store_scope(store.pk), pytest.raises(NoSuchWay, match="text message"):
        set_ways(store, Channel.EMAIL, Channel.SMS)
    make_text_sender(store)
    with store_scope(store.pk):
        assert set_ways(store, Channel.EMAIL, Channel.SMS).channels == ["EMAIL", "SMS"]


@pytest.mark.parametrize(
    ("channels", "kind"),
    [
        ((), KIND),
        ((Channel.EMAIL, Channel.EMAIL), KIND),
        ((Channel.EMAIL, Channel.SMS), NotificationKind.STAFF_NEW_ORDER),
    ],
)
def test_ways_that_make_no_sense_are_refused(
    store: Store, channels: tuple[Channel, ...], kind: str
) -> None:
    make_text_sender(store)
    with store_scope(store.pk), pytest.raises(NoSuchWay):
        set_ways(store, *channels, kind=kind)


def test_choosing_who_sends_leaves_the_ways(store: Store) -> None:
    make_text_sender(store)
    with store_scope(store.pk):
        set_ways(store, Channel.SMS, Channel.EMAIL)
        row = modes.set_delivery_mode(
            store=store, kind=KIND, mode=Mode.OFF, actor="", now=timezone.now()
        )

    assert (row.mode, row.channels) == (Mode.OFF, ["SMS", "EMAIL"])


def test_the_page_offers_the_ways_a_store_has_and_keeps_the_choice(
    client: Client, store: Store, owner: User
) -> None:
    client.force_login(owner)
    assert 'name="channels"' not in client.get(PAGE).content.decode()
    make_text_sender(store)
    make_push_sender(store)

    page = client.get(PAGE).content.decode()
    assert "E-mail, then notice on a device, then text message" in page
    said = {
        "kind": KIND,
        "mode": "WE_SEND",
        "channels": "EMAIL,SMS",
        "takes_phone_as_consent": "on",
    }
    client.post(f"/admin/modes/{store.pk}/", said)

    row = saved(store)
    assert (row.channels, row.takes_phone_as_consent) == (["EMAIL", "SMS"], True)
    assert "E-mail, then text message" in client.get(PAGE).content.decode()


def test_the_api_sets_and_shows_the_ways(store: Store) -> None:
    make_text_sender(store)
    api = make_client(store.agency, [Verb.VIEW_STORES, Verb.MANAGE_STORES])
    path = f"/api/v1/stores/{store.public_id}/modes/"
    body = {"kind": KIND, "mode": "WE_SEND", "channels": ["SMS", "EMAIL"]}

    def put(**more: object) -> Any:
        return api.put(path, {**body, **more}, "application/json")

    answer = put(takes_phone_as_consent=True)
    shown = next(one for one in answer.json()["modes"] if one["kind"] == KIND)

    assert shown["channels"] == ["SMS", "EMAIL"]
    assert shown["takes_phone_as_consent"] is True
    assert refusal(put(channels=["PUSH"])) == (409, "no-such-way")
    assert put(channels=[]).status_code == 422
    assert saved(store).channels == ["SMS", "EMAIL"]


def test_an_account_for_texts_is_entered_and_says_where_answers_go(
    client: Client, store: Store, owner: User
) -> None:
    client.force_login(owner)
    said = {
        "store": store.pk,
        "name": "Texts",
        "transport": "SMS",
        "is_active": "on",
        "position": 0,
        "host": "api.twilio.com",
        "port": 443,
        "security": "TLS",
        "username": "AC1",
        "new_password": "secret",
        "connections": 4,
        "from_phone": "way too long a name",
    }

    refused = client.post("/admin/messaging/sender/add/", said)
    assert "Give a number as +4759440000" in refused.content.decode()
    client.post("/admin/messaging/sender/add/", {**said, "from_phone": "Fjell Garn"})

    with store_scope(store.pk):
        row = Sender.objects.get(transport=Transport.SMS)
    assert (row.channel, row.password) == (Channel.SMS, "secret")
    page = client.get(f"/admin/messaging/sender/{row.pk}/change/").content.decode()
    assert f"/t/sms/{row.public_id}" in page


def test_a_text_is_shown_as_it_left_with_what_it_took(
    client: Client, store: Store, owner: User, settings: Settings
) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = True
    make_words(store)
    say_ways(store, Channel.EMAIL, Channel.SMS, takes_phone_as_consent=True)
    address = {"country_code": "NO", "phone": "912 34 567"}
    with mail_service(Service(like_twilio)) as service:
        make_text_sender(store, service.url)
        message = plan(make_order(store, email="", shipping_address=address))
        sending.send_due(now=timezone.now())
    client.force_login(owner)
    base = f"/admin/messaging/message/{message.pk}/change/"

    page = client.get(base).content.decode()
    way = client.get(f"{base}?tab=way").content.decode()
    order = client.get(f"/admin/orders/order/{message.order_id}/change/").content.decode()

    assert "Takk, bestilling" in page
    assert "1 part as SMS, in GSM&#x27;s alphabet" in page
    assert "Not by e-mail" in way
    assert "the order has no e-mail address" in way
    assert "text message" in order
    assert client.get("/admin/messaging/message/").status_code == 200
    source = reverse("admin:messaging_message_source", args=[message.pk])
    assert client.get(source).status_code == 200
