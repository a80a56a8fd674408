"""A transport in the test's own thread that does what it is told, and workers that die anywhere."""

import itertools
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from common import killpoint as killing
from messaging.channels.outcomes import Away, Lost, NotBegun, Outgoing, Receipt, Refused
from messaging.channels.replies import Stage
from messaging.crew import Crew
from messaging.gang import Came, Event, Opened
from messaging.models import Sender


class Killed(BaseException):
    """This worker is no more. No Exception: nothing may survive it."""


@dataclass
class PostOffice:
    """The other side. `plan` says what it does with the next ones; then it takes all."""

    honours_keys: bool
    plan: deque[str] = field(default_factory=deque)
    taken: Counter[UUID] = field(default_factory=Counter)  # what a buyer got
    log: dict[UUID, str] = field(default_factory=dict)  # since somebody last looked
    recipients: dict[UUID, set[str]] = field(default_factory=dict)

    def take(self, outgoing: Outgoing) -> Receipt:
        what = self.plan.popleft() if self.plan else "taken"
        key, to = outgoing.key, outgoing.envelope.recipient
        is_known = self.honours_keys and bool(self.taken[key])
        if is_known and what in ("no such user", "refused"):
            what = "taken"  # it has it, and says so
        self.log[key] = what
        if what in ("taken", "lost, taken"):
            self.taken[key] += not is_known
            self.recipients.setdefault(key, set()).add(to)
        refusals: dict[str, Exception] = {
            "no such user": Refused(Stage.RCPT, 550, f"5.1.1 <{to}> no such user"),
            "refused": Refused(Stage.DATA, 554, f"5.7.1 <{to}> looks like spam"),
            "mailbox busy": Refused(Stage.RCPT, 450, f"4.2.1 <{to}> is busy"),
            "server busy": Refused(Stage.DATA, 451, "4.3.0 busy"),
            "away": Away(Stage.DATA, "nobody answers"),
            "lost, taken": Lost("reset"),
            "lost, not taken": Lost("reset"),
            "not begun": NotBegun("it cannot be written"),
            "account refused": Refused(Stage.MAIL, 535, "5.7.8 who are you?"),
        }
        if what in refusals:
            raise refusals[what]
        return Receipt(f"250 2.0.0 <{to}> OK", provider_id=key.hex)


class Hands(Crew):
    """A crew without threads: what it carries is always the same for the same messages."""

    def __init__(self, post: PostOffice) -> None:
        super().__init__()
        self.post = post
        self._open: set[int] = set()
        self._news: deque[Event] = deque()
        self._bag: deque[tuple[int, int, Outgoing]] = deque()

    def staff(self, sender: Sender, wanted: int) -> None:
        if sender.pk not in self._open:
            self._open.add(sender.pk)
            self._news.append(Opened(sender.pk))

    def is_staffed(self, sender_id: int) -> bool:
        return sender_id in self._open

    def open_count(self, sender_id: int) -> int:
        return int(sender_id in self._open)

    def hand(self, sender_id: int, message_id: int, outgoing: Outgoing) -> None:
        self._bag.append((sender_id, message_id, outgoing))

    def withdraw(self, sender_id: int) -> list[int]:
        taken = [message_id for one, message_id, _ in self._bag if one == sender_id]
        self._bag = deque(job for job in self._bag if job[0] != sender_id)
        return taken

    def hear(self, timeout: float) -> Event | None:
        if self._news:
            return self._news.popleft()
        if not self._bag:
            return None
        sender_id, message_id, outgoing = self._bag.popleft()
        began = time.monotonic()
        result: Any
        try:
            result = self.post.take(outgoing)
            killing.killpoint("messaging.accepted")
        except (Refused, Away, Lost, NotBegun) as error:
            result = error
        return Came(sender_id, message_id, result, began, time.monotonic())

    def close(self) -> None:
        self._open.clear()
        super().close()


@contextmanager
def dying(at: str | int) -> Iterator[None]:
    """The worker within dies at that point, or before that many more statements; then it is over.

    Whatever it would still do on its way out, it does not: a dead process cleans nothing up.
    """
    is_dead = False
    passed = itertools.count(1)

    def die(*_: object) -> None:
        nonlocal is_dead
        is_dead = True
        raise Killed

    def execute(do: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(("ROLLBACK", "RELEASE")):  # that is the server's, when we are gone
            return do(sql, *rest)
        if is_dead or next(passed) == at:
            die()
        return do(sql, *rest)

    with pytest.MonkeyPatch.context() as patch:
        name = at if isinstance(at, str) else ""
        patch.setattr(killing, "os", SimpleNamespace(kill=die, getpid=lambda: 0))
        patch.setattr(killing, "_name", name)
        patch.setattr(killing, "_nth", 1)
        patch.setattr(killing, "_passes", itertools.count(1))
        try:
            with connection.execute_wrapper(execute):
                yield
        except Exception:
            if is_dead:  # a dead one says nothing of what it met on its way out
                raise Killed from None
            raise
        finally:
            # The statement it died before was never sent: the test's transaction is well.
            if is_dead and connection.in_atomic_block:
                connection.set_rollback(False)
