"""Liquid programs and contexts made by chance, the same for a seed: what no person would write."""

import copy
import random
from collections.abc import Callable
from typing import Any, Final

ODD: Final[list[Any]] = [
    None, True, False, 0, 1, -3, 2.5, 10**12, "", " ", "x", "<b>&\"'", "1.5", "2026-03-04", [], {},
    [1, "a", None], {"first": "f", "size": 9, "title": "<i>"}, ["a", ["b"]], "\ud800", "a\nb",
    [{"title": "t", "price": 100}, {"title": None}], "é" * 50,
]  # fmt: skip
_NAMES: Final = ["a", "b", "c", "d", "item", "order"]
_PATHS: Final = [
    "a", "b", "c.title", "item", "item.title", "item.price", "order.lines", "order.lines.first",
    "order.lines[0].title", "order['name']", "d.size", "d[0]", "d.first", "order.lines.last.price",
    "missing", "missing.part", "forloop.index", "forloop.last", "forloop.rindex", "order[b]",
]  # fmt: skip
_LITERALS: Final = ["'x'", "''", "'<b>'", "1", "2.5", "true", "false", "nil", "0", "-1"]
_FILTERS: Final = [
    "upcase", "size", "default: 'd'", "default: a", "append: b", "prepend: '<'", "plus: 1",
    "minus: a", "times: 2", "divided_by: b", "escape", "strip", "newline_to_br", "join: ', '",
    "split: ','", "first", "last", "slice: 0", "slice: 1, 2", "replace: 'a', '&'", "money",
    "date: '%Y-%m-%d'", "http_url", "reverse", "sort", "map: 'title'", "where: 'title'", "abs",
    "nobody_knows", "truncate: 3", "json", "url_encode", "percent", "compact", "uniq", "round",
]  # fmt: skip
_OPERATORS: Final = ["==", "!=", "<", ">", "<=", ">=", "contains"]


# What is not compiled, in the midst of what is: nodes of their own, and others' expressions.
STRANGE: Final = [
    "{% cycle 'x', b, 'z' %}", "{% cycle 'g': a, 1 %}", "{% increment a %}", "{% increment n %}",
    "{% decrement b %}", "{{ n }}", "{% ifchanged %}{{ item }}{% endifchanged %}", "{{ forloop }}",
    "{% tablerow item in order.lines cols: 2 %}{{ item.title }}{{ b }}{% endtablerow %}",
    "{% assign c = blank %}", "{% if blank == a %}e{% else %}{% assign b = 'E' %}{% endif %}",
    "{% if a contains empty %}x{% break %}{% endif %}", "{{ a | default: empty }}",
    "{% liquid assign d = a\n if b\n echo a\n endif %}", "{% doc %}x{% enddoc %}", "{{ [b] }}",
    "{% tablerow i in (1..2) %}{% assign a = i %}{% endtablerow %}{{ a }}", "{{ forloop | sum }}",
    "{% for i in forloop %}{{ i }}{% endfor %}", "{{ a if b else c }}", "{% nobody_knows %}",
    "{% for x in (1..3) %}{% if x == 2 or blank %}{% continue %}{% endif %}{{ x }}{% endfor %}",
    "{% case a %}{% when blank %}x{% when 'x' %}y{% endcase %}", "{% include 'x' %}",
]  # fmt: skip


def program(seed: int, *, strange: bool = False) -> str:
    """`strange`: with a few nodes that are left to the interpreter."""
    chance = random.Random(seed)
    made = [_node(chance, 0, in_loop=False, strange=strange) for _ in range(chance.randint(2, 7))]
    return "".join(made)


