"""GET /metrics: how long each stage takes, in all processes of the installation, for Prometheus.

Figures of no tenant, shown to who brings NOTIFYHUB_METRICS_KEY as a bearer's token. Without a key a
local installation shows them to everybody who reaches it, and any other has no such page.
"""

import hmac
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import Error, connection

from common.db.freshen import freshen
from messaging import stages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATH: Final = "/metrics"
_NAME: Final = "notifyhub_stage_seconds"
_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_MISSING: Final = "Bring NOTIFYHUB_METRICS_KEY as a bearer's token.\n"
_AWAY: Final = "The database is away; ask again.\n"


def application(
    environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes] | None:
    """None: this is no page of ours, Django says so."""
    key: str = settings.NOTIFYHUB_METRICS_KEY
    if environ["PATH_INFO"] != PATH or (not key and not settings.IS_LOCAL):
        return None
    if key and not _has_key(environ, key):
        return _said(start_response, "401 Unauthorized", _MISSING, ("WWW-Authenticate", "Bearer"))
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return _said(start_response, "405 Method Not Allowed", "", ("Allow", "GET, HEAD"))
    try:
        freshen()
        stages.write_due()
        text = "".join(f"{line}\n" for line in lines())
    except Error:
        connection.close()
        return _said(start_response, "503 Service Unavailable", _AWAY, ("Retry-After", "5"))
    body = "" if environ["REQUEST_METHOD"] == "HEAD" else text
    return _said(start_response, "200 OK", body)


def lines() -> Iterator[str]:
    """Prometheus's text format. One query."""
    yield f"# HELP {_NAME} How long the stages of a message took, in seconds."
    yield f"# TYPE {_NAME} histogram"
    for stage, buckets in stages.counted().items():
        count, seconds = 0, 0.0
        for bound, (here, took) in zip((*stages.BOUNDS, "+Inf"), buckets, strict=True):
            count, seconds = count + here, seconds + took
            yield f'{_NAME}_bucket{{stage="{stage}",le="{bound}"}} {count}'
        yield f'{_NAME}_sum{{stage="{stage}"}} {seconds:.6f}'
        yield f'{_NAME}_count{{stage="{stage}"}} {count}'


def _has_key(environ: "WSGIEnvironment", key: str) -> bool:
    brought = environ.get("HTTP_AUTHORIZATION", "").encode("utf-8", "replace")
    return hmac.compare_digest(brought, f"Bearer {key}".encode())


def _said(
    start_response: "StartResponse", status: str, text: str, *more: tuple[str, str]
) -> list[bytes]:
    body = text.encode()
    headers = [("Content-Type", _TYPE), ("Cache-Control", "no-store"), *more]
    start_response(status, [*headers, ("Content-Length", str(len(body)))])
    return [body]
