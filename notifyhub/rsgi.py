"""What granian runs: the hottest edges in its event loop, everything else as WSGI in threads.

See Note [Edges in the event loop] in common/edges.py, and docs/adr/0066-edges-in-an-event-loop.md.
`notifyhub.wsgi` is the same for other servers, slower at the edges.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from granian.rsgi import (  # type: ignore[attr-defined]  # it does not say what it hands on
    HTTPProtocol,
    ProtocolClosed,
    Scope,
)

from common.edges import MustWait
from common.wsgi_threads import Threads, environ_of, take_small_body
from notifyhub import wsgi
from stores import opening

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from _typeshed.wsgi import WSGIEnvironment

    from common.edges import Reply

    # Raises MustWait.
    Door = Callable[[WSGIEnvironment], Awaitable[Reply]]


def _doors() -> "tuple[tuple[str, Door], ...]":
    """Path prefixes and who answers them; imported here, since the edges need Django set up."""
    from intake import edge as intake
    from tracking import edge as tracking

    return (
        (intake.PREFIX, intake.in_loop),
        (tracking.OPEN_PREFIX, tracking.in_loop),
        (tracking.CLICK_PREFIX, tracking.in_loop),
    )


DOORS = _doors()
# What Django's SecurityMiddleware would add.
ALWAYS = [wsgi.HSTS] if wsgi.IS_HTTPS else []
threads = Threads(wsgi.application, size=settings.NOTIFYHUB_WEB_THREADS)


async def application(scope: Scope, protocol: HTTPProtocol) -> None:
    """Answer one request."""
    environ = environ_of(scope)
    try:
        is_small = await take_small_body(environ, protocol)
    except ProtocolClosed:
        return  # nobody is there any more to be answered
    reply = await at_a_door(environ) if is_small and opening.stands_open() else None
    if reply is None:
        await threads.serve(environ, protocol)
        return
    try:
        protocol.response_bytes(reply.status, [*reply.headers, *ALWAYS], reply.body)
    except ProtocolClosed:
        return


async def at_a_door(environ: "WSGIEnvironment") -> "Reply | None":
    """None: a thread has it, with the body unread."""
    path: str = environ["PATH_INFO"]
    for prefix, door in DOORS:
        if path.startswith(prefix):
            try:
                return await door(environ)
            except MustWait:
                environ["wsgi.input"].seek(0)
                return None
    return None
