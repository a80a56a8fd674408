"""Where an order stands: by rules alone, and beside the order whoever moves it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.parsing import buying
from orders import archiving, standing
from orders.models import Activity, Order
from orders.services import record_order
from orders.stages import FOLLOW_UP_FOR, QUIET_AFTER, STAGE_OF, OrderFacts, Stage, Step, stage_of
from shipping.standing import worst
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads
from tests.factories.worlds import make_order

PLACED = payloads.START
PAID, LEFT, THERE = (PLACED + timedelta(hours=hours) for hours in (2, 30, 80))
NOW = PLACED + timedelta(days=4)
BARE = OrderFacts(placed_at=PLACED, delivery_method="SHIPPING")
BOUGHT = replace(BARE, financial_state="PAID", paid_at=PAID)
SENT = replace(BOUGHT, fulfilment_state="FULFILLED", shipped_at=LEFT)
ARRIVED = replace(SENT, way="DELIVERED", way_at=THERE)

STANDS = [
    ("nothing is known", OrderFacts(), None, None),
    ("just placed", BARE, Step.UNPAID, PLACED),
    ("payment pending", replace(BARE, financial_state="PENDING"), Step.UNPAID, PLACED),
    ("paid in part", replace(BARE, financial_state="PARTIALLY_PAID"), Step.PART_PAID, PLACED),
    ("held on the card", replace(BARE, financial_state="AUTHORIZED"), Step.TO_PACK, PLACED),
    ("paid", BOUGHT, Step.TO_PACK, PAID),
    ("some of it left", replace(SENT, fulfilment_state="PARTIAL"), Step.PART_SENT, LEFT),
    (
        "some of it left and arrived",
        replace(ARRIVED, fulfilment_state="PARTIAL"),
        Step.PART_SENT,
        LEFT,
    ),
    ("left, nothing heard", SENT, Step.ON_ITS_WAY, LEFT),
    ("on the road", replace(SENT, way="MOVING", way_at=THERE), Step.ON_ITS_WAY, LEFT),
    ("at the shop", replace(SENT, way="TO_FETCH", way_at=THERE), Step.TO_FETCH, THERE),
    ("failed", replace(SENT, way="STUCK", way_at=THERE), Step.STUCK, THERE),
    (
        "failed before all left",
        replace(SENT, fulfilment_state="PARTIAL", way="STUCK", way_at=THERE),
        Step.STUCK,
        THERE,
    ),
    ("returning", replace(ARRIVED, way="RETURNING"), Step.COMING_BACK, THERE),
    ("returned", replace(ARRIVED, way="RETURNED"), Step.CAME_BACK, THERE),
    ("delivered", ARRIVED, Step.DELIVERED, THERE),
    ("delivered on account", replace(ARRIVED, financial_state="PENDING"), Step.OWED, THERE),
    ("fetched", replace(SENT, delivery_method="PICKUP"), Step.DELIVERED, LEFT),
    ("digital", replace(SENT, delivery_method="NONE"), Step.DELIVERED, LEFT),
    ("carried by ourselves", replace(SENT, delivery_method="LOCAL"), Step.ON_ITS_WAY, LEFT),
    ("cancelled", replace(BOUGHT, cancelled_at=LEFT), Step.CANCELLED, LEFT),
    (
        "paid back",
        replace(ARRIVED, financial_state="REFUNDED", refunded_at=NOW),
        Step.REFUNDED,
        NOW,
    ),
    (
        "paid back, on its way home",
        replace(ARRIVED, financial_state="REFUNDED", refunded_at=NOW, way="RETURNING"),
        Step.COMING_BACK,
        THERE,
    ),
    ("closed unpaid", replace(BARE, closed_at=LEFT), Step.CLOSED, LEFT),
    ("closed as soon as sent", replace(SENT, closed_at=LEFT), Step.ON_ITS_WAY, LEFT),
]


@pytest.mark.parametrize(
    ("facts", "step", "since"), [row[1:] for row in STANDS], ids=[row[0] for row in STANDS]
)
def test_the_stage_is_made_of_facts(
    facts: OrderFacts, step: Step | None, since: datetime | None
) -> None:
    found = stage_of(facts, NOW)

    assert (found.step, found.since) == (step, since)


@pytest.mark.parametrize(
    ("facts", "wait", "after"),
    [(ARRIVED, FOLLOW_UP_FOR, Step.OVER), (SENT, QUIET_AFTER, Step.QUIET)],
)
def test_time_ends_a_follow_up_and_a_silence(
    facts: OrderFacts, wait: timedelta, after: Step
) -> None:
    began = stage_of(facts, PLACED).since
    assert began is not None

    just_before = stage_of(facts, began + wait - timedelta(seconds=1))
    then = stage_of(facts, began + wait)

    assert just_before.stage != Stage.DONE
    assert (then.step, then.stage, then.since) == (after, Stage.DONE, began + wait)


def test_what_moves_is_never_taken_for_silent() -> None:
    moving = replace(SENT, way="MOVING", way_at=LEFT)

    assert stage_of(moving, LEFT + 10 * QUIET_AFTER).step == Step.ON_ITS_WAY


def test_each_step_belongs_to_one_stage() -> None:
    assert set(STAGE_OF) == set(Step)


A, B = PLACED, THERE


@pytest.mark.parametrize(
    ("out", "back", "expected"),
    [
        ([], [], ("", None)),
        ([("", A)], [], ("", None)),
        ([("IN_TRANSIT", B), ("", A)], [], ("MOVING", B)),
        ([("DELIVERED", A), ("DELIVERED", B)], [], ("DELIVERED", B)),
        ([("DELIVERED", A), ("", None)], [], ("MOVING", A)),
        ([("READY_FOR_PICKUP", B), ("DELIVERED", A)], [], ("TO_FETCH", B)),
        ([("DELIVERED", A), ("FAILURE", B)], [("IN_TRANSIT", A)], ("STUCK", B)),
        ([("DELIVERED", A)], [("", B)], ("RETURNING", B)),
        ([("DELIVERED", A)], [("DELIVERED", B)], ("RETURNED", B)),
        ([("RETURNED", B), ("DELIVERED", A)], [], ("RETURNED", B)),
        ([("A_NEW_WORD", B)], [], ("MOVING", B)),
    ],
)
def test_the_worst_parcel_counts(
    out: list[tuple[str, datetime | None]],
    back: list[tuple[str, datetime | None]],
    expected: tuple[str, datetime | None],
) -> None:
    assert worst(out, back) == expected


def recorded(store: Store, now: datetime = NOW, **fields: object) -> Order:
    return record_order(store=store, data=buying.parse_order(payloads.order(**fields)), now=now)


def test_a_payment_told_later_begins_when_it_was_first_seen(store: Store, inside: Scope) -> None:
    recorded(store, financial_status="pending", updated_at=payloads.at(0))
    recorded(store, financial_status="paid", updated_at=payloads.at(50))

    recorded(store, financial_status="paid", updated_at=payloads.at(90), tags="new")

    order = Order.objects.get()
    assert (order.stage, order.step) == ("FULFILMENT", "TO_PACK")
    assert order.stage_since == PLACED + timedelta(minutes=50)


def test_orders_of_before_are_settled_in_chunks_and_only_once(
    store: Store, inside: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make_order(store)
    monkeypatch.setattr(standing, "CHUNK", 2)

    turns = [standing.settle_new(now=NOW) for _ in range(3)]

    assert turns == [2, 1, 0]
    assert set(Order.objects.values_list("step", flat=True)) == {"TO_PACK"}


def test_settling_a_chunk_costs_the_same_for_any_number(store: Store, inside: Scope) -> None:
    counts = []
    for size in (1, 9):
        for _ in range(size):
            make_order(store)
        with CaptureQueriesContext(connection) as said:
            standing.settle_new(now=NOW)
        counts.append(len(said))

    assert counts[0] == counts[1]


def test_the_sweep_ends_what_is_over_by_time(store: Store, inside: Scope) -> None:
    order = make_order(store, fulfilment_state="FULFILLED", delivery_method="NONE")
    placed_at = order.placed_at
    assert placed_at is not None
    standing.settle_new(now=placed_at)
    later = placed_at + FOLLOW_UP_FOR

    settled = [standing.settle_over(store_ids=[store.pk], now=later) for _ in range(2)]

    order.refresh_from_db()
    assert settled == [1, 0]
    assert (order.stage, order.step, order.stage_since) == ("DONE", "OVER", later)


def test_goods_that_come_back_bring_an_archived_order_back(store: Store, inside: Scope) -> None:
    order = make_order(store, fulfilment_state="FULFILLED", way="DELIVERED", way_at=LEFT)
    standing.settle_new(now=NOW)
    archiving.archive_orders(order_ids=[order.pk], actor="Mina", now=NOW)
    order.refresh_from_db()

    standing.settle_stage(order=order, now=NOW, way=worst([], [("", NOW)])[0], way_at=NOW)

    order.refresh_from_db()
    assert (order.archived_at, order.step) == (None, "COMING_BACK")
    told = Activity.objects.get(kind="ORDER_UNARCHIVED")
    assert told.data == {"because": "COMING_BACK"}


def test_a_scan_leaves_an_archived_order_where_it_is(store: Store, inside: Scope) -> None:
    order = make_order(store, fulfilment_state="FULFILLED")
    archiving.archive_orders(order_ids=[order.pk], actor="Mina", now=NOW)

    standing.settle_stage(order=order, now=NOW, way=worst([("DELIVERED", NOW)])[0], way_at=NOW)

    order.refresh_from_db()
    assert order.archived_at == NOW
    assert order.step == "DELIVERED"
