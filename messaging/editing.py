"""Words edited for one message alone: the blocks of its mail, changed and frozen for it.

Only the language of its reader is frozen, since nobody else reads it. What the agency locked stays
locked, and what cannot be published cannot be sent this way either.
"""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from common import locales
from common.errors import DomainError
from messaging.models import Message
from messaging.worded import words_of
from orders.models import Order
from templates_app import publishing, rendering
from templates_app import queries as templates
from templates_app.block_rules import BlockRefused, check_placed
from templates_app.catalogue import SUBJECT
from templates_app.data import NotificationKind
from templates_app.inheriting import BlockLocked, Placed
from templates_app.models import Revision, Wording

ADDED: Final = "lines-for-you"  # the key of the block with the lines above the greeting
MOST_LINES: Final = 4_000
_OPENS: Final = ("greeting", "heading", "action")
_LINES: Final = '<span class="tx"><bdi>{}</bdi></span>'


class NothingToSay(DomainError):
    """There are no words of that kind, on that channel, in that way."""

    code = "nothing-to-say"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockEdit:
    """What becomes of one block: texts by name in the reader's language, settings by name."""

    texts: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    subject: str = ""  # "": as it is
    lines: str = ""  # plain words of the sender's own, above the greeting
    blocks: Mapping[str, BlockEdit] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.subject or self.lines.strip() or self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A mail as it would be written now: its blocks, for one reader's language."""

    order: Order
    kind: str
    revision: Revision
    blocks: tuple[Placed, ...]
    locale: str
    brand: Mapping[str, Any]

    @property
    def leading(self) -> str:
        """As the blocks were composed when they were published."""
        return self.order.store.locale if self.revision.store_id else "en"


def layout_of(*, order: Order, kind: str, original: Message | None) -> Layout:
    """Two to five queries. The order has its store at hand. Raises NothingToSay."""
    store = order.store
    revision = templates.current_revision(store=store, kind=NotificationKind(kind))
    if revision is None:
        raise NothingToSay(_("There is no published template for this kind of message."))
    words = words_of(original, revision) if original and original.kind == kind else revision
    wanted = original.locale if original else locales.normal(order.locale)
    is_own = revision.store_id is not None
    return Layout(
        order=order,
        kind=kind,
        revision=revision,
        blocks=tuple(Placed.from_json(kept) for kept in words.blocks),
        locale=rendering.resolve_locale(wanted or "", store.locale, words.locales),
        brand=revision.brand if is_own else templates.resolved_brand(store).as_context(),
    )


def edited_wording(layout: Layout, edits: Edits, *, now: datetime) -> Wording:
    """The edited mail, frozen in the reader's language, once it could be published.

    Raises BlockLocked, BlockRefused, TemplateRefused.
    """
    return publishing.freeze(
        agency_id=layout.order.store.agency_id,
        kind=layout.kind,
        blocks=edited_blocks(layout, edits),
        leading=layout.leading,
        now=now,
        locales=(layout.locale,),
    )


def edited_blocks(layout: Layout, edits: Edits) -> tuple[Placed, ...]:
    """The blocks with the edits in them. Raises BlockLocked, BlockRefused."""
    changes = dict(edits.blocks)
    if edits.subject:
        subject = changes.get(SUBJECT, BlockEdit())
        texts = {**subject.texts, "subject": edits.subject}
        changes[SUBJECT] = replace(subject, texts=texts)
    unknown = set(changes) - {block.key for block in layout.blocks}
    if unknown:
        raise BlockRefused(min(unknown), "", _("This mail has no such block."))
    blocks = [
        _edited(block, changes[block.key], layout.locale) if block.key in changes else block
        for block in layout.blocks
    ]
    if edits.lines.strip():
        blocks = _with_lines(blocks, edits.lines)
    check_placed(blocks)
    return tuple(blocks)


def _edited(block: Placed, edit: BlockEdit, locale: str) -> Placed:
    if block.is_locked:
        raise BlockLocked(block.key)
    settings = {**block.settings, **edit.settings}
    if "source" in edit.settings:
        settings.pop("sources", None)  # the one given is the reader's
    if edit.texts:
        texts = settings.get("texts") or {}
        settings["texts"] = {**texts, locale: {**texts.get(locale, {}), **edit.texts}}
    return replace(block, settings=settings)


def _with_lines(blocks: Sequence[Placed], lines: str) -> list[Placed]:
    """Before the first block that speaks to the reader; they are words, never Liquid."""
    if len(lines) > MOST_LINES:
        raise BlockRefused(ADDED, "", _("At most %d characters.") % MOST_LINES)
    kept = [block for block in blocks if block.key != ADDED]
    words = html.escape("\n".join(lines.strip().splitlines())).replace("{", "&#123;")
    source = _LINES.format(words.replace("\n", "<br>"))
    place = next((at for at, block in enumerate(kept) if block.type in _OPENS), 1)
    return [
        *kept[:place],
        Placed(key=ADDED, type="custom", settings={"source": source}),
        *kept[place:],
    ]
