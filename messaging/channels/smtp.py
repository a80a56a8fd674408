"""Hands an envelope to a mail server, within a total deadline.

# Note [A deadline from outside]
A socket's time-out bounds each read, so a server that drips one byte a second holds a worker for
ever. A watchdog therefore shuts the socket when the whole conversation has had its time: whatever
smtplib waits for then ends with an error. Replies are bounded in length and lines likewise.
"""

import contextlib
import re
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from messaging.channels.outcomes import Away, Lost, NotBegun, Outgoing, Receipt, Refused
from messaging.channels.replies import Stage
from messaging.envelope import Envelope
from messaging.states import Security

MAILS_PER_CONNECTION = 100
_LONGEST_LINE = 2048
_MOST_LINES = 100
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_RECIPIENT_TAKEN = (250, 251)
_AT_ONCE = (
    (Stage.MAIL, (250,)),
    (Stage.RCPT, _RECIPIENT_TAKEN),
    (Stage.DATA, (354,)),
)
_MOVED_ON = 421  # the server closes the connection


@dataclass(frozen=True, slots=True)
class Account:
    host: str
    port: int
    security: str
    username: str = ""
    password: str = ""
    deadline: float = 30.0  # seconds for each mail, connecting included


class SmtpCourier:
    """One account's connection, opened when needed, kept for some mails. Not for two threads."""

    honours_keys = False

    def __init__(self, account: Account) -> None:
        self.account = account
        self._talk: _Conversation | None = None
        self._mail_count = 0

    def open(self) -> None:
        """Connect and log in. Raises Refused or Away."""
        if self._talk is None:
            self._talk = self._connected(time.monotonic() + self.account.deadline)

    def hand_over(self, outgoing: Outgoing) -> Receipt:
        """Give the server one mail for one recipient. Raises Refused, Away, Lost or NotBegun."""
        mail = _wire_form(outgoing.envelope)
        end = time.monotonic() + self.account.deadline
        is_reused = self._talk is not None
        try:
            return self._hand_over(outgoing.envelope, mail, end)
        except Away as error:
            if not is_reused or error.stage is not Stage.MAIL:
                raise
        # The server had closed a connection that we kept; that says nothing about this mail.
        return self._hand_over(outgoing.envelope, mail, end)

    def close(self) -> None:
        talk, self._talk, self._mail_count = self._talk, None, 0
        if talk is not None:
            with contextlib.suppress(OSError), talk.bounded(2.0):
                talk.quit()
            talk.close()

    def _hand_over(self, envelope: Envelope, mail: bytes, end: float) -> Receipt:
        if self._mail_count >= MAILS_PER_CONNECTION:
            self.close()
        talk = self._talk or self._connected(end)
        self._talk = talk
        self._mail_count += 1
        is_well = False
        try:
            with talk.bounded(end - time.monotonic()):
                line = talk.hand_over(envelope.sender, envelope.recipient, mail)
            is_well = True
        except Refused as error:
            is_well = error.code != _MOVED_ON and talk.can_go_on()
            raise
        finally:
            if not is_well:
                self._talk = None
                talk.close()
        return Receipt(line)

    def _connected(self, end: float) -> "_Conversation":
        talk = _Conversation(self.account)
        self._mail_count = 0
        try:
            with talk.bounded(end - time.monotonic()):
                talk.begin()
        except BaseException:
            talk.close()
            raise
        return talk


