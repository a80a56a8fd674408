"""Where a bench writes what it found, and how it says what was promised.

`script/bench all` sets BENCH_RESULTS: its runs are smaller than those whose figures the docs cite,
and lie beside them instead of over them.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

ROOT: Final = Path(__file__).resolve().parents[2]
OWN: Final = ROOT / "results"
Unit = Literal["×", "ms", "s", "a second", "%"]


@dataclass(frozen=True, slots=True)
class Goal:
    """One promised figure beside the measured one; at least so much, or at most."""

    what: str
    promised: float
    measured: float
    unit: Unit
    beside: str = ""  # with what it was compared, or under which load
    is_at_most: bool = False

    @property
    def holds(self) -> bool:
        if self.is_at_most:
            return self.measured <= self.promised
        return self.measured >= self.promised


def directory() -> Path:
    return Path(os.environ.get("BENCH_RESULTS") or OWN)


def is_own() -> bool:
    """Whether this run is the one that the docs cite."""
    return directory() == OWN


def keep(name: str, measured: dict[str, Any], goals: list[Goal]) -> Path:
    """Write results/<name>.json, its goals in front."""
    said = [{**asdict(goal), "holds": goal.holds} for goal in goals]
    path = directory() / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"goals": said, **measured}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n")
    return path
