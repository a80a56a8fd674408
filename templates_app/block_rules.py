"""What blocks may hold, checked when a draft is saved: types, names, settings, sizes."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from common import locales
from common.errors import DomainError
from templates_app import catalogue
from templates_app.brand_rules import is_web_address
from templates_app.engine.budgets import SOURCE_CHARACTERS

if TYPE_CHECKING:
    from templates_app.inheriting import Placed

MOST_BLOCKS: Final = 60
TEXT_CHARACTERS: Final = 5_000
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
_ALWAYS: Final = frozenset({"texts", "is_shown"})


class BlockRefused(DomainError):
    """A block holds what it cannot; `key` and `field` name the place."""

    code = "block-refused"

    def __init__(self, key: str, field: str, complaint: str) -> None:
        super().__init__(f"{key}, {field}: {complaint}" if field else f"{key}: {complaint}")
        self.key, self.field, self.complaint = key, field, complaint


def check_placed(blocks: "Sequence[Placed]") -> None:
    """Raise BlockRefused for the first thing that cannot be kept."""
    if len(blocks) > MOST_BLOCKS:
        raise BlockRefused("", "", _("At most %d blocks.") % MOST_BLOCKS)
    seen: set[str] = set()
    for block in blocks:
        if not _KEY.fullmatch(block.key) or block.key in seen:
            raise BlockRefused(
                block.key, "key", _("Each block needs a name of its own (a-z, 0-9).")
            )
        seen.add(block.key)
        if block.type not in catalogue.block_type_names():
            raise BlockRefused(block.key, "type", _("There is no such block."))
        _check_settings(block)
    heads = [block.key for block in blocks if block.type == catalogue.SUBJECT]
    if heads != [catalogue.SUBJECT]:
        raise BlockRefused(catalogue.SUBJECT, "", _("A mail has exactly one subject."))
    _check_pools(blocks)


def _check_pools(blocks: "Sequence[Placed]") -> None:
    """A mail takes one code along, hence all its blocks name the same pool."""
    named: str | None = None
    for block in blocks:
        if block.settings.get("code_mode") == "UNIQUE":
            pool = str(block.settings.get("pool", "")).strip()
            if named not in (None, pool):
                raise BlockRefused(
                    block.key, "pool", _("All promotions of a mail name the same pool of codes.")
                )
            named = pool


def _check_settings(block: "Placed") -> None:
    about = catalogue.block_type(block.type)
    known = {setting["name"]: setting for setting in about.settings}
    for name, value in block.settings.items():
        if name == "texts":
            _check_texts(block, value)
        elif name == "sources" and "source" in known:
            _check_sources(block, value)
        elif name in known:
            complaint = complaint_about(known[name], value)
            if complaint:
                raise BlockRefused(block.key, name, complaint)
        elif name not in _ALWAYS:
            raise BlockRefused(block.key, name, _("This block has no such setting."))


def complaint_about(setting: Mapping[str, Any], value: Any) -> str:
    """Why the value cannot stand in that setting, in words for a marketer; "" if it can."""
    return _CHECKS[setting["type"]](setting, value)


def _check_texts(block: "Placed", texts: Any) -> None:
    known = catalogue.block_type(block.type).texts
    if not isinstance(texts, dict):
        raise BlockRefused(block.key, "texts", _("Texts are given by language."))
    for locale, words in texts.items():
        if locales.normal(str(locale)) != locale or not isinstance(words, dict):
            raise BlockRefused(block.key, f"texts.{locale}", _("That is no language we know."))
        for name, text in words.items():
            field = f"texts.{locale}.{name}"
            if name not in known:
                raise BlockRefused(block.key, field, _("This block has no such text."))
            if not isinstance(text, str) or len(text) > TEXT_CHARACTERS:
                raise BlockRefused(block.key, field, _("At most %d characters.") % TEXT_CHARACTERS)


def _check_sources(block: "Placed", sources: Any) -> None:
    if not isinstance(sources, dict):
        raise BlockRefused(block.key, "sources", _("Liquid is given by language."))
    for locale, source in sources.items():
        if locales.normal(str(locale)) != locale or _liquid({}, source):
            raise BlockRefused(block.key, f"sources.{locale}", _liquid({}, source))


def _boolean(_setting: Mapping[str, Any], value: Any) -> str:
    return "" if isinstance(value, bool) else _("This is either on or off.")


def _choice(setting: Mapping[str, Any], value: Any) -> str:
    offered = [option["value"] for option in setting["options"]]
    return "" if value in offered else _("Choose one of those offered.")


def _text(setting: Mapping[str, Any], value: Any) -> str:
    most = int(setting.get("maximum", 500))
    if isinstance(value, str) and len(value) <= most:
        return ""
    return _("At most %d characters.") % most


def _number(setting: Mapping[str, Any], value: Any) -> str:
    least, most = setting.get("minimum", 0), setting.get("maximum", 1_000)
    if type(value) is int and least <= value <= most:
        return ""
    return _("A whole number from %(least)d to %(most)d.") % {"least": least, "most": most}


def _date(_setting: Mapping[str, Any], value: Any) -> str:
    if value == "" or _is_date(value):
        return ""
    return _("Write the date as 2026-12-31.")


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _url(_setting: Mapping[str, Any], value: Any) -> str:
    if value == "" or is_web_address(value):
        return ""
    return _("This must be a web address (https://…).")


def _liquid(_setting: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, str) and len(value) <= SOURCE_CHARACTERS:
        return ""
    return _("At most %d characters.") % SOURCE_CHARACTERS


_CHECKS: Final[dict[str, Callable[[Mapping[str, Any], Any], str]]] = {
    "boolean": _boolean,
    "choice": _choice,
    "text": _text,
    "number": _number,
    "date": _date,
    "url": _url,
    "picture": _url,
    "liquid": _liquid,
}
