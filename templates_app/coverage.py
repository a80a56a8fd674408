"""Which part of a mail's texts each buyer reads in their own language, and what they read instead.

A text exists in a language if somebody wrote it in that language or its parent, or if nobody wrote
it at all and it is ours there. See composing's Note [Which text a buyer reads].
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from common import locales as tags
from templates_app import catalogue
from templates_app.checking import Draft
from templates_app.composing import BlockSpec, default_texts
from templates_app.linting.mail import Mail
from templates_app.linting.words import has_text, shown_instead, written_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A text that buyers of a language read in another."""

    block_key: str
    text_key: str  # "": the block's own Liquid
    label: str
    locale: str
    share: float  # of the buyers, 0–1; 0 where nobody counted
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of a mail, or of all a store's mails, is in the languages its buyers read."""

    whole: float  # 0–1, each language by its share of the buyers
    by_locale: Mapping[str, float] = field(default_factory=dict)
    holes: tuple[Hole, ...] = ()
    texts: int = 0

    @property
    def percent(self) -> int:
        """Rounded down: 100 means that nothing is missing."""
        return int(self.whole * 100 + 1e-9)


def coverage_of(draft: Draft, *, shares: Mapping[str, float] | None = None) -> Coverage:
    """Of one mail. Without shares: the languages that its marketer writes in, all alike."""
    mail = Mail(draft=draft, brand={}, shares=shares or {})
    texts = [(block, key) for block in mail.shown for key in _texts_of(block, draft)]
    by_locale, holes = {}, []
    for locale in mail.read:
        lacking = [(block, key) for block, key in texts if not _exists(block, key, locale, draft)]
        by_locale[locale] = 1 - len(lacking) / len(texts) if texts else 1.0
        holes += [_hole(mail, block, key, locale) for block, key in lacking]
    return Coverage(
        whole=_weighted(by_locale, mail.shares),
        by_locale=by_locale,
        holes=tuple(sorted(holes, key=lambda hole: (-hole.share, hole.locale, hole.block_key))),
        texts=len(texts),
    )


def together(parts: Iterable[Coverage], *, shares: Mapping[str, float] | None = None) -> Coverage:
    """Of all a store's mails: a mail with twice the texts counts twice."""
    covered = [part for part in parts if part.texts]
    texts = sum(part.texts for part in covered)
    by_locale = {}
    for locale in sorted({tag for part in covered for tag in part.by_locale}):
        there = [part for part in covered if locale in part.by_locale]
        counted = sum(part.texts for part in there)
        by_locale[locale] = sum(part.by_locale[locale] * part.texts for part in there) / counted
    return Coverage(
        whole=_weighted(by_locale, shares or {}),
        by_locale=by_locale,
        holes=tuple(hole for part in covered for hole in part.holes),
        texts=texts,
    )


def _texts_of(block: BlockSpec, draft: Draft) -> list[str]:
    """The keys of the texts that are not empty, and "" for Liquid with words in it."""
    ours = default_texts(block, words=draft.words, locale="en")
    own = written_keys(block)
    return [
        *(key for key in block.kind.texts if key not in own and ours.get(key, "").strip()),
        *own,
    ]


def _exists(block: BlockSpec, key: str, locale: str, draft: Draft) -> bool:
    if key in written_keys(block):
        return has_text(block, key, locale, draft.leading)
    return not _ours_in(block, key, draft.words).isdisjoint(tags.chain(locale))


def _ours_in(block: BlockSpec, key: str, words: catalogue.KindWords) -> set[str]:
    """The languages in which a text of ours exists: as the kind says it, else as the block does."""
    of_kind = {tag for tag in words.strings if words.texts_for(block.name, tag).get(key)}
    return of_kind or {tag for tag, texts in block.kind.strings.items() if texts.get(key)}


def _hole(mail: Mail, block: BlockSpec, key: str, locale: str) -> Hole:
    return Hole(
        block_key=block.name,
        text_key=key,
        label=block.kind.texts.get(key, block.kind.label),
        locale=locale,
        share=mail.shares.get(locale, 0.0),
        shown=shown_instead(mail, block, key, locale),
    )


def _weighted(by_locale: Mapping[str, float], shares: Mapping[str, float]) -> float:
    weights = {tag: shares.get(tag, 0.0) if shares else 1.0 for tag in by_locale}
    total = sum(weights.values())
    if not total:
        return 1.0
    return sum(by_locale[tag] * weight for tag, weight in weights.items()) / total
