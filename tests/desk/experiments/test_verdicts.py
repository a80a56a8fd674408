"""One sentence for each way a test may stand. Figures are made up; the statistics are real."""

from typing import Any

import pytest
from django.utils.translation import override

from desk.experiments import verdicts
from desk.experiments.figures import Measure
from desk.experiments.verdicts import Told
from templates_app.models import Guardrail, Unit
from tests.factories.standings import NINE, Made, make_harm, make_standing, nobody_yet

ONE = "Fjell & Garn"


def say(made: Made, **of_measure: Any) -> Told:
    measure = Measure.of(made.standing, made.experiment.unit, "en")
    return verdicts.told(made.experiment, made.standing, measure)


def under(told: Told) -> str:
    return " ".join(told.under)


def test_before_anybody_was_given_an_arm() -> None:
    told = say(nobody_yet())

    assert told.heading == "Nobody has been given a mail of this test yet."
    assert told.tone == ""


def test_too_early_says_how_many_days_are_missing() -> None:
    told = say(make_standing({ONE: [(400, 60), (400, 70)]}, days=3))

    assert told.heading == "Too early to say: it has run 3 of 7 days."


def test_too_few_buyers() -> None:
    told = say(make_standing({ONE: [(60, 30), (61, 31)]}, days=20))

    assert told.heading == "Too early to say: too few buyers so far."
    assert "at least 100" in under(told)


def test_too_little_has_happened() -> None:
    told = say(make_standing({ONE: [(600, 3), (600, 4)]}, days=20))

    assert told.heading == "Too early to say: too little has happened yet."
    assert "at least 25 times" in under(told)


def test_undecided_and_ahead_tells_the_interval_and_the_ordinary_test() -> None:
    told = say(make_standing(NINE, looks=[(0.006, -0.037, 0.05), (0.014, -0.007, 0.035)]))

    assert told.heading == (
        "B looks better by 1.2 clicks per 100 orders, but it may still be no better at all."
    )
    assert told.chip == "Not decided"
    assert '<b class="num">−0.1 and +2.6</b>' in under(told)
    assert "right in 95 of 100 tests" in under(told)
    assert "Zero is inside, so nobody has won." in under(told)
    assert "would already cheer (p = 0.014)" in under(told)


def test_an_ordinary_test_that_sees_nothing_either_is_not_said_to_cheer() -> None:
    told = say(make_standing({ONE: [(5000, 800), (5000, 830)]}))

    assert "An ordinary test would see no difference either" in under(told)
    assert "cheer" not in under(told)


def test_undecided_and_behind() -> None:
    told = say(make_standing({ONE: [(5000, 860), (5000, 810)]}))

    assert told.heading == (
        "B looks worse by 1.0 clicks per 100 orders, but it may still be no worse at all."
    )


def test_undecided_and_even() -> None:
    told = say(make_standing({ONE: [(5000, 830), (5000, 830)]}))

    assert told.heading == "A and B look the same so far."


def test_undecided_with_several_variants_names_who_leads() -> None:
    told = say(
        make_standing({ONE: [(5000, 800), (5000, 810), (5000, 850)]}, weights=(3334, 3333, 3333))
    )

    assert told.heading == (
        "C leads by 1.0 clicks per 100 orders, but none is shown to be better yet."
    )
    assert "for all variants together" in under(told)


def test_a_winner() -> None:
    told = say(make_standing({ONE: [(18000, 3000), (18010, 3420)]}))

    assert told.heading == "B is better by 2.3 clicks per 100 orders."
    assert (told.tone, told.chip) == ("good", "Shown to be better")
    assert "Zero is outside" in under(told)
    assert "Winners look better than they are: expect about +2.2." in under(told)


def test_between_two_looks_a_lead_is_no_proof_yet() -> None:
    told = say(
        make_standing(
            {ONE: [(12000, 2000), (12010, 2340)]},
            looks=[(0.02, -0.01, 0.05)],
            is_look=False,
        )
    )

    assert told.heading == ("B is ahead by 2.8 clicks per 100 orders; the next look can prove it.")
    assert "decides only at its looks" in under(told)


