"""The lines of a bulk operation's file: an order, then what belongs to it, each a line of JSON.

A line that belongs to an order says so by `__parentId`, and has no name of its list: that is seen
from what it is. Held is one order at a time, however long the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import orjson

from intake.parsing.reading import MAX_LINES, Body, text

_LISTS: Final = {"LineItem": "lineItems", "ShippingLine": "shippingLines"}
_DISCOUNTS: Final = "discountApplications"


@dataclass(slots=True)
class Gathered:
    """An order of the file with all its lines. `end`: the place in the file behind them.

    `strays`: orders, by their gids, of which lines were found elsewhere in the file; `spoilt`: how
    many lines were no JSON.
    """

    node: Body | None = None
    end: int = 0
    strays: set[str] = field(default_factory=set)
    spoilt: int = 0

    def add(self, name: str, line: Body) -> None:
        assert self.node is not None  # noqa: S101 - the caller looked
        rows = self.node[name]["nodes"]
        if len(rows) < MAX_LINES:
            rows.append(line)


def gathered(lines: Iterable[tuple[int, bytes]]) -> Iterator[Gathered]:
    """The orders of the file. Of the last, where reading stops before the end, lines may lack."""
    held = Gathered()
    for end, raw in lines:
        line = _read(raw)
        if line is None:
            held.spoilt += bool(raw.strip())
        elif "__parentId" in line:
            _put(held, line)
        else:
            if held.node is not None or held.strays or held.spoilt:
                yield held
            held = Gathered(node=_empty(line))
        held.end = end
    if held.node is not None or held.strays or held.spoilt:
        yield held


def _read(raw: bytes) -> Body | None:
    try:
        line = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return line if isinstance(line, dict) else None


def _empty(line: Body) -> Body:
    return {**line, **{name: {"nodes": []} for name in (*_LISTS.values(), _DISCOUNTS)}}


def _put(held: Gathered, line: Body) -> None:
    parent = text(line.pop("__parentId"), 200)
    if held.node is None or held.node.get("id") != parent:
        if len(held.strays) < MAX_LINES:
            held.strays.add(parent)
        return
    if text(line.get("__typename")).endswith("DiscountApplication"):
        held.add(_DISCOUNTS, line)
        return
    name = _LISTS.get(text(line.get("id"), 200).removeprefix("gid://shopify/").partition("/")[0])
    if name:
        held.add(name, line)
