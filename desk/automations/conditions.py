"""Conditions of a rule out of its form's fields and back, also in groups: one level, any or all."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from automations.fields import FIELDS
from automations.vocabulary import (
    MOST_CONDITIONS,
    MOST_IN_GROUP,
    OPERATORS,
    WITH_LIST,
    WITHOUT_VALUE,
    Field,
    Type,
)
from desk.automations.blanks import LONGEST, Blank, Piece, value_in

NEW: Final = {"field": "total", "op": "at_least", "value": {"amount": "", "currency": ""}}
GROUPS: Final = {"any": gettext_lazy("one of these"), "all": gettext_lazy("all of these")}


def changed(rows: list[dict[str, Any]], deed: str, place: str) -> list[dict[str, Any]]:
    """With a condition or a group more or less. `place`: "", "3" of one, "3.any.0" within one."""
    at, _dot, inside = place.partition(".")
    if deed == "add" and not place:
        return [*rows, dict(NEW)] if len(rows) < MOST_CONDITIONS else rows
    if deed == "add" and place == "group":
        return [*rows, {"any": [dict(NEW)]}] if len(rows) < MOST_CONDITIONS else rows
    number = _number(at, rows)
    if number is None:
        return rows
    if deed == "drop" and not inside:
        return [row for n, row in enumerate(rows) if n != number]
    name = next((name for name in GROUPS if name in rows[number]), None)
    if name is None:
        return rows
    many = list(rows[number][name])
    which = _number(inside.rpartition(".")[2], many)
    if deed == "drop" and which is not None:
        many.pop(which)
    elif deed == "add" and len(many) < MOST_IN_GROUP:
        many.append(dict(NEW))
    # A group of nothing is none.
    return [*rows[:number], *([{name: many}] if many else []), *rows[number + 1 :]]


def _number(text: str, rows: list[Any]) -> int | None:
    at = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    return at if 0 <= at < len(rows) else None


def conditions_in(form: QueryDict) -> Iterator[dict[str, Any]]:
    """What the form says of conditions and groups of them, right or wrong."""
    for n in range(MOST_CONDITIONS + 1):
        place = f"conditions.{n}"
        if f"{place}.group" in form:
            yield _group_in(form, place)
        elif f"{place}.field" in form:
            yield _condition_in(form, place)


def _group_in(form: QueryDict, place: str) -> dict[str, Any]:
    """Its conditions stand under what it was called before somebody chose the other word."""
    name = form.get(f"{place}.group", "")
    found = [
        _condition_in(form, f"{place}.{before}.{n}")
        for before in GROUPS
        for n in range(MOST_IN_GROUP + 1)
        if f"{place}.{before}.{n}.field" in form
    ]
    return {name if name in GROUPS else "any": found}


def _condition_in(form: QueryDict, place: str) -> dict[str, Any]:
    name = form.get(f"{place}.field", "")
    field = FIELDS.get(name)
    if field is None:
        return {"field": name, "op": ""}
    op = form.get(f"{place}.op", "")
    op = op if op in field.operators else field.operators[0]
    found: dict[str, Any] = {"field": name, "op": op}
    if op in WITHOUT_VALUE:
        return found
    if field.type is Type.MONEY:
        amount, currency = (form.get(f"{place}.value.{part}") for part in ("amount", "currency"))
        said = {"amount": amount or "", "currency": (currency or "").strip().upper()}
        return {**found, "value": said}
    if op in WITH_LIST:
        text = form.get(f"{place}.value", "")[:LONGEST]
        return {**found, "value": [one.strip() for one in text.split(",") if one.strip()]}
    value = value_in(form, f"{place}.value", field.type)
    if value is None:
        value = True if field.type is Type.FLAG else ""
    is_choice = bool(field.choices) and value not in dict(field.choices)
    return {**found, "value": field.choices[0][0] if is_choice else value}


def piece_of(
    place: str, said: Mapping[str, Any], problems: Mapping[str, str], currency: str
) -> Piece:
    """A condition to be drawn, or a group with those that it holds."""
    name = next((name for name in GROUPS if name in said), None)
    if name is None:
        return _condition_piece(place, said, problems, currency)
    words = [(code, str(label)) for code, label in GROUPS.items()]
    inner = [
        _condition_piece(f"{place}.{name}.{n}", each, problems, currency)
        for n, each in enumerate(said[name])
    ]
    chooser = Blank(f"{place}.group", _("There has to hold"), Type.CHOICE, name, words)
    return Piece(place, chooser, (), inner=inner, error=problems.get(f"{place}.{name}", ""))


def _condition_piece(
    place: str, said: Mapping[str, Any], problems: Mapping[str, str], currency: str
) -> Piece:
    field = FIELDS.get(str(said.get("field")))
    chooser = Blank(
        f"{place}.field",
        "",
        Type.CHOICE,
        said.get("field", ""),
        [(each.name, str(each.label)) for each in FIELDS.values()],
        problems.get(f"{place}.field", ""),
    )
    if field is None:
        return Piece(place, chooser, ())
    operators = Blank(
        f"{place}.op",
        "",
        Type.CHOICE,
        said.get("op", ""),
        [(code, str(OPERATORS[code])) for code in field.operators],
        problems.get(f"{place}.op", ""),
    )
    if said.get("op") in WITHOUT_VALUE:
        return Piece(place, chooser, (operators,), words=str(field.help))
    value = _value_blank(place, field, said, problems, currency)
    return Piece(place, chooser, (operators, value), words=str(field.help))


def _value_blank(
    place: str, field: Field, said: Mapping[str, Any], problems: Mapping[str, str], currency: str
) -> Blank:
    value, is_list = said.get("value"), said.get("op") in WITH_LIST
    if field.type is Type.MONEY:
        money = value if isinstance(value, Mapping) else {}
        value = {
            "amount": money.get("amount", ""),
            "currency": money.get("currency") or currency,
        }
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    return Blank(
        f"{place}.value",
        "",
        Type.TEXT if is_list else field.type,
        value,
        [] if is_list else [(code, str(label)) for code, label in field.choices],
        problems.get(f"{place}.value", ""),
        is_list=is_list,
    )