def context(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    lines = [{"title": _odd(chance), "price": _odd(chance)} for _ in range(chance.randint(0, 4))]
    made = {name: _odd(chance) for name in _NAMES if chance.random() < 0.8}
    if chance.random() < 0.8:
        made["order"] = {"name": _odd(chance), "lines": lines, "x": _odd(chance)}
    return made


def mutated(value: dict[str, Any], seed: int, share: float = 0.05) -> dict[str, Any]:
    """A copy in which some values are others."""
    chance = random.Random(seed)
    changed = copy.deepcopy(value)
    _mutate(changed, chance, share)
    return changed


def _mutate(value: Any, chance: random.Random, share: float) -> None:
    for key, part in list(value.items() if isinstance(value, dict) else enumerate(value)):
        if key != "notifyhub" and chance.random() < share:
            value[key] = _odd(chance)
        elif isinstance(part, dict | list):
            _mutate(part, chance, share)


def _odd(chance: random.Random) -> Any:
    return copy.deepcopy(chance.choice(ODD))


def _value(chance: random.Random) -> str:
    return chance.choice(_PATHS if chance.random() < 0.75 else _LITERALS)


def _filtered(chance: random.Random) -> str:
    filters = "".join(
        f" | {chance.choice(_FILTERS)}" for _ in range(chance.choice([0, 0, 1, 1, 2]))
    )
    return _value(chance) + filters


def _condition(chance: random.Random) -> str:
    parts = []
    for _ in range(chance.choice([1, 1, 2])):
        if chance.random() < 0.3:
            parts.append(_value(chance))
        else:
            operator = chance.choice(_OPERATORS)
            right = _value(chance)
            if operator in ("==", "!=") and chance.random() < 0.6:
                right = chance.choice(["blank", "empty"])
            parts.append(f"{_value(chance)} {operator} {right}")
    return chance.choice([" and ", " or "]).join(parts)


def _node(chance: random.Random, depth: int, *, in_loop: bool, strange: bool) -> str:
    makers = ["text", "text", "output", "output", "output", "assign", "space"]
    if strange:
        makers += ["strange"]
    if depth < 4:
        makers += ["if", "if", "unless", "for", "for", "case", "capture"]
    if in_loop:
        makers += ["leave"]
    sort = chance.choice(makers)
    if sort in _LEAVES:
        return _LEAVES[sort](chance)
    return _block(chance, depth, sort, in_loop=in_loop, strange=strange)


def _leave(chance: random.Random) -> str:
    tag = chance.choice(["break", "continue"])
    return f"{{% if {_condition(chance)} %}}{{% {tag} %}}{{% endif %}}"


_LEAVES: Final[dict[str, Callable[[random.Random], str]]] = {
    "text": lambda chance: chance.choice(["<p>", "text ", "\n", "é", "&amp;"]),
    "space": lambda _: " \n ",
    "output": lambda chance: f"{{{{ {_filtered(chance)} }}}}",
    "assign": lambda chance: f"{{% assign {chance.choice(_NAMES)} = {_filtered(chance)} %}}",
    "leave": _leave,
    "strange": lambda chance: chance.choice(STRANGE),
}


def _block(chance: random.Random, depth: int, sort: str, *, in_loop: bool, strange: bool) -> str:
    def body(*, in_loop: bool = in_loop) -> str:
        return "".join(
            _node(chance, depth + 1, in_loop=in_loop, strange=strange)
            for _ in range(chance.randint(0, 3))
        )

    other = f"{{% else %}}{body()}" if chance.random() < 0.4 else ""
    if sort in ("if", "unless"):
        more = f"{{% elsif {_condition(chance)} %}}{body()}" if chance.random() < 0.3 else ""
        return f"{{% {sort} {_condition(chance)} %}}{body()}{more}{other}{{% end{sort} %}}"
    if sort == "for":
        walked = chance.choice(["order.lines", "d", "a", "(1..3)", "item", "order", "missing"])
        limits = chance.choice(["", "", " limit: 2", " offset: 1", " reversed", " limit: b"])
        name = chance.choice(["item", "a", "line"])
        return f"{{% for {name} in {walked}{limits} %}}{body(in_loop=True)}{other}{{% endfor %}}"
    if sort == "case":
        fits = f"{_value(chance)}, {_value(chance)}"
        return (
            f"{{% case {_value(chance)} %}}{{% when {_value(chance)} %}}{body()}"
            f"{{% when {fits} %}}{body()}{other}{{% endcase %}}"
        )
    return f"{{% capture {chance.choice(_NAMES)} %}}{body(in_loop=False)}{{% endcapture %}}"
