"""Workers of a store's messages, shot in rounds; and the reckoning: who was told, twice, never.

Counted by the messages' public ids, which mail carries as its Message-ID and services as their key.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from messaging.models import Assignment, Attempt, Message, MessageBody
from messaging.states import IN_HAND, Outcome, State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import store_scope
from tests.chaos import deeds, shots
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.messaging import make_messages

CHUNK = 4
WINDOW = 2 * CHUNK  # what one death may leave in doubt
AT_HAND = 60  # messages due before each round
# In the order of a message's way, with the most passings that are waited for.
BEFORE_MARK = {
    "messaging.claimed": 2,
    "messaging.assigned": 1,
    "messaging.rendered": 8,
    "messaging.composed": 3,
    "messaging.connected": 1,
}
IN_DOUBT = {
    "messaging.marking": 3,
    "messaging.kept": 1,  # the last of a claim: what its accounts learn is written with it
    "messaging.marked": 3,
    "messaging.accepted": 6,
    "messaging.before_record": 3,
}
BY_SERVER = {**BEFORE_MARK, **IN_DOUBT, "messaging.recorded": 3}
KEPT_HERE = {
    "messaging.claimed": 2,
    "messaging.assigned": 1,
    "messaging.rendered": 8,
    "messaging.composed": 2,
    "messaging.captured": 2,
    "messaging.recorded": 2,
}
_SHOWN = (State.SENT, State.UNKNOWN, State.FAILED, State.HELD, State.NOT_SENT)

Arrived = Callable[[], Counter[str]]


@dataclass
class Hunt:
    """Workers that die at one step; at its first passing nothing of theirs can be on its way."""

    store: Store
    step: str
    chance: Random
    settings: Mapping[str, Any] = field(default_factory=dict)
    goes_again: bool = False  # what is in doubt does, since the other side honours keys
    killed: int = 0
    in_doubt: list[int] = field(default_factory=list)  # by each death that left any
    early: list[int] = field(default_factory=list)  # of those, by who died before any mark

    def shoot(self, kills: int, *, most: int) -> None:
        """So many deaths, several workers at once, each round at a passing of its own."""
        empty_rounds = 0
        while self.killed < kills:
            nth, had_doubt = self.chance.randint(1, most), bool(self.in_doubt)
            self._bring_messages()
            count = min(kills - self.killed, shots.AT_ONCE)
            ends = shots.fire([self._shot(f"{self.step}:{nth}")] * count)
            died = sum(end.is_killed for end in ends)
            self.killed += died
            empty_rounds = 0 if died else empty_rounds + 1
            if empty_rounds > 9 or any(end.code not in (0, shots.KILLED) for end in ends):
                raise RuntimeError(f"Workers do not die at {self.step}: {ends}")
            left = self.let_leases_run_out()
            is_before = self.step in BEFORE_MARK and (nth == 1 or self.step == "messaging.claimed")
            # What goes again by its key has its words, so it may be marked before any are rendered.
            is_before &= not (self.goes_again and had_doubt and self.step == "messaging.rendered")
            self.early += left if is_before else []

    def finish(self) -> None:
        """Workers that nobody shoots do the rest."""
        shots.finish(self._shot())
        self.let_leases_run_out()
        shots.finish(self._shot())

    def let_leases_run_out(self) -> list[int]:
        """A minute and a half later; what each dead worker left in doubt.

        That some died thrice is another test's matter.
        """
        with store_scope(self.store.pk):
            held = Message.objects.filter(state__in=IN_HAND)
            doubtful = held.filter(state=State.TRANSMITTING).values_list("claim", flat=True)
            left = list(Counter(doubtful).values())
            held.update(claimed_until=timezone.now() - timedelta(hours=1))
            Message.objects.update(claims_count=0)
        self.in_doubt += left
        return left

    def let_doubt_grow_old(self) -> None:
        """Ten minutes later: what is unknown goes once more, if it may."""
        with store_scope(self.store.pk):
            unknown = Message.objects.filter(state=State.UNKNOWN)
            unknown.update(changed_at=timezone.now() - timedelta(hours=1))

    def states(self) -> dict[str, str]:
        with store_scope(self.store.pk):
            rows: list[tuple[UUID, str]] = list(Message.objects.values_list("public_id", "state"))
        return {public_id.hex: state for public_id, state in rows}

    def _shot(self, kill: str = "") -> Shot:
        settings = {"NOTIFYHUB_SEND_CHUNK": CHUNK, **self.settings}
        return Shot(deeds.send, kill, settings=settings)

    def _bring_messages(self) -> None:
        with store_scope(self.store.pk):
            waiting = Message.objects.exclude(state__in=_SHOWN).count()
        if waiting < AT_HAND:
            make_messages(self.store, AT_HAND - waiting)


def kept_here(hunt: Hunt, row: Row) -> None:
    """By capture nothing is ever in doubt: the words are the delivery."""
    hunt.shoot(row.tried, most=KEPT_HERE[hunt.step])
    hunt.finish()
    with store_scope(hunt.store.pk):
        messages = Message.objects.count()
        accepted = Attempt.objects.filter(outcome=Outcome.ACCEPTED)
        times = Counter(accepted.values_list("message_id", flat=True))
        told = Activity.objects.filter(kind=ActivityKind.MESSAGE_SENT).count()
        bodies = MessageBody.objects.count()
    states = hunt.states()
    row.lost = sum(state == State.SENT for state in states.values()) - bodies
    row.silent = sum(state not in _SHOWN for state in states.values())
    row.duplicates = sum(count > 1 for count in times.values())
    row.unknown = sum(state == State.UNKNOWN for state in states.values())
    row.must(set(states.values()) == {State.SENT}, f"states {Counter(states.values())}")
    row.must(row.lost == row.duplicates == 0, "lost or twice")
    row.must(len(times) == told == messages, f"{len(times)} tries, {told} told of {messages}")
    row.must(hunt.in_doubt == [], f"in doubt: {hunt.in_doubt}")
    _reckon_arms(hunt, row)


def by_server(hunt: Hunt, row: Row, arrived: Arrived) -> None:
    """What a death left in doubt is shown, and goes once more after a wait; nothing else does."""
    hunt.shoot(row.tried, most=BY_SERVER[hunt.step])
    hunt.finish()
    _reckon(hunt, row, arrived())
    states = hunt.states()
    unknown = {each for each, state in states.items() if state == State.UNKNOWN}
    row.unknown = len(unknown)
    row.window = WINDOW
    row.must(row.duplicates == 0, "twice before anybody repeated it")
    row.must(row.unknown == sum(hunt.in_doubt), f"in doubt: {hunt.in_doubt}")
    hunt.let_doubt_grow_old()
    hunt.finish()
    in_the_end = arrived()
    twice = {each for each, count in in_the_end.items() if count > 1}
    _reckon(hunt, row, in_the_end)
    row.must(twice <= unknown, "something went twice that was in no doubt")
    row.must(len(in_the_end) == len(states), f"{len(in_the_end)} of {len(states)} arrived")
    with store_scope(hunt.store.pk):
        marked = Message.objects.filter(repeated_at__isnull=False)
        repeated = {each.hex for each in marked.values_list("public_id", flat=True)}
    row.must(repeated == unknown, "what went once more is not what was unknown")


def by_key(hunt: Hunt, row: Row, arrived: Arrived) -> None:
    """Where the other side honours keys, doubt goes again: none is unknown, none arrives twice."""
    hunt.goes_again = True
    hunt.shoot(row.tried, most=BY_SERVER[hunt.step])
    hunt.finish()
    came = arrived()
    _reckon(hunt, row, came)
    row.window = WINDOW
    row.duplicates = sum(count > 1 for count in came.values())
    states = hunt.states()
    row.unknown = sum(state == State.UNKNOWN for state in states.values())
    row.must(row.duplicates == row.unknown == 0, f"{row.duplicates} twice, {row.unknown} unknown")
    row.must(set(came) == set(states), f"{len(came)} of {len(states)} arrived")


def _reckon(hunt: Hunt, row: Row, arrived: Counter[str]) -> None:
    states = hunt.states()
    sent = [each for each, state in states.items() if state == State.SENT]
    row.lost = sum(not arrived[each] for each in sent)
    row.silent = sum(state not in _SHOWN for state in states.values())
    row.duplicates = sum(count > 1 for count in arrived.values())
    row.most_in_doubt = max(hunt.in_doubt, default=0)
    row.must(row.lost == 0, f"{row.lost} lost")
    row.must(row.silent == 0, f"{row.silent} silent")
    row.must(row.most_in_doubt <= WINDOW, f"in doubt: {hunt.in_doubt}")
    row.must(hunt.early == [], f"in doubt before any mark: {hunt.early}")
    _reckon_arms(hunt, row)


def _reckon_arms(hunt: Hunt, row: Row) -> None:
    """Each buyer was drawn once, and every message that left says which arm it was."""
    with store_scope(hunt.store.pk):
        drawn = dict(Assignment.objects.values_list("unit_hash", "arm"))
        left = Message.objects.filter(state__in=[State.SENT, State.UNKNOWN])
        said: list[tuple[int | None, int | None]] = list(left.values_list("unit_hash", "arm"))
    row.must(bool(said), "nothing left")
    row.must(all(drawn.get(unit or 0, -1) == arm for unit, arm in said), "an arm nobody drew")
