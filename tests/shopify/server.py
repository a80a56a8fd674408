"""The played Shopify's one HTTP server, with any number of shops on it.

A shop answers below its own name, so that NOTIFYHUB_SHOPIFY_URL may be `Played.url`, which has
{shop} in it; or `shop.url`, at which that one answers whatever the store's domain is.
"""

import contextlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

from tests.shopify import gathering, oauth, pages
from tests.shopify.answers import every_answer
from tests.shopify.app import App
from tests.shopify.shop import PlayedShop
from tests.shopify.talk import Asked, Reply

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")


class Played:
    """All of Shopify that our app sees."""

    def __init__(
        self,
        *shops: PlayedShop,
        app: App | None = None,
        opens: Callable[[PlayedShop], None] | None = None,
    ) -> None:
        """`opens`: a shop of whatever name opens once it is asked for, and is then furnished."""
        self.app = app or App()
        self._opens, self._opening = opens, threading.Lock()
        self.shops: dict[str, PlayedShop] = {}
        self.address = ""
        every_answer()  # what cannot be imported is found here
        for shop in shops:
            self.open(shop)

    @property
    def url(self) -> str:
        """For NOTIFYHUB_SHOPIFY_URL."""
        return f"{self.address}/{{shop}}"

    def open(self, shop: PlayedShop) -> PlayedShop:
        """Let one more shop be asked."""
        self.shops[shop.domain] = shop
        shop.app = self.app
        shop.url = f"{self.address}/{shop.domain}"
        return shop

    def start(self, port: int = 0) -> "ThreadingHTTPServer":
        """Listen; the caller lets it serve, and shuts it down."""
        server = _Server(port, self)
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        for shop in self.shops.values():
            shop.url = f"{self.address}/{shop.domain}"
        return server

    def reply(self, asked: Asked) -> Reply:
        name, _, rest = asked.path.lstrip("/").partition("/")
        shop = self._shop(name)
        path = f"/{rest}"
        if not name and self._opens:
            return pages.index(self)
        if shop is None:
            return Reply.html("Sorry, this shop is currently unavailable.", 404)
        if path.startswith("/admin/oauth/"):
            return oauth.reply(shop, path, asked)
        if path.startswith("/bulk/"):
            return gathering.file(shop, path, asked)
        if not path.startswith("/admin/api/") and self._opens:
            return pages.of_shop(shop, path, asked)
        return _graphql(shop, path, asked)

    def _shop(self, name: str) -> PlayedShop | None:
        with self._opening:
            if name in self.shops or self._opens is None or not _NAME.fullmatch(name):
                return self.shops.get(name)
            shop = self.open(PlayedShop(domain=name))
            self._opens(shop)
            return shop

    def drip_of(self, asked: Asked) -> float:
        shop = self.shops.get(asked.path.lstrip("/").partition("/")[0])
        return shop.manners.drip if shop else 0.0


@contextlib.contextmanager
def playing_many(*shops: PlayedShop, app: App | None = None) -> Iterator[Played]:
    """Several shops on one server. Raises AssertionError if an answer was a lie."""
    played = Played(*shops, app=app)
    with played.start() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield played
        finally:
            server.shutdown()
            thread.join(5)
    lies = [f"{shop.domain}: {lie}" for shop in played.shops.values() for lie in shop.lies]
    assert not lies, f"not Shopify's schema: {lies}"


@contextlib.contextmanager
def playing(shop: PlayedShop) -> Iterator[PlayedShop]:
    """One shop, at `shop.url`."""
    with playing_many(shop):
        yield shop


def _graphql(shop: PlayedShop, path: str, asked: Asked) -> Reply:
    try:
        question = json.loads(asked.body)
    except ValueError:
        return Reply.json(400, {"errors": "Bad Request"})
    token = asked.headers.get("x-shopify-access-token", "")
    status, said = shop.answer(path, token, question)
    reply = Reply.html(said, status) if isinstance(said, str) else Reply.json(status, said)
    if status in (429, 503) and shop.manners.retry_after:
        retry = ("Retry-After", shop.manners.retry_after)
        return Reply(status, reply.body, (*reply.headers, retry))
    if status == 200 and shop.manners.cuts:
        shop.manners.cuts -= 1
        return Reply(status, reply.body[: len(reply.body) // 2], reply.headers)
    return reply


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, played: Played) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.played = played

    def handle_error(self, *args: object) -> None:
        """Who hangs up in the middle is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        assert isinstance(self.server, _Server)
        played = self.server.played
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, parts.query, headers, body)
        reply = played.reply(asked)
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self._write(reply.body, played.drip_of(asked))

    def _write(self, body: bytes, drip: float) -> None:
        if not drip:
            self.wfile.write(body)
            return
        with contextlib.suppress(OSError):
            for place in range(len(body)):
                self.wfile.write(body[place : place + 1])
                self.wfile.flush()
                time.sleep(drip)

    def log_message(self, *args: object) -> None:
        pass
