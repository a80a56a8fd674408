"""The order's note and its corrected e-mail are written to Shopify, and never fight with it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from intake.parsing import buying
from orders import archiving, correcting, field_writing, shop_notes, tag_changing
from orders.models import Activity, ActivityKind, Order, OrderWrite
from orders.services import record_order
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.factories.stores import give_token
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

NOW = payloads.START + timedelta(minutes=10)
ID = payloads.ORDER_ID
TYPO, RIGHT = "kari@gmial.com", "kari@gmail.com"


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    orders = Orders()
    orders.add(ID, note="Ring twice", email=TYPO)
    with playing(PlayedShop(orders)) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        yield shop


@pytest.fixture
def order(store: Store) -> Order:
    give_token(store)
    return told(store, minute=0)


def told(store: Store, *, minute: int, note: str = "Ring twice", email: str = TYPO) -> Order:
    """Shopify tells of the order, as it was at this minute."""
    body = payloads.order(updated_at=payloads.at(minute), note=note, email=email)
    body["contact_email"] = email
    with store_scope(store.pk):
        return record_order(store=store, data=buying.parse_order(body), now=NOW)


def note(order: Order, text: str, now: datetime = NOW) -> bool:
    with store_scope(order.store_id):
        return shop_notes.change_shop_note(order=order, text=text, actor="Mina", now=now)


def correct(order: Order) -> bool:
    with store_scope(order.store_id):
        return correcting.correct_email(
            order=order, email=RIGHT, actor="Mina", because="a typo", now=NOW
        )


def write(now: datetime = NOW) -> int:
    with every_store(because="a test writes fields"), Lines() as lines:
        return field_writing.write_due_fields(lines=lines, now=now)


def fresh(order: Order) -> Order:
    with store_scope(order.store_id):
        return Order.objects.get()


def wish(order: Order) -> OrderWrite:
    with store_scope(order.store_id):
        return OrderWrite.objects.get()


def feed(order: Order) -> list[str]:
    with store_scope(order.store_id):
        return list(Activity.objects.order_by("id").values_list("kind", flat=True))


def test_a_note_is_changed_in_both_places(shop: PlayedShop, order: Order) -> None:
    assert note(order, " Ring once ")
    assert (fresh(order).customer_note, fresh(order).shopify_note) == ("Ring once", "Ring twice")

    write()

    assert shop.room(Orders).nodes[ID]["note"] == "Ring once"
    assert (wish(order).state, write(NOW + timedelta(days=1))) == ("DONE", 0)
    assert not note(order, "Ring once")


def test_what_shopify_said_before_our_write_does_not_undo_it(
    shop: PlayedShop, order: Order, store: Store
) -> None:
    note(order, "Ring once")

    told(store, minute=20)

    assert fresh(order).customer_note == "Ring once"


def test_shopifys_news_of_our_own_write_tells_nothing_new(
    shop: PlayedShop, order: Order, store: Store
) -> None:
    note(order, "Ring once")
    write()
    before = feed(order)

    told(store, minute=20, note="Ring once")

    assert (fresh(order).customer_note, fresh(order).shopify_note) == ("Ring once", None)
    assert feed(order) == before
    assert before.count(ActivityKind.NOTED) == 1
    assert (len(shop.room(Orders).writes), write(NOW + timedelta(days=1))) == (1, 0)


def test_a_note_that_is_changed_in_shopify_afterwards_wins(
    shop: PlayedShop, order: Order, store: Store
) -> None:
    note(order, "Ring once")
    write()
    told(store, minute=20, note="Ring once")

    told(store, minute=30, note="Do not ring")

    assert fresh(order).customer_note == "Do not ring"
    assert write(NOW + timedelta(days=1)) == 0


def test_a_corrected_address_is_written_to_shopify(
    shop: PlayedShop, order: Order, store: Store
) -> None:
    correct(order)
    write()

    assert shop.room(Orders).nodes[ID]["email"] == RIGHT
    told(store, minute=20, email=RIGHT)
    assert (fresh(order).email, fresh(order).shopify_email) == (RIGHT, None)


def test_a_store_may_keep_its_corrections_here(shop: PlayedShop, order: Order) -> None:
    with store_scope(order.store_id):
        archiving.choose_policy(
            store=order.store,
            days=None,
            writes_tags=True,
            writes_corrections=False,
            actor="Mina",
            now=NOW,
        )

    correct(order)
    note(order, "Ring once")

    assert (write(), shop.asked) == (0, [])
    assert (fresh(order).email, fresh(order).customer_note) == (RIGHT, "Ring once")


def test_an_answer_that_was_lost_is_asked_for_again(shop: PlayedShop, order: Order) -> None:
    shop.manners.loses = ["ChangeOrder"]
    note(order, "Ring once")

    write()

    assert [each["note"] for each in shop.room(Orders).writes] == ["Ring once"] * 2
    assert wish(order).state == "DONE"


def test_what_shopify_refuses_is_shown_and_may_be_tried_again(
    shop: PlayedShop, order: Order
) -> None:
    shop.manners.user_errors = [{"field": ["email"], "message": "Email is invalid"}]
    correct(order)
    write()

    with store_scope(order.store_id):
        shown = [(each.field, each.state, each.detail) for each in field_writing.fields_of(order)]
        again = tag_changing.write_again(order=order, now=NOW)
    write()

    assert shown == [("EMAIL", "REFUSED", "Shopify says: Email is invalid")]
    assert (again, shop.room(Orders).nodes[ID]["email"]) == (1, RIGHT)


def test_the_last_wish_counts(shop: PlayedShop, order: Order) -> None:
    shop.manners.statuses = [503] * 4
    note(order, "One")
    write()
    note(order, "Two", now=NOW + timedelta(seconds=1))

    write(NOW + timedelta(minutes=1))

    assert shop.room(Orders).nodes[ID]["note"] == "Two"
    assert len(shop.room(Orders).writes) == 1


def test_a_store_without_a_connection_keeps_it_here(shop: PlayedShop, store: Store) -> None:
    order = told(store, minute=0)
    note(order, "Ring once")

    write()

    assert (wish(order).state, shop.asked) == ("LOCAL", [])
