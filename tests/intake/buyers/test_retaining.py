"""How long a store keeps what: chosen within bounds, dropped in steps, and said."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake.buyers import retaining
from intake.buyers.retaining import BOUNDS, OPTIONAL, BeyondBounds, Choices
from intake.topics import HANDLERS
from messaging.models import MessageBody
from orders.models import Checkout, Customer, Order
from stores.models import Dropped, Store
from stores.scope import Scope, every_store
from tests.factories import payloads
from tests.factories.worlds import make_message, make_order
from tests.intake.buyers.test_erasing import keep_webhook


def drop(store: Store, *, days: int = 0) -> dict[str, Dropped]:
    now = timezone.now() + timedelta(days=days)
    with every_store(because="the test drops in all stores"):
        assert retaining.drop_over(now=now, until=time.monotonic() + 60)
    return retaining.last_dropped(store=store)


def choose(store: Store, **fields: Any) -> bool:
    return retaining.choose(
        store=store, choices=Choices(**fields), actor="Mina", now=timezone.now()
    )


def customer_of(order: Order) -> Customer:
    assert order.customer_id is not None
    found: Customer = Customer.objects.get(pk=order.customer_id)
    return found


def test_a_store_that_chose_nothing_has_the_defaults(store: Store, inside: Scope) -> None:
    assert retaining.choices_of(store=store) == Choices()


def test_a_choice_is_kept_and_the_same_again_is_no_change(store: Store, inside: Scope) -> None:
    assert choose(store, words_days=90, orders_months=24)
    assert not choose(store, words_days=90, orders_months=24)

    store.refresh_from_db()
    assert store.words_kept_days == 90
    assert retaining.choices_of(store=store) == Choices(words_days=90, orders_months=24)


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_what_is_beyond_its_bounds_is_refused(store: Store, inside: Scope, name: str) -> None:
    least, most = BOUNDS[name]
    for wrong in (least - 1, most + 1, *(() if name in OPTIONAL else (None,))):
        with pytest.raises(BeyondBounds, match=f"from {least} to {most}"):
            choose(store, **{name: wrong})
    assert choose(store, **{name: least}) or retaining.choices_of(store=store) == Choices()


def test_raw_webhooks_go_after_the_stores_own_time(store: Store, inside: Scope) -> None:
    choose(store, webhooks_days=3)
    old = keep_webhook(store, {"a": 1}, received_at=timezone.now() - timedelta(days=4))
    new = keep_webhook(store, {"b": 2}, received_at=timezone.now() - timedelta(days=2))

    told = drop(store)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (bytes(old.body), bool(new.body)) == (b"", True)
    assert (told["WEBHOOKS"].last_count, told["WEBHOOKS"].total_count) == (1, 1)
    assert told["WORDS"].dropped_at is None
    again = drop(store)["WEBHOOKS"]
    assert (again.last_count, again.total_count) == (1, 1)  # what was last dropped, not last run
    assert again.looked_at > told["WEBHOOKS"].looked_at


def test_words_go_after_the_stores_own_time(store: Store, inside: Scope) -> None:
    choose(store, words_days=30)
    make_message(make_order(store))

    assert "WORDS" in drop(store)
    assert not MessageBody.objects.get().is_empty
    assert drop(store, days=31)["WORDS"].total_count == 1
    assert MessageBody.objects.get().is_empty


def test_baskets_go_with_what_was_said_of_them(store: Store, inside: Scope) -> None:
    HANDLERS["checkouts/create"](store, payloads.checkout(), payloads.START)
    choose(store, baskets_days=7)
    started = Checkout.objects.get().started_at
    assert started is not None

    told = drop(store, days=max(0, (started - timezone.now()).days) + 9)

    assert told["BASKETS"].total_count == 1
    assert Checkout.objects.get().email == ""


def test_who_bought_is_forgotten_after_months_and_sums_stay(store: Store, inside: Scope) -> None:
    old = make_order(store, placed_at=timezone.now() - timedelta(days=100))
    young = make_order(store, placed_at=timezone.now() - timedelta(days=10))
    drop(store)
    old.refresh_from_db()
    assert old.email  # nothing was chosen, so orders stay as they are

    choose(store, orders_months=3)
    told = drop(store)

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.email, old.buyer_name, old.total_minor) == ("", "", 184_900)
    assert young.email
    assert told["ORDERS"].total_count == 1
    assert customer_of(old).email == ""
    assert customer_of(young).email


def test_a_customer_who_bought_again_is_not_forgotten(store: Store, inside: Scope) -> None:
    old = make_order(store, placed_at=timezone.now() - timedelta(days=100))
    young = make_order(store)
    Order.objects.filter(pk=young.pk).update(customer=old.customer)
    choose(store, orders_months=3)

    drop(store)

    assert customer_of(old).email


def test_what_is_stopped_goes_on_with_the_next_call(store: Store, inside: Scope) -> None:
    keep_webhook(store, {"a": 1}, received_at=timezone.now() - timedelta(days=40))
    with every_store(because="the test drops in all stores"):
        assert not retaining.drop_over(now=timezone.now(), until=time.monotonic() - 1)
    assert drop(store)["WEBHOOKS"].total_count == 1
