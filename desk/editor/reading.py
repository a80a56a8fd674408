"""What the page sends of a draft, as the templates' own types."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from desk.editor.doors import NotUnderstood, Opened
from templates_app.block_rules import check_placed
from templates_app.checking import Draft
from templates_app.inheriting import Placed


def read_blocks(sent: Mapping[str, Any]) -> tuple[Placed, ...]:
    """The blocks as they were sent. Raises NotUnderstood for what has not their shape."""
    blocks = sent.get("blocks")
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        raise NotUnderstood(_("The page sent no blocks. Open it again."))
    return tuple(_placed(each) for each in blocks)


def read_draft(opened: Opened, sent: Mapping[str, Any]) -> Draft:
    """The unsaved draft, as far as it can be one. Raises NotUnderstood, BlockRefused."""
    blocks = read_blocks(sent)
    check_placed(blocks)
    return draft_with(opened, blocks)


def draft_with(opened: Opened, blocks: tuple[Placed, ...]) -> Draft:
    return Draft(
        kind=opened.template.kind,
        blocks=tuple(block.spec for block in blocks),
        leading=opened.leading,
    )


def _placed(sent: Mapping[str, Any]) -> Placed:
    key, kind, settings = sent.get("key"), sent.get("type"), sent.get("settings", {})
    if not isinstance(key, str) or not isinstance(kind, str) or not isinstance(settings, dict):
        raise NotUnderstood(_("The page sent a block that we cannot read. Open it again."))
    return Placed(key=key, type=kind, settings=settings, is_locked=sent.get("is_locked") is True)
