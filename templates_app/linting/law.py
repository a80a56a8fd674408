"""Advertising in mails that are no advertising, and the way out of those that are.

A mail about an order whose subject advertises, or whose order does not come first, is advertising
by its primary purpose (16 CFR 316.3); advertising to who did not agree to it is forbidden in the
European Union (directive 2002/58/EC, article 13).
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from templates_app import catalogue
from templates_app.composing import BlockSpec
from templates_app.data import NotificationKind as Kind
from templates_app.linting.complaints import Complaint
from templates_app.linting.mail import OUTPUT, TAG, Mail, Page, Written, links_in, words_of
from templates_app.linting.promotion import is_promotional
from templates_app.plain_text import promo_share, text_of

# They are advertising in the eyes of the law, and need consent or a way out.
MARKETING: Final = frozenset({Kind.ABANDONED_CHECKOUT, Kind.REVIEW_REQUEST, Kind.THANK_YOU})
PROMOTING_BLOCKS: Final = frozenset({"promo", "cross_sell", "discount"})
_PROMO_VALUE: Final = re.compile(r"notifyhub\.promo\b[\w.]*")
MOST_PROMOTION: Final = 0.4  # of the letters of a mail about an order
# What may stand above the order: everything else of ours tells of it.
_NO_ORDER_DATA: Final = PROMOTING_BLOCKS | {
    "subject", "header", "heading", "greeting", "custom", "social", "footer", "legal", "help",
    "message", "preferences", "feedback",
}  # fmt: skip


def promotional_subject(mail: Mail) -> Iterator[Complaint]:
    if _is_about_an_order(mail):
        for piece in mail.written:
            if piece.block_type == catalogue.SUBJECT:
                for at, line in _advertising_lines(piece, piece.locale):
                    message = _("The subject of a mail about an order must not advertise: “%s”.")
                    yield Complaint(message=message % line, **piece.place(at))
                for code in _PROMO_VALUE.finditer(piece.text):
                    message = _("The subject of a mail about an order must not offer a code: “%s”.")
                    yield Complaint(message=message % code[0], **piece.place(code.start()))


def promotion_without_consent(mail: Mail) -> Iterator[Complaint]:
    if not _is_about_an_order(mail) or mail.leading_page is None:
        return
    page = mail.leading_page
    for block in _promoting(mail):
        html = mail.alone(block, page.locale, _as_one_who(page, has_agreed=False))
        words = words_of(html)
        if (block.type in PROMOTING_BLOCKS and words) or is_promotional(words, page.locale):
            message = _("Advertises to buyers who did not agree to advertising.")
            yield Complaint(message=message, **_first_place(mail, block, page.locale))


def promotion_before_the_order(mail: Mail) -> Iterator[Complaint]:
    if not _is_about_an_order(mail) or mail.leading_page is None:
        return
    data = [place for place, block in enumerate(mail.shown) if block.type not in _NO_ORDER_DATA]
    for place, block in enumerate(mail.shown):
        is_above = any(place < other for other in data)
        if block in _promoting(mail) and (is_above or _is_above_inside(mail, block)):
            message = _("Advertising stands above the order.")
            yield Complaint(message=message, **_first_place(mail, block, mail.leading_page.locale))


def mostly_promotion(mail: Mail) -> Iterator[Complaint]:
    if not _is_about_an_order(mail):
        return
    share, locale = max(
        ((promo_share(page.html), page.locale) for page in mail.pages), default=(0.0, "")
    )
    if share > MOST_PROMOTION:
        key = next((block.name for block in mail.shown if block.type in PROMOTING_BLOCKS), "")
        message = _("Promotion makes up %d %% of this mail, which is about an order.")
        yield Complaint(message=message % (100 * share), locale=locale, block_key=key)


def no_way_out(mail: Mail) -> Iterator[Complaint]:
    if mail.kind not in MARKETING:
        return
    for page in mail.pages:
        ours = page.values["notifyhub"]
        ways = {page.values.get("unsubscribe_url"), ours.get("preferences_url")} - {None, ""}
        if ways.isdisjoint(link for _page, link in links_in([page])):
            message = _("No link to unsubscribe, though this kind of mail is advertising.")
            yield Complaint(message=message, locale=page.locale)


def _is_about_an_order(mail: Mail) -> bool:
    return mail.kind not in MARKETING and mail.kind != Kind.STAFF_NEW_ORDER


def _promoting(mail: Mail) -> list[BlockSpec]:
    """The blocks that advertise: by what they are, or by what somebody wrote in them."""
    leading = mail.draft.leading
    advertising = {
        piece.block_key
        for piece in mail.written
        if next(_advertising_lines(piece, piece.locale or leading), None) is not None
    }
    return [
        block
        for block in mail.shown
        if block.type != catalogue.SUBJECT
        and (block.type in PROMOTING_BLOCKS or block.name in advertising)
    ]


def _advertising_lines(piece: Written, locale: str) -> Iterator[tuple[int, str]]:
    """Each line that advertises in its words, with the place where it begins."""
    at = 0
    for line in piece.masked.split("\n"):
        words = line.replace(OUTPUT, "").replace(TAG, "")
        if piece.is_liquid and words.strip():
            words = words_of(words) if "<" in words else words
        if is_promotional(words, locale):
            yield at + len(line) - len(line.lstrip()), words.strip()
        at += len(line) + 1


def _first_place(mail: Mail, block: BlockSpec, locale: str) -> dict[str, Any]:
    for piece in mail.written:
        if piece.block_key == block.name:
            for at, _line in _advertising_lines(piece, piece.locale or locale):
                return piece.place(at)
    return {"block_key": block.name}


def _as_one_who(page: Page, *, has_agreed: bool) -> dict[str, Any]:
    """The sample's buyer as one who did or did not agree to advertising."""
    customer = page.values.get("customer") or {}
    return {
        **page.values,
        "customer": {**customer, "accepts_marketing": has_agreed},
        "notifyhub": {
            **page.values["notifyhub"],
            "has_consent": has_agreed,
            "promo": {"is_allowed": True, "code": "EXAMPLE-1"},
        },
    }


def _is_above_inside(mail: Mail, block: BlockSpec) -> bool:
    """Whether a page or block of somebody's own Liquid advertises before it names the order."""
    page = mail.leading_page
    if page is None or block is not mail.whole:
        return False
    html = mail.alone(block, page.locale, _as_one_who(page, has_agreed=True))
    lines = [line for line in text_of(html).splitlines() if line.strip()]
    titles = [str(line.get("title") or "") for line in page.values.get("line_items") or []]
    name = str(page.values.get("name") or "")
    first = next((at for at, line in enumerate(lines) if is_promotional(line, page.locale)), None)
    facts = [at for at, line in enumerate(lines) if any(t and t in line for t in titles)]
    named = [at for at, line in enumerate(lines) if name and name in line]
    return first is not None and first < min(facts or named or [first])
