"""A mail's words made ready to be rendered many times: compiled, and where it is safe, pressed.

# Note [Two ways to one page]
The plain way is the rule: interpret, check, clean, inline. The quick way is taken by words that
have been used a while and that passed each of three doors, and gives a page that any reader takes
for the same:
1. Liquid compiles (engine/compiled), else it is interpreted.
2. The source is sealed (sealing.py), so cleaning has nothing to take away, and its styles can be
   pressed into it (pressing.py), so there is nothing to inline.
3. On samples of its kind, whole and with parts missing, and on the mail at hand, both ways make the
   same page, element by element, and the same text part.
The doors are tried after publishing (see Note [Proven before it is sent] in ways.py), else here.
For each mail the values that the proof rests on are looked at, and whatever is odd in one (an
error, a budget, a lone surrogate) sends that mail the plain way.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

import css_inline

from templates_app import samples
from templates_app.data import NotificationKind
from templates_app.engine.compiled.program import Compiled, compile_program, why_not_compiled
from templates_app.engine.environment import Options, Output, Program, TemplateError
from templates_app.plain_text import text_of
from templates_app.pressing import press
from templates_app.quick_pages import QuickPage
from templates_app.sealing import seal
from templates_app.sealing_names import NotSealed
from templates_app.tidying import NotWoven
from templates_app.ways import COMPILED, INLINED, INTERPRETED, PRESSED, Way

USES_BEFORE: Final = 20  # a mail or two are interpreted sooner than compiled
CHANGED_SAMPLES: Final = 6
PlainWay = Callable[["Words", dict[str, Any], Options], Output]

_normal: Final = css_inline.CSSInliner(
    inline_style_tags=False,
    keep_style_tags=True,
    keep_link_tags=True,
    load_remote_stylesheets=False,
)


@dataclass(slots=True)
class Words:
    """One revision in one language, parsed; after some uses also compiled."""

    subject: Program
    page: Program
    source: str
    uses: int = 0
    quick_subject: Compiled | None = None
    compiled: Compiled | None = None
    quick: QuickPage | None = None
    why_not: str = ""  # what the proof did not understand
    why_interpreted: str = ""
    proof: Way | None = None  # what was found after publishing

    def is_due(self) -> bool:
        """Whether these words have just been used often enough to be prepared."""
        self.uses += 1
        return self.uses == USES_BEFORE

    def prepare(self, values: dict[str, Any], options: Options, plain_way: PlainWay) -> None:
        """Compile, seal and press; keep of it what proves equal. Takes about 0.1 s, once."""
        everything = [values]
        if self.proof is None or self.proof.css == PRESSED:
            everything += _samples(values)
        proofs = [values] if self.proof else everything
        self._compile(proofs, options)
        if self.proof and self.proof.css != PRESSED:
            self.why_not = self.proof.css_reason
            return
        for is_woven in (True, False):  # what was found after publishing says nothing of weaving
            try:
                quick = _quick_page(self.source, is_woven=is_woven)
                for each in everything if is_woven else proofs:
                    self._compare(quick, each, options, plain_way)
                self.quick = quick
                return
            except (NotSealed, NotWoven, TemplateError) as error:
                self.why_not = str(error)

    def _compile(self, proofs: Sequence[dict[str, Any]], options: Options) -> None:
        """Both programs, where they say the same as when they are interpreted."""
        if self.proof and self.proof.engine != COMPILED:
            self.why_interpreted = self.proof.engine_reason
            return
        made = [compile_program(each) for each in (self.subject, self.page)]
        for quick in made:
            for values in proofs:
                if quick and _is_other_text(quick, values, options):
                    self.why_interpreted = "the compiled template says something else"
                    return
        self.quick_subject, self.compiled = made
        if self.compiled is None:
            self.why_interpreted = why_not_compiled(self.page)

    def way(self) -> Way:
        """What came of it."""
        return Way(
            engine=COMPILED if self.compiled else INTERPRETED,
            engine_reason=self.why_interpreted,
            css=PRESSED if self.quick else INLINED,
            css_reason="" if self.quick else self.why_not,
        )

    def title(self, values: dict[str, Any], options: Options) -> Output:
        return (self.quick_subject or self.subject).render(values, options)

    def body(self, values: dict[str, Any], options: Options) -> Output:
        """The page, not cleaned yet."""
        return (self.compiled or self.page).render(values, options)

    def _compare(
        self, quick: QuickPage, values: dict[str, Any], options: Options, plain_way: PlainWay
    ) -> None:
        made = quick.made(values, options)
        if made is None:
            return  # it will go the plain way then, too
        plain = plain_way(self, values, options).text
        if is_other_page(plain, made.html) or text_of(plain) != made.text:
            raise NotSealed("the quick way makes another page")


def _is_other_text(quick: Compiled, values: dict[str, Any], options: Options) -> bool:
    """Whether the interpreter says otherwise; what it refuses, it refuses for both."""
    text = quick.attempt(values, options)
    return text is not None and Output(text, ()) != quick.program.render(values, options)


def is_other_page(first: str, second: str) -> bool:
    """Whether a reader's parser finds any difference in elements, attributes or text."""
    return _events(first) != _events(second)


def _quick_page(source: str, *, is_woven: bool) -> QuickPage:
    found = seal(source)
    return QuickPage.of(press(found), found, is_woven=is_woven)


def _samples(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Samples of the kind, then with parts left out, so that other branches are taken."""
    ours = values["notifyhub"]
    kind = ours.get("kind")
    if kind not in NotificationKind.values:
        return
    made = [make() for make in samples.for_kind(kind).values()]
    chance = random.Random(1)  # noqa: S311 - the same for everybody
    for sample in made:
        yield _dressed(sample, ours)
    for number in range(CHANGED_SAMPLES):
        changed = deepcopy(made[number % len(made)])
        _leave_out(changed, chance)
        yield _dressed(changed, ours)


def _dressed(sample: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    known = {name: ours[name] for name in ("brand",) if name in ours}
    return {**sample, "notifyhub": {**(sample.get("notifyhub") or {}), **known}}


def _leave_out(value: Any, chance: random.Random) -> None:
    """Take away about a tenth of what a dict and its parts hold."""
    parts = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for key, part in parts:
        if isinstance(value, dict) and key != "notifyhub" and chance.random() < 0.1:
            value[key] = None
        elif isinstance(part, dict | list):
            _leave_out(part, chance)


def _events(html: str) -> list[str]:
    reader = _Events()
    reader.feed(_normal.inline(html))
    reader.close()
    return reader.found


@dataclass
class _Events(HTMLParser):
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"<{tag} {sorted(attrs, key=str)}")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}")

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append(f"!{data}")
