"""How httpx and httpcore connect here: to an address that was looked at, by no proxy."""

import ssl
from collections.abc import Iterable
from functools import cache
from typing import Any

import httpcore
import httpx

from common.outgoing import resolving
from common.outgoing.talk import Talk


@cache
def trust() -> ssl.SSLContext:
    """Whose certificates are believed: this machine's list. Read once, as it takes 20 ms."""
    return ssl.create_default_context()


class Pinned(httpcore.NetworkBackend):
    """Connects to public addresses alone, and notes which; a talk watches the connection."""

    def __init__(self, *, may_be_private: bool, talk: Talk | None = None) -> None:
        self.address = ""
        self._may_be_private, self._talk = may_be_private, talk
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses_of(host, port, timeout):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._seconds(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self.address = address
            if self._talk is not None:
                self._talk.watch(stream.get_extra_info("socket"))
            return stream
        raise failure

    def _addresses_of(self, host: str, port: int, timeout: float | None) -> list[str]:
        try:
            return resolving.addresses_of(
                host,
                port,
                may_be_private=self._may_be_private,
                seconds=self._seconds(timeout) or 30.0,
            )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error

    def _seconds(self, timeout: float | None) -> float | None:
        return self._talk.seconds_left if self._talk is not None else timeout


def pool(backend: Pinned, *, most: int = 1) -> httpcore.ConnectionPool:
    """Connections made by it, at most so many at a time. No proxy, no redirect, HTTP/1.1."""
    return httpcore.ConnectionPool(
        ssl_context=trust(),
        max_connections=most,
        max_keepalive_connections=most,
        keepalive_expiry=60.0,
        network_backend=backend,
    )


def transport(backend: Pinned, *, most: int = 1) -> httpx.HTTPTransport:
    """The same for an httpx client."""
    made = httpx.HTTPTransport(trust_env=False)
    # httpx has no way to say how to connect; its own pool does.
    made._pool = pool(backend, most=most)
    return made
