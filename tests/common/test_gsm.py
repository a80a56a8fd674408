"""How texts are counted as SMS. Figures by hand from 3GPP TS 23.038."""

import pytest

from common.gsm import measure, plain_signs


@pytest.mark.parametrize(
    ("text", "is_unicode", "length", "parts"),
    [
        ("", False, 0, 0),
        ("a" * 160, False, 160, 1),
        ("a" * 161, False, 161, 2),
        ("a" * 306, False, 306, 2),
        ("a" * 307, False, 307, 3),
        ("æøåÆØÅäöüß€", False, 12, 1),
        ("€" * 80, False, 160, 1),
        ("ê" + "a" * 69, True, 70, 1),
        ("ê" + "a" * 70, True, 71, 2),
        ("订" * 134, True, 134, 2),
        ("订" * 135, True, 135, 3),
        ("🧶" * 35, True, 70, 1),
    ],
)
def test_a_text_is_counted_as_networks_count_it(
    text: str, is_unicode: bool, length: int, parts: int
) -> None:
    found = measure(text)

    assert (found.is_unicode, found.length, found.part_count) == (is_unicode, length, parts)


def test_a_sign_is_never_cut_in_two_by_the_end_of_a_part() -> None:
    # 152 signs, then one of two halves: it moves to the second part, and so on.
    euro_over_the_edge = ("a" * 152 + "€") * 2

    assert measure(euro_over_the_edge).length == 308
    assert measure(euro_over_the_edge).part_count == 3
    assert measure("a" * 66 + "🧶" + "a" * 65).part_count == 2
    assert measure("a" * 66 + "🧶" + "a" * 66).part_count == 3


def test_it_says_which_signs_make_it_unicode() -> None:
    assert measure("Prête, prête, ça va").odd_signs == ("ê", "ç")


def test_quotes_and_hard_spaces_become_plain_where_that_saves_unicode() -> None:
    assert plain_signs("It’s “1\u202f849,00\u00a0kr” – now…") == 'It\'s "1 849,00 kr" - now...'
    assert plain_signs("L’été prête") == "L’été prête"
