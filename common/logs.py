"""How a log line looks: `room.noun.happened key=value …`, or the same as JSON."""

import re
from typing import Any, Final

import structlog
from structlog.types import EventDict, Processor

# API keys, Shopify's and webhooks' secrets, whatever stands in an Authorization header.
SECRET: Final = re.compile(
    r"\b(nh_(?:live|test)_[A-Za-z0-9]{0,12}|shp[a-z]{2}_|whsec_)[\w-]{8,}|(?i:\b(bearer) )\S+"
)

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
        hide_secrets,
        last,
    ]


def hide_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Whatever is logged, by whomever: no line shows a secret (a client may put one into a URL)."""
    for name, value in event.items():
        if not isinstance(value, int | float | bool | None):
            event[name] = SECRET.sub(r"\1\2…", value if isinstance(value, str) else str(value))
    return event
