"""Opens connections to mail servers, within a deadline; wire.py then hands mails over by them.

# Note [A deadline from outside]
A socket's time-out bounds each read, so a server that drips one byte a second holds a worker for
ever. A watchdog therefore shuts the socket when the whole conversation has had its time: whatever
smtplib waits for then ends with an error. Replies are bounded in length and lines likewise.
"""

import contextlib
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from common.outgoing import resolving
from messaging.channels.outcomes import Away, Refused
from messaging.channels.replies import Stage
from messaging.channels.wire import LONGEST_LINE, MOST_LINES, Offers, words_of
from messaging.states import Security

_PORTION = 8192


@dataclass(frozen=True, slots=True)
class Account:
    host: str
    port: int
    security: str
    username: str = ""
    password: str = ""
    deadline: float = 30.0  # seconds to connect, and seconds for each mail
    may_be_private: bool = False  # a host in our own network: a relay of the operator's, and tests


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection that is logged in, with what the server said that nobody has read yet."""

    sock: socket.socket
    offers: Offers
    said: bytes


class SmtpOpener:
    """Opens one connection of an account. Not for two threads."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._talk: _Conversation | None = None

    def open(self) -> None:
        """Connect and log in. Raises Refused or Away."""
        talk = _Conversation(self.account)
        try:
            with talk.bounded(self.account.deadline):
                talk.begin()
        except BaseException:
            talk.close()
            raise
        self._talk = talk

    def take_connection(self) -> Connection:
        """What was opened; whoever takes it closes it."""
        talk, self._talk = self._talk, None
        if talk is None or talk.sock is None:
            raise Away(Stage.CONNECT, "the connection was closed")
        return Connection(talk.sock, talk.offers(), talk.unread())

    def close(self) -> None:
        """Let go of a connection that nobody took, politely if that is quick."""
        talk, self._talk = self._talk, None
        if talk is not None:
            with contextlib.suppress(OSError), talk.bounded(2.0):
                talk.quit()
            talk.close()


class _Conversation(smtplib.SMTP):
    """smtplib's client with a watchdog, bounded replies and errors that say how far it came."""

    def __init__(self, account: Account) -> None:
        super().__init__(timeout=account.deadline)
        self.account = account
        self._host = account.host
        self._is_over_time = False
        self._ends_at = 0.0
        self._said = b""

    @contextlib.contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        """See Note [A deadline from outside]."""
        self._ends_at = time.monotonic() + seconds
        watchdog = threading.Timer(max(seconds, 0.01), self._cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()

    def begin(self) -> None:
        with self._stage(Stage.CONNECT):
            self.sock = resolving.connect(
                self.account.host,
                self.account.port,
                may_be_private=self.account.may_be_private,
                seconds=self._ends_at - time.monotonic(),
            )
            self.sock.settimeout(self.account.deadline)
            if self._is_over_time:  # the watchdog barked before there was anything to cut
                raise TimeoutError
            if self.account.security == Security.TLS:
                self._encrypt()
            self._expect(Stage.CONNECT, *self.getreply(), accepted=(220,))
            self.ehlo_or_helo_if_needed()
            if self.account.security == Security.STARTTLS:
                self._expect(Stage.CONNECT, *self.docmd("STARTTLS"), accepted=(220,))
                self._encrypt()
                self.ehlo_or_helo_if_needed()
        if self.account.username:
            with self._stage(Stage.LOGIN):
                self.login(self.account.username, self.account.password)

    def offers(self) -> Offers:
        return Offers(pipelining=self.has_extn("pipelining"), eight_bits=self.has_extn("8bitmime"))

    def unread(self) -> bytes:
        return self._said

    def getreply(self) -> tuple[int, bytes]:
        lines = []
        for _ in range(MOST_LINES):
            raw = self._read_line()
            code = raw[:3]
            if not code.isdigit():
                self._give_up("the answer is no mail server's")
            lines.append(raw[4:].strip())
            if raw[3:4] != b"-":
                return int(code), b"\n".join(lines)
        return self._give_up("the answer does not end")

    def _read_line(self) -> bytes:
        while b"\n" not in self._said:
            if self.sock is None:
                raise smtplib.SMTPServerDisconnected("the connection was closed")
            if len(self._said) > LONGEST_LINE:
                self._give_up("the answer is no mail server's")
            if not (said := self.sock.recv(_PORTION)):
                self._give_up("the connection was closed")
            self._said += said
        line, _, self._said = self._said.partition(b"\n")
        return line

    def _give_up(self, words: str) -> NoReturn:
        self.close()
        raise smtplib.SMTPServerDisconnected(words)

    def _encrypt(self) -> None:
        """Wrap first, shake hands then: so the watchdog can reach the socket in between."""
        assert self.sock is not None  # noqa: S101 - both callers connected it
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(
            self.sock, server_hostname=self.account.host, do_handshake_on_connect=False
        )
        if self._said:  # what is said before encryption anybody may have said (RFC 3207)
            self._give_up("it spoke on before it was encrypted")
        self.sock.do_handshake()
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def _cut(self) -> None:
        self._is_over_time = True
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]  # None: suppressed

    @contextlib.contextmanager
    def _stage(self, stage: Stage) -> Iterator[None]:
        try:
            yield
        except smtplib.SMTPResponseException as error:
            raise Refused(stage, error.smtp_code, words_of(error.smtp_error)) from error
        except OSError as error:  # smtplib's errors are OSErrors too
            raise Away(stage, self._words(error)) from error

    def _expect(
        self, stage: Stage, code: int, reply: bytes, accepted: tuple[int, ...] = (250,)
    ) -> None:
        if code not in accepted:
            raise Refused(stage, code, words_of(reply))

    def _words(self, error: OSError) -> str:
        if self._is_over_time or isinstance(error, TimeoutError):
            return f"no answer within {self.account.deadline:g} s"
        return str(error) or type(error).__name__
