"""Languages as the editor orders them: the leading one, then by how many buyers read each."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from django.utils import timezone
from django.utils.translation import get_language

from common import locales as tags
from desk.editor.doors import Opened
from orders.queries import order_locales

_SINCE: Final = timedelta(days=90)


def locales_shown(opened: Opened, offered: Iterable[str]) -> list[dict[str, Any]]:
    """Those with words, and those that buyers read. One query."""
    known = dict.fromkeys([opened.leading, *offered])
    read = shares_of(opened, known)
    shown = sorted({*known, *read}, key=lambda tag: (tag != opened.leading, -read.get(tag, 0), tag))
    return [
        {
            "tag": tag,
            "name": language_name(tag),
            # None where no order was placed, so that nothing is known.
            "share": round(100 * read.get(tag, 0)) if read else None,
        }
        for tag in shown
    ]


def shares_of(opened: Opened, known: Iterable[str] = ()) -> dict[str, float]:
    """Which part of the last orders was placed in each language; nothing without orders. 1 query.

    A language is counted for the one of `known` that its buyers read, else by itself: nb-NO as nb.
    """
    offered = {*known, opened.leading}
    since = timezone.now() - _SINCE
    counted = order_locales(store_ids=[store.pk for store in opened.stores], since=since)
    total = sum(counted.values())
    shares: dict[str, float] = {}
    for raw, count in counted.items():
        chain = tags.chain(raw)
        tag = next((one for one in chain if one in offered), chain[-1] if chain else "")
        if tag:
            shares[tag] = shares.get(tag, 0.0) + count / total
    return shares


def language_name(tag: str) -> str:
    """What the reader calls that language; the tag itself where nobody knows."""
    try:
        words = Locale.parse(tag, sep="-").get_display_name((get_language() or "en").split("-")[0])
    except (UnknownLocaleError, ValueError):
        return tag
    return words or tag
