"""What the cases are made of."""

from typing import Any, NamedTuple


class Case(NamedTuple):
    """A source, and the values it is rendered with."""

    source: str
    context: dict[str, Any] = {}


def grown(step: str, *, seed: str = "xxxxxxxxxx", times: int = 60, after: str = "") -> str:
    """A value that grows with each turn of a loop."""
    assign = f"{{% assign a = '{seed}' %}}"
    return f"{assign}{{% for i in (1..{times}) %}}{step}{{% endfor %}}{after}"


def big(sign: str = "x", doublings: int = 15) -> str:
    """`big`: text of about 330,000 signs, made within every limit."""
    grow = "{% assign big = big | append: big %}" * doublings
    return f"{{% assign big = '{sign * 10}' %}}{grow}"


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = {"a": [value]}
    return value
