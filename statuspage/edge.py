"""GET /s/<token>: the page as it was last written, if it still holds. Plain WSGI before Django.

See Note [A copy is as good as its rows] in copies.py. Whatever is not simply that goes on to
Django, which writes the page anew: other methods, other addresses below, words after the `?`.
"""

import gzip
import threading
import time
from collections import OrderedDict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import psycopg
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest

from common.db import raw
from orders.models import Order
from statuspage import copies, notices
from statuspage.frame import HEADERS, POLICY, allowances
from statuspage.visitors import network_of
from statuspage.witnesses import script_of, witness_of
from stores.scope import store_scope
from tracking.beacons import PARAMETER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX: Final = "/s/"
LONGEST: Final = 43  # letters of a token
MOST_GUESSES: Final = 20  # of one network within WINDOW, by one process
WINDOW: Final = 600.0  # seconds
REMEMBERED: Final = 10_000  # networks
SLOWER: Final = b"Too many unknown links were tried from here. Please wait ten minutes.\n"

_here = threading.local()


class Guesses:
    """How many unknown links each network tried of late; a bounded memory of one process."""

    def __init__(self) -> None:
        self._tried: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._guard = threading.Lock()

    def is_over(self, network: str) -> bool:
        since, count = self._tried.get(network, (0.0, 0))
        return count >= MOST_GUESSES and time.monotonic() - since < WINDOW

    def count(self, network: str) -> None:
        now = time.monotonic()
        with self._guard:
            since, count = self._tried.pop(network, (now, 0))
            fresh = now - since < WINDOW
            self._tried[network] = (since, count + 1) if fresh else (now, 1)
            if len(self._tried) > REMEMBERED:
                self._tried.popitem(last=False)

    def forget(self) -> None:
        with self._guard:
            self._tried.clear()


guesses = Guesses()


def application(
    environ: "WSGIEnvironment", start_response: "StartResponse"
) -> "list[bytes] | None":
    """The answer; None: Django has it."""
    token = environ["PATH_INFO"].removeprefix(PREFIX)
    if "/" in token:
        return None
    network = network_of(environ)
    if guesses.is_over(network):
        return _refused(start_response)
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or len(token) > LONGEST:
        return None
    known = environ.get("HTTP_IF_NONE_MATCH", "").strip().removeprefix("W/").strip('"')
    asked = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    is_led_here = [name for name, _value in asked] == [PARAMETER]
    copy = _look_up(token, "" if is_led_here else known)
    if copy is None:
        if network:
            guesses.count(network)
        return None  # Django says so, as it says it of everything unknown
    environ[copies.VERSION_SEEN] = copy.version  # for whoever writes it anew
    if not copy.etag or (asked and not is_led_here):
        return None
    try:
        return _answered(environ, start_response, copy)
    except DisallowedHost:
        return None


def _answered(
    environ: "WSGIEnvironment", start_response: "StartResponse", copy: copies.Copy
) -> list[bytes]:
    order = Order(pk=copy.order_id, store_id=copy.store_id)
    order.token = environ["PATH_INFO"].removeprefix(PREFIX)
    witness = None
    if environ.get("QUERY_STRING"):
        request = WSGIRequest(environ)
        with store_scope(copy.store_id):
            witness = witness_of(request, order)
    policy = POLICY
    if witness or copy.has_notices:
        offer = notices.addresses_of(order) if copy.has_notices else None
        policy = allowances(WSGIRequest(environ), offer, witness) + POLICY
    headers = [*HEADERS, ("Content-Security-Policy", policy)]
    if witness is None:
        headers.append(("ETag", f'"{copy.etag}"'))
    if copy.body is None:
        start_response("304 Not Modified", headers)
        return [b""]
    body = copy.body
    takes_gzip = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    if witness or not takes_gzip:
        html = gzip.decompress(body)
        if witness:
            html = html.replace(copies.MARK, script_of(witness).encode(), 1)
        body = gzip.compress(html, 1, mtime=0) if takes_gzip else html
    if takes_gzip:
        headers.append(("Content-Encoding", "gzip"))
    headers += [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
    ]
    start_response("200 OK", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _look_up(token: str, known: str) -> copies.Copy | None:
    """One statement, prepared once for each connection. None: no order has that token."""
    wanted = {
        "program": copies.program(),
        "known": known,
        "now": datetime.now(UTC),
        "token": token,
    }
    row = _fetched(wanted)
    if row is None:
        return None
    order_id, store_id, etag, has_notices, body, version = row
    return copies.Copy(order_id, store_id, etag or "", bool(has_notices), body, bytes(version))


def _fetched(wanted: dict[str, Any]) -> Any:
    """A connection that broke while nobody asked is opened once more."""
    connection = getattr(_here, "connection", None)
    if connection is not None:
        try:
            return connection.execute(copies.CURRENT, wanted, binary=True).fetchone()
        except psycopg.OperationalError:
            connection.close()
            _here.connection = None
    _here.connection = raw.connect(
        settings=(("notifyhub.stores", "*"),),
        connect_timeout=2,
        options="-c statement_timeout=5s -c plan_cache_mode=force_generic_plan",
        prepare_threshold=0,
    )
    return _here.connection.execute(copies.CURRENT, wanted, binary=True).fetchone()


def disconnect() -> None:
    """Close this thread's connection."""
    connection = getattr(_here, "connection", None)
    _here.connection = None
    if connection is not None:
        connection.close()


def _refused(start_response: "StartResponse") -> list[bytes]:
    headers = [*HEADERS, ("Content-Type", "text/plain; charset=utf-8")]
    headers += [("Retry-After", str(int(WINDOW))), ("Content-Length", str(len(SLOWER)))]
    start_response("429 Too Many Requests", headers)
    return [SLOWER]
