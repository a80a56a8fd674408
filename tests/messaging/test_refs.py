"""A ref names its message to us, and nothing to anybody else."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from messaging import refs

STORES = st.integers(1, 2**40)
MESSAGES = st.integers(0, refs.BIGGEST)


@given(STORES, MESSAGES)
def test_a_ref_names_its_message(store_id: int, message_id: int) -> None:
    ref = refs.message_ref(store_id, message_id)

    assert len(ref) == refs.LENGTH
    assert ref.isascii()
    assert ref.isalnum()
    assert ref == ref.lower()
    assert refs.resolve_ref(store_id, ref) == [message_id]
    assert refs.resolve_ref(store_id, f" NH-{ref.upper()}") == [message_id]


def test_no_two_messages_share_a_ref() -> None:
    assert len({refs.message_ref(7, number) for number in range(5_000)}) == 5_000


def test_neighbouring_messages_have_refs_that_tell_no_order() -> None:
    made = [refs.message_ref(7, number) for number in range(1_000, 1_200)]
    rises = sum(later > earlier for earlier, later in itertools.pairwise(made))

    assert 60 < rises < 140
    assert made != [refs.message_ref(8, number) for number in range(1_000, 1_200)]


def test_a_made_up_ref_hardly_ever_names_a_number() -> None:
    spelled = [refs.message_ref(1, number) for number in range(20_000)]

    taken = sum(bool(refs.resolve_ref(2, ref)) for ref in spelled)

    assert taken < 20  # 5 of 20,000 are expected


@pytest.mark.parametrize("text", ["", "nh-", "abc", "a" * 11, "abcdefghi1", "äbcdefghij", "x" * 10])
def test_what_is_no_ref_names_nothing(text: str) -> None:
    assert refs.resolve_ref(1, text) == []


def test_a_number_too_big_is_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match="cannot be named"):
        refs.message_ref(1, refs.BIGGEST + 1)


def test_a_ref_of_a_retired_key_is_still_known(settings: Settings) -> None:
    ref = refs.message_ref(3, 44)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    settings.SECRET_KEY_FALLBACKS = [old]

    assert refs.message_ref(3, 44) != ref
    assert 44 in refs.resolve_ref(3, ref)
