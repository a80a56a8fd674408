"""Processing times as a table: many at once out of a spreadsheet, and back into one.

level,target,label,min,max,calendar,dropshipped
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common import sheets
from shipping.models import Calendar, Level, ProcessingTime
from shipping.processing_times import ProcessingDraft, set_processing_time
from shipping.rule_changes import By, Outcome, RuleRefused
from stores.models import Store

HEADER: Final = ("level", "target", "label", "min", "max", "calendar", "dropshipped")
NEEDED: Final = ("level", "min", "max")
MOST_LINES: Final = 5_000
MOST_BYTES: Final = 1_000_000
MOST_TROUBLES: Final = 50
YES: Final = frozenset({"1", "yes", "true", "x", "y"})
NO: Final = frozenset({"", "0", "no", "false", "n", "-"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a line; the header is line 1."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a table."""

    added_count: int = 0
    changed_count: int = 0
    same_count: int = 0
    troubles: tuple[Trouble, ...] = ()


def set_processing_times(*, store: Store, text: str, by: By) -> Taken:
    """Set each line's time: all of them, or none where one is in trouble.

    Raises RuleRefused where the table as a whole cannot be read.
    """
    lines = _read(text)
    counts: Counter[Outcome] = Counter()
    troubles: list[Trouble] = []
    with transaction.atomic():
        calendars = {row.name.casefold(): row for row in Calendar.objects.filter(store=store)}
        seen: dict[tuple[str, str], int] = {}
        for number, cells in lines:
            try:
                draft = _draft(cells, calendars)
                row, outcome = set_processing_time(store=store, draft=draft, by=by)
                _check_once(seen, (row.level, row.target), number)
                counts[outcome] += 1
            except RuleRefused as refusal:
                troubles.append(Trouble(number, str(refusal)))
            if len(troubles) >= MOST_TROUBLES:
                break
        if troubles:
            transaction.set_rollback(True)
            return Taken(troubles=tuple(troubles))
    return Taken(counts[Outcome.ADDED], counts[Outcome.CHANGED], counts[Outcome.SAME])


def table_of(store: Store) -> Iterator[str]:
    """All processing times of the store, line by line, as they may be given back."""
    rows = ProcessingTime.objects.filter(store=store).select_related("calendar")
    order = {level: str(place) for place, level in enumerate(Level.values)}
    found = sorted(rows, key=lambda row: (order[row.level], row.label, row.target))
    return sheets.lines(
        HEADER,
        (
            (
                row.level.lower(),
                # As an id of 14 digits it would become 8,41E+12 in a spreadsheet.
                _global_id(row) if row.level not in (Level.VENDOR, Level.STORE) else row.label,
                row.label,
                row.min_days,
                row.max_days,
                row.calendar.name if row.calendar else "",
                "yes" if row.is_dropshipped else "",
            )
            for row in found
        ),
    )


def _global_id(row: ProcessingTime) -> str:
    kind = {"VARIANT": "ProductVariant", "PRODUCT": "Product", "COLLECTION": "Collection"}
    return f"gid://shopify/{kind[row.level]}/{row.target}"


def _read(text: str) -> list[tuple[int, dict[str, str]]]:
    """The lines with their numbers, by the header's names."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise RuleRefused(_("The table has at most 1 MB: split it."), "table")
    plain = text.lstrip("\ufeff").replace("\0", "")
    first = plain.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=mark)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        words = _("Line %(line)s is no CSV: %(error)s.") % {
            "line": reader.line_num,
            "error": error,
        }
        raise RuleRefused(words, "table") from error
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    missing = [name for name in NEEDED if name not in header]
    if missing:
        said = {"missing": ", ".join(missing), "header": ",".join(HEADER)}
        words = _("The first line must name the columns; missing: %(missing)s. Use: %(header)s")
        raise RuleRefused(words % said, "table")
    if len(rows) - 1 > MOST_LINES:
        words = _("A table has %(most)s lines at most: split it.")
        raise RuleRefused(words % {"most": MOST_LINES}, "table")
    return [
        (number, dict(zip(header, (_plain(cell) for cell in row), strict=False)))
        for number, row in rows[1:]
        if any(cell.strip() for cell in row)
    ]


def _plain(cell: str) -> str:
    """Without the apostrophe that our own files put before what looks like a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(sheets.FORMULA) else text


def _check_once(seen: dict[tuple[str, str], int], key: tuple[str, str], number: int) -> None:
    if key in seen:
        words = _("It is about the same as line %(line)s: remove one of the two.")
        raise RuleRefused(words % {"line": seen[key]})
    seen[key] = number


def _draft(cells: dict[str, str], calendars: dict[str, Calendar]) -> ProcessingDraft:
    named = cells.get("calendar", "")
    calendar = calendars.get(" ".join(named.split()).casefold()) if named else None
    if named and calendar is None:
        words = _("There is no calendar “%(name)s”: add it first, or leave the cell empty.")
        raise RuleRefused(words % {"name": named[:100]})
    level = cells.get("level", "").upper()
    return ProcessingDraft(
        level=level,
        target=cells.get("target", ""),
        label=cells.get("label", ""),
        min_days=_days(cells, "min"),
        max_days=_days(cells, "max"),
        calendar=calendar,
        is_dropshipped=_yes(cells.get("dropshipped", "")),
    )


def _days(cells: dict[str, str], name: str) -> int:
    text = cells.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        words = _("“%(name)s” is a whole number of business days, not “%(text)s”.")
        raise RuleRefused(words % {"name": name, "text": text[:20]})
    return int(text)


def _yes(text: str) -> bool:
    said = text.casefold()
    if said in YES:
        return True
    if said in NO:
        return False
    words = _("“dropshipped” is yes or nothing, not “%(text)s”.")
    raise RuleRefused(words % {"text": text[:20]})
