"""What is compiled says what the interpreter says: text, problems and refusals."""

from collections.abc import Mapping
from typing import Any

import pytest

from templates_app import rendering, samples
from templates_app.engine import budgets, environment
from templates_app.engine.compiled.program import A_STUMBLE, PATIENCE, Compiled, compile_program
from templates_app.engine.environment import Options, Output, Program, TemplateError
from tests.templates_app import programs
from tests.templates_app.mails import KINDS, LOCALES, default_words
from tests.templates_app.test_budgets import BORING, HOSTILE


def said(program: Program | Compiled, context: Mapping[str, Any], options: Options) -> Any:
    """The output, or why there is none."""
    try:
        return program.render(context, options)
    except TemplateError as error:
        return str(error)


def compiled(program: Program) -> Compiled:
    made = compile_program(program)
    assert made is not None
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_our_words_are_the_same_in_every_language_on_every_sample(kind: str) -> None:
    words = default_words(kind)

    for locale in LOCALES:
        for part, escape in (("subject", False), ("html", True)):
            program = environment.parse(words.sources[locale][part], escape=escape)
            quick = compiled(program)
            for make in samples.for_kind(kind).values():
                values = rendering.with_ours(make(), words.brand)
                options = rendering.options_for(values, locale)

                assert quick.render(values, options) == program.render(values, options)

            assert quick.stumbled == 0  # none of these was the interpreter's


@pytest.mark.parametrize("kind", KINDS)
def test_our_words_are_the_same_whatever_the_context_holds(kind: str) -> None:
    words = default_words(kind)
    program = environment.parse(words.sources["nb"]["html"])
    makers = list(samples.for_kind(kind).values())
    alone = 0

    for seed in range(40):
        quick = compiled(program)
        whole = rendering.with_ours(makers[seed % len(makers)](), words.brand)
        values = programs.mutated(whole, seed, 0.01 * (seed % 8))
        options = rendering.options_for({}, "nb")

        assert said(quick, values, options) == said(program, values, options), seed
        alone += quick.stumbled == 0

    assert alone >= 5  # or nothing would have been tried


@pytest.mark.parametrize("escape", [True, False])
def test_programs_of_chance_are_the_same(escape: bool) -> None:
    tried = alone = 0

    for seed in range(1500):
        source = programs.program(seed)
        program = environment.parse(source, escape=escape)
        quick = compile_program(program)
        if quick is None:
            continue
        for other in (2 * seed, 2 * seed + 1):
            values = programs.context(other)
            tried += 1

            assert said(quick, values, Options()) == said(program, values, Options()), source
        alone += quick.stumbled == 0

    assert tried > 2000
    assert alone > 500


@pytest.mark.parametrize("name", [*HOSTILE, *BORING])
def test_what_costs_too_much_is_refused_alike(name: str) -> None:
    try:
        program = environment.parse({**HOSTILE, **BORING}[name])
    except TemplateError:
        return  # refused before either could render it
    quick = compile_program(program)
    if quick is None:
        return

    assert said(quick, {"a": [0]}, Options()) == said(program, {"a": [0]}, Options())


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("{% for i in (1..9) %}{{ a }}{% endfor %}", {"a": "x" * 40_000}),
        ("{% capture b %}{{ a }}{% endcapture %}{{ b | size }}", {"a": "x" * 400_000}),
        ("{{ a | upcase }}", {"a": "é" * 300_000}),
        ("{{ a }}b", {"a": "\ud800"}),
        ("{% assign b = a %}{{ b | plus: 1 }}", {"a": 2**100}),
        ("{{ a | divided_by: 0 }}after", {"a": 1}),
        ("{% if a < b %}x{% endif %}after", {"a": "1", "b": 2}),
    ],
)
def test_what_is_large_or_odd_is_the_interpreters(source: str, context: dict[str, Any]) -> None:
    program = environment.parse(source)
    quick = compiled(program)

    assert said(quick, context, Options()) == said(program, context, Options())
    assert quick.stumbled == 1


