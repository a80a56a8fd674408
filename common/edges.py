"""What the hot edges say, before Django: to a server's thread, or to its event loop.

# Note [Edges in the event loop]
An edge finds its answer by what is at hand, waits until what it keeps is committed, and answers.
In the event loop (notifyhub/rsgi.py) all requests do that in one thread, which goes on with others
while it waits. So nothing there may ask the database, the broker or a name server: who would have
to raises `MustWait`, and a thread does the whole anew, by WSGI.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed.wsgi import StartResponse

REASONS: Final = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class MustWait(Exception):
    """The answer is not at hand: in the event loop nobody waits for it."""


class Reply(NamedTuple):
    """An answer, whole."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""


def say(reply: Reply, environ: "Mapping[str, Any]", start_response: "StartResponse") -> list[bytes]:
    """By WSGI."""
    length = ("Content-Length", str(len(reply.body)))
    start_response(REASONS[reply.status], [*reply.headers, length])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else reply.body]
