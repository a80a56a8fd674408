"""What a correction would say, what of it differs from the first, and what of it can be edited.

Nothing is planned and no code is given away. Edited words are tried in a bounded child.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from messaging import foreseeing_short, promoting, repeating
from messaging.context import build_context
from messaging.correction import Correction, Words
from messaging.editing import ADDED, Layout, edited_blocks, layout_of
from messaging.foreseen import Change, Field, Foreseen
from messaging.models import Message, MessageBody
from messaging.states import Channel
from messaging.subjects import subject_of
from messaging.worded import words_of
from templates_app import labels, rendering, trying
from templates_app.catalogue import SUBJECT, KindWords
from templates_app.checking import Draft
from templates_app.composing import frame_assigns, texts_of
from templates_app.data import Rendered
from templates_app.engine import budgets, environment
from templates_app.inheriting import Placed

_LONGEST: Final = 2_000  # lines compared; a mail has a hundred
_LIQUID: Final = ("{{", "{%")
_BDI: Final = re.compile(r"</?bdi>")  # around names, in the mail's own frame
_TELLING: Final = 12  # letters of a text by which a line is known


def foresee(*, correction: Correction, now: datetime) -> Foreseen:
    """The message that `resend` would plan. About fifteen queries, for one that repeats three.

    Raises NothingToSay, WordsNotKept, and for edits BlockLocked and BlockRefused.
    """
    first = _kept(correction.original)
    if correction.words == Words.AS_SENT:
        same = _as_sent(first or repeating.kept_words(_original_of(correction)))
        return Foreseen(mail=same, changes=tuple(_changes(correction, first, same, ())))
    layout = layout_of(order=correction.order, kind=correction.kind, original=correction.original)
    context = _context(correction, layout, now)
    if correction.channel != Channel.EMAIL:
        short = foreseeing_short.foresee(correction, layout, context)
        changes = tuple(_changes(correction, first, short.mail, short.fields)) if short.mail else ()
        return replace(short, changes=changes)
    unedited = _written(correction, layout, context)
    fields = tuple(_fields(layout, context, unedited)) if unedited else ()
    if correction.edits:
        mail, complaints = _tried(correction, layout, context)
    else:
        broken = (_("The template cannot be rendered for this order."),)
        mail, complaints = unedited, () if unedited else broken
    changes = tuple(_changes(correction, first, mail, fields)) if mail else ()
    return Foreseen(mail=mail, changes=changes, fields=fields, complaints=complaints)


def _original_of(correction: Correction) -> Message:
    if correction.original is None:
        raise repeating.WordsNotKept(_("Nothing of this kind was sent before: write it anew."))
    return correction.original


def _kept(original: Message | None) -> MessageBody | None:
    if original is None:
        return None
    body = MessageBody.objects.filter(message_id=original.pk).first()
    return None if body is None or body.is_empty else body


def _as_sent(body: MessageBody) -> Rendered:
    subject, kept = repeating.subject_of(body), body.words
    return Rendered(subject=subject, html=kept.html, text=kept.text, locale="")


def _context(correction: Correction, layout: Layout, now: datetime) -> dict[str, Any]:
    original = correction.original
    about = subject_of(original.about) if original else None
    context = build_context(
        store=layout.order.store, kind=layout.kind, order=layout.order, subject=about
    )
    ours = context["notifyhub"]
    ours["brand"] = dict(layout.brand)
    ours["promo"] = promoting.foreseen_promotion(original=original, order=layout.order, now=now)
    return context


def _written(correction: Correction, layout: Layout, context: dict[str, Any]) -> Rendered | None:
    original = correction.original
    is_same_kind = original is not None and original.kind == correction.kind
    words = words_of(original, layout.revision) if original and is_same_kind else layout.revision
    try:
        return rendering.render(revision=words, locale=layout.locale, context=context)
    except rendering.CannotRender:
        return None


def _tried(
    correction: Correction, layout: Layout, context: Mapping[str, Any]
) -> tuple[Rendered | None, tuple[str, ...]]:
    assert correction.edits is not None  # noqa: S101 - asked before
    draft = Draft(
        kind=layout.kind,
        blocks=tuple(block.spec for block in edited_blocks(layout, correction.edits)),
        leading=layout.leading,
        only=(layout.locale,),
    )
    tried = trying.try_draft(draft, locale=layout.locale, brand=layout.brand, context=context)
    complaints = tuple(
        f"{each.block_key}: {each.message}" if each.block_key else each.message
        for each in tried.complaints
    )
    return tried.mail, complaints


def _fields(layout: Layout, context: dict[str, Any], mail: Rendered) -> Iterator[Field]:
    """The texts that this reader sees, as they read them; those that never show are left out."""
    values = rendering.with_ours(context, layout.brand)
    options = rendering.options_for(context, layout.locale)
    seen = _one_line(mail.text)
    words = Draft(kind=layout.kind, blocks=()).words
    with budgets.running():
        for block in layout.blocks:
            spec = block.spec
            if not spec.is_shown or block.key == ADDED:
                continue
            yield from _fields_of(block, layout, _Reading(words, values, options, seen))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a reader's texts are rendered with, and the text of the mail they end in."""

    words: KindWords
    values: Mapping[str, Any]
    options: environment.Options
    seen: str


