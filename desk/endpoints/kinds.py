"""The events that a program may be told of, in groups as people think of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.models import ActivityKind
from outbound.events import TYPES

# The first groups that fit; what fits none stands in the last, so that a new kind is never lost.
_GROUPS: Final[list[tuple[Promise, tuple[str, ...]]]] = [
    (_("Orders"), ("ORDER_", "TAGGED", "NOTED", "LINK_")),
    (_("Messages"), ("MESSAGE_",)),
    (_("Parcels and promises"), ("PARCEL_", "ALARM_", "PROMISE")),
    (_("Buyers"), ("BUYER_", "FEEDBACK_", "ADDRESS_", "CONSENT_", "CUSTOMER_", "CHECKOUT_")),
    (_("Other"), ("",)),
]


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    words: str
    type: str  # as programs know it
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    title: Promise
    kinds: tuple[Kind, ...]


def groups(chosen: Iterable[str]) -> list[Group]:
    """Every kind once; those that were chosen are marked."""
    wanted = set(chosen)
    sorted_in: dict[int, list[Kind]] = {}
    for kind in ActivityKind:
        place = next(place for place, (_, heads) in enumerate(_GROUPS) if kind.startswith(heads))
        said = Kind(kind.value, str(kind.label), TYPES[kind], kind.value in wanted)
        sorted_in.setdefault(place, []).append(said)
    return [Group(_GROUPS[place][0], tuple(sorted_in[place])) for place in sorted(sorted_in)]


def words_of(chosen: Iterable[str]) -> list[str]:
    """Their types, in the order of the table."""
    wanted = set(chosen)
    return [TYPES[kind] for kind in ActivityKind if kind in wanted]
