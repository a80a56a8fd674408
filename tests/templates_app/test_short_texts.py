"""The short text of a mail: frozen, in every kind and language, and ours where it is missing."""

from dataclasses import replace

import pytest

from common import gsm
from templates_app import samples
from templates_app.checking import TemplateRefused, frozen_sources
from templates_app.data import NotificationKind as Kind
from templates_app.previewing import default_words
from templates_app.rendering import CannotRender
from templates_app.short_texts import render_short
from tests.templates_app.mails import KINDS, LOCALES
from tests.templates_app.test_linting import draft_of

IN_TWO_ALPHABETS = {"zh-Hans"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_shortly_in_every_language(kind: str, locale: str) -> None:
    words = default_words(Kind(kind))

    for make_sample in samples.for_kind(kind).values():
        context = samples.dressed(make_sample(), {})
        said = render_short(revision=words, kind=kind, locale=locale, context=context)

        assert said.problems == ()
        assert said.title
        assert said.text.startswith(context["shop"]["name"])
        assert kind == Kind.STAFF_NEW_ORDER or said.text.split()[-1].startswith("https://")
        without_link = said.text.rpartition(" https://")[0] or said.text
        assert "  " not in said.text
        assert len(without_link) < 160


@pytest.mark.parametrize("locale", sorted({*LOCALES} - IN_TWO_ALPHABETS))
@pytest.mark.parametrize("kind", KINDS)
def test_our_words_need_no_unicode_where_the_alphabet_of_gsm_will_do(
    kind: str, locale: str
) -> None:
    words = default_words(Kind(kind))
    context = samples.dressed(next(iter(samples.for_kind(kind).values()))(), {})
    said = render_short(revision=words, kind=kind, locale=locale, context=context)

    assert gsm.measure(gsm.plain_signs(said.text)).odd_signs == ()


def test_a_revision_from_before_short_texts_says_ours() -> None:
    words = default_words(Kind.ORDER_CANCELLED)
    old = {tag: {k: v for k, v in s.items() if k != "short"} for tag, s in words.sources.items()}
    before = replace(words, fingerprint="before", sources=old)
    context = samples.dressed(samples.plain(), {})

    said = render_short(revision=before, kind=Kind.ORDER_CANCELLED, locale="nb-NO", context=context)

    assert "er kansellert" in said.text
    assert said.locale == "nb"


def test_what_a_marketer_wrote_goes_before_ours() -> None:
    draft = draft_of(
        {
            "kind": "ORDER_CONFIRMATION",
            "texts": {"subject": {"en": {"short": "Got it, {{ name }} {{ order_status_url }}"}}},
        }
    )
    words = replace(
        default_words(Kind.ORDER_CONFIRMATION), fingerprint="own", sources=frozen_sources(draft)
    )
    context = samples.dressed(samples.plain(), {})

    said = render_short(revision=words, kind=Kind.ORDER_CONFIRMATION, locale="sv", context=context)

    assert said.text.startswith(f"Got it, {context['name']} https://")


def test_a_short_text_that_fails_on_a_sample_cannot_be_frozen() -> None:
    broken = {"subject": {"en": {"short": "{{ total_price | divided_by: 0 }}"}}}
    draft = draft_of({"kind": "ORDER_CONFIRMATION", "texts": broken})

    with pytest.raises(TemplateRefused, match="Subject"):
        frozen_sources(draft)


def test_a_short_text_without_an_end_is_refused_when_rendered() -> None:
    words = default_words(Kind.ORDER_CONFIRMATION)
    loop = "{% for i in (1..999999999) %}{% for j in (1..999999999) %}x{% endfor %}{% endfor %}"
    sources = {tag: {**source, "short": loop} for tag, source in words.sources.items()}

    with pytest.raises(CannotRender):
        render_short(
            revision=replace(words, fingerprint="endless", sources=sources),
            kind=Kind.ORDER_CONFIRMATION,
            locale="en",
            context=samples.dressed(samples.plain(), {}),
        )
