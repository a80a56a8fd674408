"""Whether this process runs (/healthz) and may be sent traffic (/readyz), before Django's handler.

Until a restored database has forgotten again whom it must forget, nothing else is answered: see
Note [The ledger outlives the dump] in stores/ledger.py.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.db import Error, connection

from stores import opening

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ALIVE: Final = "/healthz"
READY: Final = "/readyz"
_CLOSED: Final = (
    b"closed: erasures of the ledger are not replayed; run manage.py replay_tombstones\n"
)


def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes] | None:
    """None for whoever may go on. Once open, that is one look at a flag and two at the path."""
    path: str = environ["PATH_INFO"]
    if path == ALIVE:
        return _said(start_response, "200 OK", b"alive\n")
    if not opening.is_open():
        return _said(start_response, "503 Service Unavailable", _CLOSED, ("Retry-After", "5"))
    if path == READY:
        return _ready(start_response)
    return None


def _ready(start_response: "StartResponse") -> Iterable[bytes]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return _said(start_response, "503 Service Unavailable", b"closed: no database\n")
    return _said(start_response, "200 OK", b"ready\n")


def _said(
    start_response: "StartResponse", status: str, words: bytes, *more: tuple[str, str]
) -> Iterable[bytes]:
    headers: list[Any] = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(words))),
        ("Cache-Control", "no-store"),
        *more,
    ]
    start_response(status, headers)
    return [words]
