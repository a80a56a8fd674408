"""From blocks and words to one Liquid source per language.

In a block's Liquid `[[key]]` stands for a text of that block in the language composed, `[[name]]`
of a setting of type `liquid` for that Liquid. A text is plain words with Liquid in it, and may hold
links as `[words](address)`. What is outside Liquid is escaped here, what Liquid prints at render.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from templates_app.catalogue import BlockType, KindWords, block_type, page_part
from templates_app.engine import environment
from templates_app.engine.languages import direction

_SLOT: Final = re.compile(r"\[\[([a-z_]+)(?::([a-z_]+))?\]\]")
_LIQUID: Final = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\(([^()]+)\)")
_PREHEADER_FILLER: Final = "&#847;&zwnj;&nbsp;" * 40  # keeps clients from showing the body after it


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSpec:
    """One block as a template has it: its type, and what was set."""

    type: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        default = next(s["default"] for s in self.kind.settings if s["name"] == "is_shown")
        return bool(self.settings.get("is_shown", default))

    @property
    def is_whole(self) -> bool:
        """A pasted template with a page of its own: it stands alone and unchanged."""
        return "<html" in str(self.settings.get("source", "")).lower()

    @property
    def pasted_below(self) -> int:
        """How many lines of ours stand above the marketer's own Liquid."""
        return (
            self.kind.source.partition("[[source]]")[0].count("\n")
            if "source" in self.settings
            else 0
        )

    @property
    def kind(self) -> BlockType:
        return block_type(self.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The texts of a mail in one language, and which block each line of the html came from."""

    subject: str
    preheader: str
    html: str
    owners: tuple[tuple[int, str], ...]  # (first line, label), ascending

    def owner_of(self, line: int) -> tuple[str, int]:
        """The block a line belongs to, and its line within the block."""
        first, label = next(pair for pair in reversed(self.owners) if pair[0] <= line)
        return label, line - first + 1

    def as_json(self) -> dict[str, str]:
        return {"subject": self.subject, "preheader": self.preheader, "html": self.html}


def compose(
    blocks: Sequence[BlockSpec],
    *,
    words: KindWords,
    locale: str,
    texts: Mapping[str, Mapping[str, str]],
) -> Source:
    """One language of a template; `texts` are its own subject and preheader, where it has any."""
    mail = _texts_in(words.strings, texts, locale)
    subject, preheader = mail.get("subject", ""), mail.get("preheader", "")
    shown = [block for block in blocks if block.is_shown]
    if len(shown) == 1 and shown[0].is_whole:
        source = str(shown[0].settings["source"])
        return Source(
            subject=subject, preheader="", html=source, owners=((1, shown[0].kind.label),)
        )
    frame = {
        "locale": locale,
        "direction": direction(locale),
        "subject": as_html(subject),
        "preheader": as_html(preheader),
        "filler": _PREHEADER_FILLER,
    }
    pieces = [("Page", 0, _fill(page_part("open"), frame))]
    for zone in ("card", "ground"):
        if zone == "ground":
            pieces.append(("Page", 0, page_part("ground")))
        pieces += [
            (b.kind.label, b.pasted_below, expand(b, locale)) for b in shown if b.kind.zone == zone
        ]
    pieces.append(("Page", 0, page_part("close")))
    owners, line = [], 1
    for label, pasted_below, text in pieces:
        owners.append((line, label))
        if pasted_below:
            owners.append((line + pasted_below, label))
        line += text.count("\n")
    return Source(
        subject=subject,
        preheader=preheader,
        html="".join(text for _, _, text in pieces),
        owners=tuple(owners),
    )


def expand(block: BlockSpec, locale: str) -> str:
    """A block's Liquid with its words in it."""
    own = block.settings.get("texts", {})
    words = _texts_in(block.kind.strings, own, locale)
    slots = {key: as_html(text) for key, text in words.items()}
    slots |= {f"width:{key}": str(_button_width(text)) for key, text in words.items()}
    for setting in block.kind.settings:
        if setting["type"] == "liquid":
            slots[setting["name"]] = str(block.settings.get(setting["name"], setting["default"]))
    return _fill(block.kind.source, slots).rstrip("\n") + "\n"


def check_block(block: BlockSpec, locale: str) -> environment.Place | None:
    """The first complaint about a block on its own, or None. Pasted whole pages are read laxly."""
    pasted = block.settings.get("source")
    try:
        if pasted is not None:
            environment.parse(str(pasted), strict=not block.is_whole)
        if not block.is_whole:
            environment.parse(expand(block, locale), strict=True)
    except environment.TemplateError as error:
        return error.place
    return None


def as_html(text: str) -> str:
    """Words with Liquid as HTML with Liquid: the words escaped, links made."""
    parts = _LIQUID.split(text)
    escaped = "".join(
        part if index % 2 else html.escape(part, quote=True) for index, part in enumerate(parts)
    )
    return _LINK.sub(_anchor, escaped)


def _anchor(link: re.Match[str]) -> str:
    words, target = link.groups()
    if target.startswith("{{"):
        target = f"{target.removesuffix('}}').rstrip()} | http_url }}}}"
    elif not target.startswith(("https://", "http://", "mailto:")):
        return words
    return f'<a class="lk" href="{target}">{words}</a>'


def _fill(source: str, slots: Mapping[str, str]) -> str:
    """Put the texts in; a slot nobody fills is our own mistake and is named."""

    def text_of(slot: re.Match[str]) -> str:
        key = slot[1] if slot[2] is None else f"{slot[1]}:{slot[2]}"
        if key not in slots:
            raise KeyError(f"no text for [[{key}]]")
        return slots[key]

    return _SLOT.sub(text_of, source)


def _texts_in(
    defaults: Mapping[str, Mapping[str, str]],
    own: Mapping[str, Mapping[str, str]],
    locale: str,
) -> dict[str, str]:
    """English, then the language's, then the template's own; blank ones of its own do not count."""
    mine = {key: text for key, text in own.get(locale, {}).items() if text.strip()}
    return {**defaults.get("en", {}), **defaults.get(locale, {}), **mine}


def _button_width(text: str) -> int:
    """How wide Outlook must draw the button: it cannot measure words itself."""
    return 62 + sum(17 if ord(letter) > 0x2E80 else 9 for letter in text)
