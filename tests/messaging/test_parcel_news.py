"""What buyers are told of parcels that staff, programs and files add: each thing once."""

from datetime import timedelta
from typing import Any

import pytest

from messaging import parcel_news
from messaging.context import build_context
from messaging.models import Message
from messaging.states import State
from messaging.subjects import subject_of
from orders.models import Order
from shipping.models import Parcel
from stores.models import Store
from stores.scope import Scope, every_store
from templates_app.data import NotificationKind as Kind
from templates_app.services import ensure_default_template
from tests.factories import payloads
from tests.factories.messaging import make_words
from tests.factories.parcels import (
    FIRST,
    NOW,
    SECOND,
    THIRD,
    draft,
    placed_order,
    sent_off,
    so_many,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
CONFIRMED, UPDATED = Kind.SHIPPING_CONFIRMATION, Kind.SHIPPING_UPDATE


@pytest.fixture
def worded(store: Store) -> Store:
    make_words(store)
    with every_store(because="a test publishes words for more kinds"):
        for kind in (CONFIRMED, UPDATED):
            ensure_default_template(agency=store.agency, kind=kind, now=NOW)
    return store


@pytest.fixture
def order(worded: Store, inside: Scope) -> Order:
    return placed_order(worded)


def add(order: Order, number: str = FIRST, **fields: Any) -> Parcel:
    return parcel_news.add_parcel(order=order, draft=draft(number, **fields), actor="Mina", now=NOW)


def renumber(parcel: Parcel, number: str, minutes: int = 0, **fields: Any) -> bool:
    parcel = Parcel.objects.select_related("order", "fulfilment__order").get(pk=parcel.pk)
    return parcel_news.change_number(
        parcel=parcel,
        draft=draft(number, **fields),
        actor="Mina",
        now=LATER + timedelta(minutes=minutes),
    )


def said() -> list[str]:
    rows = Message.objects.exclude(kind=Kind.ORDER_CONFIRMATION).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def has_left(*kinds: str) -> None:
    Message.objects.filter(kind__in=kinds or (CONFIRMED, UPDATED)).update(
        state=State.SENT, sent_at=NOW + timedelta(seconds=5)
    )


def told_by(message: Message) -> dict[str, Any]:
    return build_context(
        store=message.store,
        kind=message.kind,
        order=message.order,
        subject=subject_of(message.about),
    )


def test_a_parcel_is_told_of_once(order: Order) -> None:
    for _ in range(2):
        add(order, company="Bring", lines=so_many(1))

    (message,) = Message.objects.filter(kind=CONFIRMED)
    assert message.state == State.PLANNED
    context = told_by(message)
    (parcel,) = context["notifyhub"]["parcels"]
    assert (parcel["number"], parcel["company"]) == (FIRST, "Bring")
    assert [goods["quantity"] for goods in parcel["items"]] == [1]
    assert context["fulfillment"]["tracking_numbers"] == [FIRST]
    assert [line["quantity"] for line in context["unfulfilled_line_items"]] == [1]


def test_a_parcel_that_says_nothing_of_its_goods_has_all_that_are_left(order: Order) -> None:
    add(order)

    context = told_by(Message.objects.get(kind=CONFIRMED))

    (parcel,) = context["notifyhub"]["parcels"]
    assert [goods["quantity"] for goods in parcel["items"]] == [2]
    assert context["unfulfilled_line_items"] == []


@pytest.mark.parametrize("minutes", [60, 90])
def test_shopifys_word_of_the_same_parcel_is_no_second_mail(
    worded: Store, order: Order, minutes: int
) -> None:
    add(order)
    has_left()

    sent_off(worded, FIRST)
    sent_off(worded, FIRST, minutes=minutes)

    assert said() == [CONFIRMED]


def test_another_parcel_in_shopifys_fulfilment_is_news(worded: Store, order: Order) -> None:
    add(order)
    has_left()

    sent_off(worded, FIRST, SECOND)

    assert said() == [CONFIRMED, CONFIRMED]


def test_who_was_told_not_to_tell_does_not_tell_through_shopify(
    worded: Store, order: Order
) -> None:
    add(order, tells_buyer=False)

    sent_off(worded, FIRST)

    assert said() == [CONFIRMED]
    assert Message.objects.get(kind=CONFIRMED).state == State.NOT_SENT


def test_parcels_added_together_are_one_mail(worded: Store, order: Order) -> None:
    add(order)
    add(order, SECOND)
    assert said() == [CONFIRMED]
    context = told_by(Message.objects.get(kind=CONFIRMED))
    assert context["fulfillment"]["tracking_numbers"] == [FIRST, SECOND]
    has_left()

    sent_off(worded, FIRST, SECOND)

    assert said() == [CONFIRMED]


def test_a_new_number_is_told_once_with_the_old_one(worded: Store, order: Order) -> None:
    parcel = add(order)
    has_left()

    renumber(parcel, SECOND)
    renumber(parcel, SECOND)
    sent_off(worded, SECOND)

    assert said() == [CONFIRMED, UPDATED]
    (shown,) = told_by(Message.objects.get(kind=UPDATED))["notifyhub"]["parcels"]
    assert (shown["number"], shown["old_number"], shown["is_changed"]) == (SECOND, FIRST, True)


def test_a_number_changed_before_the_first_mail_left_is_told_by_that(order: Order) -> None:
    renumber(add(order), SECOND)

    assert said() == [CONFIRMED]
    assert told_by(Message.objects.get(kind=CONFIRMED))["fulfillment"]["tracking_numbers"] == [
        SECOND
    ]


def test_a_number_of_shopifys_changed_here_is_told_once_when_it_comes_back(
    worded: Store, order: Order
) -> None:
    sent_off(worded, FIRST)
    has_left()

    renumber(Parcel.objects.get(), SECOND)
    sent_off(worded, FIRST, minutes=80)
    sent_off(worded, SECOND, minutes=200)

    assert said() == [CONFIRMED, UPDATED]


def test_a_number_that_comes_back_is_news_again(order: Order) -> None:
    parcel = add(order)
    has_left()

    for minutes, number in enumerate((SECOND, FIRST, SECOND)):
        renumber(parcel, number, minutes)

    assert said() == [CONFIRMED, UPDATED, UPDATED, UPDATED]


def test_a_silent_change_tells_nobody(order: Order) -> None:
    parcel = add(order)
    has_left()

    renumber(parcel, SECOND, tells_buyer=False)

    assert said() == [CONFIRMED]


def test_a_number_for_what_left_without_one_is_an_update(worded: Store, order: Order) -> None:
    sent_off(worded)
    Order.objects.update(fulfilment_state="FULFILLED")
    has_left()

    add(Order.objects.select_related("store").get())

    assert said() == [CONFIRMED, UPDATED]


def test_a_parcel_taken_away_is_not_told_of_any_more(order: Order) -> None:
    parcel = add(order)

    parcel_news.remove_parcel(parcel=parcel, actor="Mina", because="wrong order", now=LATER)

    assert Message.objects.get(kind=CONFIRMED).state == State.NOT_SENT


def test_returns_are_told_to_nobody(order: Order) -> None:
    add(order, THIRD, direction="RETURN")

    assert said() == []


def test_old_parcels_of_a_file_wait_for_a_person(order: Order) -> None:
    add(order, shipped_at=payloads.START - timedelta(days=40))

    assert Message.objects.get(kind=CONFIRMED).state == State.HELD
