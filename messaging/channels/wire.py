"""One logged-in connection to a mail server. Nothing here waits: whoever polls it drives it.

# Note [Replies a turn late]
Where a server offers PIPELINING (RFC 2920), MAIL, RCPT and DATA leave together, and behind the end
of a mail rides the announcement of the next: a mail costs one write and one read. A mail that was
announced and no more has not begun: when the connection breaks, it goes by another one.
"""

import re
import smtplib
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from messaging.channels.outcomes import Away, Lost, NotBegun, Outgoing, Receipt, Refused, Result
from messaging.channels.replies import Stage

MAILS_PER_CONNECTION: Final = 100
LONGEST_LINE: Final = 2048
MOST_LINES: Final = 100
RESET_WITHIN: Final = 2.0  # seconds
MOVED_ON: Final = 421  # the server closes the connection
_PORTION: Final = 65536
_PLAIN_ADDRESS: Final = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
_ACCEPTED: Final = {
    Stage.MAIL: (250,),
    Stage.RCPT: (250, 251),
    Stage.DATA: (354,),
}
_STEPS: Final = tuple(_ACCEPTED)
_BEFORE_DATA: Final = (Stage.MAIL, Stage.RCPT)
_NOT_YET: Final = (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError, InterruptedError)


@dataclass(slots=True, eq=False)
class Job:
    """A mail to be handed over, and how far it came."""

    message_id: int
    outgoing: Outgoing
    # By the monotonic clock: not begun after it, or it might outlast its message's lease.
    begins_before: float = float("inf")
    began: float = 0.0
    was_put_back: bool = False
    _lines: tuple[bytes, ...] = ()  # what announces it
    _mail: bytes = b""
    _refusal: Refused | None = None
    # Where its last byte stands in all that the connection was given; none before DATA.
    _ends_at: int | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """What the server said that it knows."""

    pipelining: bool = False
    eight_bits: bool = False


WAITED_TOO_LONG: Final = NotBegun("those before it took too long")


class _Broken(Exception):
    """The connection is of no more use."""


