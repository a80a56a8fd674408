"""Pages without cleaning and inlining, and what one render of them makes beside the page."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from templates_app.cleaning import CHARACTERS, ELEMENTS
from templates_app.engine import environment
from templates_app.engine.compiled.program import Compiled, compile_program
from templates_app.engine.environment import Options
from templates_app.laying_out import TRACKED, cut, laid_out
from templates_app.plain_text import text_of
from templates_app.sealing import Seal
from templates_app.sealing_names import NotSealed
from templates_app.tidying import NotWoven
from templates_app.weaving import foldable, weave

USES_BEFORE: Final = 100  # in one look, before it is folded into the source
SHORTEST_ELEMENT: Final = len("<a>")
LOOKS: Final = 64  # kept of one page: a function of some 100 kB each
_CONTROL: Final = b"\\u00"  # as JSON writes a control character: none may look like our marks

Look = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, its text part, and the page again, cut before and behind each of its links."""

    html: str
    text: str
    pieces: tuple[str, ...] = ()  # text, address, text, …, text; none where nobody looked


@dataclass(slots=True)
class _Dressed:
    """The page in one look, printed until it has been used a while."""

    uses: int = 0
    program: Compiled | None = None


@dataclass(slots=True)
class QuickPage:
    """A sealed page. Safe to share between threads."""

    source: str  # sealed and pressed
    seal: Seal
    program: Compiled
    is_woven: bool
    _names: tuple[str, ...] = ()
    _looks: OrderedDict[Look, _Dressed] = field(default_factory=OrderedDict)

    @classmethod
    def of(cls, source: str, seal: Seal, *, is_woven: bool = True) -> "QuickPage":
        """Raises NotSealed where its Liquid is not compiled, NotWoven where it cannot be woven."""
        program = _compiled(weave(source, {}) if is_woven else source)
        return cls(source, seal, program, is_woven, tuple(sorted(seal.styled)))

    def made(
        self, values: dict[str, Any], options: Options, *, is_printable: bool = False
    ) -> Page | None:
        """The page as it is sent; None for a mail that must go the plain way.

        `is_printable`: somebody has seen already that no value holds a control character.
        """
        brand = values["notifyhub"]["brand"]
        dressed = self._dressed(brand)
        if dressed is None or not self.seal.may_lead(values):
            return None
        if not is_printable and _has_controls(values):
            return None
        page = self._page(dressed.program or self.program, values, options)
        if page is None or _is_too_large(page.html):
            return None
        dressed.uses += 1
        if dressed.uses == USES_BEFORE and self.is_woven:
            folded = self._folded(brand)
            # What it makes of this mail must be the same, but for where lines are broken.
            is_same = folded is not None and _is_same(self._page(folded, values, options), page)
            dressed.program = folded if is_same else None
        return page

    def _page(self, program: Compiled, values: dict[str, Any], options: Options) -> Page | None:
        rendered = program.attempt(values, options)
        return None if rendered is None else self._cut(rendered)

    def _cut(self, rendered: str) -> Page | None:
        if not self.is_woven:
            return Page(rendered, text_of(rendered))
        parts = cut(rendered)
        if parts is None:
            return None
        marked, said = parts
        pieces = marked.split(TRACKED)
        html, text = "".join(pieces), laid_out(said)
        return Page(html, text_of(html) if text is None else text, tuple(pieces))

    def _dressed(self, brand: object) -> _Dressed | None:
        """The page in the looks of this brand; None where they cannot stand in styles."""
        if type(brand) is not dict:
            return None
        look = tuple(map(brand.get, self._names))
        try:
            dressed = self._looks.get(look)
        except TypeError:  # a list is no style
            return None
        if dressed is None:
            if not self.seal.fits(brand):
                return None
            dressed = self._looks[look] = _Dressed()
            if len(self._looks) > LOOKS:
                self._looks.popitem(last=False)
        return dressed

    def _folded(self, brand: Mapping[str, object]) -> Compiled | None:
        try:
            return _compiled(weave(self.source, foldable(brand, self._names)))
        except (NotWoven, NotSealed):
            return None


def _compiled(source: str) -> Compiled:
    program = compile_program(environment.parse(source))
    if program is None:
        raise NotSealed("Liquid that is not compiled")
    return program


def _is_same(one: Page | None, other: Page) -> bool:
    return one is not None and (one.html.split(), one.text) == (other.html.split(), other.text)


def _is_too_large(html: str) -> bool:
    if len(html) <= SHORTEST_ELEMENT * ELEMENTS:  # it cannot hold so many
        return False
    return len(html) > CHARACTERS or html.count("<") > ELEMENTS


def _has_controls(values: Mapping[str, Any]) -> bool:
    try:
        return _CONTROL in orjson.dumps(values)
    except TypeError:  # a lone surrogate, too: the plain way knows what to do with it
        return True
