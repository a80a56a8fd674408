"""Reads of who changed what, for pages and programs: one list for all that is recorded."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import DateTimeField, Model, Q, QuerySet

from stores.models import Change, User
from stores.scope import current

KEYS: Final = ("user_id", "store_id", "sender_id")  # shown by name where they are known


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to."""

    who: str = ""
    thing: str = ""
    thing_id: int | None = None


def within_reach(*, agency_id: int, wanted: Wanted | None = None) -> QuerySet[Change, Change]:
    """Changes of the agency, and of those stores of it that the open scope holds."""
    rows: QuerySet[Change, Change] = Change.objects.filter(agency_id=agency_id)
    if not current().holds_every_store:
        rows = rows.filter(store__isnull=False)
    wanted = wanted or Wanted()
    if wanted.who:
        rows = rows.filter(who=wanted.who)
    if wanted.thing:
        rows = rows.filter(thing=wanted.thing)
    if wanted.thing_id is not None:
        rows = rows.filter(thing_id=wanted.thing_id)
    return rows


@cache
def models() -> dict[str, type[Model]]:
    """Each table's model."""
    return {model._meta.db_table: model for model in apps.get_models()}


def called(thing: str) -> str:
    """What a table's rows are called; the table itself where no code knows it any more."""
    model = models().get(thing)
    return str(model._meta.verbose_name) if model else thing


def column_called(thing: str, column: str) -> str:
    model = models().get(thing)
    for field in model._meta.concrete_fields if model else ():
        if field.column == column:
            return str(field.verbose_name)
    return column


def shown(thing: str, column: str, value: Any) -> Any:
    """A code as its label, where the column has choices."""
    model = models().get(thing)
    for field in model._meta.concrete_fields if model else ():
        if field.column == column and field.choices and isinstance(value, str):
            labels = {str(code): str(label) for code, label in field.flatchoices}
            return labels.get(value, value)
    return value


def read_back(thing: str, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """A row as it was kept, its times in UTC: the database wrote them with an offset."""
    if values is None:
        return None
    model = models().get(thing)
    times = {
        field.column
        for field in (model._meta.concrete_fields if model else ())
        if isinstance(field, DateTimeField)
    }
    return {
        column: _in_utc(value) if column in times and isinstance(value, str) else value
        for column, value in values.items()
    }


def _in_utc(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:  # covered with dots, as a secret is
        return text
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def people_of(*, agency_id: int) -> list[tuple[str, str]]:
    """Who changed something lately and by what name, for the filter. One query."""
    rows = within_reach(agency_id=agency_id).exclude(who="").order_by("-at")
    named: dict[str, str] = {}
    for who, label in rows.values_list("who", "label")[:500]:
        named.setdefault(who, label)
    return sorted(named.items(), key=lambda pair: pair[1].lower())


def names_of_people(rows: list[Change]) -> dict[int, str]:
    """Names behind `user_id`, of rows that speak of members. One query, none where none does."""
    ids = {
        value
        for row in rows
        for said in (row.before, row.after)
        if (value := (said or {}).get("user_id"))
    }
    if not ids:
        return {}
    people = User.objects.filter(Q(pk__in=ids))
    return {person.pk: person.get_full_name() for person in people}
