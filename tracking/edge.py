"""GET /t/o/<token>.gif and GET /t/c/<token>: what mails fetch. In front of Django.

A stranger never sees our bookkeeping fail: the pixel always renders, a known link always leads on.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import psycopg
from django.conf import settings

from common import visitors
from common.db import raw
from common.edges import MustWait, Reply, say
from common.groupcommit import Connection, DatabaseAway, GroupCommit, InLoop, Limits
from common.loopcommit import LoopConnection
from messaging.cells import Seen, read_cell
from messaging.destinations import asked_for
from messaging.tokens import Token, TokenKind, read_token
from tracking import beacons, glimpses, recording
from tracking.data import Sighting
from tracking.links import Links, LinksAway, followable
from tracking.models import EventKind
from tracking.networks import Networks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OPEN_PREFIX = "/t/o/"
CLICK_PREFIX = "/t/c/"
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<style>body{{font:16px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:30em;padding:0 1.5em}}
h1{{font-size:1.4em}}</style>
<h1>{title}</h1><p>{text}</p></html>"""
UNKNOWN = PAGE.format(
    title="This link leads nowhere",
    text="It is incomplete, or not one of ours. Please use the link in your e-mail as it stands.",
).encode()
SOON = PAGE.format(
    title="One moment, please",
    text="We cannot look up this link right now. Please try it again in a minute.",
).encode()
HEADERS = [
    ("Cache-Control", "no-store, no-cache, must-revalidate, private, max-age=0"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex"),
]
PAGE_HEADERS = [
    *HEADERS,
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
]
PIXEL_HEADERS = [
    *HEADERS,
    ("Content-Type", "image/gif"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
]

logger = logging.getLogger(__name__)


# The flusher's own connection. What is answered is on the disk: see docs/adr/0005.
CONNECTION: Final[dict[str, Any]] = {
    "settings": (("notifyhub.stores", "*"),),
    "connect_timeout": 2,
    "options": "-c statement_timeout=5s",
}


def connect() -> Connection:
    return raw.connect(**CONNECTION)


async def connect_in_loop() -> LoopConnection | None:
    return await raw.connect_in_loop(**CONNECTION)


def write(connection: Connection, sightings: Sequence[Sighting]) -> None:
    """Write them in one commit: hits of messages, and of mails whose readers nobody is to know."""
    statements = recording.statements(sightings)
    if len(statements) == 1:
        connection.execute(*statements[0])
        return
    with connection.transaction():
        for each in statements:
            connection.execute(*each)


async def write_in_loop(connection: LoopConnection, sightings: Sequence[Sighting]) -> None:
    """As `write`."""
    statements = recording.statements(sightings)
    if len(statements) == 1:
        await connection.execute(*statements[0])
        return
    async with connection.transaction():
        for each in statements:
            await connection.execute(*each)


group: GroupCommit[Sighting] = GroupCommit(
    connect=connect,
    write=write,
    name="tracking",
    limits=Limits(patience=1.0),
    in_loop=InLoop(connect_in_loop, write_in_loop),
)
links = Links()
networks = Networks()


class Found(NamedTuple):
    """What the visitor hears, and what is to be written before."""

    reply: Reply
    sighting: Sighting | None = None


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    """In a thread of the server's."""
    found = look_at(environ)
    if found.sighting is not None:
        try:
            group.commit(found.sighting)
        except (DatabaseAway, psycopg.Error) as error:
            _lost(found.sighting, error)
    return say(found.reply, environ, start_response)


async def in_loop(environ: "WSGIEnvironment") -> Reply:
    """In the server's event loop; raises MustWait. See Note [Edges in the event loop]."""
    found = look_at(environ, may_wait=False)
    if found.sighting is not None:
        try:
            await group.committed(found.sighting)
        except (DatabaseAway, psycopg.Error) as error:
            _lost(found.sighting, error)
    return found.reply


def look_at(environ: "WSGIEnvironment", *, may_wait: bool = True) -> Found:
    """Raises MustWait where the database is to be asked, unless it may be."""
    path: str = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return Found(Reply(405, [*PAGE_HEADERS, ("Allow", "GET, HEAD")]))
    if path.startswith(OPEN_PREFIX):
        return _open(environ, path.removeprefix(OPEN_PREFIX).removesuffix(".gif"))
    return _click(environ, path.removeprefix(CLICK_PREFIX), may_wait=may_wait)


def _open(environ: "WSGIEnvironment", text: str) -> Found:
    """The picture, whatever the token and the database say."""
    token = read_token(text) or read_cell(text)
    picture = Reply(200, PIXEL_HEADERS, GIF)
    if token is None or not _is_pixels(token):
        return Found(picture)
    return Found(picture, _to_write(environ, token))


def _click(environ: "WSGIEnvironment", text: str, *, may_wait: bool) -> Found:
    asked = asked_for(environ.get("QUERY_STRING", ""))
    token = read_token(text, asked) or read_cell(text, asked)
    if token is None or token.link_index is None:
        return Found(Reply(404, PAGE_HEADERS, UNKNOWN))
    try:
        url = _url_of(token, asked, may_wait=may_wait)
    except LinksAway:
        return Found(Reply(503, [*PAGE_HEADERS, ("Retry-After", "5")], SOON))
    if url is None:
        return Found(Reply(404, PAGE_HEADERS, UNKNOWN))
    if isinstance(token, Token):
        url = beacons.with_click(url, token)
    led_on = Reply(302, [*PAGE_HEADERS, ("Location", url)])
    return Found(led_on, _to_write(environ, token))


def _url_of(token: Token | Seen, asked: str, *, may_wait: bool) -> str | None:
    """Where it leads: to what was signed with it, or to what is kept.

    Raises LinksAway, and MustWait.
    """
    if isinstance(token, Seen) or token.kind is TokenKind.LINK:
        return followable(asked)
    assert token.link_index is not None  # noqa: S101 - a click names its link
    if not may_wait:
        raise MustWait
    return links.url_of(token.store_id, token.message_id, token.link_index)


def _is_pixels(token: Token | Seen) -> bool:
    if isinstance(token, Seen):
        return token.link_index is None
    return token.kind is TokenKind.OPEN


def _to_write(environ: "WSGIEnvironment", token: Token | Seen) -> Sighting | None:
    """None for what comes too late to count."""
    sighting = _sighting(environ, token)
    return None if glimpses.is_over(sighting) else sighting


def _sighting(environ: "WSGIEnvironment", token: Token | Seen) -> Sighting:
    cell, nonce = (token.cell, token.nonce) if isinstance(token, Seen) else (None, 0)
    address = visitors.address_of(environ, settings.NOTIFYHUB_PROXY_COUNT)
    return Sighting(
        store_id=token.store_id,
        message_id=0 if isinstance(token, Seen) else token.message_id,
        kind=EventKind.OPEN if token.link_index is None else EventKind.CLICK,
        at=datetime.now(UTC),
        link_index=token.link_index,
        user_agent=recording.user_agent_of(environ),
        ip=visitors.truncated(address),
        network=networks.class_of(address),
        way=recording.way_of(environ),
        cell=cell,
        nonce=nonce,
    )


def _lost(sighting: Sighting, error: Exception) -> None:
    """It was not written: ours to log, never the visitor's to see."""
    logger.warning("tracking.event.lost", extra={"kind": sighting.kind, "error": repr(error)})
