"""Workers that send, and workers that die while they do."""

from collections import deque
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from messaging import sending, settling
from messaging.states import IN_HAND, State
from stores.scope import every_store
from tests.messaging.machine.world import POINTS, Key, World
from tests.messaging.model import MARKETING, RESULTS, WAITS_FOR_ACCOUNT
from tests.messaging.post_office import Hands, Killed, dying


class Working(World):
    OUTCOMES = st.lists(st.sampled_from(sorted(RESULTS)), max_size=6)

    @precondition(lambda self: self.model.said)
    @rule(plan=OUTCOMES, hours=st.integers(-1, 1))
    def worker_sends(self, plan: list[str], hours: int) -> None:
        """Its own clock is an hour off, for all that it matters."""
        self._tick()
        self.post.plan = deque(plan)
        with pytest.MonkeyPatch.context() as patch:
            off = self.now + timedelta(hours=hours)
            patch.setattr("django.utils.timezone.now", lambda: off)
            while self._sends_once():
                pass

    @precondition(lambda self: self.model.said)
    @rule(
        plan=OUTCOMES,
        at=st.one_of(st.sampled_from(POINTS), st.integers(1, 60)),
    )
    def worker_dies(self, plan: list[str], at: str | int) -> None:
        self._tick()
        self._settles()
        self.post.plan, self.post.log = deque(plan), {}
        due = self._due()
        try:
            with Hands(self.post) as hands, dying(at):
                sending.send_due(now=self.now, crew=hands)
        except Killed:
            self._died(due)
        else:
            self._sent(due)

    def _settles(self) -> None:
        with every_store(because="a test settles"):
            settling.settle(now=self.now)
        self._take_over_times()
        self.model.settle(self.now, leases_are_over=self.leases_are_over)
        self.leases_are_over = False
        self.is_as_promised()

    def _sends_once(self) -> int:
        self._settles()
        due = self._due()
        self.post.log = {}
        with Hands(self.post) as hands:
            taken = sending.send_due(now=self.now, crew=hands)
        self._sent(due)
        return taken

    def _due(self) -> list[Key]:
        self._take_over_times()
        said = self.model.said
        return [k for k, one in said.items() if one.state == "PLANNED" and one.due <= self.now]

    def _sent(self, due: list[Key]) -> None:
        rows = self._rows()
        was_suspect = any(self.model.said[key].claims for key in due)
        obstacles = {k: self.model.obstacle(k[1], self.model.said[k], self.now) for k in due}
        is_bulk_busy = self._bulk_is_busy()
        for key in due:
            row, said = rows[key], self.model.said[key]
            result = self.post.log.get(row.public_id)
            if not self.leaves and not obstacles[key] and row.state != State.PLANNED:
                result = "taken"
            is_left = row.state == State.PLANNED and row.run_after == said.due
            may_be_left = was_suspect or (is_bulk_busy and said.lane >= MARKETING)
            if result:
                assert not obstacles[key], (key, said, obstacles[key])
                self.model.carried(said, result)
            elif is_left and may_be_left:
                continue
            elif obstacle := obstacles[key]:
                said.becomes(*obstacle)
                said.claims = 0
            else:
                assert row.reason in WAITS_FOR_ACCOUNT, (key, said, row.state, row.reason)
                said.becomes("PLANNED", row.reason)
                said.claims = 0

    def _died(self, due: list[Key]) -> None:
        """What it left behind is one of the things that it may leave; the model goes on from it."""
        rows = self._rows()
        obstacles = {k: self.model.obstacle(k[1], self.model.said[k], self.now) for k in due}
        for key in due:
            row, said = rows[key], self.model.said[key]
            result = self.post.log.get(row.public_id)
            if row.state in IN_HAND:
                assert row.state == State.TRANSMITTING or not result, "left without the mark"
                said.becomes(row.state, said.reason)
                said.claims += 1
            elif (
                row.claims_count == said.claims
                and row.run_after == said.due
                and (row.state == State.PLANNED)
            ):
                assert not result, "carried, and as if it had not been claimed"
            elif obstacle := obstacles[key]:
                said.becomes(*obstacle)
                said.claims = 0
            elif result or not self.leaves:
                self.model.carried(said, result or "taken")
            else:
                assert row.reason in WAITS_FOR_ACCOUNT
                said.becomes("PLANNED", row.reason)
                said.claims = 0

    def _bulk_is_busy(self) -> bool:
        held = [s for s in self.model.said.values() if s.state in IN_HAND and s.lane >= MARKETING]
        return len(held) > 1
