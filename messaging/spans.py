"""One trace for each message that went, by OpenTelemetry: if it is installed, and told where to.

Nothing is imported of it but its API; without that, or without somebody to whom it hands traces
(`opentelemetry-instrument` sets that up), nothing happens. Spans name rows, never people.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from messaging.models import Message

try:
    from opentelemetry import trace
except ImportError:  # it is optional
    trace = None  # type: ignore[assignment]  # asked before each use

Part = tuple[str, datetime, datetime]


def tracer() -> Any:
    return trace.get_tracer("notifyhub") if trace else None


def record(message: Message, parts: Sequence[Part]) -> None:
    """The message's trace: from the first of its parts to the last, each a span within."""
    source = tracer()
    if source is None or not parts:
        return
    begin, end = min(part[1] for part in parts), max(part[2] for part in parts)
    whole = source.start_span("notifyhub.message", start_time=_ns(begin), attributes=_said(message))
    if whole.is_recording():
        within = trace.set_span_in_context(whole)
        for name, since, until in parts:
            span = source.start_span(f"notifyhub.{name}", context=within, start_time=_ns(since))
            span.end(end_time=_ns(until))
    whole.end(end_time=_ns(end))


def _said(message: Message) -> dict[str, str | int]:
    return {
        "notifyhub.store": message.store_id,
        "notifyhub.message": str(message.public_id),
        "notifyhub.kind": message.kind,
        "notifyhub.channel": message.channel,
    }


def _ns(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000_000)
