"""The words of every default mail: whole in each language, and set as the language sets them."""

import re
from collections.abc import Iterator

import pytest

from templates_app import catalogue
from tests.templates_app.mails import KINDS, LOCALES

LIQUID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
PRINTED = re.compile(r"\{\{.*?\}\}")
TARGET = re.compile(r"\]\(.*?\)")
TYPES = sorted(catalogue.block_type_names())


def strings_of(owner: str) -> catalogue.Strings:
    words = catalogue.kind_words(owner) if owner in KINDS else None
    return words.strings if words else catalogue.block_type(owner).strings


def texts() -> Iterator[tuple[str, str, str, str]]:
    """Owner, language, key and the text, with 0 for what Liquid prints."""
    for owner in (*TYPES, *KINDS):
        for locale, strings in strings_of(owner).items():
            for key, text in strings.items():
                yield owner, locale, key, LIQUID.sub("", PRINTED.sub("0", text))


@pytest.mark.parametrize("owner", [*TYPES, *KINDS])
def test_every_text_exists_in_every_language(owner: str) -> None:
    strings = strings_of(owner)
    if not strings:
        assert not re.search(r"\[\[(?!source)", catalogue.block_type(owner).source)
        return  # a block without words of its own

    assert sorted(strings) == LOCALES
    for locale, words in strings.items():
        assert words.keys() == strings["en"].keys(), locale
        blank = {key for key, text in words.items() if not text}
        assert blank <= {"space"} or owner == "promo", locale


def facts_in(text: str) -> set[str]:
    """What a text prints and asks, whatever the language's way to write a date."""
    return {re.sub(r"\bdate: '[^']*'", "date", code) for code in LIQUID.findall(text)}


@pytest.mark.parametrize("owner", [*TYPES, *KINDS])
def test_every_language_asks_for_the_same_facts(owner: str) -> None:
    strings = strings_of(owner)
    for key, text in strings.get("en", {}).items():
        for locale, words in strings.items():
            assert facts_in(words[key]) == facts_in(text), (locale, key)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_speaks_for_blocks_that_it_has(kind: str) -> None:
    words = catalogue.kind_words(kind)
    assert words is not None
    known = {"subject", "preheader", "short"}
    for block in words.blocks:
        block_type = catalogue.block_type(block.type)
        known |= {f"{block.key}.{key}" for key in block_type.texts}
        assert block.settings.keys() <= {setting["name"] for setting in block_type.settings}

    assert words.strings["en"].keys() <= known
    assert {"subject", "preheader", "short"} <= words.strings["en"].keys()


def test_nothing_is_shouted_or_straight_quoted() -> None:
    for owner, locale, key, text in texts():
        assert not re.search(r"[!！]|oops", text, re.IGNORECASE), (owner, locale, key)
        assert not re.search(r"['\"]|\.\.\.|  ", text), (owner, locale, key)


def test_french_keeps_its_spaces_and_chinese_its_marks() -> None:
    for owner, locale, key, text in texts():
        if locale == "fr":
            words = TARGET.sub("]", text)
            assert not re.search(r"(?<!\u00a0)[:;?»]|«(?!\u00a0)", words), (owner, key)
        if locale == "zh-Hans":
            assert not re.search(r"[\u4e00-\u9fff] ?[,;:?](?!/)", text), (owner, key)


def test_no_sentence_was_left_in_english() -> None:
    english = {(owner, key): text for owner, tag, key, text in texts() if tag == "en"}
    for owner, locale, key, text in texts():
        if locale != "en" and len(re.findall(r"[a-z]{2,}", text)) > 2:
            assert text != english[owner, key], (owner, locale, key)


def test_one_word_means_one_thing() -> None:
    """What staff would notice first: a mail that says order in two ways."""
    wrong = {
        "nb": r"\bordre[nr]?\b(?!bekreft)|\bkurv\b|refunder(?:ing|t beløp)",
        "da": r"\bordren?s? er (?:afbestilt|aflyst)|refusion",
        "sv": r"\brefunder|\bkundvagn",
        "de": r"\b(?:du|dir|dich|deine?[nrms]?)\b|Geschenkgutschein|Rückerstattung",
        "fr": r"\b(?:tu|toi|ton|ta|tes)\b|chèque-cadeau|carte-cadeau",
        "zh-Hans": r"你|订购单|礼券",
    }
    for owner, locale, key, text in texts():
        if locale in wrong:
            assert not re.search(wrong[locale], text), (owner, locale, key, text)
