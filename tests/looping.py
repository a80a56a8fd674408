"""An event loop in a thread of its own, for tests; and the edges as a web server's loop runs them.

In a thread that runs a loop, Django's database refuses to be asked: what of an edge runs there is
known to ask nothing.
"""

import asyncio
import io
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from common.edges import say
from notifyhub import rsgi, wsgi

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Outcome = TypeVar("Outcome")


class Loop:
    """Runs coroutines for any thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: "Coroutine[Any, Any, Outcome]") -> Outcome:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


@contextmanager
def loop() -> Iterator[Loop]:
    running = Loop()
    try:
        yield running
    finally:
        running.close()


def edges_in(running: Loop) -> "WSGIApplication":
    """The application as WSGI, whose edges answer in the loop where they can."""

    def application(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        environ = {"wsgi.input": io.BytesIO(), **environ}
        reply = running.run(rsgi.at_a_door(environ))
        if reply is None:
            return wsgi.application(environ, start_response)
        return say(reply, environ, start_response)

    return application
