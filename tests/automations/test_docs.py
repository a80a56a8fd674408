"""docs/automations.md lists exactly the words that rules are made of."""

from pathlib import Path

from automations.words_of_rules import vocabulary

DOCS = Path(__file__).parents[2] / "docs" / "automations.md"
MARK = "<!-- words: tests/automations/test_docs.py says what stands here -->\n"
_MOST = 6  # choices that are listed


def _choices(rows: list[dict[str, str]]) -> str:
    named = [f"`{row['code']}`" for row in rows]
    return ", ".join(named[:_MOST]) + (f" and {len(named) - _MOST} more" if named[_MOST:] else "")


def _asks(parameters: list[dict[str, object]]) -> str:
    said = []
    for each in parameters:
        choices = _choices(each["choices"])  # type: ignore[arg-type]  # a list of rows
        optional = "" if each["is_required"] else ", may be left out"
        said.append(f"`{each['name']}` ({choices or each['type']}{optional})")
    return "; ".join(said) or "–"


def written() -> str:
    words = vocabulary()
    lines = ["", "## Triggers", "", "| `type` | | asks for |", "|---|---|---|"]
    lines += [
        f"| `{each['name']}` | {each['words']} | {_asks(each['parameters'])} |"
        for each in words["triggers"]
    ]
    lines += ["", "## Conditions", "", "| `field` | | written as | `op` |", "|---|---|---|---|"]
    for each in words["asked"]:
        ops = ", ".join(f"`{op}`" for op in each["operators"])
        kind = _choices(each["choices"]) or each["type"]
        lines.append(f"| `{each['name']}` | {each['words']} | {kind} | {ops} |")
    lines += ["", "## Steps", "", "| `type` | | asks for |", "|---|---|---|"]
    lines += [
        f"| `{each['name']}` | {each['words']} | {_asks(each['parameters'])} |"
        for each in words["actions"]
    ]
    return "\n".join(lines) + "\n"


def test_the_docs_list_the_words_of_rules() -> None:
    """To write them anew: python -m tests.automations.test_docs, with Django set up."""
    said = DOCS.read_text()

    assert said.partition(MARK)[2] == written()
