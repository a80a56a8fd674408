"""A purchase begun and left: one reminder, unless the order comes or the buyer wants none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messaging import checkouts, consenting, second_thoughts
from messaging.consenting import Word
from messaging.models import Message
from messaging.states import Channel, Ground, Lane, Purpose, Reason, State
from orders.models import Checkout
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.services import ensure_default_template
from tests.factories.messaging import make_order

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOKEN = "c1f4"


def make_checkout(store: Store, **fields: Any) -> Checkout:
    with every_store(because="a test publishes the default words"):
        ensure_default_template(agency=store.agency, kind=checkouts.KIND, now=NOON)
    with store_scope(store.pk):
        return Checkout.objects.create(
            **{
                "store": store,
                "token": TOKEN,
                "email": "Kari@example.com",
                "buyer_name": "Kari Nordmann",
                "locale": "nb-NO",
                "currency": "NOK",
                "has_consent": True,
                "lines": [{"title": "Garn", "quantity": 1}],
                "shipping_address": {"country_code": "NO"},
                "recover_url": "https://shop.example/recover/c1f4",
                "started_at": NOON,
                "changed_at": NOON,
                **fields,
            }
        )


def remind(checkout: Checkout, now: datetime = NOON) -> Message | None:
    with store_scope(checkout.store_id):
        return checkouts.remind_of_checkout(checkout=checkout, now=now)


def only_message(store: Store) -> Message:
    with store_scope(store.pk):
        return Message.objects.get()


def test_it_goes_an_hour_after_the_last_change(store: Store) -> None:
    checkout = make_checkout(store)

    message = remind(checkout)
    assert message is not None
    assert (message.state, message.lane) == (State.PLANNED, Lane.MARKETING)
    assert message.recipient == "kari@example.com"
    assert message.run_after == NOON + HOUR

    with store_scope(store.pk):
        Checkout.objects.update(changed_at=NOON + HOUR / 2)
    assert remind(checkout, NOON + HOUR / 2) is None

    assert only_message(store).run_after == NOON + HOUR * 1.5


def test_it_waits_for_the_morning(store: Store) -> None:
    at_night = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)  # half past ten in Oslo
    message = remind(make_checkout(store, changed_at=at_night), at_night)

    assert message is not None
    assert message.run_after == datetime(2026, 11, 21, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "state", "reason"),
    [
        ({}, State.PLANNED, ""),
        ({"has_consent": False}, State.NOT_SENT, Reason.NO_CONSENT),
    ],
)
def test_without_a_yes_it_is_not_sent_and_says_so(
    store: Store, fields: dict[str, Any], state: str, reason: str
) -> None:
    message = remind(make_checkout(store, **fields))

    assert message is not None
    assert (message.state, message.reason) == (state, reason)


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ""},
        {"recover_url": ""},
        {"lines": []},
        {"completed_at": NOON},
        {"redacted_at": NOON},
        {"changed_at": NOON - timedelta(days=2)},
    ],
)
def test_there_is_nothing_to_remind_of(store: Store, fields: dict[str, Any]) -> None:
    assert remind(make_checkout(store, **fields)) is None
    with store_scope(store.pk):
        assert not Message.objects.exists()


def test_the_order_ends_it_whichever_comes_first(store: Store) -> None:
    checkout = make_checkout(store)
    remind(checkout)
    order = make_order(store, checkout_token=TOKEN)

    with store_scope(store.pk):
        assert checkouts.order_placed(order=order, now=NOON)
        assert not checkouts.order_placed(order=order, now=NOON)
    message = only_message(store)
    assert (message.state, message.reason) == (State.NOT_SENT, Reason.OVERTAKEN)

    with store_scope(store.pk):
        Message.objects.all().delete()
    assert remind(checkout) is None
    with store_scope(store.pk):
        assert not Message.objects.exists()


def test_what_happens_while_it_waits_is_asked_about_again(store: Store) -> None:
    checkout = make_checkout(store)
    message = remind(checkout)
    assert message is not None
    word = Word(
        channel=Channel.EMAIL,
        address="kari@example.com",
        purpose=Purpose.MARKETING,
        is_given=False,
        ground=Ground.ONE_CLICK,
    )
    with store_scope(store.pk):
        assert second_thoughts.reason_not_to(message) is None

        consenting.record_consent(store=store, word=word, at=NOON, now=NOON)
        assert second_thoughts.reason_not_to(message) == Reason.OPTED_OUT

        Checkout.objects.update(completed_at=NOON)
        assert second_thoughts.reason_not_to(message) == Reason.OVERTAKEN
