"""A rule asked of the past: which orders, what would be done, why not, and nothing written."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from automations.data import DryRun
from automations.definitions import read_definition
from automations.trying import dry_run
from orders.models import Customer
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_suppression, make_words
from tests.factories.orders import make_order
from tests.factories.rules import PLACED, TAG, tag_by_hand, tell

pytestmark = pytest.mark.django_db

LARGE = {"field": "total", "op": "at_least", "value": {"amount": "1000", "currency": "NOK"}}
EVERYTHING = [
    {"type": "tag_order", "tag": "vip"},
    {"type": "untag_order", "tag": "old"},
    {"type": "tag_customer", "tag": "vip"},
    {"type": "note", "text": "x"},
    {"type": "task", "title": "Look"},
    {"type": "webhook", "url": "https://example.com/hook"},
    {"type": "set_mode", "kind": "ORDER_CONFIRMATION", "mode": "OFF"},
    {"type": "wait", "duration": "1d"},
    {"type": "send", "kind": "ORDER_CONFIRMATION"},
]
TRIGGERS = [
    PLACED,
    {"type": "tag_added", "tag": "*"},
    {"type": "ref", "ref": "*"},
    {"type": "utm", "field": "source", "value": "*"},
    {"type": "parcel", "state": "DELIVERED"},
    {"type": "promise_at_risk"},
    {"type": "silence", "days": 1},
    {"type": "schedule", "every": "DAY", "at": "09:00"},
]


def tried(store: Store, *actions: Any, trigger: Any = PLACED, **definition: Any) -> DryRun:
    said = {"trigger": trigger, "actions": list(actions or [TAG]), **definition}
    with store_scope(store.pk):
        found = Store.objects.get(pk=store.pk)
        return dry_run(definition=read_definition(said), store=found, now=timezone.now())


def by_order(found: DryRun) -> dict[int, Any]:
    return {each.order_id: each for each in found.tried}


def test_it_says_which_and_why_not(store: Store) -> None:
    large, small = make_order(store), make_order(store, total_minor=100)

    found = by_order(tried(store, conditions=[LARGE]))

    assert found[large.pk].would_run
    assert found[large.pk].steps == ({"action": "tag_order", "state": "DONE", "tag": "seen"},)
    assert (found[small.pk].would_run, found[small.pk].because) == (False, "CONDITIONS")
    assert found[small.pk].seen[0].seen == {"amount": "1.00", "currency": "NOK"}


def test_what_did_not_happen_set_nothing_off(store: Store) -> None:
    edited, quiet = make_order(store), make_order(store)
    tell(edited, "ORDER_EDITED")

    found = by_order(tried(store, trigger={"type": "fact", "kind": "ORDER_EDITED"}))

    assert found[edited.pk].would_run
    assert found[quiet.pk].because == "NOT_SET_OFF"


def test_of_what_may_happen_once_the_first_would_have_been_it(store: Store) -> None:
    now = timezone.now()
    with store_scope(store.pk):
        customer = Customer.objects.create(store=store, shopify_id=7)
    first = make_order(store, customer=customer, placed_at=now - timedelta(days=2))
    second = make_order(store, customer=customer, placed_at=now)

    found = by_order(tried(store, once_per="CUSTOMER"))

    assert found[first.pk].would_run
    assert found[second.pk].because == "ONCE"


def test_each_step_says_what_would_come_of_it(store: Store) -> None:
    make_words(store)
    make_suppression(store, "no@example.com")
    plain, listed = make_order(store), make_order(store, email="no@example.com")
    tag_by_hand(plain, "vip", "old")

    found = by_order(tried(store, *EVERYTHING))

    said = {step["action"]: step for step in found[plain.pk].steps}
    assert said["tag_order"]["state"] == "NOTHING"
    assert said["untag_order"]["state"] == "DONE"
    assert said["tag_customer"] == {
        "action": "tag_customer",
        "state": "REFUSED",
        "reason": "NO_CUSTOMER",
        "tag": "vip",
    }
    assert said["send"]["state"] == "DONE"
    assert said["wait"]["duration"] == "1d"
    (refused,) = [step for step in found[listed.pk].steps if step["action"] == "send"]
    assert refused["reason"] == "SUPPRESSED"


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda each: each["type"])
def test_no_row_of_any_table_changes(store: Store, trigger: Any) -> None:
    make_words(store)
    for _ in range(3):
        make_order(store)
    before = dict(counted())

    with CaptureQueriesContext(connection) as asked:
        tried(store, *EVERYTHING, trigger=trigger, conditions=[LARGE])

    assert dict(counted()) == before
    said = [query["sql"].lstrip().split()[0].upper() for query in asked.captured_queries]
    assert set(said) <= {"SELECT", "SAVEPOINT", "RELEASE"}, said


def test_queries_do_not_grow_with_orders(store: Store) -> None:
    make_words(store)
    counts = []
    for more in (5, 95):
        for _ in range(more):
            make_order(store, lines=3)
        with CaptureQueriesContext(connection) as asked:
            found = tried(
                store,
                *EVERYTHING,
                conditions=[
                    LARGE,
                    {"field": "product", "op": "contains", "value": "yarn"},
                    {"field": "order_count", "op": "at_least", "value": 1},
                    {"field": "has_consent", "op": "is", "value": False},
                ],
            )
        counts.append(len(asked.captured_queries))

    assert len(found.tried) == found.would_run_count == 100
    assert counts[0] == counts[1] <= 18


def counted() -> Iterator[tuple[str, tuple[int, int]]]:
    """Each table's rows and the transactions that wrote them last."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(
                f"SELECT count(*), coalesce(sum(xmin::text::bigint + cmin::text::bigint), 0)"  # noqa: S608 - our own names
                f' FROM "{table}"'
            )
            yield table, cursor.fetchone()
