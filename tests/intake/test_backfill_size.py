"""A file of any length costs one order's memory; and many orders a few statements each."""

import json
import resource
import time
from collections.abc import Iterator
from typing import Any

import pytest

from common.outgoing.streaming import Lines
from intake import backfill_reading, backfill_steps
from intake.models import Backfill, BackfillState
from intake.parsing.graph_lines import gathered
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from stores.shopify.client import Lines as Shops
from tests.intake.test_backfilling import NOW, go_on, sent, shop, start, state_of
from tests.shopify.gathering import Bulks, lines_of
from tests.shopify.graph_writer import order_node
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

__all__ = ["shop"]


def file_of(count: int) -> bytes:
    """So many orders, of which only the numbers differ."""
    lines = "\n".join(json.dumps(each) for each in lines_of(order_node(sent(1)))) + "\n"
    rows = []
    for number in range(count):
        row = lines.replace("5000000000002", str(5_100_000_000_000 + number))
        row = row.replace("4000000000002", str(4_100_000_000_000 + number))
        row = row.replace("370722150123400001", f"3707221501{number:08}")
        rows.append(row.replace("#1001", f"#{number}"))
    return "".join(rows).encode()


def test_the_memory_does_not_grow_with_the_file(settings: Any) -> None:
    one = file_of(400)

    def megabytes() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def endless() -> Iterator[tuple[int, bytes]]:
        place = 0
        for _turn in range(60):
            for line in one.splitlines():
                place += len(line) + 1
                yield place, line

    orders = sum(1 for _each in gathered(endless()))
    before = megabytes()
    orders += sum(1 for _each in gathered(endless()))

    assert orders == 48_000
    assert len(one) * 60 > 100 * 1024 * 1024
    assert megabytes() - before < 8


def test_a_file_is_streamed_and_not_held(settings: Any) -> None:
    content = file_of(2_000) * 6
    with playing(PlayedShop()) as shop:
        path = "/bulk/1.jsonl"
        shop.room(Bulks).files[path] = content
        with Lines(shop.url + path, seconds=120, may_be_private=True) as lines:
            rows = iter(lines)
            next(rows)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            size = sum(len(line) + 1 for _end, line in rows)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            assert lines.is_at_end

    assert size > 40 * 1024 * 1024
    assert grown < 60 * 1024  # the played shop, in this process too, copies the file once


def test_a_batch_costs_a_constant_number_of_statements(
    store: Store, shop: PlayedShop, django_assert_max_num_queries: Any
) -> None:
    shop.room(Bulks).files["/bulk/1.jsonl"] = file_of(backfill_reading.AT_ONCE)
    made = start(store)
    while state_of(made, store).state != BackfillState.READING:
        go_on(most=1)
        with store_scope(store.pk):
            Backfill.objects.update(due_at=NOW)

    with Backfilling() as step, django_assert_max_num_queries(54):
        step()

    assert state_of(made, store).new_count == backfill_reading.AT_ONCE


class Backfilling:
    """One step of what is due."""

    def __enter__(self) -> Any:
        self.lines = Shops().__enter__()
        return lambda: backfill_steps.step_due(lines=self.lines, now=NOW)

    def __exit__(self, *said: Any) -> None:
        self.lines.__exit__(*said)


@pytest.mark.bench
def test_orders_a_second(store: Store, shop: PlayedShop, capsys: Any) -> None:
    count = 5_000
    shop.room(Bulks).files["/bulk/1.jsonl"] = file_of(count)
    made = start(store)

    began = time.monotonic()
    go_on(most=100)
    took = time.monotonic() - began

    assert state_of(made, store).new_count == count
    with store_scope(store.pk):
        assert Order.objects.count() == count
    with capsys.disabled():
        print(f"\n{count} orders in {took:.1f} s: {count / took:.0f} a second")
    assert count / took > 50
