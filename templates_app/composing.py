"""From blocks and words to one Liquid source per language.

In a block's Liquid `[[key]]` stands for a text of that block in the language composed, `[[name]]`
of any other setting for its value: Liquid as it is, the rest escaped (a boolean is "true" or "").
A text is plain words with Liquid in it, and may hold links as `[words](address)`. What is outside
Liquid is escaped here, what Liquid prints at render.

# Note [Which text a buyer reads]
A text of a block is the first there is of: the marketer's own in the language, its parents, the
leading language (the store's), English, any other; then ours for the kind, then ours for the block.
So a marketer who rewrites a heading in one language has rewritten it for all, until the others are
written too: two languages would otherwise promise two things.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from common import locales as tags
from templates_app.catalogue import SUBJECT, BlockType, KindWords, block_type, page_part
from templates_app.engine import environment
from templates_app.engine.languages import direction

_SLOT: Final = re.compile(r"\[\[([a-z_]+)(?::([a-z_]+))?\]\]")
_LIQUID: Final = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\(([^()]+)\)")
_BELOW_A_PAGE: Final = (
    '<table role="presentation" align="center" width="600" cellpadding="0" cellspacing="0" '
    'border="0" style="width:100%;max-width:600px;margin:0 auto;">\n'
)
# Wherever a marketer put it: what promotes stands below all that the mail is about.
PLACED_ZONES: Final = ("card", "promo", "ground")
_PREHEADER_FILLER: Final = "&#847;&zwnj;&nbsp;" * 40  # keeps clients from showing the body after it


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSpec:
    """One block of a template: its type, and what was set. `key` names it within its mail."""

    type: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""

    @property
    def name(self) -> str:
        """How the mail calls it: its key, else its type."""
        return self.key or self.type

    @property
    def is_shown(self) -> bool:
        default = next((s["default"] for s in self.kind.settings if s["name"] == "is_shown"), True)
        return bool(self.settings.get("is_shown", default))

    @property
    def own_texts(self) -> Mapping[str, Mapping[str, str]]:
        """What the marketer wrote: locale → key → text."""
        texts: Mapping[str, Mapping[str, str]] = self.settings.get("texts") or {}
        return texts

    def value_of(self, name: str) -> Any:
        """A setting as it was set, else its default; KeyError for one the type does not have."""
        default = next(s["default"] for s in self.kind.settings if s["name"] == name)
        return self.settings.get(name, default)

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

    def liquid_in(self, locale: str) -> str:
        """The marketer's own Liquid: one for all languages, unless this one has its own."""
        own: Mapping[str, str] = self.settings.get("sources") or {}
        found = next((own[tag] for tag in tags.chain(locale) if own.get(tag)), None)
        return str(self.settings.get("source", "")) if found is None else found

    @property
    def kind(self) -> BlockType:
        return block_type(self.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The texts of a mail in one language, and which block each line of the html came from."""

    subject: str
    preheader: str
    short: str  # one line for text messages and notices
    html: str
    owners: tuple[tuple[int, str, str], ...]  # (first line, label, key), ascending

    def owner_of(self, line: int) -> tuple[str, int]:
        """The label of the block a line belongs to, and its line within the block."""
        first, label, _key = next(owner for owner in reversed(self.owners) if owner[0] <= line)
        return label, line - first + 1

    def block_at(self, line: int) -> tuple[str, int]:
        """The key of the block a line belongs to ("" for the frame), and its line within it."""
        first, _label, key = next(owner for owner in reversed(self.owners) if owner[0] <= line)
        return key, line - first + 1

    def as_json(self) -> dict[str, str]:
        return {
            "subject": self.subject,
            "preheader": self.preheader,
            "short": self.short,
            "html": self.html,
        }


def compose(
    blocks: Sequence[BlockSpec], *, words: KindWords, locale: str, leading: str = "en"
) -> Source:
    """One language of a template; `leading` is the store's, shown where a text is missing."""
    head = next((block for block in blocks if block.type == SUBJECT), BlockSpec(type=SUBJECT))
    mail = texts_of(head, words=words, locale=locale, leading=leading)
    subject, preheader = mail.get("subject", ""), mail.get("preheader", "")
    shown = [block for block in blocks if block.is_shown and block.type != SUBJECT]
    whole = next((block for block in shown if block.is_whole), None)
    if whole is not None:
        others = [block for block in shown if block is not whole]
        below = sorted(others, key=lambda block: PLACED_ZONES.index(block.kind.zone))
        added = [expand(b, words=words, locale=locale, leading=leading) for b in below]
        pasted, placed = _pasted_page(whole, list(zip(below, added, strict=True)), locale)
        return Source(
            subject=subject, preheader="", short=mail.get("short", ""), html=pasted, owners=placed
        )
    frame = {
        "locale": locale,
        "direction": direction(locale),
        "subject": as_html(subject),
        "preheader": as_html(preheader),
        "filler": _PREHEADER_FILLER,
    }
    pieces = [("Page", "", 0, _fill(page_part("open"), frame))]
    for zone in PLACED_ZONES:
        if zone == "ground":
            pieces.append(("Page", "", 0, page_part("ground")))
        for b in shown:
            if b.kind.zone == zone:
                text = expand(b, words=words, locale=locale, leading=leading)
                pieces.append((b.kind.label, b.name, b.pasted_below, text))
    pieces.append(("Page", "", 0, page_part("close")))
    owners, line = [], 1
    for label, key, pasted_below, text in pieces:
        owners.append((line, label, key))
        if pasted_below:
            owners.append((line + pasted_below, label, key))
        line += text.count("\n")
    return Source(
        subject=subject,
        preheader=preheader,
        short=mail.get("short", ""),
        html="".join(piece[-1] for piece in pieces),
        owners=tuple(owners),
    )


def _pasted_page(
    whole: BlockSpec, below: Sequence[tuple[BlockSpec, str]], locale: str
) -> tuple[str, tuple[tuple[int, str, str], ...]]:
    """A page of its own, with the blocks that stand beside it (locked ones) at its end.

    And which block each of its lines came from.
    """
    page = whole.liquid_in(locale)
    owners = [(1, whole.kind.label, whole.name)]
    if not below:
        return page, tuple(owners)
    at = page.lower().rfind("</body")
    at = len(page) if at < 0 else at
    text = page[:at].rstrip("\n") + "\n"
    for piece, label, key in (
        (frame_assigns() + _BELOW_A_PAGE, "Page", ""),
        *((source, block.kind.label, block.name) for block, source in below),
        ("</table>\n", "Page", ""),
    ):
        owners.append((text.count("\n") + 1, label, key))
        text += piece
    owners.append((text.count("\n") + 1, whole.kind.label, whole.name))
    return text + page[at:], tuple(owners)


def frame_assigns() -> str:
    """What the frame makes for the blocks: its Liquid above the page."""
    return page_part("open").partition("<!doctype")[0]


def expand(block: BlockSpec, *, words: KindWords, locale: str, leading: str = "en") -> str:
    """A block's Liquid with its words in it."""
    texts = texts_of(block, words=words, locale=locale, leading=leading)
    slots = {key: as_html(text) for key, text in texts.items()}
    slots |= {f"width:{key}": str(_button_width(text)) for key, text in texts.items()}
    for setting in block.kind.settings:
        slots[setting["name"]] = (
            block.liquid_in(locale)
            if setting["type"] == "liquid"
            else _plain(block.value_of(setting["name"]))
        )
    return _fill(block.kind.source, slots).rstrip("\n") + "\n"


def texts_of(
    block: BlockSpec, *, words: KindWords, locale: str, leading: str = "en"
) -> dict[str, str]:
    """Every text of the block as a buyer of that language reads it. See Note [Which text …]."""
    defaults = default_texts(block, words=words, locale=locale)
    order = [*tags.chain(locale), *tags.chain(leading), "en", *sorted(block.own_texts)]
    mine: dict[str, str] = {}
    for tag in order:
        for key, text in block.own_texts.get(tag, {}).items():
            if text.strip():
                mine.setdefault(key, text)
    return {**defaults, **mine}


def default_texts(block: BlockSpec, *, words: KindWords, locale: str) -> dict[str, str]:
    """Our words for the block in this kind of mail, English where a language lacks them."""
    ours: dict[str, str] = {}
    for tag in ("en", *reversed(tags.chain(locale))):
        ours |= block.kind.strings.get(tag, {})
    for tag in ("en", *reversed(tags.chain(locale))):
        ours |= words.texts_for(block.name, tag)
    return ours


def locales_of(blocks: Sequence[BlockSpec], words: KindWords) -> list[str]:
    """The languages a mail is frozen in: ours, and each that a marketer wrote a text in."""
    written = {
        tag
        for block in blocks
        for tag, texts in block.own_texts.items()
        if any(text.strip() for text in texts.values())
    }
    pasted = {tag for block in blocks for tag in block.settings.get("sources") or {}}
    return sorted({*words.locales, *written, *pasted})


def check_block(
    block: BlockSpec, *, words: KindWords, locale: str, leading: str = "en"
) -> environment.Place | None:
    """The first complaint about a block on its own, or None. Pasted whole pages are read laxly."""
    pasted = block.liquid_in(locale) if "source" in block.settings else None
    try:
        if pasted is not None:
            environment.parse(pasted, strict=not block.is_whole)
        if not block.is_whole:
            source = expand(block, words=words, locale=locale, leading=leading)
            environment.parse(source, strict=True)
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


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return html.escape(str(value), quote=True)


def _button_width(text: str) -> int:
    """How wide Outlook must draw the button: it cannot measure words itself."""
    return 62 + sum(17 if ord(letter) > 0x2E80 else 9 for letter in text)
