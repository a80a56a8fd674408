"""What stands on disk: block types and kinds, with their Liquid, settings and strings."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_ROOM: Final = Path(__file__).parent
_BLOCKS: Final = _ROOM / "blocks"
_KINDS: Final = _ROOM / "kinds"
PAGE: Final = "page"  # the frame around all blocks; no block itself
SUBJECT: Final = "subject"  # the block with what stands above the mail, and says it shortly

Strings = dict[str, dict[str, str]]  # locale → key → text


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockType:
    """A folder under blocks/."""

    name: str
    label: str
    zone: str  # "head": above the mail; "card": on the white; "promo": below all
    # of that; "ground": beneath the white
    settings: tuple[dict[str, Any], ...]  # name, type, default, label, and options of a "choice"
    texts: dict[str, str]  # key → its label, in the order an editor shows them
    source: str
    strings: Strings


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultBlock:
    """A block that a kind's default begins with."""

    key: str
    type: str
    settings: dict[str, Any]
    is_locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """A folder under kinds/: the blocks a default begins with, and its words.

    In the strings "subject", "preheader" and "short" are the mail's; "greeting.title" is what the
    block with the key "greeting" says in this kind, instead of what its type says anywhere.
    """

    name: str
    blocks: tuple[DefaultBlock, ...]
    strings: Strings

    def texts_for(self, key: str, locale: str) -> dict[str, str]:
        """The kind's words for one of its blocks in exactly that language."""
        if key == SUBJECT:
            mail = self.strings.get(locale, {})
            return {name: text for name, text in mail.items() if "." not in name}
        start = f"{key}."
        return {
            name.removeprefix(start): text
            for name, text in self.strings.get(locale, {}).items()
            if name.startswith(start)
        }

    @property
    def locales(self) -> tuple[str, ...]:
        return tuple(sorted(self.strings))


@cache
def block_type(name: str) -> BlockType:
    """The block type of that name; KeyError for one that does not exist."""
    if name not in block_type_names():
        raise KeyError(name)
    folder = _BLOCKS / name
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    strings = _strings_in(folder)
    schema_texts = schema.get("texts", {})
    texts = {key: key.replace("_", " ").capitalize() for key in strings.get("en", {})}
    return BlockType(
        name=name,
        label=schema["label"],
        zone=schema["zone"],
        settings=tuple(schema["settings"]),
        texts=schema_texts | {k: v for k, v in texts.items() if k not in schema_texts},
        source=(folder / "block.liquid").read_text("utf-8"),
        strings=strings,
    )


@cache
def block_type_names() -> frozenset[str]:
    return frozenset(path.parent.name for path in _BLOCKS.glob("*/schema.json"))


@cache
def kind_words(kind: str) -> KindWords | None:
    """The words of a kind, or None where we have none yet."""
    folder = _KINDS / kind.lower()
    if not folder.is_dir():
        return None
    about = json.loads((folder / "kind.json").read_text("utf-8"))
    blocks = tuple(_default_block(each) for each in about["blocks"])
    return KindWords(name=about["name"], blocks=blocks, strings=_strings_in(folder))


def _default_block(each: str | dict[str, Any]) -> DefaultBlock:
    """`"greeting"`, or an object where the default is more than a type."""
    about: dict[str, Any] = {"type": each} if isinstance(each, str) else each
    return DefaultBlock(
        key=about.get("key", about["type"]),
        type=about["type"],
        settings=about.get("settings", {}),
        is_locked=about.get("is_locked", False),
    )


@cache
def page_part(name: str) -> str:
    """A part of the frame: `open`, `ground` or `close`."""
    return (_BLOCKS / PAGE / f"{name}.liquid").read_text("utf-8")


def _strings_in(folder: Path) -> Strings:
    files = sorted((folder / "strings").glob("*.json"))
    return {path.stem: json.loads(path.read_text("utf-8")) for path in files}
