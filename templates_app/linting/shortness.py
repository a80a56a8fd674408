"""The short text: it leads somewhere, and costs no more than it says."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from common import gsm
from templates_app import catalogue
from templates_app.data import NotificationKind
from templates_app.linting.complaints import Complaint
from templates_app.linting.mail import Mail

MOST_PARTS: Final = 2
_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_LINK_OF_OURS: Final = "x" * 60  # about what stands instead of a link when it is sent


def no_link(mail: Mail) -> Iterator[Complaint]:
    if mail.kind == NotificationKind.STAFF_NEW_ORDER:
        return
    for page in mail.pages:
        if page.short and not _LINK.search(page.short):
            message = _("The short text has no link: who reads it as SMS cannot see the order.")
            yield _complaint(message, page.locale)


def long_text(mail: Mail) -> Iterator[Complaint]:
    for page in mail.pages:
        text = gsm.plain_signs(_LINK.sub(_LINK_OF_OURS, page.short))
        found = gsm.measure(text)
        if found.part_count <= MOST_PARTS:
            continue
        said = {"count": found.part_count, "signs": " ".join(found.odd_signs[:8])}
        message = (
            _("As SMS the short text takes %(count)d parts: these signs need Unicode: %(signs)s")
            if found.is_unicode
            else _("As SMS the short text takes %(count)d parts.")
        )
        yield _complaint(message % said, page.locale)


def _complaint(message: str, locale: str) -> Complaint:
    return Complaint(message=message, block_key=catalogue.SUBJECT, text_key="short", locale=locale)
