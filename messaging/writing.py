"""The desk's clerk: has chunks written, one at a time, and says which of a chunk may now leave.

The common case is one statement that the worker does not wait for (ledger.py). Where accounts learn
something, an address is no more, or an account took over, there is more to write: then all of it is
one transaction, and is waited for.
"""

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from common.killpoint import killpoint
from messaging import accounts, ledger, readying, recording
from messaging.channels.outcomes import Result
from messaging.desk import Desk
from messaging.ledger import Held, Page, Writing
from messaging.models import Message, Sender
from messaging.readying import Ready
from messaging.recording import Settled

PAUSES = (0.1, 0.5, 2.0, 4.0)  # seconds before the database is asked again for the same

_T = TypeVar("_T")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written together: what came back, and what goes next."""

    settled: Sequence[Settled] = ()
    chunk: Sequence[Ready] = ()
    learned: Mapping[int, Sequence[Result]] = field(default_factory=dict)  # by account
    turned_back: Mapping[int, Sequence[Message]] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether one statement writes all of it."""
        has_more = self.learned or self.turned_back or recording.has_follow_up(self.settled)
        return not has_more and not any(ready.composed.replaces for ready in self.chunk)


@dataclass(slots=True)
class Clerk:
    """Writes for one claim. Not for two threads."""

    claim: uuid.UUID
    desk: Desk
    _entry: Entry | None = None
    _writing: Writing | None = None
    _error: DatabaseError | None = None
    _stumbled: list[Settled] = field(default_factory=list)

    @property
    def is_writing(self) -> bool:
        return self._entry is not None

    @property
    def marking_count(self) -> int:
        """How many messages may be marked by what is under way."""
        return len(self._entry.chunk) if self._entry else 0

    def is_answered(self) -> bool:
        return self._writing is not None and self._writing.is_answered()

    def write(self, entry: Entry, senders: Mapping[int, Sender]) -> list[Ready]:
        """Have it written. What of its chunk may leave at once; the rest `finish` says."""
        assert self._entry is None  # noqa: S101 - one at a time
        if not entry.is_plain:
            return self._write_all(entry, senders)
        self._entry = entry
        try:
            self._writing = ledger.begin(self._page_of(entry))
        except DatabaseError as error:
            self._error = error  # `finish` knows what to do
        if entry.chunk:
            killpoint("messaging.marking")
        return []

    def finish(self) -> list[Ready]:
        """Wait for what is under way; what of its chunk may leave now."""
        entry, self._entry = self._entry, None
        if entry is None:
            return []
        try:
            return _written(entry, self._held(entry))
        except DatabaseError:
            logger.exception("Could not record a chunk")
            return self._write_singly(entry, {})

    def stumbled(self) -> list[Settled]:
        """Of chunks that were refused: what could not be marked."""
        stumbled, self._stumbled = self._stumbled, []
        return stumbled

    def _held(self, entry: Entry) -> Held:
        writing, self._writing = self._writing, None
        error, self._error = self._error, None
        try:
            if writing is None:
                raise error or InterfaceError("Nothing is under way")
            return writing.held()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            logger.warning("messaging.record.delayed", exc_info=True)
            connection.close()
        # What was handed over would else be in doubt. It may have been written all the same.
        page = self._page_of(entry)
        return _persistently(lambda: ledger.begin(page, is_again=True).held())

    def _page_of(self, entry: Entry) -> Page:
        page = recording.page_of(entry.settled, claim=self.claim)
        return readying.with_marks(page, entry.chunk) if entry.chunk else page

    def _write_all(self, entry: Entry, senders: Mapping[int, Sender]) -> list[Ready]:
        try:
            return _written(entry, _persistently(lambda: self._transact(entry, senders)))
        except DatabaseError:
            logger.exception("Could not record a chunk")
            return self._write_singly(entry, senders)

    def _transact(self, entry: Entry, senders: Mapping[int, Sender]) -> Held:
        with transaction.atomic():
            now = self.desk.now()
            # In one order in all workers, since it locks.
            for pk in sorted(entry.learned):
                accounts.note(sender=senders[pk], results=entry.learned[pk], now=now)
            waits = _waits(entry.turned_back, senders, now)
            whole = replace(entry, settled=[*entry.settled, *waits])
            readying.make_room(entry.chunk, claim=self.claim)
            held = ledger.write(self._page_of(whole))
            recording.follow_up(whole.settled, held.settled)
            killpoint("messaging.kept")
            return held

    def _write_singly(self, entry: Entry, senders: Mapping[int, Sender]) -> list[Ready]:
        """One row may be what the database refuses: it must not take the others with it."""
        besides = Entry(learned=entry.learned, turned_back=entry.turned_back)
        _persistently(lambda: self._transact(besides, senders))
        for each in entry.settled:
            try:
                self._transact(Entry(settled=[each]), senders)
            except DatabaseError:
                logger.exception("Could not record", extra={"message_id": each.message.pk})
        marked: list[Ready] = []
        for ready in entry.chunk:
            try:
                single = Entry(chunk=[ready])
                marked += _written(single, self._transact(single, senders))
            except DatabaseError as error:
                logger.exception("Could not mark", extra={"message_id": ready.message.pk})
                at, detail = self.desk.now(), type(error).__name__
                self._stumbled.append(recording.stumbled(ready.message, at=at, detail=detail))
        return marked


def _written(entry: Entry, held: Held) -> list[Ready]:
    """Those of the chunk that are still ours to send, now that they are marked."""
    if entry.chunk:
        killpoint("messaging.marked")
    if entry.settled:
        killpoint("messaging.recorded")
    recording.note_written(entry.settled, held.settled)
    return [ready for ready in entry.chunk if ready.message.pk in held.marked]


def _waits(
    turned_back: Mapping[int, Sequence[Message]], senders: Mapping[int, Sender], now: datetime
) -> list[Settled]:
    settled: list[Settled] = []
    for pk in sorted(turned_back):
        waits = accounts.waits_of(sender=senders[pk], messages=turned_back[pk], now=now)
        settled += [
            recording.waiting(
                wait.message, at=now, until=wait.until, reason=wait.reason, line=wait.detail
            )
            for wait in waits
        ]
    return settled


def _persistently(write: Callable[[], _T]) -> _T:
    """Try again while the database is away or two workers wait for each other."""
    for pause in PAUSES:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            logger.warning("messaging.record.delayed", exc_info=True)
            connection.close()
            time.sleep(pause)
    return write()