def test_the_control_wins() -> None:
    told = say(make_standing({ONE: [(18000, 3420), (18010, 3000)]}))

    assert told.heading == "A is better: B is worse by 2.3 clicks per 100 orders."
    assert told.tone == "bad"


def test_the_control_wins_over_several() -> None:
    told = say(
        make_standing(
            {ONE: [(12000, 2400), (12000, 2000), (12000, 1990)]}, weights=(3334, 3333, 3333)
        )
    )

    assert told.heading == "A is better than each of the others."


def test_no_difference_at_the_end() -> None:
    told = say(make_standing({ONE: [(18000, 3000), (18010, 3010)]}))

    assert told.heading == "The test is over, and no difference was found."
    assert "A change of 8 % would probably have been seen." in under(told)


def test_a_wrong_split_freezes_all_that_might_be_said() -> None:
    told = say(make_standing({ONE: [(19000, 3000), (17000, 3420)]}))

    assert told.heading == "The split went wrong, so nothing may be read from this test."
    assert "A 50.0 %, B 50.0 %" in under(told)
    assert "A 52.8 %, B 47.2 %" in under(told)


@pytest.mark.parametrize("guardrail", Guardrail.values)
def test_harm_is_said_before_a_win(guardrail: str) -> None:
    harm = make_harm(guardrail, 3, 40)
    told = say(make_standing({ONE: [(18000, 3000), (18010, 3420)]}, harms=[harm]))

    assert told.heading.startswith("B does harm: ")
    assert told.tone == "bad"
    assert '<b class="num">40</b>' in under(told)
    assert "the alarm is at 20" in under(told)


def test_just_pick_is_honest() -> None:
    told = say(make_standing({ONE: [(900, 150), (901, 170)]}, stopping="PICK"))

    assert told.heading == "B is the likelier one, without proof."
    assert '<b class="num">89</b> in 100' in under(told)
    assert "it proves nothing" in under(told)


def test_just_pick_may_pick_what_is_sent_today() -> None:
    told = say(make_standing({ONE: [(900, 170), (901, 150)]}, stopping="PICK"))

    assert told.heading == "A is the likelier one, without proof."


def test_a_bandit_says_what_it_gives_and_not_what_it_proves() -> None:
    told = say(
        make_standing({ONE: [(1000, 160), (4000, 760)]}, stopping="BANDIT", weights=(2000, 8000))
    )

    assert told.heading == "B does best so far and is given to 80 % of buyers."
    assert told.chip == "Bandit: learns as it goes"


def test_stores_that_disagree_are_named_in_the_verdict() -> None:
    told = say(
        make_standing(
            {"Oslo": [(9000, 1000), (9000, 1900)], "Bergen": [(9000, 1500), (9000, 1400)]}
        )
    )

    assert told.heading == (
        "B is better by 4.4 clicks per 100 orders over all stores, but not in each alike."
    )
    assert "The stores differ by more than luck" in under(told)


def test_a_reversal_between_stores_and_their_sum_is_told_as_one() -> None:
    # Inside each store B is better; but the store that clicks little was given mostly B.
    told = say(
        make_standing(
            {"Oslo": [(3000, 1200), (1000, 420)], "Bergen": [(1000, 50), (3000, 180)]},
            stopping="OPEN",
        )
    )

    assert told.heading == (
        "Inside the stores B is ahead, though the sum of all says the opposite."
    )
    assert "Only the comparison inside each store counts." in under(told)


def test_buyers_are_called_buyers() -> None:
    told = say(make_standing(NINE, unit=Unit.CUSTOMER))

    assert "clicks per 100 buyers" in told.heading


def test_verdicts_are_written_in_the_language_of_who_reads() -> None:
    with override("nb"):
        told = say(make_standing(NINE))

    assert "1,2" in told.heading
