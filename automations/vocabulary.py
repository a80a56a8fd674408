"""The words rules are made of: what sets one off, what may be asked, what may be done.

The builder's page, the checks, the sentences, the API's documentation and docs/automations.md are
made of these tables. A definition names them:

    {"trigger": {"type": "fact", "kind": "ORDER_PLACED"},
     "conditions": [{"field": "total", "op": "at_least", "value": {"amount": "1000",
       "currency": "NOK"}}],
     "actions": [{"type": "tag_order", "tag": "vip"}]}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Choices = Sequence[tuple[str, "str | StrPromise"]]


class Type(StrEnum):
    """How a value is written in a definition, and asked for on a page."""

    TEXT = "text"  # "gift wrap"
    LONG_TEXT = "long_text"
    PATTERN = "pattern"  # "spring*", "*"; case does not matter
    TAG = "tag"
    NUMBER = "number"  # 3
    FLAG = "flag"  # true, false
    CHOICE = "choice"  # one of its choices
    COUNTRY = "country"  # "NO"
    LOCALE = "locale"  # "nb", or "nb-NO"
    MONEY = "money"  # {"amount": "1000.00", "currency": "NOK"}
    DURATION = "duration"  # "30m", "12h", "5d", "2w"
    TIME = "time"  # "09:00"
    URL = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One blank that the writer of a rule fills in."""

    name: str
    label: "StrPromise"
    type: Type
    choices: Choices = ()
    is_required: bool = True
    default: Any = None  # where it is not required
    least: int = 0
    most: int = 255
    hint: "str | StrPromise" = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A trigger or an action: its name in definitions, its words, its blanks."""

    name: str
    label: "StrPromise"
    help: "str | StrPromise" = ""
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that a condition may ask about, and how its answer is written."""

    name: str
    label: "StrPromise"
    type: Type
    operators: tuple[str, ...]
    choices: Choices = ()
    help: "str | StrPromise" = ""


# What an operator is called in a list of them.
OPERATORS: Final[Mapping[str, "StrPromise"]] = {
    "is": _("is"),
    "is_not": _("is not"),
    "is_one_of": _("is one of"),
    "is_none_of": _("is none of"),
    "contains": _("contains"),
    "contains_not": _("does not contain"),
    "begins_with": _("begins with"),
    "is_empty": _("is empty"),
    "is_given": _("is given"),
    "has": _("has"),
    "has_not": _("has not"),
    "at_least": _("is at least"),
    "at_most": _("is at most"),
    "more_than": _("is more than"),
    "less_than": _("is less than"),
    "longer_than": _("is longer ago than"),
    "shorter_than": _("is less long ago than"),
}
# They ask for no value; for a list of up to MOST_VALUES values.
WITHOUT_VALUE: Final = frozenset({"is_empty", "is_given"})
WITH_LIST: Final = frozenset({"is_one_of", "is_none_of"})
MOST_VALUES: Final = 50

OF_TEXT: Final = (
    *("is", "is_not", "contains", "contains_not", "begins_with"),
    *("is_one_of", "is_none_of", "is_empty", "is_given"),
)
OF_CHOICE: Final = ("is", "is_not", "is_one_of", "is_none_of")
OF_MANY: Final = ("has", "has_not", "contains", "contains_not", "is_empty", "is_given")
OF_TAGS: Final = ("has", "has_not", "is_empty", "is_given")
OF_AMOUNT: Final = ("at_least", "at_most", "more_than", "less_than", "is")
OF_FLAG: Final = ("is",)
OF_AGE: Final = ("longer_than", "shorter_than")

# How a run is told from another of the same rule: what it may happen to once only.
ONCE_PER: Final[Choices] = (
    ("FACT", _("each time it happens")),
    ("ORDER", _("once for each order")),
    ("CUSTOMER", _("once for each customer")),
)
# How conditions beside each other are read.
MATCH: Final[Choices] = (("ALL", _("all of them")), ("ANY", _("any of them")))

MOST_CONDITIONS: Final = 20
MOST_IN_GROUP: Final = 10
MOST_ACTIONS: Final = 12
