"""An httpx client with a total deadline for each conversation, and which knows how far it came.

The same promise as bounded_http.py gives for requests, and by the same Talk. See Note [How far a
request came] and Note [A deadline from outside].
"""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from messaging.channels.bounded_http import Talk

LONGEST_ANSWER = 64 * 1024
_WRITTEN = "http11.send_request_body.complete"


class BoundedClient:
    """For one thread and one host. No redirects, no proxies of the environment, short answers."""

    def __init__(self, talk: Talk, *, base_url: str, auth: tuple[str, str]) -> None:
        self.talk = talk
        transport = httpx.HTTPTransport(trust_env=False)
        # httpx has no way to say how to connect; its own pool does.
        transport._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=60.0,
            network_backend=_Connector(talk),
        )
        self._http = httpx.Client(
            transport=transport,
            base_url=base_url,
            auth=auth,
            timeout=talk.deadline,
            trust_env=False,
            headers={"User-Agent": "NotifyHub"},
        )

    def post(self, path: str, form: dict[str, str]) -> httpx.Response:
        """The answer, at most 64 kB of it. Raises httpx.HTTPError or OSError, within the deadline.

        `talk.is_written` then says whether the whole request had left.
        """
        request = self._http.build_request(
            "POST", path, data=form, extensions={"trace": self._trace}
        )
        with self.talk.bounded():
            response = self._http.send(request, stream=True)
            try:
                content = _beginning(response)
            except httpx.HTTPError:
                if response.is_success:
                    raise
                content = b""  # a refusal stands in its first line already
            finally:
                response.close()
        return httpx.Response(response.status_code, headers=response.headers, content=content)

    def close(self) -> None:
        self._http.close()
        self.talk.close()

    def _trace(self, event: str, _info: dict[str, Any]) -> None:
        if event == _WRITTEN:
            self.talk.is_written = True


class _Connector(httpcore.NetworkBackend):
    """Connects as a Talk does: to public addresses alone, and watched."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
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
        for address in self._talk.addresses_of(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._talk.seconds_left, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self._talk.watch(stream.get_extra_info("socket"))
            return stream
        raise failure


def _beginning(response: httpx.Response) -> bytes:
    content = b""
    for piece in response.iter_bytes():
        content += piece
        if len(content) >= LONGEST_ANSWER:
            break
    return content[:LONGEST_ANSWER]
