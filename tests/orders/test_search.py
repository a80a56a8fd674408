"""Searches use their indexes under row-level security, as the application's own role."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from orders.foreign import number_of
from orders.models import Activity, Order, OrderQuerySet
from orders.queries import OrderSearch, matching, search_orders
from stores.models import Agency, Store
from stores.scope import Scope, agency_scope, every_store, store_scope
from tests.factories import payloads
from tests.factories.stores import make_store
from tests.factories.tables import empty

if TYPE_CHECKING:
    from django.db.models import QuerySet

FILL = """
INSERT INTO orders_order (store_id, shopify_id, public_id, token, name, number, email, phone,
  buyer_name, buyer_name_key, buyer_surname_key, locale, currency, presentment_currency,
  subtotal_minor, shipping_minor, tax_minor, discount_minor, tip_minor, duties_minor, total_minor,
  current_total_minor, refunded_minor, presentment, is_tax_included, financial_state,
  fulfilment_state, placed_at, changed_at, rank, cancel_reason, source_name, landing_site,
  referring_site, checkout_token, tags, shopify_tags, own_tags, dropped_tags, delivery_method,
  shipping_title, shopify_status_url, customer_note, note_attributes, discounts, tax_lines,
  payments, is_test)
SELECT (%(stores)s)[n %% 20 + 1], n, gen_random_uuid(), 'token-' || n,
  '#' || n, n, 'buyer-' || n || '@example.com', '', 'Buyer ' || n, 'buyer ' || n, n || 'sen', '',
  'NOK', 'NOK', 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', true, 'PAID', '', at, at, 'x', '', '', '', '', '',
  '{}', '{}', '{}', '{}', 'NONE', '', '', '', '[]', '[]', '[]', '[]', false
