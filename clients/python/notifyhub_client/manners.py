"""How requests behave: each write has an Idempotency-Key, what may pass is tried again, the rest
is raised.

A write is safe to try again since the server answers the same key with the first answer.
"""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import httpx

from notifyhub_client.errors import NoAnswer, error_of

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PASSES = frozenset({429, 502, 503, 504})
IN_FLIGHT = "idempotency-in-flight"


@dataclass(frozen=True)
class Patience:
    """How often to try again after a failure, and how long to wait before."""

    tries: int = 4  # after the first
    first: float = 0.5  # seconds, doubled each time, unless the server names them
    longest: float = 30.0  # where it asks for longer, its refusal is raised

    def wait(self, tried: int, headers: Mapping[str, str]) -> float | None:
        """Seconds until the next try; None: there is none."""
        if tried >= self.tries:
            return None
        asked = headers.get("retry-after", "")
        if asked.isascii() and asked.isdigit():
            return float(asked) if float(asked) <= self.longest else None
        most = min(self.longest, self.first * (1 << tried))
        return most * random.uniform(0.5, 1)  # noqa: S311 -- spreads callers, hides nothing

    def after(self, tried: int, answer: httpx.Response) -> float | None:
        """Seconds to wait after this refusal, which has been read; None: it stands."""
        is_passing = answer.status_code in PASSES or (
            answer.status_code == 409 and error_of(answer).code == IN_FLIGHT
        )
        return self.wait(tried, answer.headers) if is_passing else None


def prepare(request: httpx.Request) -> None:
    """Give a write its key, the same for all tries."""
    if request.method in WRITES and "Idempotency-Key" not in request.headers:
        request.headers["Idempotency-Key"] = str(uuid4())


def no_answer(error: httpx.TransportError) -> NoAnswer:
    return NoAnswer(f"{type(error).__name__}: {error}".rstrip(": "))


class Manners(httpx.BaseTransport):
    """Around the transport that really sends."""

    def __init__(self, inner: httpx.BaseTransport, patience: Patience) -> None:
        self._inner = inner
        self._patience = patience

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        prepare(request)
        tried = 0
        while True:
            try:
                answer = self._inner.handle_request(request)
                if answer.status_code < 400:
                    return answer
                answer.read()
            except httpx.TransportError as error:
                if (wait := self._patience.wait(tried, {})) is None:
                    raise no_answer(error) from error
            else:
                answer.close()
                if (wait := self._patience.after(tried, answer)) is None:
                    raise error_of(answer)
            time.sleep(wait)
            tried += 1

    def close(self) -> None:
        self._inner.close()


class AsyncManners(httpx.AsyncBaseTransport):
    """The same, awaited."""

    def __init__(self, inner: httpx.AsyncBaseTransport, patience: Patience) -> None:
        self._inner = inner
        self._patience = patience

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        prepare(request)
        tried = 0
        while True:
            try:
                answer = await self._inner.handle_async_request(request)
                if answer.status_code < 400:
                    return answer
                await answer.aread()
            except httpx.TransportError as error:
                if (wait := self._patience.wait(tried, {})) is None:
                    raise no_answer(error) from error
            else:
                await answer.aclose()
                if (wait := self._patience.after(tried, answer)) is None:
                    raise error_of(answer)
            await asyncio.sleep(wait)
            tried += 1

    async def aclose(self) -> None:
        await self._inner.aclose()
