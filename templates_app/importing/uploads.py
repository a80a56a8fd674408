"""Files as people upload them: Liquid one by one or in a zip, neither large nor a trap."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from common.errors import DomainError
from templates_app.engine.budgets import SOURCE_CHARACTERS

MOST_FILES: Final = 100
FILE_BYTES: Final = 4 * SOURCE_CHARACTERS  # UTF-8's widest
ALL_BYTES: Final = 20_000_000
_ENDS: Final = (".liquid", ".html", ".htm", ".txt")
_OTHERS: Final = ("__MACOSX/", ".")  # what computers add to an archive


class ImportRefused(DomainError):
    """What was uploaded cannot be read; says which file and why."""

    code = "import-refused"


@dataclass(frozen=True, slots=True)
class Upload:
    """One template as it was given. `name` is for recognising it, never a place on a disk."""

    name: str
    source: str


def read_uploads(files: Iterable[tuple[str, bytes]]) -> list[Upload]:
    """The templates in the files, zips opened. Raises ImportRefused."""
    uploads: list[Upload] = []
    room = ALL_BYTES
    for name, body in files:
        found = _unzipped(name, body, room) if _is_zip(body) else [(name, body)]
        for inner, content in found:
            room -= len(content)
            uploads.append(Upload(_plain_name(inner), _text_of(inner, content)))
        if room < 0 or len(uploads) > MOST_FILES:
            raise ImportRefused(
                _("At most %(files)d files and %(size)d MB in one go.")
                % {"files": MOST_FILES, "size": ALL_BYTES // 1_000_000}
            )
    if not uploads:
        raise ImportRefused(
            _("There is no template among the files: they end in .liquid or .html.")
        )
    return uploads


def read_pasted(source: str, name: str = "") -> Upload:
    """One template from a form's field. Raises ImportRefused."""
    if not source.strip():
        raise ImportRefused(_("Paste a template, or choose its file."))
    return Upload(_plain_name(name), _text_of(name, source.encode("utf-8", "replace")))


def _is_zip(body: bytes) -> bool:
    return body.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _unzipped(name: str, body: bytes, room: int) -> list[tuple[str, bytes]]:
    """What is in a zip. What a file says of its size is not believed: reading stops in time."""
    found: list[tuple[str, bytes]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for about in archive.infolist():
                if not _is_template(about.filename):
                    continue
                if len(found) >= MOST_FILES:
                    raise ImportRefused(_("At most %d files in one go.") % MOST_FILES)
                with archive.open(about) as file:
                    content = file.read(min(FILE_BYTES, max(room, 0)) + 1)
                room -= len(content)
                if room < 0:
                    raise ImportRefused(_("“%s” holds more than it may.") % _plain_name(name))
                found.append((about.filename, content))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ImportRefused(_("“%s” is no zip that can be read.") % _plain_name(name)) from error
    return found


def _is_template(name: str) -> bool:
    base = name.replace("\\", "/").rpartition("/")[2]
    is_added = name.startswith(_OTHERS[0]) or base.startswith(_OTHERS[1])
    return base.lower().endswith(_ENDS) and not is_added


def _text_of(name: str, body: bytes) -> str:
    if len(body) > FILE_BYTES:
        raise ImportRefused(
            _("“%(name)s” is larger than %(size)d kB.")
            % {"name": _plain_name(name), "size": FILE_BYTES // 1000}
        )
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")  # saved by an old editor
    if "\x00" in text:
        raise ImportRefused(_("“%s” is no text.") % _plain_name(name))
    if len(text) > SOURCE_CHARACTERS:
        raise ImportRefused(
            _("“%(name)s” is larger than %(size)d kB.")
            % {"name": _plain_name(name), "size": SOURCE_CHARACTERS // 1000}
        )
    return text


def _plain_name(name: str) -> str:
    """The last part of a path, without what could be anything but a name."""
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return re.sub(r"[\x00-\x1f\x7f<>\"'&]", "", base)[:120] or "template"
