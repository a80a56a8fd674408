"""Our engine beside Shopify's own: real templates, and the cases of the language."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from liquid import DictLoader

from templates_app.engine.environment import (
    Options,
    ShopEnvironment,
    TemplateError,
    make_environment,
    parse,
    parse_in,
)

DATA: Final = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no corpus at {DATA}"),
]
# Filters that the golden renders stub alike for every engine.
STUBBED: Final = [
    "money",
    "money_with_currency",
    "money_without_trailing_zeros",
    "money_without_currency",
    "shopify_asset_url",
    "asset_url",
    "img_url",
    "image_url",
    "img_tag",
    "image_tag",
    "format_address",
    "payment_type_img_url",
    "payment_icon_png_url",
    "file_url",
    "unit_price_with_measurement",
    "product_img_url",
    "t",
    "attach_as_pdf",
    "cdn_asset_url",
    "format_code",
    "payment_method",
    "metafield_text",
    "weight_with_unit",
    "link_to",
    "url_for",
]
# The language's cases that differ, each for a reason.
DIFFERENT: Final = {
    "tags, case, unexpected when token, strict2": "strict2 is not offered",
    "tags, comment, incomplete tags are not parsed": "the library reads tags within comments",
}


def test_real_templates_render_as_shopify_renders_them() -> None:
    environment = _stubbed_environment()
    contexts = json.loads((DATA / "templates-golden" / "contexts.json").read_text("utf-8"))
    renders = different = 0
    with gzip.open(DATA / "templates-golden" / "expected.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            source = (DATA / "templates" / row["file"]).read_bytes().decode()
            made = parse_in(environment, source).render(
                contexts[row["ctx"]], Options(), shows_errors=True
            )
            renders += 1
            different += made.text.split() != row["out"].split()

    assert renders == 342
    assert different == 0


def test_every_template_parses_and_each_warning_has_its_place() -> None:
    sources = [path.read_bytes().decode() for path in (DATA / "templates").rglob("*")
               if path.is_file() and path.suffix in (".liquid", ".html", ".txt")]  # fmt: skip

    programs = [(source, parse(source)) for source in sources]

    assert len(programs) == 114
    for source, program in programs:
        for place in program.warnings:
            assert 1 <= place.column <= len(source.split("\n")[place.line - 1]) + 1


def test_the_languages_cases_pass_but_for_two() -> None:
    text = (DATA / "golden-liquid" / "golden_liquid.json").read_text("utf-8")
    cases = json.loads(text)["tests"]

    assert len(cases) == 1054
    assert {case["name"] for case in cases if not _passes(case)} == set(DIFFERENT)


def test_the_benchmarks_of_the_language_render() -> None:
    fixtures = sorted((DATA / "golden-liquid" / "benchmark_fixtures").iterdir())

    different = {}
    for fixture in fixtures:
        templates = {
            name: path.read_text("utf-8")
            for path in (fixture / "templates").iterdir()
            for name in (path.name, path.stem)
        }
        values = json.loads((fixture / "data.json").read_text("utf-8"))
        environment = make_environment(escape=False, loader=DictLoader(templates))
        made = parse_in(environment, templates["index.liquid"]).render(
            values, Options(now=datetime(2025, 6, 1, tzinfo=UTC))
        )
        expected = (fixture / "expected_result.txt").read_text("utf-8")
        if made.problems or made.text.split() != expected.split():
            different[fixture.name] = made.problems

    assert len(fixtures) == 5
    assert different == {}


def _passes(case: dict[str, Any]) -> bool:
    loader = DictLoader(case.get("templates") or {})
    environment = make_environment(strict=True, escape=False, loader=loader)
    is_invalid = bool(case.get("invalid"))
    try:
        made = parse_in(environment, case["template"]).render(case.get("data", {}), Options())
    except TemplateError:
        return is_invalid
    if is_invalid:
        return bool(made.problems)
    return made.text == case.get("result") or made.text in case.get("results", [])


def _stubbed_environment() -> ShopEnvironment:
    environment = make_environment(escape=False)
    for name in STUBBED:
        environment.filters[name] = _stub(name)
    real, stub = environment.filters["date"], _stub("date")

    def date(value: object, *args: object, context: Any, **named: object) -> object:
        return stub(value, *args, **named) if named else real(value, *args, context=context)

    date.with_context = True  # type: ignore[attr-defined]  # how the library marks such filters
    environment.filters["date"] = date
    return environment


def _stub(name: str) -> Callable[..., str]:
    def stub(value: object, *args: object, **named: object) -> str:
        parts = [_text(each) for each in (value, *args)]
        parts += [f"{key}={_text(each)}" for key, each in named.items()]
        return f"<{name}:{','.join(parts)}>"

    return stub


def _text(value: object) -> str:
    if value is None or type(value).__name__ == "Undefined":
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{obj}"
    if isinstance(value, list | tuple):
        return f"[arr:{len(value)}]"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
