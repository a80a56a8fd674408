"""What is late to leave, or must leave soon."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from orders.models import Order
from shipping import risk
from shipping.models import Cause, DeliverySettings, Promise
from stores.models import Store
from stores.scope import Scope, every_store
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.factories.tables import empty

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def promised(store: Store, ships_by: datetime | None, **fields: object) -> Promise:
    order = make_order(store, lines=0, placed_at=NOW - 9 * DAY)
    with every_store(because="a test makes a promise"):
        return Promise.objects.create(
            store=store,
            order=order,
            version=1,
            cause=Cause.PLACED,
            made_at=NOW,
            ships_by=ships_by,
            ships_by_on=ships_by.date() if ships_by else None,
            to_on=date(2026, 12, 1),
            **fields,
        )


def test_the_longest_late_come_first_then_what_must_leave_soon(store: Store, inside: Scope) -> None:
    soon, late, later = (promised(store, NOW + timedelta(hours=hours)) for hours in (23, -48, -2))
    promised(store, NOW + timedelta(hours=25))  # the store is warned 24 hours before
    promised(store, None)
    promised(store, NOW - DAY, shipped_at=NOW)
    promised(store, NOW - DAY, is_current=False)

    assert [row.pk for row in risk.at_risk([store.pk], NOW)] == [late.pk, later.pk, soon.pk]


@pytest.mark.parametrize("field", ["archived_at", "cancelled_at"])
def test_what_nobody_waits_for_is_at_no_risk(store: Store, inside: Scope, field: str) -> None:
    row = promised(store, NOW - DAY)
    Order.objects.filter(pk=row.order_id).update(**{field: NOW})

    assert risk.at_risk([store.pk], NOW) == []


def test_each_store_is_warned_when_it_wants(store: Store, db: None) -> None:
    other = make_store(store.agency, name="Ro Keramikk")
    with every_store(because="a test looks at two stores"):
        DeliverySettings.objects.create(store=other, risk_hours=72)
        for one in (store, other):
            promised(one, NOW + timedelta(hours=48))

        found = risk.at_risk([store.pk, other.pk], NOW)

    assert [row.store for row in found] == [other]


def test_pages_follow_each_other_without_gap_or_repetition(store: Store, inside: Scope) -> None:
    same = NOW - DAY
    rows = [promised(store, same) for _number in range(5)]

    seen: list[int] = []
    after = None
    while page := risk.at_risk([store.pk], NOW, after=after, limit=2):
        seen += [row.pk for row in page]
        after = risk.Place(page[-1].ships_by or NOW, page[-1].pk)

    assert seen == [row.pk for row in rows]


def test_a_page_costs_two_statements(
    store: Store, inside: Scope, django_assert_num_queries: object
) -> None:
    for hours in range(9):
        promised(store, NOW - timedelta(hours=hours))

    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's
        assert len({str(row.order.store_id) for row in risk.at_risk([store.pk], NOW)}) == 1


def test_kept_promises_are_never_read(store: Store, inside: Scope) -> None:
    """A hundred thousand of them cost what none cost: they stand in no index that is walked."""
    empty("shipping_promise")
    orders = [make_order(store, lines=0).pk for _number in range(4)]
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO shipping_promise (public_id, store_id, order_id, version, is_current,
              cause, because, made_at, actor, ships_by, lines, steps, basis, shipped_at)
            SELECT gen_random_uuid(), %s, kept.id, number, false, 'PLACED', '', now(), '', now(),
              '[]', '[]', '', now()
            FROM generate_series(1, 25000) AS number, unnest(%s::bigint[]) AS kept(id)""",
            [store.pk, orders],
        )
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("ANALYZE shipping_promise")
    late = promised(store, NOW - DAY)

    with connection.cursor() as cursor:
        rows = Promise.objects.filter(
            store_id=store.pk, is_current=True, shipped_at=None, ships_by__lte=NOW
        )
        sql, values = rows.order_by("ships_by", "id").query.sql_with_params()
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
        (plan,) = cursor.fetchone()[0]

    assert [row.pk for row in risk.at_risk([store.pk], NOW)] == [late.pk]
    assert plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"] < 20
