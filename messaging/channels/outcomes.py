"""What a transport says of one message, whatever it speaks: taken, refused, away, or lost.

Every transport hands over what an `Outgoing` holds and returns a `Receipt`, or raises one of these.
The difference between them decides whether a message may go again: see Note [The one window].
"""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from messaging.channels.replies import Meaning, Stage, meaning_of
from messaging.envelope import Envelope


class Refused(Exception):
    """The other side answered, and it was no: nothing was accepted. `code` as SMTP's or HTTP's.

    What it means follows from SMTP's codes, unless a transport of other codes says it.
    """

    def __init__(
        self,
        stage: Stage,
        code: int,
        line: str,
        *,
        meaning: Meaning | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{code} {line}")
        self.stage, self.code, self.line = stage, code, line
        self.meaning = meaning or meaning_of(stage, code, line)
        self.retry_after = retry_after  # seconds, as the other side asked


class Away(Exception):
    """No answer, before the whole message was handed over: nothing was accepted."""

    def __init__(self, stage: Stage, line: str) -> None:
        super().__init__(line)
        self.stage, self.line = stage, line


class Lost(Exception):
    """The whole message was handed over and no answer came: it may have been accepted."""


class NotBegun(Exception):
    """The other side was told nothing of it, for a reason of ours: it goes back."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as it leaves. `key` is the same however often it is handed over."""

    key: UUID
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Receipt:
    """It was taken: the other side's words, and its own name for the message."""

    line: str
    provider_id: str = ""
    gone: tuple[UUID, ...] = ()  # devices that it found to be no more


# What the other side had to say.
Result = Receipt | Refused | Away | Lost


class Courier(Protocol):
    """One account's connection, for one thread. It knows no tables: network only."""

    # Whether the same key handed over twice is delivered once, so that doubt may simply go again.
    honours_keys: bool

    def open(self) -> None:
        """Connect and log in, so that nothing is marked before. Raises Refused or Away."""

    def hand_over(self, outgoing: Outgoing) -> Receipt:
        """Raises Refused, Away, Lost or NotBegun; within the deadline, whatever the other does.

        A connection that was closed since it was opened is opened again.
        """

    def close(self) -> None:
        """Let go of the connection, politely if that is quick."""
