"""Many mails on one connection: what rides behind what, and what becomes of each when it breaks."""

import socket
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from messaging.channels.outcomes import Away, Lost, NotBegun, Outgoing, Receipt, Refused
from messaging.channels.replies import Stage
from messaging.channels.wire import MAILS_PER_CONNECTION, Job, Offers, Wire, quoted
from messaging.envelope import Envelope

ASKED_FOR = b"250 ok\r\n250 ok\r\n354 go on\r\n"
TAKEN = b"250 2.0.0 Taken\r\n"
END = b"\r\n.\r\n"


@dataclass
class Talk:
    """Both ends of a connection, and the mails that are to go by it."""

    pipelining: bool = True
    jobs: deque[Job] = field(default_factory=deque)
    results: dict[int, object] = field(default_factory=dict)
    put_back: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        ours, self.server = socket.socketpair()
        self.server.setblocking(False)
        self.wire = Wire(
            ours,
            Offers(pipelining=self.pipelining),
            deadline=30.0,
            next_job=lambda: self.jobs.popleft() if self.jobs else None,
            put_back=self._take_back,
            finish=self._finish,
        )

    def _take_back(self, job: Job) -> None:
        self.put_back.append(job.message_id)
        self.jobs.appendleft(job)

    def _finish(self, job: Job, result: object) -> None:
        self.results[job.message_id] = result

    def mails(self, count: int) -> None:
        self.jobs.extend(Job(number, outgoing(number)) for number in range(count))
        self.wire.pump()

    def says(self, words: bytes) -> None:
        self.server.sendall(words)
        self.wire.read()

    def heard(self) -> bytes:
        with suppress(BlockingIOError):
            return self.server.recv(1_000_000)
        return b""

    def hangs_up(self) -> None:
        self.server.close()
        self.wire.read()


@contextmanager
def talking(*, pipelining: bool = True) -> Iterator[Talk]:
    talk = Talk(pipelining)
    yield talk
    talk.server.close()
    talk.wire.close()


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as talk:
        yield talk


def outgoing(number: int, text: str = "Hei", recipient: str = "") -> Outgoing:
    to = recipient or f"buyer-{number}@example.com"
    headers = [("From", "post@fjell.example"), ("To", "a@b.example"), ("Message-ID", f"<{number}>")]
    return Outgoing(uuid.uuid4(), Envelope("post@fjell.example", to, headers, "<p>Hei", text))


def announcement(number: int) -> bytes:
    to = f"buyer-{number}@example.com"
    return f"MAIL FROM:<post@fjell.example>\r\nRCPT TO:<{to}>\r\nDATA\r\n".encode()


def test_the_next_announcement_rides_behind_the_end_of_a_mail(talk: Talk) -> None:
    talk.mails(2)
    assert talk.heard() == announcement(0)

    talk.says(ASKED_FOR)

    assert talk.heard().endswith(END + announcement(1))
    talk.says(TAKEN + ASKED_FOR)
    assert talk.heard().endswith(END)
    talk.says(TAKEN)
    assert talk.results == {0: Receipt("2.0.0 Taken"), 1: Receipt("2.0.0 Taken")}
    assert talk.wire.is_idle


def test_without_pipelining_each_line_waits_for_its_answer() -> None:
    mail, recipient, data = (line + b"\r\n" for line in announcement(0).split(b"\r\n")[:3])
    steps = ((mail, b"250 ok\r\n"), (recipient, b"251 ok\r\n"), (data, b"354 go\r\n"))
    with talking(pipelining=False) as talk:
        talk.mails(2)
        for said, answer in steps:
            assert talk.heard() == said
            talk.says(answer)

        assert talk.heard().endswith(END)
        talk.says(TAKEN)
        assert talk.results == {0: Receipt("2.0.0 Taken")}
        assert talk.heard().startswith(b"MAIL FROM:")


def test_a_mail_that_was_only_announced_goes_by_another_connection(talk: Talk) -> None:
    talk.mails(2)
    talk.says(ASKED_FOR)
    talk.heard()

    talk.hangs_up()

    assert isinstance(talk.results[0], Lost)
    assert talk.put_back == [1]
    assert talk.wire.is_over