def _fields_of(block: Placed, layout: Layout, reading: _Reading) -> Iterator[Field]:
    spec = block.spec
    field = partial(
        Field,
        block=block.key,
        block_label=labels.translated(spec.kind.label),
        is_locked=block.is_locked,
    )
    if "source" in spec.settings:
        yield field(name="", label=_("Liquid"), value=spec.liquid_in(layout.locale))
    texts = texts_of(spec, words=reading.words, locale=layout.locale, leading=layout.leading)
    for name, label in spec.kind.texts.items():
        value = _rendered(texts.get(name, ""), reading.values, reading.options)
        is_head = block.type == SUBJECT and name == "subject"
        if is_head or (value and _one_line(value) in reading.seen):
            yield field(name=name, label=labels.translated(label), value=value)


def _rendered(text: str, values: Mapping[str, Any], options: environment.Options) -> str:
    """As the reader sees it; as it is written where their data would be read as Liquid."""
    try:
        program = environment.parse(frame_assigns() + text, escape=False)
        shown = _BDI.sub("", program.render(values, options).text).strip()
    except environment.TemplateError:
        return text
    return text if any(sign in shown for sign in _LIQUID) else shown


def _changes(
    correction: Correction, first: MessageBody | None, mail: Rendered, fields: Sequence[Field]
) -> Iterator[Change]:
    original = correction.original
    was = original.recipient if original else ""
    if was != correction.address:
        yield Change(_("To"), was, correction.address)
    if first is None:
        return
    subject = repeating.subject_of(first)
    if subject != mail.subject:
        yield Change(_("Subject"), subject, mail.subject)
    yield from _text_changes(_lines(first.words.text), _lines(mail.text), correction, fields)


def _text_changes(
    was: list[str], now: list[str], correction: Correction, fields: Sequence[Field]
) -> Iterator[Change]:
    parts = {_one_line(field.value): field.block_label for field in fields if field.value}
    edits = correction.edits
    if edits:
        parts |= dict.fromkeys(_lines(edits.lines), _("Lines above"))
        names = {field.block: field.block_label for field in fields}
        for key, edit in edits.blocks.items():
            parts |= {_one_line(text): names.get(key, key) for text in edit.texts.values()}
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, came = was[start:end], now[new_start:new_end]
        yield Change(_part_of([*came, *gone], parts), "\n".join(gone), "\n".join(came))


def _part_of(lines: Sequence[str], parts: Mapping[str, str]) -> str:
    """The block whose words these lines are, or, where the words are many enough, hold."""
    for line in lines:
        if line in parts:
            return parts[line]
    for line in lines:
        found = (part for text, part in parts.items() if len(text) >= _TELLING and text in line)
        if part := next(found, ""):
            return part
    return ""


def _lines(text: str) -> list[str]:
    found = (_one_line(line) for line in text.splitlines()[:_LONGEST])
    return [line for line in found if line]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def editable_blocks(fields: Sequence[Field]) -> dict[str, list[Field]]:
    """The fields by their block, in the order of the mail."""
    found: dict[str, list[Field]] = {}
    for each in fields:
        found.setdefault(each.block, []).append(each)
    return found
