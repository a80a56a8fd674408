"""Shopify promises no order of arrival: whatever it is, the rows must be the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.topics import HANDLERS
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads
from tests.orders.rows import all_rows, told_sums

LIFE = payloads.life()
Rows = dict[str, list[dict[Any, Any]]]


class _RollBack(Exception):
    pass


def rows_after(store: Store, arrivals: list[int]) -> Rows:
    """The rows that these webhooks of the life leave, in this order; then all is rolled back."""
    found: Rows = {}
    try:
        with transaction.atomic():
            for number in arrivals:
                topic, body = LIFE[number]
                HANDLERS[topic](store, body, payloads.START)
            found = all_rows("orders", "shipping") | {"Sums": [dict(told_sums())]}
            raise _RollBack
    except _RollBack:
        return found


@pytest.fixture
def told_in_order(store: Store, inside: Scope) -> Rows:
    return rows_after(store, list(range(len(LIFE))))


def test_the_life_is_worth_shuffling(told_in_order: Rows) -> None:
    counts = {name: len(rows) for name, rows in told_in_order.items() if rows and name != "Sums"}
    (order,) = told_in_order["Order"]

    assert counts == {
        "Customer": 1,
        "Order": 1,
        "OrderTag": 1,
        "LineItem": 2,
        "Fulfilment": 1,
        "Refund": 1,
        "OrderEdit": 1,
        "Activity": 13,  # with two tags that the shop added
        "Parcel": 2,
        "ParcelEvent": 2,
    }
    assert order["financial_state"] == "PARTIALLY_REFUNDED"
    assert order["refunded_minor"] == 10000
    assert (order["stage"], order["step"]) == ("DONE", "CANCELLED")
    assert order["stage_since"] == payloads.START + timedelta(minutes=400)
    delivered_at = payloads.START + timedelta(minutes=92)
    assert (order["way"], order["way_at"]) == ("DELIVERED", delivered_at)
    assert order["tags"] == ["vip"]
    paid = [fact for fact in told_in_order["Activity"] if fact["kind"] == "ORDER_PAID"]
    assert [fact["at"] for fact in paid] == [payloads.START]
    assert told_in_order["Sums"] == [
        {
            ("sold", "product"): 40000,
            ("sold", "total"): 25000,
            ("sold", "units of 1001"): 2,
            ("sold", "product 1001"): 20000,
            ("sold", "units of 1002"): 2,
            ("sold", "product 1002"): 20000,
            ("back", "product"): 40000,
            ("back", "total"): 25000,
            ("back", "units of 1001"): 2,
            ("back", "product 1001"): 20000,
            ("back", "units of 1002"): 2,
            ("back", "product 1002"): 20000,
        }
    ]
    assert {parcel["state"] for parcel in told_in_order["Parcel"]} == {"DELIVERED"}


@pytest.mark.parametrize("missing", range(len(LIFE)))
def test_a_lost_webhook_is_made_good_by_the_last_snapshot(
    store: Store, inside: Scope, told_in_order: Rows, missing: int
) -> None:
    rest = [number for number in range(len(LIFE)) if number != missing]

    rows = rows_after(store, rest)

    if missing != len(LIFE) - 1:
        lines_and_order = ("Order", "LineItem", "OrderTag", "Refund", "Sums")
        assert {name: rows[name] for name in lines_and_order} == {
            name: told_in_order[name] for name in lines_and_order
        }


arrivals = st.permutations(range(len(LIFE))).flatmap(
    lambda each: st.lists(st.sampled_from(each), max_size=6).map(lambda again: [*each, *again])
)


@pytest.fixture
def outcome(store: Store, inside: Scope) -> Callable[[list[int]], Rows]:
    return lambda arrived: rows_after(store, arrived)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(arrived=arrivals)
def test_any_permutation_and_any_repetition_ends_in_the_same_rows(
    outcome: Callable[[list[int]], Rows], told_in_order: Rows, arrived: list[int]
) -> None:
    assert outcome(arrived) == told_in_order
