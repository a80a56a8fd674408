"""The one line of a text message or a notice that a correction would say, and its one text."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from messaging.correction import Correction
from messaging.editing import Layout, edited_blocks
from messaging.foreseen import Field, Foreseen
from messaging.worded import words_of
from templates_app import labels, rendering
from templates_app.catalogue import SUBJECT
from templates_app.checking import Draft
from templates_app.composing import texts_of
from templates_app.data import Rendered, ShortText
from templates_app.engine.environment import TemplateError
from templates_app.inheriting import Placed
from templates_app.short_texts import render_short

SHORT = "short"  # the text's name in its block


@dataclass(frozen=True, slots=True)
class _Edited:
    """The edited line as frozen words, which nobody keeps."""

    sources: dict[str, dict[str, str]]
    brand: dict[str, Any]
    locales: list[str] = field(init=False)
    fingerprint: str = field(init=False)
    proof: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "locales", list(self.sources))
        name = blake2b(repr(self.sources).encode(), digest_size=16).hexdigest()
        object.__setattr__(self, "fingerprint", f"edited {name}")


def foresee(correction: Correction, layout: Layout, context: dict[str, Any]) -> Foreseen:
    """The line as it would leave, its links not yet ours. With complaints there is none.

    Raises BlockLocked and BlockRefused for edits.
    """
    original = correction.original
    is_same_kind = original is not None and original.kind == correction.kind
    kept = words_of(original, layout.revision) if original and is_same_kind else layout.revision
    unedited, complaint = _said(kept, layout, context)
    head = next((block for block in layout.blocks if block.type == SUBJECT), None)
    fields = (_field(head, unedited.text),) if head and unedited else ()
    said = unedited
    if correction.edits and head is not None:
        said, complaint = _said(_edited(correction, layout), layout, context)
    if said is None:
        return Foreseen(mail=None, fields=fields, complaints=(complaint,))
    shown = Rendered(subject=said.title, html="", text=said.text, locale=said.locale)
    return Foreseen(mail=shown, fields=fields)


def _said(
    words: rendering.FrozenWords, layout: Layout, context: dict[str, Any]
) -> tuple[ShortText | None, str]:
    try:
        said = render_short(revision=words, kind=layout.kind, locale=layout.locale, context=context)
    except (rendering.CannotRender, TemplateError) as error:
        return None, str(error)
    return said, ""


def _edited(correction: Correction, layout: Layout) -> _Edited:
    assert correction.edits is not None  # noqa: S101 - asked before
    block = next(
        block for block in edited_blocks(layout, correction.edits) if block.type == SUBJECT
    )
    words = Draft(kind=layout.kind, blocks=()).words
    texts = texts_of(block.spec, words=words, locale=layout.locale, leading=layout.leading)
    source = {name: texts.get(name, "") for name in ("subject", SHORT)}
    return _Edited({layout.locale: source}, dict(layout.brand))


def _field(head: Placed, value: str) -> Field:
    spec = head.spec
    return Field(
        block=head.key,
        block_label=labels.translated(spec.kind.label),
        name=SHORT,
        label=labels.translated(spec.kind.texts[SHORT]),
        value=value,
        is_locked=head.is_locked,
    )
