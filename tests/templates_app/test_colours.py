"""Whatever colours a marketer picks, the mail can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates_app.colours import contrast, is_hex, legible, palette_of, readable_on

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21), ("#777777", "#FFFFFF", 4.48), ("#abc", "#AABBCC", 1)],
)
def test_contrast_is_wcags(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@given(colours)
def test_text_on_any_colour_reaches_four_and_a_half(colour: str) -> None:
    assert contrast(readable_on(colour), colour) >= 4.5


@given(colours, colours)
def test_a_colour_is_moved_until_it_can_be_read(colour: str, ground: str) -> None:
    assert contrast(legible(colour, on=ground), ground) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert legible("#1F4D45", on="#FFFFFF") == "#1F4D45"


@given(colours, colours, colours)
def test_every_pair_of_a_palette_can_be_read(accent: str, text: str, ground: str) -> None:
    p = palette_of(accent=accent, text=text, ground=ground)
    pairs = [
        (p.text, p.card), (p.text, p.band), (p.text_2, p.card), (p.text_2, p.band),
        (p.text_ground, p.ground), (p.accent_text, p.card), (p.on_accent, p.accent),
        (p.dark_text, p.dark_card), (p.dark_text, p.dark_band), (p.dark_text_2, p.dark_card),
        (p.dark_text_2, p.dark_band), (p.dark_text_2, p.dark_ground), (p.dark_accent, p.dark_card),
        (p.dark_on_accent, p.dark_accent), (p.accent_ground, p.ground),
    ]  # fmt: skip
    for front, back in pairs:
        assert contrast(front, back) >= 4.5, (front, back)


@pytest.mark.parametrize(
    "text", ["red", "#12", "#1234", "#12345g", "123456", "#123456;", "#123\n", ""]
)
def test_only_hex_is_a_colour(text: str) -> None:
    assert not is_hex(text)
