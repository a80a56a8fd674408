"""From a host's name to addresses that may be connected to: asked once, looked at whole.

# Note [One answer, looked at whole]
Who owns a name may answer twice differently, or once with a public and a private address. So a name
is asked for once for each connection, one address that is not public spoils the whole answer, and
the connection is made to an address of that answer, never to the name again.
"""

import queue
import socket
import threading
import time
from typing import Any, Final

from common.outgoing.addresses import is_public

_PATIENCE: Final = 30.0


class NotPublic(OSError):
    """The host leads into a private or reserved network."""


class Unknown(OSError):
    """No name server knows the host."""


def addresses_of(
    host: str, port: int, *, may_be_private: bool, seconds: float = _PATIENCE
) -> list[str]:
    """See Note [One answer, looked at whole]. Raises NotPublic, TimeoutError or another OSError."""
    found = list(dict.fromkeys(str(each[-1][0]) for each in _asked(host, port, seconds)))
    if not found:
        raise Unknown(f"no name server knows {host}")
    if not may_be_private and not all(is_public(address) for address in found):
        raise NotPublic(f"{host} is inside a private network; give an address that is public")
    return found


def connect(host: str, port: int, *, may_be_private: bool, seconds: float) -> socket.socket:
    """To the first of the host's addresses that answers, all of it within the time."""
    ends_at = time.monotonic() + seconds
    failure = OSError(f"{host} has no address")
    for address in addresses_of(host, port, may_be_private=may_be_private, seconds=seconds):
        try:
            left = ends_at - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            link = socket.create_connection((address, port), left)
        except OSError as error:
            failure = error
            continue
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return link
    raise failure


def _asked(host: str, port: int, seconds: float) -> list[Any]:
    """What getaddrinfo says, which no time-out bounds: so it is asked in a thread of its own."""
    answers: queue.SimpleQueue[list[Any] | BaseException] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except BaseException as error:
            answers.put(error)

    threading.Thread(target=ask, name="outgoing-name", daemon=True).start()
    try:
        said = answers.get(timeout=max(seconds, 0.01))
    except queue.Empty:
        raise TimeoutError(f"no name server told the address of {host} in time") from None
    if isinstance(said, socket.gaierror | UnicodeError):  # a label of more than 63 signs
        raise Unknown(f"no name server knows {host}") from said
    if isinstance(said, BaseException):
        raise said
    return said
