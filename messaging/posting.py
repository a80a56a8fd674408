"""Messages of one claim on their way to servers: chunk after chunk, marked, carried, recorded.

All tables are the main thread's, all network the couriers' (crew.py); between the two go messages
and results. See Note [The one window] in sending.py.
"""

import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from common.killpoint import killpoint
from messaging import accounts, couriers, readying, recording
from messaging.breaker import concerns_account
from messaging.channels.outcomes import Away, Lost, NotBegun, Outgoing, Receipt, Result
from messaging.channels.replies import Remedy
from messaging.crew import Came, Crew, Event, NotOpened, Opened
from messaging.desk import Desk
from messaging.models import Message, Sender
from messaging.readying import Ready, Scribe
from messaging.recording import Settled, Try
from messaging.states import Reason

LINGER = 0.01  # seconds that the first of a chunk waits for the others to be recorded with it
QUIET = 1.0  # seconds between two looks at the clock while no courier says anything
AHEAD = 2  # messages for each connection: one on its way and the next at hand
PAUSES = (0.1, 0.5, 2.0, 4.0)  # seconds before the database is asked again for the same

_T = TypeVar("_T")

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Posting:
    """The messages of one claim that leave. `take` and `settle`, `begin`, then `finish`."""

    claim: uuid.UUID
    desk: Desk
    crew: Crew
    scribe: Scribe
    _waiting: dict[int, tuple[Message, Sender]] = field(default_factory=dict)
    _at_hand: dict[int, Message] = field(default_factory=dict)  # being marked
    _on_their_way: dict[int, tuple[Message, Sender]] = field(default_factory=dict)
    _settled: list[Settled] = field(default_factory=list)
    # What accounts are to learn of, and messages that wait for what they then say.
    _results: dict[int, list[Result]] = field(default_factory=dict)
    _turned_back: dict[int, list[Message]] = field(default_factory=dict)
    _senders: dict[int, Sender] = field(default_factory=dict)
    _accepted: Counter[int] = field(default_factory=Counter)
    _size: int = 1
    _heard_at: float = field(default_factory=time.monotonic)

    def take(self, message: Message, sender: Sender) -> None:
        """A message that is to leave, after those taken before it."""
        # Messages of one account share what is known of it.
        sender = self._senders.setdefault(sender.pk, sender)
        self._waiting[message.pk] = (message, sender)

    def settle(self, settled: Settled) -> None:
        """Something to be recorded with the next chunk."""
        self._settled.append(settled)

    def begin(self) -> None:
        """Let connections be opened; that takes its time elsewhere."""
        chunk: int = settings.NOTIFYHUB_SEND_CHUNK
        # A lone mail is recorded at once; many are marked and recorded together.
        self._size = chunk if len(self._waiting) > chunk else 1
        self._admit()
        self._staff()

    def finish(self) -> None:
        """Send all that was taken. However it ends, what was not begun is given back."""
        try:
            while self._waiting or self._on_their_way or self._has_news():
                if self._waiting and self.desk.is_late():
                    self._give_back()
                self._hand(self._commit(self._next_chunk()))
                self._listen()
        except BaseException:
            self._give_back()
            self._wind_up()
            raise

    def _has_news(self) -> bool:
        return bool(self._settled or self._results or self._turned_back)

    def _admit(self) -> None:
        """Ask each account once for all its messages. In one order in all workers, as it locks."""
        wanted = Counter(sender.pk for _, sender in self._waiting.values())
        for pk in sorted(wanted):
            sender, now = self._senders[pk], self.desk.now()
            admission = accounts.admit(sender=sender, wanted=wanted[pk], now=now)
            if admission.granted < wanted[pk]:
                self._turn_back(sender, but=admission.granted)

    def _staff(self) -> None:
        """Couriers for each account: one, and more as the server takes what they carry."""
        for pk, count in Counter(sender.pk for _, sender in self._waiting.values()).items():
            self.crew.staff(self._senders[pk], min(1 + self._accepted[pk], (count + 1) // AHEAD))

    # What goes

    def _next_chunk(self) -> list[Ready]:
        """The next messages in service order that a connection is open for, with their words."""
        chunk: list[Ready] = []
        for message, sender in self._candidates():
            self._at_hand[message.pk] = self._waiting.pop(message.pk)[0]
            ready = self.scribe.ready(message, sender)
            if isinstance(ready, Ready):
                chunk.append(ready)
            else:
                self._settled.append(ready)
                del self._at_hand[message.pk]
        if chunk:
            killpoint("messaging.composed")
        return chunk

    def _candidates(self) -> list[tuple[Message, Sender]]:
        room = min(self._size, 2 * self._size - len(self._on_their_way))
        busy = Counter(sender.pk for _, sender in self._on_their_way.values())
        picked: list[tuple[Message, Sender]] = []
        for message, sender in self._waiting.values():
            if len(picked) >= room:
                break
            if busy[sender.pk] < AHEAD * self.crew.open_count(sender.pk):
                busy[sender.pk] += 1
                picked.append((message, sender))
        return picked

    def _hand(self, chunk: Sequence[Ready]) -> None:
        for ready in chunk:
            message, sender = ready.message, ready.sender
            assert sender is not None  # noqa: S101 - what is kept here does not come this way
            self._on_their_way[message.pk] = (message, sender)
            self._at_hand.pop(message.pk, None)
            outgoing = Outgoing(message.public_id, ready.composed.envelope)
            self.crew.hand(sender.pk, message.pk, outgoing)
            self._heard_at = time.monotonic()
        self._at_hand.clear()

    # What comes back

    def _listen(self) -> None:
        """Wait until something comes back, and a moment longer for what comes with it."""
        if not self._waiting and not self._on_their_way:
            return
        came = 0
        event = self.crew.hear(0.0 if self._candidates() else QUIET)
        until = time.monotonic() + LINGER
        while event:
            came += isinstance(event, Came)
            self._hear(event)
            is_enough = came >= self._size or not self._on_their_way
            event = self.crew.hear(0.0 if is_enough else until - time.monotonic())
        if time.monotonic() - self._heard_at > settings.NOTIFYHUB_SEND_LEASE_SECONDS:
            raise TimeoutError("The couriers do not come back")

    def _hear(self, event: Event) -> None:
        self._heard_at = time.monotonic()
        if isinstance(event, Opened):
            killpoint("messaging.connected")
        elif isinstance(event, NotOpened):
            sender = self._senders.get(event.sender_id)
            if sender and not self.crew.is_staffed(sender.pk):
                self._results.setdefault(sender.pk, []).append(event.error)
                self._call_off(sender)
        elif event.message_id in self._on_their_way:
            self._receive(event)
        self._staff()

    def _receive(self, event: Came) -> None:
        message, sender = self._on_their_way.pop(event.message_id)
        result, at = event.result, self.desk.moment(event.ended)
        if isinstance(result, NotBegun):
            self._settled.append(recording.stumbled(message, at=at, detail=str(result)))
            return
        self._results.setdefault(sender.pk, []).append(result)
        if concerns_account(result):
            self._turned_back.setdefault(sender.pk, []).append(message)
            self._call_off(sender)
            return
        self._accepted[sender.pk] += isinstance(result, Receipt)
        tried = Try(message, sender, sender.transport, self.desk.moment(event.began))
        self._settled.append(_settled(tried, result, at))

    def _call_off(self, sender: Sender) -> None:
        """The account is in trouble: none of its messages is begun any more."""
        turned = self._turned_back.setdefault(sender.pk, [])
        turned += [self._on_their_way.pop(pk)[0] for pk in self.crew.withdraw(sender.pk)]
        self._turn_back(sender)

    def _turn_back(self, sender: Sender, *, but: int = 0) -> None:
        """All others of the account wait, for as long as it then says."""
        its = [pk for pk, (_, other) in self._waiting.items() if other.pk == sender.pk]
        turned = self._turned_back.setdefault(sender.pk, [])
        turned += [self._waiting.pop(pk)[0] for pk in its[but:]]

    def _give_back(self) -> None:
        """What was not begun is as if it had not been claimed."""
        messages = [*self._at_hand.values(), *(message for message, _ in self._waiting.values())]
        self._at_hand.clear()
        self._waiting.clear()
        for sender in self._senders.values():
            messages += [self._on_their_way.pop(pk)[0] for pk in self.crew.withdraw(sender.pk)]
        now = self.desk.now()
        self._settled += [recording.given_back(message, at=now) for message in messages]

    def _wind_up(self) -> None:
        """After an error: hear of what is on its way, and write what is known."""
        until = time.monotonic() + settings.NOTIFYHUB_SEND_DEADLINE_SECONDS + QUIET
        while self._on_their_way and time.monotonic() < until:
            if event := self.crew.hear(QUIET):
                self._hear(event)
        self._commit([])

    # What is written

    def _commit(self, chunk: list[Ready]) -> list[Ready]:
        """Record what came back, and mark the chunk; those of it that are still ours to send."""
        if not chunk and not self._has_news():
            return []
        if self._settled:
            killpoint("messaging.before_record")
        try:
            marked = _persistently(lambda: self._write(chunk))
        except DatabaseError:
            logger.exception("Could not record a chunk")
            return self._commit_singly(chunk)
        self._forget()
        return marked

    def _commit_singly(self, chunk: list[Ready]) -> list[Ready]:
        """One row may be what the database refuses: it must not take the others with it."""
        settled, self._settled = self._settled, []
        _persistently(lambda: self._write([]))
        self._forget()
        for each in settled:
            self._settled = [each]
            try:
                self._write([])
            except DatabaseError:
                logger.exception("Could not record", extra={"message_id": each.message.pk})
        self._settled = []
        marked: list[Ready] = []
        for ready in chunk:
            try:
                marked += self._write([ready])
            except DatabaseError as error:
                logger.exception("Could not mark", extra={"message_id": ready.message.pk})
                at, detail = self.desk.now(), type(error).__name__
                self._settled.append(recording.stumbled(ready.message, at=at, detail=detail))
        return marked

    def _forget(self) -> None:
        self._settled, self._results, self._turned_back = [], {}, {}

    def _write(self, chunk: list[Ready]) -> list[Ready]:
        with transaction.atomic():
            now = self.desk.now()
            # In one order in all workers, since it locks.
            for pk in sorted(self._results):
                accounts.note(sender=self._senders[pk], results=self._results[pk], now=now)
            recording.write([*self._settled, *self._waits(now)], claim=self.claim)
            held = readying.mark(chunk, claim=self.claim) if chunk else set()
            if chunk:
                killpoint("messaging.kept")
        if chunk:
            killpoint("messaging.marked")
        if self._settled:
            killpoint("messaging.recorded")
        return [ready for ready in chunk if ready.message.pk in held]

    def _waits(self, now: datetime) -> list[Settled]:
        settled: list[Settled] = []
        for pk in sorted(self._turned_back):
            waits = accounts.waits_of(
                sender=self._senders[pk], messages=self._turned_back[pk], now=now
            )
            settled += [
                recording.waiting(
                    wait.message, at=now, until=wait.until, reason=wait.reason, line=wait.detail
                )
                for wait in waits
            ]
        return settled


def _settled(tried: Try, result: Result, at: datetime) -> Settled:
    """What a result makes of its message."""
    if isinstance(result, Receipt):
        return recording.sent(tried, at=at, receipt=result)
    if isinstance(result, Lost):
        honours_keys = couriers.honours_keys(tried.sender)
        return recording.unknown(tried, at=at, line=str(result), honours_keys=honours_keys)
    if isinstance(result, Away):
        return recording.delayed(tried, at=at, reason=Reason.SERVER_AWAY, line=result.line)
    meaning = result.meaning
    line = f"{result.code} {result.line}"
    record = recording.failed if meaning.remedy is Remedy.NEVER else recording.delayed
    return record(tried, at=at, reason=meaning.reason, line=line, code=result.code)


def _persistently(write: Callable[[], _T]) -> _T:
    """Try again while the database is away or two workers wait for each other.

    What was handed over would else be in doubt.
    """
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
