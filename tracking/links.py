"""Where links without an address of their own lead: the stored address and no other.

Those of mails sent before links carried their addresses, and of text messages, which must be short.
See Note [Links that never break] in messaging/tokens.py.
"""

import threading
from collections import OrderedDict

from django.db import InterfaceError, OperationalError

from common.db.freshen import freshen
from messaging.destinations import as_location, is_followable
from messaging.models import MessageBody
from stores.models import Store
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
    """Read one link of one message; once its words are forgotten, the store's front page.

    One query, two for a forgotten one.
    """
    freshen()
    try:
        with store_scope(store_id):
            body = MessageBody.objects.filter(message_id=message_id).first()
            if body is None:
                return None
            if body.is_empty:
                return _front_page(store_id)
    except (OperationalError, InterfaceError) as error:
        freshen()
        raise LinksAway from error
    links = body.words.links
    return followable(links[link_index]) if link_index < len(links) else None


def _front_page(store_id: int) -> str | None:
    store = Store.objects.filter(pk=store_id).first()
    return followable(f"https://{store.primary_domain or store.shop_domain}/") if store else None


def followable(url: object) -> str | None:
    """The address as a Location header carries it; None unless it may be followed."""
    if not isinstance(url, str) or not is_followable(url):
        return None
    return as_location(url)
