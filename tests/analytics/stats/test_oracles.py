"""Our figures against those of statsmodels, scipy, gbstats, savvi and Spotify's confidence.

oracles.json holds their values, run once and frozen; they are not installed here.
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from analytics.stats import (
    bayes,
    confidence_sequences,
    evidence,
    group_sequential,
    guarding,
    means,
    multiplicity,
    ordinary,
    pooling,
    proportions,
    stratified,
)
from analytics.stats.data import Cell, Design, Effect, Question, Shape, Stopping, Stratum
from analytics.stats.distributions import t_two_sided
from analytics.stats.evidence import Events
from analytics.stats.means import Moments
from analytics.stats.planning import plan
from analytics.stats.proportions import Count

ORACLES: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "oracles.json").read_text())
RATES: Final[dict[str, Any]] = ORACLES["two rates, 120 and 150 of 1000"]
REVENUE: Final[dict[str, Any]] = ORACLES["revenue"]
SPLIT: Final[dict[str, Any]] = ORACLES["split"]
A, B = Count(120, 1000), Count(150, 1000)


def near(expected: object, digits: float = 1e-9) -> Any:
    return pytest.approx(expected, rel=digits, abs=digits)


def ends(effect: Effect) -> list[float]:
    return [effect.low, effect.high]


def plain(count: Count) -> Moments:
    return Moments(count.rate, count.rate * (1 - count.rate), count.units)


def revenue(side: str, *more: int) -> Cell:
    return Cell(*REVENUE[side], *more)


def test_the_ordinary_test_of_two_rates() -> None:
    found = proportions.pooled_z(A, B)

    assert list(found) == near(RATES["pooled z"])
    assert found.statistic**2 == near(RATES["chi squared"])
    assert proportions.wald_z(A, B).p == near(RATES["Wald p"])
    assert list(proportions.log_ratio_z(A, B)) == near(RATES["log ratio test"])


def test_intervals_of_rates_and_of_their_difference_and_ratio() -> None:
    assert ends(proportions.newcombe(A, B)) == near(RATES["Newcombe"])
    assert ends(proportions.wald(A, B)) == near(RATES["Wald"])
    assert ends(proportions.log_ratio(A, B)) == near(RATES["log ratio"])
    assert ends(proportions.wilson(A)) == near(RATES["Wilson 120"])
    assert ends(proportions.wilson(B)) == near(RATES["Wilson 150"])


def test_a_t_test_from_sums() -> None:
    found = means.welch(plain(A), plain(B))

    assert [*ends(found.effect()), found.p] == near(RATES["t"])


def test_a_p_far_out_is_no_zero() -> None:
    a, b = Count(12_000, 100_000), Count(15_000, 100_000)

    expected = ORACLES["far out, relative, 12 % and 15 % of 100000"]
    assert relative_test(plain(a), plain(b), 0.25)[1] == pytest.approx(expected, rel=0.01)
    assert 0 < proportions.pooled_z(a, b).p < expected


def test_intervals_that_always_hold() -> None:
    always = ORACLES["always valid, plan 5000"]
    rho_squared = confidence_sequences.tuning(0.05, 5_000)
    assert rho_squared == near(always["rho squared"])

    for s, n, r, m, low, high, p in always["looks"]:
        a, b = Count(s, n), Count(r, m)
        error = math.sqrt(proportions.wald_variance(a, b))
        width = confidence_sequences.bound(n + m, rho_squared, 0.05) * error
        difference = b.rate - a.rate

        assert [difference - width, difference + width] == near([low, high])
        assert confidence_sequences.p_value(difference / error, n + m, rho_squared) == near(p)


def test_chance_and_expected_loss_of_two_rates() -> None:
    belief = bayes.of_rates(A, B)
    flat = bayes.of_normal(0.03, math.sqrt(proportions.wald_variance(A, B)))

    assert belief.chance == near(RATES["chance"])
    assert belief.loss_if_chosen == near(RATES["loss if chosen"])
    assert belief.loss_if_kept == near(RATES["loss if kept"])
    assert flat.chance == near(RATES["chance by a flat prior on the difference"])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Count(120, 1000), Count(150, 1000)),
        (Count(70, 8_000), Count(95, 900)),
        (Count(4_500, 9_000), Count(9_100, 18_000)),
        (Count(900, 1_000), Count(8_900, 10_000)),
    ],
)
def test_a_long_sum_and_its_quadrature_agree(
    a: Count, b: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_quadrature = bayes.of_rates(a, b)
    monkeypatch.setattr(bayes, "_LONGEST_SUM", 20_000)

    assert list(by_quadrature) == near(list(bayes.of_rates(a, b)), 1e-7)


@pytest.mark.parametrize(("control", "arm", "expected"), ORACLES["events"]["evidence"])
def test_evidence_from_events_alone(control: int, arm: int, expected: float) -> None:
    found = math.exp(evidence.log_event_evidence([Events(control, arm)]))

    assert found == near(expected)


@pytest.mark.parametrize(("control", "arm", "low", "high"), ORACLES["events"]["ratio"])
def test_the_ratio_of_events_that_always_holds(
    control: int, arm: int, low: float, high: float
) -> None:
    found = evidence.event_ratio([Events(control, arm)])

    assert found.estimate == near(arm / control)
    assert ends(found) == near([low, high], 1e-8)  # the second was frozen with nine digits


def test_revenue_by_welch_and_always_valid() -> None:
    a, b = means.mean_of(revenue("control")), means.mean_of(revenue("arm"))
    found = means.welch(a, b)
    error = math.sqrt(a.squared_error + b.squared_error)
    rho_squared = confidence_sequences.tuning(0.05, 5_000)
    width = confidence_sequences.bound(2_000, rho_squared, 0.05) * error

    assert [found.t, found.p] == near(REVENUE["Welch"])
    assert ends(found.effect()) == near(REVENUE["interval"])
    assert [
        0.9 - width,
        0.9 + width,
        confidence_sequences.p_value(0.9 / error, 2_000, rho_squared),
    ] == near(REVENUE["always valid"])


def relative_test(a: Moments, b: Moments, change: float) -> list[float]:
    """gbstats' test of the relative change (delta method), which the product does not use."""
    squared = b.squared_error / a.mean**2 + a.squared_error * b.mean**2 / a.mean**4
    freedom = means.welch(a, b).freedom
    return [change, t_two_sided(change / math.sqrt(squared), freedom)]


