"""Whether blocks can be sent: each is parsed on its own, the mail is tried on sample orders."""

from dataclasses import dataclass

from common.errors import DomainError
from templates_app import catalogue, samples
from templates_app.composing import BlockSpec, Source, check_block, compose, locales_of
from templates_app.engine import environment
from templates_app.engine.environment import Place, TemplateError
from templates_app.rendering import options_for

_TRIED_ON = (samples.plain, samples.rich)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that decides the words of a mail: no rows, so that it can be checked anywhere."""

    kind: str
    blocks: tuple[BlockSpec, ...]
    leading: str = "en"  # the store's language, shown where a text is missing

    @property
    def words(self) -> catalogue.KindWords:
        words = catalogue.kind_words(self.kind)
        if words is None:
            raise KeyError(self.kind)
        return words

    @property
    def locales(self) -> list[str]:
        return locales_of(self.blocks, self.words)

    def source_in(self, locale: str) -> Source:
        return compose(self.blocks, words=self.words, locale=locale, leading=self.leading)


class TemplateRefused(DomainError):
    """The template cannot be published as it stands; says in which block, language and place."""

    code = "template-refused"

    def __init__(self, *, block: str, locale: str, place: Place) -> None:
        super().__init__(f"Block “{block}” ({locale}), {place}")
        self.block, self.locale, self.place = block, locale, place


def checked(draft: Draft) -> dict[str, Source]:
    """The source of each language; raises TemplateRefused for the first that cannot be sent."""
    sources = {}
    for locale in draft.locales:
        for block in draft.blocks:
            place = check_block(block, words=draft.words, locale=locale, leading=draft.leading)
            if place is not None:
                raise TemplateRefused(block=block.kind.label, locale=locale, place=place)
        sources[locale] = draft.source_in(locale)
        _try_on_samples(sources[locale], locale)
    return sources


def _try_on_samples(source: Source, locale: str) -> None:
    """Render subject and page on orders of every sort; any error in them refuses the text."""
    for make_sample in _TRIED_ON:
        sample = make_sample()
        options = options_for(sample, locale)
        try:
            subject = environment.parse(source.subject, strict=True, escape=False)
            subject_problems = subject.render(sample, options).problems
        except TemplateError as error:
            subject_problems = (error.place,)
        if subject_problems:
            raise TemplateRefused(block="Subject", locale=locale, place=subject_problems[0])
        try:
            problems = environment.parse(source.html).render(sample, options).problems
        except TemplateError as error:
            problems = (error.place,)
        if problems:
            raise _refusal(source, locale, problems[0])


def _refusal(source: Source, locale: str, place: Place) -> TemplateRefused:
    block, line = source.owner_of(place.line)
    inside = Place(message=place.message, line=line, column=place.column)
    return TemplateRefused(block=block, locale=locale, place=inside)
