"""Orders fetched by back-fill are the rows that webhooks make, whichever was first."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from intake.models import BackfillState as State
from intake.parsing.buying import parse_order
from orders.data import OrderData
from orders.freshness import order_rank
from orders.models import (
    Activity,
    Customer,
    Fulfilment,
    LineItem,
    Order,
    OrderTag,
    Refund,
)
from shipping.models import Parcel
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads
from tests.factories.stores import make_store
from tests.intake.test_backfilling import NOW, body, go_on, sent, shop, start, state_of, take
from tests.shopify.changes import told
from tests.shopify.graph_writer import order_node
from tests.shopify.shop import PlayedShop

__all__ = ["shop"]

IGNORED = {"id", "public_id", "token", "order_id", "customer_id", "fulfilment_id"}
KEPT = (Order, LineItem, OrderTag, Customer, Fulfilment, Refund, Parcel)


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All that is kept of orders, but for what is drawn by lot, or numbers of rows."""
    found = {}
    with store_scope(store.pk):
        for model in KEPT:
            said = []
            for row in model.objects.filter(store=store).values():
                clean = {name: each for name, each in row.items() if name not in IGNORED}
                said.append(clean | {"store_id": 0})
            found[model.__name__] = sorted(said, key=lambda row: json.dumps(row, default=str))
        facts = Activity.objects.filter(store=store, message_id=None)
        facts = facts.exclude(kind__in=["ORDER_ATTRIBUTED", "PROMISED", "PROMISE_CHANGED"])
        found["Activity"] = told_by(facts.values_list("key", "at", "data"))
    return found


def told_by(facts: Any) -> list[dict[str, Any]]:
    """What is told, and what the sums of it come to: a refund may be told by its sum at first."""
    sums: dict[str, list[int]] = {}
    plain = []
    for key, at, data in facts:
        data.pop("backfilled", None)
        data.pop("products", None)
        of = data.pop("corrects", key)
        money = sums.setdefault(of, [0, 0])
        money[0] += data.pop("product_minor", 0)
        money[1] += data.pop("total_minor", 0)
        if of == key:
            plain.append((key, at.isoformat(), json.dumps(data, sort_keys=True)))
    return [{"of": each} for each in (*sorted(plain), *sorted(sums.items()))]


def refunded(number: int) -> dict[str, Any]:
    whole = sent(number)
    line = payloads.line()["id"]
    at = (NOW - timedelta(days=90)).isoformat()
    back = {
        "id": 3_000_000_000_000 + number,
        "created_at": at,
        "processed_at": at,
        "note": "too small",
        "refund_line_items": [{"line_item_id": line, "quantity": 1, "subtotal": "100.00"}],
        "transactions": [
            {"kind": "refund", "status": "success", "gateway": "klarna", "amount": "100.00"}
        ],
        "order_adjustments": [],
    }
    return {**whole, "refunds": [back], "financial_status": "partially_refunded"}


@pytest.mark.parametrize("way", ["alone", "webhooks first", "webhooks last"])
def test_the_rows_are_those_of_webhooks(
    store: Store, shop: PlayedShop, way: str, agency: Any
) -> None:
    told_by_webhook = make_store(agency, name="By webhook", shop_domain="hook.myshopify.com")
    bodies = [body(1), sent(2), refunded(3), sent(4), body(5, cancelled_at=payloads.at(5))]
    for each in bodies:
        told(shop, order_node(each))
        take(told_by_webhook, each)
    if way == "webhooks first":
        for each in bodies:
            take(store, each)

    made = start(store)
    go_on()
    if way == "webhooks last":
        for each in bodies:
            take(store, each)

    assert state_of(made, store).state == State.DONE
    ours, theirs = rows(store), rows(told_by_webhook)
    for name, expected in theirs.items():
        assert len(ours[name]) == len(expected), name
        for one, other in zip(ours[name], expected, strict=True):
            differs = {key: (one[key], other[key]) for key in one if one[key] != other[key]}
            assert not differs, (name, differs)


@pytest.mark.parametrize("name", [f"#{number}" for number in range(12)])
def test_a_snapshot_that_tells_of_its_goods_wins_over_one_that_does_not(name: str) -> None:
    whole = parse_order(refunded(3) | {"name": name})

    assert order_rank(whole) > order_rank(_as_in_a_file(whole))


def _as_in_a_file(data: OrderData) -> OrderData:
    """A bulk operation does not tell of what is below a fulfilment or a refund."""
    return replace(
        data,
        fulfilments=tuple(replace(each, lines=()) for each in data.fulfilments),
        refunds=tuple(
            replace(each, lines=(), payments=(), settled_count=0) for each in data.refunds
        ),
    )
