"""Languages: how much each buyer reads in their own, and that each falls back to something."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from common import locales
from templates_app import catalogue, composing, coverage, previewing, rendering, samples
from templates_app.checking import Draft
from templates_app.composing import BlockSpec
from tests.templates_app.test_linting import KINDS, default_draft, lint

TAGS = st.one_of(
    st.from_regex(r"[a-zA-Z]{2,3}([-_][a-zA-Z]{4})?([-_]([a-zA-Z]{2}|[0-9]{3}))?", fullmatch=True),
    st.sampled_from(["no", "nb-NO", "nn", "zh-Hans-CN", "zh-TW", "pt_BR", "de-CH-1996", "en-001"]),
    st.text(max_size=12),
)
OURS = ("da", "de", "en", "fr", "nb", "sv", "zh-Hans")
WORDS = previewing.default_words("ORDER_CONFIRMATION")  # type: ignore[arg-type]  # a kind by name


def with_texts(draft: Draft, key: str, texts: dict[str, Any]) -> Draft:
    blocks = tuple(
        replace(block, settings={**block.settings, "texts": texts}) if block.name == key else block
        for block in draft.blocks
    )
    return replace(draft, blocks=blocks)


@given(wanted=TAGS, store=TAGS, available=st.lists(TAGS, max_size=6))
@example(wanted="", store="", available=[])
@example(wanted="no", store="", available=["nb"])
def test_the_chain_ends_and_gives_what_there_is(
    wanted: str, store: str, available: list[str]
) -> None:
    chosen = rendering.resolve_locale(wanted, store, [*available, "en"])

    assert chosen in {*available, "en"}
    chain = [*locales.chain(wanted), *locales.chain(store), "en"]
    assert chosen == next(tag for tag in chain if tag in {*available, "en"})


@given(tag=TAGS)
def test_a_chain_is_finite_unique_and_goes_from_exact_to_general(tag: str) -> None:
    chain = locales.chain(tag)

    assert len(chain) == len(set(chain)) <= 2 * (tag.count("-") + tag.count("_") + 2)
    assert not chain or chain[0] == locales.normal(tag)
    lengths = [one.count("-") for one in chain if one not in ("zh-Hans", "nb")]
    assert lengths == sorted(lengths, reverse=True)


@given(tag=TAGS)
def test_a_normal_tag_stays_as_it_is(tag: str) -> None:
    once = locales.normal(tag)

    assert locales.normal(once) == once


@given(wanted=TAGS, written=st.dictionaries(TAGS, st.just("Hei"), max_size=4), leading=TAGS)
def test_every_text_of_a_mail_is_there_for_every_buyer(
    wanted: str, written: dict[str, str], leading: str
) -> None:
    own = {tag: {"title": text} for tag, text in written.items()}
    words = catalogue.kind_words("ORDER_CONFIRMATION")
    assert words is not None
    block = BlockSpec(key="greeting", type="greeting", settings={"texts": own})

    texts = composing.texts_of(block, words=words, locale=wanted, leading=leading)

    assert texts["title"]
    if own:
        assert texts["title"] == "Hei"


@settings(deadline=None, max_examples=40)  # the first parse of a language takes its time
@given(wanted=TAGS)
def test_subject_page_dates_and_money_are_in_one_language(wanted: str) -> None:
    mail = rendering.render(revision=WORDS, locale=wanted, context=samples.plain())

    assert mail.locale in OURS
    assert f'<html lang="{mail.locale}"' in mail.html
    again = rendering.render(revision=WORDS, locale=mail.locale, context=samples.plain())
    assert (again.subject, again.html) == (mail.subject, mail.html)


@pytest.mark.parametrize("kind", KINDS)
def test_ours_are_whole_in_seven_languages(kind: str) -> None:
    covered = coverage.coverage_of(default_draft(kind), shares=dict.fromkeys(OURS, 1 / 7))

    assert (covered.percent, covered.holes) == (100, ())
    assert covered.texts > 4


def test_a_language_that_nobody_wrote_is_a_hole_in_every_text() -> None:
    covered = coverage.coverage_of(
        default_draft("ORDER_CONFIRMATION"), shares={"en": 0.75, "es": 0.25}
    )

    assert covered.by_locale == {"en": 1.0, "es": 0.0}
    assert covered.percent == 75
    assert len(covered.holes) == covered.texts
    assert {hole.share for hole in covered.holes} == {0.25}


def test_a_hole_says_what_is_shown_instead() -> None:
    draft = with_texts(
        default_draft("ORDER_CONFIRMATION", "nb"), "greeting", {"nb": {"title": "Tusen takk"}}
    )

    covered = coverage.coverage_of(draft, shares={"nb": 0.9, "sv": 0.1})

    hole = covered.holes[0]
    assert (hole.locale, hole.text_key, hole.shown) == ("sv", "title", "Tusen takk")
    assert covered.by_locale["nb"] == 1.0
    assert 0.98 < covered.whole < 1
    assert covered.percent < 100


def test_a_parent_language_covers_its_children() -> None:
    draft = with_texts(
        default_draft("ORDER_CONFIRMATION", "en"), "greeting", {"de": {"title": "Danke"}}
    )

    covered = coverage.coverage_of(draft, shares={"de-AT": 1.0})

    assert covered.percent == 100


def test_a_mail_with_more_texts_counts_more_in_a_store() -> None:
    large = coverage.Coverage(whole=1.0, by_locale={"en": 1.0, "sv": 1.0}, texts=30)
    small = coverage.Coverage(whole=0.5, by_locale={"en": 1.0, "sv": 0.0}, texts=10)

    both = coverage.together([large, small], shares={"en": 0.5, "sv": 0.5})

    assert both.by_locale == {"en": 1.0, "sv": 0.75}
    assert both.percent == 87


def test_the_linter_warns_of_the_same_holes_and_lets_publish() -> None:
    draft = with_texts(
        default_draft("ORDER_CONFIRMATION", "nb"), "greeting", {"nb": {"title": "Tusen takk"}}
    )
    shares = {"nb": 0.9, "sv": 0.1}

    found = lint(draft, shares=shares)
    holes = coverage.coverage_of(draft, shares=shares).holes

    assert [(one.rule, one.locale, one.text_key, one.shown) for one in found] == [
        ("L04", hole.locale, hole.text_key, hole.shown) for hole in holes
    ]
    assert not any(one.stops for one in found)
