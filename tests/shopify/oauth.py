"""How an app gets its tokens: a merchant's yes and a code, a session token, or a refresh token.

A refresh token lives on until its replacement is used. Used once more meanwhile it gives another
pair, and the replacement that nobody used is void: an answer may be lost on its way, and two
processes that refresh at once without a lock are found out.
"""

import html
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from tests.shopify.answers import Json
from tests.shopify.shop import PlayedShop
from tests.shopify.talk import Asked, Reply

ACCESS_SECONDS: Final = 3600
REFRESH_SECONDS: Final = 90 * 24 * 3600
EXCHANGE: Final = "urn:ietf:params:oauth:grant-type:token-exchange"
OFFLINE: Final = "urn:shopify:params:oauth:token-type:offline-access-token"
ID_TOKEN: Final = "urn:ietf:params:oauth:token-type:id_token"


@dataclass
class Refresh:
    """One refresh token and, once it was used, its replacement."""

    until: float
    scopes: tuple[str, ...]
    replacement: str = ""


@dataclass
class Grants:
    """What the merchant has granted. `declines`: of the asked scopes, those taken away."""

    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # unused ones, with scopes
    refreshes: dict[str, Refresh] = field(default_factory=dict)
    declines: frozenset[str] = frozenset()
    asked: list[dict[str, str]] = field(default_factory=list)  # of the token door
    loses: int = 0  # so many next answers with tokens get lost on their way
    access_seconds: int = ACCESS_SECONDS


class GrantError(Exception):
    def __init__(self, code: str, said: str, status: int = 400) -> None:
        super().__init__(said)
        self.reply = Reply.json(status, {"error": code, "error_description": said})


def reply(shop: PlayedShop, path: str, asked: Asked) -> Reply:
    """At /admin/oauth/…"""
    if path == "/admin/oauth/authorize":
        return _screen(shop, asked) if asked.method == "GET" else _granted(shop, asked)
    if path == "/admin/oauth/access_token" and asked.method == "POST":
        with shop.guard:
            return _tokens(shop, asked.fields)
    return Reply.json(404, {"errors": "Not Found"})


def accept(shop: PlayedShop, authorize_url: str, **changed: str) -> str:
    """What a merchant's click on Install leads to: the address back at our app.

    `changed` arguments are signed as well; alter the address afterwards for a forged one.
    """
    wanted = {**dict(parse_qsl(urlsplit(authorize_url).query)), **changed}
    return _way_back(shop, wanted)


