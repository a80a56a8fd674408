"""Our app at Shopify: where a shop is asked for its yes, and what Shopify signed for us.

Here, and nowhere else, ShopifyAPI is used. Its session keeps the app's id and secret on the class,
for all threads; so each secret has a class of its own, and nothing of it is ever changed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.conf import settings
from shopify.api_access import ApiAccess, ApiAccessError
from shopify.session import Session
from shopify.session_token import SessionTokenError, decode_from_header
from shopify.utils.shop_url import sanitize_shop_domain

from stores.shopify.documents import API_VERSION
from stores.shopify.wire import SHOPS_OWN_URL, shop_url

CALLBACK: Final = "/shopify/callback"
_SHOP: Final = re.compile(r"\A[a-z0-9][a-z0-9-]*\.myshopify\.com\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class SessionClaims:
    """What a session token says, which Shopify signed for a person in the shop's admin."""

    shop_domain: str
    ends_at: float


def is_there() -> bool:
    """Whether this installation has an app of its own at Shopify."""
    return bool(settings.SHOPIFY_API_KEY and settings.SHOPIFY_API_SECRETS)


def shop_of(text: str) -> str:
    """The shop's own domain of what a person or an address says; "" for what is none.

    The library also lets pass what it mended; what is asked is what matches here.
    """
    found = sanitize_shop_domain(text) or ""
    return found if _SHOP.match(found) else ""


def callback_url() -> str:
    return f"{settings.NOTIFYHUB_BASE_URL}{CALLBACK}"


def permission_url(*, shop_domain: str, scopes: Iterable[str], state: str) -> str:
    """Where the shop's staff say yes. Without grant options: the token is the shop's, offline."""
    session = _app(settings.SHOPIFY_API_SECRETS[0])(shop_domain, API_VERSION)
    url: str = session.create_permission_url(
        scope=sorted(scopes), redirect_uri=callback_url(), state=state
    )
    if settings.NOTIFYHUB_SHOPIFY_URL == SHOPS_OWN_URL:
        return url
    return shop_url(shop_domain, url.removeprefix(f"https://{shop_domain}"))


def is_signed(said: Mapping[str, str]) -> bool:
    """Whether Shopify signed the arguments of an address, with any of our app's secrets."""
    params = {name: value for name, value in said.items() if name != "signature"}
    if not re.fullmatch(r"[0-9a-f]{64}", params.get("hmac", "")):
        return False
    return any(_app(secret).validate_hmac(params) for secret in settings.SHOPIFY_API_SECRETS)


def session_claims(token: str) -> SessionClaims | None:
    """What the session token says; None unless Shopify signed it for our app, and for now."""
    for secret in settings.SHOPIFY_API_SECRETS:
        try:
            said: dict[str, Any] = decode_from_header(
                f"Bearer {token}", settings.SHOPIFY_API_KEY, secret
            )
        except (SessionTokenError, TypeError, ValueError):
            continue
        shop, ends_at = shop_of(str(said["dest"])), said.get("exp")
        # The library takes one without an end.
        if shop and said["dest"] == f"https://{shop}" and isinstance(ends_at, int | float):
            return SessionClaims(shop, float(ends_at))
    return None


def covers(granted: Iterable[str], scope: str) -> bool:
    """Whether the granted scopes allow what the scope does. What is no scope allows nothing."""
    try:
        return bool(ApiAccess(list(granted)).covers(ApiAccess([scope])))
    except ApiAccessError:
        return scope in frozenset(granted)


def _app(secret: str) -> type[Session]:
    return _session_of(settings.SHOPIFY_API_KEY, secret)


@cache
def _session_of(client_id: str, secret: str) -> type[Session]:
    return type("App", (Session,), {"api_key": client_id, "secret": secret})
