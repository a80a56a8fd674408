"""Copying buyers' data and erasing, shot at each step: made once; all forgotten or nobody."""

import tempfile
from datetime import timedelta
from random import Random
from typing import Any, Final

from django.utils import timezone

from intake.buyers import asking, erasing_shops, making
from intake.buyers.erasing import Asked, Somebody
from orders.models import Order
from stores import ledger
from stores.models import AskedBy, DataExport, ExportArchive, ShopErasure, Store, Tombstone
from stores.scope import every_store, store_scope
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.stores import make_store
from tests.factories.worlds import make_message, make_order

COPYING, ERASING = "copying a buyer's data", "erasing all buyers of a store"
ALL = [
    *((COPYING, f"copies.{step}") for step in ("claimed", "gathered", "kept")),
    *((ERASING, f"erasing.{step}") for step in ("claimed", "forgotten", "written")),
]
BUYERS: Final = 3  # of one death
EMAIL: Final = "kari@example.com"
STAFF: Final = Asked(AskedBy.STAFF, "Mina", "A test")


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    with row.timed():
        for _kill in range(kills):
            {COPYING: _shoot_copying, ERASING: _shoot_erasing}[way](row)
    row.must(
        row.lost == row.duplicates == row.silent == 0,
        f"{row.lost} lost, {row.duplicates} twice, {row.silent} unfinished",
    )
    return row


def copy(say: Say) -> None:
    """Make the copies that are due."""
    while making.make_due(now=timezone.now()):
        pass


def erase(say: Say) -> None:
    """Erase the shops that are due."""
    while erasing_shops.erase_due(now=timezone.now()):
        pass


def _shoot_copying(row: Row) -> None:
    """It dies with no copy kept; the next makes it once the claim has ended."""
    store = _sold()
    with store_scope(store.pk):
        asking.ask_for_copy(
            store=store, somebody=Somebody(email=EMAIL), asked=STAFF, now=timezone.now()
        )
    (end,) = shots.fire([Shot(copy, row.step)])
    row.must(end.is_killed, "not killed")
    shots.finish(Shot(copy))
    with store_scope(store.pk):
        row.must(not ExportArchive.objects.exists(), "half a copy, or one beside a living claim")
        _end_claims(row, DataExport.objects.all())
    shots.finish(Shot(copy))
    with store_scope(store.pk):
        row.silent += DataExport.objects.exclude(state="READY").count()
        row.lost += not ExportArchive.objects.exists()
        row.must(DataExport.objects.get().rows_count > 0, "the copy is empty")


def _shoot_erasing(row: Row) -> None:
    """It dies with nobody forgotten; the next forgets all, under the line that was written."""
    store = _sold()
    with tempfile.TemporaryDirectory() as place:
        changed: dict[str, Any] = {"NOTIFYHUB_LEDGER": place}
        with store_scope(store.pk):
            asked = erasing_shops.ask_for_shop(
                store=store, confirmed=store.shop_domain, asked=STAFF, now=timezone.now()
            )
        (end,) = shots.fire([Shot(erase, row.step, settings=changed)])
        row.must(end.is_killed, "not killed")
        with store_scope(store.pk):
            known = Order.objects.filter(email=EMAIL).count()
            row.must(known == BUYERS, f"{BUYERS - known} were half forgotten")
            row.must(not Tombstone.objects.exists(), "a tombstone of what was not done")
            _end_claims(row, ShopErasure.objects.all())
        shots.finish(Shot(erase, settings=changed))
        _count_erased(row, store, asked, _ids_in(place))


def _count_erased(row: Row, store: Store, asked: ShopErasure, lines: set[str]) -> None:
    with store_scope(store.pk):
        row.lost += Order.objects.exclude(email="").count()
        row.silent += ShopErasure.objects.exclude(state="DONE").count()
        row.duplicates += Tombstone.objects.count() - 1
    # A line without its row would close the house until it is replayed.
    row.must(lines == {str(asked.public_id)}, f"{len(lines)} erasures stand in the ledger")


def _ids_in(place: str) -> set[str]:
    from django.test import override_settings

    with override_settings(NOTIFYHUB_LEDGER=place):
        return {line.id for line in ledger.lines()}


def _end_claims(row: Row, rows: Any) -> None:
    ended = rows.filter(claimed_until__gt=timezone.now())
    count = ended.update(claimed_until=timezone.now() - timedelta(seconds=1))
    row.must(count == 1, f"{count} claims of the dead")


def _sold() -> Store:
    """A store with its buyers. Whatever other deaths left waiting is none of its business."""
    with every_store(because="a test looks after its own store alone"):
        DataExport.objects.filter(state="WAITING").update(state="FAILED")
        ShopErasure.objects.filter(state="WAITING").update(state="FAILED")
    store = make_store()
    for number in range(BUYERS):
        order = make_order(store, email=EMAIL, buyer_name=f"Kari {number}")
        make_message(order)
    return store
