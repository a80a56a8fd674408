"""How our app gets a shop's tokens: for a code, for a session token, for a refresh token.

Asked once, without a second try: who asks knows whether a second one is harmless.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from common.outgoing.pinned import Pinned, transport
from common.outgoing.talk import Talk
from stores.shopify.errors import Away, Refused
from stores.shopify.wire import SHOPS_OWN_URL, shop_url

DEADLINE: Final = 10.0  # seconds for the whole conversation
LONGEST_ANSWER: Final = 64 * 1024
_EXCHANGE: Final = "urn:ietf:params:oauth:grant-type:token-exchange"
_ID_TOKEN: Final = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 - a name, no secret
_OFFLINE: Final = "urn:shopify:params:oauth:token-type:offline-access-token"
_OUR_FAULT: Final = frozenset({"application_cannot_be_found", "invalid_client"})


class GrantRefused(Refused):
    """What we showed is not, or no more, worth a token."""


class AppUnknown(Refused):
    """Shopify does not know our app by its id and secret: the operator's to mend, no store's."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What Shopify gave. None: it never ends."""

    access_token: str = field(repr=False)
    scopes: tuple[str, ...]
    expires_in: int | None = None
    refresh_token: str = field(default="", repr=False)
    refresh_expires_in: int | None = None


@sensitive_variables()
def by_code(*, shop_domain: str, code: str) -> Grant:
    """For the code of a merchant's yes, which is worth one token. Raises Away or Refused."""
    return _granted(shop_domain, {"code": code, "expiring": "1"})


@sensitive_variables()
def by_session(*, shop_domain: str, session_token: str) -> Grant:
    """For what App Bridge told an embedded page. Raises Away or Refused."""
    said = {
        "grant_type": _EXCHANGE,
        "subject_token": session_token,
        "subject_token_type": _ID_TOKEN,
        "requested_token_type": _OFFLINE,
        "expiring": "1",
    }
    return _granted(shop_domain, said)


@sensitive_variables()
def by_refresh(*, shop_domain: str, refresh_token: str) -> Grant:
    """For a refresh token, which stays good until the one given here is used.

    Raises Away or Refused.
    """
    return _granted(shop_domain, {"grant_type": "refresh_token", "refresh_token": refresh_token})


@sensitive_variables()
def _granted(shop_domain: str, said: dict[str, str]) -> Grant:
    if not (settings.SHOPIFY_API_KEY and settings.SHOPIFY_API_SECRETS):
        raise AppUnknown("No Shopify app is set up here (SHOPIFY_API_KEY, SHOPIFY_API_SECRETS)")
    known = {
        "client_id": settings.SHOPIFY_API_KEY,
        "client_secret": settings.SHOPIFY_API_SECRETS[0],
    }
    status, content = _posted(shop_url(shop_domain, "/admin/oauth/access_token"), known | said)
    if status in (408, 425, 429) or status >= 500:
        raise Away(f"Shopify answered {status}")
    answer = _read(content)
    if status == 200:
        return _grant(answer)
    code = str(answer.get("error", ""))[:60]
    if code in _OUR_FAULT:
        raise AppUnknown("Shopify does not know our app: look at SHOPIFY_API_KEY and …_SECRETS")
    if status in (400, 401, 403):
        raise GrantRefused(f"Shopify answered {status}: {code or 'refused'}")
    raise Refused(f"Shopify answered {status}")


@sensitive_variables()
def _posted(url: str, said: dict[str, str]) -> tuple[int, bytes]:
    """Neither what is sent nor what comes back may stand in an error: both hold secrets."""
    try:
        with _line() as http, http.stream("POST", url, data=said) as answer:
            content = b""
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > LONGEST_ANSWER:
                    raise Refused("Shopify's answer is too long")
            return answer.status_code, content
    except (httpx.HTTPError, OSError) as error:
        raise Away(f"Shopify cannot be reached: {type(error).__name__}") from None


@contextlib.contextmanager
def _line() -> Iterator[httpx.Client]:
    """One conversation, cut at its deadline from outside."""
    is_played = settings.NOTIFYHUB_SHOPIFY_URL != SHOPS_OWN_URL
    talk = Talk(deadline=DEADLINE, may_be_private=is_played)
    backend = Pinned(may_be_private=is_played, talk=talk)
    try:
        with (
            talk.bounded(),
            httpx.Client(
                timeout=DEADLINE,
                transport=transport(backend),
                trust_env=False,
                follow_redirects=False,
                headers={"User-Agent": "NotifyHub", "Accept": "application/json"},
            ) as http,
        ):
            yield http
            if talk.is_over_time:  # a connection cut can look like an answer's end
                raise Away("Shopify answers too slowly")
    finally:
        talk.close()


@sensitive_variables()
def _read(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


@sensitive_variables()
def _grant(said: dict[str, Any]) -> Grant:
    token, scope = said.get("access_token"), said.get("scope")
    if not (isinstance(token, str) and token and isinstance(scope, str)):
        raise Away("Shopify's answer holds no token")
    refresh = said.get("refresh_token")
    return Grant(
        access_token=token,
        scopes=tuple(sorted({each.strip() for each in scope.split(",") if each.strip()})),
        expires_in=_seconds(said.get("expires_in")),
        refresh_token=refresh if isinstance(refresh, str) else "",
        refresh_expires_in=_seconds(said.get("refresh_token_expires_in")),
    )


def _seconds(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
