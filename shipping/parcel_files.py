"""Files of parcels as people save them: which bytes, which columns, which lines. No database.

Excel writes semicolons where the comma is the decimal sign, Windows-1252 where nobody asks for
UTF-8, and 3.70722E+17 where a number is long: the first two are read, the third is refused.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from common.errors import DomainError

MOST_ROWS: Final = 10_000
MOST_BYTES: Final = 5_000_000
COLUMNS: Final = ("order", "number", "carrier", "url", "shipped_at", "direction")
_NEEDED: Final = ("order", "number")
_LONGEST_CELL: Final = 2_000
_DELIMITERS: Final = (";", ",", "\t", "|")
# Without blanks and signs, in small letters; in the languages that stores write.
_NAMES: Final[Mapping[str, str]] = {
    "order": (
        "order ordername ordernumber orderno orderid name bestellung bestellnummer ordre"
        " ordrenummer commande pedido beställning ordernummer tilaus 订单 订单号 طلب"
    ),
    "number": (
        "number tracking trackingnumber trackingno trackingcode parcel parcelnumber"
        " sendungsnummer sporingsnummer sändningsnummer numérodesuivi seguimiento"
        " lähetystunnus 运单号 跟踪号"
    ),
    "carrier": (
        "carrier carriername trackingcompany company courier shippingcarrier transportør"
        " fraktfører versanddienstleister transporteur transportista 承运商"
    ),
    "url": "url trackingurl link trackinglink sporingslenke",
    "shipped_at": (
        "shippedat shipped shippedon date shipdate fulfilledat sendt versandt skickad 发货时间"
    ),
    "direction": "direction retning richtung riktning",
}
_OUT: Final = frozenset({"", "out", "outbound", "buyer", "ut", "hin"})
_RETURN: Final = frozenset({"return", "returned", "retur", "retoure", "back", "inbound"})
_SHORTENED: Final = re.compile(r"\d[.,]\d+[eE]\+\d+\Z")
_KEPT_AS_TEXT: Final = re.compile(r'="(.*)"\Z', re.DOTALL)


class FileRefused(DomainError):
    """It cannot be read as a list of parcels."""

    code = "file-refused"


class LineRefused(Exception):
    """One line cannot be; `str(error)` says what to do."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line, as it was written."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    lines: list[FileLine]


def read_sheet(content: bytes) -> Sheet:
    """What the file says. Raises FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused(
            gettext("The file is larger than %(n)s MB: save it in parts.")
            % {"n": MOST_BYTES // 1_000_000}
        )
    text, encoding = _decoded(content)
    if "\0" in text:
        raise FileRefused(gettext("This is no CSV file: in Excel, choose “Save as”, then CSV."))
    first, skipped = 0, text.splitlines()[:1]
    if skipped and skipped[0].lower().startswith("sep="):
        text, first = text[len(skipped[0]) :].lstrip("\r\n"), 1
    delimiter, columns = _head(text)
    return Sheet(encoding, delimiter, columns, _lines(text, delimiter, columns, first))


def moment_of(text: str) -> datetime | None:
    """A day, or a day and a time, without a zone where none is written. Raises LineRefused."""
    said = text.strip()
    if not said:
        return None
    for pattern in ("%d.%m.%Y", "%d.%m.%Y %H:%M"):
        try:
            return datetime.strptime(said, pattern)  # noqa: DTZ007 - the store's zone is the caller's
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        raise LineRefused(
            gettext("“%(text)s” is no day: write 2026-11-24, 2026-11-24 14:30 or 24.11.2026.")
            % {"text": said[:40]}
        ) from None


def direction_of(text: str) -> str:
    """OUT or RETURN. Raises LineRefused."""
    said = text.strip().casefold()
    if said in _OUT:
        return "OUT"
    if said in _RETURN:
        return "RETURN"
    raise LineRefused(
        gettext("“%(text)s” is no direction: write OUT or RETURN, or leave it empty.")
        % {"text": text.strip()[:40]}
    )


def number_in(text: str) -> str:
    """The tracking number of a cell. Raises LineRefused."""
    said = text.strip()
    if not said:
        raise LineRefused(gettext("The tracking number is missing."))
    if _SHORTENED.search(said):
        raise LineRefused(
            gettext(
                "The spreadsheet has shortened this number to %(text)s: make the column text, enter"
                " the number again, and save."
            )
            % {"text": said[:40]}
        )
    return said


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise FileRefused(gettext("The file breaks off: save it once more.")) from None
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        # Five bytes mean nothing there; a number or an order's name never has them.
        return content.decode("cp1252", "replace"), "Windows-1252"


def _head(text: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter by which the first line names most columns, and its columns."""
    found = []
    for delimiter in _DELIMITERS:
        cells = next(_cells(text, delimiter), (0, []))[1]
        found.append((delimiter, tuple(_column(cell) for cell in cells)))
    delimiter, columns = max(found, key=lambda one: sum(bool(name) for name in one[1]))
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise FileRefused(
            gettext("The first line names the columns, and lacks %(missing)s. Known: %(known)s.")
            % {"missing": ", ".join(missing), "known": ", ".join(COLUMNS)}
        )
    twice = next((name for name in COLUMNS if columns.count(name) > 1), "")
    if twice:
        raise FileRefused(
            gettext("Two columns are both the %(name)s: take one away.") % {"name": twice}
        )
    return delimiter, columns


def _column(cell: str) -> str:
    """Which of ours it names; "" for one that we pass over."""
    name = re.sub(r"[\W_]+", "", cell.casefold())
    return next((column for column, names in _NAMES.items() if name in names.split()), "")


def _lines(text: str, delimiter: str, columns: Sequence[str], first: int) -> list[FileLine]:
    found: list[FileLine] = []
    for line, cells in _cells(text, delimiter):
        if line == 1 or not any(cell.strip() for cell in cells):
            continue
        if len(found) == MOST_ROWS:
            raise FileRefused(
                gettext("The file has more than %(n)s lines: save it in parts.") % {"n": MOST_ROWS}
            )
        named = {name: _plain(cell) for name, cell in zip(columns, cells, strict=False) if name}
        found.append(FileLine(line + first, named))
    if not found:
        raise FileRefused(gettext("The file has no line below its first."))
    return found


def _cells(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each line's cells with the number of its first line. Raises FileRefused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise FileRefused(
            gettext("From line %(n)s on it cannot be read: a quotation mark is not closed.")
            % {"n": line}
        ) from None


def _plain(cell: str) -> str:
    """Without what keeps spreadsheets from counting with it: ="0034", '0034."""
    said = cell.strip()[:_LONGEST_CELL]
    kept = _KEPT_AS_TEXT.match(said)
    if kept:
        return kept[1].replace('""', '"')
    return said[1:] if said.startswith("'") else said
