"""What a mail service's event means for a message: Anymail's normal form, read once more.

# Note [Who is gone and what was only refused]
Suppressing an address that lives costs a buyer all their mails, so "hard" wants two things: the
service does not call the bounce soft, and the server's status code, where there is one, says that
nobody is there (RFC 3463: 5.1.x and few others). A policy's refusal (5.7.x) is of the mail, a full
mailbox (5.2.2) of the day.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from messaging.addresses import one_line
from messaging.channels.esp import METADATA
from tracking.data import Told
from tracking.models import ReportKind

LINE_LIMIT = 1000
# What is older was told long ago, or is a replay.
OLDEST = timedelta(days=30)

_KINDS: Final = {
    EventType.QUEUED: ReportKind.TAKEN,
    EventType.SENT: ReportKind.TAKEN,
    EventType.DELIVERED: ReportKind.DELIVERED,
    EventType.DEFERRED: ReportKind.DELAYED,
    EventType.FAILED: ReportKind.RETURNED,
    EventType.COMPLAINED: ReportKind.COMPLAINED,
    EventType.UNSUBSCRIBED: ReportKind.UNSUBSCRIBED,
}
STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_NOBODY: Final = {
    *("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"),  # no such mailbox, no such domain
    *("5.2.1", "5.4.1", "5.4.4", "5.5.0"),  # closed; and what Microsoft says of unknown people
}
# Where a service says "soft" in its own event, by Anymail's name of the service.
_SOFT: Final[Mapping[str, tuple[tuple[str, ...], frozenset[Any]]]] = {
    "amazon_ses": (("bounce", "bounceType"), frozenset({"Transient", "Undetermined"})),
    "brevo": (("event",), frozenset({"soft_bounce"})),
    "mailersend": (("data", "type"), frozenset({"soft_bounced"})),
    "mailjet": (("hard_bounce",), frozenset({False})),
    "mandrill": (("event",), frozenset({"soft_bounce"})),
    "postmark": (("Type",), frozenset({"SoftBounce", "VirusNotification"})),
    "resend": (("data", "bounce", "type"), frozenset({"Transient", "Undetermined"})),
    "sendgrid": (("type",), frozenset({"blocked", "expired"})),
}
# SparkPost's classes of bounces that mean the recipient.
_SPARKPOST_HARD: Final = {"10", "30"}
# A message of ours that left by SMTP: see the Message-ID in messaging/envelope.py.
_MESSAGE_ID: Final = re.compile(r"\A<?([0-9a-f]{32})@")


def meaning_of(event: AnymailTrackingEvent, *, service: str, now: datetime) -> list[Told]:
    """What to note of the event; nothing for opens, clicks and the like, which we see ourselves."""
    at = _time_of(event, now)
    if at < now - OLDEST:
        return []
    said = _said(event)
    return [
        Told(
            kind=kind,
            at=at,
            key=_key_of(event, kind, service),
            message_key=_our_name(event),
            provider_id=_plain(event.message_id)[:200],
            line=one_line(said, LINE_LIMIT),
        )
        for kind in _kinds_of(event, service, said)
    ]


def is_hard(event: AnymailTrackingEvent, *, service: str, said: str) -> bool:
    """See Note [Who is gone and what was only refused]."""
    if _is_called_soft(event, service):
        return False
    if STATUS.search(said):
        return says_nobody_is_there(said)
    return event.reject_reason in (None, RejectReason.BOUNCED, RejectReason.INVALID)


def says_nobody_is_there(said: str) -> bool:
    """Whether the first status code says so; without one nobody knows."""
    status = STATUS.search(said)
    return status is not None and status[1] in _NOBODY


def _kinds_of(event: AnymailTrackingEvent, service: str, said: str) -> Iterable[ReportKind]:
    if event.event_type in _KINDS:
        return [_KINDS[event.event_type]]
    if event.event_type == EventType.BOUNCED:
        hard = is_hard(event, service=service, said=said)
        return [ReportKind.BOUNCED if hard else ReportKind.RETURNED]
    if event.event_type != EventType.REJECTED:
        return []
    # The service did not even try, for what it remembers of the address.
    if event.reject_reason in (RejectReason.BOUNCED, RejectReason.INVALID):
        return [ReportKind.BOUNCED]
    if event.reject_reason == RejectReason.UNSUBSCRIBED:
        return [ReportKind.RETURNED, ReportKind.UNSUBSCRIBED]
    return [ReportKind.RETURNED]


def _is_called_soft(event: AnymailTrackingEvent, service: str) -> bool:
    raw = event.esp_event
    if service == "sparkpost":
        return _sparkpost_class(raw) not in _SPARKPOST_HARD
    path, soft = _SOFT.get(service, ((), frozenset()))
    for name in path:
        raw = raw.get(name) if isinstance(raw, Mapping) else None
    return bool(path) and isinstance(raw, str | bool | int) and raw in soft


def _sparkpost_class(raw: Any) -> str:
    wrapped = raw.get("msys") if isinstance(raw, Mapping) else None
    inner = next(iter(wrapped.values()), None) if isinstance(wrapped, Mapping) else None
    return str(inner.get("bounce_class", "")) if isinstance(inner, Mapping) else ""


def _said(event: AnymailTrackingEvent) -> str:
    parts = (_plain(event.mta_response), _plain(event.description))
    return next((part for part in parts if part), "")


def _time_of(event: AnymailTrackingEvent, now: datetime) -> datetime:
    at = event.timestamp
    if not isinstance(at, datetime):
        return now
    return min(at if at.tzinfo else at.replace(tzinfo=UTC), now)


def _key_of(event: AnymailTrackingEvent, kind: str, service: str) -> str:
    """By the event's own id; services without one repeat an event word for word."""
    parts = [service, kind, _plain(event.recipient).lower()]
    if event.event_id:
        parts.append(_plain(event.event_id))
    else:
        when = event.timestamp.isoformat() if isinstance(event.timestamp, datetime) else ""
        parts += [_plain(event.message_id), when]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _our_name(event: AnymailTrackingEvent) -> UUID | None:
    """As it went along: as metadata, as a tag where a service has none, or as the Message-ID."""
    given = event.metadata.get(METADATA) if isinstance(event.metadata, Mapping) else None
    tags = event.tags if isinstance(event.tags, list) else []
    tagged = (_plain(tag).removeprefix(f"{METADATA}-") for tag in tags if METADATA in _plain(tag))
    found = _MESSAGE_ID.match(_plain(event.message_id))
    text = _plain(given) or next(tagged, "") or (found[1] if found else "")
    try:
        return UUID(hex=text)
    except ValueError:
        return None


def _plain(value: Any) -> str:
    """Text and numbers as text without control characters; "" for anything else."""
    if not isinstance(value, str | int):
        return ""
    return "".join(sign for sign in str(value) if sign.isprintable())
