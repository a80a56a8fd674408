"""Operations that are to end: they say so themselves, in every answer (RFC 9745, RFC 8594)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.http import http_date


@dataclass(frozen=True, slots=True)
class Ending:
    """From which day an operation should no longer be used, on which it ends, and what to read."""

    deprecated_since: date
    ends_on: date
    link: str

    def headers(self) -> dict[str, str]:
        return {
            "Deprecation": f"@{_seconds(self.deprecated_since)}",
            "Sunset": http_date(_seconds(self.ends_on)),
            "Link": f'<{self.link}>; rel="deprecation", <{self.link}>; rel="sunset"',
        }


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())
