"""What must hold for any counts: sides swapped, sums split, more of the same."""

import itertools
import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.stats import (
    bayes,
    confidence_sequences,
    evidence,
    group_sequential,
    multiplicity,
    proportions,
)
from analytics.stats.analysing import analyse
from analytics.stats.bandit import chances_to_be_best, next_weights, rounded, top_two
from analytics.stats.data import Cell, Comparison, Shape, Stopping, Stratum
from analytics.stats.distributions import (
    chi_squared_tail,
    incomplete_beta,
    normal_quantile,
    normal_tail,
    t_quantile,
    t_two_sided,
)
from analytics.stats.evidence import Events
from analytics.stats.proportions import Count
from tests.analytics.stats.worlds import ONE, design, rates

NUMBERS = st.integers(min_value=0, max_value=10**7)
CELLS = st.builds(Cell, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
CHANCES = st.floats(min_value=1e-9, max_value=1 - 1e-9)


@st.composite
def counts(draw: st.DrawFn, most: int = 20_000) -> tuple[int, int]:
    units = draw(st.integers(min_value=2, max_value=most))
    return draw(st.integers(min_value=0, max_value=units)), units


@st.composite
def amounts(draw: st.DrawFn) -> list[int]:
    return draw(st.lists(st.integers(min_value=0, max_value=100_000), min_size=2, max_size=40))


def compared(a: tuple[int, int], b: tuple[int, int], stopping: Stopping) -> Comparison:
    return analyse(design(stopping), rates(a, b)).comparison(1)


def cell_of(values: list[int]) -> Cell:
    return Cell(n=len(values), s1=sum(values), s2=sum(each * each for each in values))


@given(CELLS, CELLS, CELLS)
def test_cells_add_up_in_any_order(a: Cell, b: Cell, c: Cell) -> None:
    assert (a + b) + c == c + (b + a)
    assert a + Cell() == a


@settings(deadline=None)
@given(counts(), counts(), st.sampled_from([Stopping.OPEN, Stopping.PLANNED]))
def test_swapping_the_sides_swaps_what_is_said(
    a: tuple[int, int], b: tuple[int, int], stopping: Stopping
) -> None:
    one, other = compared(a, b, stopping), compared(b, a, stopping)

    assert one.effect.estimate == -other.effect.estimate
    assert one.effect.low == pytest.approx(-other.effect.high, abs=1e-12)
    assert one.ordinary.low == pytest.approx(-other.ordinary.high, abs=1e-12)
    assert one.ordinary_p == pytest.approx(other.ordinary_p)
    assert one.is_winner == other.is_loser
    assert one.chance_to_beat == pytest.approx(1 - other.chance_to_beat, abs=1e-6)
    assert one.loss_if_chosen == pytest.approx(other.loss_if_kept, abs=1e-6)


@settings(deadline=None)
@given(counts(), counts())
def test_what_always_holds_is_never_surer_than_what_holds_once(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    found = compared(a, b, Stopping.OPEN)

    assert found.effect.low <= found.effect.estimate <= found.effect.high
    assert found.p is not None
    assert found.bound > normal_quantile(0.025)
    assert found.is_winner <= (found.effect.estimate > 0)
    assert (found.p < 0.05) == (found.is_winner or found.is_loser)
    assert abs(found.shrunken) <= abs(found.effect.estimate)


@settings(deadline=None)
@given(counts(2_000), counts(2_000), st.integers(min_value=2, max_value=5))
def test_more_of_the_same_is_surer(a: tuple[int, int], b: tuple[int, int], times: int) -> None:
    assume(0 < a[0] < a[1] or 0 < b[0] < b[1])
    few = compared(a, b, Stopping.OPEN)
    many = compared((a[0] * times, a[1] * times), (b[0] * times, b[1] * times), Stopping.OPEN)

    assert many.effect.estimate == pytest.approx(few.effect.estimate)
    assert many.effect.high - many.effect.low < few.effect.high - few.effect.low
    assert many.ordinary_p <= few.ordinary_p * (1 + 1e-9)


@settings(deadline=None)
@given(amounts(), amounts(), st.integers(min_value=1, max_value=1_000))
def test_the_currency_does_not_matter(a: list[int], b: list[int], rate: int) -> None:
    means = design(shape=Shape.MEAN)

    def found(times: int) -> Comparison:
        sides = ([each * times for each in a], [each * times for each in b])
        cells = {(ONE, arm): cell_of(values) for arm, values in enumerate(sides)}
        return analyse(means, cells).comparison(1)

    one, other = found(1), found(rate)
    assert other.effect.estimate == pytest.approx(one.effect.estimate * rate)
    assert other.ordinary_p == pytest.approx(one.ordinary_p, abs=1e-9)
    assert other.is_winner == one.is_winner


@settings(deadline=None)
@given(counts(), counts(), st.integers(min_value=2, max_value=6))
def test_equal_stores_pooled_say_what_one_of_them_says_of_itself(
    a: tuple[int, int], b: tuple[int, int], stores: int
) -> None:
    cells: dict[tuple[Stratum, int], Cell] = {}
    for store in range(1, stores + 1):
        cells |= rates(a, b, stratum=Stratum(store, 1))

    found = analyse(design(), cells).comparison(1)

    assert found.effect.estimate == pytest.approx(b[0] / b[1] - a[0] / a[1], abs=1e-12)
    assert not found.is_simpson
    assert sum(each.weight for each in found.stores) == pytest.approx(1)


@given(counts())
def test_a_rate_lies_within_its_interval_and_that_within_0_and_1(a: tuple[int, int]) -> None:
    found = proportions.wilson(Count(*a))

    assert 0 <= found.low <= found.estimate <= found.high <= 1


@given(st.lists(CHANCES, min_size=1, max_size=20))
def test_correction_for_many_only_ever_raises_p(ps: list[float]) -> None:
    holm, hochberg = multiplicity.holm(ps), multiplicity.benjamini_hochberg(ps)

    for p, strict, mild in zip(ps, holm, hochberg, strict=True):
        assert p <= mild * (1 + 1e-12)
        assert mild <= strict * (1 + 1e-12)
        assert strict <= 1
    assert [x for _, x in sorted(zip(ps, holm, strict=True))] == sorted(holm)


@given(
    st.lists(st.floats(min_value=0, max_value=6), min_size=1, max_size=6),
    st.floats(min_value=0.001, max_value=0.2),
)
def test_asking_by_levels_is_holm(strengths: list[float], alpha: float) -> None:
    ps = [2 * normal_tail(z) for z in strengths]
    levels = multiplicity.step_down(strengths, alpha, lambda at, level: ps[at] < level)

    by_levels = [p < level for p, level in zip(ps, levels, strict=True)]
    assert by_levels == [p < alpha for p in multiplicity.holm(ps)]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.floats(min_value=0.01, max_value=1.2), min_size=1, max_size=6, unique=True),
    st.floats(min_value=0.005, max_value=0.2),
)
def test_planned_bounds_spend_alpha_and_no_more(times: list[float], alpha: float) -> None:
    looks = tuple(sorted(times))
    assume(all(b - a > 0.01 for a, b in itertools.pairwise(looks)))
    bounds = group_sequential.bounds(looks, alpha)

    spent = group_sequential.chance_to_cross(looks, bounds, 0.0)
    assert spent == pytest.approx(group_sequential.obrien_fleming(looks[-1], alpha), abs=2e-4)
    # Looks after the plan's end have nothing left to spend.
    over = [bound for before, bound in zip(looks, bounds[1:], strict=False) if before >= 1]
    assert all(math.isinf(bound) for bound in over)


