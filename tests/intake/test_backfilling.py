"""Fetching old orders: the same rows as by webhook, in steps that may die, with nobody told."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake import backfill_reading, backfill_steps, backfilling, taking
from intake.models import Backfill, BackfillState
from intake.parsing.buying import parse_order
from messaging.models import Message
from orders.models import (
    Activity,
    ActivityKind,
    LineItem,
    Order,
)
from shipping.models import Parcel
from stores.models import Store
from stores.scope import Scope, store_scope
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.factories.stores import give_token
from tests.shopify.changes import told
from tests.shopify.gathering import Bulks
from tests.shopify.graph_writer import order_node
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

NOW = timezone.now().replace(microsecond=0)
State = BackfillState


@pytest.fixture
def shop(settings: Any, store: Store) -> Iterator[PlayedShop]:
    with playing(PlayedShop()) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        give_token(store)
        yield shop


def body(number: int = 1, **fields: Any) -> dict[str, Any]:
    at = (NOW - timedelta(days=100, hours=-number)).isoformat()
    said = {"created_at": at, "processed_at": at, "updated_at": at}
    buyer = payloads.customer(
        id=payloads.CUSTOMER_ID + number % 7,
        email=f"kari{number % 7}@example.com",
        updated_at=at,
        tags="",
    )
    return payloads.order(
        **{
            **said,
            "id": payloads.ORDER_ID + number,
            "admin_graphql_api_id": f"gid://shopify/Order/{payloads.ORDER_ID + number}",
            "name": f"#{1000 + number}",
            "total_outstanding": "0.00",
            "order_number": 1000 + number,
            "customer": buyer,
            "tags": "vip, old" if number % 3 else "",
            **fields,
        }
    )


def sent(number: int, **fields: Any) -> dict[str, Any]:
    at = (NOW - timedelta(days=99, hours=-number)).isoformat()
    said = payloads.fulfilment(
        id=payloads.FULFILMENT_ID + number,
        order_id=payloads.ORDER_ID + number,
        created_at=at,
        updated_at=at,
        shipment_status="delivered",
        tracking_numbers=[f"3707221501234{number:05}"],
        **fields,
    )
    return body(
        number,
        updated_at=at,
        financial_status="paid",
        fulfillment_status="fulfilled",
        fulfillments=[said],
    )


def start(store: Store, since: datetime | None = None) -> Backfill:
    with store_scope(store.pk):
        return backfilling.start_backfill(store=store, since=since, actor="mina", now=NOW)


def go_on(now: datetime = NOW, *, most: int = 60, hours: int = 30) -> None:
    """Until nothing is left to do; what is put off has its time."""
    end = now + timedelta(hours=hours)
    with Lines() as lines:
        while now < end and most:
            most -= 1
            if not backfill_steps.step_due(lines=lines, now=now):
                now += timedelta(minutes=10)


def state_of(backfill: Backfill, store: Store) -> Backfill:
    with store_scope(store.pk):
        backfill.refresh_from_db()
    return backfill


def take(store: Store, said: dict[str, Any]) -> None:
    with store_scope(store.pk):
        taking.take_order(store=store, data=parse_order(said), now=NOW)


def test_old_orders_are_fetched_and_nobody_is_told(store: Store, shop: PlayedShop) -> None:
    for number in range(12):
        told(shop, order_node(sent(number)))

    made = start(store)
    go_on()

    done = state_of(made, store)
    assert (done.state, done.problem) == (State.DONE, "")
    assert (done.read_count, done.new_count, done.promised_count, done.share) == (12, 12, 12, 100)
    with store_scope(store.pk):
        assert Order.objects.count() == 12
        assert Parcel.objects.count() == 12
        assert not Message.objects.exists()
        facts = Activity.objects.all()
        assert facts.filter(kind=ActivityKind.ORDER_PLACED).count() == 12
        assert not facts.exclude(data__has_key="backfilled").exists()
        store.refresh_from_db()
        assert store.sends_from_at


def test_a_file_is_read_on_from_where_reading_ended(
    store: Store, shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill_reading, "AT_ONCE", 3)
    monkeypatch.setattr(backfill_reading, "LONGEST", 0.0)
    monkeypatch.setattr("common.outgoing.streaming._PIECE", 30_000)
    for number in range(20):
        told(shop, order_node(body(number)))

    made = start(store)
    go_on(most=300)

    assert state_of(made, store).new_count == 20
    assert len(shop.room(Bulks).ranges) > 3
    assert any(each.startswith("bytes=") for each in shop.room(Bulks).ranges)


def test_lines_apart_from_their_order_are_made_up_for(store: Store, shop: PlayedShop) -> None:
    for number in range(4):
        told(shop, order_node(body(number)))
    shop.room(Bulks).strays = True

    start(store)
    go_on()

    with store_scope(store.pk):
        assert LineItem.objects.count() == 4


def test_pause_resume_and_cancel(store: Store, shop: PlayedShop) -> None:
    told(shop, order_node(body()))
    made = start(store)
    with store_scope(store.pk):
        with pytest.raises(backfilling.BackfillIsRunning):
            backfilling.start_backfill(store=store, since=None, actor="tor", now=NOW)
        backfilling.pause_backfill(backfill=made, now=NOW)
        with pytest.raises(backfilling.NotPossibleNow):
            backfilling.pause_backfill(backfill=made, now=NOW)
    go_on()
    assert state_of(made, store).state == State.PAUSED
    assert shop.asked == []

    with store_scope(store.pk):
        backfilling.resume_backfill(backfill=made, now=NOW)
        with pytest.raises(backfilling.NotPossibleNow):
            backfilling.resume_backfill(backfill=made, now=NOW)
    go_on()
    assert state_of(made, store).state == State.DONE
    with store_scope(store.pk), pytest.raises(backfilling.NotPossibleNow):
        backfilling.cancel_backfill(backfill=made, now=NOW)
    again = start(store)
    with store_scope(store.pk):
        backfilling.cancel_backfill(backfill=again, now=NOW)
    assert state_of(again, store).state == State.CANCELLED


def test_a_pause_in_the_middle_of_a_batch_keeps_nothing_of_it(
    store: Store, shop: PlayedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(shop, order_node(body()))
    made = start(store)
    parsed = backfill_reading._parsed

    def pausing(batch: Any) -> Any:
        monkeypatch.setattr(backfill_reading, "_parsed", parsed)
        backfilling.pause_backfill(backfill=made, now=NOW)
        return parsed(batch)

    monkeypatch.setattr(backfill_reading, "_parsed", pausing)
    go_on()

    row = state_of(made, store)
    assert (row.state, row.offset, row.new_count) == (State.PAUSED, 0, 0)
    with store_scope(store.pk):
        assert not Order.objects.exists()
        backfilling.resume_backfill(backfill=made, now=NOW)
    go_on()
    assert state_of(made, store).new_count == 1


def test_an_address_that_ended_is_asked_for_anew(store: Store, shop: PlayedShop) -> None:
    told(shop, order_node(body()))
    shop.room(Bulks).expired = 1

    made = start(store)
    go_on()

    assert state_of(made, store).state == State.DONE
    assert len(shop.room(Bulks).asked) == 1


def test_a_file_that_is_gone_is_gathered_anew(store: Store, shop: PlayedShop) -> None:
    told(shop, order_node(body()))
    shop.room(Bulks).expired = 3

    made = start(store)
    go_on()

    assert state_of(made, store).state == State.DONE
    assert len(shop.room(Bulks).asked) == 2


def test_an_operation_whose_name_was_lost_is_found_again(store: Store, shop: PlayedShop) -> None:
    told(shop, order_node(body()))
    shop.manners.loses = ["RunBulk"]

    made = start(store)
    go_on()

    assert state_of(made, store).state == State.DONE
    assert len(shop.room(Bulks).asked) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [("ACCESS_DENIED", "protected customer data"), ("INTERNAL_SERVER_ERROR", "Start again")],
)
def test_a_failure_says_what_to_do(store: Store, shop: PlayedShop, code: str, words: str) -> None:
    told(shop, order_node(body()))
    shop.room(Bulks).fails = code

    made = start(store)
    go_on()

    row = state_of(made, store)
    assert row.state == State.FAILED
    assert words in row.problem
    assert row.finished_at


def test_what_shopify_had_gathered_is_taken_although_it_failed(
    store: Store, shop: PlayedShop
) -> None:
    told(shop, order_node(body()))
    shop.room(Bulks).fails, shop.room(Bulks).is_partial = "TIMEOUT", True

    made = start(store)
    go_on()

    row = state_of(made, store)
    assert (row.state, row.new_count) == (State.FAILED, 1)
    assert "half way" in row.problem


def test_without_all_orders_only_sixty_days_are_asked_for(store: Store, shop: PlayedShop) -> None:
    shop.room(Bulks).scopes = ("read_orders",)
    told(shop, order_node(body()))

    made = start(store)
    go_on()

    assert state_of(made, store).is_limited
    since = NOW - timedelta(days=60)
    assert f"created_at:>='{since:%Y-%m-%dT%H:%M:%SZ}'" in shop.room(Bulks).asked[0]


def test_without_leave_to_read_orders_it_says_so(store: Store, shop: PlayedShop) -> None:
    shop.room(Bulks).scopes = ()

    made = start(store)
    go_on()

    row = state_of(made, store)
    assert row.state == State.FAILED
    assert "read_orders" in row.problem


def test_a_shop_without_orders_is_done_at_once(store: Store, shop: PlayedShop) -> None:
    made = start(store)
    go_on()

    assert state_of(made, store).state == State.DONE


def test_a_store_that_cannot_be_asked_is_refused(store: Store) -> None:
    with pytest.raises(backfilling.NobodyToAsk):
        start(store)


def test_spoilt_lines_cost_themselves_alone(store: Store, shop: PlayedShop) -> None:
    for number in range(3):
        told(shop, order_node(body(number)))
    made = start(store)
    go_on(most=3)
    path = "/bulk/1.jsonl"
    lines = shop.room(Bulks).files.get(path)
    if lines is not None:
        shop.room(Bulks).files[path] = b"{nonsense\n" + lines + b'{"id": null}\n'
    go_on()

    row = state_of(made, store)
    assert (row.state, row.new_count) == (State.DONE, 3)


def test_a_mixed_history_is_read_whatever_its_order(
    store: Store, shop: PlayedShop, inside: Scope
) -> None:
    bodies = [sent(number) for number in range(30)]
    random.Random(7).shuffle(bodies)
    for each in bodies[:20]:
        told(shop, order_node(each))
    for each in bodies[10:]:
        take(store, each)

    made = start(store)
    go_on()

    row = state_of(made, store)
    assert (row.new_count, row.known_count) == (10, 10)
    assert Order.objects.count() == 30
