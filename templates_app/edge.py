"""GET /i/<token>.png: the pictures that mails show. Plain WSGI in front of Django.

Mail clients and their proxies fetch them by the thousand, without cookies; nothing here reads or
sets one. The bytes at an address never change, so they may be kept for ever wherever they pass.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import InterfaceError, OperationalError

from common.db.freshen import freshen
from stores.scope import every_store
from templates_app.models import Picture
from templates_app.picture_addresses import PATH, PREFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["PREFIX", "application"]

ALWAYS: Final = [
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Referrer-Policy", "no-referrer"),
]
PLAIN: Final = [*ALWAYS, ("Content-Type", "text/plain; charset=utf-8")]
FOR_EVER: Final = ("Cache-Control", "public, max-age=31536000, immutable")
# What is unknown may be known in a moment, and what fails may work again.
NOT_LONG: Final = ("Cache-Control", "no-store")
TYPES: Final = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg")}


class PicturesAway(Exception):
    """The database cannot be asked."""


@dataclass(frozen=True, slots=True)
class Shown:
    form: str
    data: bytes


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD"):
        start_response("405 Method Not Allowed", [*PLAIN, NOT_LONG, ("Allow", "GET, HEAD")])
        return [b""]
    found = PATH.fullmatch(environ["PATH_INFO"])
    try:
        shown = look_up(found[1]) if found else None
    except PicturesAway:
        headers = [*PLAIN, NOT_LONG, ("Retry-After", "5")]
        return _answer(environ, start_response, "503 Service Unavailable", headers, b"Try again.\n")
    if found is None or shown is None or not found[0].endswith(TYPES[shown.form][1]):
        words = b"There is no such picture.\n"
        return _answer(environ, start_response, "404 Not Found", [*PLAIN, NOT_LONG], words)
    token, tag = found[1], f'"{found[1]}"'
    kind, ending = TYPES[shown.form]
    headers = [*ALWAYS, FOR_EVER, ("ETag", tag)]
    if _has_it(environ.get("HTTP_IF_NONE_MATCH", ""), tag):
        start_response("304 Not Modified", headers)
        return [b""]
    name = f'inline; filename="{token}.{ending}"'
    headers += [("Content-Type", kind), ("Content-Disposition", name)]
    return _answer(environ, start_response, "200 OK", headers, shown.data)


def look_up(token: str) -> Shown | None:
    """The picture, also a removed one: mails that were sent show it. One query."""
    freshen()
    try:
        with every_store(because="whoever knows the address of a picture may look at it"):
            rows = Picture.objects.filter(token=token).values_list("form", "content__data")
            row = rows.first()
    except (OperationalError, InterfaceError) as error:
        freshen()
        raise PicturesAway from error
    return Shown(row[0], bytes(row[1])) if row else None


def _has_it(said: str, tag: str) -> bool:
    return said.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in said.split(","))


def _answer(
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    status: str,
    headers: list[tuple[str, str]],
    body: bytes,
) -> list[bytes]:
    start_response(status, [*headers, ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
