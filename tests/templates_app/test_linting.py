"""The rules: each bad template yields its rule and nothing else; what we ship yields nothing."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import translation

from templates_app import catalogue, samples
from templates_app.checking import Draft, draft_from_json
from templates_app.composing import BlockSpec
from templates_app.data import NotificationKind
from templates_app.engine import bounded
from templates_app.linting import linter
from templates_app.linting.findings import Finding, Severity
from templates_app.linting.rules import BY_ID, RULES

FIXTURES: Final = sorted((Path(__file__).parent / "lint_fixtures").glob("*.json"))
KINDS: Final = [kind for kind in NotificationKind if catalogue.kind_words(kind)]
BRAND: Final[dict[str, Any]] = samples.plain()["notifyhub"]["brand"]


def default_draft(kind: str, leading: str = "en") -> Draft:
    words = catalogue.kind_words(kind)
    assert words is not None
    blocks = [BlockSpec(key=b.key, type=b.type, settings=b.settings) for b in words.blocks]
    return Draft(kind=kind, blocks=tuple(blocks), leading=leading)


def draft_of(about: dict[str, Any]) -> Draft:
    """A fixture's draft: the default of its kind with changes, or a page of its own."""
    draft = default_draft(about["kind"], about.get("leading", "en"))
    if "whole" in about:
        source = "\n".join(about["whole"])
        blocks = [
            *(block for block in draft.blocks if block.type == catalogue.SUBJECT),
            BlockSpec(key="own", type="custom", settings={"source": source}),
        ]
        return replace(draft, blocks=tuple(blocks))
    blocks = [_changed(block, about) for block in draft.blocks]
    for more in about.get("add", []):
        place = next(at for at, block in enumerate(blocks) if block.name == more["after"])
        spec = BlockSpec(key=more["key"], type=more["type"], settings=more["settings"])
        blocks.insert(place + 1, spec)
    return replace(draft, blocks=tuple(blocks))


def _changed(block: BlockSpec, about: dict[str, Any]) -> BlockSpec:
    settings = dict(block.settings)
    if block.name in about.get("hide", []):
        settings["is_shown"] = False
    if block.name in about.get("texts", {}):
        settings["texts"] = about["texts"][block.name]
    return replace(block, settings=settings)


def lint(draft: Draft, **more: Any) -> list[Finding]:
    """Without the one hint that each mail gets: its size."""
    found = linter.lint(draft, brand=BRAND, **more)
    return [each for each in found if (each.rule, each.severity) != ("L10", Severity.HINT)]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_bad_template_yields_exactly_its_rule(path: Path) -> None:
    about = json.loads(path.read_text("utf-8"))

    findings = lint(draft_of(about), shares=about.get("shares"))

    rule = BY_ID[about["rule"]]
    assert [found.rule for found in findings] == [rule.id] * about.get("count", 1)
    found = findings[0]
    assert found.severity == about.get("severity", rule.severity)
    for name, wanted in about["at"].items():
        if wanted or name not in ("line", "column"):
            assert getattr(found, name) == wanted, name
    if "share" in about:
        assert found.share == pytest.approx(about["share"])
    if "shown" in about:
        assert found.shown == about["shown"]


def test_every_rule_has_a_bad_template() -> None:
    shown = {json.loads(path.read_text("utf-8"))["rule"] for path in FIXTURES}

    assert shown == set(BY_ID)
    assert len(FIXTURES) >= 40


@pytest.mark.parametrize("leading", ["en", "nb", "zh-Hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_we_ship_has_no_error_and_no_warning(kind: str, leading: str) -> None:
    assert lint(default_draft(kind, leading)) == []


@pytest.mark.parametrize("key", ["subject", "preheader"])
@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Order {{ name }}, and 10 % off your next order"),
        ("nb", "Bestilling {{ name }}: rabatt på neste bestilling"),
        ("da", "Ordre {{ name }}: udsalg hele ugen"),
        ("sv", "Order {{ name }}: ett erbjudande till dig"),
        ("de", "Bestellung {{ name }} und ein Gutschein"),
        ("fr", "Commande {{ name }} : soldes d’hiver"),
        ("zh-Hans", "订单 {{ name }}，下次购物享优惠"),
    ],
)
def test_a_subject_never_advertises_in_any_of_our_languages(
    locale: str, text: str, key: str
) -> None:
    about = {"leading": locale, "texts": {"subject": {locale: {key: text}}}}

    of_order = lint(draft_of({"kind": "SHIPPING_CONFIRMATION", **about}))
    of_basket = lint(draft_of({"kind": "ABANDONED_CHECKOUT", **about}))

    found = [each for each in of_order if each.rule == "L06"]
    assert [(each.stops, each.locale, each.text_key) for each in found] == [(True, locale, key)]
    assert [each for each in of_basket if each.rule == "L06"] == []


def test_the_child_finds_what_we_find_here() -> None:
    about = {"kind": "ORDER_CONFIRMATION", "hide": ["status"]}
    draft = draft_of(about)

    found = linter.findings_of(draft, brand=BRAND, shares={"en": 1.0})

    assert found == linter.lint(draft, brand=BRAND, shares={"en": 1.0})
    assert draft_from_json(json.loads(json.dumps(draft.as_json()))) == draft


def test_findings_speak_the_language_of_who_asks() -> None:
    draft = draft_of({"kind": "ORDER_CONFIRMATION", "hide": ["status"]})

    with translation.override("nb"):
        norwegian = linter.findings_of(draft, brand=BRAND)[0].message
    with translation.override("en"):
        english = linter.findings_of(draft, brand=BRAND)[0].message

    assert norwegian != english


def test_a_draft_that_eats_the_machine_is_a_finding_and_no_crash() -> None:
    hungry = "{% for a in (1..9999) %}{% for b in (1..9999) %}{{ a }}{% endfor %}{% endfor %}"
    draft = draft_of(
        {
            "kind": "ORDER_CONFIRMATION",
            "add": [
                {"after": "totals", "key": "own", "type": "custom", "settings": {"source": hungry}}
            ],
        }
    )

    began = time.monotonic()
    found = linter.findings_of(draft, brand=BRAND)

    assert {each.rule for each in found} & {"L25", "L28"}
    assert time.monotonic() - began < 12
    bounded.close()


def test_rules_are_numbered_without_a_gap() -> None:
    assert [rule.id for rule in RULES] == [f"L{n:02}" for n in range(1, len(RULES) + 1)]


def test_the_page_explains_every_rule_as_it_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "linter.md").read_text("utf-8")

    with translation.override("en"):
        for rule in RULES:
            assert f"| {rule.id} | {rule.severity.label} | {rule.title} |" in page
            section = page.partition(f"\n## {rule.id} {rule.title}\n")[2].partition("\n## ")[0]
            assert "*Mend:*" in section, rule.id
    assert page.count("\n## L") == len(RULES)
    never = " and ".join(rule.id for rule in RULES if not rule.is_waivable)
    assert f"{never} cannot be let pass" in page
