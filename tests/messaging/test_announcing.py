"""What buyers are told of an order's life: each thing once, in any order of arrival."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake.topics import HANDLERS
from messaging.models import DeliveryMode, Message
from messaging.states import Mode, Reason, State
from stores.models import Store
from stores.scope import Scope, every_store
from templates_app.data import NotificationKind as Kind
from templates_app.services import ensure_default_template
from tests.factories import payloads
from tests.factories.messaging import make_words

pytestmark = pytest.mark.django_db

NOW = payloads.START + timedelta(hours=8)
NUMBERS = ["370722150123456789"]
OTHERS = ["370722150123456796"]
TOLD = (
    Kind.ORDER_CANCELLED,
    Kind.ORDER_REFUND,
    Kind.SHIPPING_CONFIRMATION,
    Kind.SHIPPING_UPDATE,
    Kind.OUT_FOR_DELIVERY,
    Kind.DELIVERED,
    Kind.READY_FOR_PICKUP,
)


@pytest.fixture
def worded(store: Store) -> Store:
    """A store whose agency has published our words for all these kinds."""
    make_words(store)
    with every_store(because="a test publishes words for more kinds"):
        for kind in TOLD:
            ensure_default_template(agency=store.agency, kind=kind, now=NOW)
    return store


def tell(store: Store, topic: str, body: Any, now: datetime = NOW) -> None:
    HANDLERS[topic](store, body, now)


def said() -> list[str]:
    rows = Message.objects.exclude(kind=Kind.ORDER_CONFIRMATION).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def sent_off(**fields: Any) -> payloads.Body:
    return payloads.fulfilment(**fields)


def test_without_words_nothing_is_planned(store: Store, inside: Scope) -> None:
    make_words(store)

    for topic, body in payloads.life():
        tell(store, topic, body)

    assert said() == []


def test_the_whole_life_is_told_once_each(worded: Store, inside: Scope) -> None:
    for _ in range(2):
        for topic, body in payloads.life():
            tell(worded, topic, body)

    assert sorted(said()) == [
        Kind.DELIVERED,
        Kind.ORDER_CANCELLED,
        Kind.ORDER_REFUND,
        Kind.SHIPPING_CONFIRMATION,
    ]


def test_a_refund_and_a_fulfilment_before_their_order_are_told_with_it(
    worded: Store, inside: Scope
) -> None:
    tell(worded, "refunds/create", payloads.refund())
    tell(worded, "fulfillments/create", sent_off())
    assert said() == []

    tell(worded, "orders/updated", payloads.order(fulfillment_status="fulfilled"))

    assert sorted(said()) == [Kind.ORDER_REFUND, Kind.SHIPPING_CONFIRMATION]


def test_a_new_number_is_told_when_the_first_has_left(worded: Store, inside: Scope) -> None:
    tell(worded, "orders/create", payloads.order())
    tell(worded, "fulfillments/create", sent_off(tracking_numbers=NUMBERS))
    changed = sent_off(tracking_numbers=OTHERS, updated_at=payloads.at(90))
    tell(worded, "fulfillments/update", changed)
    waiting = said()
    Message.objects.filter(kind=Kind.SHIPPING_CONFIRMATION).update(
        state=State.SENT, sent_at=timezone.now()
    )

    for _ in range(2):
        tell(worded, "fulfillments/update", changed)

    assert waiting == [Kind.SHIPPING_CONFIRMATION]
    assert said() == [Kind.SHIPPING_CONFIRMATION, Kind.SHIPPING_UPDATE]


def test_each_number_is_told_once(worded: Store, inside: Scope) -> None:
    tell(worded, "orders/create", payloads.order())
    tell(worded, "fulfillments/create", sent_off(tracking_numbers=NUMBERS))
    Message.objects.update(state=State.SENT, sent_at=timezone.now())

    for minute, numbers in ((90, OTHERS), (91, [*OTHERS, "1"]), (91, [*OTHERS, "1"])):
        body = sent_off(tracking_numbers=numbers, updated_at=payloads.at(minute))
        tell(worded, "fulfillments/update", body)

    assert said().count(Kind.SHIPPING_UPDATE) == 2


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("out_for_delivery", Kind.OUT_FOR_DELIVERY),
        ("delivered", Kind.DELIVERED),
        ("ready_for_pickup", Kind.READY_FOR_PICKUP),
        ("in_transit", None),
    ],
)
def test_a_scan_is_told_by_event_or_by_fulfilment(
    worded: Store, inside: Scope, state: str, kind: str | None
) -> None:
    tell(worded, "orders/create", payloads.order())
    tell(worded, "fulfillments/create", sent_off())

    tell(worded, "fulfillment_events/create", payloads.parcel_event(1, status=state))
    tell(worded, "fulfillment_events/create", payloads.parcel_event(2, status=state))
    update = sent_off(shipment_status=state, updated_at=payloads.at(95))
    tell(worded, "fulfillments/update", update)

    assert said() == [Kind.SHIPPING_CONFIRMATION, *([kind] if kind else [])]


@pytest.mark.parametrize(
    "order",
    [
        payloads.order(test=True),
        payloads.order(currency=None, presentment_currency=None),
        payloads.order(shipping_lines=[{"title": "Store", "code": "pickup", "price": "0.00"}]),
    ],
)
def test_some_orders_fulfilments_are_no_news(
    worded: Store, inside: Scope, order: payloads.Body
) -> None:
    tell(worded, "orders/create", order)

    tell(worded, "fulfillments/create", sent_off())

    assert said() == []


@pytest.mark.parametrize("state", ["cancelled", "error", "pending"])
def test_what_was_not_sent_off_is_not_announced(worded: Store, inside: Scope, state: str) -> None:
    tell(worded, "orders/create", payloads.order())

    tell(worded, "fulfillments/create", sent_off(status=state))

    assert said() == []


def test_goods_back_on_the_shelf_without_money_are_no_news(worded: Store, inside: Scope) -> None:
    tell(worded, "orders/create", payloads.order())

    tell(worded, "refunds/create", payloads.refund(transactions=[]))

    assert said() == []


def test_a_kind_that_shopify_sends_is_left_to_shopify(worded: Store, inside: Scope) -> None:
    DeliveryMode.objects.create(
        store=worded, kind=Kind.SHIPPING_CONFIRMATION, mode=Mode.SHOPIFY_SENDS
    )
    tell(worded, "orders/create", payloads.order())

    tell(worded, "fulfillments/create", sent_off())

    message = Message.objects.get(kind=Kind.SHIPPING_CONFIRMATION)
    assert (message.state, message.reason) == (State.NOT_SENT, Reason.SHOPIFY_SENDS)


def test_what_happened_long_ago_waits_for_a_person(worded: Store, inside: Scope) -> None:
    tell(worded, "orders/create", payloads.order())
    late = NOW + timedelta(days=2)

    tell(worded, "fulfillments/create", sent_off(), now=late)
    tell(worded, "orders/updated", payloads.order(fulfillment_status="fulfilled"), now=late)

    message = Message.objects.get(kind=Kind.SHIPPING_CONFIRMATION)
    assert (message.state, message.reason) == (State.HELD, Reason.TOO_OLD)
