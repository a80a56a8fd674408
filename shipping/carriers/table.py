"""The table of carriers, read once: `couriers/*.json`, and `directory.json` of those known by name.

Note [Our table]
The files have the published form of couriers' data (version 2.0.0: name, courier_code,
tracking_numbers with regex, validation, tracking_url, additional, test_numbers), so that either can
be read by tools made for it; what stands in them is written by us, from carriers' own descriptions
of their labels. Patterns speak of numbers in capitals, without blanks (numbers.normal), hence they
are short and have no nested repetition. Beyond that form: `aliases`, `countries` (where a carrier
delivers, if in few), and `mark`: how much a form says by itself (data.Mark).
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from shipping.carriers.data import Check, Courier, Mark, Shape

_HERE: Final = Path(__file__).parent
_GROUP: Final = re.compile(r"\(\?<(?![=!])")


@cache
def couriers() -> Mapping[str, Courier]:
    """All carriers, by code."""
    known = {row["courier_code"]: _courier(row) for row in _directory()}
    for row in _files():
        if row["courier_code"] != POSTS:
            known[row["courier_code"]] = _courier(row)
    for row in [*_lookup("Courier"), *_lookup("Express mail")]:
        code = row["courier_code"]
        named = known.get(code)
        url = (named.url if named else "") or row.get("tracking_url", "")
        known[code] = Courier(
            code=code,
            name=named.name if named else row["courier"],
            url=url,
            countries=named.countries if named else frozenset(),
            names=named.names if named else (),
            shapes=named.shapes if named else (),
        )
    return known


@cache
def s10() -> Shape:
    """The form of the posts' numbers."""
    return _shape(_posts()["tracking_numbers"][0], "")


@cache
def posts() -> Mapping[tuple[str, str], str]:
    """The code of the post by the letter of the service ("" for most) and the country."""
    found = {("", row["matches"]): row["courier_code"] for row in _lookup("Courier")}
    express = {("E", row["country"]): row["courier_code"] for row in _lookup("Express mail")}
    return found | express


POSTS: Final = "s10"


@cache
def _files() -> tuple[dict[str, Any], ...]:
    paths = sorted((_HERE / "couriers").glob("*.json"))
    return tuple(json.loads(path.read_text("utf-8")) for path in paths)


def _directory() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((_HERE / "directory.json").read_text("utf-8"))
    return rows


def _posts() -> dict[str, Any]:
    return next(row for row in _files() if row["courier_code"] == POSTS)


def _lookup(name: str) -> list[dict[str, Any]]:
    tables = _posts()["tracking_numbers"][0]["additional"]
    rows: list[dict[str, Any]] = next(table["lookup"] for table in tables if table["name"] == name)
    return rows


def _courier(row: Mapping[str, Any]) -> Courier:
    url = row.get("tracking_url", "")
    return Courier(
        code=row["courier_code"],
        name=row["name"],
        url=url,
        countries=frozenset(row.get("countries", ())),
        names=tuple(row.get("aliases", ())),
        shapes=tuple(_shape(each, url) for each in row.get("tracking_numbers", ())),
    )


def _shape(row: Mapping[str, Any], url: str) -> Shape:
    validation = row.get("validation", {})
    checksum = validation.get("checksum")
    added = validation.get("serial_number_format", {}).get("prepend_if")
    return Shape(
        name=row["name"],
        pattern=re.compile(_GROUP.sub("(?P<", row["regex"]), re.ASCII),
        mark=Mark[row["mark"].upper()],
        check=Check(checksum["name"], checksum) if checksum else None,
        url=row.get("tracking_url", url),
        prepend=(re.compile(added["matches_regex"]), added["content"]) if added else None,
    )
