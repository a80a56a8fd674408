"""Compiled beside interpreted over what others wrote: real templates, the language's cases."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from templates_app import rendering
from templates_app.engine import environment
from templates_app.engine.compiled.program import Compiled, compile_program
from templates_app.engine.environment import Options, Program, TemplateError
from tests.templates_app import programs
from tests.templates_app.test_compiled import compiled, said
from tests.templates_app.test_conformance import DATA, _stubbed_environment

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no corpus at {DATA}"),
]
MUTATED = 12  # contexts of each template


def sources() -> Iterator[tuple[Path, str]]:
    for path in sorted((DATA / "templates").rglob("*")):
        if path.suffix in (".liquid", ".html", ".txt"):
            yield path, path.read_bytes().decode()


@pytest.mark.parametrize("escape", [True, False])
def test_real_templates_are_the_same_on_orders_changed_by_chance(escape: bool) -> None:
    contexts = json.loads((DATA / "templates-golden" / "contexts.json").read_text("utf-8"))
    whole = list(contexts.values())
    renders = alone = templates = 0

    for number, (path, source) in enumerate(sources()):
        program = environment.parse(source, escape=escape)
        quick = compiled(program)
        changed = [
            programs.mutated(whole[seed % len(whole)], 1000 * number + seed, 0.02 * (seed % 6))
            for seed in range(MUTATED)
        ]
        templates += 1
        for values in (*whole, *changed):
            quick.doubt = 0
            options = rendering.options_for(values if values in whole else {}, "nb")
            stumbled = quick.stumbled

            assert said(quick, values, options) == said(program, values, options), path
            renders += 1
            alone += quick.stumbled == stumbled

    assert templates == 114
    assert renders == templates * (3 + MUTATED)
    assert alone > renders * 0.8  # or the interpreter would have been beside itself


def test_none_of_them_needs_the_interpreter_for_a_node() -> None:
    made = [compile_program(environment.parse(source)) for _, source in sources()]

    assert [quick.strangers for quick in made if quick] == [0] * 114


def test_real_templates_are_the_same_compiled() -> None:
    stubbed = _stubbed_environment()
    contexts = json.loads((DATA / "templates-golden" / "contexts.json").read_text("utf-8"))
    alone = renders = 0
    made: dict[str, tuple[Program, Compiled]] = {}

    with gzip.open(DATA / "templates-golden" / "expected.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row["file"] not in made:
                source = (DATA / "templates" / row["file"]).read_bytes().decode()
                program = environment.parse_in(stubbed, source)
                made[row["file"]] = program, compiled(program)
            program, quick = made[row["file"]]
            values = contexts[row["ctx"]]

            assert said(quick, values, Options()) == said(program, values, Options())
            renders += 1
    alone = sum(quick.stumbled == 0 for _, quick in made.values())

    assert renders == 342
    assert alone > 90


@pytest.mark.parametrize("escape", [True, False])
def test_the_languages_cases_are_the_same_compiled(escape: bool) -> None:
    text = (DATA / "golden-liquid" / "golden_liquid.json").read_text("utf-8")
    tried = 0

    for case in json.loads(text)["tests"]:
        try:
            program = environment.parse(case["template"], escape=escape)
        except TemplateError:
            continue
        quick = compile_program(program)
        values = case.get("data", {})
        if quick is None:
            continue
        tried += 1

        assert said(quick, values, Options()) == said(program, values, Options()), case["name"]

    assert tried > 750
