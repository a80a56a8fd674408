"""Links that lead nowhere, or over an open line."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from templates_app.composing import BlockSpec
from templates_app.linting.complaints import Complaint
from templates_app.linting.mail import OUTPUT, TAG, Mail, Written, tree_of

_HREF: Final = re.compile(r"""<a\b[^<>]{0,2000}?\shref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.I)
_WORDED: Final = re.compile(r"\[[^\[\]]+\]\(([^()\s]*)\)")  # a link in a text: [words](address)
_FINE: Final = ("https", "mailto", "tel", "sms")
_NOBODYS: Final = ("localhost", "example.com", "example.org", "example.net", "127.0.0.1")
_NOBODYS_ENDS: Final = (".localhost", ".local", ".test", ".invalid", ".ngrok.io", ".ngrok-free.app")


def broken_link(mail: Mail) -> Iterator[Complaint]:
    for piece, at, address in _addresses(mail):
        complaint = _complaint_about(address)
        if complaint:
            yield Complaint(message=complaint, **piece.place(at))
    for block in mail.shown:
        yield from _empty_on_a_sample(mail, block)


def insecure_link(mail: Mail) -> Iterator[Complaint]:
    for piece, at, address in _addresses(mail):
        if address.lower().startswith("http://") and not _is_nobodys(address):
            message = _("%s is not encrypted: use https.") % _readable(address)
            yield Complaint(message=message, **piece.place(at))


def _addresses(mail: Mail) -> Iterator[tuple[Written, int, str]]:
    for piece in mail.written:
        pattern = _HREF if piece.is_liquid else _WORDED
        for link in pattern.finditer(piece.masked):
            group = 2 if pattern is _HREF and link[1] is None else 1
            yield piece, link.start(group), link[group].strip()


def _complaint_about(address: str) -> str:
    """Why the address as it is written cannot work; Liquid in it gets the benefit of the doubt."""
    if not address or address == "#":
        return _("This link has no address.")
    if address[0] in (OUTPUT, TAG):
        return ""
    scheme = urlsplit(address.replace(OUTPUT, "x").replace(TAG, "")).scheme.lower()
    if scheme in ("javascript", "data", "vbscript", "file"):
        return _("Mail programs remove a link to %s.") % f"{scheme}:"
    if scheme not in (*_FINE, "http"):
        return _("%s is no whole address: begin it with https://.") % _readable(address)
    if _is_nobodys(address):
        return _("%s is an address of no shop.") % _readable(address)
    return ""


def _is_nobodys(address: str) -> bool:
    try:
        host = urlsplit(address.replace(OUTPUT, "x").replace(TAG, "")).hostname or ""
    except ValueError:
        return True
    return host in _NOBODYS or host.endswith((*_NOBODYS_ENDS, *(f".{name}" for name in _NOBODYS)))


def _empty_on_a_sample(mail: Mail, block: BlockSpec) -> Iterator[Complaint]:
    """A link made by Liquid that prints nothing, on one of the samples."""
    place = _first_made_by_liquid(mail, block)
    if place is None:
        return
    for page in [*filter(None, [mail.leading_page]), *mail.odd_pages]:
        tree = tree_of(mail.alone(block, page.locale, page.values))
        if any(
            not str(link.get("href")).strip() for link in tree.iter("a") if "href" in link.attrib
        ):
            message = _("This link has no address on the sample order “%s”.") % page.sample
            yield Complaint(message=message, **place)
            return


def _first_made_by_liquid(mail: Mail, block: BlockSpec) -> dict[str, Any] | None:
    for piece, at, address in _addresses(mail):
        if piece.block_key == block.name and address and not address.strip(OUTPUT + TAG):
            return piece.place(at)
    return None


def _readable(address: str) -> str:
    """The address without what blots out its Liquid."""
    return re.sub(f"[{OUTPUT}{TAG}]+", "…", address)
