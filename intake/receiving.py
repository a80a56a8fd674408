"""The door: is this request a genuine webhook of one of our stores, and what does it say it is?

Knows WSGI's environ, which the hot edge and the Django view share, and no framework. Shopify signs
the raw body and nothing else, so every header is a claim: the address names the store, the shop's
header must agree with it, and what the body says of its shop is compared when it is handled.
"""

import base64
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from common import hashing
from common.groupcommit import DatabaseAway
from intake.data import Arrival, SigningKeys

BODY_LIMIT = 2 * 1024 * 1024
TOPIC = re.compile(r"[a-z0-9_]+(?:/[a-z0-9_]+)+", re.ASCII)
KEY = re.compile(r"[!-~]{1,128}", re.ASCII)
API_VERSION = re.compile(r"[!-~]{1,32}", re.ASCII)

# What they take away cannot be given back, and a header is easily changed: they wait.
DESTRUCTIVE_TOPICS = frozenset({"app/uninstalled", "shop/redact", "customers/redact"})

# An unknown address costs the same work as a known one with a wrong signature.
NOBODY = SigningKeys(store_id=0, shop_domain="", secrets=(b"nobody signs with this",))

KeysOf = Callable[[str], SigningKeys | None]


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What Shopify hears: a status, and a word for whoever reads its delivery log."""

    status: int
    text: str
    headers: tuple[tuple[str, str], ...] = ()


class Refused(Exception):
    """The request is not kept."""

    def __init__(self, status: int, text: str, *headers: tuple[str, str]) -> None:
        super().__init__(text)
        self.answer = Answer(status, text, headers)


KEPT = Answer(200, "kept")
AWAY = Answer(503, "try again soon", (("Retry-After", "5"),))


@dataclass(frozen=True, slots=True)
class Door:
    """What receiving needs of the world: whose keys, how to keep a row, how long to wait."""

    keys_of: KeysOf
    keep: Callable[[Arrival], None]
    grace: timedelta


def receive(*, environ: Mapping[str, Any], public_id: str, door: Door, now: datetime) -> Answer:
    """Keep the webhook and say so, or say why not. 200 means that the row is committed."""
    try:
        keys_of, grace = door.keys_of, door.grace
        door.keep(let_in(environ, public_id, keys_of=keys_of, grace=grace, now=now))
    except Refused as refused:
        return refused.answer
    except DatabaseAway:
        return AWAY
    return KEPT


def let_in(
    environ: Mapping[str, Any], public_id: str, *, keys_of: KeysOf, grace: timedelta, now: datetime
) -> Arrival:
    """The webhook, which is genuine and still to be kept. Raises Refused."""
    body = raw_body(environ)
    keys = _verified(environ, public_id, body, keys_of)
    return arrival_of(environ, keys, body, grace, now)


def raw_body(environ: Mapping[str, Any]) -> bytes:
    """Read the raw body once. Raises Refused for what is not a POST of at most BODY_LIMIT bytes."""
    if environ["REQUEST_METHOD"] != "POST":
        raise Refused(405, "POST only", ("Allow", "POST"))
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise Refused(415, "content-encoding is not accepted")
    length = _declared_length(environ)
    stream: Stream = environ["wsgi.input"]
    try:
        body = _read(stream, BODY_LIMIT + 1 if length is None else length)
    except (OSError, ValueError, RuntimeError) as error:
        raise Refused(400, "the body could not be read") from error
    if len(body) > BODY_LIMIT:
        raise Refused(413, "the body is too large")
    if length is not None and len(body) < length:
        raise Refused(400, "the body is shorter than announced")
    return body


def _declared_length(environ: Mapping[str, Any]) -> int | None:
    """The Content-Length; None for a chunked body, which ends by itself."""
    text = environ.get("CONTENT_LENGTH") or ""
    if not text:
        ends_by_itself = environ.get("wsgi.input_terminated", False)
        if ends_by_itself or "HTTP_TRANSFER_ENCODING" in environ:
            return None
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refused(400, "content-length is not a number")
    length = int(text)
    if length > BODY_LIMIT:
        raise Refused(413, "the body is too large")
    return length


def _read(stream: Stream, size: int) -> bytes:
    body = stream.read(size)
    if len(body) == size or not body:
        return body
    parts = [body]
    missing = size - len(body)
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _verified(
    environ: Mapping[str, Any], public_id: str, body: bytes, keys_of: KeysOf
) -> SigningKeys:
    """The store whose webhook this is. Raises Refused unless Shopify signed the body for it."""
    keys = keys_of(public_id) or NOBODY
    if not is_signed(environ, body, keys.secrets) or keys is NOBODY:
        raise Refused(401, "the signature does not match")
    if shop_of(environ) != keys.shop_domain:
        raise Refused(401, "the shop's domain is not the one of this address")
    return keys


def is_signed(environ: Mapping[str, Any], body: bytes, secrets: tuple[bytes, ...]) -> bool:
    """Whether Shopify signed the body with one of these."""
    # As bytes: compare_digest refuses text beyond ASCII, and a header may hold anything.
    claimed = _header(environ, "HMAC_SHA256").encode("utf-8", "replace")
    matches = [hmac.compare_digest(_signature(secret, body), claimed) for secret in secrets]
    return any(matches)


def shop_of(environ: Mapping[str, Any]) -> str:
    """The shop that the header claims."""
    return _header(environ, "SHOP_DOMAIN").strip().lower()


def _signature(secret: bytes, body: bytes) -> bytes:
    return base64.b64encode(hashing.mac(secret, body))


def arrival_of(
    environ: Mapping[str, Any], keys: SigningKeys, body: bytes, grace: timedelta, now: datetime
) -> Arrival:
    """What is to be kept. Raises Refused where no topic is named."""
    topic = _header(environ, "TOPIC").strip().lower()
    if len(topic) > 100 or not TOPIC.fullmatch(topic):
        raise Refused(400, "the topic is missing or malformed")
    digest = hashing.sha256(body)
    # Shopify names the event's id for telling repetitions; older deliveries have only their own.
    event_key = _header(environ, "EVENT_ID") or _header(environ, "WEBHOOK_ID")
    api_version = _header(environ, "API_VERSION")
    return Arrival(
        store_id=keys.store_id,
        topic=topic,
        event_key=event_key if KEY.fullmatch(event_key) else digest.hex(),
        body_hash=digest,
        body=body,
        api_version=api_version if API_VERSION.fullmatch(api_version) else "",
        triggered_at=_moment(_header(environ, "TRIGGERED_AT")),
        received_at=now,
        run_after=now + grace if topic in DESTRUCTIVE_TOPICS else now,
    )


def _header(environ: Mapping[str, Any], name: str) -> str:
    """Shopify's header of that name, of either family. Raises Refused if the two contradict."""
    old: str | None = environ.get("HTTP_X_SHOPIFY_" + name)
    new: str | None = environ.get("HTTP_SHOPIFY_" + name)
    if old is not None and new is not None and old != new:
        raise Refused(400, "the shopify headers contradict each other")
    return (old if old is not None else new) or ""


def _moment(text: str) -> datetime | None:
    if len(text) > 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