@given(
    st.integers(min_value=1, max_value=10**6),
    st.floats(min_value=0.001, max_value=0.2),
    st.floats(min_value=0, max_value=8),
)
def test_an_always_valid_p_is_below_alpha_just_beyond_the_bound(
    units: int, alpha: float, z: float
) -> None:
    rho_squared = confidence_sequences.tuning(alpha, 5_000)
    bound = confidence_sequences.bound(units, rho_squared, alpha)
    assume(abs(z - bound) > 1e-9)

    assert (confidence_sequences.p_value(z, units, rho_squared) < alpha) == (z > bound)


@settings(deadline=None)
@given(
    st.integers(min_value=0, max_value=5_000),
    st.integers(min_value=0, max_value=5_000),
    st.floats(min_value=0.05, max_value=0.95),
)
def test_evidence_of_events_mirrors_and_its_interval_agrees(
    control: int, arm: int, share: float
) -> None:
    one, other = [Events(control, arm, share)], [Events(arm, control, 1 - share)]
    strength = evidence.log_event_evidence(one)
    found = evidence.event_ratio(one)

    assert strength == pytest.approx(evidence.log_event_evidence(other), abs=1e-6)
    assert found.low <= found.estimate <= found.high
    assume(abs(strength - math.log(20)) > 1e-6)
    assert (strength < math.log(20)) == (found.low < 1 < found.high)