def _screen(shop: PlayedShop, asked: Asked) -> Reply:
    """What a merchant sees. Reply 400 for an app or an address that Shopify does not know."""
    wanted = asked.arguments
    if problem := _problem(shop, wanted):
        return Reply.html(html.escape(problem), 400)
    hidden = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in wanted.items()
    )
    scopes = "".join(f"<li>{html.escape(each)}</li>" for each in _scopes(wanted))
    return Reply.html(
        f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Install app</title>
<h1>Install NotifyHub on {html.escape(shop.domain)}?</h1><p>The app will be able to:</p>
<ul>{scopes}</ul>
<form method="post">{hidden}<button>Install app</button></form></html>"""
    )


def _granted(shop: PlayedShop, asked: Asked) -> Reply:
    wanted = {**asked.arguments, **asked.fields}
    if problem := _problem(shop, wanted):
        return Reply.html(html.escape(problem), 400)
    return Reply.leading_to(_way_back(shop, wanted))


def _problem(shop: PlayedShop, wanted: dict[str, str]) -> str:
    if wanted.get("client_id") != shop.app.client_id:
        return "Could not find Shopify API application with api_key"
    known = shop.app.redirect_urls
    if not wanted.get("redirect_uri") or (known and wanted["redirect_uri"] not in known):
        return "The redirect_uri is not whitelisted"
    return ""


def _way_back(shop: PlayedShop, wanted: dict[str, str]) -> str:
    grants = shop.room(Grants)
    code = secrets.token_hex(16)
    scopes = [each for each in _scopes(wanted) if each not in grants.declines]
    grants.codes[code] = tuple(scopes)
    said = {
        "code": code,
        "host": "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvcGxheWVk",
        "shop": shop.domain,
        "state": wanted.get("state", ""),
        "timestamp": str(int(time.time())),
    }
    return f"{wanted['redirect_uri']}?{shop.app.signed_query(said)}"


def _scopes(wanted: dict[str, str]) -> Iterable[str]:
    return [each for each in wanted.get("scope", "").replace(" ", ",").split(",") if each]


def _tokens(shop: PlayedShop, said: dict[str, str]) -> Reply:
    shop.room(Grants).asked.append(said)
    if shop.manners.statuses and (status := shop.manners.statuses.pop(0)) != 200:
        return Reply.html("<html>Something went wrong</html>", status)
    known = (shop.app.client_id, shop.app.secret)
    if (said.get("client_id"), said.get("client_secret")) != known:
        error = GrantError("application_cannot_be_found", "The client is not known", 400)
        return error.reply
    grant = said.get("grant_type") or "authorization_code"
    by = _GRANTS.get(grant)
    if by is None:
        return GrantError("unsupported_grant_type", f"{grant} is no grant").reply
    try:
        answer = by(shop, said)
    except GrantError as error:
        return error.reply
    grants = shop.room(Grants)
    if grants.loses:
        grants.loses -= 1
        return Reply.html("<html>Bad gateway</html>", 502)
    return Reply.json(200, answer)


def _by_code(shop: PlayedShop, said: dict[str, str]) -> Json:
    scopes = shop.room(Grants).codes.pop(said.get("code", ""), None)
    if scopes is None:
        raise GrantError(
            "invalid_request", "The authorization code was not found or was already used"
        )
    return _pair(shop, scopes, expires=said.get("expiring") == "1")


def _by_session(shop: PlayedShop, said: dict[str, str]) -> Json:
    if said.get("subject_token_type") != ID_TOKEN:
        raise GrantError("invalid_request", "subject_token_type is not an id_token's")
    if said.get("requested_token_type") != OFFLINE:
        raise GrantError("invalid_request", "Only offline tokens are played here")
    claims = shop.app.read_session_token(said.get("subject_token", ""))
    if claims is None or claims.get("dest") != f"https://{shop.domain}":
        raise GrantError("invalid_subject_token", "The session token is not valid")
    scopes = shop.scopes if shop.scopes is not None else ("read_orders", "write_orders")
    return _pair(shop, tuple(scopes), expires=said.get("expiring") == "1")


def _by_refresh(shop: PlayedShop, said: dict[str, str]) -> Json:
    refreshes = shop.room(Grants).refreshes
    token = said.get("refresh_token", "")
    kept = refreshes.get(token)
    if kept is None or kept.until <= time.time():
        raise GrantError("invalid_grant", "The refresh token is not valid, or has expired", 401)
    for old, each in list(refreshes.items()):
        if each.replacement == token:  # it is used: what it replaced is done with
            del refreshes[old]
    refreshes.pop(kept.replacement, None)
    answer = _pair(shop, kept.scopes, expires=True)
    kept.replacement = str(answer["refresh_token"])
    return answer


_GRANTS: Final[dict[str, Callable[[PlayedShop, dict[str, str]], Json]]] = {
    "authorization_code": _by_code,
    "refresh_token": _by_refresh,
    EXCHANGE: _by_session,
}


def _pair(shop: PlayedShop, scopes: tuple[str, ...], *, expires: bool) -> Json:
    grants = shop.room(Grants)
    shop.scopes = frozenset(scopes)
    token = f"shpat_{secrets.token_hex(16)}"
    answer: Json = {"access_token": token, "scope": ",".join(scopes)}
    shop.tokens[token] = float("inf")
    if expires:
        refresh = f"shprt_{secrets.token_hex(16)}"
        shop.tokens[token] = time.time() + grants.access_seconds
        grants.refreshes[refresh] = Refresh(time.time() + REFRESH_SECONDS, scopes)
        answer |= {
            "expires_in": grants.access_seconds,
            "refresh_token": refresh,
            "refresh_token_expires_in": REFRESH_SECONDS,
        }
    return answer
