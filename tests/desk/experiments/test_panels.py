"""The figures beside the verdict: what is missing, the checks, the groups, what may be decided."""

from typing import Any

import pytest
from django.utils.translation import override

from analytics.stats.data import SegmentName
from desk.experiments import checks, groups, panels
from desk.experiments.case import Case
from desk.experiments.deciding import Choices
from desk.experiments.figures import Measure, how_long, p_value, signed
from templates_app.models import Experiment, Metric, Unit
from tests.factories.standings import NINE, Made, make_harm, make_standing

ONE = "Fjell & Garn"
State = Experiment.State


def case_of(made: Made) -> Case:
    measure = Measure.of(made.standing, made.experiment.unit, "en")
    case = Case.of(made.experiment, made.standing, measure)
    assert case is not None
    return case


def choices(made: Made) -> Choices:
    found = Choices.of(made.experiment, made.standing)
    assert found is not None
    return found


def test_what_it_takes_to_know_more() -> None:
    made = make_standing(NINE, looks=[(0.006, -0.037, 0.05), (0.014, -0.007, 0.035)])

    out = panels.outlook(case_of(made), made.experiment, made.looks)

    assert (out.done, out.planned, out.share) == ("22,375", "36,000 orders", "62 %")
    assert out.more == "13,626 more orders: 22 days at 639 a day."
    assert out.last.startswith("The last look is on ")
    assert out.chances[0] == ("If B stays this good", "97", "in 100 that we know by then")
    assert out.chances[-1] == ("On Fjell & Garn alone", "9 months", "it would take")


def test_too_early_no_chance_is_told() -> None:
    made = make_standing({ONE: [(400, 60), (400, 90)]}, days=3)

    assert panels.outlook(case_of(made), made.experiment, []).chances == []


def test_what_does_worse_is_not_called_good() -> None:
    made = make_standing({ONE: [(5000, 860), (5000, 810)]})

    rows = panels.outlook(case_of(made), made.experiment, []).chances

    assert [words for words, _n, _rest in rows] == [
        "If B stays this bad",
        "If B is half as bad",
    ]


def test_the_split_as_planned_and_not() -> None:
    good = checks.sample_ratio(case_of(make_standing(NINE)))
    bad = checks.sample_ratio(case_of(make_standing({ONE: [(19000, 3000), (17000, 3420)]})))

    assert "As planned" in good.badge
    assert good.words.startswith("Planned 50 to 50. Evidence of a fault 0.2")
    assert "Not as planned" in bad.badge


def test_harm_stands_first_and_machines_are_counted_apart() -> None:
    harms = [make_harm("BOUNCED", 94, 88), make_harm("COMPLAINED", 3, 40)]

    found = checks.guard_rows(case_of(make_standing(NINE, harms=harms)))

    assert found.title == "Does B do harm"
    assert found.finding == "1 alarm"
    assert [row.words for row in found.rows] == ["Marked as spam", "Came back"]
    assert "1,940 machine clicks left out, 962 in A and 978 in B." in found.left_out
    assert "41 resends left out." in found.left_out


def test_groups_say_how_often_luck_looks_special() -> None:
    told = {
        SegmentName("returning", "no"): [(4930, 820), (4944, 915)],
        SegmentName("returning", "yes"): [(6250, 1046), (6251, 1098)],
        SegmentName("market", "NO"): [(20, 2), (20, 3)],
    }

    found = groups.groups(case_of(make_standing(NINE, groups=told)))

    assert found is not None
    rows = [row for column in found.columns for row in column]
    assert {row.words for row in rows} == {"First order", "Ordered before", "NO"}
    assert next(row for row in rows if row.words == "NO").span == "too few"
    assert found.words.startswith("Exploratory. With 3 groups, one looks special by luck in ")


def test_nothing_is_given_to_all_before_it_is_shown() -> None:
    made = make_standing(NINE, looks=[(0.006, -0.037, 0.05)])

    found = choices(made)

    assert found.is_keep_first
    assert found.keep_words.startswith("Keep running until ")
    assert [gift.is_free for gift in found.gifts] == [False]
    assert found.gifts[0].why_locked == "Opens when the interval leaves zero."
    assert found.control_words == "Stop, keep A"


def test_a_winner_may_be_given_and_need_not_go_on() -> None:
    found = choices(make_standing({ONE: [(18000, 3000), (18010, 3420)]}))

    assert found.keep_words == ""
    assert found.gifts[0].is_free
    assert not found.is_control_first


def test_of_several_the_winner_stands_first() -> None:
    made = make_standing(
        {ONE: [(12000, 2000), (12000, 2030), (12000, 2400)]}, weights=(3334, 3333, 3333)
    )

    found = choices(made)

    assert [(gift.label, gift.is_free) for gift in found.gifts] == [("C", True), ("B", False)]
    assert found.gifts[1].why_locked == "Locked: another did better."


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (
            make_standing(NINE, harms=[make_harm("COMPLAINED", 3, 40)]),
            "Locked: it does harm.",
        ),
        (make_standing({ONE: [(19000, 3000), (17000, 3420)]}), "Locked: the split is wrong."),
        (
            make_standing({ONE: [(18000, 3420), (18010, 3000)]}),
            "Locked: it was not shown to be better.",
        ),
    ],
)
def test_trouble_puts_the_control_first(made: Made, why: str) -> None:
    found = choices(made)

    assert found.is_control_first or "not shown" in why
    assert not found.is_keep_first
    assert found.gifts[0].why_locked == why


def test_just_pick_may_be_given_without_a_reason() -> None:
    found = choices(make_standing({ONE: [(900, 150), (901, 170)]}, stopping="PICK"))

    assert found.gifts[0].is_free
    assert not found.is_keep_first


def test_a_decided_test_leaves_nothing_to_decide() -> None:
    made = make_standing(NINE, state=State.DONE)

    assert Choices.of(made.experiment, made.standing) is None


def test_a_ramp_may_only_be_taken_back() -> None:
    found = choices(make_standing(NINE, state=State.RAMPING))

    assert found.gifts == []
    assert found.arms == []
    assert found.control_words == "Go back to A"


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (56, "56 days"), (425, "14 months"), (1500, "4 years"), (None, "for ever")],
)
def test_how_long(days: int | None, words: str) -> None:
    assert how_long(days) == words


def test_signs_are_as_wide_as_each_other_and_zero_has_none() -> None:
    assert [signed(value, 1) for value in (2.55, -0.14, 0.04, -0.04)] == [
        "+2.5",
        "−0.1",
        "0.0",
        "0.0",
    ]


def test_a_p_of_nearly_nothing() -> None:
    assert p_value(1e-9) == "p < 0.001"


def measure(**said: Any) -> Measure:
    known = {"metric": Metric.REVENUE, "unit": Unit.CUSTOMER, "currency": "NOK", "locale": "en"}
    return Measure(**known | said)


def test_money_is_written_in_the_stores_currency() -> None:
    one = measure()

    assert one.amount(1250).endswith("12.50 per buyer")
    assert one.signed(-1250).startswith("−")
    assert one.level(99900).endswith("999.00")


def test_money_of_several_currencies_is_told_in_per_cent() -> None:
    one = measure(currency="", is_relative=True)

    assert one.amount(0.031) == "3.1 %"
    assert one.signed(0.031) == "+3.1 %"


def test_figures_follow_the_language() -> None:
    with override("nb"):
        assert signed(1.25, 2) == "+1,25"
