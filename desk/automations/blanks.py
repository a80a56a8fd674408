"""What a rule's form asks for, one field at a time, and how its answers are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from automations.vocabulary import Type

LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of the form."""

    name: str
    label: str
    type: str
    value: Any = ""
    choices: Sequence[tuple[str, str]] = ()
    error: str = ""
    hint: str = ""
    is_list: bool = False

    @property
    def id(self) -> str:
        return "rule-" + self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Piece:
    """The trigger, a condition or a step, as the form asks for it."""

    place: str
    chooser: Blank | None
    blanks: Sequence[Blank]
    inner: Sequence["Piece"] = ()  # of a group of conditions, whose chooser says any or all
    words: str = ""
    error: str = ""


def value_in(form: QueryDict, name: str, type_: Type) -> Any:
    if name not in form:
        return None
    text = form.get(name, "").replace("\0", "")[:LONGEST]
    if type_ is Type.NUMBER:
        said = text.strip()
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else said
    if type_ is Type.FLAG:
        return text == "true"
    return text
