"""What the description calls its shapes: `Order`, `OrderInput`, as a client's author would."""

import json
import re
from inspect import getdoc
from typing import Any, Final

from common.api.shapes import PageQuery, Query, Strict

_REF: Final = re.compile(r'"#/components/schemas/(\w+)"')
# Inherited by shapes that say nothing of themselves.
_SAYS_NOTHING: Final = {getdoc(shape) for shape in (Strict, Query, PageQuery)}


def plain_name(name: str) -> str:
    """`OrderOut` → `Order`, `NoteInRequest` → `NoteInput`: our classes' suffixes stay inside."""
    for suffix, instead in (("InRequest", "Input"), ("Request", "Input"), ("Out", "")):
        if name.endswith(suffix) and name != suffix:
            return name.removesuffix(suffix) + instead
    return name


def with_plain_names(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Spectacular's post-processing: rename the shapes, and all that refers to them."""
    shapes = result["components"]["schemas"]
    names = {name: plain_name(name) for name in shapes}
    if len(set(names.values())) < len(names):
        told = sorted(names.values())
        twice = sorted({name for name in told if told.count(name) > 1})
        raise ValueError(f"Two serializers would be called alike: {', '.join(twice)}. Rename one.")

    def renamed(found: re.Match[str]) -> str:
        return f'"#/components/schemas/{names[found[1]]}"'

    result["components"]["schemas"] = {names[name]: shape for name, shape in shapes.items()}
    document: dict[str, Any] = json.loads(_REF.sub(renamed, json.dumps(result, default=str)))
    for shape in document["components"]["schemas"].values():
        if shape.get("description") in _SAYS_NOTHING:
            del shape["description"]
    document["components"]["schemas"] = dict(sorted(document["components"]["schemas"].items()))
    return document
