"""What was found, operation by operation; the same thing twice is one finding."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Finding:
    """One thing amiss with one operation, and the first request that showed it."""

    operation: str
    check: str
    said: str
    request: str
    answer: str
    count: int = 1


@dataclass(slots=True)
class Tally:
    """What one operation went through."""

    operation: str
    cases: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    def count(self, status: int, seconds: float) -> None:
        self.statuses[str(status)] = self.statuses.get(str(status), 0) + 1
        self.slowest = max(self.slowest, seconds)

    def note(self, finding: Finding) -> None:
        for one in self.findings:
            if (one.check, _gist(one.said)) == (finding.check, _gist(finding.said)):
                one.count += 1
                return
        self.findings.append(finding)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _gist(said: str) -> str:
    """Without what differs from case to case."""
    return said.split("\n", 1)[0][:60]
