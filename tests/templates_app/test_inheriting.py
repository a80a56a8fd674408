"""What stands after the layers of agency, store and variant: pure, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates_app.inheriting import (
    BlockLocked,
    Layer,
    Origin,
    Placed,
    arranged,
    difference,
    merged,
)


def block(key: str, *, locked: bool = False, **settings: object) -> Placed:
    return Placed(key=key, type=key, settings=settings, is_locked=locked)


AGENCY = (block("header"), block("greeting"), block("legal", locked=True))


def test_a_store_that_changes_nothing_has_no_layer() -> None:
    layer = difference(AGENCY, AGENCY, Origin.STORE)

    assert layer.blocks == {}
    assert layer.order == ()


def test_a_changed_block_stands_in_its_place() -> None:
    wanted = (AGENCY[0], block("greeting", is_shown=False), AGENCY[2])

    layer = difference(AGENCY, wanted, Origin.STORE)
    after = merged(AGENCY, layer)

    assert list(layer.blocks) == ["greeting"]
    assert [each.key for each in after] == ["header", "greeting", "legal"]
    assert after[1].origin == Origin.STORE
    assert after[1].settings == {"is_shown": False}
    assert after[0].origin == Origin.AGENCY


def test_a_locked_block_cannot_be_changed_or_left_out() -> None:
    for wanted in ((*AGENCY[:2], block("legal", text="x")), AGENCY[:2]):
        with pytest.raises(BlockLocked) as refusal:
            difference(AGENCY, wanted, Origin.STORE)

        assert refusal.value.key == "legal"


def test_a_lock_that_came_later_wins_over_the_store() -> None:
    layer = Layer(origin=Origin.STORE, blocks={"legal": block("legal", text="ours")})

    assert merged(AGENCY, layer)[2].settings == {}


def test_a_block_left_out_is_kept_hidden() -> None:
    layer = difference(AGENCY, (AGENCY[0], AGENCY[2]), Origin.STORE)

    assert merged(AGENCY, layer)[-1].settings == {"is_shown": False} or (
        {each.key: each.settings for each in merged(AGENCY, layer)}["greeting"]
        == {"is_shown": False}
    )


def test_a_block_the_agency_adds_stands_behind_the_one_it_follows_there() -> None:
    order = ["legal", "header", "greeting"]

    keys = arranged(["header", "parcel", "greeting", "legal"], order, {*order, "parcel"})

    assert keys == ["legal", "header", "parcel", "greeting"]


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)
SETTINGS = st.sampled_from([{}, {"x": 1}, {"x": 2}])


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Placed, ...]:
    return tuple(Placed(key=key, type="t", settings=draw(SETTINGS)) for key in draw(KEYS))


@given(lower=drafts(), wanted=drafts())
def test_a_layer_makes_exactly_what_was_wanted(
    lower: tuple[Placed, ...], wanted: tuple[Placed, ...]
) -> None:
    after = merged(lower, difference(lower, wanted, Origin.STORE))

    shown = [each.spec for each in after if each.settings.get("is_shown") is not False]
    assert shown == [each.spec for each in wanted]
    assert {each.key for each in after} == {each.key for each in (*lower, *wanted)}


@given(lower=drafts(), wanted=drafts(), later=drafts())
def test_what_a_store_changed_survives_whatever_the_agency_does_next(
    lower: tuple[Placed, ...], wanted: tuple[Placed, ...], later: tuple[Placed, ...]
) -> None:
    layer = difference(lower, wanted, Origin.STORE)

    after = {each.key: each for each in merged(later, layer)}

    assert layer.blocks.items() <= after.items()
