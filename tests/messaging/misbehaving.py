"""Thirteen ways in which mail servers misbehave, and the states in which they leave messages."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from messaging.states import Reason, State
from tests.messaging import servers
from tests.messaging.servers import Post, Rudeness, mail_server, rude_server

Server = Callable[[], contextlib.AbstractContextManager[int]]


def answering(password: str | None = None, **behaviour: object) -> Server:
    @contextlib.contextmanager
    def start() -> Iterator[int]:
        post = Post(**behaviour)  # type: ignore[arg-type]  # its own fields
        with mail_server(post, password=password):
            yield post.port

    return start


def rude(talk: Rudeness) -> Server:
    return lambda: rude_server(talk)


@dataclass(frozen=True)
class Mode:
    name: str
    server: Server
    state: State
    reason: Reason
    tries: int  # that each of its messages has used up
    stops_the_account: bool
    account: dict[str, object]


def mode(
    name: str,
    server: Server,
    state: State,
    reason: Reason,
    *,
    tries: int = 1,
    stops_the_account: bool = False,
    **account: object,
) -> Mode:
    return Mode(name, server, state, reason, tries, stops_the_account, account)


MODES = [
    mode("421 at the banner", rude(servers.says("421 4.3.2 Too busy")), State.PLANNED,
         Reason.SERVER_BUSY, tries=0, stops_the_account=True),
    mode("421 at RCPT", answering(answers={"RCPT": "421 4.7.0 Later"}), State.PLANNED,
         Reason.SERVER_BUSY),
    mode("421 at DATA", answering(answers={"DATA": "421 4.3.0 Down"}), State.PLANNED,
         Reason.SERVER_BUSY),
    mode("450", answering(answers={"RCPT": "450 4.2.0 Greylisted"}), State.PLANNED,
         Reason.MAILBOX_BUSY),
    mode("550", answering(answers={"RCPT": "550 5.1.1 No such user"}), State.FAILED,
         Reason.NO_SUCH_ADDRESS),
    mode("552", answering(answers={"DATA": "552 5.3.4 Too big"}), State.FAILED, Reason.REFUSED),
    mode("535", answering(password="right"), State.PLANNED, Reason.LOGIN_REFUSED, tries=0,
         stops_the_account=True, username="fjell", password="wrong"),
    mode("silence", rude(servers.is_silent), State.PLANNED, Reason.SERVER_AWAY, tries=0,
         stops_the_account=True),
    mode("drip", rude(servers.drips), State.PLANNED, Reason.SERVER_AWAY, tries=0,
         stops_the_account=True),
    mode("250 lost", answering(loses_the_answer=True), State.UNKNOWN, Reason.CONNECTION_LOST),
    # The kernel has taken all of it by then, so nobody here can say what the server has.
    mode("reset inside DATA", rude(servers.resets_inside_data), State.UNKNOWN,
         Reason.CONNECTION_LOST),
    mode("TLS failure", rude(servers.breaks_encryption), State.PLANNED, Reason.SERVER_AWAY,
         tries=0, stops_the_account=True, security="STARTTLS"),
    mode("10 MB banner", rude(servers.greets_for_ever), State.PLANNED, Reason.SERVER_AWAY,
         tries=0, stops_the_account=True),
]  # fmt: skip