def test_a_ratio_of_two_amounts() -> None:
    a, b = (
        means.ratio_of(revenue(side, *more))
        for side, more in zip(("control", "arm"), REVENUE["orders"], strict=True)
    )

    assert [a.mean, b.mean] == near(REVENUE["ratio means"])
    assert [a.variance, b.variance] == near(REVENUE["ratio variances"])
    assert relative_test(a, b, b.mean / a.mean - 1) == near(REVENUE["ratio relative"])


def test_means_adjusted_by_what_was_known_before() -> None:
    cells = [
        revenue(side, *more)
        for side, more in zip(("control", "arm"), REVENUE["before"], strict=True)
    ]
    theta = means.theta_of([tuple(cells)])
    a, b = (means.adjusted(cell, theta) for cell in cells)
    raw = [moments._replace(mean=mean) for moments, mean in zip((a, b), (5.2, 6.1), strict=True)]
    _, p = relative_test(raw[0], raw[1], (b.mean - a.mean) / 5.2)

    assert theta == near(REVENUE["theta"])
    assert [a.mean, b.mean] == near(REVENUE["adjusted means"])
    assert [a.variance, b.variance] == near(REVENUE["adjusted variances"])
    assert p == near(REVENUE["adjusted relative p"])


@pytest.mark.parametrize(("counts", "weights", "p"), SPLIT["chi squared"])
def test_chi_squared_of_a_split(counts: list[int], weights: list[int], p: float) -> None:
    design = Design(Shape.RATE, Stopping.OPEN, {1: tuple(weights)})
    cells = {(Stratum(1, 1), arm): Cell(n=n) for arm, n in enumerate(counts)}

    # The last was frozen with three digits: an arm of no weight costs no degree of freedom.
    digits = 1e-9 if len(counts) == len([weight for weight in weights if weight]) else 1e-3
    assert guarding.balance(design, cells).chi_squared_p == near(p, digits)


