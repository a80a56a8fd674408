"""Liquid alone: compiled templates of ours beside python-liquid, over real ones and our own.

The rival is python-liquid as it comes: its own environment, its public `render`, its own functions
put back where we mend them, no budgets, no isolation of errors, auto-escaping as with us. It gets
the same filters as we have, without the bounds that ours count, and the same tree where its parser
would drop what Shopify forgives. `script/bench render` runs this and writes the result.
"""

import gc
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from liquid import Environment, Mode, RenderContext
from liquid.ast import Node
from liquid.builtin import output
from liquid.builtin.expressions import logical
from liquid.builtin.tags import case_tag, cycle_tag
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.template import BoundTemplate

from templates_app import catalogue, previewing, rendering, samples
from templates_app.data import NotificationKind
from templates_app.engine import environment, semantics
from templates_app.engine.compiled.program import compile_program
from templates_app.engine.environment import Options
from templates_app.engine.leniency import forgive

SHARED: Final = Path(__file__).resolve().parents[2].parent / "shared" / "data"
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "7"))
# Of each context in one measurement: a worker claims 50 to 200 mails at once, mostly of one kind.
REPEATS: Final = 16
WARM: Final = 5

Render = Callable[[dict[str, Any]], object]
Contexts = Sequence[tuple[dict[str, Any], Options]]


class RivalContext(RenderContext):
    """Only what our filters ask for."""

    __slots__ = ("options",)

    def __init__(self, template: BoundTemplate, **kwargs: Any) -> None:
        super().__init__(template, **kwargs)
        self.options = _speaking[0]


class RivalTemplate(BoundTemplate):
    context_class = RivalContext


class Rival(Environment):
    template_class = RivalTemplate

    def __init__(self) -> None:
        super().__init__(tolerance=Mode.LAX, autoescape=True, strict_filters=False)
        self.shorthand_indexes = True
        ours = environment.make_environment().filters
        # The functions themselves: what bounds them is around them.
        self.filters.update({name: vars(each)["__wrapped__"] for name, each in ours.items()})

    def _parse(self, source: str) -> list[Node]:
        tokens = forgive(self.tokenizer()(source), self, lambda _token, _complaint: None)
        return get_parser(self).parse(TokenStream(tokens))


_speaking: Final = [Options()]  # how the rival's mail speaks; it has no argument for it


@contextmanager
def as_it_comes() -> Iterator[None]:
    """The library without what we mend in it."""
    for module in (output, cycle_tag):
        vars(module)["to_liquid_string"] = semantics._library_text
    vars(logical)["_eq"] = vars(case_tag)["_eq"] = semantics._library_eq
    try:
        yield
    finally:
        semantics.mend_library()


def compared(source: str, contexts: Contexts) -> tuple[float, float, float]:
    """Microseconds a render by us, compiled; by us, interpreted; by the rival: medians."""
    program = environment.parse(source)
    quick = compile_program(program)
    rival = Rival().from_string(source)
    ways: list[Callable[[], None]] = [
        partial(_ours, (quick or program).render, contexts),
        partial(_ours, program.render, contexts),
        partial(_theirs, rival, contexts),
    ]
    took: list[list[float]] = [[] for _ in ways]
    for way in ways:
        for _ in range(WARM):
            way()
    for number in range(ROUNDS):
        order = list(zip(ways, took, strict=True))
        for way, each in order if number % 2 else reversed(order):
            began = time.thread_time_ns()
            way()
            each.append((time.thread_time_ns() - began) / 1000 / len(contexts) / REPEATS)
    ours, interpreted, theirs = map(statistics.median, took)
    return ours, interpreted, theirs


def _ours(render: Callable[..., object], contexts: Contexts) -> None:
    for _ in range(REPEATS):
        for values, options in contexts:
            render(values, options)


def _theirs(template: BoundTemplate, contexts: Contexts) -> None:
    with as_it_comes():
        for _ in range(REPEATS):
            for values, options in contexts:
                _speaking[0] = options
                template.render(values)


def over_shared_templates() -> dict[str, Any]:
    """Of the real templates in ../shared, each on three orders; nothing where there are none."""
    if not SHARED.is_dir():
        return {"left out": "no ../shared/data beside this repository"}
    texts = json.loads((SHARED / "templates-golden" / "contexts.json").read_text("utf-8"))
    contexts = [(values, rendering.options_for(values, "en")) for values in texts.values()]
    files = sorted(
        path
        for path in (SHARED / "templates").rglob("*")
        if path.suffix in (".liquid", ".html", ".txt")
    )
    rows = []
    for number, path in enumerate(files, start=1):
        rows.append(compared(path.read_bytes().decode(), contexts))
        if number % 20 == 0:
            print(f"  {number} of {len(files)} templates", flush=True)
    return {"templates": len(rows), "orders": len(contexts), **summary(rows)}


def over_our_kinds() -> dict[str, Any]:
    """Of our own words, each on the first and the richest sample order of its kind."""
    rows = {kind: _own(kind) for kind in NotificationKind if catalogue.kind_words(kind)}
    ours, _, theirs = rows[NotificationKind.ORDER_CONFIRMATION]
    return {
        "kinds": len(rows),
        "order confirmation, times python-liquid": round(theirs / ours, 2),
        "order confirmation, microseconds": round(ours),
        **summary(list(rows.values())),
    }


def _own(kind: NotificationKind) -> tuple[float, float, float]:
    words = previewing.default_words(kind)
    makers = list(samples.for_kind(kind).values())
    made = [rendering.with_ours(make(), words.brand) for make in (makers[0], makers[-1])]
    contexts = [(values, rendering.options_for(values, "nb")) for values in made]
    return compared(words.sources["nb"]["html"], contexts)


def summary(rows: Sequence[tuple[float, float, float]]) -> Mapping[str, Any]:
    ratios = sorted(theirs / ours for ours, _, theirs in rows)
    tenths = statistics.quantiles(ratios, n=10)
    return {
        "times python-liquid, median": round(statistics.median(ratios), 2),
        "times python-liquid, 10th and 90th of 100": [round(tenths[0], 2), round(tenths[-1], 2)],
        "times our interpreter, median": round(
            statistics.median(interpreted / ours for ours, interpreted, _ in rows), 2
        ),
        "microseconds a render, median: compiled, interpreted, python-liquid": [
            round(statistics.median(column)) for column in zip(*rows, strict=True)
        ],
    }


def measure() -> dict[str, Any]:
    gc.disable()  # nobody pays for another's litter
    try:
        return {
            "load": round(os.getloadavg()[0], 1),
            "our own words": over_our_kinds(),
            "shared templates": over_shared_templates(),
        }
    finally:
        gc.enable()


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
