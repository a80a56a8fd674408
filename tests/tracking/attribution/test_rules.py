"""Attribution v1, by the worked examples of docs/attribution.md, on the rules alone."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tracking.attribution.rules import (
    Case,
    Credit,
    Evidence,
    Exclusion,
    Model,
    Proof,
    Terms,
    Touch,
    Visit,
    decide,
)

M1, M2, REMINDER = 1, 2, 3
FIRST_ORDER, ORDER = 1001, 1002


def may(day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, second, tzinfo=UTC)


SENT: Final = may(1, 9)
CLICKED: Final = Touch(M1, may(1, 10, 5), FIRST_ORDER)


def order(placed_at: datetime, **fields: object) -> Case:
    return replace(Case(ORDER, placed_at), **fields)  # type: ignore[arg-type]  # its fields, by name


def ours(at: datetime, message_id: int) -> Visit:
    return Visit(at, is_direct=False, message_id=message_id, is_ours=True)


GOOGLE: Final = Visit(may(2, 9), is_direct=False)


@dataclass(frozen=True, slots=True)
class Example:
    case: Case
    credited: dict[Model, int]
    evidence: Evidence | None = None


EXAMPLES: Final = {
    "1: the token came along": Example(
        order(
            may(4),
            touches=[CLICKED],
            proofs=[Proof(M1, SENT, order_id=FIRST_ORDER)],
            visits=[ours(may(4), M1)],
        ),
        {Model.NH_LAST: M1, Model.NH_FIRST: M1, Model.STORE_LAST: M1},
        Evidence.TOKEN,
    ),
    "2: a scanner followed the links": Example(order(may(3)), {}),
    "3: two messages were clicked": Example(
        order(may(5), touches=[CLICKED, Touch(M2, may(3), FIRST_ORDER)]),
        {Model.NH_LAST: M2, Model.NH_FIRST: M1},
        Evidence.PERSON,
    ),
    "4: in the window's last second": Example(
        order(may(9, 10, 5), touches=[Touch(M1, may(2, 10, 5), FIRST_ORDER)]),
        {Model.NH_LAST: M1, Model.NH_FIRST: M1},
    ),
    "4: one second later": Example(
        order(may(9, 10, 5, 1), touches=[Touch(M1, may(2, 10, 5), FIRST_ORDER)]), {}
    ),
    "7: the order it is about": Example(order(may(2), touches=[Touch(M1, may(1), ORDER)]), {}),
    "8: an advertisement came later": Example(
        order(may(2), touches=[CLICKED], visits=[GOOGLE]),
        {Model.NH_LAST: M1, Model.NH_FIRST: M1, Model.ASSISTED: M1},
    ),
    "9: reminded, not clicked": Example(
        order(may(2), reminders=[(REMINDER, SENT)]), {Model.RECOVERED: REMINDER}
    ),
    "9: the way back was followed": Example(
        order(may(2), reminders=[(REMINDER, SENT)], touches=[Touch(REMINDER, may(1, 10))]),
        {Model.NH_LAST: REMINDER, Model.NH_FIRST: REMINDER, Model.RECOVERED: REMINDER},
        Evidence.CHECKOUT,
    ),
    "11: a renewal": Example(
        order(may(4), touches=[CLICKED], source_name="subscription_contract"), {}
    ),
    "11: a renewal, by the tag of the program that made it": Example(
        order(may(4), touches=[CLICKED], tags=frozenset({"subscription recurring order"})), {}
    ),
    "11: in a shop of bricks": Example(order(may(4), touches=[CLICKED], source_name="pos"), {}),
    "12: while the journey is not known": Example(
        order(may(4), touches=[CLICKED]), {Model.NH_LAST: M1, Model.NH_FIRST: M1}, Evidence.PERSON
    ),
    "12: the journey shows another message": Example(
        order(
            may(4),
            touches=[CLICKED],
            proofs=[Proof(M2, may(2), may(3), FIRST_ORDER)],
            visits=[ours(may(3), M2)],
        ),
        {Model.NH_LAST: M2, Model.NH_FIRST: M1, Model.STORE_LAST: M2},
        Evidence.TOKEN,
    ),
    "13: bought without any click": Example(order(may(4)), {}),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_example(name: str) -> None:
    example = EXAMPLES[name]

    decision = decide(example.case, Terms())

    said = {model: credit.message_id for model, credit in decision.credits.items()}
    assert said == example.credited
    if example.evidence:
        assert decision.credits[Model.NH_LAST].evidence is example.evidence


@pytest.mark.parametrize(
    ("fields", "terms", "exclusion"),
    [
        ({"is_test": True}, Terms(counts_pos=True, counts_drafts=True), Exclusion.TEST),
        ({"source_name": "pos"}, Terms(counts_drafts=True), Exclusion.POS),
        ({"source_name": "pos"}, Terms(counts_pos=True), None),
        ({"source_name": "shopify_draft_order"}, Terms(counts_pos=True), Exclusion.DRAFT),
        ({"source_name": "shopify_draft_order"}, Terms(counts_drafts=True), None),
        ({"source_name": "subscription_contract"}, Terms(), Exclusion.SUBSCRIPTION),
        ({"source_name": "subscription_contract"}, Terms(counts_subscriptions=True), None),
    ],
)
def test_each_exclusion_has_its_own_switch(
    fields: dict[str, object], terms: Terms, exclusion: Exclusion | None
) -> None:
    decision = decide(order(may(4), touches=[CLICKED], **fields), terms)

    assert decision.exclusion is exclusion
    assert bool(decision.credits) is (exclusion is None)


def test_ties_go_to_the_later_touch_then_to_the_later_message() -> None:
    at = may(2)
    same_second = order(may(3), touches=[Touch(M2, at), Touch(M1, at), Touch(M1, may(1))])

    decision = decide(same_second, Terms())

    assert decision.credits[Model.NH_LAST] == Credit(Evidence.PERSON, M2, at)
    assert decision.credits[Model.NH_FIRST] == Credit(Evidence.PERSON, M1, may(1))


def test_a_click_in_the_second_of_the_order_is_no_reason_for_it() -> None:
    assert decide(order(CLICKED.at, touches=[CLICKED]), Terms()).credits == {}


def test_the_window_is_the_stores() -> None:
    late = order(may(20), touches=[CLICKED])

    assert decide(late, Terms()).credits == {}
    assert decide(late, Terms(window=timedelta(days=30))).credits


def test_a_token_whose_click_was_not_seen_counts_from_the_sending() -> None:
    soon, late = (
        order(at, proofs=[Proof(M1, SENT, order_id=FIRST_ORDER)]) for at in (may(4), may(8, 9, 1))
    )

    assert decide(soon, Terms()).credits[Model.NH_LAST] == Credit(Evidence.TOKEN, M1, None)
    assert decide(late, Terms()).credits == {}


def test_a_direct_visit_does_not_take_the_credit_from_the_one_before() -> None:
    visits = [ours(may(2), M1), Visit(may(3), is_direct=True)]

    decision = decide(order(may(4), touches=[CLICKED], visits=visits), Terms())

    assert decision.credits[Model.STORE_LAST].message_id == M1
    assert Model.ASSISTED not in decision.credits


def test_our_name_without_a_message_credits_the_words_only() -> None:
    named = Visit(may(3), is_direct=False, is_ours=True, template="order_confirmation", variant="b")

    decision = decide(order(may(4), visits=[named]), Terms())

    credit = Credit(Evidence.UTM, template="order_confirmation", variant="b")
    assert decision.credits == dict.fromkeys(
        (Model.NH_LAST, Model.NH_FIRST, Model.STORE_LAST), credit
    )


def test_a_message_that_is_known_goes_before_words() -> None:
    named = Visit(may(3), is_direct=False, is_ours=True, template="order_confirmation")

    decision = decide(order(may(4), touches=[CLICKED], visits=[named]), Terms())

    assert decision.credits[Model.NH_LAST].message_id == M1
