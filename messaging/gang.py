"""The couriers of one account: who opens connections, and what lies ready for them."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from common.killpoint import killpoint
from messaging import couriers
from messaging.channels.outcomes import (
    Away,
    Courier,
    Lost,
    NotBegun,
    Receipt,
    Refused,
    Result,
)
from messaging.channels.replies import Stage
from messaging.channels.smtp import Connection, SmtpOpener
from messaging.channels.wire import WAITED_TOO_LONG, Job
from messaging.models import Sender
from messaging.states import Transport

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
class Connected:
    """A connection for the main thread to drive."""

    gang: "Gang"
    connection: Connection


class Gang:
    """The couriers of one account. Only the main thread changes the counts."""

    def __init__(self, sender: Sender, tell: Callable[[Event | Connected], None]) -> None:
        self.sender = sender
        self.sender_id = sender.pk
        self.identity = identity_of(sender)
        self.most = max(sender.connections, 1)
        self.deadline: float = settings.NOTIFYHUB_SEND_DEADLINE_SECONDS
        self.is_by_wire = sender.transport == Transport.SMTP
        self.started_count = 0
        self.open_count = 0
        self._tell = tell
        self._threads: list[threading.Thread] = []
        self._pigeonhole: deque[Job] = deque()
        self._something = threading.Condition()
        self._is_over = False

    @property
    def has_jobs(self) -> bool:
        return bool(self._pigeonhole)

    def grow(self, wanted: int) -> None:
        """Start couriers until there are so many, as far as the account allows."""
        while self.started_count < min(wanted, self.most):
            self._start()

    def lose(self) -> None:
        """A connection could not be opened."""
        self.started_count -= 1
        # What the server allows; an account of which none opens is tried afresh next time.
        self.most = max(self.started_count, 1)

    def put(self, job: Job) -> None:
        if self.is_by_wire:
            self._pigeonhole.append(job)
            return
        with self._something:
            self._pigeonhole.append(job)
            self._something.notify()

    def put_back(self, job: Job) -> None:
        self._pigeonhole.appendleft(job)

    def take(self) -> Job | None:
        """The next message, if there is one."""
        try:
            return self._pigeonhole.popleft()
        except IndexError:
            return None

    def wait_for_job(self) -> Job | None:
        """The next message; none when the gang is dismissed."""
        with self._something:
            while not self._pigeonhole and not self._is_over:
                self._something.wait()
            return self.take()

    def withdraw(self) -> list[int]:
        """Take back what nobody has begun."""
        taken = []
        while (job := self.take()) is not None:
            taken.append(job.message_id)
        return taken

    def dismiss(self) -> None:
        with self._something:
            self._is_over = True
            self._something.notify_all()

    def wait(self, until: float) -> None:
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0.0))

    def _start(self) -> None:
        self.started_count += 1
        try:
            courier = couriers.courier_for(self.sender)
        except couriers.NoCourier as error:
            self._tell(NotOpened(self.sender_id, Away(Stage.CONNECT, str(error))))
            return
        thread = threading.Thread(
            target=self._work,
            args=(courier,),
            name=f"courier of sender {self.sender_id}",
            daemon=True,
        )
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _work(self, courier: Courier | SmtpOpener) -> None:
        """A courier's life."""
        try:
            if not self._opens(courier):
                return
            if isinstance(courier, SmtpOpener):
                self._tell(Connected(self, courier.take_connection()))
                return
            self._tell(Opened(self.sender_id))
            while (job := self.wait_for_job()) is not None:
                began = time.monotonic()
                result = _result_of(courier, job)
                if isinstance(result, Receipt):
                    killpoint("messaging.accepted")
                ended = time.monotonic()
                self._tell(Came(self.sender_id, job.message_id, result, began, ended))
        finally:
            courier.close()

    def _opens(self, courier: Courier | SmtpOpener) -> bool:
        try:
            courier.open()
        except (Refused, Away) as error:
            self._tell(NotOpened(self.sender_id, error))
            return False
        except Exception as error:  # the crew lives on, and the sender counts as away
            logger.exception("Could not open a connection", extra={"sender_id": self.sender_id})
            away = Away(Stage.CONNECT, type(error).__name__)
            self._tell(NotOpened(self.sender_id, away))
            return False
        return True


def _result_of(courier: Courier, job: Job) -> Result | NotBegun:
    if time.monotonic() > job.begins_before:
        return WAITED_TOO_LONG
    try:
        return courier.hand_over(job.outgoing)
    except (Refused, Away, Lost, NotBegun) as error:
        return error
    except Exception as error:  # nobody knows how far it came: nobody may say it was not sent
        logger.exception("Could not hand a message over", extra={"message_id": job.message_id})
        return Lost(type(error).__name__)


def identity_of(sender: Sender) -> tuple[object, ...]:
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
