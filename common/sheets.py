"""Tables for spreadsheet programs: CSV that opens as text, never as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

# Excel, LibreOffice and Sheets run what begins so; a tab or line break before it is skipped.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM: Final = "\ufeff"  # without it Excel reads UTF-8 as something else

Cell = str | int | Decimal | None


def safe(cell: Cell) -> str:
    """Text that begins like a formula gets an apostrophe before it. Numbers are numbers."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    return str(cell)


def lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file line by line, for a streamed answer."""
    write = csv.writer(_Through()).writerow
    yield BOM + str(write([safe(cell) for cell in header]))
    for row in rows:
        yield str(write([safe(cell) for cell in row]))


class _Through:
    """csv.writer hands each line to write() and returns what that returns."""

    def write(self, line: str) -> str:
        return line
