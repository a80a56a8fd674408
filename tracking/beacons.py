"""The word of our own page that somebody used it: it names the click that led there.

# Note [A person at the other end]
A link of a mail that leads to our status page takes along which link it was (`?m=…`, signed). The
page then holds a witness, signed and dated, that its script sends back once the page was in sight
for a second and somebody touched, scrolled or typed. Scanners render pages, and use none. A witness
is good for half an hour, for the order of its message alone, and once for each click. Nothing is
stored on the device, and the page is whole without the script.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.core import signing

from messaging import tokens
from messaging.models import Message
from messaging.tokens import Token, TokenKind
from orders.models import Order
from stores.models import TrackingMode
from tracking import queries

PARAMETER: Final = "m"
GOOD_FOR: Final = 1800  # seconds
LONGEST: Final = 300  # letters
_SALT: Final = "tracking.beacon"


def with_click(url: str, token: Token) -> str:
    """The address, with the click along if it is a status page of ours. No query."""
    if not url.startswith(f"{settings.NOTIFYHUB_BASE_URL}/s/") or token.link_index is None:
        return url
    named = tokens.click_token(token.store_id, token.message_id, token.link_index)
    before, mark, fragment = url.partition("#")
    return f"{before}{'&' if '?' in before else '?'}{PARAMETER}={named}{mark}{fragment}"


def witness_for(*, order: Order, named: str) -> str:
    """What the page of this order is to send back; "" unless a mail about it led there.

    One query; none where no genuine click of the store is named.
    """
    token = tokens.read_token(named) if named else None
    if token is None or token.kind is not TokenKind.CLICK or token.store_id != order.store_id:
        return ""
    messages = Message.objects.filter(pk=token.message_id, order=order)
    if not messages.exclude(tracked_as=TrackingMode.OFF).exists():
        return ""
    return signing.dumps([order.pk, token.message_id, token.link_index], salt=_SALT)


def record_beacon(
    *, order: Order, witness: str, at: datetime, user_agent: str, ip: str | None
) -> bool:
    """Somebody used the page of this order. True if that bears witness of a click, once for each.

    One statement; none for a witness that is not ours, not of this order, or too old.
    """
    try:
        said = signing.loads(witness[:LONGEST], salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    order_id, message_id, link_index = said
    if order_id != order.pk:
        return False
    return queries.write_beacon(
        store_id=order.store_id,
        message_id=message_id,
        link_index=link_index,
        at=at,
        user_agent=user_agent,
        ip=ip,
    )
