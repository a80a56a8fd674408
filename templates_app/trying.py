"""A draft while somebody writes it: one mail of it, and everything that is wrong with its Liquid.

Tried in a bounded child, which composes, parses and renders; `try_here` is its half. Unlike
`checking`, it goes on after the first complaint and says the place of each within its block.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from templates_app import rendering
from templates_app.checking import Draft, draft_from_json
from templates_app.composing import BlockSpec, Source, check_block, texts_of
from templates_app.data import Rendered
from templates_app.engine import bounded, environment
from templates_app.engine.environment import Place, TemplateError
from templates_app.previewing import DraftWords
from templates_app.short_texts import SHORT_CHARACTERS

SECONDS: Final = 1.0
_PLACE: Final = re.compile(r"line (\d+), column (\d+): (.*)", re.DOTALL)  # as str(Place) writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is wrong, and where: in a text of a block, in its Liquid, or in the block at large."""

    block_key: str
    message: str
    locale: str = ""  # "": whichever language
    text_key: str = ""  # "": in the block's own Liquid, or not known
    line: int = 1
    column: int = 1
    is_fatal: bool = True  # False: that node was left out, the mail stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it; no mail where something fatal is among the complaints."""

    mail: Rendered | None
    complaints: tuple[Complaint, ...]
    preheader: str = ""  # as its template has it, Liquid and all
    short: str = ""  # what goes out as SMS


def try_draft(
    draft: Draft, *, locale: str, brand: Mapping[str, Any], context: Mapping[str, Any]
) -> Tried:
    """One mail of the draft with these values. Never raises for what somebody wrote in it."""
    payload = {
        "draft": draft.as_json(),
        "locale": locale,
        "brand": dict(brand),
        "context": dict(context),
    }
    try:
        answer = bounded.call("try", payload, seconds=SECONDS)
    except TemplateError as error:
        return Tried(mail=None, complaints=(_complaint("", error.place),))
    mail = answer["mail"]
    return Tried(
        mail=Rendered(**{**mail, "problems": tuple(mail["problems"])}) if mail else None,
        complaints=tuple(Complaint(**each) for each in answer["complaints"]),
        preheader=answer["preheader"],
        short=answer["short"],
    )


def try_here(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The child's half: JSON in, JSON out."""
    draft = draft_from_json(payload["draft"])
    locale = payload["locale"]
    complaints = list(_complaints(draft, locale))
    mail: Rendered | None = None
    source = draft.source_in(locale)
    if not complaints:
        mail, complaints = _rendered(draft, source, payload)
    return {
        "mail": asdict(mail) if mail else None,
        "complaints": [asdict(each) for each in complaints],
        "preheader": _line(source.preheader, payload) if mail else "",
        "short": _line(source.short, payload) if mail else "",
    }


def _rendered(
    draft: Draft, source: Source, payload: Mapping[str, Any]
) -> tuple[Rendered | None, list[Complaint]]:
    """The mail, and what was left out of it."""
    locale, context = payload["locale"], payload["context"]
    words = DraftWords(
        fingerprint=hashlib.sha256(
            f"{source.subject}\0{source.html}".encode("utf-8", "replace")
        ).hexdigest(),
        locales=[locale],
        sources={locale: source.as_json()},
        brand=payload["brand"],
    )
    try:
        mail = rendering.render(revision=words, locale=locale, context=context)
    except rendering.CannotRender as error:
        return None, [_located(source, environment.place_of(error), locale)]
    in_subject = environment.parse(source.subject, escape=False)
    said = in_subject.render(context, rendering.options_for(context, locale)).problems
    of_subject = [
        _complaint("subject", place, locale=locale, text_key="subject", is_fatal=False)
        for place in said
    ]
    of_page = [
        _located(source, place, locale, is_fatal=False)
        for place in map(_read_place, mail.problems[len(said) :])
    ]
    return mail, [*of_subject, *of_page]


def _line(source: str, payload: Mapping[str, Any]) -> str:
    """The line beside the subject in an inbox, or the one that goes out as SMS."""
    context = payload["context"]
    options = rendering.options_for(context, payload["locale"])
    try:
        text = environment.parse(source, escape=False).render(context, options).text
    except TemplateError:
        return ""
    return rendering.clean_line(text, SHORT_CHARACTERS)


def _complaints(draft: Draft, locale: str) -> Iterator[Complaint]:
    """What does not parse: each text anybody wrote, in any language, then each block whole."""
    for block in draft.blocks:
        found = [*_of_texts(block), *_of_sources(block)]
        yield from found
        if found:
            continue
        place = check_block(block, words=draft.words, locale=locale, leading=draft.leading)
        if place is not None:
            yield _complaint(block.key, place, locale=locale)


def _of_texts(block: BlockSpec) -> Iterator[Complaint]:
    for locale, texts in block.own_texts.items():
        for key, text in texts.items():
            place = _parsed(text, is_strict=True)
            if place:
                yield _complaint(block.key, place, locale=locale, text_key=key)


def _of_sources(block: BlockSpec) -> Iterator[Complaint]:
    """Of the marketer's own Liquid: for all languages, and for single ones."""
    sources = {"": block.settings.get("source", ""), **(block.settings.get("sources") or {})}
    for locale, source in sources.items():
        place = _parsed(source, is_strict=not block.is_whole) if source else None
        if place:
            yield _complaint(block.key, place, locale=locale)


def _parsed(text: str, *, is_strict: bool) -> Place | None:
    if "{" not in text:
        return None
    try:
        environment.parse(text, strict=is_strict)
    except TemplateError as error:
        return error.place
    return None


def _located(source: Source, place: Place, locale: str, *, is_fatal: bool = True) -> Complaint:
    key, line = source.block_at(place.line)
    inside = Place(message=place.message, line=line, column=place.column)
    return _complaint(key, inside, locale=locale, is_fatal=is_fatal)


def _complaint(key: str, place: Place, **more: Any) -> Complaint:
    return Complaint(
        block_key=key, message=place.message, line=place.line, column=place.column, **more
    )


def _read_place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if found is None:
        return Place(message=text)
    return Place(message=found[3], line=int(found[1]), column=int(found[2]))


def texts_read(draft: Draft, key: str, locales: list[str]) -> dict[str, dict[str, str]]:
    """What a buyer of each language reads in the block's texts now: locale → text → words."""
    block = next((each for each in draft.blocks if (each.key or each.type) == key), None)
    if block is None:
        return {}
    return {
        locale: texts_of(block, words=draft.words, locale=locale, leading=draft.leading)
        for locale in locales
    }
