"""common/pieces.py, for templates: {% load desk %}."""

import re
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import pieces
from desk import kinds, states

register = template.Library()
_NAMED = re.compile(r"(?<!\S)(@\w[\w.-]*)")

register.simple_tag(pieces.icon, name="icon")
register.simple_tag(states.of_message, name="message_state")
register.simple_tag(pieces.state, name="state")
register.simple_tag(pieces.in_a_row, name="in_a_row")
register.filter("country", pieces.country)
register.filter("tag", pieces.tag)
register.filter("day", pieces.day)
register.filter("kind", kinds.words)
register.filter("long_moment", pieces.long_moment)
register.filter("as_sentence", pieces.as_sentence)


@register.filter
def both_times(at: datetime | None) -> SafeString:
    return pieces.both_times(at)


@register.filter
def ago(at: datetime | None) -> str:
    return pieces.ago(at, timezone.now()) if at else pieces.EMPTY


@register.filter
def moment(at: datetime | None) -> str:
    return pieces.moment(at, timezone.now()) if at else pieces.EMPTY


@register.filter
def clock(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M")


@register.simple_tag
def money(minor: int | None, about: Any, locale: str) -> SafeString:
    """`about` is whatever has a currency: an order, a store."""
    return pieces.money(minor, about.currency, locale)


@register.filter
def mentions(text: str) -> SafeString:
    """A note, in which the colleagues it names stand out."""
    parts = _NAMED.split(text)
    words = [format_html("<b>{}</b>" if one.startswith("@") else "{}", one) for one in parts]
    return SafeString("".join(words))


@register.filter
def stood(at: datetime | None) -> str:
    """How long since then: `3 d 4 h`."""
    if at is None:
        return pieces.EMPTY
    return pieces.span(max(0, int((timezone.now() - at).total_seconds())))
