"""Telling Shopify of staff's tags and buyers' addresses, shot when it knows and we do not yet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Final

from django.utils import timezone

from orders import correcting, customer_tags, field_writing, shop_notes, tag_changing, tag_writing
from orders.data import AddressData
from orders.models import Customer, CustomerTagWrite, Order, OrderWrite, TagWrite, WriteState
from statuspage import asking, telling_shops
from statuspage.models import BuyerRequest, ShopState
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.orders import make_order
from tests.factories.stores import give_token, make_store
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop
from tests.shopify.tags import Tagging
from tests.statuspage.buyers import ADDRESS, ELSEWHERE, settings_for

TAGGING, MOVING = "telling Shopify tags", "telling Shopify addresses"
NOTING = "telling Shopify notes and e-mails"
TAGGING_BUYERS = "telling Shopify tags of customers"
ALL = [
    (TAGGING, "orders.tag_written"),
    (TAGGING_BUYERS, "orders.customer_tag_written"),
    (NOTING, "orders.field_written"),
    (MOVING, "statuspage.shop_told"),
]
ORDERS = 4  # of one death


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    with row.timed():
        for _kill in range(kills):
            _SHOOTS[way](row, chance)
    row.must(
        row.lost == row.duplicates == row.silent == 0,
        f"{row.lost} lost, {row.duplicates} twice, {row.silent} unfinished",
    )
    return row


def write_tags(say: Say) -> None:
    """Tell Shopify which tags staff changed."""
    with every_store(because="a test's worker"), Lines() as lines:
        while tag_writing.write_due_tags(lines=lines, now=timezone.now()):
            pass


def write_customer_tags(say: Say) -> None:
    """Tell Shopify which tags rules gave customers."""
    with every_store(because="a test's worker"), Lines() as lines:
        while tag_writing.write_due_customer_tags(lines=lines, now=timezone.now()):
            pass


def write_fields(say: Say) -> None:
    """Tell Shopify of notes and corrected addresses."""
    with every_store(because="a test's worker"), Lines() as lines:
        while field_writing.write_due_fields(lines=lines, now=timezone.now()):
            pass


def tell_shops(say: Say) -> None:
    """Tell Shopify of granted addresses."""
    with every_store(because="a test's worker"), Lines() as lines:
        while telling_shops.tell_due_shops(lines=lines, now=timezone.now()):
            pass


def _shoot_tagging(row: Row, chance: Random) -> None:
    """Each order gets a tag and loses one."""
    store = _connected()
    orders, now = [_tagged(store) for _ in range(ORDERS)], timezone.now()
    with store_scope(store.pk):
        for order in Order.objects.select_related("store"):
            for tag, is_added in (("gift", True), ("vip", False)):
                tag_changing.change_tag(
                    order=order, tag=tag, is_added=is_added, actor="Jonas", now=now
                )
    with playing(
        PlayedShop(Orders.tagged({order.shopify_id: ["vip"] for order in orders}))
    ) as shop:
        _shoot(row, chance, shop, write_tags, 2 * ORDERS, lambda: _let_tags_wait_no_more(store))
    there = [shop.room(Orders).tags(order.shopify_id) for order in orders]
    row.lost += sum("gift" not in tags or "vip" in tags for tags in there)
    row.duplicates += sum(len(tags) > len(set(tags)) for tags in there)
    with store_scope(store.pk):
        states = list(TagWrite.objects.values_list("state", flat=True))
    row.silent += sum(state != WriteState.DONE for state in states)
    row.must(len(states) == 2 * ORDERS, f"{len(states)} wishes")


def _shoot_tagging_buyers(row: Row, chance: Random) -> None:
    """Each customer gets a tag and loses one."""
    store, now = _connected(), timezone.now()
    numbers = range(1, ORDERS + 1)
    with store_scope(store.pk):
        for number in numbers:
            buyer = Customer.objects.create(store=store, shopify_id=number, shopify_tags=["vip"])
            for tag, is_added in (("gift", True), ("vip", False)):
                customer_tags.change_customer_tag(
                    customer=buyer, tag=tag, is_added=is_added, now=now
                )
    with playing(PlayedShop(Tagging(of_customers={each: ["vip"] for each in numbers}))) as shop:
        wait = partial(_let_customer_tags_wait_no_more, store)
        _shoot(row, chance, shop, write_customer_tags, 2 * ORDERS, wait)
    row.lost += sum(tags != ["gift"] for tags in shop.room(Tagging).of_customers.values())
    with store_scope(store.pk):
        states = list(CustomerTagWrite.objects.values_list("state", flat=True))
    row.silent += sum(state != WriteState.DONE for state in states)
    row.must(len(states) == 2 * ORDERS, f"{len(states)} wishes")


def _shoot_noting(row: Row, chance: Random) -> None:
    """Each order gets a note and a mended address."""
    store, now, wanted = _connected(), timezone.now(), {}
    for number in range(ORDERS):
        order = make_order(store, email=f"buyer{number}@gmial.example")
        wanted[order.shopify_id] = (f"note {number}", f"buyer{number}@gmail.example")
        note, email = wanted[order.shopify_id]
        with store_scope(store.pk):
            shop_notes.change_shop_note(order=order, text=note, actor="Jonas", now=now)
            correcting.correct_email(
                order=order, email=email, actor="Jonas", because="a typo", now=now
            )
    with playing(PlayedShop(Orders(is_open=True))) as shop:
        _shoot(row, chance, shop, write_fields, 2 * ORDERS, lambda: _let_fields_wait_no_more(store))
    there = shop.room(Orders).nodes
    for number, (note, email) in wanted.items():
        told = there.get(number, {})
        row.lost += (told.get("note"), told.get("email")) != (note, email)
    row.must(set(there) == set(wanted), "an order that nobody changed")
    with store_scope(store.pk):
        states = list(OrderWrite.objects.values_list("state", flat=True))
    row.silent += sum(state != WriteState.DONE for state in states)
    row.must(len(states) == 2 * ORDERS, f"{len(states)} wishes")


def _shoot_moving(row: Row, chance: Random) -> None:
    """Each order goes to a house of its own."""
    store = _connected()
    settings_for(store, address_change="AUTOMATIC")
    wanted = {}
    for number in range(ORDERS):
        order = make_order(store, shipping_address=ADDRESS, delivery_method="SHIPPING")
        address = replace(AddressData(**ELSEWHERE), address1=f"Nygata {number}")
        wanted[order.shopify_id] = address
        with store_scope(store.pk):
            asking.ask_address(order=order, address=address, now=timezone.now())
    with playing(PlayedShop(Orders(is_open=True))) as shop:
        _shoot(row, chance, shop, tell_shops, ORDERS, lambda: _let_addresses_wait_no_more(store))
    for number, address in wanted.items():
        there = shop.room(Orders).addresses.get(number, {})
        row.lost += (there.get("address1"), there.get("zip")) != (address.address1, address.zip)
    row.must(set(shop.room(Orders).addresses) <= set(wanted), "an order that nobody moved")
    with store_scope(store.pk):
        states = list(BuyerRequest.objects.values_list("shop_state", flat=True))
    row.silent += sum(state != ShopState.DONE for state in states)
    row.must(len(states) == ORDERS, f"{len(states)} requests")


def _tagged(store: Store) -> Order:
    return make_order(store, shopify_tags=["vip"], tags=["vip"])


def _connected() -> Store:
    store = make_store()
    give_token(store)
    return store


def _shoot(
    row: Row,
    chance: Random,
    shop: PlayedShop,
    deed: Callable[[Say], None],
    wishes: int,
    wait: Callable[[], None],
) -> None:
    """One dies after Shopify's answer and before it is kept; another does the rest."""
    changed, nth = {"NOTIFYHUB_SHOPIFY_URL": shop.url}, chance.randint(1, wishes)
    (end,) = shots.fire([Shot(deed, f"{row.step}:{nth}", settings=changed)])
    row.must(end.is_killed, "not killed")
    row.must(len(shop.asked) == nth, f"{len(shop.asked)} told before the death at {nth}")
    wait()
    shots.finish(Shot(deed, settings=changed))
    # What it was told when the other died it is told again, which changes nothing; no more.
    row.must(len(shop.asked) == wishes + 1, f"{len(shop.asked)} told of {wishes}")


def _let_tags_wait_no_more(store: Store) -> None:
    with store_scope(store.pk):
        due = TagWrite.objects.filter(state=WriteState.DUE)
        due.update(run_after=timezone.now() - timedelta(seconds=1))


def _let_customer_tags_wait_no_more(store: Store) -> None:
    with store_scope(store.pk):
        due = CustomerTagWrite.objects.filter(state=WriteState.DUE)
        due.update(run_after=timezone.now() - timedelta(seconds=1))


def _let_fields_wait_no_more(store: Store) -> None:
    with store_scope(store.pk):
        due = OrderWrite.objects.filter(state=WriteState.DUE)
        due.update(run_after=timezone.now() - timedelta(seconds=1))


def _let_addresses_wait_no_more(store: Store) -> None:
    with store_scope(store.pk):
        due = BuyerRequest.objects.filter(shop_state=ShopState.DUE)
        due.update(run_after=timezone.now() - timedelta(seconds=1))


_SHOOTS: Final = {
    TAGGING: _shoot_tagging,
    TAGGING_BUYERS: _shoot_tagging_buyers,
    NOTING: _shoot_noting,
    MOVING: _shoot_moving,
}