@given(st.lists(st.integers(min_value=0, max_value=10**6), min_size=2, max_size=5), st.data())
def test_evidence_of_a_split_does_not_know_the_arms_names(
    units: list[int], data: st.DataObject
) -> None:
    weights = data.draw(
        st.lists(st.integers(min_value=1, max_value=100), min_size=len(units), max_size=len(units))
    )

    one = evidence.log_split_evidence(units, weights)
    other = evidence.log_split_evidence(units[::-1], weights[::-1])

    assert one == pytest.approx(other, rel=1e-9, abs=1e-6)


@given(st.lists(st.floats(min_value=0, max_value=1), min_size=2, max_size=8))
def test_weights_are_whole_and_sum_to_all(shares: list[float]) -> None:
    assume(sum(shares) > 0)
    found = rounded([share / sum(shares) for share in shares])

    assert sum(found) == 10_000
    assert min(found) >= 0


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(min_value=0, max_value=1), st.floats(min_value=0.01, max_value=0.5)),
        min_size=2,
        max_size=5,
    )
)
def test_chances_to_be_best_sum_to_one_and_two_arms_have_a_closed_form(
    standings: list[tuple[float, float]],
) -> None:
    found = chances_to_be_best(standings)

    assert sum(found) == pytest.approx(1)
    assert sum(top_two(found)) == pytest.approx(1)
    (a, error_a), (b, error_b) = standings[:2]
    closed = normal_tail((b - a) / math.hypot(error_a, error_b))
    assert chances_to_be_best(standings[:2])[0] == pytest.approx(closed, abs=1e-6)


@settings(deadline=None)
@given(counts(), counts(), counts())
def test_every_arm_of_a_bandit_keeps_its_floor(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]
) -> None:
    found = next_weights(design(Stopping.BANDIT, weights={1: (1, 1, 1)}), rates(a, b, c))

    assert sum(found) == 10_000
    assert min(found) >= 1_000


@given(CHANCES, st.floats(min_value=1, max_value=1_000))
def test_quantiles_undo_tails(tail: float, freedom: float) -> None:
    assert normal_tail(normal_quantile(tail)) == pytest.approx(tail, rel=1e-9)
    assume(1e-6 < tail < 0.49)
    assert t_two_sided(t_quantile(tail, freedom), freedom) == pytest.approx(2 * tail, rel=1e-7)


@given(st.floats(min_value=0.01, max_value=400), st.integers(min_value=1, max_value=200))
def test_chi_squared_of_even_freedom_is_a_poisson_sum(value: float, half: int) -> None:
    log_terms = [k * math.log(value / 2) - value / 2 - math.lgamma(k + 1) for k in range(half)]

    assert chi_squared_tail(value, 2 * half) == pytest.approx(
        math.fsum(math.exp(term) for term in log_terms), rel=1e-9, abs=1e-12
    )


@given(CHANCES, st.integers(min_value=1, max_value=60), st.integers(min_value=1, max_value=60))
def test_the_incomplete_beta_is_a_binomial_sum(x: float, a: int, b: int) -> None:
    n = a + b - 1
    exact = math.fsum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))

    assert incomplete_beta(x, a, b) == pytest.approx(exact, rel=1e-9, abs=1e-13)


@settings(deadline=None)
@given(counts(3_000), counts(3_000))
def test_chance_and_losses_hang_together(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = bayes.of_rates(Count(*a), Count(*b))

    gap = (b[0] + 1) / (b[1] + 2) - (a[0] + 1) / (a[1] + 2)
    assert 0 <= found.chance <= 1
    assert min(found.loss_if_chosen, found.loss_if_kept) >= 0
    assert found.loss_if_kept - found.loss_if_chosen == pytest.approx(gap, abs=1e-9)
