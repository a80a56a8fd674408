"""Bodies that cost: as deep, long and many as a megabyte allows, at every field of a write."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from common.api.parsers import LARGEST_BODY
from tests.fuzz.shorthand import Operation

Path = tuple[str, ...]
Field = tuple[Path, dict[str, Any]]

JSON: Final = "application/json"
ROOM: Final = LARGEST_BODY - 20_000  # for what stands around
DEEPEST: Final = ROOM // 2
MOST_DEEP: Final = 6  # how far down fields are looked for


def bodies(operation: Operation, document: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Each with a name. None where nothing is sent."""
    content = operation.definition.raw.get("requestBody", {}).get("content", {}).get(JSON)
    if content is None:
        return
    example = _example(content)
    yield "too large", json.dumps({**example, "padding": "x" * LARGEST_BODY}).encode()
    yield "many unknown fields", json.dumps({f"field{i}": 1 for i in range(ROOM // 20)}).encode()
    yield "one name, many times", b'{"a": 1' + b', "a": 1' * (ROOM // 10) + b"}"
    yield "a long number", b'{"a": 1' + b"0" * ROOM + b"}"
    for path, said in _fields(content["schema"], _resolver(document), ()):
        name = ".".join(path)
        kinds = said.get("type", [])
        if "array" in kinds:
            item = json.dumps(_sample(said.get("items", {}), _resolver(document)))
            many = f"[{','.join([item] * (ROOM // (len(item) + 1)))}]"
            yield f"many at {name}", _with(example, path, many)
        if "string" in kinds:
            yield f"long at {name}", _with(example, path, json.dumps("ø" * (ROOM // 6)))
        yield f"deep at {name}", _with(example, path, "[" * DEEPEST + "]" * DEEPEST)
        yield f"wide at {name}", _with(example, path, f"[{'{},' * (ROOM // 4)}{{}}]")


def _example(content: dict[str, Any]) -> dict[str, Any]:
    for one in content.get("examples", {}).values():
        if isinstance(one.get("value"), dict):
            return dict(one["value"])
    return {}


def _resolver(document: dict[str, Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def resolve(said: dict[str, Any]) -> dict[str, Any]:
        while True:
            if "$ref" in said:
                name = said["$ref"].removeprefix("#/components/schemas/")
                said = document["components"]["schemas"][name]
                continue
            options = [one for one in said.get("oneOf", said.get("allOf", [])) if one]
            if not options or "type" in said:
                return said
            said = options[0]

    return resolve


def _fields(
    said: dict[str, Any], resolve: Callable[[dict[str, Any]], dict[str, Any]], path: Path
) -> Iterator[Field]:
    """Every field of objects within objects."""
    if len(path) > MOST_DEEP:
        return
    for name, inner in resolve(said).get("properties", {}).items():
        found = resolve(inner)
        yield (*path, name), found
        yield from _fields(found, resolve, (*path, name))


def _sample(said: dict[str, Any], resolve: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """A small value of that shape, right enough to be looked at."""
    said = resolve(said)
    if choices := said.get("enum"):
        return choices[0]
    kind = said.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        wanted = said.get("required", [])
        inner = said.get("properties", {})
        return {name: _sample(inner[name], resolve) for name in wanted if name in inner}
    if said.get("format") == "uuid":
        return "3f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02"
    return {"integer": 1, "number": 1, "boolean": True, "array": []}.get(kind, "a")


def _with(example: dict[str, Any], path: Path, value: str) -> bytes:
    """The example with a value written in place; text, since it may be too deep to be an object."""
    mark = "\u0000here"
    made = json.loads(json.dumps(example))
    inner = made
    for step in path[:-1]:
        if not isinstance(inner.get(step), dict):
            inner[step] = {}
        inner = inner[step]
    inner[path[-1]] = mark
    return json.dumps(made).replace(json.dumps(mark), value).encode()