VALUES: tuple[object, ...] = (
    None, "", " ", "x", "x" * 100, "x" * 101, "x" * 10_001, "æ – 汉", "\ud800", "<b>&",
    0, 1.5, True, False, [], ["x"], {}, {"a": "x"},
    "https://shop.example/a?b=1&c=2", " https://shop.example ", "javascript:alert(1)", "https:x",
    "mailto:a@shop.example", "https://[",
)  # fmt: skip


@pytest.mark.parametrize("escape", [True, False])
@pytest.mark.parametrize(
    "source",
    [
        "{{ a | http_url }}|{{ a | http_url | upcase }}",
        "{% assign b = a | http_url %}{{ b }}|{{ missing }}{{ b.size }}",
        "{{ a | default: c }}|{{ a | default: missing }}|{{ missing | default: c }}",
        "{% assign b = a | default: c | http_url %}{{ b | default: 'none' }}",
        "{% assign b = a %}{% assign d = b | append: c %}{{ d }}{% if b == c %}same{% endif %}",
        "{% for i in (1..3) %}{% assign b = a | default: c %}{{ b }}{% endfor %}{{ b }}",
    ],
)
def test_shortcuts_make_of_any_value_what_filters_do(source: str, escape: bool) -> None:
    program = environment.parse(source, escape=escape)
    quick = compiled(program)
    options = rendering.options_for({}, "en")

    for first in VALUES:
        for second in VALUES:
            values = {"a": first, "c": second}
            assert said(quick, values, options) == said(program, values, options), (first, second)


STRANGE = [
    "{% tablerow a in b %}{{ a }}{% endtablerow %}", "{% increment a %}{{ a }}{% increment a %}",
    "{% for c in b %}{% cycle 'a', 'b' %}{% endfor %}", "{{ 'now' | date: '%Y' }}{{ now.year }}",
    "{{ forloop }}{% for a in b %}{{ forloop }}{% endfor %}", "x{% break %}y",
    "{% for a in b %}{{ a }}{% capture c %}{% break %}{% endcapture %}{% endfor %}{{ c }}",
    "{% assign a = blank %}{{ a }}", "{% ifchanged %}{{ a }}{% endifchanged %}",
    "{% assign a = 1 %}{% if a == 1 %}{% tablerow c in b %}{% assign a = c %}{% endtablerow %}"
    "{% endif %}{{ a }}", "{% if b contains empty %}x{% endif %}{{ a if b else c }}y",
]  # fmt: skip


@pytest.mark.parametrize("left", ["1", "1.5", "'a'", "true", "nil", "a", "''", "blank"])
@pytest.mark.parametrize("right", ["true", "false", "nil", "blank", "empty", "1", "'a'"])
def test_literals_are_compared_without_a_warning(left: str, right: str) -> None:
    program = environment.parse(f"{{% if {left} == {right} %}}yes{{% else %}}no{{% endif %}}")

    quick = compiled(program)  # a warning of Python's is an error here, and would leave none

    assert said(quick, {"a": 1}, Options()) == said(program, {"a": 1}, Options())


@pytest.mark.parametrize("escape", [True, False])
@pytest.mark.parametrize("source", STRANGE)
def test_a_stranger_is_the_interpreters_and_the_rest_is_not(source: str, escape: bool) -> None:
    around = "{% assign z = d | upcase %}{% for e in b %}{{ e }}{{ z }}{% endfor %}"
    program = environment.parse(around + source + around, escape=escape)
    quick = compiled(program)
    context = {"a": "<1>", "b": ["x", "y", "<z>"], "d": "d&"}

    assert 1 <= quick.strangers <= 2
    assert said(quick, context, Options()) == said(program, context, Options())
    assert quick.stumbled == 0