class _Conversation(smtplib.SMTP):
    """smtplib's client with a watchdog, bounded replies and errors that say how far it came."""

    def __init__(self, account: Account) -> None:
        super().__init__(timeout=account.deadline)
        self.account = account
        self._host = account.host
        self._is_over_time = False

    @contextlib.contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        """See Note [A deadline from outside]."""
        watchdog = threading.Timer(max(seconds, 0.01), self._cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()

    def begin(self) -> None:
        with self._stage(Stage.CONNECT):
            self.sock = socket.create_connection(
                (self.account.host, self.account.port), self.account.deadline
            )
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

    def hand_over(self, sender: str, recipient: str, mail: bytes) -> str:
        """One mail for one recipient; the server's words of acceptance. Without its closing dot no
        server may accept a mail: until that is written nothing was.
        """
        if self.has_extn("pipelining"):
            self._announce_at_once(sender, recipient)
        else:
            self._announce(sender, recipient)
        with self._stage(Stage.DATA):
            self.send(mail)
        try:
            code, reply = self.getreply()
        except OSError as error:
            raise Lost(self._words(error)) from error
        self._expect(Stage.DATA, code, reply)
        return _line(reply)

    def _announce(self, sender: str, recipient: str) -> None:
        with self._stage(Stage.MAIL):
            self._expect(Stage.MAIL, *self.mail(sender))
        with self._stage(Stage.RCPT):
            self._expect(Stage.RCPT, *self.rcpt(recipient), accepted=_RECIPIENT_TAKEN)
        with self._stage(Stage.DATA):
            self._expect(Stage.DATA, *self.docmd("DATA"), accepted=(354,))

    def _announce_at_once(self, sender: str, recipient: str) -> None:
        """MAIL, RCPT and DATA in one packet, and then the three answers (RFC 2920)."""
        lines = (
            f"MAIL FROM:{smtplib.quoteaddr(sender)}",
            f"RCPT TO:{smtplib.quoteaddr(recipient)}",
            "DATA",
        )
        with self._stage(Stage.MAIL):
            self.send("".join(f"{line}\r\n" for line in lines))
        refusal: Refused | None = None
        for stage, accepted in _AT_ONCE:
            try:
                with self._stage(stage):
                    code, reply = self.getreply()
            except Away:
                if refusal:  # it said why, and hung up
                    break
                raise
            if code not in accepted:
                refusal = refusal or Refused(stage, code, _line(reply))
            elif stage is Stage.DATA and refusal:
                # It waits for a mail to nobody; an empty one it must refuse (RFC 2920, 3.1).
                with contextlib.suppress(OSError):
                    self.send(b".\r\n")
                    self.getreply()
        if refusal:
            raise refusal

    def can_go_on(self) -> bool:
        try:
            with self.bounded(2.0):
                return self.rset()[0] == 250
        except OSError:
            return False

    def getreply(self) -> tuple[int, bytes]:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection was closed")
        if self.file is None:
            self.file = self.sock.makefile("rb")
        lines = []
        for _ in range(_MOST_LINES):
            raw = self.file.readline(_LONGEST_LINE)
            code = raw[:3]
            if not raw.endswith(b"\n") or not code.isdigit():
                self.close()
                raise smtplib.SMTPServerDisconnected(
                    "the answer is no mail server's" if raw else "the connection was closed"
                )
            lines.append(raw[4:].strip())
            if raw[3:4] != b"-":
                return int(code), b"\n".join(lines)
        self.close()
        raise smtplib.SMTPServerDisconnected("the answer does not end")

    def _encrypt(self) -> None:
        """Wrap first, shake hands then: so the watchdog can reach the socket in between."""
        assert self.sock is not None  # noqa: S101 - both callers connected it
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(
            self.sock, server_hostname=self.account.host, do_handshake_on_connect=False
        )
        self.file = None
        self.sock.do_handshake()
        # What was said before encryption is void (RFC 3207).
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
            raise Refused(stage, error.smtp_code, _line(error.smtp_error)) from error
        except OSError as error:  # smtplib's errors are OSErrors too
            raise Away(stage, self._words(error)) from error

    def _expect(
        self, stage: Stage, code: int, reply: bytes, accepted: tuple[int, ...] = (250,)
    ) -> None:
        if code not in accepted:
            raise Refused(stage, code, _line(reply))

    def _words(self, error: OSError) -> str:
        if self._is_over_time or isinstance(error, TimeoutError):
            return f"no answer within {self.account.deadline:g} s"
        return str(error) or type(error).__name__


def _wire_form(envelope: Envelope) -> bytes:
    try:
        return _quoted(envelope.as_bytes())
    except Exception as error:
        raise NotBegun(f"{type(error).__name__}: {error}") from error


def _quoted(mail: bytes) -> bytes:
    """The mail as DATA wants it: lines end in CRLF, leading dots doubled, a dot closes it."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", mail)
    end = b"" if lines.endswith(b"\r\n") else b"\r\n"
    return _LEADING_DOT.sub(b"..", lines) + end + b".\r\n"


def _line(reply: bytes | str) -> str:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:500]
