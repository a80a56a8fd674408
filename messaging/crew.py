"""Couriers at work: network only, no tables.

The main thread hands them messages and hears what became of each. Connections to mail servers are
opened by threads and then driven by the main thread itself, between one mail that it writes and the
next (gang.py); couriers of services that are called each have a thread of their own.
"""

import selectors
import socket
import time
from collections import deque
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Self

from common.killpoint import killpoint
from messaging.channels.outcomes import NotBegun, Outgoing, Receipt, Result
from messaging.channels.wire import Job, Wire
from messaging.gang import Came, Connected, Event, Gang, NotOpened, Opened, identity_of
from messaging.models import Sender
from messaging.pace import Pace

PATIENCE = 5.0  # seconds for couriers to take their leave


class Crew:
    """All couriers of one worker. Use it as a context manager: leaving it closes connections."""

    def __init__(self) -> None:
        self.pace = Pace()
        self._heard: deque[Event] = deque()  # by the main thread itself
        self._events: SimpleQueue[Event | Connected] = SimpleQueue()  # from threads
        self._gangs: dict[int, Gang] = {}
        self._dismissed: list[Gang] = []
        self._selector = selectors.DefaultSelector()
        self._bell, self._knocker = socket.socketpair()
        self._bell.setblocking(False)
        self._knocker.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._wires: dict[Wire, tuple[int, Gang]] = {}  # with the number of its file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def staff(self, sender: Sender, wanted: int) -> None:
        """Have that many couriers for the account, as far as it allows; connections open aside."""
        gang = self._gangs.get(sender.pk)
        if gang and gang.identity != identity_of(sender):
            self._dismiss(sender.pk)
            gang = None
        if gang is None:
            gang = self._gangs[sender.pk] = Gang(sender, self._tell)
        gang.grow(wanted)

    def is_staffed(self, sender_id: int) -> bool:
        """Whether any courier of the account is at work, or on its way to be."""
        gang = self._gangs.get(sender_id)
        return bool(gang and gang.started_count)

    def open_count(self, sender_id: int) -> int:
        gang = self._gangs.get(sender_id)
        return gang.open_count if gang else 0

    def hand(self, sender_id: int, message_id: int, outgoing: Outgoing) -> None:
        """Give the account's couriers one more message."""
        gang = self._gangs[sender_id]
        gang.put(Job(message_id, outgoing, time.monotonic() + gang.deadline))
        if gang.is_by_wire:
            self._pump(gang)

    def withdraw(self, sender_id: int) -> list[int]:
        """Take back what no courier of the account has begun; the messages' ids."""
        gang = self._gangs.get(sender_id)
        return gang.withdraw() if gang else []

    def turn(self) -> None:
        """Let mails go on their way, without waiting."""
        if self._wires:
            self._poll(0.0)

    def hear(self, timeout: float) -> Event | None:
        """The next that happened; None if nothing did in that time."""
        until = time.monotonic() + timeout
        is_late = False
        while not (event := self._next_event()):
            if is_late:
                return None
            left = until - time.monotonic()
            self._poll(max(min(left, self._next_deadline()), 0.0))
            is_late = left <= 0
        gang = self._gangs.get(event.sender_id)
        if gang and isinstance(event, NotOpened):
            gang.lose()
        return event

    def close(self) -> None:
        for sender_id in list(self._gangs):
            self._dismiss(sender_id)
        until = time.monotonic() + PATIENCE
        for gang in self._dismissed:
            gang.wait(until)
        self._dismissed.clear()
        while self._take_event():
            pass  # connections that opened meanwhile are closed
        for each in (self._selector, self._bell, self._knocker):
            each.close()

    def _dismiss(self, sender_id: int) -> None:
        gang = self._gangs.pop(sender_id)
        gang.dismiss()
        self._dismissed.append(gang)
        for wire in [wire for wire, (_, its) in self._wires.items() if its is gang]:
            wire.close()
            self._forget_if_over(wire)

    # What threads say

    def _tell(self, event: Event | Connected) -> None:
        """From any thread."""
        self._events.put(event)
        with suppress(OSError):  # full: it rings already; closed: nobody listens any more
            self._knocker.send(b"!")

    def _next_event(self) -> Event | None:
        if not self._heard:
            self._take_event()
        return self._heard.popleft() if self._heard else None

    def _take_event(self) -> bool:
        try:
            event = self._events.get_nowait()
        except Empty:
            return False
        if isinstance(event, Connected):
            self._take_over(event)
        else:
            if isinstance(event, Opened) and event.sender_id in self._gangs:
                self._gangs[event.sender_id].open_count += 1
            self._heard.append(event)
        return True

    # Connections

    def _take_over(self, opened: Connected) -> None:
        gang, connection = opened.gang, opened.connection
        if self._gangs.get(gang.sender_id) is not gang:
            connection.sock.close()
            return
        wire = Wire(
            connection.sock,
            connection.offers,
            gang.deadline,
            next_job=gang.take,
            put_back=gang.put_back,
            finish=lambda job, result: self._finish(gang, job, result),
            said=connection.said,
        )
        self._wires[wire] = (wire.sock.fileno(), gang)
        self._selector.register(wire.sock, selectors.EVENT_READ, wire)
        gang.open_count += 1
        self._heard.append(Opened(gang.sender_id))
        self._pump(gang)

    def _finish(self, gang: Gang, job: Job, result: Result | NotBegun) -> None:
        if isinstance(result, Receipt):
            killpoint("messaging.accepted")
        ended = time.monotonic()
        began = job.began or ended
        self._heard.append(Came(gang.sender_id, job.message_id, result, began, ended))

    def _pump(self, gang: Gang) -> None:
        """Have the gang's mails announced: first where nothing else is under way."""
        wires = [wire for wire, (_, its) in self._wires.items() if its is gang]
        for wire in sorted(wires, key=lambda wire: not wire.is_idle):
            if not gang.has_jobs:
                return
            wire.pump()
            self._after(wire)

    def _poll(self, timeout: float) -> None:
        for key, _ in self._selector.select(timeout):
            wire = key.data
            if wire is None:
                with suppress(BlockingIOError):
                    self._bell.recv(4096)
                continue
            if wire.wants_to_write:
                wire.write()
            wire.read()
            self._after(wire)
        now = time.monotonic()
        if now >= self._next_deadline(at=True):
            for wire in list(self._wires):
                wire.check(now)
                self._after(wire)

    def _after(self, wire: Wire) -> None:
        """Keep the books of a connection that something happened to."""
        if wire not in self._wires:
            return
        if wire.is_worn_out:
            wire.close()
        if self._forget_if_over(wire):
            return
        mask = selectors.EVENT_READ | (selectors.EVENT_WRITE if wire.wants_to_write else 0)
        if self._selector.get_key(wire.sock).events != mask:
            self._selector.modify(wire.sock, mask, wire)

    def _forget_if_over(self, wire: Wire) -> bool:
        if not wire.is_over:
            return False
        number, gang = self._wires.pop(wire)
        with suppress(KeyError, ValueError, OSError):
            self._selector.unregister(number)
        gang.open_count -= 1
        gang.started_count -= 1
        if self._gangs.get(gang.sender_id) is gang and gang.has_jobs:
            gang.grow(1)  # else what was put back would wait for ever
        return True

    def _next_deadline(self, *, at: bool = False) -> float:
        """Seconds until the first mail has had its time; or when, by the clock."""
        ends = min((w.ends_at for w in self._wires if w.ends_at is not None), default=None)
        if ends is None:
            return float("inf") if at else PATIENCE
        return ends if at else ends - time.monotonic()
