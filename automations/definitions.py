"""Reads a definition: checked word by word against the vocabulary, every mistake named by place."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from automations import values
from automations.actions import ACTIONS
from automations.data import Condition, Definition, Group, Part
from automations.fields import FIELDS
from automations.triggers import TRIGGERS
from automations.values import BadValue
from automations.vocabulary import (
    MATCH,
    MOST_ACTIONS,
    MOST_CONDITIONS,
    MOST_IN_GROUP,
    MOST_VALUES,
    ONCE_PER,
    WITH_LIST,
    WITHOUT_VALUE,
    Field,
    Term,
    Type,
)
from common.errors import DomainError

_PARTS: Final = frozenset({"trigger", "once_per", "match", "conditions", "actions"})
_OF_CONDITION: Final = frozenset({"field", "op", "value"})
_GROUPS: Final = {"all": "ALL", "any": "ANY"}
_MOST_NUMBER: Final = 1_000_000


class BadDefinition(DomainError):
    """The rule cannot be read. `problems` says what is wrong where: {"actions.0.tag": "…"}."""

    code = "rule-cannot-be-read"

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        said = "; ".join(f"{place}: {words}" for place, words in self.problems.items())
        super().__init__(said)


def read_definition(said: Any) -> Definition:
    """What a person or program wrote, checked and completed. Raises BadDefinition."""
    return _Reading().read(said)


def kept(said: Mapping[str, Any]) -> Definition:
    """What was checked when it was written: no check again, and words of older releases live on."""
    return Definition(
        trigger=_kept_part(said["trigger"]),
        conditions=tuple(kept_condition(each) for each in said["conditions"]),
        actions=tuple(_kept_part(each) for each in said["actions"]),
        match=said.get("match", "ALL"),
        once_per=said.get("once_per", "FACT"),
    )


def _kept_part(said: Mapping[str, Any]) -> Part:
    return Part(said["type"], {name: value for name, value in said.items() if name != "type"})


def kept_condition(said: Mapping[str, Any]) -> Condition | Group:
    """One condition, or a group of them, that was checked when it was written."""
    for name, match in _GROUPS.items():
        if name in said:
            return Group(match, tuple(_kept_one(each) for each in said[name]))
    return _kept_one(said)


def _kept_one(said: Mapping[str, Any]) -> Condition:
    return Condition(said["field"], said["op"], said.get("value"))


class _Reading:
    """One reading; gathers mistakes and goes on, so that all are told at once."""

    def __init__(self) -> None:
        self._problems: dict[str, str] = {}

    def read(self, said: Any) -> Definition:
        if not isinstance(said, Mapping):
            raise BadDefinition(
                {"definition": _("A rule is an object with a trigger and actions.")}
            )
        self._unknown("", said, _PARTS)
        found = Definition(
            trigger=self._term("trigger", said.get("trigger"), TRIGGERS),
            conditions=tuple(self._conditions(said.get("conditions", []))),
            actions=tuple(self._actions(said.get("actions"))),
            match=self._choice("match", said.get("match", "ALL"), MATCH),
            once_per=self._choice("once_per", said.get("once_per", "FACT"), ONCE_PER),
        )
        if self._problems:
            raise BadDefinition(self._problems)
        return found

    def _wrong(self, place: str, words: str) -> None:
        self._problems.setdefault(place, words)

    def _unknown(self, place: str, said: Mapping[str, Any], known: frozenset[str]) -> None:
        for name in said:
            if name not in known:
                self._wrong(_at(place, str(name)[:60]), _("There is no such word."))

    def _choice(self, place: str, value: Any, choices: Any) -> str:
        codes = [code for code, _label in choices]
        if value not in codes:
            self._wrong(place, _("Choose one of these: %(codes)s.") % {"codes": ", ".join(codes)})
            return str(codes[0])
        return str(value)

    def _term(self, place: str, said: Any, terms: Mapping[str, Term]) -> Part:
        name = said.get("type") if isinstance(said, Mapping) else None
        term = terms.get(name) if isinstance(name, str) else None
        if term is None:
            known = ", ".join(terms)
            self._wrong(_at(place, "type"), _("Choose one of these: %(codes)s.") % {"codes": known})
            return Part("")
        self._unknown(place, said, frozenset({"type", *(each.name for each in term.parameters)}))
        filled = {}
        for blank in term.parameters:
            if blank.name not in said and not blank.is_required:
                filled[blank.name] = blank.default
                continue
            try:
                filled[blank.name] = values.checked(
                    blank.type,
                    said.get(blank.name),
                    choices=blank.choices,
                    least=blank.least,
                    most=blank.most,
                )
            except BadValue as error:
                self._wrong(_at(place, blank.name), str(error))
        return Part(term.name, filled)

    def _actions(self, said: Any) -> Iterator[Part]:
        if not isinstance(said, list) or not said:
            self._wrong("actions", _("Say what is to be done: at least one thing."))
            return
        if len(said) > MOST_ACTIONS:
            self._wrong("actions", _("At most %(n)s steps.") % {"n": MOST_ACTIONS})
            return
        for place, each in enumerate(said):
            yield self._term(f"actions.{place}", each, ACTIONS)
        if isinstance(said[-1], Mapping) and said[-1].get("type") == "wait":
            self._wrong(f"actions.{len(said) - 1}", _("Nothing follows this wait: leave it out."))

    def _conditions(self, said: Any) -> Iterator[Condition | Group]:
        if not isinstance(said, list):
            self._wrong("conditions", _("Conditions are a list."))
            return
        if len(said) > MOST_CONDITIONS:
            self._wrong("conditions", _("At most %(n)s conditions.") % {"n": MOST_CONDITIONS})
            return
        for place, each in enumerate(said):
            yield self._condition_or_group(f"conditions.{place}", each)

    def _condition_or_group(self, place: str, said: Any) -> Condition | Group:
        name = next((name for name in _GROUPS if isinstance(said, Mapping) and name in said), None)
        if name is None:
            return self._condition(place, said)
        self._unknown(place, said, frozenset({name}))
        many = said[name]
        if not isinstance(many, list) or not 0 < len(many) <= MOST_IN_GROUP:
            words = _("A group holds between 1 and %(n)s conditions.") % {"n": MOST_IN_GROUP}
            self._wrong(_at(place, name), words)
            return Group(_GROUPS[name], ())
        found = tuple(self._condition(f"{place}.{name}.{n}", each) for n, each in enumerate(many))
        return Group(_GROUPS[name], found)

    def _condition(self, place: str, said: Any) -> Condition:
        name = said.get("field") if isinstance(said, Mapping) else None
        field = FIELDS.get(name) if isinstance(name, str) else None
        if field is None:
            known = ", ".join(FIELDS)
            self._wrong(
                _at(place, "field"), _("Choose one of these: %(codes)s.") % {"codes": known}
            )
            return Condition("", "")
        self._unknown(place, said, _OF_CONDITION)
        op = said.get("op")
        if op not in field.operators:
            known = ", ".join(field.operators)
            self._wrong(_at(place, "op"), _("Choose one of these: %(codes)s.") % {"codes": known})
            return Condition(field.name, "")
        return Condition(field.name, op, self._value(_at(place, "value"), field, op, said))

    def _value(self, place: str, field: Field, op: str, said: Mapping[str, Any]) -> Any:
        if op in WITHOUT_VALUE:
            if said.get("value") is not None:
                self._wrong(place, _("This asks for no value."))
            return None
        value = said.get("value")
        try:
            if op not in WITH_LIST:
                return _one(field, value)
            if not isinstance(value, list) or not 0 < len(value) <= MOST_VALUES:
                words = _("Give a list of 1 to %(n)s values.") % {"n": MOST_VALUES}
                raise BadValue(words)
            return [_one(field, each) for each in value]
        except BadValue as error:
            self._wrong(place, str(error))
            return None


def _one(field: Field, value: Any) -> Any:
    most = _MOST_NUMBER if field.type is Type.NUMBER else 255
    return values.checked(field.type, value, choices=field.choices, least=1, most=most)


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
