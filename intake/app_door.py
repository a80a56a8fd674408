"""POST /in/shopify/app: what Shopify tells our app as a whole, such as that data is to be erased.

The address names no store, so the body has to: it alone is signed. A topic whose body names no shop
is subscribed to at each store's own address instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from common.groupcommit import DatabaseAway
from intake.bodies import Unreadable, read_body
from intake.data import Arrival, SigningKeys
from intake.receiving import (
    AWAY,
    KEPT,
    Answer,
    Refused,
    arrival_of,
    is_signed,
    raw_body,
    shop_of,
)

ADDRESS: Final = "app"  # in the place of a store's
NOBODYS: Final = Answer(200, "no store here is of this shop")


@dataclass(frozen=True, slots=True)
class AppDoor:
    """What receiving needs of the world."""

    secrets: Callable[[], tuple[bytes, ...]]
    stores_of: Callable[[str], list[SigningKeys]]
    keep: Callable[[Arrival], None]
    grace: timedelta


def receive_for_app(*, environ: Mapping[str, Any], door: AppDoor, now: datetime) -> Answer:
    """Keep it for every store of the shop; 200 means that all of that is committed."""
    try:
        body = raw_body(environ)
        if not is_signed(environ, body, door.secrets()):
            raise Refused(401, "the signature does not match")
        stores = door.stores_of(_shop(environ, body))
        for keys in stores:
            door.keep(arrival_of(environ, keys, body, door.grace, now))
    except Refused as refused:
        return refused.answer
    except DatabaseAway:
        return AWAY
    return KEPT if stores else NOBODYS


def _shop(environ: Mapping[str, Any], body: bytes) -> str:
    """The shop that the signed body names; the header must not contradict it."""
    try:
        said = read_body(body)
    except Unreadable as error:
        raise Refused(400, str(error)) from error
    named = said.get("shop_domain") or said.get("myshopify_domain")
    if not (isinstance(named, str) and named):
        raise Refused(400, "the body names no shop: subscribe to it at the store's own address")
    if shop_of(environ) != named.lower():
        raise Refused(401, "the shop's domain is not the one of the body")
    return named.lower()
