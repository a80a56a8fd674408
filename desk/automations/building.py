"""A definition out of a form's fields and back: `actions.0.tag`, as mistakes are named."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict

from automations.actions import ACTIONS
from automations.triggers import TRIGGERS
from automations.vocabulary import MOST_ACTIONS, Parameter, Term, Type
from desk.automations import conditions
from desk.automations.blanks import Blank, Piece, value_in

EMPTY: Final[dict[str, Any]] = {
    "trigger": {"type": "fact", "kind": "ORDER_PLACED"},
    "once_per": "FACT",
    "match": "ALL",
    "conditions": [],
    "actions": [{"type": "tag_order", "tag": ""}],
}
# What a step is when it is added.
_ACTION: Final = {"type": "tag_order", "tag": ""}


def definition_in(form: QueryDict) -> dict[str, Any]:
    """What the form says, right or wrong; automations.definitions checks it."""
    return {
        "trigger": _term_in(form, "trigger", TRIGGERS),
        "once_per": form.get("once_per", "FACT"),
        "match": form.get("match", "ALL"),
        "conditions": list(conditions.conditions_in(form)),
        "actions": [
            _term_in(form, f"actions.{n}", ACTIONS)
            for n in range(MOST_ACTIONS + 1)
            if f"actions.{n}.type" in form
        ],
    }


def changed(said: dict[str, Any], deed: str) -> dict[str, Any]:
    """The definition with a condition or a step more, less, or further up."""
    verb, _, place = deed.partition(":")
    name, _, number = place.partition(".")
    if name == "conditions":
        return {**said, name: conditions.changed(list(said[name]), verb, number)}
    if name != "actions":
        return said
    rows = list(said[name])
    at = int(number) if number.isascii() and number.isdigit() else -1
    if verb == "add" and len(rows) < MOST_ACTIONS:
        rows.append(dict(_ACTION))
    elif verb == "drop" and 0 <= at < len(rows):
        rows.pop(at)
    elif verb == "up" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return {**said, name: rows}


def pieces_of(
    said: Mapping[str, Any], problems: Mapping[str, str], currency: str
) -> tuple[Piece, list[Piece], list[Piece]]:
    """Trigger, conditions and steps, to be drawn."""
    trigger = _term_piece("trigger", said["trigger"], TRIGGERS, problems)
    asked = [
        conditions.piece_of(f"conditions.{n}", each, problems, currency)
        for n, each in enumerate(said["conditions"])
    ]
    actions = [
        _term_piece(f"actions.{n}", each, ACTIONS, problems)
        for n, each in enumerate(said["actions"])
    ]
    return trigger, asked, actions


def _term_in(form: QueryDict, place: str, terms: Mapping[str, Term]) -> dict[str, Any]:
    name = form.get(f"{place}.type", "")
    found: dict[str, Any] = {"type": name}
    term = terms.get(name)
    for blank in term.parameters if term else ():
        value = value_in(form, f"{place}.{blank.name}", blank.type)
        # Of another term a moment ago: its blank was not asked for yet.
        if value is None:
            value = blank.default if not blank.is_required else _first(blank)
        found[blank.name] = value
    return found


def _first(blank: Parameter) -> Any:
    if blank.choices:
        return blank.choices[0][0]
    return blank.least if blank.type is Type.NUMBER else ""


def _term_piece(
    place: str, said: Mapping[str, Any], terms: Mapping[str, Term], problems: Mapping[str, str]
) -> Piece:
    term = terms.get(str(said.get("type")))
    chooser = Blank(
        f"{place}.type",
        "",
        Type.CHOICE,
        said.get("type", ""),
        [(each.name, str(each.label)) for each in terms.values()],
        problems.get(f"{place}.type", ""),
    )
    blanks = [
        Blank(
            f"{place}.{blank.name}",
            str(blank.label),
            blank.type,
            said.get(blank.name, blank.default),
            [(code, str(label)) for code, label in blank.choices],
            problems.get(f"{place}.{blank.name}", ""),
            str(blank.hint),
        )
        for blank in (term.parameters if term else ())
    ]
    words = str(term.help) if term else ""
    return Piece(place, chooser, blanks, words=words, error=problems.get(place, ""))
