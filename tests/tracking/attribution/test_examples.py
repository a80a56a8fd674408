"""The worked examples of docs/attribution.md over real rows, as shop and redirect tell them."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from orders.models import Activity, ActivityKind, Checkout, Order
from stores.models import Store
from tests.factories import payloads
from tests.factories.attribution import bought, by_link, clicked, credited, may, told
from tests.factories.messages import make_message
from tests.tracking.attribution.ledgers import assert_all_adds_up, changes_of, refund, sums
from tracking.attribution import attributing
from tracking.attribution.ledger import Because, replay
from tracking.models.attribution import (
    Attribution,
    AttributionEvent,
    CurrencyRate,
    OrderSource,
)

pytestmark = pytest.mark.usefixtures("inside")

LAST_AND_FIRST = ("nh_last", "nh_first")


def test_example_1_the_token_came_along(store: Store) -> None:
    message = clicked(store, may(1, 10, 5))

    bought(store, may(4), landing_site=by_link(message))

    assert credited(store) == dict.fromkeys((*LAST_AND_FIRST, "store_last"), message.pk)
    row = Attribution.objects.get(model="nh_last")
    assert (row.evidence, row.touch_at) == ("TOKEN", may(1, 10, 5))
    assert sums() == (70_00, 0, 0, 70_00)
    assert_all_adds_up()


def test_example_2_machines_are_nobody(store: Store) -> None:
    clicked(store, None, first_clicked_at=may(1), clicked_by_machine_at=may(1))

    bought(store, may(3))

    assert credited(store) == {}


def test_example_3_and_4_last_first_and_the_window(store: Store) -> None:
    first, last = clicked(store, may(1, 10, 5)), clicked(store, may(3))

    bought(store, may(8, 10, 5))

    assert credited(store) == {"nh_last": last.pk, "nh_first": first.pk}


def test_example_5_refunded_then_cancelled(store: Store) -> None:
    message = clicked(store, may(1, 10, 5))
    bought(store, may(4), landing_site=by_link(message))

    told(store, "refunds/create", refund(2, day=6), may(6))
    assert sums() == (70_00, 20_00, 0, 50_00)
    told(store, "refunds/create", refund(2, day=6), may(6))
    bought(
        store,
        may(4),
        "orders/cancelled",
        updated_at=may(7).isoformat(),
        cancelled_at=may(7).isoformat(),
        landing_site=by_link(message),
        refunds=[refund(2, day=6)],
    )

    assert sums() == (70_00, 70_00, 0, 0)
    of_refunds = AttributionEvent.objects.filter(attribution__model="nh_last", number__gt=1)
    said = list(of_refunds.order_by("number").values_list("because", "refund_minor", "at"))
    assert said == [("REFUND", 20_00, may(6)), ("CANCEL", 50_00, may(7))]
    assert_all_adds_up()


def test_a_refund_after_the_evidence_is_closed_stands_apart(store: Store) -> None:
    message = clicked(store, may(1, 10, 5))
    bought(store, may(4), landing_site=by_link(message))

    told(store, "refunds/create", refund(2, day=20), may(20))

    assert sums() == (70_00, 0, 20_00, 50_00)
    fact = Activity.objects.get(
        kind=ActivityKind.ORDER_ATTRIBUTED, at=may(20), data__model="nh_last"
    )
    assert (fact.data["refund_minor"], fact.message_id) == (20_00, message.pk)
    assert_all_adds_up()


def test_example_6_the_rate_of_its_day_stays(store: Store) -> None:
    clicked(store, may(1))
    rate = CurrencyRate.objects.create(
        on=may(4), currency="SEK", per_euro=Decimal(1) / Decimal("0.0870")
    )
    in_kronor = {"currency": "SEK", "presentment_currency": "USD"}
    price = {
        "shop_money": {"amount": "1050.00", "currency_code": "SEK"},
        "presentment_money": {"amount": "100.00", "currency_code": "USD"},
    }
    line = payloads.line(1, price="1050.00", price_set=price, quantity=1, current_quantity=1)

    bought(store, may(4), line_items=[line], **in_kronor)
    rate.per_euro = Decimal(10)
    rate.save()
    CurrencyRate.objects.create(on=may(5), currency="SEK", per_euro=10)
    bought(
        store,
        may(4),
        "orders/updated",
        updated_at=may(5).isoformat(),
        line_items=[line],
        tags="seen",
        **in_kronor,
    )

    row = Attribution.objects.get(model="nh_last")
    assert (row.gross_minor, row.currency) == (1050_00, "SEK")
    assert (row.agency_gross_minor, row.agency_currency) == (91_35, "EUR")
    assert replay(changes_of(row)) == row.standing


def test_without_a_rate_nothing_is_guessed(store: Store) -> None:
    clicked(store, may(1))

    bought(store, may(4), currency="SEK", presentment_currency="SEK")

    row = Attribution.objects.get(model="nh_last")
    assert (row.gross_minor, row.rate, row.agency_gross_minor) == (70_00, None, None)


def test_example_7_the_order_it_is_about(store: Store) -> None:
    order = bought(store, may(1))
    make_message(order, about="again", sent_at=may(1), clicked_by_person_at=may(1, 13))

    bought(store, may(1), "orders/updated", updated_at=may(2).isoformat(), subtotal_price="85.00")

    assert credited(store) == {}


def test_example_8_an_advertisement_came_later(store: Store) -> None:
    message = clicked(store, may(1))

    bought(store, may(2), landing_site="/?gclid=EAIa&utm_source=google&utm_medium=cpc")

    assert credited(store) == dict.fromkeys((*LAST_AND_FIRST, "assisted"), message.pk)
    source = OrderSource.objects.get()
    assert (source.source, source.medium, source.click_id_kind) == ("google", "cpc", "gclid")


@pytest.mark.parametrize("is_clicked", [False, True])
def test_example_9_a_checkout_that_was_reminded_of(store: Store, is_clicked: bool) -> None:
    checkout = Checkout.objects.create(store=store, token="T", email="other@example.com")
    reminder = clicked(
        store,
        may(1) if is_clicked else None,
        kind="ABANDONED_CHECKOUT",
        about=f"checkout:{checkout.pk}",
        recipient="other@example.com",
    )
    reminder.order = None
    reminder.save(update_fields=["order"])

    bought(store, may(2), checkout_token="T")

    models = ("recovered", *(LAST_AND_FIRST if is_clicked else ()))
    assert credited(store) == dict.fromkeys(models, reminder.pk)


def test_example_10_repetitions_count_once(store: Store) -> None:
    message = clicked(store, may(1))

    for _repetition in range(3):
        bought(store, may(4), landing_site=by_link(message))
    for _repetition in range(2):
        bought(
            store,
            may(4),
            "orders/updated",
            landing_site=by_link(message),
            updated_at=may(5).isoformat(),
            tags="vip",
        )

    assert Attribution.objects.filter(model="nh_last").count() == 1
    assert OrderSource.objects.count() == 1
    assert sums() == (70_00, 0, 0, 70_00)
    assert AttributionEvent.objects.filter(attribution__model="nh_last").count() == 1
    assert_all_adds_up()


@pytest.mark.parametrize(
    ("source_name", "exclusion"),
    [("pos", "POS"), ("subscription_contract", "SUBSCRIPTION"), ("shopify_draft_order", "DRAFT")],
)
def test_example_11_some_orders_are_nobodys(store: Store, source_name: str, exclusion: str) -> None:
    clicked(store, may(1))

    bought(store, may(4), source_name=source_name)

    assert credited(store) == {}
    assert OrderSource.objects.get().exclusion == exclusion


def test_example_12_the_journey_corrects_what_was_provisional(store: Store) -> None:
    likely, proven = clicked(store, may(1)), clicked(store, None)
    order = bought(store, may(4))
    assert credited(store) == dict.fromkeys(LAST_AND_FIRST, likely.pk)

    visit = {"at": may(3).isoformat(), "is_direct": False, "is_ours": True}
    said = {"message": proven.pk, "template": "", "variant": ""}
    OrderSource.objects.update(visits=[visit | said], journey_ready_at=may(4, 14))
    order = Order.objects.select_for_update().get(pk=order.pk)
    attributing.attribute_order(store=store, order=order, now=may(4, 14), because=Because.JOURNEY)

    assert credited(store)["nh_last"] == proven.pk
    events = AttributionEvent.objects.filter(attribution__model="nh_last").order_by("number")
    assert list(events.values_list("message_id", "orders", "gross_minor", "because")) == [
        (likely.pk, 1, 70_00, "ORDER"),
        (likely.pk, -1, -70_00, "JOURNEY"),
        (proven.pk, 1, 70_00, "JOURNEY"),
    ]
    total = events.aggregate(gross=Sum("gross_minor"), orders=Sum("orders"))
    assert total == {"gross": 70_00, "orders": 1}
    assert_all_adds_up()


def test_example_13_no_click_no_credit(store: Store) -> None:
    clicked(store, None)

    bought(store, may(4))

    assert credited(store) == {}
    assert OrderSource.objects.get().has_credit is False
