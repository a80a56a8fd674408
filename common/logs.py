"""How a log line looks: `room.noun.happened key=value …`, or the same as JSON."""

from typing import Final

import structlog
from structlog.types import Processor

PRE_CHAIN: Final[list[Processor]] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def processors(*, as_json: bool) -> list[Processor]:
    """The last steps of a line: exceptions as text, then JSON or readable key=value."""
    last: Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        last,
    ]