@pytest.mark.parametrize("escape", [True, False])
def test_programs_with_strangers_are_the_same(escape: bool) -> None:
    tried = alone = 0

    for seed in range(1500):
        source = programs.program(seed, strange=True)
        program = environment.parse(source, escape=escape)
        quick = compile_program(program)
        if quick is None or not quick.strangers:
            continue
        for other in (2 * seed, 2 * seed + 1):
            values = programs.context(other)
            tried += 1

            assert said(quick, values, Options()) == said(program, values, Options()), source
        alone += quick.stumbled == 0

    assert tried > 1000
    assert alone > 200


@pytest.mark.parametrize(
    "source",
    [
        "{% assign shop = 1 %}{{ 1 | weight_with_unit }}", "{% render 'x' %}", "{% include 'x' %}",
        "{% for a in b limit: 1 %}{% endfor %}{% for a in b offset: continue %}{% endfor %}",
        "{% if a %}{% tablerow a in b offset: 'continue' %}{% endtablerow %}{% endif %}",
    ],
)  # fmt: skip
def test_what_we_do_not_compile_is_left_whole(source: str) -> None:
    assert compile_program(environment.parse(source)) is None


@pytest.mark.parametrize(
    ("refusal", "source"),
    [
        ("more than 100,000 loop steps", "{% for a in (1..9999) %}{% endfor %}" * 11),
        ("range longer than 10,000", "{% for b in c %}{{ (1..99999999) | join }}{% endfor %}"),
        ("text longer than 500,000", "{% assign a = 'xxxxxxxxxx' %}{% for b in (1..40) %}"
         "{% assign a = a | append: a %}{% endfor %}"),
        ("text longer than 500,000", "{% assign a = 'xxxxxxxxxx' %}{% for b in (1..40) %}"
         "{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}"),
        ("texts of more than 25,165,824 bytes in all", "{% for a in (1..9999) %}"
         "{% assign b = d | append: a %}{% endfor %}"),
        ("output stream limit", "{% for a in (1..999) %}{{ d }}{% endfor %}"),
        ("128", "{% assign a = 9 %}{% for b in (1..9) %}{% assign a = a | times: a %}{% endfor %}"),
    ],
)  # fmt: skip
def test_each_budget_holds_for_compiled_templates(refusal: str, source: str) -> None:
    context = {"c": [1], "d": "y" * 5_000}
    program = environment.parse(source)

    with pytest.raises(TemplateError, match=refusal):
        compiled(program).render(context, Options())
    with pytest.raises(TemplateError, match=refusal):
        program.render(context, Options())


def test_the_clock_ends_compiled_loops_too(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "{% for a in (1..9999) %}{% for b in (1..9) %}{{ a | upcase }}{% endfor %}{% endfor %}"
    quick = compiled(environment.parse(source))
    monkeypatch.setattr(budgets, "SECONDS", 0.05)

    with budgets.running(0.05), pytest.raises(TemplateError, match="too long"):
        quick.render({}, Options())


def test_nothing_of_a_template_becomes_code() -> None:
    source = (
        '{{ a[\'"] + exec(1) + ["\'] }}{% assign x-y = "\');raise SystemExit" %}{{ x-y }}'
        "'); import os #\\\n{{ a | default: '\\'); raise SystemExit; (' }}"
    )
    program = environment.parse(source)

    assert compiled(program).render({}, Options()) == program.render({}, Options())


def test_what_stumbles_always_is_not_tried_for_ever() -> None:
    quick = compiled(environment.parse("{{ 1 | divided_by: 0 }}x"))

    outputs: set[Output] = {quick.render({}, Options()) for _ in range(PATIENCE)}

    assert len(outputs) == 1
    assert quick.stumbled == PATIENCE // A_STUMBLE + 1


def test_what_stumbles_now_and_then_is_tried_for_ever() -> None:
    quick = compiled(environment.parse("{{ 6 | divided_by: a }}x"))

    for _ in range(PATIENCE):
        quick.render({"a": 0}, Options())
        for _ in range(A_STUMBLE):
            assert quick.render({"a": 2}, Options()).text == "3x"

    assert quick.stumbled == PATIENCE
