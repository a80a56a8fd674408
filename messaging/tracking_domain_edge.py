"""GET /t/domain/here and /t/domain/ask: in front of Django, which knows no stores' domains.

`here?n=…` answers what only we can, whatever the host: so a domain is proven. `ask?domain=…` is for
the proxy that ends TLS, before it gets a certificate for a name: 200 for a store's, else 404.
"""

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from django.db import Error, connection

from common.db.freshen import freshen
from common.edges import Reply, say
from messaging import tracking_domains

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX: Final = "/t/domain/"
_HEADERS: Final = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex"),
    ("X-Content-Type-Options", "nosniff"),
]


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    return say(_reply(environ), environ, start_response)


def _reply(environ: "WSGIEnvironment") -> Reply:
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return Reply(405, [*_HEADERS, ("Allow", "GET, HEAD")])
    asked = parse_qs(environ.get("QUERY_STRING", "")[:600])
    path: str = environ["PATH_INFO"]
    if path == tracking_domains.HERE:
        answer = tracking_domains.answer_to(asked.get("n", [""])[0])
        return Reply(200 if answer else 404, _HEADERS, answer.encode())
    if path != f"{PREFIX}ask":
        return Reply(404, _HEADERS)
    try:
        freshen()
        is_named = tracking_domains.is_named(asked.get("domain", [""])[0][:253])
    except Error:
        connection.close()
        return Reply(503, [*_HEADERS, ("Retry-After", "5")])
    return Reply(200 if is_named else 404, _HEADERS)
