"""Our default words on sample orders, without a database: for previews, tests and screenshots."""

from dataclasses import dataclass, field
from typing import Any

from templates_app import catalogue, samples
from templates_app.composing import BlockSpec, compose
from templates_app.data import NotificationKind, Rendered
from templates_app.rendering import render


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWords:
    """What rendering needs of a revision, before there is one."""

    fingerprint: str
    locales: list[str]
    sources: dict[str, dict[str, str]]
    brand: dict[str, Any] = field(default_factory=dict)
    proof: dict[str, Any] = field(default_factory=dict)


def default_words(kind: NotificationKind) -> DraftWords:
    """The default blocks of a kind in every language; KeyError for a kind without words."""
    words = catalogue.kind_words(kind)
    if words is None:
        raise KeyError(kind)
    blocks = [BlockSpec(key=b.key, type=b.type, settings=b.settings) for b in words.blocks]
    sources = {
        locale: compose(blocks, words=words, locale=locale).as_json() for locale in words.locales
    }
    return DraftWords(fingerprint=f"default-{kind}", locales=list(words.locales), sources=sources)


def render_sample(words: DraftWords, *, sample: str, locale: str) -> Rendered:
    """One mail on one of samples.SAMPLES."""
    context = samples.dressed(samples.SAMPLES[sample](), words.brand)
    return render(revision=words, locale=locale, context=context)
