"""Parcels shot at: a number reaches Shopify once, and each line of a file becomes one parcel."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from intake.topics import HANDLERS
from messaging import parcel_imports
from orders.models import Order
from shipping import parcels, writing_back
from shipping.data import ParcelDraft
from shipping.models import Parcel, ParcelImport, ParcelImportRow, ParcelWriteBack, WriteState
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories import payloads
from tests.factories.stores import give_token, make_store
from tests.shopify.goods import Goods, Warehouse
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

WRITING, READING = "telling Shopify numbers", "reading files of parcels"
ALL = [(WRITING, "shipping.written_back"), (READING, "messaging.parcel_line")]
ORDERS = 4  # of one death
LINE = payloads.line()["id"]


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    with row.timed():
        for _kill in range(kills):
            {WRITING: _shoot_writing, READING: _shoot_reading}[way](row, chance)
    return row


def write_back(say: Say) -> None:
    """Tell Shopify of numbers."""
    with every_store(because="a test's worker"), Lines() as lines:
        while writing_back.write_due(lines=lines, now=timezone.now()):
            pass


def read_files(say: Say) -> None:
    """Read files of parcels in."""
    with every_store(because="a test's worker"):
        while parcel_imports.run_imports(now=timezone.now()):
            pass


def _shoot_writing(row: Row, chance: Random) -> None:
    store = make_store()
    give_token(store)
    orders, now = _orders(store), timezone.now()
    with store_scope(store.pk):
        for order in orders:
            draft = ParcelDraft(number=f"N{order.number}")
            parcel = parcels.add_parcel(order=order, draft=draft, actor="a test", now=now)
            writing_back.ask_write_back(parcel=parcel, actor="a test", now=now)
    goods = {order.shopify_id: Goods(left={LINE: 2}) for order in orders}
    with playing(PlayedShop(Warehouse(goods))) as shop:
        changed = {"NOTIFYHUB_SHOPIFY_URL": shop.url}
        kill = f"{row.step}:{chance.randint(1, ORDERS)}"
        (end,) = shots.fire([Shot(write_back, kill, settings=changed)])
        row.must(end.is_killed, "not killed")
        with store_scope(store.pk):
            due = ParcelWriteBack.objects.filter(state=WriteState.DUE)
            due.update(run_after=timezone.now() - timedelta(seconds=1))
        shots.finish(Shot(write_back, settings=changed))
    row.lost += sum(not each.sent for each in goods.values())
    row.duplicates += sum(len(each.sent) > 1 for each in goods.values())
    with store_scope(store.pk):
        row.silent += ParcelWriteBack.objects.exclude(state=WriteState.DONE).count()
    row.must(
        row.lost == row.duplicates == row.silent == 0,
        f"{row.lost} lost, {row.duplicates} twice, {row.silent} unfinished",
    )


def _shoot_reading(row: Row, chance: Random) -> None:
    store = make_store()
    lines = [f"{order.name},N{order.number}" for order in _orders(store)]
    now = timezone.now()
    with store_scope(store.pk):
        source = parcel_imports.check_file(
            store=store,
            name="a test",
            content="\n".join(["order,number", *lines]).encode(),
            actor="a test",
            now=now,
        )
        parcel_imports.begin_import(
            source=source, tells_buyers=False, tells_shopify=False, actor="a test", now=now
        )
    (end,) = shots.fire([Shot(read_files, f"{row.step}:{chance.randint(1, ORDERS)}")])
    row.must(end.is_killed, "not killed")
    with store_scope(store.pk):
        held = ParcelImport.objects.filter(pk=source.pk)
        held.update(claimed_until=timezone.now() - timedelta(seconds=1))
    shots.finish(Shot(read_files))
    with store_scope(store.pk):
        numbers = list(Parcel.objects.values_list("number", flat=True))
        done = ParcelImportRow.objects.filter(state=ParcelImportRow.State.ADDED).count()
    row.lost += ORDERS - len(set(numbers))
    row.duplicates += len(numbers) - len(set(numbers))
    row.silent += ORDERS - done
    row.must(
        row.lost == row.duplicates == row.silent == 0,
        f"{row.lost} lost, {row.duplicates} twice, {row.silent} unfinished",
    )


def _orders(store: Store) -> list[Order]:
    with store_scope(store.pk):
        for number in range(ORDERS):
            known_as = payloads.ORDER_ID + 20_000 + number
            body = payloads.order(
                id=known_as,
                admin_graphql_api_id=f"gid://shopify/Order/{known_as}",
                name=f"#{3000 + number}",
                order_number=3000 + number,
            )
            HANDLERS["orders/create"](store, body, timezone.now())
        return list(Order.objects.select_related("store").order_by("pk"))
