"""Messages of one claim on their way to servers: composed, marked, carried, recorded.

All tables are the main thread's. While the database writes a chunk, the next one is composed, and
mails go on their way between two of them. See Note [The one window] in sending.py.
"""

import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from common.killpoint import killpoint
from messaging import accounts, couriers, recording
from messaging.breaker import Sign, concerns_account, finding_of
from messaging.channels.outcomes import Away, Lost, NotBegun, Outgoing, Receipt, Result
from messaging.channels.replies import Remedy
from messaging.crew import Crew
from messaging.desk import Desk
from messaging.gang import Came, Event, NotOpened, Opened
from messaging.models import Message, Sender
from messaging.readying import Ready, Scribe
from messaging.recording import Settled, Try
from messaging.states import Reason
from messaging.writing import Clerk, Entry

LINGER = 0.01  # seconds that the first of a chunk waits for the others to be recorded with it
QUIET = 1.0  # seconds between two looks at the clock while no courier says anything
AHEAD = 2  # messages for each connection: one on its way and the next at hand
WELL = 4  # and as many where the server took that many already


@dataclass(slots=True)
class Posting:
    """The messages of one claim that leave. `take` and `settle`, `begin`, then `finish`."""

    claim: uuid.UUID
    desk: Desk
    crew: Crew
    scribe: Scribe
    _waiting: dict[int, tuple[Message, Sender]] = field(default_factory=dict)
    _at_hand: dict[int, Ready] = field(default_factory=dict)  # composed, and not marked yet
    _on_their_way: dict[int, tuple[Message, Sender]] = field(default_factory=dict)
    _settled: list[Settled] = field(default_factory=list)
    # What accounts are to learn of, and messages that wait for what they then say.
    _results: dict[int, list[Result]] = field(default_factory=dict)
    _must_learn: set[int] = field(default_factory=set)  # of these results at once
    _turned_back: dict[int, list[Message]] = field(default_factory=dict)
    _called_off: set[int] = field(default_factory=set)
    _senders: dict[int, Sender] = field(default_factory=dict)
    _accepted: Counter[int] = field(default_factory=Counter)
    _size: int = 1
    _is_understaffed: bool = False
    _heard_at: float = field(default_factory=time.monotonic)
    _learned_at: float = field(default_factory=time.monotonic)
    _clerk: Clerk = field(init=False)

    def __post_init__(self) -> None:
        self._clerk = Clerk(self.claim, self.desk)

    def take(self, message: Message, sender: Sender) -> None:
        """A message that is to leave, after those taken before it."""
        # Messages of one account share what is known of it.
        sender = self._senders.setdefault(sender.id, sender)
        self._waiting[message.id] = (message, sender)

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
            while self._is_busy():
                if self._waiting and self.desk.is_late():
                    self._give_back()
                self._compose()
                self._hand(self._clerk.finish())
                self._listen()
                self._write()
        except BaseException:
            self._give_back()
            self._wind_up()
            raise

    def _is_busy(self) -> bool:
        to_do = self._waiting or self._at_hand or self._on_their_way or self._clerk.is_writing
        return bool(to_do) or self._has_news()

    def _has_news(self) -> bool:
        return bool(self._settled or self._results or self._turned_back)

    def _admit(self) -> None:
        """Ask each account once for all its messages. In one order in all workers, as it locks."""
        wanted = Counter(sender.id for _, sender in self._waiting.values())
        for pk in sorted(wanted):
            sender, now = self._senders[pk], self.desk.now()
            admission = accounts.admit(sender=sender, wanted=wanted[pk], now=now)
            if admission.is_probe:
                self._must_learn.add(pk)
            if admission.granted < wanted[pk]:
                self._turn_back(sender, but=admission.granted)

    def _staff(self) -> None:
        """Couriers for each account: one, and more as the server takes what they carry."""
        wanted = Counter(sender.id for _, sender in self._waiting.values())
        wanted.update(ready.sender.id for ready in self._at_hand.values() if ready.sender)
        for pk, count in wanted.items():
            self.crew.staff(self._senders[pk], min(1 + self._accepted[pk], (count + 1) // AHEAD))

    # What goes

    def _compose(self) -> None:
        """Write the next messages in service order that a connection is open for."""
        composed = 0
        for message, sender in self._candidates():
            if self._clerk.is_answered():
                self._hand(self._clerk.finish())
            self.crew.turn()
            if message.id not in self._waiting:
                continue
            ready = self.scribe.ready(message, sender)
            del self._waiting[message.id]
            if isinstance(ready, Ready):
                self._at_hand[message.id] = ready
                composed += 1
            else:
                self._settled.append(ready)
        if composed:
            killpoint("messaging.composed")

    def _candidates(self) -> list[tuple[Message, Sender]]:
        room = {pk: self._room(pk) for pk in self._senders}
        for ready in self._at_hand.values():
            if ready.sender:
                room[ready.sender.id] -= 1
        picked: list[tuple[Message, Sender]] = []
        if all(left <= 0 for left in room.values()):
            return picked
        for message, sender in self._waiting.values():
            if len(picked) >= self._size:
                break
            if room[sender.id] > 0:
                room[sender.id] -= 1
                picked.append((message, sender))
        return picked

    def _room(self, sender_id: int) -> int:
        """How many of an account's messages may be on their way."""
        connections = self.crew.open_count(sender_id)
        is_well = self._accepted[sender_id] >= WELL * connections
        return (WELL if is_well else AHEAD) * connections

    def _next_chunk(self) -> list[Ready]:
        """The next messages that are composed and may be marked."""
        on_their_way = len(self._on_their_way) + self._clerk.marking_count
        most = min(self._size, 2 * self._size - on_their_way)
        if most <= 0:
            return []
        busy = Counter(sender.id for _, sender in self._on_their_way.values())
        chunk: list[Ready] = []
        for ready in self._at_hand.values():
            assert ready.sender is not None  # noqa: S101 - what is kept here does not come this way
            if busy[ready.sender.id] < self._room(ready.sender.id):
                busy[ready.sender.id] += 1
                chunk.append(ready)
                if len(chunk) >= most:
                    break
        return chunk

    def _hand(self, chunk: Sequence[Ready]) -> None:
        for ready in chunk:
            message, sender = ready.message, ready.sender
            assert sender is not None  # noqa: S101 - what is kept here does not come this way
            if sender.id in self._called_off:
                self._turned_back.setdefault(sender.id, []).append(message)
                continue
            self._on_their_way[message.id] = (message, sender)
            outgoing = Outgoing(message.public_id, ready.composed.envelope)
            self.crew.hand(sender.id, message.id, outgoing)
            self._heard_at = time.monotonic()

    # What comes back

    def _listen(self) -> None:
        """Hear what came back. Wait where there is nothing else to do, and then a moment longer."""
        patience = self._patience()
        event = self.crew.hear(patience) if self._may_hear() else None
        until = time.monotonic() + (LINGER if patience else 0.0)
        while event:
            self._hear(event)
            is_enough = not self._on_their_way or self._can_go_on()
            event = self.crew.hear(0.0 if is_enough else until - time.monotonic())
        if self._is_understaffed:
            self._is_understaffed = False
            self._staff()
        if time.monotonic() - self._heard_at > settings.NOTIFYHUB_SEND_LEASE_SECONDS:
            raise TimeoutError("The couriers do not come back")

    def _patience(self) -> float:
        """Not long where a part of a chunk could be marked already."""
        if self._can_go_on():
            return 0.0
        return LINGER if self._next_chunk() else QUIET

    def _may_hear(self) -> bool:
        return bool(self._waiting or self._at_hand or self._on_their_way)

    def _can_go_on(self) -> bool:
        """Whether there is a whole chunk to mark, or more to compose; a part of one, if nothing
        that comes back could make it whole."""
        if len(self._settled) >= self._size or self._candidates():
            return True
        chunk = self._next_chunk()
        return bool(chunk) and (len(chunk) >= self._size or not self._on_their_way)

    def _hear(self, event: Event) -> None:
        self._heard_at = time.monotonic()
        if isinstance(event, Opened):
            killpoint("messaging.connected")
        elif isinstance(event, NotOpened):
            sender = self._senders.get(event.sender_id)
            if sender and not self.crew.is_staffed(sender.id):
                self._learn(sender, event.error)
                self._call_off(sender)
        elif event.message_id in self._on_their_way:
            self._receive(event)
        self._is_understaffed = True

    def _receive(self, event: Came) -> None:
        message, sender = self._on_their_way.pop(event.message_id)
        result, at = event.result, self.desk.moment(event.ended)
        if isinstance(result, NotBegun):
            self._settled.append(recording.stumbled(message, at=at, detail=str(result)))
            return
        self._learn(sender, result)
        if concerns_account(result):
            self._turned_back.setdefault(sender.id, []).append(message)
            self._call_off(sender)
            return
        self._accepted[sender.id] += isinstance(result, Receipt)
        tried = Try(message, sender, sender.transport, self.desk.moment(event.began))
        self._settled.append(_settled(tried, result, at))

    def _learn(self, sender: Sender, result: Result) -> None:
        """What is not well the account learns with the next chunk; that all is, now and then."""
        self._results.setdefault(sender.id, []).append(result)
        if finding_of(result).sign is not Sign.WELL:
            self._must_learn.add(sender.id)

    def _call_off(self, sender: Sender) -> None:
        """The account is in trouble: none of its messages is begun any more."""
        self._called_off.add(sender.id)
        turned = self._turned_back.setdefault(sender.id, [])
        turned += [self._on_their_way.pop(pk)[0] for pk in self.crew.withdraw(sender.id)]
        composed = [pk for pk, ready in self._at_hand.items() if ready.sender == sender]
        turned += [self._at_hand.pop(pk).message for pk in composed]
        self._turn_back(sender)

    def _turn_back(self, sender: Sender, *, but: int = 0) -> None:
        """All others of the account wait, for as long as it then says."""
        its = [pk for pk, (_, other) in self._waiting.items() if other.pk == sender.id]
        turned = self._turned_back.setdefault(sender.id, [])
        turned += [self._waiting.pop(pk)[0] for pk in its[but:]]

    def _give_back(self) -> None:
        """What was not begun is as if it had not been claimed."""
        messages = [ready.message for ready in self._at_hand.values()]
        messages += [message for message, _ in self._waiting.values()]
        self._at_hand.clear()
        self._waiting.clear()
        for sender in self._senders.values():
            messages += [self._on_their_way.pop(pk)[0] for pk in self.crew.withdraw(sender.id)]
        self._settled += [recording.given_back(each, at=self.desk.now()) for each in messages]

    def _wind_up(self) -> None:
        """After an error: hear of what is on its way, and write what is known."""
        now = self.desk.now()
        marked = [ready.message for ready in self._clerk.finish()]
        self._settled += [recording.given_back(message, at=now) for message in marked]
        until = time.monotonic() + settings.NOTIFYHUB_SEND_DEADLINE_SECONDS + QUIET
        while self._on_their_way and time.monotonic() < until:
            if event := self.crew.hear(QUIET):
                self._hear(event)
        self._write()
        self._clerk.finish()

    # What is written

    def _write(self) -> None:
        """Have what came back recorded and the next chunk marked."""
        chunk = self._next_chunk()
        if not chunk and not self._has_news():
            return
        for ready in chunk:
            del self._at_hand[ready.message.id]
        if self._settled:
            killpoint("messaging.before_record")
        entry = Entry(self._settled, chunk, self._what_accounts_learn(), self._turned_back)
        self._settled, self._turned_back = [], {}
        self._hand(self._clerk.write(entry, self._senders))
        self._settled += self._clerk.stumbled()

    def _what_accounts_learn(self) -> dict[int, list[Result]]:
        now = time.monotonic()
        is_last = not (self._waiting or self._at_hand or self._on_their_way)
        if not (self._must_learn or self._turned_back or is_last or now - self._learned_at > QUIET):
            return {}
        learned, self._results = self._results, {}
        self._must_learn.clear()
        self._learned_at = now
        return learned


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
