"""Keyset pages with opaque cursors: stable while rows are added, and as fast far down as above.

# Note [What a cursor is bound to]
A cursor is the position of the last row shown, encrypted and authenticated, together with the name
of its list, the owner who asked and the filters. With anything else it is refused (400), not read
anew: silently skipped rows are worse than an error. Row numbers stay unreadable to the client.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from typing import Any, Final, Generic, TypeVar

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.crypto import salted_hmac

from common.api.problems import Problem

_M = TypeVar("_M", bound=Model)

Position = list[Any]
# The rows after a position (None: from the first), newest first, at most so many.
Fetch = Callable[[Position | None, int], list[_M]]
LONGEST_CURSOR: Final = 1_000


@dataclass(frozen=True, slots=True)
class Keyset:
    """How a list is ordered, each column falling, the last unique: `("placed_at", "id")`."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Which page: of whose list, with which filters, after what, and how long."""

    owner: str
    filters: Mapping[str, Any]
    cursor: str
    limit: int


@dataclass(frozen=True, slots=True)
class Page(Generic[_M]):
    rows: list[_M]
    next_cursor: str | None


def page_of(source: "QuerySet[_M, _M] | Fetch[_M]", keyset: Keyset, place: Place) -> Page[_M]:
    """One page. One query. Raises Problem("bad-cursor") for a cursor of another list."""
    binding = _binding(keyset, place)
    position = _read(place.cursor, binding) if place.cursor else None
    fetch = partial(_rows, source, keyset) if isinstance(source, QuerySet) else source
    found = fetch(position, place.limit + 1)
    shown = found[: place.limit]
    if len(found) <= place.limit:
        return Page(shown, None)
    last = [getattr(shown[-1], column) for column in keyset.columns]
    return Page(shown, _write(last, binding))


def _rows(
    rows: "QuerySet[_M, _M]", keyset: Keyset, position: Position | None, limit: int
) -> list[_M]:
    if position is not None:
        rows = rows.filter(_after(keyset, position))
    return list(rows.order_by(*(f"-{column}" for column in keyset.columns))[:limit])


def _after(keyset: Keyset, position: Position) -> Q:
    """The rows below the position; the first column once more alone, as a range of its index."""
    first, *_ = keyset.columns
    below = Q()
    for place, column in enumerate(keyset.columns):
        equal = dict(zip(keyset.columns[:place], position[:place], strict=True))
        below |= Q(**equal, **{f"{column}__lt": position[place]})
    return Q(**{f"{first}__lte": position[0]}) & below


def _binding(keyset: Keyset, place: Place) -> str:
    """See Note [What a cursor is bound to]."""
    said = json.dumps([keyset.name, place.owner, dict(place.filters)], sort_keys=True, default=str)
    return sha256(said.encode()).hexdigest()[:16]


def _write(position: Position, binding: str) -> str:
    said = [
        {"t": value.isoformat()} if isinstance(value, datetime) else value for value in position
    ]
    return _seal(settings.SECRET_KEY).encrypt(json.dumps([binding, said]).encode()).decode()


def _read(cursor: str, binding: str) -> Position:
    if len(cursor) > LONGEST_CURSOR:
        raise Problem("bad-cursor")
    try:
        bound_to, said = json.loads(_seal(settings.SECRET_KEY).decrypt(cursor.encode()))
    except (InvalidToken, ValueError) as error:
        raise Problem("bad-cursor") from error
    if bound_to != binding:
        raise Problem("bad-cursor")
    return [
        datetime.fromisoformat(value["t"]) if isinstance(value, dict) else value for value in said
    ]


@cache
def _seal(secret: str) -> Fernet:
    key = salted_hmac("common.api.cursor", "", secret=secret, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
