"""MAIL, RCPT and DATA in one packet, where the server offers it: what each answer then means."""

import socket
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from pytest_django.fixtures import Settings

from messaging.channels.outcomes import Away, Lost, Outgoing, Receipt, Refused
from messaging.channels.replies import Stage
from messaging.crew import Crew
from messaging.envelope import Envelope
from messaging.gang import Came, NotOpened, Opened
from messaging.models import Sender
from tests.messaging.servers import Rudeness, rude_server

SENDER_ID = 7
MAIL = "MAIL FROM:<post@fjelloggarn.example>"
HEADERS = [
    ("From", "post@fjelloggarn.example"),
    ("To", "ase@example.com"),
    ("Message-ID", "<1@fjelloggarn.example>"),
]
DOT = b"\r\n.\r\n"


@pytest.fixture(autouse=True)
def _little_patience(settings: Settings) -> None:
    settings.NOTIFYHUB_SEND_DEADLINE_SECONDS = 3.0


@dataclass
class Server:
    """Offers pipelining; answers the three lines together, and then the mail."""

    answers: list[str]
    at_last: str = "250 2.0.0 Taken"
    packets: list[bytes] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    connections: int = 0

    def __call__(self, talk: socket.socket) -> None:
        self.connections += 1
        say = _sayer(talk)
        say("220 hi")
        talk.recv(1000)
        say("250-hello", "250-PIPELINING", "250 SIZE 1000000")
        while packet := talk.recv(1000):
            if packet.startswith(b"RSET\r\n"):
                say("250 flushed")
                packet = packet.removeprefix(b"RSET\r\n")  # the next may ride behind it
            if packet.startswith(b"MAIL"):
                self.packets.append(packet)
                say(*self.answers)
                if self.answers[-1].startswith("354"):
                    self.mails.append(self._mail(talk))
                    say(self.at_last)
                if self.answers[-1].startswith("421"):
                    return
            elif packet:
                say("221 bye")
                return

    def _mail(self, talk: socket.socket) -> bytes:
        mail = talk.recv(1000)
        while mail != b".\r\n" and not mail.endswith(DOT):
            more = talk.recv(1000)
            if not more:
                return mail
            mail += more
        return mail


def _sayer(talk: socket.socket) -> Callable[..., None]:
    return lambda *lines: talk.sendall("".join(f"{line}\r\n" for line in lines).encode())


def outgoing() -> Outgoing:
    sender, recipient = "post@fjelloggarn.example", "ase@example.com"
    return Outgoing(uuid.uuid4(), Envelope(sender, recipient, HEADERS, "<p>Hei", "Hei\n.\nHei"))


def hand_over(server: Rudeness, *, times: int = 1) -> list[object]:
    """One mail after the other by one connection, and what became of each."""
    results: list[object] = []
    with rude_server(server) as port, Crew() as crew:
        crew.staff(account(port), 1)
        assert isinstance(crew.hear(5), Opened)
        for number in range(times):
            crew.hand(SENDER_ID, number, outgoing())
            results.append(next_result(crew))
    return results


def account(port: int) -> Sender:
    return Sender(
        pk=SENDER_ID, transport="SMTP", host="127.0.0.1", port=port, security="NONE", connections=1
    )


def next_result(crew: Crew) -> object:
    while event := crew.hear(5):
        if isinstance(event, Came):
            return event.result
        if isinstance(event, NotOpened):
            return event.error
    raise AssertionError("nothing came back")


def test_a_mail_is_announced_in_one_packet_and_told_once() -> None:
    server = Server(["250 ok", "250 ok", "354 go on"])

    results = hand_over(server, times=3)

    assert results == [Receipt("2.0.0 Taken")] * 3
    assert server.connections == 1
    announced = f"{MAIL}\r\nRCPT TO:<ase@example.com>\r\nDATA\r\n".encode()
    assert server.packets == [announced] * 3
    assert all(mail.endswith(DOT) for mail in server.mails)
    assert b"\r\n..\r\n" in server.mails[0]


@pytest.mark.parametrize(
    ("answers", "stage", "code"),
    [
        (["550 no", "503 first MAIL", "503 first RCPT"], Stage.MAIL, 550),
        (["250 ok", "550 5.1.1 unknown", "554 no recipients"], Stage.RCPT, 550),
        (["250 ok", "450 4.2.0 later", "503 no recipients"], Stage.RCPT, 450),
        (["250 ok", "250 ok", "451 no"], Stage.DATA, 451),
        (["421 too many"], Stage.MAIL, 421),
        (["250 ok", "421 going down"], Stage.RCPT, 421),
    ],
)
def test_the_first_refusal_counts(answers: list[str], stage: Stage, code: int) -> None:
    server = Server(answers)

    (refused,) = hand_over(server)

    assert isinstance(refused, Refused)
    assert (refused.stage, refused.code) == (stage, code)
    assert server.mails == []


def test_a_mail_to_nobody_is_ended_empty_and_the_connection_goes_on() -> None:
    """RFC 2920, 3.1: a server may ask for the mail though it takes no recipient."""
    server = Server(["250 ok", "550 5.1.1 unknown", "354 go on"], at_last="554 no recipients")

    results = hand_over(server, times=2)

    codes = [each.code for each in results if isinstance(each, Refused)]
    assert codes == [550, 550]
    assert server.mails == [b".\r\n"] * 2
    assert server.connections == 1


def test_no_answer_to_the_announcement_is_tried_once_more_and_then_away() -> None:
    """Nothing was begun: the server may have closed a connection that was kept."""
    opened: list[int] = []

    def hangs_up(talk: socket.socket) -> None:
        opened.append(threading.get_ident())
        say = _sayer(talk)
        say("220 hi")
        talk.recv(1000)
        say("250-hello", "250 PIPELINING")
        talk.recv(1000)

    (away,) = hand_over(hangs_up)

    assert isinstance(away, Away)
    assert away.stage is Stage.MAIL
    assert len(opened) == 2


def test_silence_after_the_dot_may_have_been_acceptance() -> None:
    server = Server(["250 ok", "250 ok", "354 go on"], at_last="")

    (lost,) = hand_over(server)

    assert isinstance(lost, Lost)
