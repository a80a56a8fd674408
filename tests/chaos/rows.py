"""What was tried and what came of it: a row for each kind of harm, and the words for its faults."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Row:
    """`tried` harms of one kind. It has failed if anything happened that is not promised."""

    what: str  # where it was done: "sending by SMTP"
    step: str  # the killpoint, or how a server misbehaves
    tried: int = 0
    lost: int = 0  # answered or called sent, and not there
    silent: int = 0  # in no state that a person would look at
    duplicates: int = 0  # arrived twice
    unknown: int = 0  # shown as "may have arrived"
    most_in_doubt: int = 0  # by one death
    window: int = 0  # the most that one death may leave in doubt
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def failed(self) -> int:
        return len(self.violations)

    def must(self, is_so: bool, violation: str) -> None:
        """Remember what should not have happened; all of a row is looked at before it fails."""
        if not is_so:
            self.violations.append(violation)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "failed": self.failed}

    @contextmanager
    def timed(self) -> Iterator["Row"]:
        began = time.monotonic()
        try:
            yield self
        finally:
            self.seconds = round(time.monotonic() - began, 1)
