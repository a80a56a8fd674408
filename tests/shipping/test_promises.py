"""The promise of an order over its life. Placed Monday 2 March 2026 at 10:00 in Oslo.

Two days to pack and 3 to 4 on the road: leaves Wed 4, comes Mon 9 or Tue 10.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.topics import HANDLERS
from orders.models import Activity, ActivityKind, Order
from shipping import promises, queries
from shipping.models import Cause, ProcessingTime, Promise, TransitTime
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads
from tests.factories.promises import make_rules

NOW = payloads.START
WEDNESDAY = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rules(store: Store) -> ProcessingTime:
    return make_rules(store)


def told(store: Store, topic: str = "orders/updated", at: datetime = NOW, **fields: Any) -> Order:
    HANDLERS[topic](store, payloads.order(**fields), at)
    return Order.objects.get()


def minutes(at: datetime) -> int:
    return int((at - payloads.START).total_seconds() // 60)


def shipped(store: Store, at: datetime = WEDNESDAY, **fields: Any) -> Order:
    when = payloads.at(minutes(at))
    body = payloads.fulfilment(created_at=when, updated_at=when, **fields)
    HANDLERS["fulfillments/create"](store, body, at)
    return Order.objects.get()


def scanned(store: Store, number: int, at: datetime, **fields: Any) -> None:
    when = {"happened_at": payloads.at(minutes(at)), "updated_at": payloads.at(minutes(at))}
    HANDLERS["fulfillment_events/create"](
        store, payloads.parcel_event(number, **when, **fields), at
    )


def days(promise: Promise | None) -> tuple[date | None, ...]:
    assert promise is not None
    return promise.ships_by_on, promise.from_on, promise.to_on


def march(*numbers: int | None) -> tuple[date | None, ...]:
    return tuple(date(2026, 3, number) if number else None for number in numbers)


def current() -> Promise:
    found = queries.promise_of(Order.objects.get().pk)
    assert found is not None
    return found


def test_an_order_is_promised_by_the_stores_rules(store: Store, inside: Scope) -> None:
    order = told(store, "orders/create")

    promise = current()
    assert days(promise) == march(4, 9, 10)
    assert (promise.version, promise.cause) == (1, Cause.PLACED)
    assert promise.ships_by == datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
    said = Activity.objects.get(order=order, kind=ActivityKind.PROMISED)
    assert said.data["pack_min"] == said.data["pack_max"] == 2
    assert (said.data["road_min"], said.data["road_max"]) == (3, 4)


def test_repeated_and_shuffled_webhooks_make_no_second_row(store: Store, inside: Scope) -> None:
    for topic in ("orders/create", "orders/create", "orders/paid", "orders/updated"):
        told(store, topic, NOW + timedelta(hours=1))

    assert Promise.objects.count() == 1
    assert Activity.objects.filter(kind=ActivityKind.PROMISED).count() == 1


def test_new_rules_move_no_promise_by_themselves(
    store: Store, inside: Scope, rules: ProcessingTime
) -> None:
    told(store)
    ProcessingTime.objects.update(min_days=9, max_days=9)

    told(store, tags="vip", updated_at=payloads.at(30))

    assert days(current()) == march(4, 9, 10)


def test_staff_may_have_open_orders_promised_by_new_rules(
    store: Store, inside: Scope, rules: ProcessingTime
) -> None:
    order = told(store)
    ProcessingTime.objects.update(min_days=3, max_days=3)

    promises.promise_order(order=order, cause=Cause.RULES, now=NOW, actor="Mina")

    # Thu 5; Fri 6, Mon 9, Tue 10, Wed 11.
    assert days(current()) == march(5, 10, 11)
    first, second = Promise.objects.order_by("version")
    assert (first.is_current, second.is_current, second.actor) == (False, True, "Mina")


def test_an_edit_counts_what_was_added_from_then_on(store: Store, inside: Scope) -> None:
    told(store)
    added = [payloads.line(1), payloads.line(2)]

    told(store, at=WEDNESDAY, updated_at=payloads.at(minutes(WEDNESDAY)), line_items=added)

    # Wednesday 16:00 is past the cut-off: counts as Thu 5: Mon 9 leaves; Thu 12 or Fri 13.
    promise = current()
    assert (days(promise), promise.cause) == (march(9, 12, 13), Cause.EDITED)
    first, second = promise.lines
    assert (first["to_on"], second["to_on"]) == ("2026-03-10", "2026-03-13")


def test_an_edit_of_nothing_that_matters_is_no_news(store: Store, inside: Scope) -> None:
    told(store)

    told(store, note="Ring the bell", updated_at=payloads.at(5))

    assert Promise.objects.count() == 1


def test_what_is_sent_late_comes_later(store: Store, inside: Scope) -> None:
    told(store)
    # Friday 6 instead of Wednesday 4: Wed 11 or Thu 12.
    friday = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)

    shipped(store, friday)

    promise = current()
    assert (days(promise), promise.cause) == (march(None, 11, 12), Cause.SHIPPED)
    assert promise.shipped_at == friday


def test_what_is_sent_in_time_keeps_its_dates_but_for_the_day_it_leaves(
    store: Store, inside: Scope
) -> None:
    told(store)

    shipped(store)

    assert days(current()) == march(None, 9, 10)
    assert current().shipped_at == WEDNESDAY


def test_half_an_order_sent_leaves_the_rest_to_be_sent(store: Store, inside: Scope) -> None:
    told(store, line_items=[payloads.line(1), payloads.line(2)])

    shipped(store)

    promise = current()
    assert promise.shipped_at is None
    assert days(promise) == march(4, 9, 10)
    assert [line["is_sent"] for line in promise.lines] == [True, False]


def test_a_fulfilment_that_was_cancelled_has_not_left(store: Store, inside: Scope) -> None:
    told(store)
    shipped(store)

    when = payloads.at(minutes(WEDNESDAY) + 5)
    body = payloads.fulfilment(status="cancelled", updated_at=when)
    HANDLERS["fulfillments/update"](store, body, WEDNESDAY)

    assert current().shipped_at is None
    assert days(current()) == march(4, 9, 10)


def test_the_carriers_day_is_the_promise(store: Store, inside: Scope) -> None:
    told(store)
    shipped(store)

    scanned(store, 1, WEDNESDAY, estimated_delivery_at="2026-03-12T16:00:00+01:00")

    assert (days(current()), current().cause) == (march(None, 12, 12), Cause.CARRIER)


@pytest.mark.parametrize(("day", "is_kept"), [(10, True), (11, False)])
def test_a_promise_is_kept_or_broken_when_all_has_arrived(
    store: Store, inside: Scope, day: int, is_kept: bool
) -> None:
    told(store)
    shipped(store)

    at = datetime(2026, 3, day, 12, 0, tzinfo=UTC)
    scanned(store, 1, at, status="delivered")

    rows = list(Promise.objects.order_by("version"))
    assert [row.is_kept for row in rows] == [is_kept] * len(rows)
    assert current().settled_at == at
    scanned(store, 1, at, status="delivered")
    assert Promise.objects.count() == len(rows)


def test_what_was_promised_first_is_judged_by_its_own_days(store: Store, inside: Scope) -> None:
    told(store)
    shipped(store)
    scanned(store, 1, WEDNESDAY, estimated_delivery_at="2026-03-12T16:00:00+01:00")

    scanned(store, 2, datetime(2026, 3, 12, 12, 0, tzinfo=UTC), status="delivered")

    kept = Promise.objects.order_by("version").values_list("is_kept", flat=True)
    assert list(kept) == [False, False, True]


def test_a_cancelled_order_is_promised_nothing(store: Store, inside: Scope) -> None:
    order = told(store)

    told(store, cancelled_at=payloads.at(20), updated_at=payloads.at(20))
    told(store, cancelled_at=payloads.at(20), updated_at=payloads.at(21))

    assert queries.promise_of(order.pk) is None
    assert len(queries.promises_of(order.pk)) == 1
    said = Activity.objects.get(kind=ActivityKind.PROMISE_CHANGED)
    assert said.data["is_withdrawn"]


@pytest.mark.parametrize(
    "fields",
    [
        {"test": True},
        {"line_items": [payloads.line(requires_shipping=False)], "shipping_lines": []},
        {"line_items": [payloads.line(gift_card=True)]},
        {"shipping_address": payloads.address(country_code="SE"), "created_at": payloads.at(-99999),
         "processed_at": payloads.at(-99999)},
    ],
    ids=["test order", "digital", "gift card", "over before it began"],
)  # fmt: skip
def test_some_orders_are_promised_nothing(
    store: Store, inside: Scope, fields: payloads.Body
) -> None:
    told(store, **fields)

    assert Promise.objects.filter(to_on__isnull=False).count() == 0


def test_orders_from_before_the_store_came_are_promised_nothing(
    store: Store, inside: Scope
) -> None:
    store.sends_from_at = NOW + timedelta(minutes=1)
    store.save(update_fields=["sends_from_at"])

    told(store)

    assert Promise.objects.count() == 0


def test_an_order_known_as_sent_at_first_is_promised_nothing(store: Store, inside: Scope) -> None:
    told(store, fulfillments=[payloads.fulfilment()], fulfillment_status="fulfilled")

    assert Promise.objects.count() == 0


def test_an_erased_order_keeps_its_days_and_no_reason(store: Store, inside: Scope) -> None:
    order = told(store)
    Promise.objects.update(because="Kari asked on the phone")

    HANDLERS["customers/redact"](
        store,
        {"shop_domain": store.shop_domain, "orders_to_redact": [order.shopify_id],
         "customer": {"id": payloads.CUSTOMER_ID, "email": "kari@example.com"}},
        NOW,
    )  # fmt: skip
    told(store, line_items=[payloads.line(3)], updated_at=payloads.at(99))

    assert (days(current()), current().because) == (march(4, 9, 10), "")


def test_what_did_not_leave_in_time_counts_from_now(store: Store, inside: Scope) -> None:
    order = told(store)
    thursday = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)

    assert promises.promise_order(order=order, cause=Cause.DELAYED, now=WEDNESDAY) is None
    promises.promise_order(order=order, cause=Cause.DELAYED, now=thursday)

    # Thu 5: Fri 6, Mon 9 leaves; Thu 12 or Fri 13; news of tags later does not undo it.
    assert (days(current()), current().cause) == (march(9, 12, 13), Cause.DELAYED)
    told(store, shipping_lines=[{"title": "Post"}], updated_at=payloads.at(9000))
    assert days(current()) == march(9, 12, 13)


def test_shipping_without_a_known_road_keeps_what_was_said(store: Store, inside: Scope) -> None:
    told(store)
    # The store has since taken away what it said of Norway.
    TransitTime.objects.update(country="SE")

    shipped(store)

    assert days(current()) == march(4, 9, 10)
    assert current().shipped_at == WEDNESDAY


def test_no_news_costs_few_queries_and_news_the_same_for_many_lines(
    store: Store, inside: Scope
) -> None:
    many = [payloads.line(number) for number in range(1, 30)]
    order = told(store, line_items=many)

    with CaptureQueriesContext(connection) as quiet:
        promises.promise_order(order=order, cause=Cause.PLACED, now=NOW)
    with CaptureQueriesContext(connection) as loud:
        promises.promise_order(order=order, cause=Cause.RULES, now=NOW)

    statements = [query["sql"] for query in quiet if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 5
    rules = 6  # of a store whose rules were never changed by a verb; one otherwise
    assert len([each for each in loud if "SAVEPOINT" not in each["sql"]]) == 5 + rules


def test_a_store_without_rules_pays_three_queries(store: Store, inside: Scope) -> None:
    ProcessingTime.objects.all().delete()
    order = told(store)

    with CaptureQueriesContext(connection) as found:
        assert promises.promise_order(order=order, cause=Cause.PLACED, now=NOW) is None

    assert len([each for each in found if "SAVEPOINT" not in each["sql"]]) == 3
