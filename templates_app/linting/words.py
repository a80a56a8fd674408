"""Texts that are missing, empty or too long."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from common import locales as tags
from templates_app import catalogue, composing
from templates_app.composing import BlockSpec
from templates_app.linting.complaints import Complaint
from templates_app.linting.mail import Mail, words_of

LONGEST_SUBJECT: Final = 70  # what a wide inbox shows of it
_WORDS_OF_A_LANGUAGE: Final = 3
_LIQUID: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_STYLE: Final = re.compile(r"<(style|script)\b[^>]{0,2000}>.*?</\1>", re.DOTALL | re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MOST_SHOWN: Final = 80


def missing_text(mail: Mail) -> Iterator[Complaint]:
    """Own words that some buyers would read in another language."""
    for block in mail.shown:
        for key in written_keys(block):
            lacking = [
                tag for tag in mail.read if not has_text(block, key, tag, mail.draft.leading)
            ]
            if lacking:
                yield _hole(mail, block, key, lacking)


def written_keys(block: BlockSpec) -> list[str]:
    """The texts of a block that somebody wrote in any language; "" for Liquid with words in it."""
    keys = [
        key
        for key in block.kind.texts
        if any(texts.get(key, "").strip() for texts in block.own_texts.values())
    ]
    return [*keys, ""] if _speaks(block) else keys


def has_text(block: BlockSpec, key: str, locale: str, leading: str) -> bool:
    """Whether a buyer of that language reads the text in it, or in its parent."""
    if key:
        found = {tag for tag, texts in block.own_texts.items() if texts.get(key, "").strip()}
    else:
        own = block.settings.get("sources") or {}
        found = {*tags.chain(leading), *(tag for tag, source in own.items() if source.strip())}
    return not found.isdisjoint(tags.chain(locale))


def shown_instead(mail: Mail, block: BlockSpec, key: str, locale: str) -> str:
    """What a buyer of that language reads where the text is missing."""
    if not key:
        return _cut(words_of(_STYLE.sub("", block.liquid_in(locale)) or " "))
    texts = composing.texts_of(
        block, words=mail.draft.words, locale=locale, leading=mail.draft.leading
    )
    return _cut(texts.get(key, ""))


def no_preheader(mail: Mail) -> Iterator[Complaint]:
    for page in mail.pages:
        if page.preheader or (mail.whole and _begins_hidden(page.html)):
            continue
        message = _("There is no preview line: inboxes show the first words of the mail instead.")
        key = mail.whole.name if mail.whole else catalogue.SUBJECT
        yield Complaint(message=message, block_key=key, locale=page.locale)


def empty_subject(mail: Mail) -> Iterator[Complaint]:
    for page in mail.every_page:
        if not page.subject:
            message = _("The subject is empty on the sample order “%s”.") % page.sample
            yield Complaint(
                message=message,
                block_key=catalogue.SUBJECT,
                text_key="subject",
                locale=page.locale,
            )
            return  # one sample says enough


def long_subject(mail: Mail) -> Iterator[Complaint]:
    for page in mail.pages:
        if len(page.subject) > LONGEST_SUBJECT:
            message = _("The subject has %(length)d characters; inboxes cut it off after %(most)d.")
            yield Complaint(
                message=message % {"length": len(page.subject), "most": LONGEST_SUBJECT},
                block_key=catalogue.SUBJECT,
                text_key="subject",
                locale=page.locale,
            )


def _hole(mail: Mail, block: BlockSpec, key: str, lacking: list[str]) -> Complaint:
    shown = shown_instead(mail, block, key, lacking[0])
    words = {
        "text": block.kind.texts.get(key, block.kind.label),
        "languages": ", ".join(lacking),
        "shown": shown,
    }
    share = sum(mail.shares.get(tag, 0.0) for tag in lacking) if mail.shares else None
    message = _("“%(text)s” is missing in: %(languages)s. Its buyers would read “%(shown)s”.")
    if share is not None:
        words["share"] = f"{share * 100:.0f}"
        message = _(
            "“%(text)s” is missing in: %(languages)s, which %(share)s %% of buyers read. "
            "They would read “%(shown)s”."
        )
    return Complaint(
        message=message % words,
        block_key=block.name,
        text_key=key,
        locale=lacking[0],
        share=share,
        shown=shown,
    )


def _speaks(block: BlockSpec) -> bool:
    """Whether Liquid of their own has words of a language in it."""
    source = str(block.settings.get("source", ""))
    if not source.strip():
        return False
    bare = _LIQUID.sub(" ", _STYLE.sub(" ", source))
    return len(re.findall(r"[^\W\d_]{2,}", words_of(bare or " "))) >= _WORDS_OF_A_LANGUAGE


def _begins_hidden(html: str) -> bool:
    """Whether a page has its preview line in a hidden element, as pages made by hand do."""
    body = html.partition("<body")[2]
    return bool(_HIDDEN.search(body[:2_000]))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
