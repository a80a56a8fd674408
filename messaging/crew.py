"""Couriers at work, each in a thread of its own: network only, no tables.

The main thread hands them messages and hears what became of each. Couriers of one account share its
pigeonhole, so one that waits for a slow answer holds up no more than what it carries.
"""

import logging
import threading
import time
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Self

from common.killpoint import killpoint
from messaging import couriers
from messaging.channels.outcomes import (
    Away,
    Courier,
    Lost,
    NotBegun,
    Outgoing,
    Receipt,
    Refused,
    Result,
)
from messaging.channels.replies import Stage
from messaging.models import Sender

PATIENCE = 5.0  # seconds for couriers to take their leave

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """One more connection of the account stands."""

    sender_id: int


@dataclass(frozen=True, slots=True)
class NotOpened:
    sender_id: int
    error: Refused | Away


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a message. Times by the monotonic clock."""

    sender_id: int
    message_id: int
    result: Result | NotBegun
    began: float
    ended: float


Event = Opened | NotOpened | Came


@dataclass(frozen=True, slots=True)
class _Job:
    message_id: int
    outgoing: Outgoing


@dataclass(slots=True)
class _Gang:
    """The couriers of one account. Only the main thread changes the counts."""

    identity: tuple[object, ...]
    most: int
    pigeonhole: "SimpleQueue[_Job | None]" = field(default_factory=SimpleQueue)
    threads: list[threading.Thread] = field(default_factory=list)
    started_count: int = 0
    open_count: int = 0

    def dismiss(self) -> None:
        for _ in self.threads:
            self.pigeonhole.put(None)


class Crew:
    """All couriers of one worker. Use it as a context manager: leaving it closes connections."""

    def __init__(self) -> None:
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._gangs: dict[int, _Gang] = {}
        self._dismissed: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def staff(self, sender: Sender, wanted: int) -> None:
        """Have that many couriers for the account, as far as it allows; connections open aside."""
        gang = self._gangs.get(sender.pk)
        if gang and gang.identity != _identity_of(sender):
            self._dismiss(sender.pk)
            gang = None
        if gang is None:
            gang = self._gangs[sender.pk] = _Gang(_identity_of(sender), max(sender.connections, 1))
        while gang.started_count < min(wanted, gang.most):
            self._start(sender, gang)

    def is_staffed(self, sender_id: int) -> bool:
        """Whether any courier of the account is at work, or on its way to be."""
        gang = self._gangs.get(sender_id)
        return bool(gang and gang.started_count)

    def open_count(self, sender_id: int) -> int:
        gang = self._gangs.get(sender_id)
        return gang.open_count if gang else 0

    def hand(self, sender_id: int, message_id: int, outgoing: Outgoing) -> None:
        self._gangs[sender_id].pigeonhole.put(_Job(message_id, outgoing))

    def withdraw(self, sender_id: int) -> list[int]:
        """Take back what no courier of the account has begun; the messages' ids."""
        gang = self._gangs.get(sender_id)
        taken: list[int] = []
        while gang:
            try:
                job = gang.pigeonhole.get_nowait()
            except Empty:
                break
            if job is not None:
                taken.append(job.message_id)
        return taken

    def hear(self, timeout: float) -> Event | None:
        """The next that happened; None if nothing did in that time."""
        try:
            event = self._events.get(timeout=max(timeout, 0.0))
        except Empty:
            return None
        gang = self._gangs.get(event.sender_id)
        if gang and isinstance(event, Opened):
            gang.open_count += 1
        if gang and isinstance(event, NotOpened):
            gang.started_count -= 1
            # What the server allows; an account of which none opens is tried afresh next time.
            gang.most = max(gang.started_count, 1)
        return event

    def close(self) -> None:
        for sender_id in list(self._gangs):
            self._dismiss(sender_id)
        until = time.monotonic() + PATIENCE
        for thread in self._dismissed:
            thread.join(max(until - time.monotonic(), 0.0))
        self._dismissed.clear()

    def _dismiss(self, sender_id: int) -> None:
        gang = self._gangs.pop(sender_id)
        gang.dismiss()
        self._dismissed += gang.threads

    def _start(self, sender: Sender, gang: _Gang) -> None:
        gang.started_count += 1
        try:
            courier = couriers.courier_for(sender)
        except couriers.NoCourier as error:
            self._events.put(NotOpened(sender.pk, Away(Stage.CONNECT, str(error))))
            return
        thread = threading.Thread(
            target=_work,
            args=(sender.pk, courier, gang.pigeonhole, self._events),
            name=f"courier of sender {sender.pk}",
            daemon=True,
        )
        gang.threads.append(thread)
        thread.start()


def _work(
    sender_id: int,
    courier: Courier,
    pigeonhole: "SimpleQueue[_Job | None]",
    events: "SimpleQueue[Event]",
) -> None:
    """A courier's life."""
    try:
        try:
            courier.open()
        except (Refused, Away) as error:
            events.put(NotOpened(sender_id, error))
            return
        except Exception as error:
            logger.exception("Could not open a connection", extra={"sender_id": sender_id})
            events.put(NotOpened(sender_id, Away(Stage.CONNECT, type(error).__name__)))
            return
        events.put(Opened(sender_id))
        while (job := pigeonhole.get()) is not None:
            began = time.monotonic()
            result = _result_of(courier, job)
            if isinstance(result, Receipt):
                killpoint("messaging.accepted")
            events.put(Came(sender_id, job.message_id, result, began, time.monotonic()))
    finally:
        courier.close()


def _result_of(courier: Courier, job: _Job) -> Result | NotBegun:
    try:
        return courier.hand_over(job.outgoing)
    except (Refused, Away, Lost, NotBegun) as error:
        return error
    except Exception as error:
        # Nobody knows how far it came, so nobody may say that it was not sent.
        logger.exception("Could not hand a message over", extra={"message_id": job.message_id})
        return Lost(type(error).__name__)


def _identity_of(sender: Sender) -> tuple[object, ...]:
    """What an open connection depends on: edited, the account is another."""
    return (
        sender.transport,
        sender.host,
        sender.port,
        sender.security,
        sender.username,
        sender.password,
        sender.service,
        repr(sender.options),
        sender.connections,
    )
