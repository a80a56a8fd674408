"""Up to three reminders of a basket: when each goes, and all that stops it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from messaging import basket_rules, checkouts, consenting, reminding, sending
from messaging.basket_rules import BasketRulesInvalid, Discount, Gives, Rules, Step
from messaging.consenting import Word
from messaging.models import Message, MessageBody
from messaging.states import Channel, Ground, Purpose
from orders.models import Checkout
from stores.models import Store
from stores.scope import store_scope
from tests.factories.baskets import (
    BUYER,
    HOUR,
    NOON,
    THREE,
    let,
    make_basket,
    pass_to,
    remind,
    steps_of,
)
from tests.factories.messaging import make_order, make_suppression

DAY = timedelta(days=1)
FIRST, SECOND, THIRD = NOON + HOUR, NOON + DAY, NOON + 3 * DAY


@pytest.mark.django_db
def test_each_goes_after_its_own_wait_and_once(store: Store) -> None:
    let(store)
    basket = make_basket(store)
    remind(basket)

    pass_to(FIRST - timedelta(minutes=1))
    assert steps_of(basket) == [("1", "PLANNED")]
    for _repeated in range(2):
        pass_to(FIRST)
    assert steps_of(basket) == [("1", "SENT")]
    pass_to(SECOND - timedelta(minutes=6))
    assert steps_of(basket) == [("1", "SENT")]
    for at in (SECOND, SECOND, SECOND + 2 * HOUR):
        pass_to(at)
        remind(basket, at)
    assert steps_of(basket) == [("1", "SENT"), ("2", "SENT")]
    for at in (THIRD, THIRD, THIRD + 10 * DAY):
        pass_to(at)

    assert steps_of(basket) == [("1", "SENT"), ("2", "SENT"), ("3", "SENT")]


@pytest.mark.django_db
def test_a_store_that_said_nothing_reminds_once(store: Store) -> None:
    basket = make_basket(store)
    remind(basket)

    for at in (FIRST, SECOND, THIRD):
        pass_to(at)

    assert steps_of(basket) == [("1", "SENT")]


@pytest.mark.django_db
def test_a_basket_taken_up_again_starts_the_wait_anew_and_repeats_nothing(store: Store) -> None:
    let(store)
    basket = make_basket(store)
    remind(basket)
    pass_to(FIRST)

    with store_scope(store.pk):
        Checkout.objects.update(changed_at=SECOND - HOUR)
    remind(basket, SECOND - HOUR)
    pass_to(SECOND)
    assert steps_of(basket) == [("1", "SENT")]
    pass_to(SECOND - HOUR + DAY)

    assert steps_of(basket) == [("1", "SENT"), ("2", "SENT")]


@pytest.mark.django_db
def test_a_mail_that_waited_for_the_morning_has_no_other_at_its_heels(store: Store) -> None:
    evening = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)  # half past nine in Oslo
    morning = datetime(2026, 11, 21, 7, tzinfo=UTC)
    let(store, Step(wait_minutes=60), Step(wait_minutes=11 * 60))
    basket = make_basket(store, changed_at=evening, started_at=evening)
    remind(basket, evening)

    pass_to(morning)
    assert steps_of(basket) == [("1", "SENT")]
    pass_to(morning + 30 * timedelta(minutes=1))
    pass_to(morning + 3 * HOUR)
    assert steps_of(basket) == [("1", "SENT"), ("2", "PLANNED")]
    pass_to(morning + 4 * HOUR + timedelta(minutes=1))

    assert steps_of(basket) == [("1", "SENT"), ("2", "SENT")]


def _order(store: Store, basket: Checkout) -> None:
    order = make_order(store, checkout_token=basket.token)
    with store_scope(store.pk):
        checkouts.order_placed(order=order, now=SECOND)


def _late_order(store: Store, basket: Checkout) -> None:
    """Its row is there, and what follows from it has not been done yet."""
    make_order(store, checkout_token=basket.token)


def _completion(store: Store, basket: Checkout) -> None:
    with store_scope(store.pk):
        Checkout.objects.update(completed_at=SECOND)


def _erasure(store: Store, basket: Checkout) -> None:
    with store_scope(store.pk):
        Checkout.objects.update(redacted_at=SECOND, email="")


def _other_address(store: Store, basket: Checkout) -> None:
    with store_scope(store.pk):
        Checkout.objects.update(email="ola@example.com")


def _opt_out(store: Store, basket: Checkout) -> None:
    word = Word(
        channel=Channel.EMAIL,
        address=BUYER,
        purpose=Purpose.MARKETING,
        is_given=False,
        ground=Ground.ONE_CLICK,
    )
    with store_scope(store.pk):
        consenting.record_consent(store=store, word=word, at=SECOND, now=SECOND)


def _suppression(store: Store, basket: Checkout) -> None:
    make_suppression(store, BUYER)


def _switch(store: Store, basket: Checkout) -> None:
    let(store, is_on=False)


def _smaller_basket(store: Store, basket: Checkout) -> None:
    let(store, minimum_minor=50000)


STOPS = [
    (_order, "OVERTAKEN"),
    (_late_order, "OVERTAKEN"),
    (_completion, "OVERTAKEN"),
    (_erasure, "OVERTAKEN"),
    (_other_address, "OTHER_ADDRESS"),
    (_opt_out, "OPTED_OUT"),
    (_suppression, "SUPPRESSED"),
    (_switch, "NOT_REMINDED"),
    (_smaller_basket, "NOT_REMINDED"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("happens", "reason"), STOPS)
def test_what_happens_after_planning_stops_it_when_it_is_about_to_go(
    store: Store, happens: Any, reason: str
) -> None:
    let(store)
    basket = make_basket(store)
    remind(basket)
    pass_to(FIRST)
    reminding.remind_due(now=SECOND - timedelta(minutes=4))
    assert steps_of(basket)[-1] == ("2", "PLANNED")

    happens(store, basket)
    while sending.send_due(now=SECOND):
        pass

    assert steps_of(basket) == [("1", "SENT"), ("2", reason)]


@pytest.mark.django_db
@pytest.mark.parametrize(("happens", "reason"), STOPS)
def test_what_happened_before_planning_lets_none_go(
    store: Store, happens: Any, reason: str
) -> None:
    let(store)
    basket = make_basket(store)
    remind(basket)
    pass_to(FIRST)

    happens(store, basket)
    for at in (SECOND, SECOND + HOUR, THIRD):
        pass_to(at)

    assert [each for each in steps_of(basket) if each[1] == "SENT"] == [("1", "SENT")]


@pytest.mark.django_db
def test_a_mistyped_address_mended_at_once_is_the_one_written_to(store: Store) -> None:
    basket = make_basket(store, email="kari@exampel.com")
    remind(basket)
    with store_scope(store.pk):
        Checkout.objects.update(email=BUYER, changed_at=NOON + HOUR / 2)
    remind(basket, NOON + HOUR / 2)

    pass_to(NOON + HOUR * 1.5)

    with store_scope(store.pk):
        assert Message.objects.get().recipient == BUYER
        assert MessageBody.objects.count() == 1
    assert steps_of(basket) == [("1", "SENT")]


@pytest.mark.django_db
def test_night_fell_before_a_worker_was_free(store: Store) -> None:
    due = datetime(2026, 11, 20, 19, 50, tzinfo=UTC)  # ten to nine in Oslo
    late = due + timedelta(minutes=15)
    basket = make_basket(store, changed_at=due - HOUR, started_at=due - HOUR)
    remind(basket, due - HOUR)

    pass_to(late)
    assert steps_of(basket) == [("1", "QUIET_HOURS")]
    morning = datetime(2026, 11, 21, 7, 0, 3, tzinfo=UTC)
    pass_to(morning)

    assert steps_of(basket) == [("1", "SENT")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rules", "fields", "is_reminded"),
    [
        ({"minimum_minor": 29801}, {}, False),
        ({"minimum_minor": 29800}, {}, True),
        ({"excluded_domains": ("example.com",)}, {}, False),
        ({"excluded_domains": ("ample.com",)}, {}, True),
        ({"excluded_countries": ("no",)}, {}, False),
        ({"excluded_countries": ("se",)}, {}, True),
        ({"skips_discounted": True}, {"discounts": [{"code": "X"}]}, False),
        ({"skips_discounted": True}, {}, True),
        ({"is_on": False}, {}, False),
    ],
)
def test_a_store_says_which_baskets_count(
    store: Store, rules: dict[str, Any], fields: dict[str, Any], is_reminded: bool
) -> None:
    let(store, **rules)

    assert (remind(make_basket(store, **fields)) is not None) is is_reminded


@pytest.mark.django_db
def test_a_switched_off_mail_is_left_out_and_the_next_follows_the_one_before(store: Store) -> None:
    first, second, third = THREE
    let(store, first, Step(wait_minutes=second.wait_minutes, is_on=False), third)
    basket = make_basket(store)
    remind(basket)

    for at in (FIRST, SECOND, THIRD):
        pass_to(at)

    assert steps_of(basket) == [("1", "SENT"), ("3", "SENT")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(steps=()), "one to 3 mails"),
        (Rules(steps=(*THREE, Step(wait_minutes=9999))), "one to 3 mails"),
        (Rules(steps=(Step(wait_minutes=14),)), "at least 15 minutes"),
        (Rules(steps=(Step(wait_minutes=14 * 24 * 60 + 1),)), "at most 14 days"),
        (Rules(steps=(Step(wait_minutes=600), Step(wait_minutes=600))), "4 hours after"),
        (Rules(steps=(Step(wait_minutes=600), Step(wait_minutes=60))), "4 hours after"),
        (
            Rules(
                steps=(Step(wait_minutes=60, discount=Discount(gives=Gives.PERCENT, percent=0)),)
            ),
            "1 to 100",
        ),
        (Rules(steps=(Step(wait_minutes=60, discount=Discount(gives=Gives.AMOUNT)),)), "how much"),
        (Rules(cap_count=51), "0 to 50"),
        (Rules(cap_days=0), "1 to 90"),
        (Rules(excluded_domains=("nonsense",)), "no domain"),
        (Rules(excluded_countries=("NOR",)), "no country"),
        (Rules(reasons=("WHATEVER",)), "none of the reasons"),
        (Rules(asks_why=True, reasons=()), "at least one reason"),
        (Rules(own_reasons=("x" * 121,)), "at most 120 letters"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(
    store: Store, rules: Rules, said: str
) -> None:
    with store_scope(store.pk), pytest.raises(BasketRulesInvalid, match=said):
        basket_rules.change_rules(store=store, rules=rules, actor="Mina", now=NOON)
    with store_scope(store.pk):
        assert basket_rules.rules_of(store_id=store.pk) == Rules()


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_workers_at_the_same_time_plan_and_send_each_once(store: Store) -> None:
    let(store)
    baskets = [make_basket(store, email=f"kari-{n}@example.com") for n in range(5)]
    for basket in baskets:
        remind(basket)
    pass_to(FIRST)
    barrier = threading.Barrier(4)

    def work(_number: int) -> None:
        try:
            barrier.wait()
            pass_to(SECOND)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))

    assert [steps_of(basket) for basket in baskets] == [[("1", "SENT"), ("2", "SENT")]] * 5