def test_a_server_that_moves_on_refuses_one_and_has_not_begun_the_next(talk: Talk) -> None:
    talk.mails(2)
    talk.says(ASKED_FOR)

    talk.says(b"421 4.3.2 Going down\r\n")

    refused = talk.results[0]
    assert isinstance(refused, Refused)
    assert (refused.stage, refused.code) == (Stage.DATA, 421)
    assert talk.put_back == [1]


def test_a_refused_mail_leaves_the_next_where_it_is(talk: Talk) -> None:
    talk.mails(2)
    talk.says(ASKED_FOR)

    talk.says(b"552 5.3.4 Too big\r\n" + ASKED_FOR)

    assert isinstance(talk.results[0], Refused)
    assert not talk.heard().endswith(b"RSET\r\n"), "it goes on by itself"
    talk.says(TAKEN)
    assert talk.results[1] == Receipt("2.0.0 Taken")


def test_what_comes_twice_upon_a_closed_connection_is_delayed(talk: Talk) -> None:
    talk.mails(1)
    talk.hangs_up()
    with talking() as second:
        second.jobs.append(talk.jobs[0])
        second.wire.pump()

        second.hangs_up()

    away = second.results[0]
    assert isinstance(away, Away)
    assert away.stage is Stage.MAIL


def test_a_mail_that_did_not_leave_whole_was_not_accepted(talk: Talk) -> None:
    """More than the network takes at once: its closing dot never left."""
    talk.jobs.append(Job(0, outgoing(0, text="x\n" * 2_000_000)))
    talk.wire.pump()
    talk.says(ASKED_FOR)
    assert talk.wire.wants_to_write

    talk.hangs_up()

    away = talk.results[0]
    assert isinstance(away, Away)
    assert away.stage is Stage.DATA


def test_what_has_had_its_time_is_given_up(talk: Talk) -> None:
    talk.mails(2)
    talk.says(ASKED_FOR)

    talk.wire.check(time.monotonic() + 29)
    assert not talk.results
    talk.wire.check(time.monotonic() + 31)

    assert isinstance(talk.results[0], Lost)
    away = talk.results[1]
    assert isinstance(away, Away)
    assert away.stage is Stage.CONNECT, "nobody is there"
    assert talk.wire.is_over


@pytest.mark.parametrize("recipient", ["a@b.example>\r\nRCPT TO:<c@d.example", "åse@example.com"])
def test_an_address_that_no_envelope_holds_is_not_begun(talk: Talk, recipient: str) -> None:
    talk.jobs.append(Job(0, outgoing(0, recipient=recipient)))

    talk.wire.pump()

    assert isinstance(talk.results[0], NotBegun)
    assert talk.heard() == b""


def test_what_waited_too_long_behind_others_is_not_begun(talk: Talk) -> None:
    """Its message's lease may end before it does, and somebody else would send it too."""
    talk.jobs.append(Job(0, outgoing(0), begins_before=time.monotonic() - 1))

    talk.wire.pump()

    assert isinstance(talk.results[0], NotBegun)
    assert talk.heard() == b""


@pytest.mark.parametrize("junk", [b"hello\r\n", b"250-" + b"x" * 5000, b"250-more\r\n" * 200])
def test_what_is_no_mail_servers_answer_ends_the_connection(talk: Talk, junk: bytes) -> None:
    talk.mails(1)

    talk.says(junk)

    assert talk.wire.is_over
    assert talk.put_back == [0]


def test_a_connection_has_its_share_of_mails(talk: Talk) -> None:
    talk.mails(MAILS_PER_CONNECTION + 1)
    talk.says(ASKED_FOR)
    while len(talk.results) < MAILS_PER_CONNECTION:
        talk.heard()
        talk.says(TAKEN + (ASKED_FOR if len(talk.results) < MAILS_PER_CONNECTION - 1 else b""))

    assert talk.wire.is_worn_out
    assert len(talk.jobs) == 1


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        (b"a\r\n.b\r\n..\r\n", b"a\r\n..b\r\n...\r\n.\r\n"),
        (b".\r\n", b"..\r\n.\r\n"),
        (b"a", b"a\r\n.\r\n"),
    ],
)
def test_no_line_of_a_mail_ends_it(mail: bytes, said: bytes) -> None:
    assert quoted(mail) == said
