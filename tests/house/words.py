"""What the source asks translators for, gathered without GNU gettext, and what they answered."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
LOCALE = ROOT / "notifyhub" / "locale"
LANGUAGES = {"nb": "nb", "da": "da", "sv": "sv", "zh-hans": "zh_Hans"}  # ours → gettext's
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")
_ONE, _MANY, _CONTEXT, _CONTEXT_MANY = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    "_": _ONE,
    "gettext": _ONE,
    "gettext_lazy": _ONE,
    "gettext_noop": _ONE,
    "ngettext": _MANY,
    "ngettext_lazy": _MANY,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _CONTEXT_MANY,
    "npgettext_lazy": _CONTEXT_MANY,
}

Key = tuple[str, str, str]  # context, singular, plural; "" where there is none


def sources() -> Iterator[Path]:
    """Every Python file and template of ours, in or beside a room."""
    rooms = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    for room in rooms:
        for path in sorted(room.rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def asked() -> dict[Key, str]:
    """Each text that is marked, and a file that marks it."""
    found: dict[Key, str] = {}
    for key, path in asked_everywhere():
        found.setdefault(key, path)
    return found


def asked_everywhere() -> Iterator[tuple[Key, str]]:
    """Each text that is marked, with each file that marks it."""
    for path in sources():
        code = path.read_text()
        if path.suffix != ".py":
            # Babel's reader of Python minds indentation; the strings themselves are on one line.
            code = "\n".join(line.strip() for line in templatize(code).splitlines())
        for _line, message, _comments, context in extract("python", _bytes(code), KEYWORDS):
            one, many = message if isinstance(message, tuple) else (message, "")
            yield (context or "", one, many), str(path.relative_to(ROOT))


def answered(language: str) -> Catalog:
    return read(LOCALE / LANGUAGES[language] / "LC_MESSAGES" / "django.po")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def compiled(language: str) -> Catalog:
    with (LOCALE / LANGUAGES[language] / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return read_mo(file)


def answers(catalog: Catalog) -> dict[Key, tuple[str, ...]]:
    return {key_of(one): forms_of(one) for one in catalog if one.id}


def key_of(message: Any) -> Key:
    one, many = message.id if isinstance(message.id, list | tuple) else (message.id, "")
    context = message.context or ""  # of a compiled catalogue Babel gives it as bytes
    return (context.decode() if isinstance(context, bytes) else context, one, many)


def forms_of(message: Any) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string,)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _bytes(code: str) -> BytesIO:
    return BytesIO(code.encode())
