"""Whether blocks can be sent: each is parsed on its own, the mail is tried on sample orders.

`frozen_sources` asks a bounded child, since nobody has vouched for the blocks yet; `checked_here`
is the child's half.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any, Final

from common.errors import DomainError
from templates_app import catalogue, samples
from templates_app.composing import BlockSpec, Source, check_block, compose, locales_of
from templates_app.engine import bounded, environment
from templates_app.engine.environment import Place, TemplateError
from templates_app.rendering import options_for

Sources = dict[str, dict[str, str]]  # locale → subject, preheader, short, html

_SECONDS: Final = 10.0  # for all languages; each render has its own, shorter
_REMEMBERED: Final = 64
_SUBJECT: Final = "Subject"
_remembered: OrderedDict[str, Sources] = OrderedDict()
_lock: Final = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that decides the words of a mail: no rows, so that it can be checked anywhere."""

    kind: str
    blocks: tuple[BlockSpec, ...]
    leading: str = "en"  # the store's language, shown where a text is missing
    only: tuple[str, ...] = ()  # the languages wanted; (): all there are

    @property
    def words(self) -> catalogue.KindWords:
        words = catalogue.kind_words(self.kind)
        if words is None:
            raise KeyError(self.kind)
        return words

    @property
    def locales(self) -> list[str]:
        return list(self.only) or locales_of(self.blocks, self.words)

    def source_in(self, locale: str) -> Source:
        return compose(self.blocks, words=self.words, locale=locale, leading=self.leading)

    def as_json(self) -> dict[str, Any]:
        """As a bounded child is given it."""
        return {
            "kind": str(self.kind),
            "leading": self.leading,
            "only": list(self.only),
            "blocks": [
                {"key": block.key, "type": block.type, "settings": dict(block.settings)}
                for block in self.blocks
            ],
        }


def draft_from_json(kept: Mapping[str, Any]) -> Draft:
    blocks = tuple(BlockSpec(**block) for block in kept["blocks"])
    return Draft(
        kind=kept["kind"], blocks=blocks, leading=kept["leading"], only=tuple(kept["only"])
    )


class TemplateRefused(DomainError):
    """The template cannot be published as it stands; says in which block, language and place."""

    code = "template-refused"

    def __init__(self, *, block: str, locale: str, place: Place) -> None:
        super().__init__(f"Block “{block}” ({locale}), {place}")
        self.block, self.locale, self.place = block, locale, place


def frozen_sources(draft: Draft) -> Sources:
    """The source of each language, tried in a bounded child. Raises TemplateRefused.

    The last drafts are remembered: a push to many stores freezes the same blocks again and again.
    """
    payload = draft.as_json()
    key = json.dumps(payload, sort_keys=True)
    with _lock:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    try:
        answer = bounded.call("freeze", payload, seconds=_SECONDS)
    except TemplateError as error:
        raise TemplateRefused(block="", locale="", place=error.place) from error
    refused = answer.get("refused")
    if refused:
        raise TemplateRefused(**{**refused, "place": Place(**refused["place"])})
    sources: Sources = answer["sources"]
    with _lock:
        _remembered[key] = sources
        if len(_remembered) > _REMEMBERED:
            _remembered.popitem(last=False)
    return sources


def checked_here(payload: dict[str, Any]) -> dict[str, Any]:
    """The sources of a draft given as JSON, or its first refusal."""
    draft = draft_from_json(payload)
    try:
        return {"sources": {tag: source.as_json() for tag, source in checked(draft).items()}}
    except TemplateRefused as refusal:
        return {
            "refused": {
                "block": refusal.block,
                "locale": refusal.locale,
                "place": asdict(refusal.place),
            }
        }


def checked(draft: Draft) -> dict[str, Source]:
    """The source of each language; raises TemplateRefused for the first that cannot be sent."""
    sources = {}
    for locale in draft.locales:
        for block in draft.blocks:
            place = check_block(block, words=draft.words, locale=locale, leading=draft.leading)
            if place is not None:
                raise TemplateRefused(block=block.kind.label, locale=locale, place=place)
        sources[locale] = draft.source_in(locale)
        _try_on_samples(draft.kind, sources[locale], locale)
    return sources


def _try_on_samples(kind: str, source: Source, locale: str) -> None:
    """Render all of it on every sample of the kind; any error refuses the text."""
    try:
        heads = [
            environment.parse(line, strict=True, escape=False)
            for line in (source.subject, source.short)
        ]
    except TemplateError as error:
        raise TemplateRefused(block=_SUBJECT, locale=locale, place=error.place) from error
    try:
        page = environment.parse(source.html)
    except TemplateError as error:
        raise _refusal(source, locale, error.place) from error
    for make_sample in samples.for_kind(kind).values():
        sample = make_sample()
        options = options_for(sample, locale)
        for head in heads:
            problem = _first_problem(head, sample, options)
            if problem:
                raise TemplateRefused(block=_SUBJECT, locale=locale, place=problem)
        problem = _first_problem(page, sample, options)
        if problem:
            raise _refusal(source, locale, problem)


def _first_problem(
    program: environment.Program, sample: Mapping[str, Any], options: environment.Options
) -> Place | None:
    try:
        problems = program.render(sample, options).problems
    except TemplateError as error:
        return error.place
    return problems[0] if problems else None


def _refusal(source: Source, locale: str, place: Place) -> TemplateRefused:
    block, line = source.owner_of(place.line)
    inside = Place(message=place.message, line=line, column=place.column)
    return TemplateRefused(block=block, locale=locale, place=inside)
