"""Who gets which arm, worked out by anybody; no database."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates_app.assigning import BUCKETS, arm_of, bucket_of, is_covered, unit_hash

UNITS = [f"gid://shopify/Customer/{number}" for number in range(2_000)]
salts = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=32)


@pytest.mark.parametrize(
    ("unit", "bucket"),
    [("gid://shopify/Customer/1", 5344), ("gid://shopify/Customer/2", 2541), ("order:1001", 7549)],
)
def test_buckets_are_those_that_were_agreed_on(unit: str, bucket: int) -> None:
    assert bucket_of("exp_01HZX", unit) == bucket


def test_a_unit_is_kept_as_the_bytes_that_its_bucket_is_made_of() -> None:
    for unit in UNITS[:200]:
        kept = unit_hash("exp_01HZX", unit)

        assert -(2**63) <= kept < 2**63
        assert (kept % 2**64) * BUCKETS >> 64 == bucket_of("exp_01HZX", unit)


@st.composite
def shares(draw: st.DrawFn) -> list[int]:
    """Between two and nine arms that share out all buckets, some of them perhaps none."""
    edges = draw(st.lists(st.integers(0, BUCKETS), min_size=1, max_size=8))
    edges = [0, *sorted(edges), BUCKETS]
    return [upper - lower for lower, upper in pairwise(edges)]


@given(weights=shares())
@settings(max_examples=30, deadline=None)
def test_each_bucket_belongs_to_exactly_one_arm_and_each_arm_has_its_share(
    weights: list[int],
) -> None:
    owners = Counter(arm_of(bucket, weights) for bucket in range(BUCKETS))

    assert [owners[number] for number in range(len(weights))] == weights


@given(salt=salts, weights=shares())
@settings(max_examples=30, deadline=None)
def test_units_fall_into_arms_as_the_weights_say(salt: str, weights: list[int]) -> None:
    got = Counter(arm_of(bucket_of(salt, unit), weights) for unit in UNITS)

    for number, weight in enumerate(weights):
        share = weight / BUCKETS
        # Six standard deviations, and some for the long tail of small shares.
        bound = 6 * (share * (1 - share) / len(UNITS)) ** 0.5 + 5 / len(UNITS)
        assert abs(got[number] / len(UNITS) - share) <= bound


@given(one=salts, other=salts)
@settings(max_examples=30, deadline=None)
def test_two_tests_draw_independently(one: str, other: str) -> None:
    if one == other:
        return
    both = Counter(
        (bucket_of(one, unit) < BUCKETS // 2, bucket_of(other, unit) < BUCKETS // 2)
        for unit in UNITS
    )

    quarter = len(UNITS) / 4
    chi_squared = sum(
        (both[a, b] - quarter) ** 2 / quarter for a in (False, True) for b in (False, True)
    )
    assert chi_squared < 40  # of three degrees of freedom: one in a hundred million


@given(lower=st.integers(0, BUCKETS), coverage=st.integers(1, BUCKETS))
@settings(max_examples=30, deadline=None)
def test_coverage_is_so_many_buckets_from_the_lowest(lower: int, coverage: int) -> None:
    covered = sum(is_covered(bucket, lower, coverage) for bucket in range(BUCKETS))

    assert covered == min(coverage, BUCKETS - lower)


def test_weights_that_leave_a_bucket_to_nobody_are_an_error() -> None:
    with pytest.raises(ValueError, match="leave bucket 9999"):
        arm_of(9_999, [5_000, 4_999])
