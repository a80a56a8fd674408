"""The whole vocabulary as plain values: for programs that build rules, and for the docs."""

from typing import Any

from automations.actions import ACTIONS
from automations.fields import FIELDS
from automations.triggers import TRIGGERS
from automations.vocabulary import MATCH, ONCE_PER, OPERATORS, Choices, Field, Parameter, Term


def vocabulary() -> dict[str, Any]:
    """In the language of whoever asks."""
    return {
        "triggers": [_term(each) for each in TRIGGERS.values()],
        "asked": [_field(each) for each in FIELDS.values()],
        "operators": _codes(tuple(OPERATORS.items())),
        "actions": [_term(each) for each in ACTIONS.values()],
        "once_per": _codes(ONCE_PER),
        "match": _codes(MATCH),
    }


def _codes(choices: Choices) -> list[dict[str, str]]:
    return [{"code": code, "words": str(label)} for code, label in choices]


def _term(term: Term) -> dict[str, Any]:
    return {
        "name": term.name,
        "words": str(term.label),
        "help": str(term.help),
        "parameters": [_parameter(each) for each in term.parameters],
    }


def _parameter(blank: Parameter) -> dict[str, Any]:
    return {
        "name": blank.name,
        "words": str(blank.label),
        "type": str(blank.type),
        "choices": _codes(blank.choices),
        "is_required": blank.is_required,
        "default": blank.default,
        "least": blank.least,
        "most": blank.most,
        "hint": str(blank.hint),
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "words": str(field.label),
        "help": str(field.help),
        "type": str(field.type),
        "operators": list(field.operators),
        "choices": _codes(field.choices),
    }
