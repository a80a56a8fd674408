"""What a buyer cannot see: cut off, without words for a picture, too pale, not understood."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from templates_app.colours import contrast, is_hex
from templates_app.data import BrandData
from templates_app.linting.complaints import Complaint
from templates_app.linting.findings import Severity
from templates_app.linting.mail import Mail

CLIPPED_AT: Final = 102 * 1024  # bytes of HTML after which Gmail shows "[Message clipped]"
READABLE: Final = 4.5  # WCAG 2.1, 1.4.3
_PICTURE: Final = re.compile(r"<img\b([^<>]{0,5000})>", re.IGNORECASE)
_ALT: Final = re.compile(r"\salt\s*=", re.IGNORECASE)
_STYLE: Final = re.compile(r"""\sstyle\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_COLOUR: Final = re.compile(r"(?:^|;)\s*color\s*:\s*(#[0-9a-f]{3,6})\b", re.IGNORECASE)
_GROUND: Final = re.compile(
    r"(?:^|;)\s*background(?:-color)?\s*:\s*(#[0-9a-f]{3,6})\b", re.IGNORECASE
)
# Not in Outlook for Windows, nor in one of Gmail, Yahoo and Apple Mail (caniemail.com).
_UNSUPPORTED: Final = re.compile(
    r"position\s*:\s*(?:absolute|fixed|sticky)|display\s*:\s*(?:inline-)?(?:flex|grid)"
    r"|background-image\s*:|(?<![\w-])transform\s*:|(?<![\w-])animation\s*:|(?<![\w-])filter\s*:"
    r"|\bcalc\(|\bvar\(\s*--|@import\b|(?<![\w-])object-fit\s*:",
    re.IGNORECASE,
)


def picture_without_words(mail: Mail) -> Iterator[Complaint]:
    for piece in mail.written:
        for picture in _PICTURE.finditer(piece.masked) if piece.is_liquid else ():
            if not _ALT.search(picture[1]):
                message = _("This picture has no words (alt) for who does not see it.")
                yield Complaint(message=message, **piece.place(picture.start()))


def size(mail: Mail) -> Iterator[Complaint]:
    """A hint always: how much of the room is used, in the largest of all."""
    pages = [(len(page.html.encode()), page.locale) for page in mail.every_page]
    if not pages:
        return
    largest, locale = max(pages)
    words = {"size": -(-largest // 1024), "most": CLIPPED_AT // 1024}
    if largest > CLIPPED_AT:
        message = _("%(size)d kB: Gmail cuts a mail off after %(most)d kB.")
        yield Complaint(message=message % words, severity=Severity.WARNING, locale=locale)
        return
    message = _("%(size)d kB of %(most)d kB before mail programs cut it off.")
    yield Complaint(message=message % words, severity=Severity.HINT, locale=locale)


def pale_text(mail: Mail) -> Iterator[Complaint]:
    card = str((mail.brand or BrandData().as_context()).get("card") or "#FFFFFF")
    for piece in mail.written:
        for style in _STYLE.finditer(piece.masked) if piece.is_liquid else ():
            group = 1 if style[1] is not None else 2
            colour, ground = _COLOUR.search(style[group]), _GROUND.search(style[group])
            if colour is None:
                continue
            pair = (colour[1], ground[1] if ground else card)
            if all(map(is_hex, pair)) and contrast(*pair) < READABLE:
                message = _(
                    "%(text)s on %(ground)s is hard to read: contrast %(ratio).1f, not 4.5."
                )
                words: dict[str, Any] = {"text": pair[0], "ground": pair[1]}
                words["ratio"] = contrast(*pair)
                yield Complaint(message=message % words, **piece.place(style.start(group)))


def unsupported_style(mail: Mail) -> Iterator[Complaint]:
    for piece in mail.written:
        for found in _UNSUPPORTED.finditer(piece.masked) if piece.is_liquid else ():
            message = _("Outlook or Gmail does not understand “%s”.") % found[0]
            yield Complaint(message=message, **piece.place(found.start()))
