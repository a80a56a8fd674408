"""What does not parse, is taken out of a mail, or should not stand in one."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from templates_app.data import NotificationKind as Kind
from templates_app.engine import environment
from templates_app.engine.environment import TemplateError
from templates_app.linting.complaints import Complaint
from templates_app.linting.mail import OUTPUT, Mail

_ACTIVE: Final = re.compile(
    r"<(script|form|input|button|select|textarea|iframe|frame|object|embed|applet|video|audio|link"
    r"|base|meta\s+http-equiv\s*=\s*[\"']?refresh)\b([^<>]{0,2000})",
    re.IGNORECASE,
)
_HANDLER: Final = re.compile(r"<\w[^<>]{0,2000}?\s(on[a-z]{3,20})\s*=", re.IGNORECASE)
_UNQUOTED: Final = re.compile(rf"<\w[^<>]{{0,2000}}?\s([\w:-]{{1,40}})\s*=\s*{OUTPUT}")
_STAFF_ONLY: Final = ("note", "tags", "has_high_risks?", "fulfillment_aborted", "fulfillment_url")


def does_not_parse(mail: Mail) -> Iterator[Complaint]:
    for piece, place in mail.broken:
        yield Complaint(
            message=place.message,
            block_key=piece.block_key,
            locale=piece.locale,
            text_key=piece.text_key,
            line=place.line,
            column=place.column,
        )


def fails_on_samples(mail: Mail) -> Iterator[Complaint]:
    told = set()
    for page in mail.every_page:
        for key, place in page.problems:
            if (key, place) in told:
                continue
            told.add((key, place))
            words = {"sample": page.sample, "problem": place.message}
            yield Complaint(
                message=_("Fails on the sample order “%(sample)s”: %(problem)s") % words,
                block_key=key,
                locale=page.locale,
                line=place.line,
                column=place.column,
            )


def forgiven(mail: Mail) -> Iterator[Complaint]:
    """What Shopify reads laxly: it works, though perhaps not as it was meant."""
    for piece in mail.written:
        if mail.whole is None or not piece.is_liquid:
            continue
        try:
            warnings = environment.parse(piece.text).warnings
        except TemplateError:
            continue
        for place in warnings:
            yield Complaint(
                message=_("Shopify lets this pass: %s") % place.message,
                block_key=piece.block_key,
                locale=piece.locale,
                line=place.line,
                column=place.column,
            )


def active_content(mail: Mail) -> Iterator[Complaint]:
    for piece in mail.written:
        if not piece.is_liquid:
            continue
        text = piece.masked
        for found in _ACTIVE.finditer(text):
            if "ld+json" not in found[2]:
                message = _("Mail programs do not run <%s>: it is taken out.") % found[1].lower()
                yield Complaint(message=message, **piece.place(found.start()))
        for found in _HANDLER.finditer(text):
            message = _("Mail programs do not run %s: it is taken out.") % found[1].lower()
            yield Complaint(message=message, **piece.place(found.start(1)))


def unquoted_attribute(mail: Mail) -> Iterator[Complaint]:
    for piece in mail.written:
        for found in _UNQUOTED.finditer(piece.masked) if piece.is_liquid else ():
            message = _("Put quotation marks around the value of %s: a buyer could add to it.")
            yield Complaint(message=message % found[1], **piece.place(found.start(1)))


def for_staff_only(mail: Mail) -> Iterator[Complaint]:
    if mail.kind == Kind.STAFF_NEW_ORDER:
        return
    for piece, read in mail.readings:
        for spot in read.variables:
            root = spot.name.split(".")[0].split("[")[0]
            if root in _STAFF_ONLY or spot.name in ("customer.note", "customer.tags"):
                message = _("%s holds what staff write to each other: buyers would read it.")
                yield Complaint.of(piece, spot, message % spot.name)


def locked_but_hidden(mail: Mail) -> Iterator[Complaint]:
    """The sender's legal lines, which the law wants below each mail."""
    legal = [block for block in mail.draft.blocks if block.type == "legal"]
    if mail.whole is None and legal and not any(block.is_shown for block in legal):
        message = _("The legal lines are hidden: a mail must say who sends it.")
        yield Complaint(message=message, block_key=legal[0].name)
