"""A whole shop erased by hand: asked for once, done by a job, all of it or nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from intake.buyers import erasing_shops
from intake.buyers.erasing import Asked, NotConfirmed
from intake.topics import HANDLERS
from orders.models import Checkout, Order
from stores import ledger
from stores.models import AskedBy, ErasureKind, ShopErasure, ShopErasureState, Store, Tombstone
from stores.scope import Scope
from tests.factories import payloads

CLOSED = Asked(AskedBy.STAFF, "Mina", "The client closed the shop")


@pytest.fixture
def ledger_place(tmp_path: Path, settings: Any) -> Path:
    settings.NOTIFYHUB_LEDGER = str(tmp_path / "ledger")
    return tmp_path / "ledger"


@pytest.fixture
def sold(store: Store, inside: Scope) -> Order:
    for topic, body in payloads.life():
        HANDLERS[topic](store, body, payloads.START)
    HANDLERS["checkouts/create"](store, payloads.checkout(customer=None), payloads.START)
    return Order.objects.get()


def ask(store: Store, **fields: Any) -> ShopErasure:
    said = {"confirmed": store.shop_domain, "asked": CLOSED, "now": timezone.now(), **fields}
    return erasing_shops.ask_for_shop(store=store, **said)


def work(*, later: timedelta = timedelta(seconds=1)) -> int:
    done = 0
    while erasing_shops.erase_due(now=timezone.now() + later):
        done += 1
    return done


def test_it_wants_a_reason_and_the_address_of_the_shop(store: Store, sold: Order) -> None:
    with pytest.raises(NotConfirmed, match="Say why"):
        ask(store, asked=Asked(AskedBy.STAFF, "Mina", " "))
    with pytest.raises(NotConfirmed, match=store.shop_domain):
        ask(store, confirmed=store.name)
    assert work() == 0

    ask(store)

    assert work() == 1
    assert Order.objects.get().email == ""


def test_everybody_is_forgotten_and_the_ledger_says_so(
    store: Store, sold: Order, ledger_place: Path
) -> None:
    asked = ask(store)

    assert work() == 1

    assert (Order.objects.get().email, Checkout.objects.get().email) == ("", "")
    row = Tombstone.objects.get()
    assert (row.kind, row.actor, row.reason) == (ErasureKind.SHOP, "Mina", CLOSED.reason)
    (line,) = ledger.lines()
    assert (line.id, line.kind) == (str(asked.public_id), "SHOP")
    asked.refresh_from_db()
    assert (asked.state, asked.orders_count) == (ShopErasureState.DONE, 1)
    assert asked.done_at == row.erased_at
    assert work() == 0


def test_asked_twice_it_is_done_once_and_may_be_asked_again_later(
    store: Store, sold: Order, ledger_place: Path
) -> None:
    assert ask(store) == ask(store)
    assert work() == 1

    ask(store)

    assert work() == 1
    assert Tombstone.objects.count() == 2


def test_what_cannot_be_written_down_is_tried_again_then_given_up(
    store: Store, sold: Order, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.NOTIFYHUB_LEDGER = str(tmp_path / "file")
    asked = ask(store)

    for _attempt in range(erasing_shops.TRIES):
        assert work(later=timedelta(hours=1)) >= 0
        ShopErasure.objects.filter(pk=asked.pk).update(run_after=timezone.now())

    asked.refresh_from_db()
    assert asked.state == ShopErasureState.FAILED
    assert "cannot be written" in asked.trouble
    assert Order.objects.get().email == "kari@example.com"
    assert not Tombstone.objects.exists()