FROM (SELECT n, %(start)s - n * interval '1 minute' AS at FROM generate_series(1, %(rows)s) AS n) x
"""
TAG = """
INSERT INTO orders_ordertag (store_id, order_id, tag_key)
SELECT store_id, id, 'tag ' || shopify_id / 100 FROM orders_order
"""
TELL = """
INSERT INTO orders_activity (store_id, order_id, kind, at, data, actor, key)
SELECT store_id, id, 'ORDER_PLACED', placed_at, '{}', '', 'order:' || shopify_id FROM orders_order
"""


def fill(agency: Agency, store: Store, rows: int) -> None:
    """Orders by turns in twenty stores of the agency, the newest in the second.

    The tables of orders, and all that refers to them, are emptied first.
    """
    empty("orders_order")
    others = [make_store(agency).pk for _ in range(19)]
    values: dict[str, Any] = {"stores": [store.pk, *others], "start": payloads.START, "rows": rows}
    with every_store(because="a test fills twenty stores"), connection.cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute(TAG)
        cursor.execute(TELL)
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("ANALYZE orders_order, orders_ordertag, orders_activity")


def plan(rows: "QuerySet[Order, Order] | QuerySet[Activity, Activity]") -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "notifyhub_app"
    return rows.explain(analyze=True, timing=False)


def conditions(of_plan: str, index: str) -> str:
    """The Index Cond lines of the scans that use this index."""
    lines = of_plan.splitlines()
    places = [place for place, line in enumerate(lines) if f" {index} " in line]
    found = [
        line for place in places for line in lines[place + 1 : place + 3] if "Index Cond" in line
    ]
    assert found, of_plan
    return " ".join(found)


def here(store: Store) -> OrderQuerySet:
    return Order.objects.filter(store_id=store.pk).placed()


def test_only_leakproof_operators_may_be_index_conditions(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, bool_and(proleakproof) FROM pg_proc WHERE proname = ANY(%s)"
            " GROUP BY proname",
            [
                [
                    "texteq",
                    "text_ge",
                    "text_lt",
                    "int8eq",
                    "int8lt",
                    "timestamptz_lt",
                    "uuid_eq",
                    "textlike",
                    "texticlike",
                    "arraycontains",
                    "array_eq",
                    "jsonb_contains",
                ]
            ],
        )
        facts = dict(cursor.fetchall())

    assert {name for name, is_leakproof in facts.items() if is_leakproof} == {
        "texteq",
        "text_ge",
        "text_lt",
        "int8eq",
        "int8lt",
        "timestamptz_lt",
        "uuid_eq",
    }


def test_every_search_uses_its_index_among_many_orders(
    agency: Agency, store: Store, inside: Scope
) -> None:
    fill(agency, store, rows=100_000)
    here(store).filter(number=5000).update(shopify_id=number_of("No-5000"))

    newest = here(store).newest_first()[:50]
    assert "store_id" in conditions(plan(newest), "orders_newest_first")

    searches = {
        "buyer-5000@example.com": ("orders_by_email", "email"),
        "#5000": ("orders_by_number", "number"),
        "Buyer 5000": ("orders_by_buyer", "buyer_name_key"),
        "5000SEN": ("orders_by_surname", "buyer_surname_key"),
        "No-5000": ("order_known_once", "shopify_id"),
    }
    for text, (index, column) in searches.items():
        rows = matching(here(store), text).newest_first()[:50]
        assert column in conditions(plan(rows), index), text
        assert 5000 in [order.number for order in rows], text

    tagged = here(store).with_tag("Tag 50").newest_first()[:50]
    assert "tag_key" in conditions(plan(tagged), "orders_by_tag")
    assert len(tagged) == 5

    order = here(store).get(number=5000)
    told = Activity.objects.filter(order_id=order.pk).order_by("-at", "-id")[:50]
    assert "order_id" in conditions(plan(told), "timeline")
    feed = Activity.objects.filter(store_id=store.pk).order_by("xid", "id")[:50]
    assert "store_id" in conditions(plan(feed), "activity_feed")


def test_pages_go_on_where_they_ended_and_over_several_stores(agency: Agency, store: Store) -> None:
    fill(agency, store, rows=100)
    with every_store(because="a test asks which stores there are"):
        ids = list(Store.objects.filter(agency=agency).values_list("pk", flat=True))

    with agency_scope(agency.pk, ids):
        first = search_orders(store_ids=ids, limit=30)
        placed_at = first[-1].placed_at
        assert placed_at is not None
        rest = search_orders(store_ids=ids, before=(placed_at, first[-1].pk), limit=30)

    assert [order.number for order in first + rest] == list(range(1, 61))


def test_a_search_finds_nothing_beyond_its_scope(agency: Agency, store: Store) -> None:
    fill(agency, store, rows=100)
    with every_store(because="a test asks which stores there are"):
        ids = list(Store.objects.filter(agency=agency).values_list("pk", flat=True))
        assert len(search_orders(store_ids=ids, search=OrderSearch(text="41"))) == 1

    with store_scope(store.pk):
        assert search_orders(store_ids=ids, search=OrderSearch(text="41")) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("ÅSE", True),
        ("åse øde", True),
        ("Ødegård", True),
        ("degård", False),
        ("AASE@example.com", True),
        ("#1001", True),
        ("1001", True),
        ("100", False),
        ("%", False),
        ("\x00", False),
    ],
)
def test_what_finds_an_order(store: Store, text: str, is_found: bool) -> None:
    with store_scope(store.pk):
        Order.objects.create(
            store=store,
            shopify_id=1,
            name="#1001",
            number=1001,
            email="aase@example.com",
            buyer_name="Åse Ødegård",
            buyer_name_key="åse ødegård",
            buyer_surname_key="ødegård",
            placed_at=payloads.START,
            changed_at=payloads.START + timedelta(seconds=1),
        )

        found = search_orders(store_ids=[store.pk], search=OrderSearch(text=text))

    assert bool(found) is is_found
