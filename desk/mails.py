"""Showing a mail that was sent: its exact words, without what would happen if a buyer read it.

The page holds it in `<iframe sandbox srcdoc>`: no scripts, no forms, an origin of its own. Staff
who look are not buyers: the pixel is left out, and links lead nowhere.
"""

import re
from typing import Final

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from messaging.envelope import envelope_of
from messaging.models import Message, MessageBody
from templates_app.sample_orders import PICTURED, PICTURES

_PIXEL: Final = re.compile(r"<img[^>]*?/t/o/[^>]*>", re.IGNORECASE)
_SAMPLE: Final = re.compile(rf"{re.escape(PICTURES)}({'|'.join(PICTURED)})\.png[^\"'\s)<>]*")
_HEAD: Final = re.compile(r"(<head[^>]*>)", re.IGNORECASE)
# A target that a sandboxed frame may not open: a click changes nothing.
_NOWHERE: Final = '<base target="_blank">'
_QUOTES: Final = {"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"}


def body_of(message: Message) -> MessageBody | None:
    """The words as they left; None before they are written, empty after they are forgotten."""
    return MessageBody.objects.filter(message_id=message.pk).first()


def source_of(body: MessageBody) -> bytes:
    """The very bytes that a mail server is given; of a text or notice its headers and words."""
    words = body.words
    if not any(name == "Message-ID" for name, _value in words.headers):
        lines = [f"{name}: {value}" for name, value in words.headers]
        return "\n".join([*lines, "", words.text]).encode()
    return envelope_of(body.words).as_bytes()


def for_frame(html: str) -> str:
    """The page for a sandboxed frame."""
    shown = _SAMPLE.sub(_drawn, _PIXEL.sub("", html))
    if _HEAD.search(shown):
        return _HEAD.sub(lambda found: found[1] + _NOWHERE, shown, count=1)
    return _NOWHERE + shown


def as_srcdoc(html: str) -> SafeString:
    """The same, quoted for an iframe's srcdoc attribute."""
    quoted = re.sub('[&"<>]', lambda found: _QUOTES[found[0]], for_frame(html))
    return mark_safe(quoted)  # noqa: S308 - quoted in the line above, for an attribute


def _drawn(address: re.Match[str]) -> str:
    """Where we keep our own drawing of a sample order's goods."""
    return static(f"notifyhub/samples/{address[1]}.svg")
