"""How much one worker takes at a time, and how often it looks after what dead ones left."""

import time
from dataclasses import dataclass

FEWEST = 50  # messages of one claim
MOST = 200
QUICK = 0.5  # seconds within which a claim is to be done
LOOK_EVERY = 1.0  # seconds


@dataclass(slots=True)
class Pace:
    """A claim costs some twenty statements, however many messages it has.

    So a worker that is quick takes more at a time, as long as what it holds goes within QUICK
    seconds: who comes in between with something more urgent finds it free again by then.
    """

    limit: int = FEWEST
    _looked_at: float = float("-inf")

    def learn(self, *, taken: int, seconds: float) -> None:
        """How long it took to send so many: next time as many as fit, at most twice as many."""
        if taken < self.limit and seconds <= QUICK:
            return
        fit = int(taken * QUICK / max(seconds, 0.001))
        self.limit = max(FEWEST, min(fit, 2 * self.limit, MOST))

    def is_time_to_look(self) -> bool:
        """Whether leases are to be settled again; the next time will be later."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY:
            return False
        self._looked_at = now
        return True
