"""The archive of one buyer: data.json for programs, read.html for people, and what both are."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any, Final
from uuid import UUID

from django.apps import apps
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from intake.buyers import gathering
from intake.buyers.kept import KEPT, Kept
from stores.models import DataExport

FORMAT: Final = "notifyhub-buyers-data"
VERSION: Final = 1
_STYLE: Final = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
h2{margin-top:2.5rem;border-bottom:1px solid #ccc}dt{color:#555}nav li{display:inline-block;
margin-right:1rem}dl{display:grid;grid-template-columns:14rem 1fr;gap:.15rem 1rem;
border:1px solid #ddd;border-radius:6px;padding:.75rem;margin:.75rem 0}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.5rem}}
"""


@dataclass(frozen=True, slots=True)
class Made:
    data: bytes
    rows_count: int


def build(*, export: DataExport, tell: Callable[[int], None]) -> Made:
    """Gather everything and pack it; `tell` hears of each table that is through."""
    person = gathering.find(export)
    packed = io.BytesIO()
    page = _Page(export)
    count = 0
    with (
        override(export.store.locale),
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        with archive.open("data.json", "w", force_zip64=True) as file:
            file.write(_head(export))
            for step, kept in enumerate(KEPT):
                count += _write(file, kept, gathering.rows_of(kept, person), page, step)
                tell(step + 1)
            file.write(b"\n}}\n")
        archive.writestr("read.html", page.whole())
    return Made(packed.getvalue(), count)


def _head(export: DataExport) -> bytes:
    about = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": datetime.now(UTC),
        "store": {"name": export.store.name, "shop": export.store.shop_domain},
        "about": {
            "email": export.email,
            "customer_shopify_id": export.customer_shopify_id,
            "asked_at": export.asked_at,
        },
    }
    text = json.dumps(about, default=_plain, ensure_ascii=False, indent=1)
    return text.removesuffix("\n}").encode() + b',\n "data": {'


def _write(
    file: IO[bytes], kept: Kept, rows: Iterable[dict[str, Any]], page: "_Page", step: int
) -> int:
    """One table, row by row: memory holds a page of rows, not a table."""
    file.write((",\n" if step else "\n").encode() + f"  {json.dumps(kept.model)}: [".encode())
    count = 0
    for row in rows:
        text = json.dumps(row, default=_plain, ensure_ascii=False)
        file.write((",\n   " if count else "\n   ").encode() + text.encode())
        page.add(kept, row)
        count += 1
    file.write(b"]")
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


class _Page:
    """The same for people: no script, no address is called when it is opened."""

    def __init__(self, export: DataExport) -> None:
        self._export = export
        self._parts: list[str] = []
        self._named: dict[str, str] = {}

    def add(self, kept: Kept, row: dict[str, Any]) -> None:
        model = apps.get_model(kept.model)
        if kept.model not in self._named:
            self._named[kept.model] = str(model._meta.verbose_name_plural)
            heading = self._named[kept.model].capitalize()
            self._parts.append(format_html('<h2 id="{}">{}</h2>', kept.model, heading))
        labels = {each.attname: str(each.verbose_name) for each in model._meta.concrete_fields}
        cells = [
            f"<dt>{escape(labels.get(name, name))}</dt><dd>{escape(_words(value))}</dd>"
            for name, value in row.items()
            if value not in (None, "", [], {})
        ]
        self._parts.append(f"<dl>{''.join(cells)}</dl>")

    def whole(self) -> str:
        title = _("What %(store)s keeps of you") % {"store": self._export.store.name}
        links = "".join(
            format_html('<li><a href="#{}">{}</a></li>', name, words)
            for name, words in self._named.items()
        )
        empty = escape(_("Nothing is kept."))
        body = "".join(self._parts) or f"<p>{empty}</p>"
        return (
            f'<!doctype html><html lang="{escape(self._export.store.locale)}">'
            '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">"
            f"<title>{escape(title)}</title><style>{_STYLE}</style><h1>{escape(title)}</h1>"
            f"<p>{escape(_('The same stands in data.json, for programs.'))}</p>"
            f"<nav><ul>{links}</ul></nav>{body}</html>"
        )


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, default=_plain, ensure_ascii=False, indent=1)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S %Z")
    return str(value)
