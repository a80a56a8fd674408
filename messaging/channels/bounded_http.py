"""A requests session with a total deadline for each conversation, and which knows how far it came.

The same promise as bounded_httpx.py gives for httpx, by the same Talk. See Note [How far a request
came].
"""

import socket
from typing import Any, ClassVar

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from common.outgoing.talk import Talk

_LONGEST_ANSWER = 256 * 1024


class _Watched(HTTPConnection):
    """urllib3's connection, made and watched by a Talk."""

    talk: ClassVar[Talk]

    def _new_conn(self) -> socket.socket:
        try:
            return self.talk.connect(self._dns_host, self.port or self.default_port)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, str(error)) from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error

    def request(self, *args: Any, **kwargs: Any) -> None:
        """See Note [How far a request came]."""
        super().request(*args, **kwargs)
        self.talk.is_written = True


class _Adapter(HTTPAdapter):
    """Gives requests our connections instead of urllib3's, and never asks twice by itself."""

    def __init__(self, talk: Talk) -> None:
        mine = {"talk": talk}
        plain = type("Plain", (_Watched,), mine)
        secure = type("Secure", (_Watched, HTTPSConnection), mine)
        self._pools = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools


class BoundedSession(requests.Session):
    """For one thread. No redirects, no proxies or log-ins of the environment, short answers."""

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self.talk = talk
        self.trust_env = False
        self.headers["User-Agent"] = "NotifyHub"
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(talk))

    def knock(self, url: str) -> None:
        """Connect and shake hands, so that the first message finds an open door."""
        adapter = self.get_adapter(url)
        assert isinstance(adapter, _Adapter)  # noqa: S101 - mounted above
        request = requests.Request("POST", url).prepare()
        pool = adapter.get_connection_with_tls_context(request, verify=True)
        # The pool hands out what it keeps; requests asks it in the same way.
        with self.talk.bounded():
            connection = pool._get_conn()
            try:
                if connection.is_closed:
                    connection.timeout = self.talk.seconds_left
                    connection.connect()
            except BaseException:
                connection.close()
                raise
            finally:
                pool._put_conn(connection)

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Raises requests.RequestException; within the talk's deadline, whatever the other does."""
        kwargs |= {"allow_redirects": False, "stream": True, "timeout": self.talk.deadline}
        with self.talk.bounded():
            response = super().request(*args, **kwargs)
            self._read(response)
        return response

    def close(self) -> None:
        super().close()
        self.talk.close()

    def _read(self, response: requests.Response) -> None:
        """The beginning of the answer's body; a refusal stands in its first line already."""
        content = b""
        try:
            content = response.raw.read(_LONGEST_ANSWER, decode_content=True)
        except (HTTPError, OSError) as error:
            if response.status_code < 300:
                raise requests.ConnectionError(error, request=response.request) from error
        finally:
            response.close()
        # Where requests itself puts what it has read.
        response._content = content
        response._content_consumed = True


def explain(error: BaseException, talk: Talk) -> str:
    """What broke off, for people: the innermost cause, without our own addresses and objects."""
    if talk.is_over_time:
        return f"no answer within {talk.deadline:g} s"
    cause: BaseException = error
    seen: set[int] = set()
    while (inner := _inner(cause)) is not None and id(inner) not in seen:
        seen.add(id(inner))
        cause = inner
    if isinstance(cause, TimeoutError | ConnectTimeoutError | urllib3.exceptions.TimeoutError):
        return f"no answer within {talk.deadline:g} s"
    return str(cause)[:300] or type(cause).__name__


def _inner(error: BaseException) -> BaseException | None:
    if error.__cause__ is not None:
        return error.__cause__
    return next((each for each in error.args if isinstance(each, BaseException)), None)