@dataclass(slots=True, eq=False)
class Wire:
    """A connection and the mails on it. `next_job` gives the next one, `put_back` takes one back
    that was never begun, and `finish` hears of each what became of it.

    After any call `is_over` may be true; it is closed then, and each of its mails was told of.
    """

    sock: socket.socket
    offers: Offers
    deadline: float
    next_job: Callable[[], Job | None]
    put_back: Callable[[Job], None]
    finish: Callable[[Job, Result | NotBegun], None]
    said: bytes = b""
    is_over: bool = False
    ends_at: float | None = None  # by the monotonic clock; None: it waits for nothing
    mail_count: int = 0
    # The answers that are awaited: of which mail, to what. No stage: to its end; no mail: to RSET.
    _awaited: deque[tuple[Job | None, Stage | None]] = field(default_factory=deque)
    _announced: Job | None = None
    _under_way: list[Job] = field(default_factory=list)
    _reply: list[bytes] = field(default_factory=list)
    _out: list[bytes] = field(default_factory=list)
    _unsent: memoryview = field(default_factory=lambda: memoryview(b""))
    _given: int = 0
    _sent: int = 0

    def __post_init__(self) -> None:
        self.sock.setblocking(False)

    @property
    def is_idle(self) -> bool:
        return not self._awaited

    @property
    def wants_to_write(self) -> bool:
        return bool(self._unsent)

    @property
    def is_worn_out(self) -> bool:
        """Whether it had its share of mails: another connection takes its place."""
        return self.is_idle and self.mail_count >= MAILS_PER_CONNECTION

    def pump(self) -> None:
        """Announce the next mail, if there is one and its turn has come."""
        self._guarded(self._announce_next)

    def read(self) -> None:
        """Take what the server said."""
        self._guarded(self._take_in)

    def write(self) -> None:
        """Go on with what the network had no room for."""
        self._guarded(lambda: None)

    def check(self, now: float) -> None:
        """Give up what has had its time."""
        if self.ends_at is not None and now >= self.ends_at and not self.is_over:
            self._break(f"no answer within {self.deadline:g} s", is_over_time=True)

    def close(self) -> None:
        """Say goodbye without waiting for the answer."""
        if not self.is_over and not self._unsent and self.is_idle:
            with suppress(OSError):
                self.sock.send(b"QUIT\r\n")
        self._hang_up()

    def _guarded(self, act: Callable[[], None]) -> None:
        if self.is_over:
            return
        try:
            act()
            self._flush()
        except _Broken as error:
            self._break(str(error))
        except OSError as error:
            self._break(str(error) or type(error).__name__)

    # What is said

    def _announce_next(self) -> None:
        """See Note [Replies a turn late]."""
        while self._may_announce():
            job = self.next_job()
            if job is None:
                return
            if time.monotonic() > job.begins_before:
                self.finish(job, WAITED_TOO_LONG)
                continue
            try:
                job._mail = _wire_form(job.outgoing)
                job._lines = self._lines_of(job)
            except Exception as error:  # whatever it was, this mail has not begun
                self.finish(job, NotBegun(f"{type(error).__name__}: {error}"))
                continue
            self._announce(job)

    def _may_announce(self) -> bool:
        if self._announced or self.mail_count >= MAILS_PER_CONNECTION:
            return False
        return not self._awaited or (self.offers.pipelining and len(self._awaited) == 1)

    def _announce(self, job: Job) -> None:
        job.began = time.monotonic()
        if not self._under_way:
            self.ends_at = job.began + self.deadline
        self._under_way.append(job)
        self._announced = job
        self.mail_count += 1
        if self.offers.pipelining:
            self._say(b"".join(job._lines))
            self._awaited.extend((job, stage) for stage in _STEPS)
        else:
            self._say(job._lines[0])
            self._awaited.append((job, Stage.MAIL))

    def _lines_of(self, job: Job) -> tuple[bytes, ...]:
        envelope = job.outgoing.envelope
        body = b" BODY=8BITMIME" if self.offers.eight_bits and not job._mail.isascii() else b""
        sender, recipient = _angled(envelope.sender), _angled(envelope.recipient)
        return (b"MAIL FROM:%b%b\r\n" % (sender, body), b"RCPT TO:%b\r\n" % recipient, b"DATA\r\n")

    def _say(self, words: bytes) -> None:
        self._out.append(words)
        self._given += len(words)

    def _flush(self) -> None:
        while True:
            if not self._unsent:
                if not self._out:
                    return
                self._unsent = memoryview(b"".join(self._out))
                self._out.clear()
            try:
                count = self.sock.send(self._unsent)
            except _NOT_YET:
                return
            self._sent += count
            self._unsent = self._unsent[count:]

    # What is answered

    def _take_in(self) -> None:
        while True:
            try:
                said = self.sock.recv(_PORTION)
            except _NOT_YET:
                return
            if not said:
                raise _Broken("the connection was closed")
            self._listen(self.said + said)
            if len(said) < _PORTION and not isinstance(self.sock, ssl.SSLSocket):
                return

    def _listen(self, said: bytes) -> None:
        *lines, self.said = said.split(b"\n")
        for line in lines:
            self._hear(line)
        if len(self.said) > LONGEST_LINE:
            raise _Broken("the answer is no mail server's")

    def _hear(self, line: bytes) -> None:
        if not line[:3].isdigit() or len(line) > LONGEST_LINE:
            raise _Broken("the answer is no mail server's")
        self._reply.append(line[4:].strip())
        if line[3:4] == b"-":
            if len(self._reply) >= MOST_LINES:
                raise _Broken("the answer does not end")
            return
        reply = b"\n".join(self._reply) if len(self._reply) > 1 else self._reply[0]
        self._reply.clear()
        self._answer(int(line[:3]), reply)

    def _answer(self, code: int, reply: bytes) -> None:
        if not self._awaited:
            raise _Broken(words_of(reply) or "the connection was closed")  # it goes, unasked
        job, stage = self._awaited.popleft()
        if job is None:
            self._answer_to_reset(code)
        elif stage is None:
            self._answer_to_mail(job, code, words_of(reply))
        elif not (code in _ACCEPTED[stage] and self.offers.pipelining and stage in _BEFORE_DATA):
            self._answer_to_line(job, stage, code, reply)
        if self._announced is None:
            self._announce_next()

    def _answer_to_reset(self, code: int) -> None:
        if not self._under_way:
            self.ends_at = None
        if code != 250:
            raise _Broken("the connection is of no more use")

    def _answer_to_line(self, job: Job, stage: Stage, code: int, reply: bytes) -> None:
        is_accepted = code in _ACCEPTED[stage]
        if not is_accepted:
            words = words_of(reply)
            job._refusal = job._refusal or Refused(stage, code, words)
            if code == MOVED_ON:
                raise _Broken(words)
        if stage is Stage.DATA or (job._refusal and not self.offers.pipelining):
            self._announced = None
            self._begin(job, is_asked_for=is_accepted)
        elif not self.offers.pipelining:
            following = _STEPS.index(stage) + 1
            self._say(job._lines[following])
            self._awaited.append((job, _STEPS[following]))

    def _begin(self, job: Job, *, is_asked_for: bool) -> None:
        """All is announced: the mail itself, unless it was refused."""
        if job._refusal is None:
            self._say(job._mail)
            job._ends_at = self._given
            self._awaited.append((job, None))
        elif is_asked_for:
            # It waits for a mail to nobody; an empty one it must refuse (RFC 2920, 3.1).
            self._say(b".\r\n")
            self._awaited.append((job, None))
        else:
            self._end(job, job._refusal)

    def _answer_to_mail(self, job: Job, code: int, words: str) -> None:
        if job._refusal is None and code == 250:
            self._end(job, Receipt(words))
            return
        refusal = job._refusal or Refused(Stage.DATA, code, words)
        if code == MOVED_ON:
            job._refusal = refusal
            raise _Broken(words)
        self._end(job, refusal)

    def _end(self, job: Job, result: Receipt | Refused) -> None:
        self._under_way.remove(job)
        self.ends_at = time.monotonic() + self.deadline if self._under_way else None
        if isinstance(result, Refused) and not self._awaited:
            self._say(b"RSET\r\n")  # whether it goes on
            self._awaited.append((None, None))
            self.ends_at = time.monotonic() + min(RESET_WITHIN, self.deadline)
        self.finish(job, result)

    # How it ends

    def _break(self, words: str, *, is_over_time: bool = False) -> None:
        self._hang_up()
        jobs = [job for job in self._under_way if job._refusal or job._ends_at is not None]
        jobs += [job for job in self._under_way if job not in jobs]
        stages = {job: stage for job, stage in reversed(self._awaited) if job and stage}
        self._under_way.clear()
        for job in jobs:
            self._give_up(job, stages.get(job, Stage.DATA), words, is_over_time=is_over_time)

    def _give_up(self, job: Job, stage: Stage, words: str, *, is_over_time: bool) -> None:
        if job._refusal:
            self.finish(job, job._refusal)  # it said why, and hung up
        elif job._ends_at is not None:
            # Without its closing dot no server may accept a mail.
            is_whole = self._sent >= job._ends_at
            self.finish(job, Lost(words) if is_whole else Away(Stage.DATA, words))
        elif stage is not Stage.MAIL:
            self.finish(job, Away(stage, words))
        elif is_over_time:
            self.finish(job, Away(Stage.CONNECT, words))  # nobody is there
        elif job.was_put_back:
            self.finish(job, Away(stage, words))
        else:
            # The server had closed a connection that we kept; that says nothing about this mail.
            job.was_put_back = True
            self.put_back(job)

    def _hang_up(self) -> None:
        self.is_over, self.ends_at = True, None
        self.sock.close()


def _angled(address: str) -> bytes:
    """The address as an envelope has it. Raises ValueError for what could end the line."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return b"<%b>" % address.encode()
    if not address.isascii() or not address.isprintable():
        raise ValueError("an address that no envelope can hold")
    return smtplib.quoteaddr(address).encode()


def words_of(reply: bytes | str) -> str:
    """A server's words as they are kept: one line, not too long."""
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:500]


def _wire_form(outgoing: Outgoing) -> bytes:
    return quoted(outgoing.envelope.as_bytes())


def quoted(mail: bytes) -> bytes:
    """The mail, of which each line ends in CRLF, as DATA wants it: leading dots doubled, and a dot
    that closes it."""
    if b"\r\n." in mail:
        mail = mail.replace(b"\r\n.", b"\r\n..")
    first = b"." if mail.startswith(b".") else b""
    return b"%b%b%b.\r\n" % (first, mail, b"" if mail.endswith(b"\r\n") else b"\r\n")
