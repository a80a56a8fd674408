"""SIGKILL of real workers at named points, and the reckoning: who was told, twice, never, unseen.

For tests of any transport: say where to shoot, and count what arrived by the messages' public ids.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection
from django.utils import timezone

from messaging.models import Message
from messaging.states import IN_HAND, State
from stores.models import Store
from stores.scope import store_scope

ROOT = Path(__file__).parents[2]
CHUNK = 4
WINDOW = 2 * CHUNK  # what one death may leave in doubt
# More than a chunk, so that many are marked together.
WORKER = """
import django
django.setup()
from messaging import queries, sending
while sending.send_due(now=queries.database_now(), limit=12):
    pass
"""
KILLED = -9
# In the order of a message's way. Nothing has left before the mark; all is known after the record.
BEFORE_MARK = (
    "messaging.claimed",
    "messaging.rendered",
    "messaging.composed",
    "messaging.connected",
    "messaging.kept",
)
IN_DOUBT = ("messaging.marked", "messaging.accepted", "messaging.before_record")
AFTER_RECORD = ("messaging.recorded",)
BY_SERVER = (*BEFORE_MARK, *IN_DOUBT, *AFTER_RECORD)
KEPT_HERE = (
    "messaging.claimed",
    "messaging.rendered",
    "messaging.composed",
    "messaging.captured",
    "messaging.recorded",
)


@dataclass
class Hunt:
    """Workers of one store's messages, shot by the round; and what each death left in doubt."""

    store: Store
    environment: Mapping[str, str] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    in_doubt: list[int] = field(default_factory=list)  # by each death that left any

    def shoot(self, points: Sequence[str], rounds: int, *, first: int = 1) -> None:
        """In each round a worker for each point, all at once; each dies at its n-th passing."""
        for nth in range(first, first + rounds):
            workers = {point: self.worker(f"{point}:{nth}") for point in points}
            self.killed += [name for name, each in workers.items() if each.wait(90) == KILLED]
            self.let_leases_run_out()

    def finish(self) -> None:
        """Workers that nobody shoots do the rest."""
        for _ in range(2):
            assert self.worker().wait(90) == 0
            self.let_leases_run_out()

    def worker(self, kill_at: str = "") -> subprocess.Popen[bytes]:
        """A process of its own that sends what is due, and shoots itself where it is told."""
        url = urlsplit(os.environ["DATABASE_URL"])
        database = str(connection.settings_dict["NAME"])
        return subprocess.Popen(
            [sys.executable, "-c", WORKER],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "notifyhub.settings",
                "DATABASE_URL": url._replace(path=f"/{database}").geturl(),
                "NOTIFYHUB_SEND_CHUNK": str(CHUNK),
                "NOTIFYHUB_KILL": kill_at,
                "LOG_LEVEL": "CRITICAL",
                **self.environment,
            },
        )

    def let_leases_run_out(self) -> None:
        """A minute and a half later. That some died thrice is another test's matter."""
        with store_scope(self.store.pk):
            held = Message.objects.filter(state__in=IN_HAND)
            doubtful = held.filter(state=State.TRANSMITTING).values_list("claim", flat=True)
            self.in_doubt += Counter(doubtful).values()
            held.update(claimed_until=timezone.now() - timedelta(hours=1))
            Message.objects.update(claims_count=0)

    def let_doubt_grow_old(self) -> None:
        """Ten minutes later: what is unknown goes once more, if it may."""
        with store_scope(self.store.pk):
            unknown = Message.objects.filter(state=State.UNKNOWN)
            unknown.update(changed_at=timezone.now() - timedelta(hours=1))


@dataclass(frozen=True)
class Reckoning:
    """Messages by their public ids in hex."""

    lost: set[str]  # called sent, and never arrived
    twice: set[str]
    unknown: set[str]
    silent: set[str]  # neither sent nor shown as anything that a person would look at


def reckon(store: Store, arrived: Counter[str]) -> Reckoning:
    """What the rows say against what arrived, when nobody is at work any more."""
    with store_scope(store.pk):
        states = {each.hex: state for each, state in _states()}
    shown = (State.SENT, State.UNKNOWN, State.FAILED, State.HELD, State.NOT_SENT)
    return Reckoning(
        lost={each for each, state in states.items() if state == State.SENT and not arrived[each]},
        twice={each for each, count in arrived.items() if count > 1},
        unknown={each for each, state in states.items() if state == State.UNKNOWN},
        silent={each for each, state in states.items() if state not in shown},
    )


def _states() -> list[tuple[UUID, str]]:
    return list(Message.objects.values_list("public_id", "state"))
