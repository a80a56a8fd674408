"""Who tells the buyers of one sales channel, and what may go to a marketplace's address."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from messaging import by_channel, rescue_cases, typos
from messaging import services as messaging
from messaging.by_channel import NoSuchWording, NotByChannel, Told
from messaging.composing import compose
from messaging.models import ChannelMode, Message
from messaging.states import Reason, State, Teller
from orders.models import Order
from stores.models import HiddenLink, Store, TrackingMode
from stores.scope import every_store, store_scope
from templates_app import queries as templates
from templates_app.data import NotificationKind as Kind
from templates_app.models import Variant, VariantWording
from templates_app.services import ensure_default_template
from tests.factories.keys import KeyClient
from tests.factories.messaging import KIND, make_order, make_words, plan
from tests.problems import refusal

pytestmark = pytest.mark.django_db
EBAY = "74684c24ca049e0c2e13@members.ebay.com"


def put(api: KeyClient, path: str, body: dict[str, str]) -> Any:
    return api.put(path, body, content_type="application/json")


def say(store: Store, channel: str, teller: Teller, kind: str = KIND, **how: str) -> ChannelMode:
    with store_scope(store.pk):
        return by_channel.set_channel_mode(
            store=store,
            kind=kind,
            sales_channel=channel,
            told=Told(teller, **how),
            actor="Jonas Berg",
            now=timezone.now(),
        )


def said_of(order: Order, kind: str = KIND) -> tuple[str, str]:
    with store_scope(order.store_id):
        message = messaging.plan_message(order=order, kind=kind, now=timezone.now())
    assert message is not None
    return message.state, message.reason


@pytest.mark.parametrize(
    ("teller", "decided"),
    [
        (Teller.WE_SEND, ("PLANNED", "")),
        (Teller.OFF, ("NOT_SENT", Reason.MODE_OFF)),
        (Teller.SHOPIFY_SENDS, ("NOT_SENT", Reason.SHOPIFY_SENDS)),
        (Teller.MARKETPLACE_SENDS, ("NOT_SENT", Reason.MARKETPLACE_SENDS)),
    ],
)
def test_what_is_said_of_a_channel_holds_for_its_orders_alone(
    store: Store, teller: Teller, decided: tuple[str, str]
) -> None:
    make_words(store)
    say(store, "EBAY", teller)

    assert said_of(make_order(store, sales_channel="EBAY")) == decided
    assert said_of(make_order(store, sales_channel="POS")) == ("PLANNED", "")
    assert said_of(make_order(store, sales_channel="ONLINE")) == ("PLANNED", "")
    assert said_of(make_order(store, sales_channel="")) == ("PLANNED", "")


def test_a_channel_may_be_sent_what_the_store_switched_off(store: Store) -> None:
    make_words(store)
    say(store, "POS", Teller.OFF)
    with store_scope(store.pk):
        assert by_channel.clear_channel_mode(store=store, kind=KIND, sales_channel="POS")
        assert not by_channel.clear_channel_mode(store=store, kind=KIND, sales_channel="POS")

    assert said_of(make_order(store, sales_channel="POS")) == ("PLANNED", "")


@pytest.mark.parametrize("address", [EBAY, "x@marketplace.amazon.de", "v4@scs.tiktokw.us"])
def test_a_marketplace_that_tells_its_buyers_is_not_told_beside(store: Store, address: str) -> None:
    make_words(store)

    assert said_of(make_order(store, email=address)) == ("NOT_SENT", Reason.MARKETPLACE_SENDS)
    assert said_of(make_order(store)) == ("PLANNED", "")


def test_the_store_may_want_the_marketplaces_buyers_told(store: Store) -> None:
    make_words(store)
    say(store, "EBAY", Teller.WE_SEND)

    assert said_of(make_order(store, email=EBAY, sales_channel="EBAY")) == ("PLANNED", "")


@pytest.mark.parametrize("address", [EBAY, "n8miblde3i@marketplace.facebook.com"])
def test_nothing_that_advertises_goes_to_a_marketplaces_address(store: Store, address: str) -> None:
    order = make_order(store, email=address, sales_channel="EBAY", has_consent=True)
    say(store, "EBAY", Teller.WE_SEND, kind=Kind.REVIEW_REQUEST)

    assert said_of(order, Kind.REVIEW_REQUEST) == ("NOT_SENT", Reason.MARKETPLACE_ADDRESS)
    others = make_order(store, sales_channel="EBAY", has_consent=True)
    assert said_of(others, Kind.REVIEW_REQUEST) == ("PLANNED", "")


def test_news_of_orders_go_to_an_address_that_only_forwards(store: Store) -> None:
    make_words(store)

    for address in ("n8m@marketplace.facebook.com", "x9@privaterelay.appleid.com"):
        assert said_of(make_order(store, email=address)) == ("PLANNED", "")


def test_an_address_of_ones_own_that_comes_later_is_written_to(store: Store) -> None:
    make_words(store)
    order = make_order(store, email=EBAY)
    assert said_of(order)[0] == State.NOT_SENT
    with store_scope(store.pk):
        Order.objects.filter(pk=order.pk).update(email="ingrid@example.com")
        messaging.plan_message(order=order, kind=KIND, now=timezone.now())

        message = Message.objects.get(order=order)
    assert (message.state, message.recipient) == (State.PLANNED, "ingrid@example.com")


def test_a_marketplaces_buyer_is_never_watched(store: Store) -> None:
    make_words(store)
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(
            tracking_mode=TrackingMode.INDIVIDUAL, hidden_link=HiddenLink.ALWAYS
        )
    say(store, "EBAY", Teller.WE_SEND)

    def sent(**fields: Any) -> tuple[str, str]:
        message = plan(make_order(store, **fields))
        with store_scope(store.pk):
            message = Message.objects.select_related("store", "order").get(pk=message.pk)
            revision = templates.current_revision(store=message.store, kind=Kind(KIND))
            assert revision is not None
            brand = templates.resolved_brand(message.store).as_context()
            made = compose(message, revision=revision, brand=brand, sender=None, now=timezone.now())
        return made.envelope.html, str(made.changes["tracked_as"])

    watched, how = sent()
    unwatched, how_not = sent(email=EBAY, sales_channel="EBAY")

    assert (how, how_not) == ("INDIVIDUAL", "OFF")
    assert "/t/c/" in watched
    assert "/t/o/" in watched
    assert "/t/c/" not in unwatched
    assert "/t/o/" not in unwatched
    assert "utm_" not in unwatched


@pytest.mark.parametrize(
    "address", [EBAY, "a@marketplace.amazon.con", "x@privaterelay.appleid.com"]
)
def test_an_address_made_by_a_machine_is_not_taken_for_a_slip(store: Store, address: str) -> None:
    assert typos.suggest(address) is None
    assert typos.suggest("ingrid@gmial.com") is not None
    order = make_order(store, email=address)
    with store_scope(store.pk):
        assert rescue_cases.doubt_address(order=order, now=timezone.now()) is None


def test_a_receipt_stands_for_the_confirmation_and_is_sent_once(store: Store) -> None:
    make_words(store)
    with pytest.raises(NoSuchWording, match="Publish"):
        say(store, "POS", Teller.WE_SEND, instead=Kind.POS_RECEIPT)
    with every_store(because="a test publishes the default words"):
        ensure_default_template(agency=store.agency, kind=Kind.POS_RECEIPT, now=timezone.now())
    say(store, "POS", Teller.WE_SEND, instead=Kind.POS_RECEIPT)

    order = make_order(store, sales_channel="POS")
    message = plan(order)
    with store_scope(store.pk):
        by_channel.clear_channel_mode(store=store, kind=KIND, sales_channel="POS")
        again = messaging.plan_message(order=order, kind=KIND, now=timezone.now())

    assert message.kind == Kind.POS_RECEIPT
    assert again is None
    assert plan(make_order(store)).kind == KIND


def test_a_channel_may_have_words_of_its_own(store: Store) -> None:
    make_words(store)
    with every_store(because="a test gives the template a variant"):
        revision = templates.current_revision(store=store, kind=Kind(KIND))
        assert revision is not None
        template = templates.agency_template(agency_id=store.agency_id, kind=KIND)
        assert template is not None
        variant = Variant.objects.create(
            agency=store.agency,
            template=template,
            label="P",
            name="At the counter",
            created_at=timezone.now(),
        )
    with pytest.raises(NoSuchWording, match="publish it first"):
        say(store, "POS", Teller.WE_SEND, variant_label="P")
    with every_store(because="a test publishes the variant"):
        VariantWording.objects.create(
            agency=store.agency,
            revision=revision,
            label="P",
            name="At the counter",
            wording=revision.wording,
        )
    say(store, "POS", Teller.WE_SEND, variant_label="P")

    assert plan(make_order(store, sales_channel="POS")).variant == variant
    assert plan(make_order(store)).variant is None


@pytest.mark.parametrize(
    ("kind", "channel", "told", "error"),
    [
        (KIND, "ONLINE", Told(Teller.OFF), NotByChannel),
        (KIND, "MARS", Told(Teller.OFF), NotByChannel),
        (Kind.ABANDONED_CHECKOUT, "POS", Told(Teller.OFF), NotByChannel),
        (KIND, "POS", Told(Teller.MARKETPLACE_SENDS), NotByChannel),
        (KIND, "POS", Told(Teller.WE_SEND, instead="GIFT_CARD"), NotByChannel),
        (KIND, "POS", Told(Teller.OFF, variant_label="B"), NoSuchWording),
        (KIND, "POS", Told(Teller.WE_SEND, variant_label="Z"), NoSuchWording),
    ],
)
def test_what_makes_no_sense_is_refused(
    store: Store, kind: str, channel: str, told: Told, error: type[Exception]
) -> None:
    make_words(store)
    with store_scope(store.pk), pytest.raises(error):
        by_channel.set_channel_mode(
            store=store,
            kind=kind,
            sales_channel=channel,
            told=told,
            actor="",
            now=timezone.now(),
        )
    with store_scope(store.pk):
        assert not ChannelMode.objects.exists()


def test_an_order_of_the_online_store_costs_no_query_more(
    store: Store, django_assert_num_queries: Any
) -> None:
    online, counter = (
        make_order(store, sales_channel="ONLINE"),
        make_order(store, sales_channel="POS"),
    )
    with store_scope(store.pk):
        with django_assert_num_queries(0):
            assert by_channel.choice_for(online, KIND) is None
        with django_assert_num_queries(1):
            assert by_channel.choice_for(counter, KIND) is None


# The API and the page.


def test_a_program_says_reads_and_clears(api: KeyClient, store: Store) -> None:
    url = f"/api/v1/stores/{store.public_id}/channel-modes/"
    body = {"sales_channel": "EBAY", "kind": KIND, "teller": "MARKETPLACE_SENDS"}

    said = put(api, url, body)
    again = put(api, url, body)
    refused = put(api, url, {**body, "sales_channel": "POS"})

    assert said.status_code == 200
    assert again.json() == said.json()
    (row,) = api.get(url).json()["channel_modes"]
    assert (row["sales_channel"], row["teller"], row["actor"]) == (
        "EBAY",
        "MARKETPLACE_SENDS",
        "API key ERP",
    )
    assert refusal(refused) == (409, "not-by-channel")
    cleared = api.post(f"{url}clear/", {"sales_channel": "EBAY", "kind": KIND})
    assert cleared.json()["channel_modes"] == []


def test_staff_choose_on_the_page(client: Client, store: Store, marketer: Any) -> None:
    client.force_login(marketer)
    page = f"/admin/modes/?store={store.pk}"

    denied = client.post(
        f"/admin/modes/{store.pk}/channels/",
        {"channel": "POS", "kind": KIND, "teller": "OFF"},
    )

    assert denied.status_code == 403
    assert "By sales channel" in client.get(page).content.decode()


def test_the_list_of_orders_is_narrowed_by_channel(api: KeyClient, store: Store) -> None:
    make_order(store, sales_channel="ONLINE")
    sold = make_order(store, sales_channel="EBAY", source_name="ebay")

    found = api.get("/api/v1/orders/?sales_channel=EBAY").json()["results"]

    assert [(row["id"], row["sales_channel"]) for row in found] == [(str(sold.public_id), "EBAY")]
    assert api.get("/api/v1/orders/?sales_channel=MARS").status_code == 422
