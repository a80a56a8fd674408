"""What buyers are told of promises: in each mail, and when one became later.

Placed Monday 2 March 2026 at 10:00 in Oslo: leaves Wed 4, comes Mon 9 or Tue 10.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.topics import HANDLERS
from messaging import promise_news, promise_runs
from messaging.context import build_context, contexts_of
from messaging.models import Message
from messaging.promise_runs import RunRefused
from orders.models import LineItem, Order
from shipping import queries, quoting
from shipping.models import Cause, DeliverySettings, ProcessingTime, Promise, PromiseRun
from shipping.promising.data import CartLine, Destination
from shipping.promising_by_hand import HandPromise, PromiseRefused
from stores.models import Store
from stores.scope import Scope, every_store
from templates_app import services as templates
from templates_app.data import NotificationKind as Kind
from tests.factories import payloads
from tests.factories.orders import make_order
from tests.factories.promises import make_rules

NOW = payloads.START
THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
LATER = HandPromise(from_on=date(2026, 3, 12), to_on=date(2026, 3, 16))


def words_for(store: Store, kind: Kind) -> None:
    with every_store(because="a test gives an agency words"):
        templates.ensure_default_template(agency=store.agency, kind=kind, now=NOW)


@pytest.fixture(autouse=True)
def rules(store: Store) -> ProcessingTime:
    words_for(store, Kind.DELAYED)
    return make_rules(store, tells_delays=True)


@pytest.fixture
def order(store: Store, inside: Scope) -> Order:
    HANDLERS["orders/create"](store, payloads.order(), NOW)
    return Order.objects.get()


def delays() -> list[Message]:
    return list(Message.objects.filter(kind=Kind.DELAYED).order_by("pk"))


def told(message: Message) -> dict[str, str]:
    context = contexts_of([message])[message.pk]
    promise: dict[str, str] = context["notifyhub"].get("promise", {})
    return promise


def test_the_confirmation_says_what_is_promised(order: Order) -> None:
    message = Message.objects.get(kind=Kind.ORDER_CONFIRMATION)

    assert told(message) == {
        "from_on": "2026-03-09",
        "to_on": "2026-03-10",
        "ships_by_on": "2026-03-04",
    }


def test_mail_and_snippet_give_the_same_days(store: Store, order: Order) -> None:
    lines = [CartLine(0, product=1001, variant=2001, quantity=2)]
    quoted = quoting.quote(store=store, lines=lines, destination=Destination(country="NO"), now=NOW)
    promise = queries.promise_of(order.pk)

    assert promise is not None
    said = told(Message.objects.get(kind=Kind.ORDER_CONFIRMATION))
    assert (quoted.from_on, quoted.to_on) == (promise.from_on, promise.to_on)
    assert said["to_on"] == quoted.to_on.isoformat() if quoted.to_on else False
    assert quoted.ships_by == promise.ships_by


def test_a_later_promise_is_told_once_with_both_dates(order: Order) -> None:
    promise_news.promise_order(order=order, cause=Cause.DELAYED, now=THURSDAY)
    promise_news.promise_order(order=order, cause=Cause.DELAYED, now=THURSDAY)

    (mail,) = delays()
    promise = queries.promise_of(order.pk)
    assert promise is not None
    assert mail.about == f"promise:{promise.pk}"
    # Counted from Thursday 5: leaves Mon 9, comes Thu 12 or Fri 13.
    assert told(mail) == {
        "from_on": "2026-03-12",
        "to_on": "2026-03-13",
        "ships_by_on": "2026-03-09",
        "was_from_on": "2026-03-09",
        "was_to_on": "2026-03-10",
    }


def test_each_later_promise_has_a_mail_of_its_own(order: Order) -> None:
    promise_news.promise_order(order=order, cause=Cause.DELAYED, now=THURSDAY)
    promise_news.promise_order(order=order, cause=Cause.DELAYED, now=THURSDAY + timedelta(days=5))

    assert len({mail.about for mail in delays()}) == 2


@pytest.mark.parametrize(
    "days",
    [
        HandPromise(from_on=date(2026, 3, 6), to_on=date(2026, 3, 9)),
        HandPromise(from_on=date(2026, 3, 10), to_on=date(2026, 3, 10)),
    ],
    ids=["earlier", "within the days that were named"],
)
def test_no_mail_where_nothing_became_later(order: Order, days: HandPromise) -> None:
    promise_news.set_promise(order=order, days=days, actor="Mina", because="Asked", now=NOW)

    assert delays() == []


@pytest.mark.parametrize("silent", ["tells_delays", "is_shown"])
def test_no_mail_where_the_store_wants_none(order: Order, silent: str) -> None:
    DeliverySettings.objects.update(**{silent: False})

    made = promise_news.set_promise(
        order=order, days=LATER, actor="Mina", because="Late wool", now=NOW
    )

    assert made is not None
    assert delays() == []


def test_what_is_not_shown_stands_in_no_mail(order: Order) -> None:
    DeliverySettings.objects.update(is_shown=False)

    assert told(Message.objects.get(kind=Kind.ORDER_CONFIRMATION)) == {}


def test_the_shipping_mail_tells_a_delay_itself(store: Store, order: Order) -> None:
    words_for(store, Kind.SHIPPING_CONFIRMATION)
    friday = int((datetime(2026, 3, 6, 10, tzinfo=UTC) - NOW).total_seconds() // 60)
    when = {"created_at": payloads.at(friday), "updated_at": payloads.at(friday)}

    HANDLERS["fulfillments/create"](
        store, payloads.fulfilment(**when), NOW + timedelta(minutes=friday)
    )

    assert delays() == []
    mail = Message.objects.get(kind=Kind.SHIPPING_CONFIRMATION)
    assert told(mail) == {
        "from_on": "2026-03-11",
        "to_on": "2026-03-12",
        "was_from_on": "2026-03-09",
        "was_to_on": "2026-03-10",
    }


def test_who_changed_the_order_knows(store: Store, order: Order) -> None:
    body = payloads.order(
        line_items=[payloads.line(1), payloads.line(2)], updated_at=payloads.at(3 * 24 * 60)
    )

    HANDLERS["orders/updated"](store, body, THURSDAY)

    assert delays() == []
    assert "was_to_on" not in told(Message.objects.get(kind=Kind.ORDER_CONFIRMATION))


def test_what_has_arrived_is_promised_in_no_mail(store: Store, order: Order) -> None:
    Promise.objects.update(settled_at=NOW)

    assert told(Message.objects.get(kind=Kind.ORDER_CONFIRMATION)) == {}


def test_by_hand_a_reason_is_wanted_and_the_days_must_make_sense(order: Order) -> None:
    for days, because, field in (
        (LATER, "  ", "because"),
        (HandPromise(from_on=date(2026, 3, 9), to_on=date(2026, 3, 8)), "x", "to_on"),
        (HandPromise(from_on=date(2026, 2, 1), to_on=date(2026, 2, 2)), "x", "to_on"),
        (HandPromise(from_on=date(2029, 2, 1), to_on=date(2029, 2, 2)), "x", "to_on"),
    ):
        with pytest.raises(PromiseRefused) as refusal:
            promise_news.set_promise(order=order, days=days, actor="Mina", because=because, now=NOW)
        assert refusal.value.field == field
    assert Promise.objects.count() == 1


def test_what_staff_promised_stands_until_the_parcels_say_otherwise(
    store: Store, order: Order
) -> None:
    promise_news.set_promise(order=order, days=LATER, actor="Mina", because="Wool", now=NOW)

    HANDLERS["orders/updated"](
        store, payloads.order(line_items=[payloads.line(1, quantity=5, current_quantity=5)],
                              updated_at=payloads.at(9)), NOW,
    )  # fmt: skip
    promise_news.promise_order(order=order, cause=Cause.RULES, now=NOW)
    staffs = queries.promise_of(order.pk)
    HANDLERS["fulfillments/create"](
        store, payloads.fulfilment(line_items=[payloads.line(1, quantity=5)]), NOW
    )

    shipped = queries.promise_of(order.pk)
    assert staffs is not None
    assert shipped is not None
    assert (staffs.cause, staffs.to_on) == (Cause.STAFF, date(2026, 3, 16))
    assert (shipped.cause, shipped.to_on) == (Cause.SHIPPED, date(2026, 3, 6))


def test_the_sweep_moves_what_did_not_leave_in_time_by_day(order: Order) -> None:
    with every_store(because="a test looks at all"):
        assert promise_news.watch_promises(now=datetime(2026, 3, 4, 22, 0, tzinfo=UTC)) == 0
        # Half past three in the morning.
        assert promise_news.watch_promises(now=datetime(2026, 3, 5, 2, 30, tzinfo=UTC)) == 0
        assert promise_news.watch_promises(now=THURSDAY) == 1
        assert promise_news.watch_promises(now=THURSDAY) == 0
    assert len(delays()) == 1


def test_the_sweep_leaves_stores_alone_that_do_not_tell(order: Order) -> None:
    DeliverySettings.objects.update(tells_delays=False)

    assert promise_news.watch_promises(now=THURSDAY) == 0
    assert Promise.objects.count() == 1


def test_a_run_promises_open_orders_anew_in_chunks(
    store: Store, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promise_runs, "CHUNK", 2)
    for number in range(4):
        make_order(
            store, delivery_method="SHIPPING", shipping_address={"country_code": "NO"},
            placed_at=NOW + timedelta(minutes=number % 2),
        )  # fmt: skip
    make_order(store, fulfilment_state="FULFILLED", placed_at=NOW)
    LineItem.objects.update(current_quantity=1)
    ProcessingTime.objects.update(min_days=3, max_days=3)
    at = NOW + timedelta(hours=1)

    assert promise_runs.open_orders(store, at) == 5
    promise_runs.begin_run(store=store, actor="Mina", because="Busy", now=at)
    with pytest.raises(RunRefused):
        promise_runs.begin_run(store=store, actor="Mina", because="Busy", now=at)
    met = []
    while count := promise_runs.run_chunk(now=at):
        met.append(count)

    run = PromiseRun.objects.get()
    assert met == [2, 2, 1]
    assert (run.seen_count, run.changed_count) == (5, 5)
    assert run.finished_at == at
    days = set(Promise.objects.filter(is_current=True).values_list("to_on", flat=True))
    assert days == {date(2026, 3, 11)}
    (mail,) = delays()
    assert mail.order == order


def test_one_promise_for_fifty_mails_costs_no_more_statements(
    store: Store, inside: Scope, django_assert_num_queries: object
) -> None:
    orders = [
        make_order(store, delivery_method="SHIPPING", shipping_address={"country_code": "NO"})
        for _number in range(3)
    ]
    LineItem.objects.update(current_quantity=1)
    for one in orders:
        promise_news.promise_order(order=one, now=one.placed_at or NOW)

    context = build_context(store=store, kind=Kind.ORDER_CONFIRMATION, order=orders[0])

    assert context["notifyhub"]["promise"]["to_on"]
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's
        assert len(queries.promises_to_tell(orders)) == 3
