"""German and French: the desk is in neither, but buyers read their pages in both."""

import pytest

from tests.house import buyers_words, words

HOW = "run script/words, translate what is empty or fuzzy, and run it again"


@pytest.mark.parametrize("language", buyers_words.LANGUAGES)
def test_every_text_a_buyer_reads_is_translated_and_none_besides(language: str) -> None:
    known = words.answers(words.read(buyers_words.catalogue(language)))
    wanted = buyers_words.asked()

    empty = [key for key, forms in known.items() if not all(forms)]

    assert len(wanted) > 100
    assert (wanted - known.keys(), known.keys() - wanted, empty) == (set(), set(), []), HOW


@pytest.mark.parametrize("language", buyers_words.LANGUAGES)
def test_each_translation_has_the_placeholders_of_its_text(language: str) -> None:
    known = words.answers(words.read(buyers_words.catalogue(language)))

    wrong = {
        (one, form)
        for (_context, one, many), forms in known.items()
        for form in forms
        if words.placeholders(form) != words.placeholders(many or one)
    }

    assert not wrong


@pytest.mark.parametrize("language", buyers_words.LANGUAGES)
def test_the_voice_is_calm(language: str) -> None:
    known = words.answers(words.read(buyers_words.catalogue(language)))

    assert not [form for forms in known.values() for form in forms if "!" in form]
