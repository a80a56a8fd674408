"""How many open orders stand where: right, bounded, by the index of open orders, in two queries."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders import funnel
from orders.funnel import Funnel, funnels
from orders.models import Order
from orders.stages import STAGE_OF, Step
from stores.models import Store
from stores.scope import Scope, every_store, store_scope
from tests.factories.stores import make_agency, make_store
from tests.factories.worlds import make_order

NOW = timezone.now()


def put(store: Store, step: Step, *days: float, **fields: object) -> list[Order]:
    """Orders of the store that came to this step so many days ago."""
    return [
        make_order(
            store,
            stage=STAGE_OF[step],
            step=step,
            stage_since=NOW - timedelta(days=each),
            **fields,
        )
        for each in days
    ]


def of_store(store: Store) -> Funnel:
    with store_scope(store.pk):
        (found,) = funnels(store_ids=[store.pk], now=NOW)
    return found


def test_orders_are_counted_by_step_and_age(store: Store) -> None:
    put(store, Step.UNPAID, 0.1, 2, 2.5, 30)
    put(store, Step.TO_PACK, 5)
    put(store, Step.OVER, 40)  # done
    put(store, Step.DELIVERED, 9, archived_at=NOW)  # put away

    found = of_store(store)

    assert [(each.step, each.counts) for each in found.standings] == [
        ("UNPAID", (1, 2, 0, 1)),
        ("TO_PACK", (0, 0, 1, 0)),
    ]
    unpaid, packed = found.standings
    assert (unpaid.oldest_at, unpaid.median_at) == (ago(30), ago(2))
    assert (packed.oldest_at, packed.median_at) == (ago(5), ago(5))
    assert found.late == 1


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def test_an_order_of_exactly_a_day_is_in_one_bucket_only(store: Store) -> None:
    put(store, Step.UNPAID, 1, 3, 7)

    assert of_store(store).standings[0].counts == (0, 1, 1, 1)


def test_a_count_stops_and_its_median_is_not_known(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(funnel, "MOST", 2)
    put(store, Step.UNPAID, 10, 11, 12, 13)

    (unpaid,) = of_store(store).standings

    assert (unpaid.counts[-1], unpaid.is_bounded) == (3, True)
    assert (unpaid.oldest_at, unpaid.median_at) == (ago(13), None)


def test_the_worst_store_comes_first_and_others_are_not_seen(store: Store) -> None:
    intruder = make_store(make_agency(name="Intruders"), name="Theirs")
    worse = make_store(store.agency, name="Worse")
    put(store, Step.DELIVERED, 10, 11, 12)  # a follow-up may take its time
    put(worse, Step.TO_PACK, 8)
    put(intruder, Step.TO_PACK, 8, 9)

    wanted = [store.pk, worse.pk, intruder.pk]
    with every_store(because="a test looks at all"):
        found = funnels(store_ids=wanted, now=NOW)
    with store_scope(store.pk):
        alone = funnels(store_ids=wanted, now=NOW)

    assert [(row.store_id, row.late) for row in found] == [
        (intruder.pk, 2),
        (worse.pk, 1),
        (store.pk, 0),
    ]
    # Row-level security stands behind: what the scope does not name is not counted.
    assert {row.store_id: len(row.standings) for row in alone} == {
        store.pk: 1,
        worse.pk: 0,
        intruder.pk: 0,
    }


def test_it_costs_two_statements_by_the_index_of_open_orders(store: Store, inside: Scope) -> None:
    for step in funnel.STEPS_OPEN:
        put(store, step, 1, 2)
    put(store, Step.OVER, *range(30, 60))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("ANALYZE orders_order")

    with CaptureQueriesContext(connection) as said:
        funnels(store_ids=[store.pk], now=NOW)

    statements = [each["sql"] for each in said if "orders_order" in each["sql"]]
    assert len(said) == len(statements) == 2
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + statement.replace("%", "%%"))
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "orders_by_step" in plan, plan
        assert "Seq Scan on orders_order" not in plan
