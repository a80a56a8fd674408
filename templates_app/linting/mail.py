"""A draft as the rules see it: what its marketer wrote, and what buyers would get of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final

from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from common import locales as tags
from templates_app import catalogue, composing, rendering, samples
from templates_app.checking import Draft
from templates_app.composing import BlockSpec
from templates_app.engine import environment
from templates_app.engine.environment import Place, Program, TemplateError
from templates_app.linting import reading, shapes
from templates_app.linting.shapes import Shape
from templates_app.plain_text import text_of

_SLOT: Final = re.compile(r"\[\[[a-z_:]+\]\]")
_LIQUID: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_EMPTY: Final = "<html><body></body></html>"
OUTPUT, TAG = "\x01", "\x02"  # what stands for `{{ … }}` and `{% … %}` in masked text


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One text that somebody of the store wrote. `text_key` is empty for Liquid of their own."""

    block_key: str
    block_type: str
    locale: str  # empty: for every language
    text_key: str
    text: str

    @property
    def is_liquid(self) -> bool:
        return not self.text_key

    @property
    def masked(self) -> str:
        """The text with Liquid blotted out letter by letter: places stay as they are."""
        return _LIQUID.sub(_blot, self.text)

    def place(self, at: int) -> dict[str, Any]:
        """Where a character of it stands, as a finding says it."""
        before = self.text[:at]
        return {
            "block_key": self.block_key,
            "text_key": self.text_key,
            "locale": self.locale,
            "line": before.count("\n") + 1,
            "column": at - before.rfind("\n"),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The mail on one sample in one language."""

    locale: str
    sample: str
    values: Mapping[str, Any]
    subject: str
    preheader: str
    short: str
    html: str
    problems: tuple[tuple[str, Place], ...]  # block key, place within the block

    @property
    def tree(self) -> HtmlElement:
        return tree_of(self.html)

    @property
    def text(self) -> str:
        return text_of(self.html if self.tree.text_content().strip() else _EMPTY)


@dataclass(kw_only=True)
class Mail:
    """The draft with all that rules ask for; each is made when the first rule asks."""

    draft: Draft
    brand: Mapping[str, Any]
    shares: Mapping[str, float] = field(default_factory=dict)  # locale → part of the buyers

    @property
    def kind(self) -> str:
        return str(self.draft.kind)

    @cached_property
    def shown(self) -> tuple[BlockSpec, ...]:
        """In the order buyers see them: what is on the white, then what is below it."""
        shown = [block for block in self.draft.blocks if block.is_shown]
        order = ("head", *composing.PLACED_ZONES)
        return tuple(sorted(shown, key=lambda block: order.index(block.kind.zone)))

    @cached_property
    def whole(self) -> BlockSpec | None:
        """A pasted page, if the mail is one."""
        return next((block for block in self.shown if block.is_whole), None)

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The languages that buyers read; where nobody counted, those the marketer writes in."""
        if self.shares:
            return tuple(sorted(tag for tag, share in self.shares.items() if share > 0))
        own = {tag for block in self.shown for tag, texts in block.own_texts.items() if any(texts)}
        return tuple(sorted({tags.normal(self.draft.leading) or "en", *own}))

    @cached_property
    def written(self) -> tuple[Written, ...]:
        return tuple(piece for block in self.shown for piece in _written_in(block))

    @cached_property
    def broken(self) -> tuple[tuple[Written, Place], ...]:
        """What does not parse. A pasted page is read as laxly as Shopify reads it."""
        places = []
        for piece in self.written:
            is_strict = self.whole is None or not piece.is_liquid
            try:
                environment.parse(piece.text, strict=is_strict)
            except TemplateError as error:
                places.append((piece, error.place))
        return tuple(places)

    @cached_property
    def readings(self) -> tuple[tuple[Written, "reading.Reading"], ...]:
        """The variables and filters of all that was written, each with the names it may use."""
        found = []
        scope = {} if self.whole else dict(_frame_scope())
        failed = {id(piece) for piece, _place in self.broken}
        for block in self.shown:
            inner = scope if block.type != catalogue.SUBJECT else {}
            if self.whole is None:
                inner = {**inner, **_scope_of(block.type)}
            for piece in self.written:
                if piece.block_key != block.name or id(piece) in failed:
                    continue
                names = scope if piece.text_key == "preheader" else inner
                read = reading.read(
                    environment.parse(piece.text),
                    piece.text,
                    context=shapes.of_context(),
                    scope=names,
                )
                found.append((piece, read))
                if piece.is_liquid:
                    scope |= read.scope
            if self.whole is None:
                scope |= _scope_of(block.type)
        return tuple(found)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The everyday sample in each language; nothing where the draft does not parse."""
        if self.broken:
            return ()
        first = next(iter(samples.for_kind(self.kind)))
        return tuple(self._page(locale, first) for locale in self.draft.locales)

    @cached_property
    def odd_pages(self) -> tuple[Page, ...]:
        """The other samples, in the leading language."""
        if self.broken:
            return ()
        leading = rendering.resolve_locale(self.draft.leading, "", self.draft.locales)
        return tuple(self._page(leading, name) for name in [*samples.for_kind(self.kind)][1:])

    @property
    def every_page(self) -> Iterator[Page]:
        yield from self.pages
        yield from self.odd_pages

    @cached_property
    def leading_page(self) -> Page | None:
        leading = rendering.resolve_locale(self.draft.leading, "", self.draft.locales)
        return next((page for page in self.pages if page.locale == leading), None)

    def alone(self, block: BlockSpec, locale: str, values: Mapping[str, Any]) -> str:
        """The HTML of one block, or of a whole page, with those values."""
        return (
            self._fragment(block, locale).render(values, rendering.options_for(values, locale)).text
        )

    def values(self, sample: str) -> dict[str, Any]:
        context = samples.for_kind(self.kind)[sample]()
        ours = {**context.get("notifyhub", {}), **({"brand": self.brand} if self.brand else {})}
        return rendering.with_ours({**context, "notifyhub": ours}, self.brand)

    def _fragment(self, block: BlockSpec, locale: str) -> Program:
        if self.whole is block:
            return environment.parse(block.liquid_in(locale))
        source = composing.expand(
            block, words=self.draft.words, locale=locale, leading=self.draft.leading
        )
        return environment.parse(composing.frame_assigns() + source)

    def _page(self, locale: str, sample: str) -> Page:
        source, subject, page = self._programs(locale)
        values = self.values(sample)
        options = rendering.options_for(values, locale)
        title = _output(subject, values, options)
        preheader = _output(environment.parse(source.preheader), values, options)
        short = _output(environment.parse(source.short, escape=False), values, options)
        body = _output(page, values, options)
        places = [(catalogue.SUBJECT, place) for place in title.problems]
        for place in body.problems:
            key, line = source.block_at(place.line)
            places.append((key, Place(message=place.message, line=line, column=place.column)))
        return Page(
            locale=locale,
            sample=sample,
            values=values,
            subject=rendering.clean_subject(title.text),
            preheader=" ".join(preheader.text.split()),
            short=" ".join(short.text.split()),
            html=rendering.inlined(body.text),
            problems=tuple(places),
        )

    def _programs(self, locale: str) -> tuple[composing.Source, Program, Program]:
        kept = self._parsed.get(locale)
        if kept is None:
            source = self.draft.source_in(locale)
            kept = (
                source,
                environment.parse(source.subject, escape=False),
                environment.parse(source.html),
            )
            self._parsed[locale] = kept
        return kept

    @cached_property
    def _parsed(self) -> dict[str, tuple[composing.Source, Program, Program]]:
        return {}


def tree_of(html: str) -> HtmlElement:
    try:
        return lxml_html.document_fromstring(html)
    except (ParserError, ValueError):  # nothing but a comment, or a sign that XML forbids
        return lxml_html.document_fromstring(_EMPTY)


def words_of(html: str) -> str:
    """The words a person sees, in one line."""
    return " ".join(str(tree_of(html).text_content()).split())


def links_in(pages: Sequence[Page]) -> Iterator[tuple[Page, str]]:
    for page in pages:
        for link in page.tree.iter("a"):
            yield page, str(link.get("href") or "")


def _written_in(block: BlockSpec) -> Iterator[Written]:
    common = {"block_key": block.name, "block_type": block.type}
    for locale, texts in sorted(block.own_texts.items()):
        for key, text in texts.items():
            if text.strip():
                yield Written(**common, locale=locale, text_key=key, text=text)
    if str(block.settings.get("source", "")).strip():
        yield Written(**common, locale="", text_key="", text=str(block.settings["source"]))
    for locale, text in sorted((block.settings.get("sources") or {}).items()):
        if text.strip():
            yield Written(**common, locale=locale, text_key="", text=text)


def _output(
    program: Program, values: Mapping[str, Any], options: environment.Options
) -> environment.Output:
    try:
        return program.render(values, options)
    except TemplateError as error:
        return environment.Output("", (error.place,))


def _blot(liquid: re.Match[str]) -> str:
    sign = OUTPUT if liquid[0].startswith("{{") else TAG
    return "".join("\n" if letter == "\n" else sign for letter in liquid[0])


@cache
def _frame_scope() -> Mapping[str, Shape]:
    return _names_in(composing.frame_assigns())


@cache
def _scope_of(block_type: str) -> Mapping[str, Shape]:
    """The names that a block of ours makes, those of its loops too: its texts stand anywhere."""
    return _names_in(_SLOT.sub("", catalogue.block_type(block_type).source))


def _names_in(source: str) -> Mapping[str, Shape]:
    program = environment.parse(source)
    found = program.template.analyze(include_partials=False)
    read = reading.read(program, source, context=shapes.of_context(), scope={})
    inner = set(found.variables) - {spot.name.split(".")[0] for spot in read.variables}
    return {**dict.fromkeys(inner, shapes.ANYTHING), **read.scope}
