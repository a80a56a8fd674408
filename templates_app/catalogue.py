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

Strings = dict[str, dict[str, str]]  # locale → key → text


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockType:
    """A folder under blocks/."""

    name: str
    label: str
    zone: str  # "card": on the white; "ground": below it
    settings: tuple[dict[str, Any], ...]
    source: str
    strings: Strings


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """A folder under kinds/: the blocks a default begins with, and subject and preheader."""

    name: str
    blocks: tuple[str, ...]
    strings: Strings

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
    return BlockType(
        name=name,
        label=schema["label"],
        zone=schema["zone"],
        settings=tuple(schema["settings"]),
        source=(folder / "block.liquid").read_text("utf-8"),
        strings=_strings_in(folder),
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
    return KindWords(name=about["name"], blocks=tuple(about["blocks"]), strings=_strings_in(folder))


@cache
def page_part(name: str) -> str:
    """A part of the frame: `open`, `ground` or `close`."""
    return (_BLOCKS / PAGE / f"{name}.liquid").read_text("utf-8")


def _strings_in(folder: Path) -> Strings:
    files = sorted((folder / "strings").glob("*.json"))
    return {path.stem: json.loads(path.read_text("utf-8")) for path in files}