@pytest.mark.parametrize(
    ("counts", "weights", "expected"), SPLIT["evidence, concentration 100, 1000, 10000"]
)
def test_evidence_of_a_split(counts: list[int], weights: list[int], expected: list[float]) -> None:
    assert [split(counts, weights, concentration) for concentration in (100, 1_000, 10_000)] == (
        near(expected)
    )


def split(counts: list[int], weights: list[int], concentration: float) -> float:
    return math.exp(evidence.log_split_evidence(counts, weights, concentration))


def test_evidence_of_a_split_of_more_than_a_million() -> None:
    counts, weights, expected = SPLIT["evidence of 1.6 million"]
    # Term by term with exact summation: at this size log-gammas lose digits, the oracle's too.
    steps = [math.log(50 + at) - math.log(0.5) for n in counts for at in range(n)]
    exact = math.exp(math.fsum([*steps, *(-math.log(100 + at) for at in range(sum(counts)))]))

    found = [split(counts, weights, concentration) for concentration in (100, 1_000, 10_000)]
    assert found == near(expected, 1e-8)
    assert found[0] == near(exact, 1e-8)


@pytest.mark.parametrize(
    ("spending", "name"),
    [
        (group_sequential.obrien_fleming, "O'Brien-Fleming"),
        (group_sequential.power_family, "power 2"),
        (group_sequential.pocock, "Pocock"),
    ],
)
def test_bounds_of_planned_looks(spending: Callable[[float, float], float], name: str) -> None:
    for looks, expected in ORACLES["planned looks"][name]:
        assert list(group_sequential.bounds(tuple(looks), 0.05, spending)) == near(expected, 1e-4)


def test_many_questions_at_once() -> None:
    many = ORACLES["many"]

    assert multiplicity.holm(many["p"]) == near(many["Holm"])
    assert multiplicity.benjamini_hochberg(many["p"]) == near(many["Benjamini-Hochberg"], 1e-6)


def test_rates_over_strata() -> None:
    strata = ORACLES["strata"]
    found = pooling.cochran_mantel_haenszel(
        [(Count(s, n), Count(r, m)) for s, n, r, m in strata["counts"]]
    )

    assert list(found) == near(
        [strata[name] for name in ("odds ratio", "risk ratio", "chi squared", "p")]
    )


def test_the_test_that_is_shown_over_strata_is_that_of_mantel_and_haenszel() -> None:
    strata, plain_rates = ORACLES["strata"], Design(Shape.RATE, Stopping.OPEN, {1: (1, 1)})
    cells: dict[tuple[Stratum, int], Cell] = {}
    for store, (s, n, r, m) in enumerate(strata["counts"]):
        cells[Stratum(store, 1), 0], cells[Stratum(store, 1), 1] = (
            Cell.of_rate(n, s),
            Cell.of_rate(m, r),
        )

    found = ordinary.tested(plain_rates, stratified.compare(plain_rates, cells, 1))

    assert [found.statistic**2, found.p] == near([strata["chi squared"], strata["p"]])


@pytest.mark.parametrize(("rate", "units"), ORACLES["units an arm, risk 5 %, power 80 %"])
def test_units_that_a_test_needs(rate: float, units: list[int]) -> None:
    found = [
        plan(Question(least_effect=effect, base_rate=rate, look_count=1)).units_by_arm[0]
        for effect in (0.1, 0.2, 0.5)
    ]

    assert found == units


def test_a_relative_test_would_have_said_otherwise() -> None:
    """Why the absolute difference is tested: the same counts, p 0.080 against 0.0496."""
    low, high, p = ORACLES["relative to the control, 0.25"]

    change, found = relative_test(plain(A), plain(B), 0.25)

    assert found == near(p)
    assert low < 0 < high
    assert change == (low + high) / 2
    assert proportions.pooled_z(A, B).p < 0.05 < found
