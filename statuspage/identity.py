"""Whose order it is: what only its buyer knows, and the cookie that remembers that they said it.

# Note [Who holds the link, and who is the buyer]
The link alone shows where an order stands. Whoever also says the e-mail address, the postcode or
the telephone number of the order is taken for its buyer, for half an hour and in that browser. The
cookie holds no personal data, is sent to pages below the order's own address alone, never with what
another site sends (SameSite=Strict), and dies with the link.
"""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse

from messaging import phones
from orders.models import Order
from statuspage.turns import DAY, TEN_MINUTES, Share

COOKIE: Final = "nh-buyer"
SECONDS: Final = 1800
_SALT: Final = "statuspage.identity"
LONGEST: Final = 320
PER_NETWORK, PER_DAY = 5, 20


def shares_of(order: Order, network: str | None) -> list[Share]:
    """What a guess counts against: this network's tries, and everybody's of a day."""
    return [
        Share(f"who:{order.pk}:{network}", PER_NETWORK, TEN_MINUTES),
        Share(f"who:{order.pk}", PER_DAY, DAY),
    ]


def can_be_proved(order: Order) -> bool:
    """Whether there is anything that the buyer could say."""
    return any(_secrets(order))


def is_buyers(order: Order, said: str) -> bool:
    """Whether that is the order's e-mail address, postcode or telephone number.

    Everything is compared, each in constant time: how long it takes tells nothing.
    """
    given = [_digest(each) for each in _forms(said[:LONGEST], order) if each]
    agreed = False
    for secret in _secrets(order):
        for each in given:
            agreed |= hmac.compare_digest(_digest(secret), each)
    return agreed


def is_known(request: HttpRequest, order: Order) -> bool:
    """Whether this browser said it within the last half hour."""
    kept = request.COOKIES.get(COOKIE, "")
    try:
        said = signing.TimestampSigner(salt=_SALT).unsign(kept, max_age=SECONDS)
    except signing.BadSignature:
        return False
    return hmac.compare_digest(said, _name_of(order))


def remember(response: HttpResponse, request: HttpRequest, order: Order) -> None:
    """Let this browser be known for half an hour, on this order's pages."""
    response.set_cookie(
        COOKIE,
        signing.TimestampSigner(salt=_SALT).sign(_name_of(order)),
        max_age=SECONDS,
        path=path_of(order),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse, order: Order) -> None:
    """This browser is nobody's again."""
    response.delete_cookie(COOKIE, path=path_of(order), samesite="Strict")


def path_of(order: Order) -> str:
    return f"/s/{order.token}/"


def _name_of(order: Order) -> str:
    """Of the order and its present link."""
    return hashlib.sha256(f"{order.public_id}:{order.token}".encode()).hexdigest()[:32]


def _secrets(order: Order) -> Iterator[str]:
    """In the forms that `_forms` makes of what is said."""
    if order.email.strip():
        yield _email(order.email)
    country = order.store.country
    for address in (order.shipping_address, order.billing_address):
        found = address or {}
        country = str(found.get("country_code") or country)
        if postcode := _postcode(str(found.get("zip") or "")):
            yield postcode
        if number := _phone(str(found.get("phone") or ""), country):
            yield number
    if number := _phone(order.phone, country):
        yield number


def _forms(said: str, order: Order) -> Iterator[str]:
    address = order.shipping_address or order.billing_address or {}
    country = str(address.get("country_code") or order.store.country)
    yield _email(said)
    yield _postcode(said)
    yield _phone(said, country)


def _email(text: str) -> str:
    return "email:" + text.strip().casefold()


def _postcode(text: str) -> str:
    """Without spaces and hyphens: SW1A 1AA is sw1a1aa. Three signs are no postcode."""
    plain = "".join(sign for sign in text.casefold() if sign.isalnum())
    return f"zip:{plain}" if 4 <= len(plain) <= 12 else ""


def _phone(text: str, country: str) -> str:
    """With its country in front; a fixed line by its last eight digits."""
    dialled = phones.as_dialled(text, country)
    digits = "".join(sign for sign in dialled or text if sign.isdecimal())
    return f"phone:{digits[-8:]}" if len(digits) >= 8 else ""


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
