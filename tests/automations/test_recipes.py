"""The ten recipes, each from what Shopify says to what comes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from automations import recipes
from automations.definitions import read_definition
from automations.models import RunState
from automations.sentences import sentence
from intake.topics import HANDLERS
from messaging.models import Message
from messaging.states import Reason, State
from orders.models import Customer, Note, Order, StaffTask
from orders.tag_changing import change_tag
from stores.models import Store
from stores.scope import store_scope
from templates_app.data import NotificationKind
from templates_app.services import ensure_default_template
from tests.factories import payloads
from tests.factories.orders import make_order
from tests.factories.rules import fresh, make_recipe, run, runs, walk
from tests.factories.shipping import make_promise
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store() -> Store:
    return make_store(currency="NOK")


def words_of(store: Store, *kinds: str) -> None:
    """The agency's published words of these kinds."""
    with store_scope(store.pk):
        for kind in kinds:
            ensure_default_template(
                agency=store.agency, kind=NotificationKind(kind), now=timezone.now()
            )


def shopify_says(store: Store, topic: str = "orders/create", **fields: Any) -> Order:
    now = timezone.now()
    times = {"created_at": now.isoformat(), "processed_at": now.isoformat()}
    body = payloads.order(**{**times, "updated_at": now.isoformat(), **fields})
    with store_scope(store.pk):
        HANDLERS[topic](Store.objects.get(pk=store.pk), body, now)
        return Order.objects.get(shopify_id=body["id"])


def said(order: Order, kind: str) -> list[Message]:
    with store_scope(order.store_id):
        return list(Message.objects.filter(order=order, kind=kind))


def tasks(store: Store) -> list[str]:
    with store_scope(store.pk):
        return list(StaffTask.objects.values_list("title", flat=True))


def notes(store: Store) -> list[Note]:
    with store_scope(store.pk):
        return list(Note.objects.all())


@pytest.mark.parametrize("code", recipes.RECIPES)
def test_each_is_a_rule_that_can_be_read(store: Store, code: str) -> None:
    rule = make_recipe(store, code)

    assert read_definition(rule.definition).as_json() == rule.definition
    assert sentence(rule).startswith("When")


def test_gifts_are_wrapped(store: Store) -> None:
    make_recipe(store, "gift-wrap")
    gift = shopify_says(store, note_attributes=[{"name": "Gift", "value": "yes"}])

    run()

    (note,) = notes(store)
    assert (note.order_id, note.is_for_packers) == (gift.pk, True)
    assert "gift wrap" in fresh(gift).tags


def test_urgent_orders_go_first_whoever_tags_them(store: Store) -> None:
    make_recipe(store, "urgent")
    order = shopify_says(store, tags="")
    later = (timezone.now() + timedelta(seconds=5)).isoformat()

    shopify_says(store, "orders/updated", tags="Urgent", updated_at=later)
    run()

    assert tasks(store) == ["Send an urgent order off today"]
    assert [note.order_id for note in notes(store)] == [order.pk]


def test_our_own_tag_that_comes_back_from_shopify_sets_nothing_off(store: Store) -> None:
    rule, order = make_recipe(store, "urgent"), shopify_says(store, tags="")
    with store_scope(store.pk):
        now = timezone.now()
        change_tag(order=order, tag="urgent", is_added=True, actor="Jonas", now=now)
    run()
    for seconds in (5, 10):
        at = (timezone.now() + timedelta(seconds=seconds)).isoformat()
        shopify_says(store, "orders/updated", tags="urgent", updated_at=at)
        run()

    assert len(runs(rule)) == 1


def test_the_best_customers_are_thanked_once(store: Store) -> None:
    words_of(store, "THANK_YOU")
    make_recipe(store, "vip-thanks")
    order = shopify_says(
        store, total_price="6000.00", buyer_accepts_marketing=True, financial_status="paid"
    )
    run()

    assert "vip" in fresh(order).tags
    with store_scope(store.pk):
        assert Customer.objects.get().tags == ["vip"]
    assert [message.state for message in said(order, "THANK_YOU")] == [State.PLANNED]


