"""Where the links of a sent message lead: the stored address and no other."""

import threading
from collections import OrderedDict
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError
from django.utils.encoding import iri_to_uri

from common.db.freshen import freshen
from messaging.models import MessageBody
from stores.scope import store_scope

REMEMBERED = 20_000


class LinksAway(Exception):
    """The link is not remembered, and the database cannot be asked."""


class Links:
    """A bounded memory of (store, message, link) → address; sent messages never change."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int, int], str] = OrderedDict()
        self._guard = threading.Lock()

    def url_of(self, store_id: int, message_id: int, link_index: int) -> str | None:
        """The address; None if the message has no such link, or none that a browser may follow.

        Raises LinksAway.
        """
        key = (store_id, message_id, link_index)
        known = self._known.get(key)
        if known is not None:
            return known
        url = look_up(*key)
        if url is not None:
            with self._guard:
                self._known[key] = url
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        return url

    def forget(self) -> None:
        with self._guard:
            self._known.clear()


def look_up(store_id: int, message_id: int, link_index: int) -> str | None:
    """Read one link of one message. One query."""
    freshen()
    try:
        with store_scope(store_id):
            body = MessageBody.objects.filter(message_id=message_id).first()
    except (OperationalError, InterfaceError) as error:
        freshen()
        raise LinksAway from error
    links = body.words.links if body else ()
    return followable(links[link_index]) if link_index < len(links) else None


def followable(url: object) -> str | None:
    """The address as an ASCII Location header; None unless it is plain http(s) to a named host."""
    if not isinstance(url, str) or url != url.strip() or "\\" in url:
        return None
    if any(not letter.isprintable() for letter in url):
        return None
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    # "https://shop.example@evil.example" reads as the shop and leads elsewhere.
    if (
        not is_plain
        or parts.username is not None
        or not url.lower().startswith(("http://", "https://"))
    ):
        return None
    return iri_to_uri(url)