def test_who_did_not_agree_is_tagged_and_not_written_to(store: Store) -> None:
    words_of(store, "THANK_YOU")
    make_recipe(store, "vip-thanks")
    order = shopify_says(store, total_price="6000.00", financial_status="paid")

    run()

    (message,) = said(order, "THANK_YOU")
    assert (message.state, message.reason) == (State.NOT_SENT, Reason.NO_CONSENT)
    assert "vip" in fresh(order).tags


def test_a_campaigns_orders_get_a_tag(store: Store) -> None:
    make_recipe(store, "ref-tag")
    order = shopify_says(store, landing_site="/?ref=campaign-autumn")

    run()

    assert "campaign" in fresh(order).tags


def test_digital_goods_are_thanked_for(store: Store) -> None:
    words_of(store, "THANK_YOU")
    make_recipe(store, "digital-thanks")
    line = payloads.line(1, requires_shipping=False)
    order = shopify_says(store, line_items=[line], financial_status="paid")

    run()

    assert "digital" in fresh(order).tags
    assert len(said(order, "THANK_YOU")) == 1


def test_a_promise_that_will_not_be_kept_becomes_a_task(store: Store) -> None:
    make_recipe(store, "late-promise")
    order, now = make_order(store), timezone.now()
    with store_scope(store.pk):
        make_promise(order, ships_by=now + timedelta(days=2))

    walk(now=now + timedelta(days=2))
    run(now=now + timedelta(days=2))

    assert tasks(store) == ["A promise will not be kept: look into it"]
    assert fresh(order).tags == ["late"]


def test_nobody_is_left_without_news(store: Store) -> None:
    words_of(store, "NO_NEWS")
    make_recipe(store, "no-news")
    order, now = make_order(store, stage="FULFILMENT"), timezone.now()

    walk(now=now + timedelta(days=5))
    run(now=now + timedelta(days=5))

    assert [message.state for message in said(order, "NO_NEWS")] == [State.PLANNED]
    assert tasks(store) == ["Nothing was heard of this order for days"]


def test_large_orders_are_looked_over(store: Store) -> None:
    make_recipe(store, "high-value")
    large = shopify_says(store, total_price="12000.00")

    run()

    assert tasks(store) == ["Look over a large order before it is sent"]
    assert fresh(large).tags == ["high value", *[t for t in large.tags if t != "high value"]]


def test_no_confirmation_over_the_counter_not_even_for_a_moment(store: Store) -> None:
    words_of(store, "ORDER_CONFIRMATION")
    rule = make_recipe(store, "pos-quiet")

    counter = shopify_says(store, source_name="pos")
    (message,) = said(counter, "ORDER_CONFIRMATION")
    assert (message.state, message.reason) == (State.NOT_SENT, Reason.RULE_OFF)
    run()

    assert [each.state for each in runs(rule)] == [RunState.DONE]


def test_online_orders_are_confirmed_as_ever(store: Store) -> None:
    words_of(store, "ORDER_CONFIRMATION")
    make_recipe(store, "pos-quiet")

    order = shopify_says(store, source_name="web")

    assert [message.state for message in said(order, "ORDER_CONFIRMATION")] == [State.PLANNED]


def test_the_first_order_is_welcomed_a_day_later(store: Store) -> None:
    words_of(store, "THANK_YOU")
    make_recipe(store, "first-order")
    order = shopify_says(store, buyer_accepts_marketing=True)

    run()
    assert said(order, "THANK_YOU") == []
    run(after=timedelta(days=1, minutes=1))

    assert len(said(order, "THANK_YOU")) == 1
    with store_scope(store.pk):
        assert Customer.objects.get().tags == ["new"]
